#!/bin/sh
# Does a 2 GB object arrive beside eight CBCT series with the memory the gateway is delivered with?
# Usage: bench/large-arrival.sh [FRAMES [SLICES]]   (about 3 GB of free disk below TMPDIR)
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
"$top/archway" serve --home "$work/home" --dicom-port 0 --http-port 0 >"$work/log" 2>&1 &
gateway=$!
trap 'kill "$gateway" 2>/dev/null || :; wait "$gateway" 2>/dev/null || :; rm -rf "$work"' EXIT
until grep -q ' ready in ' "$work/log"; do
  kill -0 "$gateway" 2>/dev/null || { cat "$work/log"; exit 1; }
  sleep 1
done
port=$(sed -n 's/.*DICOM \([0-9]*\).*/\1/p' "$work/log")
read -r run <"$top/.archway/current"
java -cp "$top/.archway/run/$run/lib/*" "$top/bench/LargeArrival.java" "$port" "$@"
echo "gateway: $(grep VmHWM "/proc/$gateway/status" | tr -s '\t ' ' '), options $(tr '\0' ' ' <"/proc/$gateway/cmdline" | grep -o -- '-Xm[^ ]*\|-XX:MaxDirect[^ ]*' | tr '\n' ' ')"
kill "$gateway"; wait "$gateway" || :
"$top/archway" check --home "$work/home" | tail -3
