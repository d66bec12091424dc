#!/bin/sh
# Cleans many small files on one and on two threads, beside `cp -r` of the same, and checks that 1, 2 and 8 threads and files in another
# order give the same bytes and the same ledger: `benches/scaling.sh [FILES] [BYTES]` (200,000 files of 4,000 bytes unless said; a million
# for the memory). Needs room for five times the files, at TMPDIR.
set -eu
cd "$(dirname "$0")/.."
program=${ORDRET:-$PWD/target/release/ordret}
[ -n "${ORDRET:-}" ] || cargo build --quiet --release
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-scaling-XXXXXX")
trap 'rm -rf "$folder"' EXIT
python3 benches/scaling.py "$program" "$folder" "${1:-200000}" "${2:-4000}"
