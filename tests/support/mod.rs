//! The command run in a folder of its own, as tests of it share that.
// Each test program uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder to work in.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|cause| panic!("{name}: {cause}"))
    }

    pub fn read_bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|cause| panic!("{name}: {cause}"))
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ordret"));
        command.args(arguments.split(' ')).current_dir(self.0.path()).env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, arguments: &str) -> Ran {
        Ran::of(self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs, and must succeed.
    pub fn must(&self, arguments: &str) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments}: {}", ran.stderr);
        ran
    }

    /// Files below a folder, with their bytes.
    pub fn files(&self, name: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let (root, mut found) = (self.path(name), Vec::new());
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.strip_prefix(&root).unwrap().to_owned(), fs::read(&path).unwrap()));
                }
            }
        }
        found.sort();
        found
    }

    /// The lines of an output's ledger.
    pub fn ledger(&self, output: &str) -> Vec<Value> {
        let ledger = self.read(&format!("{output}/.ordret/ledger.jsonl"));
        ledger.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// How a run ended and what it said; none panics.
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let (code, stdout, stderr) = (output.status.code(), text(output.stdout), text(output.stderr));
        let ran = Self { code: code.unwrap_or(-1), stdout, stderr };
        assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        ran
    }

    pub fn refused(&self, code: i32, why: &str) {
        assert!(self.code == code && self.stderr.contains(why), "{}: {}", self.code, self.stderr);
    }
}
