#!/bin/sh
# Starts Ledger: API and pages on http://localhost:8080.
# All arguments go to the service: --port N, --data DIR, --no-demo.
# Without ConnectionStrings__Ledger a private PostgreSQL keeps its data in .ledger/ beside this script (or LEDGER_DATA).
set -eu
root=$(cd "$(dirname "$0")" && pwd)

command -v dotnet >/dev/null || {
    echo "run.sh needs the .NET 10 SDK (dotnet), which is not on the PATH." >&2
    exit 1
}
[ -n "${ConnectionStrings__Ledger:-}" ] || "$root/tools/pg/find.sh" || "$root/tools/pg/fetch.sh"

export LEDGER_DATA="${LEDGER_DATA:-$root/.ledger}"
said=$(cd "$root" && dotnet build src/Ledger.Api --configuration Release --nologo --verbosity quiet 2>&1) || {
    echo "$said" >&2
    exit 1
}

# exec: Ctrl+C and SIGTERM reach the service itself, which then stops its PostgreSQL.
exec dotnet exec "$root/src/Ledger.Api/bin/Release/net10.0/Ledger.Api.dll" "$@"
