//! Speed and size of profiles: counting a document, merging documents, writing and reading the file.
//!
//! `cargo bench --bench profile -- [--data DIR]`. A row is the best of several runs on one thread.

mod support;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use ordret::profile::{Counts, Learner, Profile, tokens};
use support::Arguments;

/// A row is repeated for so long.
const LASTS: Duration = Duration::from_secs(1);

fn main() {
    let arguments = Arguments::read(&[]);
    let texts = arguments.data_or_say().map(texts).filter(|texts| !texts.is_empty()).unwrap_or_else(|| {
        let lines = support::built_in_lines();
        (0..50).map(|seed| support::danish_text(&lines, 20_000, seed)).collect()
    });
    let all = texts.concat();
    println!("{} documents, {:.1} MB\n", texts.len(), megabytes(all.len()));
    row("tokens", all.len(), || tokens(&all).count() as u64);
    row("counts of each document", all.len(), || texts.iter().map(|text| Counts::of(text).total()).sum::<u64>());
    row("counts of all as one document", all.len(), || Counts::of(&all).total());
    row("documents learned", all.len(), || learned(&texts).counts().total());
    row("parts merged", all.len(), || {
        let mut whole = Profile::default();
        texts.chunks(16).for_each(|part| whole.merge(&learned(part)));
        whole.counts().total()
    });
    let profile = learned(&texts);
    let bytes = profile.write();
    let (words, pairs) = (profile.counts().words().count(), profile.counts().pairs().count());
    println!("\nfile of {words} words and {pairs} pairs: {:.2} MB", megabytes(bytes.len()));
    row("file written", bytes.len(), || profile.write().len() as u64);
    row("file read", bytes.len(), || Profile::read(&bytes).map_or(0, |profile| profile.counts().total()));
}

fn learned(texts: &[String]) -> Profile {
    let mut learner = Learner::default();
    for text in texts {
        learner.begin_document();
        learner.read(text);
    }
    learner.finish()
}

fn row(name: &str, bytes: usize, work: impl Fn() -> u64) {
    let start = Instant::now();
    let mut best = Duration::MAX;
    while start.elapsed() < LASTS {
        let run = Instant::now();
        black_box(work());
        best = best.min(run.elapsed());
    }
    println!("{name:32} {:7.1} MB/s", megabytes(bytes) / best.as_secs_f64());
}

fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

/// The texts below a folder, in the order of their paths.
fn texts(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            found.extend(texts(&path));
        } else if path.extension().is_some_and(|extension| extension == "txt") {
            found.extend(fs::read_to_string(&path));
        }
    }
    found
}
