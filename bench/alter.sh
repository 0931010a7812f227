#!/usr/bin/env bash
# Fairlead against PostgreSQL on the same machine: changing one of many named targets durably, and
# reading one by name. Prints medians and their ratios. See docs/performance.md.
#
#   bench/alter.sh [--seconds S] [--rounds R] [--clients "1 8 32"] [--objects N] [--many M]
#
# --seconds   length of one measurement (10)      --rounds  Fairlead and PostgreSQL take turns (5)
# --objects   connections and servers (1000)      --many    the larger catalog; 0 leaves it out (100000)
#
# Both servers: loopback, no TLS, simple protocol, every change durable before it is acknowledged
# (synchronous_commit on). One of the two is idle while the other is measured.
#
# PostgreSQL answers two changes of one server at the same time with "tuple concurrently updated".
# pgbench --max-tries does not help, since that is no serialization failure. So with a random object
# each client has its own share of them, on both sides; and where everybody changes the same one,
# PostgreSQL's script first takes an advisory lock in the same transaction, which is what an
# application has to do there. Every transaction then succeeds; one that fails ends the benchmark.
set -euo pipefail

# Remarks on each statement would be read and thrown away by the benchmark alone.
export PGOPTIONS="-c client_min_messages=warning"

seconds=10 warm=15 rounds=5 clients="1 8 32" objects=1000 many=100000
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2 ;;
    --rounds) rounds=$2 ;;
    --clients) clients=$2 ;;
    --objects) objects=$2 ;;
    --many) many=$2 ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
  shift 2
done

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-bench.XXXXXX")
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] && [ -x "$bin/initdb" ] || { echo "needs PostgreSQL's server: apt install postgresql" >&2; exit 1; }
for tool in psql pgbench; do
  command -v "$tool" >/dev/null || { echo "needs $tool: apt install postgresql-client postgresql-contrib" >&2; exit 1; }
done

# initdb refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

server_pid=""
stop() {
  if [ -n "$server_pid" ]; then kill "$server_pid" 2>/dev/null || true; wait "$server_pid" 2>/dev/null || true; fi
  if [ -f "$work/pg/postmaster.pid" ]; then as_owner "$bin/pg_ctl" -D "$work/pg" -m fast -w stop >/dev/null || true; fi
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

# --- the two servers -----------------------------------------------------------------------------

pg_port=$(free_port)
chmod 755 "$work"
mkdir "$work/pg"
if [ "$(id -u)" -eq 0 ]; then chown postgres "$work/pg"; fi
(
  cd "$work/pg"
  as_owner "$bin/initdb" -D "$work/pg" -U admin --auth=trust --encoding=UTF8 --locale=C >/dev/null
  as_owner "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" -o \
    "-p $pg_port -k $work/pg -c listen_addresses=127.0.0.1 -c synchronous_commit=on -c max_connections=100" \
    start >/dev/null
)

fl_port=$(free_port)
export FAIRLEAD_ADMIN_PASSWORD=bench-only
"$home/fairlead" --version >&2
"$home/fairlead" serve --data "$work/fairlead" --pg-port "$fl_port" --http-port off --mysql-port off \
  >"$work/fairlead.log" 2>&1 &
server_pid=$!
for ((i = 0; ; i++)); do
  grep -q '^ready' "$work/fairlead.log" && break
  if ! kill -0 "$server_pid" 2>/dev/null || [ $i -ge 300 ]; then
    cat "$work/fairlead.log" >&2
    echo "the server did not get ready" >&2
    exit 1
  fi
  sleep 0.2
done

export PGPASSWORD=$FAIRLEAD_ADMIN_PASSWORD PGSSLMODE=disable PGHOST=127.0.0.1 PGUSER=admin
fairlead_is=(-p "$fl_port") postgres_is=(-p "$pg_port")
database_of() { if [ "$1" = fairlead ]; then echo fairlead; else echo postgres; fi; }
sql() { # sql fairlead|postgres < statements
  local -n at=${1}_is
  psql -X -q -v ON_ERROR_STOP=1 "${at[@]}" "$(database_of "$1")" >/dev/null
}

# One transaction for every 1000 objects, so that filling does not wait for the disk each time.
fill() { # fill first last
  local n
  for ((n = $1; n <= $2; n++)); do
    if [ $((n % 1000)) -eq 1 ] || [ "$n" -eq "$1" ]; then echo "BEGIN;"; fi
    echo "CREATE CONNECTION c$n TO POSTGRES (HOST 'h0', PORT 5432, USER 'u', DATABASE 'd') WITH (VALIDATE = false);"
    if [ $((n % 1000)) -eq 0 ] || [ "$n" -eq "$2" ]; then echo "COMMIT;"; fi
  done | sql fairlead
  {
    [ "$1" -ne 1 ] || echo "CREATE FOREIGN DATA WRAPPER bench;"
    echo "DO \$\$ BEGIN FOR n IN $1..$2 LOOP EXECUTE format("
    echo "'CREATE SERVER c%s FOREIGN DATA WRAPPER bench OPTIONS (host ''h0'', port ''5432'', dbname ''d'')', n);"
    echo "END LOOP; END \$\$;"
    echo "VACUUM ANALYZE;"
  } | sql postgres
}

# --- the scripts ---------------------------------------------------------------------------------

scripts() { # scripts number-of-objects
  local own="\\set n 1 + :client_id + :clients * random(0, $1 / :clients - 1)"
  local host="\\set h random(1, 1000000)"
  local alter="ALTER CONNECTION c%s SET (HOST = 'h:h') WITH (VALIDATE = false);\n"
  local server="ALTER SERVER c%s OPTIONS (SET host 'h:h')"
  # shellcheck disable=SC2059 # the formats are above
  {
    { echo "$own"; echo "$host"; printf "$alter" :n; } >"$work/alter.fairlead"
    { echo "$own"; echo "$host"; printf "$server;\n" :n; } >"$work/alter.postgres"
    { echo "$host"; printf "$alter" 1; } >"$work/same.fairlead"
    { echo "$host"; printf "BEGIN\\\\; SELECT pg_advisory_xact_lock(1)\\\\; $server\\\\; COMMIT;\n" 1; } \
      >"$work/same.postgres"
  }
  cat >"$work/read.fairlead" <<SQL
\set n random(1, $1)
SHOW CREATE CONNECTION c:n;
SQL
  cat >"$work/read.postgres" <<SQL
\set n random(1, $1)
SELECT * FROM pg_foreign_server WHERE srvname = 'c:n';
SQL
}

# Successful transactions a second. pgbench ends with an error when a client was refused.
measure() { # measure fairlead|postgres script clients
  local -n to=${1}_is
  local threads=$(($3 < 2 ? 1 : 2)) report
  report=$(pgbench -n -M simple -D clients="$3" -T "$seconds" -c "$3" -j "$threads" -f "$work/$2.$1" "${to[@]}" \
    "$(database_of "$1")" 2>&1) || { echo "$report" >&2; exit 1; }
  awk '/^tps = /{print $3}' <<<"$report"
}

median() { sort -g | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

# Both in turn, so that whatever else the machine does meets both.
compare() { # compare label script clients
  local round f="" p=""
  for ((round = 0; round < rounds; round++)); do
    f+="$(measure fairlead "$2" "$3")"$'\n'
    p+="$(measure postgres "$2" "$3")"$'\n'
  done
  local fm pm
  fm=$(printf %s "$f" | median)
  pm=$(printf %s "$p" | median)
  awk -v l="$1" -v c="$3" -v f="$fm" -v p="$pm" \
    'BEGIN {printf "%-34s %7d %12.0f %12.0f %8.2f\n", l, c, f, p, f / p}'
}

# --- the run -------------------------------------------------------------------------------------

fill 1 "$objects"
scripts "$objects"
# A server lives long: neither side is measured in its first seconds, before its code is compiled and
# its pages are read.
for side in fairlead postgres; do
  for script in alter read; do seconds=$warm measure "$side" "$script" 8 >/dev/null; done
done
printf '%s objects, medians of %s rounds of %s s\n' "$objects" "$rounds" "$seconds"
printf '%-34s %7s %12s %12s %8s\n' "" clients Fairlead/s PostgreSQL/s ratio
for c in $clients; do compare "ALTER of a random one" alter "$c"; done
compare "ALTER of the same one" same 32
for c in $clients; do compare "read one by name" read "$c"; done

if [ "$many" -gt "$objects" ]; then
  few=""
  for ((round = 0; round < rounds; round++)); do few+="$(measure fairlead alter 1)"$'\n'; done
  fill $((objects + 1)) "$many"
  scripts "$many"
  lots=""
  for ((round = 0; round < rounds; round++)); do lots+="$(measure fairlead alter 1)"$'\n'; done
  awk -v n="$objects" -v m="$many" -v f="$(printf %s "$few" | median)" -v l="$(printf %s "$lots" | median)" \
    'BEGIN {printf "\nFairlead, ALTER, 1 client: %.0f/s with %d connections, %.0f/s with %d: cost x %.2f\n", f, n, l, m, f / l}'
fi
