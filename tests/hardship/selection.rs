//! Parts of an archive.

use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::support::Home;
use super::{DAMAGED, write_archive};

#[test]
fn parts_of_an_archive_are_the_whole() {
    let home = Home::new();
    write_archive(&home, 40);
    home.write("archive/note.md", DAMAGED);
    // What is no document is told by one of the parts.
    (0..4).for_each(|number| symlink("note.md", home.path(&format!("archive/link-{number}"))).unwrap());
    home.must("clean archive -o whole");
    let mut parts: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let clean = |part| home.command(&format!("clean archive -o part-{part} --shard {part}/4")).spawn().unwrap();
    for mut run in [1, 2, 3, 4].map(clean) {
        assert!(run.wait().unwrap().success());
    }
    for part in 1..=4 {
        parts.extend(home.files(&format!("part-{part}")).into_iter().filter(|(name, _)| !name.starts_with(".ordret")));
    }
    parts.sort();
    let mut whole = home.files("whole");
    whole.retain(|(name, _)| !name.starts_with(".ordret"));
    assert!(parts == whole);
    // One after the other into one output, too.
    (1..=4).for_each(|part| drop(home.must(&format!("clean archive -o together --shard {part}/4"))));
    assert!(home.files("together") == home.files("whole"));
    // Their outputs and ledgers put together are the whole's, too.
    let ledgers = [1, 2, 3, 4].map(|part| home.read(&format!("part-{part}/.ordret/ledger.jsonl")));
    home.write("joined/.ordret/ledger.jsonl", ledgers.concat());
    parts.iter().for_each(|(name, bytes)| home.write(&format!("joined/{}", name.display()), bytes));
    assert!(home.must("summary joined").stdout.contains("documents: 41; mended: 41, no text: 0, skipped: 4"));
    home.must("restore joined -o originals");
    let is_document = |(name, _): &(PathBuf, Vec<u8>)| !name.to_string_lossy().starts_with("link");
    assert!(home.files("originals").into_iter().eq(home.files("archive").into_iter().filter(is_document)));
    assert!(home.must("clean archive -o joined").stderr.contains("unchanged since: 41 files"));
    assert!(home.files("joined") == home.files("whole"));
    home.must("clean archive -o some -j 1 --include *.md --include 00* --exclude /001.txt");
    assert_eq!(home.files("some").len(), 11);
    home.run("clean archive -o x --shard 5/4").refused(2, "is no part");
    home.run("clean archive -o x --include {a").refused(2, "the glob \"{a\"");
    home.write("mine.toml", "apply = \"sure\"");
    home.run("check archive --config mine.toml").refused(2, "mine.toml: TOML parse error");
}

#[test]
fn what_stands_behind_the_end_of_a_ledger_is_named() {
    let home = Home::new();
    write_archive(&home, 3);
    home.must("clean archive -o cleaned");
    let ledger = home.read("cleaned/.ordret/ledger.jsonl");
    let document = ledger.lines().find(|line| line.contains("\"type\":\"document\"")).unwrap();
    for behind in [document, "{\"type\":\"ledger\"}", "x"] {
        home.write("cleaned/.ordret/ledger.jsonl", format!("{ledger}{behind}\n"));
        assert_ne!(home.run("restore cleaned -o originals --force").code, 0, "{behind}");
        home.run("summary cleaned").refused(3, "ledger");
    }
}
