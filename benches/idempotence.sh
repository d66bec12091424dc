#!/bin/sh
# What a second run changes again: `benches/idempotence.sh --data DIR [--binary FILE] [--apply LEVEL] [--show N] [FOLDER…]`.
set -eu
cd "$(dirname "$0")/.."
case " $* " in
*" --binary "*) ;;
*)
    cargo build --quiet --release
    set -- --binary "$PWD/target/release/ordret" "$@"
    ;;
esac
folder=$(mktemp -d "${TMPDIR:-/tmp}/ordret-idempotence-XXXXXX")
trap 'rm -rf "$folder"' EXIT
python3 benches/idempotence.py --work "$folder" "$@"
