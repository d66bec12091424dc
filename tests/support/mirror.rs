//! A folder cleaned into another, and given back, by the library.
// Each test program uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ordret::Repairer;
use ordret::archive::{self, Cleaning, DocumentRepairer, Failure, Observer, Restored, Tally};
use tempfile::TempDir;

pub const DAMAGED: &str = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n";
pub const MENDED: &str = "Sagen blev drøftet på mødet.\n";

/// What failed, as it is told.
#[derive(Default)]
pub struct Failures(pub Vec<String>);

impl Observer for Failures {
    fn failure(&mut self, failure: &Failure) -> io::Result<()> {
        self.0.push(failure.to_string());
        Ok(())
    }
}

pub fn cleaning(threads: usize) -> Cleaning {
    let repairer = DocumentRepairer { threads, ..DocumentRepairer::new(Repairer::danish()) };
    Cleaning { threads, ..Cleaning::new(repairer) }
}

pub fn clean_with(input: &Path, output: &Path, cleaning: &Cleaning) -> (Tally, Vec<String>) {
    let mut failures = Failures::default();
    let tally = archive::clean(&[input.to_owned()], output, cleaning, &mut failures).unwrap();
    (tally, failures.0)
}

pub fn clean(input: &Path, output: &Path) -> (Tally, Vec<String>) {
    clean_with(input, output, &cleaning(2))
}

pub fn restore(cleaned: &Path, originals: &Path) -> (Restored, Vec<String>) {
    let mut failures = Failures::default();
    let restored = archive::restore(cleaned, originals, 2, false, &mut failures).unwrap();
    (restored, failures.0)
}

/// A home with an archive folder `in`, and paths for an output and for originals.
pub fn home() -> (TempDir, [PathBuf; 3]) {
    let home = tempfile::tempdir().unwrap();
    let paths = ["in", "out", "back"].map(|name| home.path().join(name));
    fs::create_dir(&paths[0]).unwrap();
    (home, paths)
}

/// Every file below a folder with its bytes, those of `ordret` left out.
pub fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().unwrap() != archive::OWN_FOLDER {
                folders.push(path);
            } else if path.is_file() {
                found.push((path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Bytes that look random and are the same every time.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..length).map(step).collect()
}
