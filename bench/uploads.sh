#!/bin/sh
# What do uploads over HTTP cost beside C-STORE of the same slices (0.5 MB)? By C-STORE, as a form a slice, and as one
# archive; by one sender and by four, in turns, each round with new slices.
# Usage: bench/uploads.sh FOLDER [SLICES [ROUNDS]]      FOLDER is on the disk to be measured, and is emptied.
# CP is the class path of a build; without it that of the last start of ./archway.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$1; slices=${2:-200}; rounds=${3:-3}
rm -rf "$work"; mkdir -p "$work"
[ -n "${CP:-}" ] || { read -r run <"$top/.archway/current"; CP="$top/.archway/run/$run/lib/*"; }
password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
ARCHWAY_ADMIN_PASSWORD=$password java -Xmx256m -XX:MaxDirectMemorySize=64m -cp "$CP" io.archway.gateway.Main \
  serve --home "$work/home" --dicom-port 0 --http-port 0 >"$work/log" 2>&1 &
gateway=$!
trap 'kill "$gateway" 2>/dev/null || :; wait "$gateway" 2>/dev/null || :; rm -rf "$work/home"' EXIT
until grep -q ' ready in ' "$work/log"; do
  kill -0 "$gateway" 2>/dev/null || { cat "$work/log"; exit 1; }
  sleep 1
done
dicom=$(sed -n 's/.*ready in.*DICOM \([0-9]*\).*/\1/p' "$work/log")
http=$(sed -n 's/.*ready in.*HTTP \([0-9]*\).*/\1/p' "$work/log")
java -Xmx2g -cp "$CP" "$top/bench/Uploads.java" "$dicom" "$http" "$password" "$slices" "$rounds"
