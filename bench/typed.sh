#!/bin/sh
# How long does each key take that is pressed in the search for patients? From an index of so many patients of one organization,
# for an administrator and for dentists bound to offices with 300, 100, 30, 10, 3 and 1 of a thousand of them, by wrk over two
# connections, each of which asks anew as soon as it is answered, over a real socket, with the audit of reads.
# Usage: bench/typed.sh FOLDER [PATIENTS [SECONDS]]      FOLDER is on the disk to be measured, and is emptied.
# CP is the class path of a build; without it that of the last start of ./archway.
# WRAP is a command that each measurement is started with, after the process id of what is measured.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

ask() { # PORT TOKEN SECONDS
  wrk -t1 -c2 -d"$3s" --latency -s "$top/bench/typed.lua" -H "Authorization: Bearer $2" "http://localhost:$1" -- "${4:-0}"
}

measure() { # PORT NAME SECONDS
  token=$(printf '%-43s' "$2" | tr ' ' A)
  ask "$1" "$token" 5 >/dev/null # warm
  ask "$1" "$token" "$3" 0.5 | awk -v name="$2" '
    / (50|90|99)%/ { at[$1] = $2 } / Max /{ } /Non-2xx/ { bad = $0 } /Latency  / { most = $4 } /requests in/ { count = $1 }
    END { printf "  %-12s %7d keys, median %s, 90%% %s, 99%% %s, longest %s%s\n", name, count, at["50%"], at["90%"], at["99%"], most, bad }'
}

if [ "${1:-}" = --inner ]; then export TYPED="$2"; shift 2; measure "$@"; exit; fi

work=$1; patients=${2:-100000}; seconds=${3:-10}
rm -rf "$work"; mkdir -p "$work"
[ -n "${CP:-}" ] || { read -r run <"$top/.archway/current"; CP="$top/.archway/run/$run/lib/*"; }
mkfifo "$work/in"
java -Xmx256m -Dh2.objectCache=false "-Dlogback.configurationFile=$top/http-api/src/test/resources/logback-test.xml" -cp "$CP" "$top/bench/PatientsTyped.java" "$work" "$patients" <"$work/in" >"$work/log" 2>"$work/err" &
served=$!
exec 3>"$work/in"
until grep -q '^ready ' "$work/log"; do kill -0 $served || { cat "$work/err"; exit 1; }; sleep 1; done
set -- $(grep '^ready ' "$work/log"); port=$2
export TYPED="$work/typed"
echo "$patients patients, $(wc -l <"$TYPED") texts"
for name in admin dentist300 dentist100 dentist30 dentist10 dentist3 dentist1; do
  if [ -n "${WRAP:-}" ]; then $WRAP "$served" "$0" --inner "$TYPED" "$port" "$name" "$seconds"; else measure "$port" "$name" "$seconds"; fi
done
exec 3>&-
wait "$served"
