#!/usr/bin/env bash
# Pipelines that find nothing, half of them over files in S3 and half over a topic: processor time and memory
# of a server with them, beside one without, and ALTER LINK under them. See docs/performance.md.
#
#   bench/idle.sh [--pipelines N] [--seconds N]
#
# --pipelines  (1000)   --seconds  for which both servers are watched (120), after the 90 s in which the pipelines
#                       come to look once a minute
#
# Loopback, no TLS. Broker and S3 service run in another process than the servers.
set -euo pipefail

pipelines=1000 seconds=120
while [ $# -gt 0 ]; do
  case $1 in
    --pipelines) pipelines=$2 ;;
    --seconds) seconds=$2 ;;
    *) sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
  shift 2
done

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$home/bench/java25.sh"
cd "$home"
mvn -q -pl server -am test-compile
mvn -q -pl server dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
"$java" --enable-native-access=ALL-UNNAMED \
  -cp "server/target/test-classes:server/target/classes:$(cat server/target/bench.classpath)" \
  io.fairlead.server.IdlePipelines "$pipelines" "$seconds" 2>/dev/null
