//! What the command does when the machine, the archive or its user is hard on it: signals, pipes that close, full disks, few files
//! that may be open, hostile names, links and options.
#![cfg(all(feature = "cli", unix))]

mod support;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use support::{Home, Ran};

const DAMAGED: &str = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n";
const MENDED: &str = "Sagen blev drøftet på mødet.\n";

/// An archive of so many short files.
fn write_archive(home: &Home, files: usize) {
    (0..files).for_each(|number| home.write(&format!("archive/{number:03}.txt"), DAMAGED));
}

/// The archive comes back from an output.
fn assert_restored(home: &Home, output: &str) {
    home.must(&format!("restore {output} -o restored-{output}"));
    assert!(home.files(&format!("restored-{output}")) == home.files("archive"), "{output}");
}

#[test]
fn a_second_run_into_the_same_output_is_told_of_the_first() {
    let home = Home::new();
    write_archive(&home, 3);
    home.must("clean archive -o cleaned");
    let lock = File::create(home.path("cleaned/.ordret/lock")).unwrap();
    lock.lock().unwrap();
    (&lock).write_all(b"4711\n").unwrap();
    home.run("clean archive -o cleaned").refused(2, "another run of ordret (process 4711) is at work here");
    home.run("restore cleaned -o originals").refused(2, "process 4711");
    drop(lock);
    // What a killed run left locks nothing.
    home.must("clean archive -o cleaned");
    assert!(!home.path("cleaned/.ordret/lock").exists());
    assert_restored(&home, "cleaned");
}

fn signal(child: &Child) {
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
}

/// Starts a run that takes seconds, and waits until it is at work.
fn start_long_run(home: &Home) -> Child {
    let child = home.command("clean archive -o cleaned --threads 1").stderr(Stdio::piped()).spawn().unwrap();
    let drafts = home.path("cleaned/.ordret/drafts");
    let at_work = || fs::read_dir(&drafts).is_ok_and(|mut drafts| drafts.next().is_some());
    while !at_work() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child
}

#[test]
fn an_interrupted_run_says_how_to_go_on_and_does() {
    let home = Home::new();
    (0..200).for_each(|number| home.write(&format!("archive/{number:03}.txt"), DAMAGED.repeat(300)));
    let child = start_long_run(&home);
    signal(&child);
    let ran = Ran::of(child.wait_with_output().unwrap());
    ran.refused(130, "interrupted: the same command goes on from here");
    let done = home.files("cleaned").len();
    assert!((2..201).contains(&done), "{done}");
    let restored = home.run("restore cleaned -o part");
    restored.refused(3, "the run was not finished: in the order of paths, what comes after");
    assert!(home.files("part").iter().all(|file| home.files("archive").contains(file)));
    let rest = home.must("clean archive -o cleaned");
    assert!(rest.stderr.contains("done before, and unchanged since:"), "{}", rest.stderr);
    home.must("clean archive -o whole");
    assert!(home.files("cleaned") == home.files("whole"));
    assert_restored(&home, "cleaned");
}

#[test]
fn a_second_interrupt_ends_a_run_at_once_and_loses_nothing() {
    let home = Home::new();
    home.write("archive/long.txt", DAMAGED.repeat(200_000));
    let child = start_long_run(&home);
    signal(&child);
    // Two signals that are sent at once may arrive as one.
    while child_is_running(&child) {
        signal(&child);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(Ran::of(child.wait_with_output().unwrap()).code, 130);
    assert!(!home.path("cleaned/long.txt").exists());
    home.write("archive/long.txt", DAMAGED);
    home.must("clean archive -o cleaned");
    assert_eq!(home.files("cleaned").len(), 2, "what the first run left is gone");
}

fn child_is_running(child: &Child) -> bool {
    let state = fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap_or_default();
    !state.is_empty() && !state.contains(") Z ")
}

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
    for command in ["check archive", "diff archive", "clean -", "rules", "explain archive/000.txt"] {
        let input = File::open(home.path("archive/000.txt")).unwrap();
        let code = code(home.command(command).stdin(input).stdout(full()).stderr(Stdio::null()));
        assert_eq!(code, 3, "{command}");
    }
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
fn modes_are_kept_and_own_files_have_the_usual_one() {
    let home = Home::new();
    home.write("archive/closed/a.txt", DAMAGED);
    home.write("archive/shared/b.txt", DAMAGED);
    let mode = |name: &str| fs::metadata(home.path(name)).unwrap().permissions().mode() & 0o777;
    for (name, mode) in [("archive", 0o700), ("archive/closed", 0o710), ("archive/shared", 0o777)] {
        fs::set_permissions(home.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }
    home.must("clean archive -o cleaned");
    home.must("restore cleaned -o originals");
    for folder in ["cleaned", "originals"] {
        let modes = ["", "/closed", "/shared"].map(|below| mode(&format!("{folder}{below}")));
        assert_eq!(modes, [0o700, 0o710, 0o777], "{folder}");
    }
    home.write("usual", "");
    assert_eq!(mode("cleaned/.ordret/ledger.jsonl"), mode("usual"));
    home.must("clean archive -o cleaned --force --apply likely");
    assert_eq!(mode("cleaned/.ordret/ledger.jsonl"), mode("usual"));
}

#[test]
fn one_file_goes_to_a_file_with_its_ledger_beside_it() {
    let home = Home::new();
    home.write("a.txt", DAMAGED);
    home.must("clean a.txt -o b.txt");
    assert_eq!(home.read("b.txt"), MENDED);
    assert!(home.read("b.txt.ordret.jsonl").contains("\"path\":\"b.txt\""));
    assert_eq!(fs::read_dir(home.root()).unwrap().count(), 3);
    assert!(home.must("clean a.txt -o b.txt").stderr.contains("unchanged since: 1 file"));
    home.must("restore b.txt -o a-again.txt");
    assert_eq!(home.read("a-again.txt"), DAMAGED);
    assert_eq!(fs::read_dir(home.root()).unwrap().count(), 4);
    home.run("clean a.txt -o a.txt").refused(2, "would be written over");
    home.write("b.txt", "edited by hand");
    home.run("clean a.txt -o b.txt").refused(3, "was changed since");
    assert_eq!(home.read("b.txt"), "edited by hand");
    home.must("clean a.txt -o b.txt --force");
    home.must("clean a.txt -o folder/");
    assert_eq!(home.read("folder/a.txt"), MENDED);
    home.write("c.txt.ordret.jsonl", "a text of the user's");
    home.run("clean c.txt.ordret.jsonl -o c.txt").refused(2, "would be written over");
}

#[test]
fn what_ordret_did_not_leave_there_is_not_written_over() {
    let home = Home::new();
    write_archive(&home, 4);
    home.must("clean archive -o cleaned");
    home.write("cleaned/000.txt", "edited by hand\n");
    fs::remove_file(home.path("cleaned/001.txt")).unwrap();
    symlink(home.path("elsewhere"), home.path("cleaned/001.txt")).unwrap();
    home.write("elsewhere", "precious");
    home.write("archive/new.txt", DAMAGED);
    home.write("cleaned/new.txt", "not written by ordret\n");
    let ran = home.run("clean archive -o cleaned");
    ran.refused(3, "was not written by ordret, or was changed since");
    assert!(ran.stderr.contains("unchanged since: 2 files") && ran.stderr.contains("failed: 3"), "{}", ran.stderr);
    assert_eq!(home.read("cleaned/000.txt"), "edited by hand\n");
    assert_eq!(home.read("elsewhere"), "precious");
    home.must("clean archive -o cleaned --force");
    assert_eq!(home.read("elsewhere"), "precious");
    assert_restored(&home, "cleaned");
    home.write("originals/003.txt", "mine");
    home.run("restore cleaned -o originals").refused(3, "was not written by ordret");
    assert_eq!(home.read("originals/003.txt"), "mine");
    home.must("restore cleaned -o originals --force");
    assert!(home.files("originals") == home.files("archive"));
}

#[test]
fn other_settings_are_refused() {
    let home = Home::new();
    write_archive(&home, 2);
    home.must("clean archive -o cleaned");
    let before = home.files("cleaned");
    let why = "was written with other settings (apply: certain then, likely now)";
    home.run("clean archive -o cleaned --apply likely").refused(2, why);
    assert!(home.files("cleaned") == before);
    fs::remove_file(home.path("archive/001.txt")).unwrap();
    home.must("clean archive -o cleaned --apply likely --force");
    let ledger = home.read("cleaned/.ordret/ledger.jsonl");
    // The document that is no longer in the archive is of the run before.
    assert!(ledger.lines().next().unwrap().contains("\"earlier\":[{"), "{ledger}");
    assert_eq!(ledger.matches("\"run\":1").count(), 1);
    home.write("archive/001.txt", DAMAGED);
    assert_restored(&home, "cleaned");
    home.must("clean archive -o cleaned --apply likely");
}

#[test]
fn records_of_runs_among_the_inputs_are_named() {
    let home = Home::new();
    write_archive(&home, 2);
    home.must("clean archive -o inner/cleaned");
    let ran = home.must("clean inner -o outer");
    assert!(ran.stderr.contains("  cleaned/.ordret (records of ordret, no documents)"), "{}", ran.stderr);
    assert!(home.read("outer/.ordret/ledger.jsonl").contains("{\"type\":\"skipped\",\"path\":\"cleaned/.ordret\""));
    assert!(home.must("clean inner/cleaned -o again").stderr.contains("  .ordret (records"));
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

#[test]
fn what_is_not_there_makes_nothing() {
    let home = Home::new();
    home.run("clean nosuch -o cleaned").refused(2, "nosuch: No such file or directory");
    assert!(!home.path("cleaned").exists());
}

#[test]
fn an_archive_that_was_half_done_goes_on_where_it_was() {
    let home = Home::new();
    let mut tar = tar::Builder::new(Vec::new());
    for number in 0..3000 {
        let text = DAMAGED.repeat(1 + number % 30);
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        tar.append_data(&mut header, format!("{number}.txt"), text.as_bytes()).unwrap();
    }
    home.write("archive/alt.tar", tar.into_inner().unwrap());
    home.must("clean archive -o whole");
    let mut child = home.command("clean archive -o cleaned").stderr(Stdio::null()).spawn().unwrap();
    let written = || {
        let files = fs::read_dir(home.path("cleaned/.ordret/members")).into_iter().flatten();
        files.map(|file| file.unwrap().metadata().map_or(0, |file| file.len())).sum::<u64>()
    };
    while written() < 50_000 && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let told = home.must("clean archive -o cleaned").stderr;
    assert!(told.contains("members that were done before the run was ended: "), "{told}");
    assert!(home.files("cleaned") == home.files("whole"));
    assert_restored(&home, "cleaned");
}

#[test]
fn what_a_killed_run_left_is_removed() {
    let home = Home::new();
    write_archive(&home, 2);
    home.must("clean archive -o whole");
    home.must("clean archive -o cleaned");
    home.write("cleaned/.ordret/drafts/draft-x", "half");
    home.write("cleaned/.ordret/lock", "4711\n");
    home.must("clean archive -o cleaned");
    assert!(home.files("cleaned") == home.files("whole"));
    assert!(!home.path("cleaned/.ordret/drafts").exists());
    // As version 0.1.0 did.
    fs::remove_file(home.path("cleaned/.ordret/ledger.jsonl")).unwrap();
    for name in ["cleaned/.ordret-aB3xyz", "cleaned/.ordret/.ledger-000000"] {
        home.write(name, "half");
    }
    home.must("clean archive -o cleaned");
    assert!(home.files("cleaned") == home.files("whole"));
}
