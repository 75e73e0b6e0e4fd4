#!/usr/bin/env bash
# One phase of a CI job: run.sh prepare | run | logs | publish | teardown
# The build itself turns the inputs of the job, variables TALOS_INPUT_…, into its arguments: nothing in them is ever read by a shell.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
phase=${1:?"Name the phase: prepare, run, logs, publish or teardown."}

file=$(mktemp)
trap 'rm -f "$file"' EXIT
"$root/build.sh" ci "$phase" "$file"
arguments=()
while IFS= read -r -d '' argument; do arguments+=("$argument"); done <"$file"
rm -f "$file"
[ ${#arguments[@]} -gt 0 ] || exit 0

# Signals of the runner reach the build.
exec "$root/build.sh" "${arguments[@]}"
