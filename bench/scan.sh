#!/usr/bin/env bash
# External tables: the first and the second scan of a Parquet file in an S3 service on this machine,
# beside the plain download of the same file by curl and DuckDB by itself on the same file on disk; the
# first scan and the download again over a network of a known pace; what ALTER TABLE … CONNECTION costs
# with its probe; and REBIND DEPENDANTS of many tables. See docs/performance.md.
#
#   bench/scan.sh [--megabytes M] [--rounds R] [--tables N] [--pace P]
#
# --megabytes  of the file (1024)     --rounds  of everything (5)
# --tables     to rebind (1000)       --pace    of the slower network, in megabytes a second (125)
#
# Loopback, no TLS. The service, the server and the clients share the processors, and take turns. Each
# round has a server of its own, which starts with an empty cache.
set -euo pipefail
shopt -s inherit_errexit

megabytes=1024 rounds=5 tables=1000 pace=125
while [ $# -gt 0 ]; do
  case $1 in
    --megabytes) megabytes=$2 ;;
    --rounds) rounds=$2 ;;
    --tables) tables=$2 ;;
    --pace) pace=$2 ;;
    *) sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
  shift 2
done

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$home/bench/java25.sh"
for tool in curl psql; do
  command -v "$tool" >/dev/null || { echo "needs $tool: apt install curl postgresql-client" >&2; exit 1; }
done
work=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-bench.XXXXXX")
pids=()
stop() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap stop EXIT
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}
now() { date +%s%N; }
since() { echo $((($(now) - $1) / 1000000)); }
median() { sort -g | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }
ready() { # ready file pid
  local i
  for ((i = 0; ; i++)); do
    grep -q '^ready' "$1" && return
    if ! kill -0 "$2" 2>/dev/null || [ $i -ge 300 ]; then cat "$1" >&2; exit 1; fi
    sleep 0.2
  done
}

cd "$home"
mvn -q -Pbench -pl bench -am -Dmaven.test.skip=true compile \
  org.apache.maven.plugins:maven-dependency-plugin:build-classpath -Dmdep.outputFile=target/classpath >&2
peers=("$java" --enable-native-access=ALL-UNNAMED -cp "bench/target/classes:$(cat bench/target/classpath)"
  io.fairlead.server.ScanPeers)

# --- the file, the service, the server ----------------------------------------------------------

store=$work/store/lake
warm=20
mkdir -p "$store"
"${peers[@]}" make "$work/big" "$megabytes"
"${peers[@]}" make "$work/small" 48
for folder in big slowly; do
  mkdir -p "$store/$folder" && ln "$work/big" "$store/$folder/data.parquet"
done
for ((i = 0; i < warm; i++)); do
  mkdir -p "$store/warm$i" && ln "$work/small" "$store/warm$i/data.parquet"
done
s3=$(free_port)
"${peers[@]}" service "$work/store" "$s3" >"$work/s3.log" 2>&1 & pids+=($!)
ready "$work/s3.log" $!
slow=$(free_port)
"${peers[@]}" pace "$slow" "$s3" "$pace" >"$work/pace.log" 2>&1 & pids+=($!)
ready "$work/pace.log" $!

port=$(free_port)
export FAIRLEAD_ADMIN_PASSWORD=bench-only PGPASSWORD=bench-only
serve() {
  "$home/fairlead" serve --data "$work/fairlead" --pg-port "$port" --http-port off --mysql-port off \
    >"$work/fairlead.log" 2>&1 & server=$!
  pids+=("$server")
  ready "$work/fairlead.log" "$server"
}
sql() {
  PGOPTIONS='-c client_min_messages=warning' \
    psql -qXAt -h 127.0.0.1 -p "$port" -U admin -d fairlead -v ON_ERROR_STOP=1 "$@"
}
timed() { # milliseconds of one statement in a session of its own, as psql counts them
  sql -c '\timing on' -c "$1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p'
}
connection() { # connection name port
  sql -c "CREATE CONNECTION $1 STORAGE_TYPE = 's3' ENDPOINT_URL = 'http://127.0.0.1:$2'
    ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = 'bench-only'"
}
table() { # table name folder connection
  sql -c "CREATE TABLE $1 (a BIGINT, b DOUBLE, c VARCHAR, d INTEGER) 's3://lake/$2/'
    CONNECTION = (CONNECTION_NAME = '$3')"
}
scan() { timed "SELECT count(*), sum(a), sum(b), max(c), sum(d) FROM $1"; }
download() { # milliseconds: download port folder file
  local start; start=$(now)
  curl -fsS -o "$3" --aws-sigv4 aws:amz:us-east-1:s3 --user AK:bench-only \
    -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "http://127.0.0.1:$1/lake/$2/data.parquet"
  since "$start"
  if [ "$3" != /dev/null ]; then
    cmp -s "$3" "$work/big" || { echo "the download is not the file" >&2; exit 1; }
    rm "$3"
  fi
}
serve
connection c "$s3"
connection d "$s3"
connection slow "$slow"

# --- the scans -----------------------------------------------------------------------------------

for ((i = 0; i < warm; i++)); do table "warm$i" "warm$i" c; done
table big big c
table slowly slowly slow
for ((i = 1; i <= rounds; i++)); do
  # A new server, so that what it kept goes; a machine lends memory to its guests slowly the first
  # time, and this way both find some that was lent before.
  kill "$server" && wait "$server" || true
  serve
  # A server lives long: it and the service read other files before anything is measured.
  for ((j = 0; j < 2 * warm; j++)); do scan "warm$((j % warm))" >/dev/null; done
  unread=$(download "$s3" big /dev/null)
  plain=$(download "$s3" big "$work/download")
  first=$(scan big)
  second=$(scan big)
  duckdb=$("${peers[@]}" scan "$work/big" 3 | median)
  echo "round $i: unread $unread, download $plain, first $first, second $second, DuckDB $duckdb" >&2
  echo "$unread $plain $first $second $duckdb" >>"$work/rounds"
done
slow_plain=$(download "$slow" slowly "$work/download")
slow_first=$(scan slowly)

# --- changes -------------------------------------------------------------------------------------

sql -c "CREATE TABLE small (a INT) 's3://lake/small/' CONNECTION = (CONNECTION_NAME = 'c')"
for ((i = 0; i < 2 * rounds; i++)); do
  timed "ALTER TABLE small CONNECTION = (CONNECTION_NAME = 'd')" >>"$work/alter"
  timed "ALTER TABLE small CONNECTION = (CONNECTION_NAME = 'c')" >>"$work/alter"
done
for ((i = 1; i <= tables; i++)); do
  echo "CREATE TABLE t$i (a INT) 's3://lake/t$i/' CONNECTION = (CONNECTION_NAME = 'c');"
done | sql >/dev/null
from=c to=d
for ((i = 0; i < rounds; i++)); do
  timed "ALTER CONNECTION $from REBIND DEPENDANTS TO $to WHERE NAME LIKE 't%'" >>"$work/rebind"
  timed "ALTER CONNECTION $to REBIND DEPENDANTS TO $from WHERE NAME LIKE 't%' WITH (VALIDATE = false)" \
    >>"$work/unproven"
  timed "ALTER CONNECTION $from REBIND DEPENDANTS TO $to WHERE NAME LIKE 't%' WITH (VALIDATE = false)" \
    >>"$work/unproven"
  read -r from to <<<"$to $from"
done

column() { awk -v of="$1" '{print $of}' "$work/rounds" | median; }
ratios() { # the median of the rounds' ratios: ratios dividend divisor
  awk "{m = \$2 > \$5 ? \$2 : \$5; printf \"%.3f\\n\", ($1) / ($2)}" "$work/rounds" | median |
    xargs printf '%.2f'
}
printf '%-52s %10s\n' "file, bytes" "$(stat -c %s "$work/big")" \
  "plain download, unread, ms" "$(column 1)" \
  "plain download to a file, ms" "$(column 2)" \
  "DuckDB on the file on disk, ms" "$(column 5)" \
  "first scan, ms" "$(column 3)" \
  "  its rate to the download's" "$(ratios '$2' '$3')" \
  "  to the slower one of download and DuckDB" "$(ratios 'm' '$3')" \
  "  to both, one after the other" "$(ratios '$2 + $5' '$3')" \
  "second scan, ms" "$(column 4)" \
  "  its rate to DuckDB's" "$(ratios '$5' '$4')" \
  "plain download at $pace MB/s, ms (one)" "$slow_plain" \
  "first scan at $pace MB/s, ms (one)" "$slow_first" \
  "  its rate to the download's" "$(awk -v a="$slow_plain" -v b="$slow_first" 'BEGIN {printf "%.2f", a / b}')" \
  "ALTER TABLE … CONNECTION with its probe, ms" "$(median <"$work/alter")" \
  "REBIND of $tables tables, each place tried, ms" "$(median <"$work/rebind")" \
  "  without the trials, ms" "$(median <"$work/unproven")" \
  "load average at the end" "$(cut -d' ' -f1 /proc/loadavg)"
