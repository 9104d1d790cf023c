#!/bin/sh
# Succeeds when what the tests of pages need is here: a Chromium on the PATH (see ChromiumBrowser.cs) and axe-core beside this file.
set -eu
cd "$(dirname "$0")"

[ -f node_modules/axe-core/axe.min.js ] || exit 1
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
exit 1
