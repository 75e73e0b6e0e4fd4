#!/usr/bin/env bash
# The phases of a CI job without steps of its own, as on GitLab: job.sh work, then job.sh clean whatever became of it.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
input() { local name="TALOS_INPUT_$1"; printf '%s' "${!name:-$2}"; }

# Programs that run GitLab jobs on a workstation may name a folder that exists only in containers.
[ -d "${CI_PROJECT_DIR:-}" ] || export CI_PROJECT_DIR=$PWD

# The cache of GitLab holds only what lies in the checkout.
if [ "$(input CACHE true)" = true ]; then
  export TALOS_DEV_TOOL_CACHE="$CI_PROJECT_DIR/.talos-cache/tools" NUGET_PACKAGES="$CI_PROJECT_DIR/.talos-cache/nuget"
fi

# What runs code of the repository does not inherit the token for comments.
phase() {
  local token
  token=$(input TOKEN_VARIABLE GITLAB_TOKEN)
  # Somebody may have written the token itself there, which env would show.
  [[ $token =~ ^[A-Za-z_][A-Za-z0-9_]*$ ]] || token=GITLAB_TOKEN
  env -u "$token" "$here/run.sh" "$1"
}

work() {
  "$here/run.sh" prepare
  local run=0 publish=0
  phase run || run=$?
  [ "$(input INSTALL_ONLY false)" != true ] || return "$run"
  case "$(input LOGS on-failure)" in
    always) phase logs || true ;;
    never) ;;
    *) [ "$run" -eq 0 ] || phase logs || true ;;
  esac
  "$here/run.sh" publish || publish=$?
  [ "$run" -eq 0 ] || return "$run"
  return "$publish"
}

clean() {
  [ "$(input TEARDOWN true)" != false ] || return 0
  [ "$(input INSTALL_ONLY false)" != true ] || return 0
  phase teardown
}

case "${1:-}" in
  work) work ;;
  clean) clean ;;
  *)
    echo 'Say what to do: job.sh work, or job.sh clean.' >&2
    exit 2
    ;;
esac
