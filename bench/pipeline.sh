#!/usr/bin/env bash
# Pipelines: messages of a Kafka topic and CSV files of an S3 service into a table, in turn with DuckDB's
# own COPY of the same bytes from its disk. See docs/performance.md.
#
#   bench/pipeline.sh [--messages N] [--files N] [--rounds N]
#
# --messages  of 100 bytes (2000000)   --files  of a million rows, 84 MB (4)
# --rounds    of which the medians count (5); one more before them does not
#
# Loopback, no TLS. Broker, S3 service and server run in one JVM and share the processors.
set -euo pipefail

messages=2000000 files=4 rounds=5
while [ $# -gt 0 ]; do
  case $1 in
    --messages) messages=$2 ;;
    --files) files=$2 ;;
    --rounds) rounds=$2 ;;
    *) sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
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
  io.fairlead.server.PipelineSpeed "$messages" "$files" "$rounds" 2>/dev/null
