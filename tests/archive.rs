//! Archives from outside: what `clean` writes, what `restore` gives back, and what bad input does.
#![cfg(feature = "cli")]

#[path = "support/mirror.rs"]
mod mirror;

use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use ordret::Repairer;
use ordret::archive::{
    self, ArchiveError, Cleaning, Detail, DocumentRepairer, Failure, OutputEncoding, Tally, Trouble,
};
use ordret::record::{Record, RecordLines};
use proptest::prelude::*;
use tempfile::TempDir;

use mirror::{DAMAGED, Failures, clean_with, noise};

fn repairer(output_encoding: OutputEncoding, detail: Detail) -> DocumentRepairer {
    DocumentRepairer { output_encoding, detail, threads: 2, ..DocumentRepairer::new(Repairer::danish()) }
}

fn cleaning(threads: usize) -> Cleaning {
    Cleaning { threads, ..Cleaning::new(repairer(OutputEncoding::Utf8, Detail::Ledger)) }
}

fn clean(input: &Path, output: &Path) -> (Tally, Vec<String>) {
    clean_with(input, output, &cleaning(0))
}

fn restore(cleaned: &Path, originals: &Path) -> Vec<String> {
    let mut failures = Failures::default();
    archive::restore(cleaned, originals, 0, false, &mut failures).unwrap();
    failures.0
}

/// Every file below a folder, with its bytes; the program's own folder is left out unless `own`.
fn files(root: &Path, own: bool) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap().file_type();
            if kind.is_dir() && (own || path.file_name().unwrap() != archive::OWN_FOLDER) {
                folders.push(path);
            } else if kind.is_file() {
                found.push((path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A folder with every kind of file that has ever been trouble.
fn odd_archive() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("archive");
    let utf16: Vec<u8> = "\u{feff}Rødgrød på mødet\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = b"R\xf8dgr\xf8d med fl\xf8de p\xe5 m\xf8det i K\xf8benhavn\n";
    let documents: [(&str, Vec<u8>); 12] = [
        ("damaged.txt", DAMAGED.repeat(40).into()),
        ("clean.txt", "Rødgrød med fløde\n".into()),
        ("sub/deep/er/windows.txt", windows.repeat(20)),
        ("sub/utf16.txt", utf16.clone()),
        ("sub/utf16-cut.txt", utf16[..utf16.len() - 1].to_vec()),
        ("mixed.txt", [DAMAGED.as_bytes(), windows, "Æblegrød\r\n".as_bytes()].concat()),
        ("empty", Vec::new()),
        ("nul", b"a\0b\0".to_vec()),
        ("noise", noise(7, 5000)),
        ("bom.txt", "\u{feff}Rødgrød\n".into()),
        (".hidden/.gitignore", b"*\n".to_vec()),
        ("sub.txt", b"last line without an end".to_vec()),
    ];
    for (name, bytes) in documents {
        write(&root.join(name), bytes);
    }
    (home, root)
}

#[test]
fn an_archive_comes_back_byte_for_byte() {
    for encoding in [OutputEncoding::Utf8, OutputEncoding::Original] {
        let (home, root) = odd_archive();
        let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
        let mut cleaning = cleaning(0);
        cleaning.repairer.output_encoding = encoding;
        let (tally, failures) = clean_with(&root, &cleaned, &cleaning);
        assert_eq!(failures, [""; 0]);
        assert_eq!(tally.documents, 12);
        assert!(fs::read_to_string(cleaned.join("damaged.txt")).unwrap().starts_with("Sagen blev drøftet på mødet.\n"));
        assert_eq!(restore(&cleaned, &originals), [""; 0]);
        assert_eq!(files(&originals, true), files(&root, true));
    }
}

#[test]
fn the_number_of_threads_leaves_no_trace() {
    let (home, root) = odd_archive();
    for number in 0..400u64 {
        write(&root.join(format!("many/{number}.txt")), DAMAGED.repeat((number % 7) as usize));
    }
    let outputs = [1, 2, 5].map(|threads| {
        let output = home.path().join(format!("cleaned-{threads}"));
        clean_with(&root, &output, &cleaning(threads));
        files(&output, true)
    });
    assert!(outputs[0] == outputs[1] && outputs[1] == outputs[2]);
}

#[test]
fn a_second_run_into_the_same_folder_gives_the_same() {
    let (home, root) = odd_archive();
    let output = home.path().join("cleaned");
    clean(&root, &output);
    let first = files(&output, true);
    clean(&root, &output);
    assert!(first == files(&output, true));
}

#[test]
fn documents_of_an_earlier_run_can_still_be_restored() {
    let (home, root) = odd_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    clean(&root, &output);
    let before = files(&root, true);
    fs::remove_file(root.join("damaged.txt")).unwrap();
    write(&root.join("between.txt"), DAMAGED);
    clean(&root, &output);
    restore(&output, &originals);
    let given_back = files(&originals, true);
    assert!(before.iter().all(|file| given_back.contains(file)));
    assert_eq!(given_back.len(), before.len() + 1);
}

#[test]
fn every_edit_of_the_ledger_stands_where_it_says() {
    let (home, root) = odd_archive();
    let output = home.path().join("cleaned");
    clean(&root, &output);
    let ledger = File::open(output.join(".ordret/ledger.jsonl")).unwrap();
    let lines = RecordLines::new(BufReader::new(ledger)).map(|record| serde_json::to_value(record.unwrap()).unwrap());
    let (mut input, mut text) = (Vec::new(), Vec::new());
    let mut edits = 0;
    for record in lines {
        let range = |side: &str| record[side][0].as_u64().unwrap() as usize..record[side][1].as_u64().unwrap() as usize;
        match record["type"].as_str().unwrap() {
            "document" => {
                let path = record["path"].as_str().unwrap();
                (input, text) = (fs::read(root.join(path)).unwrap(), fs::read(output.join(path)).unwrap());
            }
            "edit" => {
                edits += 1;
                if record.get("before_bytes").is_none() {
                    assert_eq!(&input[range("input")], record["before"].as_str().unwrap().as_bytes());
                }
                assert_eq!(&text[range("output")], record["after"].as_str().unwrap().as_bytes());
            }
            _ => {}
        }
    }
    assert!(edits >= 120, "{edits}");
}

#[test]
fn a_tampered_output_is_refused_and_the_others_come_back() {
    let (home, root) = odd_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    clean(&root, &output);
    fs::OpenOptions::new().append(true).open(output.join("damaged.txt")).unwrap().write_all(b"x").unwrap();
    fs::remove_file(output.join("clean.txt")).unwrap();
    let failures = restore(&output, &originals);
    assert_eq!(failures.len(), 2);
    assert!(failures[0].contains("clean.txt") && failures[0].contains("is not there any more"), "{failures:?}");
    assert!(failures[1].contains("damaged.txt") && failures[1].contains("was changed"), "{failures:?}");
    assert!(!originals.join("damaged.txt").exists());
    assert_eq!(files(&originals, true).len(), 10);
}

#[test]
fn a_ledger_that_leads_elsewhere_is_refused() {
    let (home, root) = odd_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("inner/originals"));
    clean(&root, &output);
    let ledger = output.join(".ordret/ledger.jsonl");
    let evil = fs::read_to_string(&ledger).unwrap().replace("\"clean.txt\"", "\"../clean.txt\"");
    fs::write(&ledger, evil).unwrap();
    let failures = restore(&output, &originals);
    // The line is not what was written, and so it is not asked what it says.
    assert!(failures.len() == 2 && failures[0].contains("what is said of ../clean.txt is damaged"), "{failures:?}");
    assert!(failures[1].contains("11 whole documents, and 12 were written"), "{failures:?}");
    assert!(!home.path().join("inner/clean.txt").exists());
    assert_eq!(files(&originals, true).len(), 11);
}

#[test]
fn a_ledger_that_is_cut_off_is_named_and_gives_what_it_has() {
    let (home, root) = odd_archive();
    let output = home.path().join("cleaned");
    clean(&root, &output);
    let ledger = output.join(".ordret/ledger.jsonl");
    let text = fs::read_to_string(&ledger).unwrap();
    let end = text.trim_end().rfind('\n').unwrap() + 1;
    let last = text[..end].rfind("{\"type\":\"document\"").unwrap();
    for (cut, whole) in [(end, 12), (end + 20, 12), (last + 20, 11), (last, 11)] {
        fs::write(&ledger, &text[..cut]).unwrap();
        let originals = home.path().join(format!("originals-{cut}"));
        let failures = restore(&output, &originals);
        let named = format!("it is cut off after {whole} documents");
        assert!(failures.last().is_some_and(|failure| failure.contains(&named)), "{cut}: {failures:?}");
        assert_eq!(files(&originals, true).len(), whole, "{cut}");
    }
}

#[test]
fn a_document_that_was_taken_out_of_a_ledger_is_missed() {
    let (home, root) = odd_archive();
    let output = home.path().join("cleaned");
    clean(&root, &output);
    let ledger = output.join(".ordret/ledger.jsonl");
    let text = fs::read_to_string(&ledger).unwrap();
    let (start, end) = (
        text.find("{\"type\":\"document\",\"path\":\"damaged").unwrap(),
        text.find("{\"type\":\"document\",\"path\":\"empty").unwrap(),
    );
    assert!(start < end);
    fs::write(&ledger, [&text[..start], &text[end..]].concat()).unwrap();
    let failures = restore(&output, &home.path().join("originals"));
    assert!(failures.len() == 1 && failures[0].contains("11 whole documents, and 12 were written"), "{failures:?}");
    let first_edit = start + text[start..].find('\n').unwrap() + 1;
    let second_edit = first_edit + text[first_edit..].find('\n').unwrap() + 1;
    fs::write(&ledger, [&text[..first_edit], &text[second_edit..]].concat()).unwrap();
    let failures = restore(&output, &home.path().join("without-an-edit"));
    assert!(failures.len() == 2 && failures[0].contains("what is said of damaged.txt is damaged"), "{failures:?}");
}

#[test]
fn lines_of_unknown_types_are_passed_over() {
    let (home, root) = odd_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    clean(&root, &output);
    let ledger = output.join(".ordret/ledger.jsonl");
    // A ledger of version 1 has no checks and no end.
    let text = fs::read_to_string(&ledger).unwrap();
    let mut old = String::new();
    for line in text.lines().filter(|line| !line.starts_with("{\"type\":\"end\"")) {
        let line = line.split(",\"check\":").next().unwrap();
        old += line;
        old += if line.ends_with('}') { "\n" } else { "}\n" };
        old += "{\"type\":\"weather\",\"rain\":true}\n";
    }
    fs::write(&ledger, old.replacen("\"version\":2", "\"version\":1", 1)).unwrap();
    assert_eq!(restore(&output, &originals), [""; 0]);
    assert_eq!(files(&originals, true), files(&root, true));
    // It is brought up to date by the next run, which has nothing else to do.
    let (tally, failures) = clean(&root, &output);
    assert_eq!((tally.unchanged_since, failures.len()), (12, 0));
}

#[test]
fn an_output_inside_the_input_is_refused() {
    let (_home, root) = odd_archive();
    for (input, output) in [(root.clone(), root.join("sub/cleaned")), (root.join("sub"), root.clone())] {
        let refused = archive::clean(&[input], &output, &cleaning(0), &mut Failures::default());
        assert!(matches!(refused, Err(ArchiveError::Nested(..))));
    }
    assert!(!root.join("sub/cleaned").exists());
}

#[test]
fn a_restoring_goes_on_where_one_was_and_nowhere_else() {
    let (home, root) = odd_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    clean(&root, &output);
    assert_eq!(restore(&output, &originals), [""; 0]);
    // As after one that was ended: some files are not there yet.
    fs::remove_file(originals.join("clean.txt")).unwrap();
    assert_eq!(restore(&output, &originals), [""; 0]);
    assert_eq!(files(&originals, true), files(&root, true));
    // A file of that name that is no original is left and named.
    write(&originals.join("clean.txt"), "mine");
    let failures = restore(&output, &originals);
    assert!(failures.len() == 1 && failures[0].contains("clean.txt"), "{failures:?}");
    assert_eq!(fs::read_to_string(originals.join("clean.txt")).unwrap(), "mine");
    // A folder that holds something else is none to go on in.
    write(&originals.join("mine.txt"), "mine");
    let refused = archive::restore(&output, &originals, 0, false, &mut Failures::default());
    assert!(matches!(refused, Err(ArchiveError::Foreign(_))));
}

#[test]
fn the_ledger_says_what_failed_and_what_was_guessed_with_doubt() {
    let (home, root) = odd_archive();
    // Some of these bytes may be either of two signs.
    (0x80..=0xffu8)
        .for_each(|byte| write(&root.join(format!("doubt/{byte}.txt")), [&b"1 "[..], &[byte], b" 2\n"].concat()));
    let output = home.path().join("cleaned");
    write(&output.join("clean.txt"), "mine");
    let mut cleaning = cleaning(0);
    cleaning.force = true;
    clean_with(&root, &output, &cleaning);
    fs::write(output.join("clean.txt"), "mine again").unwrap();
    fs::write(root.join("clean.txt"), "Nu er den ny.\n").unwrap();
    cleaning.force = false;
    let (_, failures) = clean_with(&root, &output, &cleaning);
    assert_eq!(failures.len(), 1);
    let (ledger, is_finished) = archive::ledger_of(&output).unwrap();
    let records = RecordLines::new(BufReader::new(File::open(ledger).unwrap()));
    let records: Vec<Record> = records.map(Result::unwrap).collect();
    let failed = records.iter().filter_map(|record| match record {
        Record::Failed(failed) => Some(failed),
        _ => None,
    });
    let failed: Vec<_> = failed.collect();
    assert!(is_finished && failed.len() == 1 && failed[0].path.to_string() == "clean.txt", "{failed:?}");
    assert!(failed[0].cause.contains("was not written by ordret"), "{failed:?}");
    let doubtful = records.iter().filter_map(|record| match record {
        Record::Document(document) if document.rival.is_some() => Some(document),
        _ => None,
    });
    let doubtful: Vec<_> = doubtful.collect();
    assert!((1..128).contains(&doubtful.len()), "{}", doubtful.len());
    assert!(doubtful.iter().all(|document| document.path.to_string().starts_with("doubt/")));
    assert!(doubtful.iter().all(|document| document.rival != document.encoding));
    // Such lines hinder nobody who reads the ledger.
    fs::remove_file(output.join("clean.txt")).unwrap();
    let (tally, failures) = clean_with(&root, &output, &cleaning);
    assert_eq!((tally.documents - tally.unchanged_since, failures.len()), (1, 0));
    assert_eq!(restore(&output, &home.path().join("originals")), [""; 0]);
}

/// An archive of which some cannot be done: a compressed file that is cut off, and a tar with a place where no member can be read.
fn half_broken_archive() -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("archive");
    write(&root.join("a.txt"), DAMAGED);
    write(&root.join("b/cut.gz"), b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x4c");
    write(&root.join("torn.tar"), tar(&[0xa5; 512]));
    (home, root)
}

/// A tar of one damaged text, with other bytes before its end.
fn tar(between: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_ustar();
    header.set_path("brev.txt").unwrap();
    header.set_size(DAMAGED.len() as u64);
    header.set_cksum();
    let mut tar = [header.as_bytes(), DAMAGED.as_bytes()].concat();
    tar.resize(1024, 0);
    tar.extend_from_slice(between);
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// The `failed` lines of an output's ledger: what they are of.
fn failed_lines(output: &Path) -> Vec<String> {
    let (ledger, is_finished) = archive::ledger_of(output).unwrap();
    assert!(is_finished);
    let records = RecordLines::new(BufReader::new(File::open(ledger).unwrap())).map(Result::unwrap);
    let failed = records.filter_map(|record| if let Record::Failed(failed) = record { Some(failed) } else { None });
    failed.map(|failed| failed.path.to_string()).collect()
}

#[test]
fn what_failed_fails_again_and_is_named_until_it_is_done() {
    let (home, root) = half_broken_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    let (_, failures) = clean(&root, &output);
    assert!(failures.len() == 2 && failures[0].contains("b/cut.gz: cannot be unpacked"), "{failures:?}");
    assert!(failures[1].contains("torn.tar: at byte 1024 no member"), "{failures:?}");
    assert_eq!(failed_lines(&output), ["b/cut.gz", "torn.tar"]);
    let first = files(&output, true);
    let (tally, again) = clean(&root, &output);
    assert_eq!((again, tally.unchanged_since), (failures, 1));
    assert!(files(&output, true) == first);
    // A run that does not look there knows nothing new of it.
    let mut selected = cleaning(0);
    selected.selection = archive::Selection::new(&["*.txt".to_owned()], &[], None).unwrap();
    assert_eq!(clean_with(&root, &output, &selected).1, [""; 0]);
    assert_eq!(failed_lines(&output), ["b/cut.gz", "torn.tar"]);
    // What is in the output comes back; what is not is named.
    let named = restore(&output, &originals);
    assert!(named.len() == 1 && named[0].starts_with("b/cut.gz: the last run could not clean it"), "{named:?}");
    assert_eq!(fs::read(originals.join("torn.tar")).unwrap(), fs::read(root.join("torn.tar")).unwrap());
    // Now it can be done.
    write(&root.join("b/cut.gz"), "no gzip");
    write(&root.join("torn.tar"), tar(&[]));
    assert_eq!(clean(&root, &output).1, [""; 0]);
    assert_eq!(failed_lines(&output), [""; 0]);
    assert_eq!(restore(&output, &home.path().join("again")), [""; 0]);
}

#[test]
fn an_output_whose_input_is_gone_is_kept_and_named() {
    let (home, root) = odd_archive();
    let (output, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    write(&root.join("old/brev.txt"), DAMAGED);
    clean(&root, &output);
    // What a run does not look for is not gone.
    let mut selected = cleaning(0);
    selected.selection = archive::Selection::new(&[], &["old".to_owned()], None).unwrap();
    assert_eq!(clean_with(&root, &output, &selected).0.gone, 0);
    let whole = files(&output, true);
    fs::remove_dir_all(root.join("old")).unwrap();
    for _ in 0..2 {
        let (tally, failures) = clean(&root, &output);
        assert_eq!((tally.gone, tally.pruned, tally.gone_names), (1, 0, vec!["old/brev.txt".to_owned()]));
        assert_eq!(failures, [""; 0]);
    }
    let ledger = fs::read_to_string(output.join(".ordret/ledger.jsonl")).unwrap();
    assert_eq!(ledger.matches("\"gone\":true").count(), 1);
    assert_eq!(restore(&output, &originals), [""; 0]);
    assert_eq!(fs::read_to_string(originals.join("old/brev.txt")).unwrap(), DAMAGED);
    // It is there again.
    write(&root.join("old/brev.txt"), DAMAGED);
    assert_eq!(clean(&root, &output).0.gone, 0);
    assert!(files(&output, true) == whole);
}

#[test]
fn an_output_whose_input_is_gone_is_removed_where_that_is_asked_for() {
    let (home, root) = odd_archive();
    let output = home.path().join("cleaned");
    clean(&root, &output);
    let whole = files(&output, true);
    write(&root.join("old/brev.txt"), DAMAGED);
    write(&root.join("old/noter.txt"), DAMAGED);
    clean(&root, &output);
    fs::remove_dir_all(root.join("old")).unwrap();
    fs::write(output.join("old/noter.txt"), "mine now").unwrap();
    let pruning = Cleaning { prune: true, ..cleaning(0) };
    let (tally, failures) = clean_with(&root, &output, &pruning);
    assert_eq!((tally.gone, tally.pruned), (2, 1));
    assert!(failures.len() == 1 && failures[0].contains("was not written by ordret, or was changed"), "{failures:?}");
    assert!(!output.join("old/brev.txt").exists() && output.join("old/noter.txt").exists());
    let (tally, failures) = clean_with(&root, &output, &Cleaning { force: true, ..pruning.clone() });
    assert_eq!((tally.pruned, failures.len()), (1, 0));
    assert!(files(&output, true) == whole && !output.join("old").exists());
    // A disk that is not mounted empties nothing.
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let (tally, failures) = clean_with(&empty, &output, &pruning);
    assert!(tally.pruned == 0 && failures[0].contains("hold no document that is as it was"), "{failures:?}");
    // Nor do inputs that are named otherwise, whose documents then lie elsewhere.
    let inner = root.join("nye");
    write(&inner.join("brev.txt"), DAMAGED);
    let (tally, failures) = clean_with(&inner, &output, &pruning);
    assert!(
        tally.gone > 0 && tally.pruned == 0 && failures[0].contains("name them as the run before did"),
        "{failures:?}"
    );
    fs::remove_dir_all(&inner).unwrap();
    assert_eq!(restore(&output, &home.path().join("originals")), [""; 0]);
    fs::remove_file(home.path().join("originals/brev.txt")).unwrap();
    assert_eq!(files(&home.path().join("originals"), true), files(&root, true));
}

#[test]
fn foreign_files_are_not_written_over() {
    let (home, root) = odd_archive();
    let output = home.path().join("mine");
    write(&output.join("clean.txt"), "mine");
    let mut cleaning = cleaning(0);
    let refused = archive::clean(std::slice::from_ref(&root), &output, &cleaning, &mut Failures::default());
    assert!(matches!(refused, Err(ArchiveError::Foreign(_))));
    assert_eq!(fs::read(output.join("clean.txt")).unwrap(), b"mine");
    cleaning.force = true;
    clean_with(&root, &output, &cleaning);
    assert_ne!(fs::read(output.join("clean.txt")).unwrap(), b"mine");
}

#[test]
fn what_stands_in_the_way_fails_alone() {
    let (home, root) = odd_archive();
    let output = home.path().join("cleaned");
    clean(&root, &output);
    fs::remove_file(output.join("clean.txt")).unwrap();
    fs::create_dir(output.join("clean.txt")).unwrap();
    fs::remove_dir_all(output.join("sub")).unwrap();
    fs::write(output.join("sub"), "a file").unwrap();
    let (tally, failures) = clean(&root, &output);
    assert_eq!(failures.len(), 4, "{failures:?}");
    assert!(failures[0].contains("already there as a folder"), "{failures:?}");
    assert!(failures[1].contains("already there as a file"), "{failures:?}");
    assert_eq!(tally.documents, 8);
}

#[test]
fn inputs_of_the_same_name_are_refused() {
    let (home, root) = odd_archive();
    let one = root.join("clean.txt");
    let two = root.join("other/clean.txt");
    write(&two, "x");
    let refused = archive::clean(&[one, two], &home.path().join("cleaned"), &cleaning(0), &mut Failures::default());
    assert!(matches!(refused, Err(ArchiveError::Collision(..))));
}

#[test]
fn a_missing_input_is_told_before_anything_is_made() {
    let (home, root) = odd_archive();
    let inputs = [root.join("clean.txt"), root.join("missing.txt")];
    let output = home.path().join("cleaned");
    let refused = archive::clean(&inputs, &output, &cleaning(0), &mut Failures::default());
    assert!(matches!(refused, Err(ArchiveError::NoInput(path, _)) if path.ends_with("missing.txt")));
    assert!(!output.exists());
}

#[test]
fn a_long_line_is_cut_into_blocks_that_join_without_a_seam() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("archive");
    let line = "Byrådet drøftede sagen på mødet. ".repeat(20 << 15) + DAMAGED;
    assert!(line.len() > 20 << 20);
    write(&root.join("long.txt"), &line);
    let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    let (tally, failures) = clean(&root, &cleaned);
    assert_eq!(failures, [""; 0]);
    assert_eq!(tally.changed, 1);
    let repaired = line.replace(DAMAGED, "Sagen blev drøftet på mødet.\n");
    assert!(fs::read(cleaned.join("long.txt")).unwrap() == repaired.as_bytes());
    let ledger = fs::read_to_string(cleaned.join(".ordret/ledger.jsonl")).unwrap();
    let column = line.chars().count() - DAMAGED.chars().count() + DAMAGED.chars().position(|c| c == 'Ã').unwrap() + 1;
    assert!(ledger.contains(&format!("\"line\":1,\"column\":{column},")), "{column}");
    restore(&cleaned, &originals);
    assert!(fs::read(originals.join("long.txt")).unwrap() == line.as_bytes());
}

#[test]
fn the_ledger_of_a_wrapped_text_is_shorter_than_the_text() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("archive");
    let paragraph = "Byrådet drøftede på sit møde i går aftes sagen om den nye skole, som\n\
        forvaltningen har arbejdet med siden i fjor, og vedtog at sende den i\n\
        høring blandt kommunens borgere, før der tages stilling til, hvor den\n\
        skal ligge, og hvor meget den i det hele taget kan komme til at koste.\n\n";
    write(&root.join("wrapped.txt"), paragraph.repeat(300));
    let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    let (tally, _) = clean(&root, &cleaned);
    assert!(tally.edit_count() >= 900, "{}", tally.edit_count());
    let size = |path: &Path| path.metadata().unwrap().len();
    assert!(2 * size(&cleaned.join(".ordret/ledger.jsonl")) < size(&root.join("wrapped.txt")));
    assert_eq!(restore(&cleaned, &originals), [""; 0]);
    assert_eq!(files(&originals, true), files(&root, true));
}

#[test]
fn a_file_of_noise_that_is_longer_than_a_block_comes_back() {
    let home = tempfile::tempdir().unwrap();
    let root = home.path().join("archive");
    let line = "Byrådet drøftede sagen på mødet.\n".repeat(60);
    let mut torn = Vec::new();
    for seed in 0..2600 {
        torn.extend_from_slice(line.as_bytes());
        torn.extend(noise(seed, 40).into_iter().map(|byte| byte | 0x20));
    }
    assert!(torn.len() > ordret::BLOCK_BYTES);
    write(&root.join("torn"), torn);
    write(&root.join("noise"), noise(4, ordret::BLOCK_BYTES + 1000));
    let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
    clean(&root, &cleaned);
    assert_eq!(restore(&cleaned, &originals), [""; 0]);
    assert!(files(&originals, true) == files(&root, true));
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn names_that_are_not_utf8_come_back() {
        let (home, root) = odd_archive();
        let name = OsStr::from_bytes(b"m\xf8de/\xff\xfe.txt");
        write(&root.join(name), DAMAGED);
        let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
        let (_, failures) = clean(&root, &cleaned);
        assert_eq!(failures, [""; 0]);
        assert_eq!(restore(&cleaned, &originals), [""; 0]);
        assert_eq!(fs::read(originals.join(name)).unwrap(), DAMAGED.as_bytes());
    }

    #[test]
    fn links_are_named_and_not_followed() {
        let (home, root) = odd_archive();
        symlink("clean.txt", root.join("link.txt")).unwrap();
        symlink("/", root.join("everything")).unwrap();
        let output = home.path().join("cleaned");
        let (tally, failures) = clean(&root, &output);
        assert_eq!(failures, [""; 0]);
        assert_eq!(tally.skipped, 2);
        assert!(!output.join("link.txt").exists() && !output.join("everything").exists());
        assert!(fs::read_to_string(output.join(".ordret/ledger.jsonl")).unwrap().contains("\"path\":\"link.txt\""));
    }

    #[test]
    fn a_linked_folder_in_the_mirror_does_not_lead_out_of_it() {
        let (home, root) = odd_archive();
        let (output, elsewhere) = (home.path().join("cleaned"), home.path().join("elsewhere"));
        clean(&root, &output);
        fs::create_dir(&elsewhere).unwrap();
        fs::remove_dir_all(output.join("sub")).unwrap();
        symlink(&elsewhere, output.join("sub")).unwrap();
        let (_, failures) = clean(&root, &output);
        assert!(failures.len() == 3 && failures[0].contains("a symbolic link"), "{failures:?}");
        assert!(files(&elsewhere, true).is_empty());
    }

    #[test]
    fn mode_and_time_are_kept() {
        let (home, root) = odd_archive();
        let file = root.join("damaged.txt");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(500_000_000);
        File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
        clean(&root, &cleaned);
        restore(&cleaned, &originals);
        for folder in [cleaned, originals] {
            let metadata = folder.join("damaged.txt").metadata().unwrap();
            assert_eq!(metadata.modified().unwrap(), time);
            assert_eq!(metadata.permissions().mode() & 0o777, 0o640);
        }
    }

    #[test]
    fn an_unreadable_file_fails_alone() {
        let (home, root) = odd_archive();
        let locked = root.join("clean.txt");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
        if File::open(&locked).is_ok() {
            return; // The user may read everything.
        }
        let (tally, failures) = clean(&root, &home.path().join("cleaned"));
        assert!(failures.len() == 1 && failures[0].contains("clean.txt: cannot be read"), "{failures:?}");
        assert_eq!(tally.documents, 11);
    }

    #[test]
    fn a_full_disk_is_named() {
        if !Path::new("/dev/full").exists() {
            return;
        }
        let mut full = File::options().write(true).open("/dev/full").unwrap();
        let repairer = repairer(OutputEncoding::Utf8, Detail::Ledger);
        let error = archive::clean_stream("stdin", DAMAGED.as_bytes(), &mut full, &repairer, &mut Failures::default());
        assert!(error.unwrap_err().to_string().contains("No space left"));
    }
}

#[test]
fn a_failure_says_which_file_and_why() {
    let failure = Failure { path: "a/b.txt".into(), trouble: Trouble::Tampered };
    assert!(failure.to_string().starts_with("a/b.txt: was changed after ordret wrote it"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_come_back(documents in proptest::collection::vec(document(), 1..6), original: bool) {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("archive");
        for (number, bytes) in documents.iter().enumerate() {
            write(&root.join(number.to_string()), bytes);
        }
        let (cleaned, originals) = (home.path().join("cleaned"), home.path().join("originals"));
        let mut cleaning = cleaning(1);
        cleaning.repairer.output_encoding = if original { OutputEncoding::Original } else { OutputEncoding::Utf8 };
        let (_, failures) = clean_with(&root, &cleaned, &cleaning);
        prop_assert_eq!(failures, [""; 0]);
        prop_assert_eq!(restore(&cleaned, &originals), [""; 0]);
        prop_assert!(files(&originals, true) == files(&root, true));
    }
}

/// Bytes of any kind: noise, text, mojibake, text in old encodings, and all of them mixed.
fn document() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..40),
        "[a-zæøåÆØÅ €\r\n\t.,-]{0,40}".prop_map(String::into_bytes),
        Just(DAMAGED.as_bytes().to_vec()),
        Just(b"R\xf8dgr\xf8d p\xe5 m\xf8det\n".to_vec()),
        Just(b"K\x9bbenhavn\n".to_vec()),
        Just(b"\xff\xfeR\0\xf8\0d\0".to_vec()),
        Just("\u{feff}Å,konomi K�benhavn &oslash;\n".as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}
