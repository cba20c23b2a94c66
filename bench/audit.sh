#!/bin/sh
# What does it cost that every read is recorded, durably, before it is answered? Requests a second with and without, in
# turns, from one index in one process, by wrk over 32 connections.
# Usage: bench/audit.sh FOLDER [ROUNDS]      FOLDER is on the disk to be measured, and is emptied.
# CP is the class path of a build; without it that of the last start of ./archway.
# WRAP is a command that the measurement is started with, after the process id of what is measured.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

rate() { # PORT PATH SECONDS
  wrk -t1 -c32 -d"$3" -H "Authorization: Bearer $token" "http://localhost:$1$2" |
    awk '/Non-2xx/ { print "failed"; exit } /Requests\/sec/ { print int($2) }'
}

median() { sort -n | sed -n "$(((rounds + 1) / 2))p"; }

turn() { echo "$(rate "$with" "$1" 2s) $(rate "$without" "$1" 2s) $(rate "$without" "$1" 2s) $(rate "$with" "$1" 2s)"; }

measure() { # PATH; what gets faster while Java compiles does so for both
  for i in 1 2 3 4; do rate "$with" "$1" 2s >/dev/null; rate "$without" "$1" 2s >/dev/null; done # warm
  lines=$(i=0; while [ $i -lt "$rounds" ]; do turn "$1"; i=$((i + 1)); done | awk '{ print ($1 + $4) / 2, ($2 + $3) / 2 }')
  printf '  %-32s with %s /s, without %s /s, ratio %s (each: %s)\n' "$1" \
    "$(echo "$lines" | cut -d' ' -f1 | median)" "$(echo "$lines" | cut -d' ' -f2 | median)" \
    "$(echo "$lines" | awk '{ printf "%.2f\n", $1 / $2 }' | median)" \
    "$(echo "$lines" | awk '{ printf "%.2f ", $1 / $2 }')"
}

if [ "${1:-}" = --inner ]; then with=$2; without=$3; token=$4; rounds=$5; measure "$6"; exit; fi

work=$1; rounds=${2:-4}
rm -rf "$work"; mkdir -p "$work"
[ -n "${CP:-}" ] || { read -r run <"$top/.archway/current"; CP="$top/.archway/run/$run/lib/*"; }
mkfifo "$work/in"
java -Xmx512m "-Dlogback.configurationFile=$top/http-api/src/test/resources/logback-test.xml" -cp "$CP" "$top/bench/AuditedRequests.java" "$work" 2000 <"$work/in" >"$work/log" 2>"$work/err" &
served=$!
exec 3>"$work/in"
until grep -q '^ready ' "$work/log"; do kill -0 $served || { cat "$work/err"; exit 1; }; sleep 1; done
set -- $(grep '^ready ' "$work/log"); with=$2; without=$3; token=$4
for path in /api/patient/1 '/api/patient?per_page=100&page=3' /api/patient/1; do
  if [ -n "${WRAP:-}" ]; then $WRAP "$served" "$0" --inner "$with" "$without" "$token" "$rounds" "$path"; else measure "$path"; fi
done
exec 3>&-
wait "$served"
