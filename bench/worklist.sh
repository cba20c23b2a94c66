#!/bin/sh
# How fast is the Modality Worklist, and does that depend on how much is in it? With the memory the gateway is delivered with.
# Usage: bench/worklist.sh FOLDER ITEMS...      such as: bench/worklist.sh /var/tmp/worklist 1000 100000
# FOLDER keeps items and data folders for the next time: 6 KB of disk an item. Filling takes about 1.5 ms an item.
# PEERS=100000 asks DCMTK's wlmscpfs and Orthanc's worklist plugin beside the gateway of so many items, over as many files.
# WRAP is a command that each measurement is started with, after the gateway's process id.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$1; shift

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

ask() { # PORT AET HOW-LONG ITEMS STATIONS MODE
  "$work/dimsebench" find --port "$1" --aet "$2" --assoc 4 $3 --items "$4" --stations "$5" --mode "$6" --timeout 600 |
    sed -n "s|^find .* ok, \([0-9]*\) bad.*: \([0-9.]*\) /s; latency ms p50 \([0-9.]*\).*p99 \([0-9.]*\) .*first p50 \([0-9.]*\).*|  $6: \2 /s, median \3 ms (first answer \5), p99 \4 ms, \1 bad|p"
}

echos() { "$work/dimsebench" echo --port "$port" --aet ARCHWAY --assoc 4 --count 40000 | sed -n 's|.*s: \([0-9.]* /s\);.*|  C-ECHO: \1|p'; }

measure() { # ITEMS STATIONS
  ask "$port" ARCHWAY "--count 200000" "$1" "$2" mixed >/dev/null # as warm with many items as with few
  for mode in patient accession procedure full-name station-date mixed station; do ask "$port" ARCHWAY '--seconds 4' "$1" "$2" "$mode"; done
  echos
  echo "  while images arrive:"
  "$work/dimsebench" store --port "$port" --aet ARCHWAY --assoc 1 --seconds 12 --study-size 4 "$work/tiny" >"$work/store.log" &
  storing=$!
  ask "$port" ARCHWAY '--seconds 8' "$1" "$2" mixed
  echos
  wait "$storing"
  sed -n 's|.*s: \([0-9.]* /s\),.*|  C-STORE beside it: \1|p' "$work/store.log"
}

measure_peers() { # ITEMS STATIONS
  for mode in patient station-date; do
    echo '  wlmscpfs'; ask 11911 WLM '--count 4' "$1" "$2" "$mode"
    echo '  Orthanc'; ask 11912 ORTHANC '--count 4' "$1" "$2" "$mode"
  done
}

wrapped() { if [ -n "${WRAP:-}" ]; then $WRAP "$gateway" "$0" "$work" --inner "${port:-}" "$@"; else "$@"; fi; }

if [ "${1:-}" = --inner ]; then port=$2; shift 2; "$@"; exit; fi

mkdir -p "$work"
cc -O2 -pthread -o "$work/dimsebench" "$top/bench/peers/dimsebench.c" -lm
[ -d "$work/tiny" ] || python3 "$top/bench/peers/gen.py" tiny --out "$work/tiny"

for items; do
  stations=$((items / 200))
  fill "$items" "$stations"
  start "$work/home-$items"
  echo "$items items"
  wrapped measure "$items" "$stations"
  echo "  $(grep VmHWM "/proc/$gateway/status" | tr -s '\t ' ' ')"
  [ -n "${PEERS:-}" ] && [ "$items" = "$PEERS" ] || { stop; continue; }
  files=$work/files-$items
  [ -d "$files" ] || python3 "$top/bench/peers/gen.py" worklist --count "$items" --stations "$stations" --out "$files"
  mkdir -p "$work/wl" "$work/orthanc" && ln -sfn "$files" "$work/wl/WLM"
  TCP_NODELAY=1 wlmscpfs -dfp "$work/wl" -dhl -csk 11911 & wlmscpfs=$!
  printf '{"DicomPort":11912,"HttpServerEnabled":false,"DicomAlwaysAllowFindWorklist":true,"DicomCheckCalledAet":false,"StorageDirectory":"%s","IndexDirectory":"%s","Plugins":["%s"],"Worklists":{"Enable":true,"Database":"%s"}}' \
    "$work/orthanc" "$work/orthanc" "$(dpkg -L orthanc | grep 'plugins/libModalityWorklists.so' | head -1)" "$files" >"$work/orthanc.json"
  TCP_NODELAY=1 Orthanc "$work/orthanc.json" >"$work/orthanc.log" 2>&1 & orthanc=$!
  sleep 5
  wrapped measure_peers "$items" "$stations"
  kill "$wlmscpfs" "$orthanc"
  stop
done
