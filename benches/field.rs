//! Cases of damage from the field, and of right text that only looks damaged: by kind, how many come out right.
//!
//! `cargo bench --bench field -- [--data DIR | --cases FILE] [--only SUBSTRING] [--show N]`
//!
//! The cases are `field/cases.json` of the development data, another file of the same form, or else those of this repository
//! (`fixtures/cases/field-*.json`). A case is *right* when its output is what it must be or a text that is as good, *untouched* when
//! nothing was changed and something should have been, *not right* when it was changed into something else. Right text that was
//! changed is *harm*, whatever it became; it is the one column that must be 0. `--show N` prints so many of each kind.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use ordret::{Confidence, Options, Repairer};
use serde::Deserialize;
use support::{Arguments, Table, met, percent, visible};

/// A document and what it must become.
#[derive(Deserialize)]
struct Case {
    #[serde(alias = "label")]
    id: String,
    /// Of this repository's cases, the file.
    #[serde(default)]
    kind: String,
    /// The document as text, or as bytes in base64.
    #[serde(alias = "damaged")]
    input: Option<String>,
    input_b64: Option<String>,
    #[serde(alias = "repaired")]
    expected: String,
    /// Texts that are as good.
    #[serde(default)]
    also: Vec<String>,
    /// Options of `clean` beside the file.
    #[serde(default)]
    options: Vec<String>,
}

/// What came of a case.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Right,
    NotRight,
    Harm,
    Untouched,
}

/// Outcomes counted.
#[derive(Clone, Copy, Default)]
struct Count {
    cases: usize,
    right: usize,
    not_right: usize,
    /// Cases of right text, and of these the changed.
    stay: usize,
    harm: usize,
    untouched: usize,
    /// Cases that change again when their output is cleaned.
    restless: usize,
}

impl Case {
    fn document(&self) -> Vec<u8> {
        match (&self.input, &self.input_b64) {
            (Some(text), _) => text.clone().into_bytes(),
            (None, Some(base64)) => from_base64(base64),
            (None, None) => panic!("{}: neither input nor input_b64", self.id),
        }
    }

    fn must_stay(&self) -> bool {
        self.input.as_ref() == Some(&self.expected)
    }

    fn outcome(&self, document: &[u8], output: &[u8]) -> Outcome {
        let is_good = |text: &String| text.as_bytes() == output;
        match () {
            () if is_good(&self.expected) || self.also.iter().any(is_good) => Outcome::Right,
            () if self.must_stay() => Outcome::Harm,
            () if output == document => Outcome::Untouched,
            () => Outcome::NotRight,
        }
    }

    fn repairer(&self) -> Repairer {
        let apply = self.options.iter().skip_while(|option| *option != "--apply").nth(1);
        let apply = apply.map_or(Confidence::Certain, |level| level.parse().expect("a level"));
        Repairer::new(Options::default().with_apply(apply))
    }
}

impl Count {
    fn add(&mut self, case: &Case, outcome: Outcome, is_restless: bool) {
        self.cases += 1;
        self.stay += usize::from(case.must_stay());
        self.restless += usize::from(is_restless);
        *match outcome {
            Outcome::Right => &mut self.right,
            Outcome::NotRight => &mut self.not_right,
            Outcome::Harm => &mut self.harm,
            Outcome::Untouched => &mut self.untouched,
        } += 1;
    }

    fn cells(&self, kind: &str) -> Vec<String> {
        let damaged = self.cases - self.stay;
        let counts =
            [self.cases, self.right, self.not_right, damaged, self.untouched, self.stay, self.harm, self.restless];
        std::iter::once(kind.to_owned()).chain(counts.map(|count| count.to_string())).collect()
    }
}

/// The bytes of base64 with or without `=` at its end.
fn from_base64(text: &str) -> Vec<u8> {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let values = text.bytes().filter_map(|sign| SIGNS.iter().position(|&known| known == sign));
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for value in values {
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}

fn read(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut cases: Vec<Case> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    cases.iter_mut().filter(|case| case.kind.is_empty()).for_each(|case| case.kind.push_str(&name));
    cases
}

/// The cases that were asked for.
fn cases(arguments: &Arguments) -> Vec<Case> {
    if let Some(file) = arguments.get("cases") {
        return read(file.as_ref());
    }
    if let Some(data) = arguments.data_or_say() {
        return read(&data.join("field/cases.json"));
    }
    let own = support::list(&support::repository().join("fixtures/cases"), ".json").into_iter();
    let own = own.filter(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("field-")));
    own.flat_map(|file| read(&file)).collect()
}

fn main() {
    let arguments = Arguments::read(&["cases"]);
    let mut kinds: BTreeMap<String, Count> = BTreeMap::new();
    let mut total = Count::default();
    for case in cases(&arguments) {
        if !arguments.wants(&case.kind) && !arguments.wants(&case.id) {
            continue;
        }
        let document = case.document();
        let repairer = case.repairer();
        let repair = repairer.repair(&document);
        assert_eq!(repair.restore(), document, "{}: not restored", case.id);
        let outcome = case.outcome(&document, repair.output());
        let is_restless = repairer.repair(repair.output()).output() != repair.output();
        let kind = kinds.entry(case.kind.clone()).or_default();
        if outcome != Outcome::Right && kind.cases - kind.right < arguments.show {
            let name = ["", "NOT RIGHT", "HARM", "UNTOUCHED"][outcome as usize];
            println!("{name}: {} ({})\n     was {}", case.id, case.kind, visible(&String::from_utf8_lossy(&document)));
            println!("     got {}\n    want {}", visible(repair.text()), visible(&case.expected));
            for edit in repair.edits() {
                let rules: Vec<String> = edit.rules().iter().map(ToString::to_string).collect();
                let before = visible(&String::from_utf8_lossy(edit.before()));
                println!("    {before} → {} {} {:.4}", visible(edit.after()), rules.join("+"), edit.probability);
            }
        }
        kind.add(&case, outcome, is_restless);
        total.add(&case, outcome, is_restless);
    }

    let columns =
        ["kind", "cases", "right", "not right", "damaged", "untouched", "right text", "harm", "changed again"];
    let mut table = Table::new(&columns);
    for (kind, count) in &kinds {
        table.row(&count.cells(kind));
    }
    table.row(&total.cells("all"));
    table.print();

    let mut bars = Table::new(&["all cases", "figure", "bar", ""]);
    let mut bar = |name: &str, part: usize, bar: &str, is_met: bool| {
        bars.row(&[name.to_owned(), format!("{part} ({}%)", percent(part, total.cases)), bar.to_owned(), met(is_met)]);
    };
    bar("exactly right", total.right, "80%", support::at_least(total.right, total.cases, 80.0));
    let wrong = total.not_right + total.harm;
    bar("changed, but not right", wrong, "5%", support::at_most(wrong, total.cases, 5.0));
    bar("right text changed", total.harm, "0", total.harm == 0);
    bar("changed again by a second run", total.restless, "0.5%", support::at_most(total.restless, total.cases, 0.5));
    bars.print();
}
