//! Speed of ordret beside plsfix and ftfy: the same text, one thread, the same run. Started by `run.sh`.
//!
//! Rounds go through all contestants in turn, so that a busy machine disturbs them alike; the best round counts.

#[path = "../../support/mod.rs"]
mod support;

use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use ordret::{Options, Repairer, RuleSelection};
use support::{Arguments, Table, danish_lines, danish_text, met, mojibake};

/// Bytes of text; ftfy gets an eighth.
const TEXT: usize = 8_000_000;
/// Bytes of a document in it.
const DOCUMENT: usize = 100_000;
const ROUNDS: usize = 5;
/// A round lasts at least as long.
const ROUND: Duration = Duration::from_millis(200);

/// Something that is timed, and how many bytes it goes through.
type Contestant<'a> = (usize, Box<dyn FnMut() + 'a>);

/// MB/s of each, best of the rounds.
fn race(contestants: &mut [Contestant]) -> Vec<f64> {
    let mut best = vec![0.0_f64; contestants.len()];
    for _ in 0..ROUNDS {
        for ((bytes, work), best) in contestants.iter_mut().zip(&mut best) {
            let start = Instant::now();
            let mut times = 0;
            while start.elapsed() < ROUND {
                work();
                times += 1;
            }
            let speed = (*bytes * times) as f64 / start.elapsed().as_secs_f64() / 1e6;
            *best = best.max(speed);
        }
    }
    best
}

/// The text in documents, cut at line ends.
fn documents(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if rest.len() <= DOCUMENT { rest.len() } else { last_line_end(rest, DOCUMENT) };
        found.push(&rest[..end]);
        rest = &rest[end..];
    }
    found
}

/// Where the last whole line of the first so many bytes ends.
fn last_line_end(text: &str, bytes: usize) -> usize {
    text.as_bytes()[..bytes].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1)
}

/// ftfy's MB/s on a file, where a Python with ftfy is told.
fn ftfy(python: Option<&str>, name: &str, text: &str) -> Option<f64> {
    let end = last_line_end(text, text.len() / 8);
    let file = std::env::temp_dir().join(format!("ordret-peers-{}-{name}.txt", std::process::id()));
    std::fs::write(&file, &text[..end]).ok()?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/ftfy_speed.py");
    let output = Command::new(python?).arg(script).arg(&file).output().ok()?;
    let _ = std::fs::remove_file(&file);
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().ok()
}

fn speed(speed: f64) -> String {
    if speed < 10.0 { format!("{speed:.2}") } else { format!("{speed:.0}") }
}

fn main() {
    let arguments = Arguments::read(&["python"]);
    let lines = danish_lines(&arguments);
    let clean = danish_text(&lines, TEXT, 1);
    let damaged = mojibake(&clean);
    let all = Repairer::danish();
    let select = RuleSelection::only(["E"]);
    let encoding = Repairer::new(Options::default().with_rules(select));

    let mut table = Table::new(&[
        "one thread, MB/s",
        "ordret, encoding rules",
        "ordret, all rules",
        "plsfix 0.1.8",
        "ftfy 6.3.1",
        "UTF-8 validation",
        "encoding rules ÷ plsfix",
        "all ÷ plsfix",
        "bar",
        "",
    ]);
    for (name, text, bar) in [("clean Danish", &clean, 40.0), ("every line mojibake", &damaged, 15.0)] {
        if !arguments.wants(name) {
            continue;
        }
        let documents = documents(text);
        let repair = |repairer: &Repairer| {
            for text in &documents {
                drop(black_box(repairer.repair(text.as_bytes())));
            }
        };
        let validate = || {
            for text in &documents {
                let _ = black_box(simdutf8::basic::from_utf8(text.as_bytes()));
            }
        };
        let small = &documents[..documents.len() / 8];
        let plsfix = || {
            for text in small {
                drop(black_box(plsfix::fix_text(text, None)));
            }
        };
        let speeds = race(&mut [
            (text.len(), Box::new(|| repair(&encoding))),
            (text.len(), Box::new(|| repair(&all))),
            (text.len(), Box::new(validate)),
            (small.iter().map(|text| text.len()).sum(), Box::new(plsfix)),
        ]);
        let plsfix = speeds[3];
        let ftfy = ftfy(arguments.get("python"), &name.replace(' ', "-"), text);
        let right = |fixed: &dyn Fn(&str) -> String| {
            let right = small.iter().flat_map(|text| fixed(text).lines().map(str::to_owned).collect::<Vec<_>>());
            right.zip(clean.lines()).filter(|(got, want)| got == want).count()
        };
        let total: usize = small.iter().map(|text| text.lines().count()).sum();
        println!(
            "{name}: lines right of {total}: ordret {}, plsfix {}",
            right(&|text| encoding.repair(text.as_bytes()).text().to_owned()),
            right(&|text| plsfix::fix_text(text, None))
        );
        table.row(&[
            name.to_owned(),
            speed(speeds[0]),
            speed(speeds[1]),
            speed(plsfix),
            ftfy.map_or_else(|| "–".to_owned(), speed),
            speed(speeds[2]),
            format!("{:.1}", speeds[0] / plsfix),
            format!("{:.1}", speeds[1] / plsfix),
            format!("{bar} × plsfix"),
            met(speeds[0] >= bar * plsfix),
        ]);
    }
    println!();
    table.print();

    let mut table = Table::new(&["1 MB, ordret, MB/s", "in lines", "one line", "lines ÷ line", "bar", ""]);
    for (name, text) in [("clean Danish", &clean), ("every line mojibake", &damaged)] {
        if !arguments.wants(name) {
            continue;
        }
        let end = last_line_end(text, 1_000_000);
        let in_lines = &text[..end];
        let one_line = in_lines.replace('\n', " ");
        let speeds = race(&mut [
            (end, Box::new(|| drop(black_box(all.repair(in_lines.as_bytes()))))),
            (end, Box::new(|| drop(black_box(all.repair(one_line.as_bytes()))))),
        ]);
        let ratio = speeds[0] / speeds[1];
        table.row(&[
            name.to_owned(),
            speed(speeds[0]),
            speed(speeds[1]),
            format!("{ratio:.2}"),
            "at most 1.25".to_owned(),
            met(ratio <= 1.25),
        ]);
    }
    table.print();
}
