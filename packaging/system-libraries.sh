#!/bin/sh
# The system libraries that Qt loads even without a screen, and poppler-utils, a second opinion on signatures.
# Installs them where we may (Debian or Ubuntu, as root); elsewhere it says what is missing, and never fails.
set -eu
needed="libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 poppler-utils"

command -v dpkg-query > /dev/null || exit 0
missing=""
for package in $needed; do
  if [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$package" 2> /dev/null || true)" != installed ]; then
    missing="$missing $package"
  fi
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086  # a list of names
  apt-get update -qq < /dev/null > /dev/null \
    && apt-get install -qq --yes --no-install-recommends $missing < /dev/null > /dev/null \
    && exit 0
fi
echo "Not installed here, so the windows may not be tested:$missing" >&2
