#!/usr/bin/env bash
# The page of a large archive, from the first run to the last: benches/page.sh [DOCUMENTS], 100,000 unless it is said.
# Needs Node.js with npm, and a Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --locked --release --bin ordret
mkdir -p target/page-bench
cp tests/page/package.json tests/page/support.mjs benches/page.mjs target/page-bench/
cd target/page-bench
npm install --no-package-lock --no-audit --no-fund --silent
node page.mjs "${CARGO_TARGET_DIR:-..}/release/ordret" "$(command -v chromium)" "${1:-100000}"
