#!/bin/sh
# Installs Debian's Chromium, where this user may, and axe-core, pinned by package-lock.json. Only tests of pages need them.
set -eu
cd "$(dirname "$0")"

command -v npm >/dev/null || {
    echo "tools/browser/fetch.sh: npm is missing; install Node.js" >&2
    exit 1
}
[ -f node_modules/axe-core/axe.min.js ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || {
    echo "tools/browser/fetch.sh: Chromium is missing; install the package chromium" >&2
    exit 1
}
apt-get -qq update
DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends chromium fonts-liberation >/dev/null
