//! Profiles of archives from outside: the same bytes whoever learned them, and what a run does with them.
#![cfg(feature = "cli")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ordret::Repairer;
use ordret::archive::{self, ArchiveError, DocumentRepairer, Learned, Selection, Unwatched};
use ordret::profile::Profile;
use tempfile::TempDir;

fn repairer(threads: usize) -> DocumentRepairer {
    DocumentRepairer { threads, ..DocumentRepairer::new(Repairer::danish()) }
}

fn learn(paths: &[PathBuf], threads: usize) -> (Profile, Learned) {
    archive::learn(paths, &Selection::default(), &repairer(threads), &mut Unwatched).unwrap()
}

/// Runs `ordret clean --learn`; gives the ledger and the profile it left.
fn clean_learning(input: &Path, output: &Path, threads: &str) -> (String, Vec<u8>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ordret"));
    command.arg("clean").arg(input).arg("-o").arg(output).args(["--learn", "--threads", threads]);
    assert!(command.stderr(Stdio::null()).status().unwrap().success());
    let own = output.join(archive::OWN_FOLDER);
    let ledger = fs::read_to_string(own.join(archive::LEDGER_FILE)).unwrap();
    (ledger, fs::read(own.join(archive::PROFILE_FILE)).unwrap())
}

/// An archive of small and large files in several encodings.
fn archive_below(folder: &Path) {
    for number in 0..600 {
        let year = folder.join(format!("{}", 1990 + number % 4));
        fs::create_dir_all(&year).unwrap();
        let text =
            format!("Møde {number}\n\nByrådet drøftede punkt {number} om vej{}kryds.\n", "xyz".repeat(number % 9));
        let bytes = match number % 3 {
            0 => text.into_bytes(),
            1 => text.chars().map(|c| c as u8).collect(),
            _ => text.replace('ø', "Ã¸").replace('å', "Ã¥").into_bytes(),
        };
        fs::write(year.join(format!("{number}.txt")), bytes).unwrap();
    }
    let long: String = (0..60_000).map(|number| format!("Linje {number} om vejen til byen.\n")).collect();
    fs::write(folder.join("lang.txt"), long).unwrap();
    fs::write(folder.join("billede.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
}

#[test]
fn the_profile_does_not_depend_on_threads_or_on_parts() {
    let folder = TempDir::new().unwrap();
    archive_below(folder.path());
    let (profile, learned) = learn(&[folder.path().to_owned()], 1);
    assert_eq!((learned.documents, learned.passed, learned.failures), (601, 1, 0));
    let bytes = profile.write();
    for threads in [2, 5] {
        assert!(learn(&[folder.path().to_owned()], threads).0.write() == bytes, "{threads} threads");
    }
    let mut parts: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    parts.sort();
    let mut merged = Profile::default();
    for part in parts.iter().rev() {
        merged.merge(&learn(std::slice::from_ref(part), 2).0);
    }
    assert!(merged.write() == bytes, "parts");
}

#[test]
fn what_is_learned_is_decoded_and_its_characters_are_mended() {
    let folder = TempDir::new().unwrap();
    archive_below(folder.path());
    let (profile, _) = learn(&[folder.path().to_owned()], 0);
    let counts = profile.counts();
    assert_eq!((counts.word("drøftede"), counts.documents("drøftede")), (600, 600));
    assert_eq!(counts.pair("byrådet", "drøftede"), 600);
    assert_eq!(counts.documents("linje"), 1);
    assert!(counts.words().all(|word| !word.form.contains('Ã')));
    assert_eq!(profile.furniture().get("Møde 7").documents, 600);
}

#[test]
fn what_is_no_document_is_passed_over_and_what_is_missing_refused() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.txt"), "Byrådet holdt møde.").unwrap();
    fs::create_dir(folder.path().join(".ordret")).unwrap();
    let (profile, learned) = learn(&[folder.path().to_owned()], 2);
    assert_eq!((learned.documents, learned.skipped), (1, 1));
    assert_eq!(profile.counts().total(), 3);
    let missing = [folder.path().join("c.txt")];
    let refused = archive::learn(&missing, &Selection::default(), &repairer(1), &mut Unwatched);
    assert!(matches!(refused, Err(ArchiveError::NoInput(..))));
}

#[test]
fn clean_learn_names_its_profile_and_does_not_depend_on_threads() {
    let (input, output) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    archive_below(input.path());
    let [one, other] = ["1", "3"].map(|threads| clean_learning(input.path(), &output.path().join(threads), threads));
    assert!(one == other);
    let header: serde_json::Value = serde_json::from_str(one.0.lines().next().unwrap()).unwrap();
    assert_eq!(header["options"]["profile"], blake3::hash(&one.1).to_hex().as_str());
    assert_eq!(Profile::read(&one.1).unwrap().counts().document_count(), 601);
}

#[test]
fn fields_of_records_teach_what_they_would_as_a_text() {
    let [records, texts] = [(); 2].map(|()| TempDir::new().unwrap());
    let fields = ["Byrådet drøftede taget.", "Taget blev tømt i går.", "Mødet om vejen sluttede."];
    let line =
        |text: &&str| format!("{{\"id\":\"Kvornemose\",\"text\":\"{}\"}}\n", text.replace('ø', "\\u00c3\\u00b8"));
    fs::write(records.path().join("a.jsonl"), fields.iter().map(line).collect::<String>()).unwrap();
    fs::write(texts.path().join("a.txt"), fields.join("\n\n")).unwrap();
    let mut repairer = repairer(1);
    repairer.records.fields = vec!["text".into()];
    let learn = |folder: &TempDir| {
        let paths = [folder.path().to_owned()];
        archive::learn(&paths, &Selection::default(), &repairer, &mut Unwatched).unwrap().0
    };
    let profile = learn(&records);
    assert_eq!(profile.counts().word("drøftede"), 1);
    assert!(profile.write() == learn(&texts).write());
}
