//! What is told, and what if nobody hears it.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use super::support::{Home, Ran};
use super::{DAMAGED, MENDED, assert_restored, write_archive};

#[test]
fn a_report_that_nobody_reads_ends_nothing_and_is_told_by_the_exit_code() {
    let home = Home::new();
    (0..40).for_each(|number| home.write(&format!("archive/{number:03}.txt"), DAMAGED.repeat(50)));
    let mut child = home.command("clean archive -o cleaned --format json");
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(Ran::of(child.wait_with_output().unwrap()).code, 3);
    assert_eq!(home.files("cleaned").len(), 41);
    assert_restored(&home, "cleaned");
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    let code = |command: &mut Command| command.status().unwrap().code().unwrap();
    assert_eq!(code(home.command("clean archive -o full --format json").stdout(full()).stderr(full())), 3);
    assert_restored(&home, "full");
    assert_eq!(code(home.command("restore full -o back").stderr(full())), 3);
    assert!(home.files("back") == home.files("archive"));
    for command in ["check archive", "diff archive", "clean -", "rules", "explain archive/000.txt", "summary full"] {
        let input = File::open(home.path("archive/000.txt")).unwrap();
        let ran = home.command(command).stdin(input).stdout(full()).stderr(Stdio::piped()).spawn().unwrap();
        let ran = Ran::of(ran.wait_with_output().unwrap());
        assert_eq!(ran.code, 3, "{command}");
        assert!(ran.stderr.starts_with("error: stdout cannot be written: "), "{command}: {}", ran.stderr);
    }
    assert_eq!(code(home.command("--help").stdout(full())), 3);
}

#[test]
fn a_failure_that_cannot_be_printed_is_still_one_file_s_failure() {
    let home = Home::new();
    write_archive(&home, 5);
    home.write("cleaned/002.txt/in-the-way", "");
    let full = File::options().write(true).open("/dev/full").unwrap();
    let status = home.command("clean archive -o cleaned --force").stderr(full).status().unwrap();
    assert_eq!(status.code(), Some(3));
    assert_eq!(home.read("cleaned/004.txt"), MENDED);
    assert!(home.path("cleaned/.ordret/ledger.jsonl").is_file());
}

#[test]
fn what_is_told_goes_where_it_is_wanted() {
    let home = Home::new();
    write_archive(&home, 3);
    home.write("archive/x\u{1b}[2J.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x4c");
    let quiet = home.run("clean archive -o quiet -q");
    assert_eq!((quiet.code, quiet.stderr.lines().count()), (3, 1), "{}", quiet.stderr);
    assert!(quiet.stderr.starts_with("error: archive/x\\u{1b}[2J.gz: cannot be unpacked"), "{}", quiet.stderr);
    let named = home.run("clean archive -o named -v --show 0").stderr;
    assert!(named.contains("mended: 000.txt (3 edits)\nmended: 001.txt (3 edits)\n"), "{named}");
    assert!(home.run("clean archive -o named -v --show 0").stderr.contains("done before: 000.txt\n"));
    let restored = home.run("restore named -o restored -v").stderr;
    assert!(restored.contains("given back: 002.txt (3 edits)\n"), "{restored}");
    // A log grows, tells what is told on stderr, and says when.
    for run in 1..=2 {
        home.run("clean archive -o logged -q --log run.log");
        let log = home.read("run.log");
        assert_eq!(log.matches(" error: archive/x\\u{1b}[2J.gz: ").count(), run, "{log}");
        assert_eq!(log.matches(" ledger: logged/.ordret/ledger.jsonl").count(), run, "{log}");
        let stamp = |line: &str| line.len() > 21 && &line[10..11] == "T" && &line[19..21] == "Z ";
        assert!(log.lines().all(stamp), "{log}");
    }
    home.run("clean archive -o logged --log no/such.log").refused(3, "the log no/such.log cannot be");
    home.run("clean archive -o logged --log archive/no/such.log").refused(2, "would be written into archive");
}

/// A stream that is closed before the start is as the null device, which the runtime puts in its place: no file that is opened later
/// has its number, so nothing that is printed stands in a document, and no document is printed.
#[test]
fn streams_that_were_closed_before_the_start_hold_no_document() {
    let home = Home::new();
    write_archive(&home, 30);
    home.must("clean archive -o whole");
    let program = env!("CARGO_BIN_EXE_ordret");
    let run = |work: &str| {
        let ran = Command::new("sh").args(["-c", &format!("exec {program} {work}")]).current_dir(home.root()).output();
        Ran::of(ran.unwrap())
    };
    for (number, closed) in [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"].iter().enumerate() {
        for options in ["", "--format json", "-v --log told.log"] {
            let output = format!("cleaned-{number}-{}", options.len());
            let ran = run(&format!("clean archive -o {output} {options} {closed}"));
            assert_eq!(ran.code, 0, "{options} {closed}: {}", ran.stderr);
            assert!(home.files(&output) == home.files("whole"), "{options} {closed}");
            assert_eq!(run(&format!("restore {output} -o back-{output} {closed}")).code, 0);
            assert!(home.files(&format!("back-{output}")) == home.files("archive"), "{options} {closed}");
        }
        home.write("archive/030.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x4c");
        assert_eq!(run(&format!("clean archive -o broken-{number} {closed}")).code, 3, "{closed}");
        fs::remove_file(home.path("archive/030.gz")).unwrap();
        assert_eq!(run(&format!("clean nosuch -o nothing {closed}")).code, 2, "{closed}");
        assert_eq!(run(&format!("check archive {closed}")).code, 1, "{closed}");
    }
}
