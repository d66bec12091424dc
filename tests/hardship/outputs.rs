//! Where outputs go, and what stands there already.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::support::Home;
use super::{DAMAGED, MENDED, assert_restored, write_archive};

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
fn what_is_not_there_makes_nothing() {
    let home = Home::new();
    home.run("clean nosuch -o cleaned").refused(2, "nosuch: No such file or directory");
    assert!(!home.path("cleaned").exists());
}
