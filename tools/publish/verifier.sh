#!/bin/sh
# Makes the verifier as one file that needs no .NET:  tools/publish/verifier.sh linux-x64|win-x64|... FOLDER
# Only here are the runtime packs of .NET fetched: about 100 MB, once.
set -eu
[ $# = 2 ] || {
    echo "usage: tools/publish/verifier.sh RUNTIME FOLDER, as in: tools/publish/verifier.sh win-x64 ledger-windows" >&2
    exit 2
}
case $2 in /*) folder=$2 ;; *) folder=$PWD/$2 ;; esac
cd "$(dirname "$0")/../.."

command -v dotnet >/dev/null || {
    echo "tools/publish/verifier.sh needs the .NET 10 SDK (dotnet), which is not on the PATH." >&2
    exit 1
}
# Built in a folder of its own: what the projects were restored for stays as it is. Their lock files know nothing of runtimes.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish src/Ledger.Cli --configuration Release --runtime "$1" --self-contained --output "$folder" \
    --artifacts-path "$work" --nologo --verbosity quiet \
    -p:PublishSingleFile=true -p:IncludeNativeLibrariesForSelfExtract=true -p:DebugType=none -p:RunAnalyzers=false \
    -p:RestoreLockedMode=false -p:NuGetLockFilePath="$work/packages.lock.json"
