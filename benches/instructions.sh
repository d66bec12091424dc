#!/bin/sh
# Instructions a byte on the hot paths, counted by valgrind's callgrind: the same on a busy machine and an idle one.
set -eu
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || { echo "valgrind is wanted (apt-get install valgrind)" >&2; exit 2; }
cargo bench --quiet --bench instructions --no-run
program=$(cargo bench --bench instructions --no-run 2>&1 | sed -n 's/.*(\(target[^)]*\)).*/\1/p' | tail -n 1)
counts=target/instructions
mkdir -p "$counts"

count() { # PATH TIMES
    valgrind --quiet --tool=callgrind --callgrind-out-file="$counts/$1-$2" "$program" "$1" "$2" >"$counts/bytes"
    sed -n 's/^\(summary\|totals\): \([0-9]*\).*/\2/p' "$counts/$1-$2" | head -n 1
}

echo "| hot path | instructions a byte | to be ready, millions |"
echo "| -------- | ------------------: | --------------------: |"
paths="clean clean-encoding wrapped small mojibake mojibake-encoding"
[ -z "${ORDRET_DATA:-}" ] || paths="$paths many misread"
for path in $paths; do
    one=$(count "$path" 1)
    three=$(count "$path" 3)
    bytes=$(cat "$counts/bytes")
    awk -v path="$path" -v one="$one" -v three="$three" -v bytes="$bytes" 'BEGIN {
        each = (three - one) / 2
        printf "| %s | %.1f | %.1f |\n", path, each / bytes, (one - each) / 1e6
    }'
done
echo
echo "Where they go: callgrind_annotate $counts/mojibake-3"
