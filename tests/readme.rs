//! What the README tells a newcomer to type stands there and works.
#![cfg(feature = "cli")]

use std::path::Path;
use std::process::Command;

const CLEAN: &str = "cargo run --release -- clean fixtures/archive -o cleaned";
const TEST: &str = "cargo test";

#[test]
fn the_two_commands_stand_in_the_readme() {
    let readme = include_str!("../README.md");
    for command in [CLEAN, TEST] {
        assert!(readme.lines().any(|line| line == format!("$ {command}")), "{command}");
    }
    assert!(include_str!("../.ci/run").lines().any(|line| line.starts_with(TEST)));
}

#[test]
fn the_first_command_cleans_the_archive_and_shows_what_was_mended() {
    let home = tempfile::tempdir().unwrap();
    let (_, arguments) = CLEAN.split_once(" -- ").unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let place = |argument: &str| match argument {
        "fixtures/archive" => root.join(argument),
        "cleaned" => home.path().join(argument),
        other => other.into(),
    };
    let ran = Command::new(env!("CARGO_BIN_EXE_ordret")).args(arguments.split(' ').map(place)).output().unwrap();
    let shown = String::from_utf8(ran.stderr).unwrap();
    assert!(ran.status.success(), "{shown}");
    assert!(shown.contains("Mended, for example:") && shown.contains("→"), "{shown}");
    assert!(home.path().join("cleaned/.ordret/ledger.jsonl").is_file());
}
