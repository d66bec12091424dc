//! What `.pre-commit-hooks.yaml` runs, as pre-commit runs it: with the names of files behind it.
#![cfg(all(unix, feature = "cli"))]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The script of the hook that cleans, as YAML folds it: what stands in its quotes.
fn script() -> String {
    let hooks = include_str!("../.pre-commit-hooks.yaml");
    let entry = hooks.split("id: ordret-clean").nth(1).unwrap();
    let script = entry.split('\'').nth(1).unwrap();
    script.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

fn run(home: &Path, files: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_ordret")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut hook = Command::new("bash");
    hook.args(["-c", &script(), "ordret-clean"]).args(files).current_dir(home).env("PATH", path).output().unwrap()
}

#[test]
fn files_are_mended_in_place_and_can_be_given_back() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("en mappe")).unwrap();
    let (damaged, right) = ("Sagen blev drÃ¸ftet.\n", "Den er drøftet.\n");
    let read = |name: &str| fs::read_to_string(home.path().join(name)).unwrap();
    for (name, text) in [("en mappe/-a.txt", damaged), ("b.txt", damaged), ("c.txt", right)] {
        fs::write(home.path().join(name), text).unwrap();
    }
    fs::write(home.path().join("b.txt.ordret.jsonl"), "other").unwrap();
    let ran = run(home.path(), &["en mappe/-a.txt", "b.txt", "c.txt"]);
    assert_eq!(ran.status.code(), Some(1), "{}", String::from_utf8_lossy(&ran.stderr));
    let said = String::from_utf8(ran.stdout).unwrap();
    assert!(said.contains("en mappe/-a.txt was mended") && said.contains("b.txt.ordret.jsonl is the ledger"), "{said}");
    assert_eq!((read("en mappe/-a.txt").as_str(), read("b.txt").as_str()), ("Sagen blev drøftet.\n", damaged));
    assert_eq!((read("c.txt").as_str(), read("b.txt.ordret.jsonl").as_str()), (right, "other"));
    let mut names: Vec<_> = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["b.txt", "b.txt.ordret.jsonl", "c.txt", "en mappe"]);
    let mut restore = Command::new(env!("CARGO_BIN_EXE_ordret"));
    restore.args(["restore", "en mappe/-a.txt", "-o", "tilbage.txt"]).current_dir(home.path());
    assert!(restore.status().unwrap().success());
    assert_eq!(read("tilbage.txt"), damaged);
    assert!(run(home.path(), &["en mappe/-a.txt", "c.txt"]).status.success());
}
