//! Parts of an archive.

use std::path::PathBuf;

use super::support::Home;
use super::{DAMAGED, write_archive};

#[test]
fn parts_of_an_archive_are_the_whole() {
    let home = Home::new();
    write_archive(&home, 40);
    home.write("archive/note.md", DAMAGED);
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
    home.must("clean archive -o some -j 1 --include *.md --include 00* --exclude /001.txt");
    assert_eq!(home.files("some").len(), 11);
    home.run("clean archive -o x --shard 5/4").refused(2, "is no part");
    home.run("clean archive -o x --include {a").refused(2, "the glob \"{a\"");
    home.write("mine.toml", "apply = \"sure\"");
    home.run("check archive --config mine.toml").refused(2, "mine.toml: TOML parse error");
}
