#!/bin/sh
# Kills `ordret clean` with signal 9 at random moments, then checks that `restore` gives everything back or names what was not done,
# that the same command brings the output to the same bytes as a run that was not killed, and that a further run does no work; and
# fills a small disk, where it may mount one: `benches/kill.sh [OUTPUTS] [SEED]` (200 outputs unless said). ORDRET names a program that is built.
set -eu
cd "$(dirname "$0")/.."
[ -n "${ORDRET:-}" ] || cargo build --quiet --release
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-kill-XXXXXX")
trap 'rm -rf "$folder"' EXIT
python3 benches/kill.py "${ORDRET:-$PWD/target/release/ordret}" "$folder" "${1:-200}" "${2:-1}"
