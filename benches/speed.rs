//! Speed of the hot paths, with criterion.
//!
//! `cargo bench --bench speed [-- FILTER]`; criterion's own options hold. On a noisy machine see
//! `benches/instructions.sh`.

mod support;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use ordret::{Options, Repairer, RuleSelection};
use support::damage::Page;
use support::typeset::{Printed, Separation, Style};

/// Bytes of a document.
const DOCUMENT: usize = 100_000;

fn repair(criterion: &mut Criterion) {
    let lines = support::built_in_lines();
    let clean = support::danish_text(&lines, DOCUMENT, 1);
    let damaged = support::mojibake(&clean);
    let mut rare = String::new();
    for (number, (clean, damaged)) in clean.lines().zip(damaged.lines()).enumerate() {
        rare.push_str(if number % 100 == 50 { damaged } else { clean });
        rare.push('\n');
    }
    let ascii: String = clean.chars().filter(char::is_ascii).collect();
    let dos = Page::named("CP865").encode(&clean).unwrap_or_default();
    let unwrapped = clean.replace('\n', "\n\n");
    let wrapped = Printed::set(clean.lines(), Style::new(60, Separation::BlankLine)).text;
    // With the development data: a text of many distinct words, and the same misread.
    let has_data = std::env::var_os("ORDRET_DATA").is_some();
    let many = if has_data { support::drawn_text(&support::word_counts(), 10 * DOCUMENT, 1) } else { String::new() };
    let misread = support::misread(&many, 2);
    let mut documents: Vec<(&str, &[u8])> = vec![
        ("clean Danish", clean.as_bytes()),
        ("clean paragraphs, a line each", unwrapped.as_bytes()),
        ("clean paragraphs, wrapped, with hyphens", wrapped.as_bytes()),
        ("ASCII", ascii.as_bytes()),
        ("one line in a hundred mojibake", rare.as_bytes()),
        ("every line mojibake", damaged.as_bytes()),
        ("CP865", &dos),
        ("a short line", clean.lines().next().unwrap_or_default().as_bytes()),
    ];
    if has_data {
        documents.push(("clean Danish of many distinct words", many.as_bytes()));
        documents.push(("one word in ten misread", misread.as_bytes()));
    }

    let select = RuleSelection::only(["E"]);
    let repairers = [
        ("all rules", Repairer::danish()),
        ("encoding rules", Repairer::new(Options::default().with_rules(select))),
        ("no language", Repairer::neutral()),
    ];
    for (rules, repairer) in &repairers {
        let mut group = criterion.benchmark_group(*rules);
        for (name, document) in &documents {
            group.throughput(Throughput::Bytes(document.len() as u64));
            group.bench_with_input(BenchmarkId::from_parameter(name), document, |bencher, document| {
                bencher.iter(|| repairer.repair(document));
            });
        }
        group.finish();
    }
    criterion.bench_function("a repairer is made", |bencher| bencher.iter(Repairer::danish));
}

fn restore(criterion: &mut Criterion) {
    let lines = support::built_in_lines();
    let damaged = support::mojibake(&support::danish_text(&lines, DOCUMENT, 1));
    let repairer = Repairer::danish();
    let repair = repairer.repair(damaged.as_bytes());
    let mut group = criterion.benchmark_group("ledger");
    group.throughput(Throughput::Bytes(damaged.len() as u64));
    group.bench_function("every line's edits undone", |bencher| bencher.iter(|| repair.restore()));
    group.finish();
}

criterion_group!(benches, repair, restore);
criterion_main!(benches);
