#!/bin/sh
# Builds everything and runs every test this machine can run; the last line is "N passed, N failed, N skipped".
# Arguments select test projects by a part of their name: ./test.sh Domain EventStore
set -eu
cd "$(dirname "$0")"

command -v dotnet >/dev/null || {
    echo "test.sh needs the .NET 10 SDK (dotnet), which is not on the PATH." >&2
    exit 1
}
tools/browser/find.sh || tools/browser/fetch.sh || echo "Tests of pages cannot run." >&2
tools/pg/find.sh || tools/pg/fetch.sh || echo "Tests that need PostgreSQL cannot run." >&2

dotnet build Ledger.sln --configuration Release --nologo --verbosity quiet
exec dotnet exec tests/Ledger.TestRun/bin/Release/net10.0/Ledger.TestRun.dll "$@"
