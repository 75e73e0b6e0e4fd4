#!/usr/bin/env bash
# Prints "key=<sha256>" over the files that decide which tools and packages are fetched.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
sum() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }
key=$(cat "$root/stack/versions.yaml" "$root/Directory.Packages.props" "$root/global.json" | sum | cut -c 1-32)
printf 'key=%s\n' "$key"
