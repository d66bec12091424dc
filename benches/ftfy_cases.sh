#!/bin/sh
# Fetches the test cases of ftfy 6.3.1 by pip and runs `ordret` on them; options go to the bench
# (`--only SUBSTRING`).
set -eu
cd "$(dirname "$0")/.."
place=target/ftfy
cases=$place/ftfy-6.3.1/tests/test_cases.json
if [ ! -f "$cases" ]; then
    mkdir -p "$place"
    python3 -m pip download --quiet --no-deps --no-binary :all: --dest "$place" ftfy==6.3.1
    tar -xzf "$place/ftfy-6.3.1.tar.gz" -C "$place"
fi
exec cargo bench --quiet --bench ftfy_cases -- --cases "$PWD/$cases" "$@"
