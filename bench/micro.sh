#!/usr/bin/env bash
# Measures single operations in one JVM with JMH: parsing, deciding, granting. See docs/performance.md.
#
#   bench/micro.sh [JMH's own arguments]
#
#   bench/micro.sh ParseBenchmark           one class
#   bench/micro.sh -f 1 -wi 2 -i 3          a quick look
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$home/bench/java25.sh"

cd "$home"
mvn -q -Pbench -pl bench -am -Dmaven.test.skip=true compile \
  org.apache.maven.plugins:maven-dependency-plugin:build-classpath -Dmdep.outputFile=target/classpath
exec "$java" -cp "bench/target/classes:$(cat bench/target/classpath)" org.openjdk.jmh.Main \
  -jvmArgsAppend "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" "$@"
