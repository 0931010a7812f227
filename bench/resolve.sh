#!/usr/bin/env bash
# What an application asks for at each connect, over HTTP: POST /connections/{name}/resolve, beside the
# emptiest answer of the same server (GET /health/live) and a fixed answer of the same size by nginx.
# Prints medians: requests a second, the latencies of half and of 99 in 100, and the ratios to the
# peers. See docs/performance.md.
#
#   bench/resolve.sh [--seconds S] [--rounds R] [--clients N] [--connections C] [--warm S] [--record FILE]
#
# --seconds      length of one measurement (5)     --rounds       all of them take turns (5)
# --clients      kept-alive connections of wrk (32) --connections  in the catalog (1000); one is asked for
# --warm         seconds of each before the first round (10)
# --record       a recording of Java's flight recorder, of the server while it is measured
#
# Loopback, no TLS, one thread of wrk, which shares the processors with the server.
set -euo pipefail

seconds=5 rounds=5 clients=32 connections=1000 warm=10 record=""
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$2 ;;
    --rounds) rounds=$2 ;;
    --clients) clients=$2 ;;
    --connections) connections=$2 ;;
    --warm) warm=$2 ;;
    --record) record=$(realpath -m "$2") ;;
    *) sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
  shift 2
done

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
for tool in wrk curl nginx; do
  PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null ||
    { echo "needs $tool: apt install wrk curl nginx-light" >&2; exit 1; }
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

# --- the server ----------------------------------------------------------------------------------

port=$(free_port)
at=http://127.0.0.1:$port
export FAIRLEAD_ADMIN_PASSWORD=bench-only
"$home/fairlead" --version >&2
if [ -n "$record" ]; then
  export JAVA_TOOL_OPTIONS="-XX:StartFlightRecording=settings=profile"
fi
"$home/fairlead" serve --data "$work/fairlead" --http-port "$port" --pg-port off --mysql-port off \
  >"$work/fairlead.log" 2>&1 &
pids+=($!)
unset JAVA_TOOL_OPTIONS
for ((i = 0; ; i++)); do
  grep -q '^ready' "$work/fairlead.log" && break
  if ! kill -0 "${pids[0]}" 2>/dev/null || [ $i -ge 300 ]; then
    cat "$work/fairlead.log" >&2
    echo "the server did not get ready" >&2
    exit 1
  fi
  sleep 0.2
done

post() { # post path body
  curl -fsS -u "admin:$FAIRLEAD_ADMIN_PASSWORD" -H 'Content-Type: application/json' -d "$2" "$at$1"
}
post /vault/entries '{"name": "login", "entry_type": "CREDENTIAL",
  "secret": "{\"username\": \"app\", \"password\": \"pw\"}"}' >/dev/null
for ((n = 1; n <= connections; n++)); do
  post /connections "{\"name\": \"c$n\", \"connection_type\": \"postgresql\", \"credential\": \"login\",
    \"options\": {\"host\": \"db\", \"database\": \"d\"}}" >/dev/null
done
token=$(post /tokens '{"name": "bench", "permissions": ["connections:resolve"]}' |
  sed 's/.*"token":"\([^"]*\)".*/\1/')
asked=/connections/c$((connections / 2 + 1))/resolve
answer=$(post "$asked" '')
case $answer in *'"password":"pw"'*) ;; *) echo "the connection does not resolve" >&2; exit 1 ;; esac

# --- the peer ------------------------------------------------------------------------------------

nginx_port=$(free_port)
cat >"$work/nginx.conf" <<CONF
daemon off; master_process off; worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; default_type application/json;
  client_body_temp_path $work/n1; proxy_temp_path $work/n2; fastcgi_temp_path $work/n3;
  uwsgi_temp_path $work/n4; scgi_temp_path $work/n5;
  server { listen 127.0.0.1:$nginx_port; location / { return 200 '$answer'; } }
}
CONF
PATH=$PATH:/usr/sbin nginx -e "$work/nginx.log" -c "$work/nginx.conf" &
pids+=($!)
for ((i = 0; ; i++)); do
  curl -fsS -o /dev/null "http://127.0.0.1:$nginx_port/" 2>/dev/null && break
  [ $i -lt 50 ] || { cat "$work/nginx.log" >&2; echo "nginx did not start" >&2; exit 1; }
  sleep 0.1
done

# --- the run -------------------------------------------------------------------------------------

basic="Basic $(printf %s "admin:$FAIRLEAD_ADMIN_PASSWORD" | base64 -w 0)"
measure() { # measure nginx|live|bearer|basic seconds
  local method=POST signed="" url=$at$asked
  case $1 in
    nginx) url=http://127.0.0.1:$nginx_port$asked ;;
    live) method=GET url=$at/health/live ;;
    bearer) signed="Bearer $token" ;;
    basic) signed=$basic ;;
  esac
  METHOD=$method AUTHORIZATION=$signed \
    wrk -t 1 -c "$clients" -d "${2}s" --timeout 10s -s "$home/bench/resolve.lua" "$url" |
    sed -n 's/^measured //p'
}

median() { sort -g | awk '{v[NR] = $1} END {print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2}'; }

all="nginx live bearer basic"
for one in $all; do [ "$warm" -eq 0 ] || measure "$one" "$warm" >/dev/null; done
for ((round = 0; round < rounds; round++)); do
  for one in $all; do measure "$one" "$seconds" >>"$work/$one.measured"; done
done

if [ -n "$record" ]; then
  . "$home/bench/java25.sh"
  "$(dirname "$java")/jcmd" "${pids[0]}" JFR.dump "filename=$record" >&2
fi

of() { cut -d' ' -f"$2" "$work/$1.measured" | median; }
declare -A named=([nginx]="nginx, the same bytes" [live]="GET /health/live"
  [bearer]="resolve, bearer token" [basic]="resolve, password")
printf '%s connections, %s clients, medians of %s rounds of %s s\n' \
  "$connections" "$clients" "$rounds" "$seconds"
printf '%-24s %11s %9s %9s %7s %9s %8s\n' "" requests/s "p50 µs" "p99 µs" errors "to nginx" "to live"
for one in $all; do
  awk -v l="${named[$one]}" -v r="$(of $one 1)" -v p="$(of $one 2)" -v q="$(of $one 3)" \
    -v e="$(awk '{n += $4} END {print n}' "$work/$one.measured")" \
    -v n="$(of nginx 1)" -v v="$(of live 1)" \
    'BEGIN {printf "%-24s %11.0f %9.0f %9.0f %7d %9.2f %8.2f\n", l, r, p, q, e, r / n, r / v}'
done
