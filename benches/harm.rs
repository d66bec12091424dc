//! What is done to text that was right: nothing.
//!
//! `cargo bench --bench harm -- [--data DIR] [--tree DIR] [--right DIR] [--only SUBSTRING] [--show N]`
//!
//! Every set is repaired whole and line by line, each line a document of its own. An edit at the default level
//! is a failure and is printed; edits at `likely` and suspects are counted, for what they cost a reader. Of the texts in `real/`
//! (other languages, old Danish) and of the folder that `--right DIR` names, wrong edits are counted in 100,000 words: what is not
//! the end of a wrapped line is one.
//! Lines of sources that hold damage on purpose (what is neither ASCII nor usual in Danish text) are left out.

mod support;

use ordret::{Confidence, Options, Repair, Repairer};
use support::{Arguments, Table, met, visible};

/// Documents by name.
type Set = Vec<(String, Vec<u8>)>;

/// What was counted of a set.
#[derive(Default)]
struct Harm {
    documents: usize,
    bytes: usize,
    changed: usize,
    edits: usize,
    likely: usize,
    suspects: usize,
    shown: Vec<String>,
}

fn describe(name: &str, input: &[u8], repair: &Repair) -> Vec<String> {
    let context = |at: usize, end: usize| {
        let line = |at: usize| input[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let start = line(at).max(at.saturating_sub(40));
        let stop = (end + 40).min(input.len());
        visible(&String::from_utf8_lossy(&input[start..stop]))
    };
    let edits = repair.edits().iter().map(|edit| {
        let rules: Vec<String> = edit.rules().iter().map(ToString::to_string).collect();
        let before = visible(&String::from_utf8_lossy(edit.before()));
        let around = context(edit.input.start, edit.input.end);
        format!(
            "  {name}: `{before}` → `{}` {} {:.4} ({}), in `{around}`",
            visible(edit.after()),
            rules.join("+"),
            edit.probability,
            edit.evidence
        )
    });
    let mut told: Vec<String> = edits.collect();
    if told.is_empty() {
        told.push(format!("  {name}: read as {} {:?}", repair.encoding(), repair.kind()));
    }
    told
}

fn measure(certain: &Repairer, likely: &Repairer, set: &Set) -> Harm {
    let mut harm = Harm { documents: set.len(), ..Harm::default() };
    for (name, input) in set {
        let repair = certain.repair(input);
        harm.bytes += input.len();
        harm.suspects += repair.suspects().len();
        harm.edits += repair.edits().len();
        if repair.output() != input.as_slice() {
            harm.changed += 1;
            harm.shown.extend(describe(name, input, &repair));
        }
        harm.likely += likely.repair(input).edits().len();
    }
    harm
}

fn lone_lines(set: &Set) -> Set {
    let lines = set.iter().flat_map(|(name, bytes)| {
        let lines = bytes.split(|&byte| byte == b'\n').enumerate();
        lines.filter(|(_, line)| !line.is_empty()).map(move |(n, line)| (format!("{name}:{}", n + 1), line.to_vec()))
    });
    lines.collect()
}

/// A source file without lines that hold what Danish text and code do not.
fn without_damage((name, bytes): (String, Vec<u8>)) -> (String, Vec<u8>) {
    let usual = |c: char| c.is_ascii() || "æøåÆØÅéö§°½²³·×–—…‘’“”»«→←↑↓≤≥≠±µ€─│┌┐└┘├┤┬┴┼█".contains(c);
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.split_inclusive('\n').filter(|line| line.chars().all(usual));
    (name, lines.collect::<String>().into_bytes())
}

/// Wrong edits in 100,000 words that a kind of right text may have, at the default level and at `likely`.
type Bars = [f64; 2];

const FOREIGN: Bars = [2.0, 10.0];
const OLD: Bars = [5.0, 40.0];

/// The texts of `real/` and of a folder of one's own, each with its bars. Sermons that were read by machines are left out.
fn right_texts(arguments: &Arguments) -> Vec<(std::path::PathBuf, Bars)> {
    let mut texts = Vec::new();
    for (folder, bars) in [("real/foreign", FOREIGN), ("real/old", OLD)] {
        let files = arguments.list_data(folder, ".txt").into_iter();
        texts.extend(files.filter(|file| !file.to_string_lossy().contains("htr")).map(|file| (file, bars)));
    }
    if let Some(folder) = arguments.get("right") {
        texts.extend(support::list(folder.as_ref(), "").into_iter().map(|file| (file, OLD)));
    }
    texts
}

/// What is no joining of wrapped lines.
fn wrong(repair: &Repair) -> usize {
    let joins = |edit: &&ordret::Edit| edit.rules().iter().all(|rule| matches!(rule.0, "L103" | "L104"));
    repair.edits().len() - repair.edits().iter().filter(joins).count()
}

fn print_right_texts(arguments: &Arguments, repairers: [&Repairer; 2]) {
    let mut table = Table::new(&["right text", "words", "wrong /100k", "at likely /100k", "bars", ""]);
    for (file, bars) in right_texts(arguments) {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(bytes) = std::fs::read(&file) else { continue };
        if !arguments.wants(&name) {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes);
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count();
        let repairs = repairers.map(|repairer| repairer.repair(&bytes));
        let shares = repairs.each_ref().map(|repair| 1e5 * wrong(repair) as f64 / words.max(1) as f64);
        repairs[0].edits().iter().take(arguments.show).for_each(|edit| println!("  {name}: {edit:?}"));
        table.row(&[
            name,
            words.to_string(),
            format!("{:.1}", shares[0]),
            format!("{:.1}", shares[1]),
            format!("{} / {}", bars[0], bars[1]),
            met(shares[0] <= bars[0] && shares[1] <= bars[1]),
        ]);
    }
    table.print();
}

fn main() {
    let arguments = Arguments::read(&["tree", "right"]);
    arguments.data_or_say();
    let texts = |sections: Vec<(String, String)>| -> Set {
        sections.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
    };

    let mut sets: Vec<(String, Set)> = Vec::new();
    if let Some(text) = arguments.read_data("must-not-change.json") {
        let strings: Vec<String> = serde_json::from_str(&text).expect("an array of strings");
        sets.push((
            "must-not-change.json".to_owned(),
            strings.iter().map(|s| (visible(s), s.clone().into_bytes())).collect(),
        ));
        let sentences =
            strings.iter().map(|s| (visible(s), format!("Se også {s} i bilaget på næste side.").into_bytes()));
        sets.push(("must-not-change.json, in a sentence".to_owned(), sentences.collect()));
    }
    for path in arguments.list_data("clean", ".txt") {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).unwrap_or_default();
        sets.push((format!("clean/{name}"), vec![(name, bytes)]));
    }
    for (folder, ending) in [("seeds-gold", ".txt"), ("ocr/clean300_dan", ".gold.txt")] {
        let files = arguments.list_data(folder, ending);
        let read = |path: &std::path::PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read(path).unwrap_or_default())
        };
        if !files.is_empty() {
            sets.push((format!("{folder} *{ending}"), files.iter().map(read).collect()));
        }
    }
    sets.push((
        "built-in Danish".to_owned(),
        vec![("danish.txt".to_owned(), include_bytes!("support/danish.txt").to_vec())],
    ));
    sets.push(("languages, code, CSV".to_owned(), texts(support::sections(include_str!("support/languages.txt")))));
    sets.push(("brackets that are no letters".to_owned(), texts(support::brackets())));
    sets.push((
        "this repository's sources".to_owned(),
        support::sources(support::repository()).into_iter().map(without_damage).collect(),
    ));
    if let Some(tree) = arguments.get("tree") {
        sets.push((tree.to_owned(), support::sources(tree.as_ref()).into_iter().map(without_damage).collect()));
    }

    let certain = Repairer::danish();
    let likely = Repairer::new(Options::default().with_apply(Confidence::Likely));
    let mut table = Table::new(&[
        "text that was right",
        "mode",
        "documents",
        "kB",
        "changed",
        "edits",
        "at likely",
        "suspects",
        "bar",
        "",
    ]);
    let mut all_met = true;
    for (name, set) in &sets {
        if !arguments.wants(name) {
            continue;
        }
        for (mode, documents) in [("document", set.clone()), ("lone line", lone_lines(set))] {
            let harm = measure(&certain, &likely, &documents);
            let show = arguments.show.max(20);
            if !harm.shown.is_empty() {
                println!("{name}, {mode}: {} edits", harm.shown.len());
                println!("{}\n", harm.shown[..show.min(harm.shown.len())].join("\n"));
            }
            let is_met = harm.changed == 0;
            all_met &= is_met;
            table.row(&[
                name.clone(),
                mode.to_owned(),
                harm.documents.to_string(),
                (harm.bytes / 1000).to_string(),
                harm.changed.to_string(),
                harm.edits.to_string(),
                harm.likely.to_string(),
                harm.suspects.to_string(),
                "0".to_owned(),
                met(is_met),
            ]);
        }
    }
    table.print();
    print_right_texts(&arguments, [&certain, &likely]);
    println!("{}", if all_met { "Nothing was harmed." } else { "Something was harmed: the bar is MISSED." });
}
