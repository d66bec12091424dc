//! The pages of `docs/` that show a user a first ten minutes: their commands are run, and print what is shown.
#![cfg(all(unix, feature = "cli"))]

use std::fs;
use std::path::Path;
use std::process::Command;

/// A command of a page, its exit code, and the lines that are shown of what it prints.
#[derive(Debug)]
struct Shown {
    command: String,
    code: i32,
    lines: Vec<String>,
}

/// The commands of a page's `console` blocks: `$ COMMAND`, then `? CODE` if it is not 0, then lines that it prints, in their order;
/// `…` stands for others.
fn shown(page: &str) -> Vec<Shown> {
    let mut commands: Vec<Shown> = Vec::new();
    let mut is_console = false;
    for line in page.lines() {
        match (is_console, line) {
            (false, "```console") => is_console = true,
            (true, "```") => is_console = false,
            (true, line) => match (line.strip_prefix("$ "), line.strip_prefix("? "), commands.last_mut()) {
                (Some(command), ..) => commands.push(Shown { command: command.into(), code: 0, lines: Vec::new() }),
                (_, Some(code), Some(last)) => last.code = code.parse().unwrap(),
                (_, _, Some(last)) if !line.trim().is_empty() && line != "…" => last.lines.push(line.to_owned()),
                _ => {}
            },
            _ => {}
        }
    }
    commands
}

/// A folder with an archive, as the pages have it.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive");
    assert!(Command::new("cp").arg("-r").arg(archive).arg(home.path().join("arkiv")).status().unwrap().success());
    home
}

fn run(page: &str, text: &str) {
    let home = home();
    let program = Path::new(env!("CARGO_BIN_EXE_ordret")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let commands = shown(text);
    assert!(!commands.is_empty(), "{page} shows no command");
    for Shown { command, code, lines } in commands {
        let ran =
            Command::new("bash").args(["-c", &command]).current_dir(home.path()).env("PATH", &path).output().unwrap();
        let printed = [ran.stdout, ran.stderr].concat();
        let printed = String::from_utf8(printed).unwrap();
        assert_eq!(ran.status.code(), Some(code), "{page}: {command}\n{printed}");
        let mut left = printed.lines();
        for line in &lines {
            assert!(left.any(|printed| printed == line), "{page}: {command}\ndoes not print\n{line}\nbut\n{printed}");
        }
    }
    drop(fs::remove_dir_all(home.path()));
}

#[test]
fn the_archivist_s_page_works() {
    run("docs/archivist.md", include_str!("../docs/archivist.md"));
}

#[test]
fn the_engineer_s_page_works() {
    run("docs/engineer.md", include_str!("../docs/engineer.md"));
}

#[test]
fn the_reviewer_s_page_works() {
    run("docs/reviewer.md", include_str!("../docs/reviewer.md"));
}
