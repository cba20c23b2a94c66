#!/usr/bin/env bash
# How long does a start take when nothing is to be built? From the shell to the exec of java (what the launcher itself takes:
# finding Java, looking at the sources, choosing the archive), and from the shell to the line that says ready.
# Usage: bench/start.sh FOLDER [ROUNDS]      such as: bench/start.sh /var/tmp/start 5
# A round is a first start, on a new data folder, and two later ones on the same. The very first is not counted: it
# builds what has changed, and warms the file cache. Only a quiet machine gives figures worth keeping. Linux, bash 5.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$1/start # what is removed lies below a folder of its own
rounds=${2:-5}
mkdir -p "$work"

start() { # sets before_exec and ready
  local begin=${EPOCHREALTIME/[.,]/} name='' line='' end
  exec 3< <(exec "$top/archway" serve --home "$work/home" --dicom-port 0 --http-port 0 2>&1)
  gateway=$!
  until [ "$name" = java ]; do read -r name <"/proc/$gateway/comm"; done
  end=${EPOCHREALTIME/[.,]/}
  before_exec=$(((end - begin) / 1000))
  until [[ $line == *' ready in '* ]]; do read -r line <&3 || { echo "ended: $line" >&2; exit 1; }; done
  end=${EPOCHREALTIME/[.,]/}
  ready=$(((end - begin) / 1000))
  kill "$gateway"
  while read -r line <&3; do :; done
  exec 3<&-
  wait "$gateway" || :
}

told() { # WHICH: the kind of start; keeps its figures
  start
  printf '%-6s launcher %4d ms, ready %5d ms\n' "$1" "$before_exec" "$ready"
  echo "$before_exec" >>"$work/launcher"
  echo "$ready" >>"$work/$1"
}

median() { # FILE
  sort -n "$work/$1" | awk '{ all[NR] = $1 } END { printf "%d (%d to %d)", all[int((NR + 1) / 2)], all[1], all[NR] }'
}

echo "load of the machine: $(cut -d ' ' -f 1-3 /proc/loadavg)"
rm -rf "$work/home" "$work/launcher" "$work/first" "$work/later"
start
for ((round = 0; round < rounds; round++)); do
  rm -rf "$work/home"
  told first
  told later
  told later
done
rm -rf "$work/home"
echo "median (least to most) in ms: launcher $(median launcher), first start $(median first), later ones $(median later)"
echo "load of the machine: $(cut -d ' ' -f 1-3 /proc/loadavg)"
