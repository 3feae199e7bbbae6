#!/usr/bin/env bash
# Write constraints.txt anew: the newest versions that pyproject.toml allows, with the hashes of their files.
set -eu
cd "$(dirname "$0")/.."
uv lock --upgrade --quiet
{
  echo "# Made by packaging/pin.sh; see packaging/README.md. Every package that the app and its tests install."
  uv export --quiet --frozen --no-emit-project --all-groups --all-extras --no-annotate --no-header \
    --format requirements-txt
} > packaging/constraints.txt
if grep --extended-regexp '://|--(extra-)?index-url|--find-links' packaging/constraints.txt; then
  echo "constraints.txt names where packages come from: it must not." >&2
  exit 1
fi
