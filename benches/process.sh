#!/bin/sh
# Start-up and memory of the command, measured from outside: `benches/process.sh [MEGABYTES]` (1000 unless said;
# three times as much free disk is wanted).
set -eu
cd "$(dirname "$0")/.."
[ -n "${ORDRET:-}" ] || cargo build --quiet --release
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-process-XXXXXX")
trap 'rm -rf "$folder"' EXIT
python3 benches/process.py "${ORDRET:-$PWD/target/release/ordret}" "$folder" "${1:-1000}"
