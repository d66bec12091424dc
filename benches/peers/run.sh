#!/bin/sh
# Speed beside plsfix 0.1.8 and ftfy 6.3.1. Fetches both; plsfix pulls in ICU, so the first build takes minutes.
# Options go to the bench (`--data DIR`, `--only SUBSTRING`).
set -eu
cd "$(dirname "$0")"
target=$PWD/../../target/peers
mkdir -p "$target"
python=python3
if [ "$(python3 -c 'import ftfy; print(ftfy.__version__)' 2>/dev/null)" != 6.3.1 ]; then
    python=$target/python/bin/python
    if [ ! -x "$python" ]; then
        python3 -m venv "$target/python"
        "$python" -m pip install --quiet ftfy==6.3.1
    fi
fi
CARGO_TARGET_DIR=$target cargo run --quiet --release -- --python "$python" "$@"
