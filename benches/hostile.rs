//! Documents that are made to be slow, or are merely odd: time and memory must grow with their size alone.
//!
//! `cargo bench --bench hostile -- [--only SUBSTRING] [--apply likely] [--bytes N] [--failed yes] [--patience SECONDS] [--write DIR]`. No data is
//! needed: `support/hostile.rs` makes every document. Each is repaired in a process of its own, at half a megabyte,
//! one, two and four (`--bytes` says another number for the second). Seconds are those of the processor where the system tells them
//! (Linux), else of the clock; the peak is the process's own, program and language included. `--failed yes` prints only
//! what misses a bar, `--write` leaves the documents of one megabyte in a folder.
//!
//! A document longer than a block is read twice, since its blocks must know of each other: so a byte of two megabytes costs up to
//! twice a byte of one, once and for all. Doublings are measured on either side of that step, and the step is shown by itself.
//!
//! Bars: at least 0.5 MB/s, twice the size at most 2.3 times the seconds (over the step twice that), at most 200 MB at two
//! megabytes.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use ordret::{Confidence, Options, Repairer};
use support::hostile::{Kind, kinds};
use support::{Arguments, Table, met};

/// Megabytes a second.
const SLOWEST: f64 = 0.5;
/// What twice the size may cost.
const DOUBLING: f64 = 2.3;
/// Megabytes.
const MEMORY: f64 = 200.0;
/// Seconds below which chance decides how two times compare.
const NOISE: f64 = 0.1;
/// Seconds after which a document is given up, unless `--patience` says another number.
const PATIENCE: u64 = 120;
/// Bytes of the middle document.
const BYTES: usize = 1_000_000;

fn main() {
    let arguments = Arguments::read(&["apply", "bytes", "child", "failed", "patience", "write"]);
    if let Some(child) = arguments.get("child") {
        return repair_one(child, &options(&arguments));
    }
    let bytes = arguments.get("bytes").and_then(|bytes| bytes.parse().ok()).unwrap_or(BYTES);
    let kinds: Vec<Kind> = kinds().into_iter().filter(|kind| arguments.wants(&kind.name)).collect();
    if let Some(folder) = arguments.get("write") {
        return write(&kinds, Path::new(folder), bytes);
    }
    let mut table = Table::new(&["document", "MB/s", "doubled", "over the step", "doubled again", "peak MB", "bars"]);
    let mut missed = 0;
    let patience = arguments.get("patience").and_then(|seconds| seconds.parse().ok()).unwrap_or(PATIENCE);
    for kind in &kinds {
        let row = Row::of(&Trial { kind, apply: arguments.get("apply"), patience }, bytes);
        missed += usize::from(!row.is_met());
        if !row.is_met() || arguments.get("failed").is_none() {
            eprintln!("{} {:?}", kind.name, row);
            table.row(&row.cells(&kind.name));
        }
    }
    table.print();
    println!("{missed} of {} documents miss a bar.", kinds.len());
}

fn options(arguments: &Arguments) -> Options {
    let mut options = Options::default();
    if let Some(level) = arguments.get("apply") {
        options.apply = level.parse::<Confidence>().unwrap_or_else(|error| panic!("--apply {level}: {error}"));
    }
    options
}

/// Writes the documents, each in a file of its kind's name.
fn write(kinds: &[Kind], folder: &Path, bytes: usize) {
    for kind in kinds {
        let name: String = kind.name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
        let path = folder.join(format!("{name}.txt"));
        fs::write(&path, kind.document(bytes)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// The sizes of documents, in halves of the one that is told.
const SIZES: [usize; 4] = [1, 2, 4, 8];
/// The place of the document that is longer than a block, unlike the one before it.
const STEP: usize = 2;

/// What one document cost.
#[derive(Clone, Copy, Debug)]
struct Cost {
    seconds: f64,
    /// Megabytes at the most; 0 where the system does not tell.
    peak: f64,
}

/// What documents of one kind cost, the shortest first; `None` for those that were given up.
#[derive(Debug)]
struct Row {
    bytes: usize,
    costs: [Option<Cost>; SIZES.len()],
}

impl Row {
    fn of(trial: &Trial, bytes: usize) -> Self {
        let mut costs = [None; SIZES.len()];
        for (cost, half) in costs.iter_mut().zip(SIZES) {
            *cost = trial.measure(bytes * half / 2);
            if cost.is_none() {
                break;
            }
        }
        Self { bytes, costs }
    }

    fn seconds(&self, at: usize) -> Option<f64> {
        self.costs[at].map(|cost| cost.seconds)
    }

    /// Megabytes a second, where the slowest counts.
    fn speed(&self) -> Option<f64> {
        let mut speeds = (1..SIZES.len()).map(|at| Some((self.bytes * SIZES[at] / 2) as f64 / 1e6 / self.seconds(at)?));
        speeds.try_fold(f64::INFINITY, |least, speed| Some(least.min(speed?)))
    }

    /// What the document of twice the bytes cost, against the one before it.
    fn doubling(&self, at: usize) -> Option<f64> {
        Some(self.seconds(at)? / self.seconds(at - 1)?)
    }

    /// The peak of the documents up to the one behind the step: what a document's edits take grows with it.
    fn peak(&self) -> Option<f64> {
        let costs = self.costs[..=STEP].iter();
        costs.map(|cost| cost.map(|cost| cost.peak)).try_fold(0.0, |most: f64, peak| Some(most.max(peak?)))
    }

    fn is_met(&self) -> bool {
        let most = |at| if at == STEP { 2.0 * DOUBLING } else { DOUBLING };
        let grows =
            |at| self.seconds(at).is_some_and(|s| s < NOISE) || self.doubling(at).is_some_and(|d| d <= most(at));
        self.speed().is_some_and(|speed| speed >= SLOWEST)
            && self.peak().is_some_and(|peak| peak <= MEMORY)
            && (1..SIZES.len()).all(grows)
    }

    fn cells(&self, name: &str) -> Vec<String> {
        let shown = |number: Option<f64>, digits| number.map_or("–".to_owned(), |n| format!("{n:.digits$}"));
        vec![
            name.to_owned(),
            shown(self.speed(), 2),
            shown(self.doubling(1), 2),
            shown(self.doubling(STEP), 2),
            shown(self.doubling(3), 2),
            shown(self.peak(), 0),
            met(self.is_met()),
        ]
    }
}

/// Documents of one kind and how they are repaired.
struct Trial<'a> {
    kind: &'a Kind,
    apply: Option<&'a str>,
    /// Seconds.
    patience: u64,
}

impl Trial<'_> {
    /// What a document costs; what takes little time is measured again, and the least counts.
    fn measure(&self, bytes: usize) -> Option<Cost> {
        let mut least = self.run(bytes)?;
        for _ in 0..2 {
            if least.seconds < NOISE || least.seconds > 10.0 * NOISE {
                break;
            }
            let again = self.run(bytes)?;
            least.seconds = least.seconds.min(again.seconds);
        }
        Some(least)
    }

    /// Runs this bench as a process that repairs one document.
    fn run(&self, bytes: usize) -> Option<Cost> {
        let program = std::env::current_exe().expect("a running program has a path");
        let mut command = Command::new(program);
        command.args(["--child", &format!("{bytes} {}", self.kind.name)]);
        if let Some(level) = self.apply {
            command.args(["--apply", level]);
        }
        let mut child = command.stdout(Stdio::piped()).spawn().expect("this program can be started again");
        let start = Instant::now();
        while child.try_wait().ok()?.is_none() {
            if start.elapsed() > Duration::from_secs(self.patience) {
                child.kill().ok()?;
                child.wait().ok()?;
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let output = child.wait_with_output().ok()?;
        let said = String::from_utf8(output.stdout).ok()?;
        let mut numbers = said.split_whitespace().map(str::parse::<f64>);
        Some(Cost { seconds: numbers.next()?.ok()?, peak: numbers.next()?.ok()? })
    }
}

/// The child: repairs the document it is told, and prints seconds and peak.
fn repair_one(child: &str, options: &Options) {
    let (bytes, name) = child.split_once(' ').expect("the parent says bytes and name");
    let bytes = bytes.parse().expect("the parent says a number");
    let kind = kinds().into_iter().find(|kind| kind.name == name).expect("the parent names a kind");
    let document = kind.document(bytes);
    let repairer = Repairer::new(options.clone());
    let (start, clock) = (processor_seconds(), Instant::now());
    let repair = repairer.repair(&document);
    let seconds = match (start, processor_seconds()) {
        (Some(start), Some(end)) => end - start,
        _ => clock.elapsed().as_secs_f64(),
    };
    assert!(repair.restore() == document, "{name}: the ledger does not give the input back");
    println!("{seconds} {}", peak_megabytes().unwrap_or(0.0));
}

/// Seconds that this process has had of the processor, where the system tells.
fn processor_seconds() -> Option<f64> {
    let told = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(told.split_whitespace().next()?.parse::<f64>().ok()? / 1e9)
}

/// The most memory that this process has had, where the system tells.
fn peak_megabytes() -> Option<f64> {
    let told = fs::read_to_string("/proc/self/status").ok()?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? * 1024.0 / 1e6)
}
