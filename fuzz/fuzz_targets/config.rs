//! Any text as an `ordret.toml`: it is read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = ordret::cli::fuzzing::config(text);
});
