//! Every case of `fixtures/cases/`, family by family, at the default level.
//!
//! `cargo test --test cases entities` runs one family. What a case is and what counts as right: `fixtures/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use ordret::{Repair, Repairer};
use serde::Deserialize;

/// One test a family, named as its file.
macro_rules! families {
    ($($name:ident: $file:literal),* $(,)?) => {
        const FAMILIES: &[&str] = &[$($file),*];
        $(#[test] fn $name() { run_family($file); })*
    };
}

families! {
    characters: "characters.json",
    clean: "clean.json",
    decode: "decode.json",
    entities: "entities.json",
    escapes: "escapes.json",
    furniture: "furniture.json",
    hyphens: "hyphens.json",
    kept_lines: "kept-lines.json",
    letter_spaced: "letter-spaced.json",
    lost_hyphens: "lost-hyphens.json",
    lost_letters: "lost-letters.json",
    lost_second_byte: "lost-second-byte.json",
    ocr_mojibake: "ocr-mojibake.json",
    page_cuts: "page-cuts.json",
    recased: "recased.json",
    single_byte_swaps: "single-byte-swaps.json",
    utf8_as_1252: "utf8-as-1252.json",
    utf8_as_dos: "utf8-as-dos.json",
    utf8_as_latin9_and_central_european: "utf8-as-latin9-and-central-european.json",
    utf8_as_mac: "utf8-as-mac.json",
    wrapped_lines: "wrapped-lines.json",
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    label: String,
    #[allow(dead_code, reason = "for readers of the file")]
    comment: String,
    damaged: Option<String>,
    /// In hexadecimal, instead of `damaged`.
    bytes: Option<String>,
    #[allow(dead_code, reason = "several encodings may give the same text, which is what counts")]
    encoding: Option<String>,
    repaired: String,
    #[serde(default)]
    suspect: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownFailure {
    file: String,
    label: String,
    #[allow(dead_code, reason = "for readers of the file")]
    why: String,
}

impl Case {
    fn input(&self) -> Vec<u8> {
        match (&self.damaged, &self.bytes) {
            (Some(damaged), None) => damaged.as_bytes().to_vec(),
            (None, Some(hex)) => bytes_of(hex),
            _ => panic!("{}: a case has either `damaged` or `bytes`", self.label),
        }
    }

    /// What is wrong with a repair, whatever it should have been: the promises that hold for every input.
    fn broken_promise(&self, input: &[u8], repair: &Repair) -> Option<String> {
        if repair.restore() != input {
            return Some("restore() does not give the input".into());
        }
        let ledger = repair.edits().iter().find(|edit| {
            input.get(edit.input.clone()) != Some(&edit.before[..])
                || repair.text().get(edit.output.clone()) != Some(edit.after.as_str())
        });
        ledger.map(|edit| format!("an edit's texts are not what stands at its ranges: {edit:?}"))
    }

    /// What is wrong with a repair, measured by what the case says.
    fn failure(&self, repair: &Repair) -> Option<String> {
        if repair.text() != self.repaired {
            return Some(format!("got  {:?}\n    want {:?}", repair.text(), self.repaired));
        }
        (self.suspect && repair.suspects().is_empty()).then(|| "no suspect is reported".into())
    }
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "fixtures", "cases"].iter().collect()
}

fn read<T: for<'de> Deserialize<'de>>(file: &str) -> Vec<T> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn known_failures(file: &str) -> Vec<String> {
    let all: Vec<KnownFailure> = read("known-failures.json");
    all.into_iter().filter(|known| known.file == file).map(|known| known.label).collect()
}

fn run_family(file: &str) {
    let repairer = Repairer::danish();
    let known = known_failures(file);
    let mut problems = String::new();
    let mut problem = |label: &str, what: String| {
        let _ = writeln!(problems, "{label}:\n    {what}");
    };
    for case in read::<Case>(file) {
        let input = case.input();
        let repair = repairer.repair(&input);
        if let Some(broken) = case.broken_promise(&input, &repair) {
            problem(&case.label, broken);
        }
        match (case.failure(&repair), known.contains(&case.label)) {
            (Some(failure), false) => problem(&case.label, failure),
            (None, true) => problem(&case.label, "passes, but stands in known-failures.json".into()),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "{file}\n{problems}");
}

#[test]
fn every_file_is_run() {
    let entries = std::fs::read_dir(folder()).expect("fixtures/cases can be read");
    let names = entries.map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned());
    let mut files: Vec<String> = names.filter(|name| name != "known-failures.json").collect();
    files.sort();
    assert_eq!(files, FAMILIES);
}

#[test]
fn labels_are_unique_and_known_failures_name_cases() {
    let mut labels = BTreeMap::new();
    for file in FAMILIES {
        for case in read::<Case>(file) {
            let other = labels.insert(case.label.clone(), *file);
            assert!(other.is_none(), "{} stands twice", case.label);
        }
    }
    for known in read::<KnownFailure>("known-failures.json") {
        assert_eq!(labels.get(&known.label).copied(), Some(known.file.as_str()), "{}", known.label);
    }
}
