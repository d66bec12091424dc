//! The commands of `docs/report.md` do what it says, in its order.
#![cfg(feature = "cli")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// The lines of the page that stand in blocks and begin so.
fn block_lines(page: &'static str, start: &'static str) -> impl Iterator<Item = &'static str> {
    let mut inside = false;
    page.lines().filter(move |line| {
        inside ^= line.starts_with("```");
        inside && line.starts_with(start)
    })
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn the_five_minutes_of_the_reviewer_are_as_they_are_told() {
    let page = include_str!("../docs/report.md");
    let home = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy(&root.join("fixtures/archive"), &home.path().join("archive"));
    let decisions: String = block_lines(page, "{\"type\"").map(|line| format!("{line}\n")).collect();
    for name in ["decisions.jsonl", "kb.jsonl"] {
        fs::write(home.path().join(name), &decisions).unwrap();
    }
    fs::write(home.path().join("ms.jsonl"), "{\"type\":\"decision\",\"rule\":\"W102\",\"text\":\"sal\"}\n").unwrap();
    let mut count = 0;
    for line in block_lines(page, "ordret ") {
        count += 1;
        let arguments = line.split(' ').skip(1);
        let mut command = Command::new(env!("CARGO_BIN_EXE_ordret"));
        command
            .args(arguments)
            .current_dir(home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        if line.starts_with("ordret review") {
            let mut url = String::new();
            BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(url.starts_with("http://127.0.0.1:"), "{url}");
            continue;
        }
        let ran = child.wait_with_output().unwrap();
        let said = String::from_utf8(ran.stderr).unwrap();
        let is_fine =
            if line.starts_with("ordret check") { ran.status.code() == Some(1) } else { ran.status.success() };
        assert!(is_fine, "{line}\n{said}");
        assert!(!said.contains("not found any more"), "{line}\n{said}");
        assert!(!ran.stdout.is_empty() || !said.is_empty() || line.starts_with("ordret report"), "{line}");
    }
    assert_eq!(count, 13);
    let read = |path: &str| fs::read_to_string(home.path().join(path)).unwrap();
    for ledger in ["decided", "decided-by-both", "decided-for-good"] {
        let ledger = read(&format!("{ledger}/.ordret/ledger.jsonl"));
        assert!(
            ledger.contains("\"after\":\"økonomiudvalget\"") && ledger.contains("\"evidence\":\"decided by KB"),
            "{ledger}"
        );
        assert!(!ledger.contains("\"text\":\"Ásdís\""));
    }
    let same = Command::new("diff").args(["-r", "archive", "originals"]).current_dir(home.path()).status().unwrap();
    assert!(same.success());
}
