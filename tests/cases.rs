//! Every case of `fixtures/cases/`, family by family, at the default level.
//!
//! `cargo test --test cases entities` runs one family. What a case is and what counts as right: `fixtures/README.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use ordret::{Options, Repair, Repairer};
use serde::Deserialize;

/// One test a family, named as its file.
macro_rules! families {
    ($($name:ident: $file:literal),* $(,)?) => {
        const FAMILIES: &[&str] = &[$($file),*];
        $(#[test] fn $name() { run_family($file); })*
    };
}

families! {
    addresses: "addresses.json",
    chains: "chains.json",
    characters: "characters.json",
    clean: "clean.json",
    declarations: "declarations.json",
    decode: "decode.json",
    entities: "entities.json",
    escapes: "escapes.json",
    field_mended: "field-mended.json",
    field_stays: "field-stays.json",
    furniture: "furniture.json",
    hyphens: "hyphens.json",
    kept_lines: "kept-lines.json",
    letter_spaced: "letter-spaced.json",
    lost_hyphens: "lost-hyphens.json",
    lost_letters: "lost-letters.json",
    lost_second_byte: "lost-second-byte.json",
    ocr_mojibake: "ocr-mojibake.json",
    page_cuts: "page-cuts.json",
    portrait: "portrait.json",
    recased: "recased.json",
    single_byte_swaps: "single-byte-swaps.json",
    spaced_signs: "spaced-signs.json",
    specks: "specks.json",
    utf8_as_1252: "utf8-as-1252.json",
    utf8_as_dos: "utf8-as-dos.json",
    utf8_as_latin9_and_central_european: "utf8-as-latin9-and-central-european.json",
    utf8_as_mac: "utf8-as-mac.json",
    words_historical: "words-historical.json",
    words_misread: "words-misread.json",
    words_more: "words-more.json",
    words_stay: "words-stay.json",
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
    /// Something is reported.
    #[serde(default)]
    suspect: bool,
    /// Nothing is reported.
    #[serde(default)]
    quiet: bool,
    /// As on the command line.
    #[serde(default = "danish")]
    language: String,
}

fn danish() -> String {
    "da".into()
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

    fn repairer(&self) -> Repairer {
        let language = self.language.parse::<ordret::LanguageChoice>();
        let language = language.unwrap_or_else(|error| panic!("{}: {error}", self.label));
        Repairer::new(Options::default().with_language(language))
    }

    /// What is wrong with a repair, whatever it should have been: the promises that hold for every input.
    fn broken_promise(&self, input: &[u8], repair: &Repair) -> Option<String> {
        if repair.restore() != input {
            return Some("restore() does not give the input".into());
        }
        let ledger = repair.edits().iter().find(|edit| {
            input.get(edit.input.clone()) != Some(edit.before())
                || repair.text().get(edit.output.clone()) != Some(edit.after())
        });
        ledger.map(|edit| format!("an edit's texts are not what stands at its ranges: {edit:?}"))
    }

    /// What is wrong with a repair, measured by what the case says.
    fn failure(&self, repair: &Repair) -> Option<String> {
        if repair.text() != self.repaired {
            return Some(format!("got  {:?}\n    want {:?}", repair.text(), self.repaired));
        }
        if self.suspect && repair.suspects().is_empty() {
            return Some("no suspect is reported".into());
        }
        let reported = repair.suspects().first().filter(|_| self.quiet);
        reported.map(|suspect| format!("{} reports {:?}", suspect.rule, repair.text().get(suspect.output.clone())))
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
    let known = known_failures(file);
    let mut problems = String::new();
    let mut problem = |label: &str, what: String| {
        let _ = writeln!(problems, "{label}:\n    {what}");
    };
    for case in read::<Case>(file) {
        let input = case.input();
        let repair = case.repairer().repair(&input);
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

/// Documents in which a few letters are not mended yet (2011 to 2014), or a line end or two is only likely to be a printer's: a
/// full stop, or a number, at the margin.
const MISSED: [&str; 13] = [
    "1991/referat-sogneudvalg.txt",
    "1993/kirkebog-afskrift.txt",
    "1996/brev-nabohoering.txt",
    "2009/nyhedsbrev-museum.txt",
    "2010/brev-pensionskasse.txt",
    "2011/anmeldelse-mellemskolen.txt",
    "2012/notat-svoemmehal.txt",
    "2014/referat-direktion.txt",
    "2016/skolenyt-fra-mail.txt",
    "2017/udtraek-borgerhenvendelser.txt",
    "2018/vedtaegter-fra-pdf.txt",
    "2020/artikel-isvinter.txt",
    "2021/referat-afdelingsbestyrelse.txt",
];

/// The documents of `fixtures/archive/`, each with what it must become. A byte order mark is no part of the text.
#[test]
fn the_archive_becomes_what_is_expected() {
    let fixtures: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures"].iter().collect();
    let (archive, expected) = (fixtures.join("archive"), fixtures.join("expected"));
    let repairer = Repairer::danish();
    let mut problems = String::new();
    for path in files_below(&archive) {
        let name = path.strip_prefix(&archive).expect("the path is below the archive");
        let want = std::fs::read_to_string(expected.join(name)).expect("every document has what is expected");
        let input = std::fs::read(&path).expect("a document can be read");
        let repair = repairer.repair(&input);
        let (got, want) = (repair.text().trim_start_matches('\u{feff}'), want.trim_start_matches('\u{feff}'));
        if repair.restore() != input {
            let _ = writeln!(problems, "{}: restore() does not give the input", name.display());
        }
        let difference = first_difference(got, want);
        if MISSED.iter().any(|missed| name == std::path::Path::new(missed)) {
            assert!(difference.is_some(), "{} is as expected, but is named as missed", name.display());
        } else if let Some((number, (got, want))) = difference {
            let _ = writeln!(problems, "{}:{number}:\n    got  {got:?}\n    want {want:?}", name.display());
        }
    }
    assert!(problems.is_empty(), "{problems}");
}

/// The first line that differs, by its number.
fn first_difference<'t>(got: &'t str, want: &'t str) -> Option<(usize, (&'t str, &'t str))> {
    let length = got.split('\n').count().max(want.split('\n').count());
    let padded = |text: &'t str| text.split('\n').chain(std::iter::repeat("(no line)")).take(length);
    padded(got).zip(padded(want)).enumerate().map(|(at, lines)| (at + 1, lines)).find(|(_, (got, want))| got != want)
}

fn files_below(root: &std::path::Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
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
