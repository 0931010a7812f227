#!/usr/bin/env bash
# Feeds the fuzz targets with bytes that nobody wrote, guided by what they reach in the code.
#
#   bench/fuzz.sh [--minutes M] [--keep] [target …]
#
# --minutes   for each target (5)
# --keep      add what was found to src/test/resources/fuzz, where every build runs it again:
#             the smallest set of inputs that reaches all that was reached
# target      LexerFuzz, MaterializeFuzz, PostgresqlFuzz, StartupFuzz, ConversationFuzz, PacketsFuzz (all)
#
# An input that breaks a target is printed and kept under target/fuzz; mend the code, then copy it to
# the target's folder of kept inputs under a name that says what it was. See docs/decisions/fuzzing.md.
set -euo pipefail

jazzer=0.30.0
minutes=5 keep="" targets=()
while [ $# -gt 0 ]; do
  case $1 in
    --minutes) minutes=$2; shift ;;
    --keep) keep=yes ;;
    *Fuzz) targets+=("$1") ;;
    *) sed -n '2,14s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
  esac
  shift
done
[ ${#targets[@]} -gt 0 ] || targets=(LexerFuzz MaterializeFuzz PostgresqlFuzz StartupFuzz ConversationFuzz PacketsFuzz)

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$home/server/target/fuzz
mkdir -p "$work"
cd "$home"
. "$home/bench/java25.sh"

[ -d server/target/test-classes ] || mvn -q -pl server -am test-compile
[ -f "$work/classpath" ] || mvn -q -pl server dependency:build-classpath -Dmdep.outputFile="$work/classpath"
for part in jazzer jazzer-api; do
  [ -f "$work/$part-$jazzer.jar" ] ||
    mvn -q dependency:copy -Dartifact=com.code-intelligence:$part:$jazzer -DoutputDirectory="$work"
done
# Copies, so that a build in the meantime takes no class away.
rm -rf "$work/classes"
mkdir "$work/classes"
cp -r server/target/classes/. server/target/test-classes/. "$work/classes"
tests=$work/classes:$(cat "$work/classpath")
driver=$work/jazzer-$jazzer.jar:$work/jazzer-api-$jazzer.jar

detectors=$(printf 'com.code_intelligence.jazzer.sanitizers.%s:' ClojureLangHooks Deserialization \
  ExpressionLanguageInjection FilePathTraversal LdapInjection NamingContextLookup OsCommandInjection \
  ReflectiveCall RegexInjection RegexRoadblocks ScriptEngineInjection ServerSideRequestForgery SqlInjection \
  TemplateInjection UnsafeSanitizer XPathInjection XmlParserSsrfGuidance)

run() { # run class arguments…
  local class=$1
  shift
  # The detectors look for calls of the system, of scripts, of LDAP and the like; there are none here,
  # and each costs time at the start.
  (cd "$home/server" && "$java" -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    -Xmx1g -cp "$driver:$tests" com.code_intelligence.jazzer.Jazzer --target_class="$class" \
    --instrumentation_includes='io.fairlead.**' --disabled_hooks="$detectors" \
    -artifact_prefix="$work/" --reproducer_path="$work" "$@")
}

for target in "${targets[@]}"; do
  case $target in
    StartupFuzz | ConversationFuzz) class=io.fairlead.wire.postgres.$target ;;
    PacketsFuzz) class=io.fairlead.wire.mysql.$target ;;
    *) class=io.fairlead.sql.$target ;;
  esac
  kept=$home/server/src/test/resources/fuzz/$target
  mkdir -p "$work/$target/found" "$work/$target/seeds" "$kept"
  (cd server && "$java" -cp "$tests" io.fairlead.fuzz.Targets "$class" "$work/$target/seeds")
  run "$class" "$work/$target/found" "$kept" "$work/$target/seeds" \
    -max_total_time=$((minutes * 60)) -timeout=10 -max_len=4096 -print_final_stats=1
  if [ -n "$keep" ]; then
    rm -rf "$work/$target/merged"
    mkdir "$work/$target/merged"
    # The merge works in several JVMs, and gives up when two load the classes in another order.
    run "$class" -merge=1 "$work/$target/merged" "$kept" "$work/$target/seeds" "$work/$target/found" ||
      cp "$work/$target/found/"* "$work/$target/merged"
    cp -n "$work/$target/merged/"* "$kept/"
  fi
done
