//! One document through one hot path, for callgrind to count; `benches/instructions.sh` runs it.
//!
//! `instructions PATH TIMES`: repairs the path's document so many times. Counts of two runs with different times
//! differ by the repairs alone, whatever it costs to start. Paths of many words and of misread ones are drawn anew each time,
//! so that what is remembered of words does not flatter them; they want the development data (`ORDRET_DATA`).

mod support;

use std::hint::black_box;

use ordret::{Options, Repairer, RuleSelection};
use support::typeset::{Printed, Separation, Style};

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
    let many = |seed| support::drawn_text(&support::word_counts(), DOCUMENT, seed);
    let fresh = |make: &dyn Fn(u64) -> String| {
        let repairer = Repairer::danish();
        let documents: Vec<String> = (0..times as u64).map(make).collect();
        for document in &documents {
            black_box(repairer.repair(black_box(document.as_bytes())));
        }
        println!("{}", DOCUMENT);
    };
    match path.as_str() {
        "many" => return fresh(&many),
        "misread" => return fresh(&|seed| support::misread(&many(seed), seed)),
        _ => {}
    }
    let wrapped = Printed::set(clean.lines(), Style::new(60, Separation::BlankLine)).text;
    let (document, options) = match path.as_str() {
        "clean" => (clean, Options::default()),
        "clean-encoding" => (clean, encoding),
        "wrapped" => (wrapped, Options::default()),
        "small" => (clean[..clean.floor_char_boundary(4096)].to_owned(), Options::default()),
        "mojibake" => (support::mojibake(&clean), Options::default()),
        "mojibake-encoding" => (support::mojibake(&clean), encoding),
        other => panic!(
            "no path {other}: many, misread, wrapped, small, clean, mojibake; the last two with -encoding for those rules alone"
        ),
    };
    let repairer = Repairer::new(options);
    for _ in 0..times {
        black_box(repairer.repair(black_box(document.as_bytes())));
    }
    println!("{}", document.len());
}
