#!/bin/sh
# How fast is the Modality Worklist, and does that depend on how much is in it? With the memory the gateway is delivered with.
# Usage: bench/worklist.sh FOLDER ITEMS...      such as: bench/worklist.sh /var/tmp/worklist 1000 100000
# FOLDER keeps items and data folders for the next time: 6 KB of disk an item. Filling takes about 1.5 ms an item.
# PEERS=1 asks DCMTK's wlmscpfs and Orthanc's worklist plugin, too, with files for the last of ITEMS.
# WRAP is a command before each measurement; it gets the gateway's process id as its first argument.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$1; shift
mkdir -p "$work"
cc -O2 -pthread -o "$work/dimsebench" "$top/bench/peers/dimsebench.c" -lm
[ -d "$work/tiny" ] || python3 "$top/bench/peers/gen.py" tiny --out "$work/tiny"

start() { # HOME: sets gateway and port
  "$top/archway" serve --home "$1" --dicom-port 0 --http-port 0 >"$1.log" 2>&1 &
  gateway=$!
  until grep -q ' ready in ' "$1.log"; do
    kill -0 "$gateway" 2>/dev/null || { cat "$1.log"; exit 1; }
    sleep 1
  done
  port=$(sed -n 's/.*DICOM \([0-9]*\).*/\1/p' "$1.log")
}

stop() { kill "$gateway"; wait "$gateway" || :; }

fill() { # ITEMS STATIONS
  [ -d "$work/items-$1" ] || python3 "$top/bench/peers/gen.py" worklist --csv-only --count "$1" --stations "$2" --out "$work/items-$1"
  [ -d "$work/home-$1" ] && return
  start "$work/new"; stop
  read -r run <"$top/.archway/current"
  java -Xmx2g -cp "$top/.archway/run/$run/lib/*" "$top/bench/WorklistItems.java" "$work/new" "$work/items-$1/items.csv" 2>/dev/null
  mv "$work/new" "$work/home-$1"
}

ask() { # PORT AET COUNT ITEMS STATIONS MODE
  "$work/dimsebench" find --port "$1" --aet "$2" --assoc 4 --count "$3" --items "$4" --stations "$5" --mode "$6" --timeout 600 |
    sed -n "s|^find \([0-9]*\) ok, \([0-9]*\) bad.*: \([0-9.]*\) /s; latency ms p50 \([0-9.]*\).*p99 \([0-9.]*\).*first p50 \([0-9.]*\).*|  $6: \3 /s, median \4 ms (first answer \6), p99 \5 ms, \2 bad|p"
}

echos() { "$work/dimsebench" echo --port "$port" --aet ARCHWAY --assoc 4 --count 40000 | sed -n 's|.*s: \([0-9.]* /s\);.*|  C-ECHO: \1|p'; }

measure() { # ITEMS STATIONS
  for mode in patient accession procedure full-name station-date mixed; do ask "$port" ARCHWAY 8000 "$1" "$2" "$mode"; done
  echos
}

while_images_arrive() { # ITEMS STATIONS
  "$work/dimsebench" store --port "$port" --aet ARCHWAY --assoc 1 --seconds 25 --study-size 4 "$work/tiny" >"$work/store.log" &
  storing=$!
  ask "$port" ARCHWAY 20000 "$1" "$2" mixed
  echos
  wait "$storing"
  sed -n 's|.*s: \([0-9.]* /s\),.*|  C-STORE beside it: \1|p' "$work/store.log"
}

wrapped() { if [ -n "${WRAP:-}" ]; then $WRAP "$gateway" "$0" "$work" --inner "$port" "$@"; else "$@"; fi; }

if [ "${1:-}" = --inner ]; then port=$2; shift 2; "$@"; exit; fi

for items; do
  stations=$((items / 200))
  fill "$items" "$stations"
  start "$work/home-$items"
  echo "$items items"
  ask "$port" ARCHWAY 60000 "$items" "$stations" mixed >/dev/null # warm
  wrapped measure "$items" "$stations"
  echo "$items items while images arrive"
  wrapped while_images_arrive "$items" "$stations"
  echo "  $(grep VmHWM "/proc/$gateway/status" | tr -s '\t ' ' ')"
  stop
done

if [ -n "${PEERS:-}" ]; then
  files=$work/files-$items
  [ -d "$files" ] || python3 "$top/bench/peers/gen.py" worklist --count "$items" --stations "$stations" --out "$files"
  mkdir -p "$work/wl" && ln -sfn "$files" "$work/wl/WLM"
  TCP_NODELAY=1 wlmscpfs -dfp "$work/wl" -dhl -csk 11911 & wlmscpfs=$!
  printf '{"DicomPort":11912,"HttpServerEnabled":false,"DicomAlwaysAllowFindWorklist":true,"DicomCheckCalledAet":false,"StorageDirectory":"%s","IndexDirectory":"%s","Plugins":["%s"],"Worklists":{"Enable":true,"Database":"%s"}}' \
    "$work/orthanc" "$work/orthanc" "$(dpkg -L orthanc | grep libModalityWorklists.so | head -1)" "$files" >"$work/orthanc.json"
  TCP_NODELAY=1 Orthanc "$work/orthanc.json" >"$work/orthanc.log" 2>&1 & orthanc=$!
  sleep 5
  for mode in patient accession station-date; do
    echo wlmscpfs; ask 11911 WLM 8 "$items" "$stations" "$mode"
    echo Orthanc; ask 11912 ORTHANC 8 "$items" "$stations" "$mode"
  done
  kill "$wlmscpfs" "$orthanc"
fi
