#!/bin/sh
# Memory and time of `ordret clean` and `restore` on large generated inputs, each of which must come back exactly: a .tar.gz, a .tar.zst,
# a .tar.xz and a zip of many texts, a .tar.zst with a member of zeros of twice their size, a long text, a text that is one line, and a
# record of JSON Lines that is one line, which passes through: `benches/containers.sh [MEGABYTES] [NAMES]` (1000 unless said; of a.tar.gz,
# b.tar.zst, c.zip, zeros.tar.zst, d.tar.xz, long.txt, line.txt, line.jsonl all unless said). ORDRET names a program that is built.
set -eu
cd "$(dirname "$0")/.."
[ -n "${ORDRET:-}" ] || cargo build --quiet --release
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-containers-XXXXXX")
trap 'rm -rf "$folder"' EXIT
megabytes=${1:-1000}
[ $# -eq 0 ] || shift
python3 benches/containers.py "${ORDRET:-$PWD/target/release/ordret}" "$folder" "$megabytes" "$@"
