//! The command on one large file beside the library on the same text: `cargo bench --bench large [-- --megabytes N]` (100 unless said).
//! The bar is 0.9 times the library's speed on one thread, times the threads. The least of some runs by turns is told.

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use ordret::Repairer;

/// Runs by turns.
const TURNS: usize = 3;
/// What the bar allows for reading, hashing, writing and proving.
const BAR: f64 = 0.9;
const MB: usize = 1_000_000;

fn main() {
    let arguments = support::Arguments::read(&["megabytes"]);
    let megabytes: usize =
        arguments.get("megabytes").map_or(100, |given| given.parse().expect("--megabytes wants a number"));
    let clean = support::danish_text(&support::built_in_lines(), megabytes * MB, 1);
    let damaged = support::mojibake(&clean);
    let home = tempfile::tempdir().expect("a temporary folder can be made");
    println!("| text | library, MB/s | threads | command, MB/s | of the library × threads | |");
    println!("| ---- | ------------: | ------: | ------------: | -----------------------: | --: |");
    let documents = [("clean, a line each", &clean), ("every line mojibake", &damaged)];
    for (name, text) in documents.iter().filter(|(name, _)| arguments.wants(name)) {
        row(name, text, home.path());
    }
}

fn row(name: &str, text: &str, home: &Path) {
    let file = home.join("in.txt");
    std::fs::write(&file, text).expect("the temporary folder takes the text");
    let repairer = Repairer::danish();
    let threads = [1, 2];
    let (mut library, mut command) = (f64::INFINITY, [f64::INFINITY; 2]);
    for _ in 0..TURNS {
        library = library.min(seconds(|| drop(repairer.repair(text.as_bytes()))));
        for (least, threads) in command.iter_mut().zip(threads) {
            *least = least.min(clean(&file, &home.join("out"), threads));
        }
    }
    let speed = |seconds: f64| text.len() as f64 / MB as f64 / seconds;
    for (taken, threads) in command.iter().zip(threads) {
        let part = library / taken / threads as f64;
        let met = if part >= BAR { "met" } else { "MISSED" };
        println!("| {name} | {:.1} | {threads} | {:.1} | {part:.2} | {met} |", speed(library), speed(*taken));
    }
}

/// Seconds that the command takes.
fn clean(file: &Path, output: &Path, threads: usize) -> f64 {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ordret"));
    command.arg("clean").arg(file).arg("-o").arg(output.join("")).args(["-q", "--threads", &threads.to_string()]);
    let taken = seconds(|| assert!(command.stdout(Stdio::null()).status().is_ok_and(|status| status.success())));
    std::fs::remove_dir_all(output).expect("the output can be removed");
    taken
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}
