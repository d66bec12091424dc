#!/bin/sh
# Memory and time of `ordret clean` and `restore` on large generated containers, each of which must come back exactly: a .tar.gz and a
# .tar.zst of many texts, a zip, and a .tar.zst with a member of zeros of twice their size:
# `benches/containers.sh [MEGABYTES] [NAMES]` (1000 unless said; of a.tar.gz, b.tar.zst, c.zip, zeros.tar.zst all unless said).
set -eu
cd "$(dirname "$0")/.."
cargo build --quiet --release
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-containers-XXXXXX")
trap 'rm -rf "$folder"' EXIT
megabytes=${1:-1000}
[ $# -eq 0 ] || shift
python3 benches/containers.py "$PWD/target/release/ordret" "$folder" "$megabytes" "$@"
