//! Runs that end early, and what goes on from there.

use std::fs::{self, File};
use std::io::Write;
use std::process::{Child, Command, Stdio};

use super::support::{Home, Ran};
use super::{DAMAGED, assert_restored, write_archive};

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

/// Kills a run when so many bytes are noted of what it did of the documents that it is at.
fn kill_when_noted(home: &Home, bytes: u64) {
    let mut child = home.command("clean archive -o cleaned").stderr(Stdio::null()).spawn().unwrap();
    let noted = || {
        let files = fs::read_dir(home.path("cleaned/.ordret/members")).into_iter().flatten();
        files.map(|file| file.unwrap().metadata().map_or(0, |file| file.len())).sum::<u64>()
    };
    while noted() < bytes && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
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
    kill_when_noted(&home, 50_000);
    let told = home.must("clean archive -o cleaned").stderr;
    assert!(told.contains("members that were done before the run was ended: "), "{told}");
    assert!(home.files("cleaned") == home.files("whole"));
    assert_restored(&home, "cleaned");
}

#[test]
fn a_long_text_that_was_half_done_goes_on_where_it_was() {
    let home = Home::new();
    let right = "Kassereren mente, at kontingentet burde blive det samme som i de sidste tre år.\n\n".repeat(200);
    home.write("archive/lang.txt", format!("{right}{DAMAGED}Storste bekymring er vejene.\n\n").repeat(400));
    home.must("clean archive -o whole");
    kill_when_noted(&home, 4_000);
    assert!(!home.path("cleaned/lang.txt").exists());
    let told = home.must("clean archive -o cleaned").stderr;
    assert!(told.contains("of texts that were under way when the run was ended, done before: "), "{told}");
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
