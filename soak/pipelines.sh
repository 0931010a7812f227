#!/usr/bin/env bash
# Pipelines through kills and changes of credentials, at the size of a day: PipelineKillTest with many files
# and rows. See soak/README.md.
#
#   soak/pipelines.sh [files] [rows]
#
# files  in S3 (10000)   rows  of all files together, and messages of the topic (5000000)
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$home"
exec mvn -pl server -am test -Dtest=PipelineKillTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dpipelines.files="${1:-10000}" -Dpipelines.rows="${2:-5000000}"
