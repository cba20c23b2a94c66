#!/bin/sh
# What does a CSV file of patients cost that is imported over HTTP, with the default memory, and the same file again, which
# changes nothing? Made from a seed: ten columns, every name another, and the same file whenever it is made.
# Usage: bench/patients-import.sh FOLDER [PATIENTS]      FOLDER is on the disk to be measured, and is emptied.
# CP is the class path of a build; without it that of the last start of ./archway.
set -eu
top=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$1; patients=${2:-100000}
rm -rf "$work"; mkdir -p "$work"
[ -n "${CP:-}" ] || { read -r run <"$top/.archway/current"; CP="$top/.archway/run/$run/lib/*"; }

awk -v count="$patients" 'BEGIN {
  srand(1)
  first = split("Maria Arben Jelena Goran Elira Luan Marija Stefan Blerta Nikola Drita Ilir Ana Besnik Vesna Petar", given, " ")
  last = split("Hoxha Krasniqi Petrov Dimitrov Gashi Berisha Stojanov Nikolov Shala Kelmendi Jovanov Rexhepi", family, " ")
  print "external_id,first_name,last_name,email,phone,phone_country,birthdate,gender,locale,allergies"
  for (i = 1; i <= count; i++) {
    name = family[int(rand() * last) + 1] "-" sprintf("%x", i)
    printf "E-%07d,%s,%s,%d@clinic.example,069%07d,AL,%d-%02d-%02d,%s,%s,%s\n", i, given[int(rand() * first) + 1], name, i,
      i, 1930 + int(rand() * 90), 1 + int(rand() * 12), 1 + int(rand() * 28), rand() < 0.5 ? "female" : "male",
      rand() < 0.7 ? "sq" : "mk", rand() < 0.1 ? "penicillin" : ""
  }
}' >"$work/patients.csv"

password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
ARCHWAY_ADMIN_PASSWORD=$password java -Xmx256m -XX:MaxDirectMemorySize=64m "-Xlog:gc:file=$work/gc" -cp "$CP" \
  io.archway.gateway.Main serve --home "$work/home" --dicom-port 0 --http-port 0 >"$work/log" 2>&1 &
gateway=$!
trap 'kill "$gateway" 2>/dev/null || :; wait "$gateway" 2>/dev/null || :; rm -rf "$work/home"' EXIT
until grep -q ' ready in ' "$work/log"; do
  kill -0 "$gateway" 2>/dev/null || { cat "$work/log"; exit 1; }
  sleep 1
done
api=http://localhost:$(sed -n 's/.*ready in.*HTTP \([0-9]*\).*/\1/p' "$work/log")
token=$(curl -sf -H 'Content-Type: application/json' -d "{\"username\":\"admin\",\"password\":\"$password\"}" \
  "$api/api/auth/login" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')

echo "$patients patients, $(wc -c <"$work/patients.csv") bytes"
for name in preview import again; do
  path=/api/v1/patients/import; [ "$name" != preview ] || path=$path/preview
  from=$(wc -l <"$work/gc")
  seconds=$(curl -s -X POST -T "$work/patients.csv" -H "Authorization: Bearer $token" -H 'Content-Type: text/csv' \
    -o "$work/answer" -w '%{http_code} %{time_total}' "$api$path")
  heap=$(tail -n "+$((from + 1))" "$work/gc" | sed -n 's/.* \([0-9]*\)M->.*/\1/p' | sort -n | tail -1)
  rss=$(sed -n 's/VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$gateway/status")
  echo "$seconds" | awk -v name="$name" -v rows="$patients" -v heap="${heap:-0}" -v rss="$rss" '{
    printf "  %-8s status %s, %.1f s, %.0f rows/s, heap up to %d MB, RSS so far up to %d MB\n", name, $1, $2, rows / $2, heap, rss / 1024 }'
  sed 's/^/           /; s/,"errors":\[\]//' "$work/answer"; echo
done
