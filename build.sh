#!/usr/bin/env bash
# Builds the build when it is stale, then runs it. Everything after the options below goes to the build: try --help.
#   --engine package|bundled   which NUKE runs the targets; remembered under .nuke/temp
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
temp="$root/.nuke/temp"
assembly="$root/build/_build/bin/Release/net10.0/talos-build.dll"
sdk_channel=10.0

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Compilers and build nodes must not linger after us, here or in the builds of samples.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

fail() {
  printf 'Error: %s\n' "$1" >&2
  [ $# -lt 2 ] || printf '  Fix: %s\n' "$2" >&2
  exit 1
}

# The pinned SDK from the official release index, checked by its sha512, for machines that have none.
install_sdk() {
  local os arch index url hash archive="$temp/sdk.tar.gz"
  case "$(uname -s)" in Linux) os=linux ;; Darwin) os=osx ;; *) fail "\"$(uname -s)\" is not supported by build.sh." "Use build.ps1." ;; esac
  case "$(uname -m)" in x86_64 | amd64) arch=x64 ;; arm64 | aarch64) arch=arm64 ;; *) fail "No .NET SDK for \"$(uname -m)\"." "Install the .NET SDK $sdk_channel by hand." ;; esac
  command -v curl >/dev/null || fail "There is no .NET SDK and no curl to fetch one." "Install the .NET SDK $sdk_channel: https://dot.net"
  printf 'Installing the .NET SDK %s under .nuke/temp\n' "$sdk_channel"
  index=$(curl --fail --silent --show-error --location --connect-timeout 10 --max-time 120 "https://builds.dotnet.microsoft.com/dotnet/release-metadata/$sdk_channel/releases.json") ||
    fail "The .NET release index cannot be reached." "Install the .NET SDK $sdk_channel by hand: https://dot.net"
  read -r url hash < <(printf '%s' "$index" | tr -d '\n\r' | tr '{' '\n' | sed -n "s/.*\"name\": *\"dotnet-sdk-$os-$arch.tar.gz\".*\"url\": *\"\([^\"]*\)\".*\"hash\": *\"\([0-9a-f]*\)\".*/\1 \2/p") || true
  if [ -z "${url:-}" ] || [ -z "${hash:-}" ]; then
    fail "The .NET release index names no SDK for $os-$arch." "Install the .NET SDK $sdk_channel by hand: https://dot.net"
  fi
  curl --fail --silent --show-error --location --connect-timeout 10 --max-time 1200 --output "$archive" "$url"
  local actual
  actual=$(if command -v sha512sum >/dev/null; then sha512sum "$archive"; else shasum -a 512 "$archive"; fi | cut -d' ' -f1)
  if [ "$actual" != "$hash" ]; then
    rm -f "$archive"
    fail "The downloaded SDK has sha512 $actual, expected $hash; it was thrown away." "Run again; if it stays, install the SDK by hand."
  fi
  rm -rf "$temp/dotnet.part"
  mkdir -p "$temp/dotnet.part"
  tar -xzf "$archive" -C "$temp/dotnet.part"
  rm -f "$archive"
  rm -rf "$temp/dotnet"
  mv "$temp/dotnet.part" "$temp/dotnet"
}

find_sdk() {
  if [ -x "$temp/dotnet/dotnet" ]; then
    export DOTNET_ROOT="$temp/dotnet" PATH="$temp/dotnet:$PATH"
  elif ! command -v dotnet >/dev/null || ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    install_sdk
    export DOTNET_ROOT="$temp/dotnet" PATH="$temp/dotnet:$PATH"
  fi
}

engine=
arguments=()
while [ $# -gt 0 ]; do
  case "$1" in
    --engine)
      [ $# -gt 1 ] || fail '"--engine" needs a value.' 'Write "--engine package" or "--engine bundled".'
      engine=$2
      shift
      ;;
    --engine=*) engine=${1#--engine=} ;;
    *) arguments+=("$1") ;;
  esac
  shift
done
case "$engine" in '' | package | bundled) ;; *) fail "\"$engine\" is no engine." 'Write "--engine package" or "--engine bundled".' ;; esac

remembered=
[ ! -f "$temp/engine" ] || remembered=$(<"$temp/engine")

stale() {
  [ ! -f "$assembly" ] || [ ! -f "$temp/built" ] || [ "$(<"$temp/built")" != "$1" ] ||
    [ -n "$(find "$root/build" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" "$root/.editorconfig" \
      \( -name bin -o -name obj \) -prune -o -newer "$temp/built" -print -quit)" ]
}

build() {
  local chosen=$1 log="$temp/build.log"
  if ! dotnet build "$root/build/_build/_build.csproj" -c Release -p:NukeEngine="$chosen" -v quiet --nologo >"$log" 2>&1; then
    grep -E 'error|warn' "$log" | sort -u | head -n 20 >&2 || cat "$log" >&2
    fail "The build itself does not compile; the whole output is in \"$log\"." "Correct the errors above."
  fi
  printf '%s' "$chosen" >"$temp/built.part"
  mv "$temp/built.part" "$temp/built"
}

# Two first runs at once must not compile into the same folder.
locked() {
  mkdir -p "$temp"
  if command -v flock >/dev/null; then
    exec 9>"$temp/build.lock"
    flock 9
    # Compiler servers outlive the build: with the descriptor they would keep the lock.
    "$@" 9>&-
    exec 9>&-
  else
    "$@"
  fi
}

prepare() {
  find_sdk
  local chosen=${engine:-$remembered}
  if [ -z "$chosen" ]; then
    if dotnet restore "$root/build/_build/_build.csproj" -p:NukeEngine=package -v quiet --nologo >"$temp/restore.log" 2>&1; then
      chosen=package
      echo 'Engine: package (Nuke.Common was restored)'
    else
      chosen=bundled
      echo 'Engine: bundled (the package feed does not carry Nuke.Common)'
    fi
  elif [ "$chosen" != "$remembered" ]; then
    echo "Engine: $chosen (chosen by --engine)"
  fi
  printf '%s' "$chosen" >"$temp/engine.part"
  mv "$temp/engine.part" "$temp/engine"
  if stale "$chosen"; then
    echo 'Compiling the build'
    build "$chosen"
  fi
}

if [ -z "$remembered" ] || { [ -n "$engine" ] && [ "$engine" != "$remembered" ]; } || stale "$remembered"; then
  locked prepare
elif [ -x "$temp/dotnet/dotnet" ]; then
  export DOTNET_ROOT="$temp/dotnet" PATH="$temp/dotnet:$PATH"
fi

# The root is named, since the workspace of the caller may be a NUKE repository of its own; last, since NUKE takes words after it for more values.
exec dotnet "$assembly" ${arguments[@]+"${arguments[@]}"} --root "$root"
