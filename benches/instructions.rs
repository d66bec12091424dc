//! One document through one hot path, for callgrind to count; `benches/instructions.sh` runs it.
//!
//! `instructions PATH TIMES`: repairs the path's document so many times. Counts of two runs with different times
//! differ by the repairs alone, whatever it costs to start.

mod support;

use std::hint::black_box;

use ordret::{Options, Repairer, RuleSelection};

/// Bytes of the document.
const DOCUMENT: usize = 100_000;

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| !word.starts_with("--"));
    let (Some(path), Some(times)) = (words.next(), words.next().and_then(|times| times.parse::<usize>().ok())) else {
        println!("Run benches/instructions.sh, which has callgrind count what this does.");
        return;
    };
    let lines = support::built_in_lines();
    let clean = support::danish_text(&lines, DOCUMENT, 1);
    let select = RuleSelection::only(["E"]);
    let encoding = Options::default().with_rules(select);
    let (document, options) = match path.as_str() {
        "clean" => (clean, Options::default()),
        "clean-encoding" => (clean, encoding),
        "mojibake" => (support::mojibake(&clean), Options::default()),
        "mojibake-encoding" => (support::mojibake(&clean), encoding),
        other => panic!("no path {other}: clean, mojibake, with -encoding for the encoding rules alone"),
    };
    let repairer = Repairer::new(options);
    for _ in 0..times {
        black_box(repairer.repair(black_box(document.as_bytes())));
    }
    println!("{}", document.len());
}
