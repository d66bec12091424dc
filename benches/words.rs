//! Words that OCR misread: pages against their right text.
//!
//! `cargo bench --bench words -- --data DIR [--only SUBSTRING] [--show N] [--features FILE]`
//!
//! What is measured is what is left after the other stages: they run alone first. Figures are those of `ordret evaluate`
//! (`docs/evaluate.md`): *removed* is the share of the word errors that the repair removed; *broken* are right words that
//! are no longer, of 100,000 right ones; an *edit* is right when the gold has at its place what it wrote.
//!
//! `--profile learn` learns a profile from the pages of each set and repairs with it.
//!
//! `--clean DIR` adds texts of your own that are right, one document a file.
//!
//! `--pages DIR` adds the sets of pages that the folders of a folder hold, as `benches/read_pages.py` makes them.
//!
//! `--features FILE` writes, for each judged word, what its probability is made of and whether its best reading is
//! right: `benches/calibrate_words.py` fits the calibration to it.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use ordret::evaluation::{Change, Judge, Judged, Score, Verdict, judge};
use ordret::language::Language;
use ordret::profile::{Learner, Profile};
use ordret::{Confidence, Options, Repairer, RuleSelection};
use support::{Arguments, Table, list};

/// A page: what stands in it, and what was read.
struct Page {
    gold: String,
    read: String,
}

/// The sets, each with the bars of its rows: errors removed and right words broken, at `certain` and at `likely`.
const SETS: [(&str, [f64; 4]); 13] = [
    ("ocr/clean300_dan", [0.0, 5.0, 0.0, 20.0]),
    ("ocr/narrow200_dan", [0.0, 5.0, 0.0, 20.0]),
    ("ocr/twocol150_dan", [0.0, 5.0, 0.0, 20.0]),
    ("ocr/narrow200_eng", [65.0, 10.0, 80.0, 50.0]),
    ("ocr/fax_dan", [20.0, 20.0, 35.0, 100.0]),
    ("ocr/fax_eng", [30.0, 20.0, 45.0, 100.0]),
    ("ocr/fraktur200_frak", [25.0, 20.0, 45.0, 100.0]),
    ("fraktur/Fraktur", [25.0, 20.0, 45.0, 100.0]),
    ("fraktur/dan", [25.0, 20.0, 45.0, 100.0]),
    ("fraktur/frk", [25.0, 20.0, 45.0, 100.0]),
    ("clean/danish-ddt-dev.txt", [0.0, 0.0, 0.0, 4.0]),
    ("clean/norwegian-dev.txt", [0.0, 0.0, 0.0, 4.0]),
    ("seeds-gold", [0.0, 0.0, 0.0, 4.0]),
];

fn main() {
    let arguments = Arguments::read(&["features", "profile", "clean", "pages"]);
    let Some(data) = arguments.data_or_say() else { return };
    let mut features = String::new();
    let mut table =
        Table::new(&["set", "level", "errors", "removed", "fixed", "broken", "/100k", "edits", "right", "precision"]);
    let own = arguments.get("clean").map(|folder| (folder, [0.0, 0.0, 0.0, 4.0]));
    let further = arguments.get("pages").map(folders_of_pages).unwrap_or_default();
    let further = further.iter().map(|name| (&**name, [0.0, 0.0, 0.0, 100.0]));
    for (name, bars) in SETS.into_iter().filter(|(name, _)| arguments.wants(name)).chain(own).chain(further) {
        let pages = pages(data, name);
        for (number, level) in [Confidence::Certain, Confidence::Likely].into_iter().enumerate() {
            let rules = RuleSelection::only(["W"]);
            let mut repairer = Repairer::new(Options::default().with_apply(level).with_rules(rules));
            if arguments.get("profile").is_some() {
                repairer = repairer.with_profile(profile(&pages));
            }
            let mut tally = Tally::default();
            for page in &pages {
                tally.add(page, &repairer);
            }
            table.row(&tally.row(label(name), level, bars[2 * number], bars[2 * number + 1]));
            for edit in tally.wrong.iter().take(arguments.show) {
                let (before, after) = (&edit.before, &edit.after);
                println!("{name} {level} {}: `{before}` -> `{after}` ({} | {})", edit.rules, edit.text, edit.gold);
            }
        }
        for (number, page) in pages.iter().enumerate() {
            write_features(&mut features, label(name), number, page);
        }
    }
    table.print();
    if let Some(file) = arguments.get("features") {
        fs::write(file, features).expect("the features can be written");
    }
}

/// A set as figures name it: a folder elsewhere by its name alone.
fn label(set: &str) -> &str {
    let folder = Path::new(set);
    folder.file_name().filter(|_| folder.is_absolute()).and_then(|name| name.to_str()).unwrap_or(set)
}

/// The folders in one, each a set of pages.
fn folders_of_pages(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let folders = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
    let mut names: Vec<String> = folders.filter_map(|path| Some(path.to_str()?.to_owned())).collect();
    names.sort();
    names
}

fn pages(data: &Path, set: &str) -> Vec<Page> {
    let has_pages =
        set.starts_with("ocr/") || set.starts_with("fraktur/") || !list(Path::new(set), ".ocr.txt").is_empty();
    if !has_pages {
        let files = if set.contains('.') { vec![data.join(set)] } else { list(&data.join(set), ".txt") };
        let texts = files.into_iter().filter_map(|file| fs::read_to_string(file).ok());
        return texts.map(|text| Page { gold: text.clone(), read: text }).collect();
    }
    let (folder, model) = match set.split_once('/') {
        Some(("fraktur", model)) => (data.join("fraktur"), format!(".{model}.ocr.txt")),
        _ => (data.join(set), ".ocr.txt".to_owned()),
    };
    let page = |path: std::path::PathBuf| {
        let name = path.file_name()?.to_str()?;
        let gold = fs::read_to_string(path.with_file_name(format!("{}.gold.txt", name.split('.').next()?))).ok()?;
        let read = fs::read_to_string(&path).ok()?;
        let is_old = set.starts_with("fraktur/");
        let fold = |text: &str| if is_old { plain(text) } else { text.to_owned() };
        Some(Page { gold: fold(&gold), read: without_words(&fold(&read)) })
    };
    list(&folder, &model).into_iter().filter_map(page).collect()
}

/// What the pages teach, as they were read.
fn profile(pages: &[Page]) -> Arc<Profile> {
    let mut learner = Learner::default();
    for page in pages {
        learner.begin_document();
        learner.read(&page.read);
    }
    let mut profile = learner.finish();
    profile.find_confusions(Language::danish());
    Arc::new(profile)
}

/// Long s and quotation marks as they are written today.
fn plain(text: &str) -> String {
    let plain = |c| match c {
        'ſ' => 's',
        '„' | '“' | '”' | '»' | '«' => '"',
        '’' | '‘' => '\'',
        c => c,
    };
    text.chars().map(plain).collect()
}

/// The text as the other stages leave it.
fn without_words(read: &str) -> String {
    let rules = RuleSelection::default().except(["W"]);
    Repairer::new(Options::default().with_rules(rules)).repair(read.as_bytes()).text().to_owned()
}

/// What was counted of a set at a level.
#[derive(Default)]
struct Tally {
    words: u64,
    errors: u64,
    left: u64,
    fixed: u64,
    broken: u64,
    edits: u64,
    right: u64,
    wrong: Vec<Judged>,
}

impl Tally {
    fn add(&mut self, page: &Page, repairer: &Repairer) {
        let repair = repairer.repair(page.read.as_bytes());
        let score = Score::of(&page.gold, &page.read, repair.text(), false);
        self.words += score.words;
        self.errors += score.wer_before;
        self.left += score.wer_after;
        self.fixed += score.fixed;
        self.broken += score.broken;
        for edit in judge(&page.gold, &repair, false).into_iter().filter(|judged| judged.applied) {
            self.edits += 1;
            match edit.verdict {
                Verdict::Right => self.right += 1,
                Verdict::Wrong => self.wrong.push(edit),
                Verdict::Unjudged => {}
            }
        }
    }

    fn row(&self, name: &str, level: Confidence, removed: f64, broken: f64) -> Vec<String> {
        let share = 100.0 * (self.errors as f64 - self.left as f64) / self.errors.max(1) as f64;
        let of_100k = 1e5 * self.broken as f64 / (self.words.saturating_sub(self.errors)).max(1) as f64;
        let mark = |met: bool| if met { "" } else { " !" };
        vec![
            name.to_owned(),
            level.to_string(),
            self.errors.to_string(),
            format!("{share:.1}% (bar {removed}){}", mark(share >= removed)),
            self.fixed.to_string(),
            self.broken.to_string(),
            format!("{of_100k:.0} (bar {broken}){}", mark(of_100k <= broken)),
            self.edits.to_string(),
            self.right.to_string(),
            format!("{:.1}%", 100.0 * self.right as f64 / (self.right + self.wrong.len() as u64).max(1) as f64),
        ]
    }
}

fn write_features(features: &mut String, set: &str, page_number: usize, page: &Page) {
    let judge = Judge::new(&page.gold, &page.read, false);
    // Words misread as other words have figures of their own, which `benches/real_words.rs` fits.
    let judged = Repairer::danish().judge_words(page.read.as_bytes());
    for judgement in
        judged.into_iter().filter(|judged| judged.features.iter().any(|(name, _)| *name == "over_standing"))
    {
        let Some((best, _)) = judgement.candidates.first() else { continue };
        let before = &page.read[judgement.range.clone()];
        let right = match judge.judge(judgement.range.clone(), Change { before, after: best }) {
            Verdict::Right => 1,
            Verdict::Wrong => 0,
            Verdict::Unjudged => continue,
        };
        if features.is_empty() {
            let names: Vec<&str> = judgement.features.iter().map(|(name, _)| *name).collect();
            features.push_str(&format!("set\tpage\tright\tword\tbest\tworth\t{}\n", names.join("\t")));
        }
        let word = before.replace('\n', "⏎");
        let _ = write!(features, "{set}\t{page_number}\t{right}\t{word}\t{best}\t{:.4}", judgement.probability);
        for (_, value) in &judgement.features {
            let _ = write!(features, "\t{value:.4}");
        }
        features.push('\n');
    }
}
