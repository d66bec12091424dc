//! How well documents are mended that one chain of encodings has damaged from end to end.
//!
//! `cargo bench --bench chains -- [--data DIR] [--texts DIR] [--only SUBSTRING] [--apply LEVEL] [--show N]`
//!
//! Right Danish text is taken through a chain (written in one encoding, read as another), as documents and as lone lines, and
//! repaired at the default level (or `--apply likely`) by the rules of encodings and characters. `--texts DIR`: the beginnings of the UTF-8 files
//! below DIR are the documents. Lines that a chain cannot hold, or that it loses signs of, are left out. Columns:
//! - *words*: words (runs between spaces) that the chain damaged.
//! - *right*: those that are as they were before.
//! - *wrong*: those that were changed into something else, and right words that were changed, of as many.
//!
//! Documents that lost letters have a table of their own: see [`lost`].
//!
//! `--show N` prints the documents that have most mistakes, too.

mod lost;
#[path = "../support/mod.rs"]
mod support;

use std::path::Path;
use std::time::Instant;

use ordret::{Options, Repairer, RuleSelection};
use support::damage::Page;
use support::{Arguments, Table, danish_lines, percent, visible};

/// Lines of a document made of lone lines.
const DOCUMENT_LINES: usize = 40;
/// Of so many lone lines one is measured.
const LONE: usize = 4;
/// So many bytes of each file are a document.
const DOCUMENT_BYTES: usize = 24 << 10;

/// What a chain makes of a line; nothing where it cannot hold it or loses signs.
type Write = Box<dyn Fn(&str) -> Option<String>>;

struct Row {
    name: String,
    write: Write,
    /// Right text is made so too: what was recased cannot be told from what was cased so before.
    recase: fn(&str) -> String,
    /// Least share right and greatest share wrong, in percent.
    bar: (f64, f64),
}

impl Row {
    fn new(name: String, bar: (f64, f64), write: impl Fn(&str) -> Option<String> + 'static) -> Self {
        Self { name, write: Box::new(write), recase: str::to_owned, bar }
    }
}

fn page_as_page(from: &'static str, to: &'static str, bar: (f64, f64)) -> Row {
    let (was, read) = (Page::named(from), Page::named(to));
    Row::new(format!("{from} as {to}"), bar, move |line| Some(read.decode(&was.encode(line)?)))
}

fn utf8_as_page(to: &'static str, times: usize, bar: (f64, f64)) -> Row {
    let read = Page::named(to);
    let write = move |line: &str| Some((0..times).fold(line.to_owned(), |line, _| read.decode(line.as_bytes())));
    let times = if times == 1 { String::new() } else { format!(" ×{times}") };
    Row::new(format!("UTF-8 as {to}{times}"), bar, write)
}

fn utf8_as_wide(to: &'static str, bar: (f64, f64)) -> Row {
    let read = encoding_rs::Encoding::for_label(to.as_bytes()).expect("a known label");
    let write = move |line: &str| {
        let (text, has_lost) = read.decode_without_bom_handling(line.as_bytes());
        (!has_lost).then(|| text.into_owned())
    };
    Row::new(format!("UTF-8 as {to}"), bar, write)
}

fn recased(row: Row, name: &str, recase: fn(&str) -> String) -> Row {
    let write = row.write;
    let write = move |line: &str| write(line).map(|line| recase(&line));
    Row { recase, ..Row::new(format!("{}, {name}", row.name), row.bar, write) }
}

fn rows() -> Vec<Row> {
    const WHOLE: (f64, f64) = (99.5, 0.05);
    const ONE_TO_ONE: (f64, f64) = (99.0, 0.1);
    const ELSE: (f64, f64) = (95.0, 0.1);
    let mut rows: Vec<Row> = Vec::new();
    for (from, to) in [("CP865", "CP437"), ("CP850", "CP437"), ("CP437", "CP850")] {
        rows.push(page_as_page(from, to, WHOLE));
    }
    for page in ["CP865", "CP850", "MacRoman", "CP437"] {
        rows.push(page_as_page("windows-1252", page, WHOLE));
        rows.push(page_as_page(page, "windows-1252", WHOLE));
    }
    for times in 1..=3 {
        rows.push(utf8_as_page("windows-1252", times, (99.95, 0.02)));
    }
    rows.push(utf8_as_page("CP850", 1, WHOLE));
    rows.push(utf8_as_page("CP437", 1, WHOLE));
    rows.push(utf8_as_page("MacRoman", 1, WHOLE));
    rows.push(utf8_as_page("cp1250", 1, (99.5, 0.1)));
    rows.push(utf8_as_page("cp1257", 1, (98.0, 0.1)));
    rows.push(utf8_as_page("cp1257, strict", 1, (98.0, 0.1)));
    let pages = [
        "cp1251",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "KOI8-R",
        "IBM866",
        "ISO-8859-2",
        "ISO-8859-5",
        "ISO-8859-7",
        "windows-874",
    ];
    for page in pages {
        rows.push(utf8_as_page(page, 1, ONE_TO_ONE));
    }
    for page in pages.into_iter().chain(["cp1250", "cp1257"]).filter(|page| *page != "cp1254") {
        rows.push(page_as_page("windows-1252", page, ONE_TO_ONE));
    }
    rows.push(page_as_page("IBM277", "IBM037", (97.0, 0.2)));
    rows.push(page_as_page("IBM277", "IBM1047", (97.0, 0.2)));
    rows.push(page_as_page("GSM 03.38", "ISO-8859-1", (97.0, 0.2)));
    for page in ["GBK", "Shift_JIS", "EUC-KR", "Big5"] {
        rows.push(utf8_as_wide(page, ELSE));
    }
    rows.push(recased(utf8_as_page("windows-1252", 1, (90.0, 1.0)), "lower-cased", str::to_lowercase));
    rows.push(recased(utf8_as_page("windows-1252", 1, (90.0, 1.0)), "upper-cased", str::to_uppercase));
    rows
}

#[derive(Default)]
struct Tally {
    words: usize,
    right: usize,
    wrong: usize,
    mistakes: Vec<(bool, String)>,
    /// How many mistakes each document has, and its name.
    of_documents: Vec<(usize, String)>,
}

impl Tally {
    /// Counts what became of the words of a document.
    fn count(&mut self, repairer: &Repairer, name: &str, gold: &str, damaged: &str) {
        let before = self.mistakes.len();
        let repair = repairer.repair_str(damaged);
        let is_aligned = repair.text().lines().count() == damaged.lines().count();
        let mut lines = repair.text().lines();
        for (gold, damaged) in gold.lines().zip(damaged.lines()) {
            self.count_line(gold, damaged, if is_aligned { lines.next().unwrap_or_default() } else { "(lines moved)" });
        }
        self.of_documents.push((self.mistakes.len() - before, name.to_owned()));
    }

    fn count_line(&mut self, gold: &str, damaged: &str, got: &str) {
        let split = |text: &str| -> Vec<String> { text.split([' ', '\t']).map(str::to_owned).collect() };
        let (gold, damaged, got) = (split(gold), split(damaged), split(got));
        let is_aligned = gold.len() == damaged.len() && gold.len() == got.len();
        for (at, (gold, damaged)) in gold.iter().zip(&damaged).enumerate() {
            let got = if is_aligned { got[at].as_str() } else { "(words moved)" };
            let is_damaged = gold != damaged;
            self.words += usize::from(is_damaged);
            self.right += usize::from(is_damaged && got == gold);
            let is_wrong = got != gold && got != damaged;
            self.wrong += usize::from(is_wrong);
            if got != gold {
                let mistake = format!("  {} → {} for {}", visible(damaged), visible(got), visible(gold));
                self.mistakes.push((!is_wrong, mistake));
            }
        }
    }

    fn show(&mut self, title: &str, most: usize) {
        self.mistakes.sort();
        self.mistakes.dedup();
        if most > 0 && !self.mistakes.is_empty() {
            println!("{title}:");
            self.mistakes.iter().take(most).for_each(|(_, mistake)| println!("{mistake}"));
            self.of_documents.sort_by(|one, other| other.cmp(one));
            let with_any = self.of_documents.iter().filter(|(count, name)| *count > 0 && !name.is_empty());
            with_any.take(most).for_each(|(count, name)| println!("  {count:5} in {name}"));
        }
    }
}

/// The beginnings of the UTF-8 files below a folder, with their names.
fn texts(folder: &Path) -> Vec<(String, String)> {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let mut texts = Vec::new();
    for path in entries {
        if path.is_dir() {
            texts.extend(self::texts(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            texts.push((name, text[..text.floor_char_boundary(DOCUMENT_BYTES)].to_owned()));
        }
    }
    texts
}

fn main() {
    let arguments = Arguments::read(&["texts", "apply"]);
    arguments.data_or_say();
    let lines = danish_lines(&arguments);
    let mut rules = RuleSelection::default();
    rules.select = vec!["E".to_owned(), "C".to_owned()];
    let mut options = Options::default().with_rules(rules);
    let right_by = Repairer::new(options.clone());
    if let Some(level) = arguments.get("apply") {
        options.apply = level.parse().unwrap_or_else(|error| panic!("{level}: {error}"));
    }
    let repairer = Repairer::new(options);
    // What the texts hold of other damage is mended before.
    let right = |text: &str| right_by.repair_str(text).into_text().lines().map(str::to_owned).collect();
    let documents: Vec<(String, Vec<String>)> = match arguments.get("texts") {
        Some(folder) => texts(folder.as_ref()).into_iter().map(|(name, text)| (name, right(&text))).collect(),
        None => lines.chunks(DOCUMENT_LINES).map(|lines| (String::new(), lines.to_vec())).collect(),
    };
    let mut table =
        Table::new(&["chain", "words", "right %", "wrong %", "bar", "lone words", "right %", "wrong %", "seconds"]);
    for row in rows().iter().filter(|row| arguments.wants(&row.name)) {
        let start = Instant::now();
        let mut whole = Tally::default();
        for (name, document) in &documents {
            let pairs = document.iter().filter_map(|line| Some((line.as_str(), (row.write)(line)?)));
            let (gold, damaged): (Vec<&str>, Vec<String>) = pairs.unzip();
            whole.count(&repairer, name, &(row.recase)(&gold.join("\n")), &damaged.join("\n"));
        }
        let mut lone = Tally::default();
        for line in lines.iter().step_by(LONE) {
            if let Some(damaged) = (row.write)(line).filter(|damaged| damaged != line) {
                lone.count(&repairer, "", &(row.recase)(line), &damaged);
            }
        }
        whole.show(&row.name, arguments.show);
        lone.show(&format!("{}, lone lines", row.name), arguments.show);
        table.row(&[
            row.name.clone(),
            whole.words.to_string(),
            percent(whole.right, whole.words),
            percent(whole.wrong, whole.words),
            format!("{} / {}", row.bar.0, row.bar.1),
            lone.words.to_string(),
            percent(lone.right, lone.words),
            percent(lone.wrong, lone.words),
            format!("{:.1}", start.elapsed().as_secs_f64()),
        ]);
    }
    table.print();
    let losses = lost::losses();
    let losses: Vec<_> = losses.iter().filter(|loss| arguments.wants(&loss.name)).collect();
    lost::measure(&repairer, &losses, &documents, arguments.show);
}
