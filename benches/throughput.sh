#!/bin/sh
# Megabytes a second of the whole process with one thread: `benches/throughput.sh [--data DIR] [--only SUBSTRING]`.
set -eu
cd "$(dirname "$0")/.."
cargo build --quiet --release
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-throughput-XXXXXX")
trap 'rm -rf "$folder"' EXIT
python3 benches/throughput.py "$PWD/target/release/ordret" "$folder" "$@"
