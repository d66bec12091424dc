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

/// What stands before and after at the README's opening; `⏎` is a line's end.
#[test]
fn the_opening_example_is_what_the_program_does() {
    let texts = |name| {
        let lines = include_str!("../README.md").lines().filter_map(move |line| line.strip_prefix(name));
        lines.map(|text| text.trim_start().replace('⏎', "\n")).collect::<Vec<String>>()
    };
    let (before, after) = (texts("before   "), texts("after    "));
    assert!(before.len() == 2 && after.len() == 2);
    for (damaged, wanted) in before.iter().zip(&after) {
        assert_eq!(ordret::Repairer::danish().repair(damaged.as_bytes()).text(), wanted);
    }
}

/// Commands of the README that show what they print.
#[test]
fn what_the_readme_shows_is_printed() {
    let command = "$ ordret explain --text \"Sagen blev drÃ¸ftet.\"\n";
    let (_, shown) = include_str!("../README.md").split_once(command).unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let ran = Command::new(env!("CARGO_BIN_EXE_ordret"))
        .args(["explain", "--text", "Sagen blev drÃ¸ftet."])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(ran.stdout).unwrap(), shown);
}

/// What a page of the manual shows is what a case of the command's tests runs.
#[test]
fn the_manual_of_containers_shows_what_is_tested() {
    let shown = |text: &str| -> Vec<String> {
        let blocks = text.split("```console\n").skip(1);
        blocks.filter_map(|block| Some(block.split_once("```")?.0.to_owned())).collect()
    };
    let (manual, tested) = (shown(include_str!("../docs/containers.md")), shown(include_str!("cmd/containers.md")));
    assert!(!manual.is_empty() && manual.iter().all(|block| tested.contains(block)));
}

/// Every command that the README names is one, and every one is named.
#[test]
fn the_readme_names_every_command() {
    let help = Command::new(env!("CARGO_BIN_EXE_ordret")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty()));
    let readme = include_str!("../README.md");
    for command in listed.filter(|name| *name != "help") {
        assert!(readme.lines().any(|line| line.starts_with(&format!("ordret {command} "))), "{command}");
    }
}
