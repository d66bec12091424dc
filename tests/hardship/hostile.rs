//! Names, options, ledgers and limits that are hard on a run.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::support::{Home, Ran};
use super::{DAMAGED, write_archive};

#[test]
fn few_files_may_be_open() {
    let home = Home::new();
    write_archive(&home, 300);
    (0..20).for_each(|number| home.write(&format!("archive/large-{number}.txt"), DAMAGED.repeat(700)));
    let program = env!("CARGO_BIN_EXE_ordret");
    for work in [
        "clean archive -o cleaned --threads 16",
        "clean archive -o cleaned",
        "restore cleaned -o originals --threads 16",
    ] {
        let limited = format!("ulimit -n 64; exec {program} {work}");
        let ran = Command::new("sh").args(["-c", &limited]).current_dir(home.root()).output().unwrap();
        let ran = Ran::of(ran);
        assert_eq!(ran.code, 0, "{work}: {}", ran.stderr);
    }
    assert!(home.files("originals") == home.files("archive"));
}

/// What a person may have been sent: a ledger whose one line fills a disk, and options that fill a memory. Holes take no disk.
#[test]
fn a_line_without_an_end_fills_no_memory() {
    const HUGE: u64 = 1 << 30;
    let home = Home::new();
    write_archive(&home, 3);
    home.must("clean archive -o cleaned");
    // Cut off in front of its end, and on from there.
    let ledger = home.read("cleaned/.ordret/ledger.jsonl");
    home.write("cleaned/.ordret/ledger.jsonl", ledger.split_once("{\"type\":\"end\"").unwrap().0);
    let huge = |name: &str| fs::File::options().append(true).open(home.path(name)).unwrap().set_len(HUGE).unwrap();
    huge("cleaned/.ordret/ledger.jsonl");
    home.write("huge.toml", "lines = \"keep\"\n# ");
    home.write("huge.txt", "Moller\n");
    home.write("huge.jsonl", "");
    ["huge.toml", "huge.txt", "huge.jsonl"].iter().for_each(|name| huge(name));
    let program = env!("CARGO_BIN_EXE_ordret");
    for (work, code, why) in [
        ("restore cleaned -o originals", 3, "a line is longer than"),
        ("summary cleaned", 3, "a line is longer than"),
        ("check archive --config huge.toml", 2, "huge.toml"),
        ("check archive --words huge.txt", 2, "huge.txt"),
        ("check archive --decisions huge.jsonl", 2, "huge.jsonl"),
        ("check archive --profile huge.txt", 2, "huge.txt"),
    ] {
        // In kilobytes of addresses, of which the program's data and threads take some hundred thousand.
        let limited = format!("ulimit -v 1500000; exec {program} {work} -j 2");
        let limited = if work.starts_with("summary") { limited.replace(" -j 2", "") } else { limited };
        let ran = Command::new("sh").args(["-c", &limited]).current_dir(home.root()).output().unwrap();
        let ran = Ran::of(ran);
        assert!(ran.code == code && ran.stderr.contains(why), "{work}: {} {}", ran.code, ran.stderr);
    }
}

#[test]
fn names_and_texts_do_not_speak_to_the_terminal_or_the_patch() {
    let home = Home::new();
    let name = OsStr::from_bytes(b"a\x1b[31m\n+++ b/victim.txt\nm\xf8de.txt");
    fs::create_dir_all(home.path("archive").join(name).parent().unwrap()).unwrap();
    fs::write(home.path("archive").join(name), DAMAGED).unwrap();
    fs::write(home.path("archive").join("\x1bc.bin"), b"\x7fELF\0\0\x01\xff\xfe\0").unwrap();
    let diff = home.must("diff archive");
    let heading = "--- \"a/archive/a\\033[31m\\n+++ b/victim.txt\\nm\\370de.txt\"\n";
    assert!(diff.stdout.contains(heading), "{}", diff.stdout);
    assert!(!diff.stdout.lines().any(|line| line.starts_with("+++ b/victim")), "{}", diff.stdout);
    fs::create_dir_all(home.path("cleaned").join(name)).unwrap();
    for command in
        ["clean archive -o cleaned --force", "check archive", "restore nowhere\x1b -o x", "learn archive -o x.profile"]
    {
        let ran = home.run(command);
        assert!(
            !ran.stdout.contains('\x1b') && !ran.stderr.contains('\x1b'),
            "{command}: {}{}",
            ran.stdout,
            ran.stderr
        );
        assert!(!ran.stderr.lines().any(|line| line.starts_with("+++")), "{command}: {}", ran.stderr);
    }
}

#[test]
fn options_inside_an_archive_are_not_obeyed() {
    let home = Home::new();
    write_archive(&home, 2);
    home.write("secret", "the = secret = word\n");
    for options in ["profile = \"/dev/zero\"", "threads = 100000", "apply = \"sure\""] {
        home.write("archive/ordret.toml", options);
        let output = format!("cleaned-{}", options.len());
        let ran = home.must(&format!("clean archive -o {output}"));
        assert!(ran.stderr.contains("ordret.toml (options of ordret, no document)"), "{}", ran.stderr);
        let inside = home.command("check . --level certain").current_dir(home.path("archive")).output().unwrap();
        assert_eq!(inside.status.code(), Some(1));
        // Where it is found, what it says is bounded.
        home.write("ordret.toml", options);
        home.run("check archive").refused(2, "");
        fs::remove_file(home.path("ordret.toml")).unwrap();
    }
    symlink("secret", home.path("ordret.toml")).unwrap();
    let ran = home.run("check archive");
    assert!(ran.code == 2 && !ran.stderr.contains("word"), "{}", ran.stderr);
    fs::remove_file(home.path("ordret.toml")).unwrap();
    home.write("ordret.toml", "#".repeat(2 << 20));
    home.run("check archive").refused(2, "it is longer than 1048576 bytes");
}

#[test]
fn a_learned_profile_is_written_through_no_link() {
    let home = Home::new();
    write_archive(&home, 2);
    home.write("victim", "precious");
    symlink("victim", home.path("x.part")).unwrap();
    home.must("learn archive -o x");
    assert_eq!(home.read("victim"), "precious");
    let _socket = std::os::unix::net::UnixListener::bind(home.path("socket")).unwrap();
    home.run("learn archive -o socket").refused(2, "is no profile");
}

/// What a person may have been handed: an output whose own files are links, or pipes into which nobody writes.
#[test]
fn own_files_that_are_none_are_refused_and_lead_nowhere() {
    let home = Home::new();
    write_archive(&home, 3);
    home.write("victim", "precious\n");
    fs::create_dir(home.path("elsewhere")).unwrap();
    let pipe = |path: &str| assert!(Command::new("mkfifo").arg(home.path(path)).status().unwrap().success());
    for name in ["lock", "ledger.jsonl", "journal.jsonl", "unfinished.jsonl", "drafts"] {
        for (kind, target) in [("pipe", ""), ("link", "victim"), ("link-to-folder", "elsewhere")] {
            let output = format!("{kind}-{name}");
            fs::create_dir_all(home.path(&format!("{output}/.ordret"))).unwrap();
            match target {
                "" => pipe(&format!("{output}/.ordret/{name}")),
                target => symlink(home.path(target), home.path(&format!("{output}/.ordret/{name}"))).unwrap(),
            }
            home.run(&format!("clean archive -o {output}")).refused(3, name);
            assert_eq!(home.run(&format!("restore {output} -o back-{output}")).code, 3, "{output}");
        }
    }
    // What is only of use while a long document is done.
    home.write("long/a.txt", "Den er god nok, og ingen har noget imod den.\n\n".repeat(100_000));
    fs::create_dir_all(home.path("linked/.ordret")).unwrap();
    symlink(home.path("elsewhere"), home.path("linked/.ordret/members")).unwrap();
    home.must("clean long -o linked");
    assert_eq!(home.read("victim"), "precious\n");
    assert!(fs::read_dir(home.path("elsewhere")).unwrap().next().is_none());
    // An output that was put there instead.
    home.must("clean archive -o cleaned");
    fs::remove_file(home.path("cleaned/001.txt")).unwrap();
    pipe("cleaned/001.txt");
    home.run("restore cleaned -o originals").refused(3, "001.txt");
    home.run("clean archive -o cleaned").refused(3, "was not written by ordret");
}
