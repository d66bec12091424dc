//! The test cases that ftfy ships, with no language and the encoding rules alone.
//!
//! `benches/ftfy_cases.sh` fetches ftfy's source by pip and runs this with `--cases FILE`. A case is right when the
//! text equals its `fixed-encoding`, or `fixed` where it has none. Every ledger is undone and redone.

mod support;

use ordret::{LanguageChoice, Options, Repairer, RuleSelection};
use support::{Arguments, Table, met, visible};

fn main() {
    let arguments = Arguments::read(&["cases"]);
    let Some(file) = arguments.get("cases") else {
        println!("No cases: run benches/ftfy_cases.sh, which fetches them, or give --cases FILE.");
        return;
    };
    let text = std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let repairer =
        Repairer::new(Options::default().with_language(LanguageChoice::None).with_rules(RuleSelection::only(["E"])));

    // Of the cases that ftfy passes, and of those that it fails.
    let mut total = [0; 2];
    let mut right = [0; 2];
    let mut not_restored = 0;
    for case in &cases {
        let field = |name: &str| case[name].as_str();
        let Some(original) = field("original") else { continue };
        let wanted = field("fixed-encoding").or(field("fixed")).unwrap_or(original);
        let label = field("label").unwrap_or("(no label)");
        if !arguments.wants(label) {
            continue;
        }
        let fails = usize::from(field("expect") == Some("fail"));
        let repair = repairer.repair(original.as_bytes());
        total[fails] += 1;
        if repair.text() == wanted {
            right[fails] += 1;
        } else {
            let who = if fails == 1 { "ftfy fails it too" } else { "ftfy passes it" };
            println!("WRONG ({who}): {label}\n     was {}", visible(original));
            println!("     got {}\n    want {}", visible(repair.text()), visible(wanted));
            for suspect in repair.suspects() {
                let offered: Vec<_> = suspect.candidates.iter().map(|candidate| visible(candidate.text())).collect();
                println!("    suspect {} {:.3}: {}", suspect.rule, suspect.probability, offered.join(" | "));
            }
        }
        let redone = repair.ledger().redo(original.as_bytes(), &repair.encoding());
        if repair.restore() != original.as_bytes() || redone.as_deref().ok() != Some(repair.output()) {
            not_restored += 1;
            println!("NOT RESTORED: {label}");
        }
    }

    println!();
    let mut table = Table::new(&["cases", "count", "right", "bar", ""]);
    for (name, kind, bar) in [("ftfy passes", 0, 151), ("ftfy fails", 1, 4)] {
        let cells = [total[kind].to_string(), right[kind].to_string(), bar.to_string(), met(right[kind] >= bar)];
        table.row(&[&[name.to_owned()], cells.as_slice()].concat());
    }
    let all = total[0] + total[1];
    let cells = [all.to_string(), (all - not_restored).to_string(), all.to_string(), met(not_restored == 0)];
    table.row(&[&["undone and redone".to_owned()], cells.as_slice()].concat());
    table.print();
}
