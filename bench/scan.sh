#!/usr/bin/env bash
# External tables: the first and the second scan of one Parquet file in an S3 service on this machine,
# beside the plain download of the file and DuckDB by itself on the same file on disk; what ALTER TABLE …
# CONNECTION costs with its probe; and REBIND DEPENDANTS of many tables. See docs/performance.md.
#
#   bench/scan.sh [--megabytes M] [--rounds R] [--tables N]
#
# --megabytes  of the file (1024)   --rounds  of each second scan, and of ALTER (5)   --tables  to rebind (1000)
#
# Loopback, no TLS. The service, the server and the clients share the processors.
set -euo pipefail

megabytes=1024 rounds=5 tables=1000
while [ $# -gt 0 ]; do
  case $1 in
    --megabytes) megabytes=$2 ;;
    --rounds) rounds=$2 ;;
    --tables) tables=$2 ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
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

mkdir -p "$work/store/lake/big"
file=$work/store/lake/big/data.parquet
"${peers[@]}" make "$file" "$megabytes"
s3=$(free_port)
"${peers[@]}" service "$work/store" "$s3" >"$work/s3.log" 2>&1 & pids+=($!)
ready "$work/s3.log" $!

port=$(free_port)
export FAIRLEAD_ADMIN_PASSWORD=bench-only PGPASSWORD=bench-only
"$home/fairlead" serve --data "$work/fairlead" --pg-port "$port" --http-port off --mysql-port off \
  >"$work/fairlead.log" 2>&1 & pids+=($!)
ready "$work/fairlead.log" $!
sql() { psql -qXAt -h 127.0.0.1 -p "$port" -U admin -d fairlead -v ON_ERROR_STOP=1 "$@"; }
timed() { # milliseconds of one statement in a session of its own, as psql counts them
  psql -qXAt -h 127.0.0.1 -p "$port" -U admin -d fairlead -v ON_ERROR_STOP=1 \
    -c '\timing on' -c "$1" | sed -n 's/^Time: \([0-9.]*\) ms.*/\1/p'
}
for name in c d; do
  sql -c "CREATE CONNECTION $name STORAGE_TYPE = 's3' ENDPOINT_URL = 'http://127.0.0.1:$s3'
    ACCESS_KEY_ID = 'AK' SECRET_ACCESS_KEY = 'bench-only'"
done
sql -c "CREATE TABLE big (a BIGINT, b DOUBLE, c VARCHAR, d INTEGER) 's3://lake/big/'
  CONNECTION = (CONNECTION_NAME = 'c')"
scan='SELECT count(*), sum(a), sum(b), max(c), sum(d) FROM big'

# --- the run -------------------------------------------------------------------------------------

bytes=$(stat -c %s "$file")
download() {
  local start; start=$(now)
  curl -fsS -o /dev/null --aws-sigv4 aws:amz:us-east-1:s3 --user AK:bench-only \
    "http://127.0.0.1:$s3/lake/big/data.parquet"
  since "$start"
}
plain=$(for ((i = 0; i < 3; i++)); do download; done | median)
sql -c 'SELECT 1' >/dev/null
first=$(timed "$scan")
for ((i = 0; i < rounds; i++)); do
  timed "$scan" >>"$work/second"
  "${peers[@]}" scan "$file" 2 | tail -n 1 >>"$work/duckdb"
done
second=$(median <"$work/second")
duckdb=$(median <"$work/duckdb")

sql -c "CREATE TABLE small (a INT) 's3://lake/small/' CONNECTION = (CONNECTION_NAME = 'c')"
for ((i = 0; i < rounds; i++)); do
  timed "ALTER TABLE small CONNECTION = (CONNECTION_NAME = 'd')" >>"$work/alter"
  timed "ALTER TABLE small CONNECTION = (CONNECTION_NAME = 'c')" >>"$work/alter"
done
alter=$(median <"$work/alter")

for ((i = 1; i <= tables; i++)); do
  echo "CREATE TABLE t$i (a INT) 's3://lake/t$i/' CONNECTION = (CONNECTION_NAME = 'c');"
done | sql >/dev/null
rebind=$(timed "ALTER CONNECTION c REBIND DEPENDANTS TO d WHERE NAME LIKE 't%'")
unproven=$(timed "ALTER CONNECTION d REBIND DEPENDANTS TO c WITH (VALIDATE = false)")

ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
printf '%-46s %10s\n' "file, bytes" "$bytes" "plain download, ms (median of 3)" "$plain" \
  "first scan, ms" "$first" "  its rate to the download's" "$(ratio "$plain" "$first")" \
  "second scan, ms (median)" "$second" "DuckDB on the file on disk, ms (median)" "$duckdb" \
  "  its rate to DuckDB's" "$(ratio "$duckdb" "$second")" \
  "ALTER TABLE … CONNECTION with its probe, ms" "$alter" \
  "REBIND of $tables tables, each place tried, ms" "$rebind" \
  "  without the trials, ms" "$unproven"
