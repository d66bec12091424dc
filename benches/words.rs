//! Words that OCR misread: pages against their right text.
//!
//! `cargo bench --bench words -- --data DIR [--only SUBSTRING] [--show N] [--features FILE]`
//!
//! What is measured is what is left after the other stages: they run alone first. Gold and text are then aligned word by word. A
//! word is *right* when it stands as in the gold; *removed* is the share of the word errors (Levenshtein distance in
//! words) that the repair removed; *broken* are right words that are no longer, of 100,000 right ones. An *edit* is
//! right when the word it made is that of the gold, signs around it aside.
//!
//! `--profile learn` learns a profile from the pages of each set and repairs with it.
//!
//! `--clean DIR` adds texts of your own that are right, one document a file.
//!
//! `--features FILE` writes, for each judged word, what its probability is made of and whether its best reading is
//! right: `benches/calibrate_words.py` fits the calibration to it.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

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
    let arguments = Arguments::read(&["features", "profile", "clean"]);
    let Some(data) = arguments.data_or_say() else { return };
    let mut features = String::new();
    let mut table =
        Table::new(&["set", "level", "errors", "removed", "fixed", "broken", "/100k", "edits", "right", "precision"]);
    let own = arguments.get("clean").map(|folder| (folder, [0.0, 0.0, 0.0, 4.0]));
    for (name, bars) in SETS.into_iter().filter(|(name, _)| arguments.wants(name)).chain(own) {
        let pages = pages(data, name);
        for (number, level) in [Confidence::Certain, Confidence::Likely].into_iter().enumerate() {
            let rules = RuleSelection { select: vec!["W".to_owned()], ignore: Vec::new() };
            let mut repairer = Repairer::new(Options { apply: level, rules, ..Options::default() });
            if arguments.get("profile").is_some() {
                repairer = repairer.with_profile(profile(&pages));
            }
            let mut tally = Tally::default();
            for page in &pages {
                tally.add(page, &repairer);
            }
            table.row(&tally.row(name, level, bars[2 * number], bars[2 * number + 1]));
            for (rule, word, made, gold) in tally.wrong.iter().take(arguments.show) {
                println!("{name} {level} {rule}: {word} -> {made} (is {gold})");
            }
        }
        for (number, page) in pages.iter().enumerate() {
            write_features(&mut features, name, number, page);
        }
    }
    table.print();
    if let Some(file) = arguments.get("features") {
        fs::write(file, features).expect("the features can be written");
    }
}

fn pages(data: &Path, set: &str) -> Vec<Page> {
    if !set.starts_with("ocr/") && !set.starts_with("fraktur/") {
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
    let rules = RuleSelection { select: Vec::new(), ignore: vec!["W".to_owned()] };
    Repairer::new(Options { rules, ..Options::default() }).repair(read.as_bytes()).text().to_owned()
}

/// What was counted of a set at a level.
#[derive(Default)]
struct Tally {
    words: usize,
    errors: usize,
    left: usize,
    fixed: usize,
    broken: usize,
    edits: usize,
    right: usize,
    wrong: Vec<(String, String, String, String)>,
}

impl Tally {
    fn add(&mut self, page: &Page, repairer: &Repairer) {
        let repair = repairer.repair(page.read.as_bytes());
        let gold: Vec<&str> = page.gold.split_whitespace().collect();
        let read: Vec<&str> = page.read.split_whitespace().collect();
        let made: Vec<&str> = repair.text().split_whitespace().collect();
        let (before, errors) = aligned(&gold, &read);
        let (after, left) = aligned(&gold, &made);
        self.words += gold.len();
        self.errors += errors;
        self.left += left;
        for (number, word) in gold.iter().enumerate() {
            let stood =
                |words: &[&str], status: &[Vec<usize>]| matches!(&status[number][..], [only] if words[*only] == *word);
            match (stood(&read, &before), stood(&made, &after)) {
                (false, true) => self.fixed += 1,
                (true, false) => self.broken += 1,
                _ => {}
            }
        }
        let partner = partners(&before, read.len());
        for edit in repair.edits() {
            let number = words_before(&page.read, edit.input.start);
            let made = with_edit(&page.read, &edit.input, &edit.after);
            let (gold, is_right) = meant(&gold, partner[number], core(&made));
            self.edits += 1;
            self.right += usize::from(is_right);
            if !is_right {
                let word = page.read[edit.input.clone()].to_owned();
                self.wrong.push((edit.rules[0].to_string(), word, edit.after.to_string(), gold.to_owned()));
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
            format!("{:.1}%", 100.0 * self.right as f64 / self.edits.max(1) as f64),
        ]
    }
}

/// How many words end before a place.
fn words_before(text: &str, at: usize) -> usize {
    let start = text[..at].rfind(char::is_whitespace).map_or(0, |space| space + 1);
    text[..start].split_whitespace().count()
}

/// The white-space word around a range, with the range replaced.
fn with_edit(text: &str, range: &Range<usize>, made: &str) -> String {
    let start = text[..range.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = text[range.end..].find(char::is_whitespace).map_or(text.len(), |at| range.end + at);
    format!("{}{made}{}", &text[start..range.start], &text[range.end..end])
}

/// A word without the signs around it.
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// For each word of `gold`, the words of `other` that stand for it, and the distance in words.
fn aligned(gold: &[&str], other: &[&str]) -> (Vec<Vec<usize>>, usize) {
    if gold == other {
        return ((0..gold.len()).map(|number| vec![number]).collect(), 0);
    }
    let width = other.len() + 1;
    let mut costs = vec![0u32; (gold.len() + 1) * width];
    for i in 0..=gold.len() {
        for j in 0..=other.len() {
            costs[i * width + j] = match (i, j) {
                (0, j) => j as u32,
                (i, 0) => i as u32,
                (i, j) => {
                    let replaced = costs[(i - 1) * width + j - 1] + u32::from(gold[i - 1] != other[j - 1]);
                    replaced.min(costs[(i - 1) * width + j] + 1).min(costs[i * width + j - 1] + 1)
                }
            };
        }
    }
    let mut status = vec![Vec::new(); gold.len()];
    let (mut i, mut j) = (gold.len(), other.len());
    while i > 0 || j > 0 {
        let cost = costs[i * width + j];
        if i > 0 && j > 0 && costs[(i - 1) * width + j - 1] + u32::from(gold[i - 1] != other[j - 1]) == cost {
            (i, j) = (i - 1, j - 1);
            status[i].push(j);
        } else if i > 0 && costs[(i - 1) * width + j] + 1 == cost {
            i -= 1;
        } else {
            j -= 1;
            if let Some(of_last) = status.get_mut(i.saturating_sub(1)) {
                of_last.push(j);
            }
        }
    }
    status.iter_mut().for_each(|words| words.sort_unstable());
    (status, costs[gold.len() * width + other.len()] as usize)
}

/// For each word of the other text, the word of the gold that it stands for.
fn partners(status: &[Vec<usize>], others: usize) -> Vec<Option<usize>> {
    let mut partners = vec![None; others];
    for (gold, words) in status.iter().enumerate() {
        words.iter().for_each(|word| partners[*word] = Some(gold));
    }
    partners
}

/// The word of the gold that stands for a word, and whether it is the one that was made of it. Where much was misread
/// words are aligned a little off, so the word may also stand beside.
fn meant<'g>(gold: &[&'g str], partner: Option<usize>, made: &str) -> (&'g str, bool) {
    const BESIDE: usize = 2;
    let Some(at) = partner else { return ("", false) };
    let near = &gold[at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(gold.len())];
    // What OCR or the gold cut in two is right by halves.
    const HALF: usize = 3;
    let ends_with =
        |whole: &str, half: &str| half.chars().count() >= HALF && (whole.starts_with(half) || whole.ends_with(half));
    let is_half = |word: &str| ends_with(word, made) || ends_with(made, word);
    let are_halves = |pair: &[&str]| format!("{}{}", core(pair[0]), core(pair[1])) == made;
    if let Some(word) =
        near.iter().find(|word| core(word) == made).or_else(|| near.iter().find(|word| is_half(core(word))))
    {
        return (word, true);
    }
    (gold[at], near.windows(2).any(are_halves))
}

fn write_features(features: &mut String, set: &str, page_number: usize, page: &Page) {
    let gold: Vec<&str> = page.gold.split_whitespace().collect();
    let read: Vec<&str> = page.read.split_whitespace().collect();
    let partner = partners(&aligned(&gold, &read).0, read.len());
    for judgement in Repairer::danish().judge_words(&page.read) {
        let Some((best, _)) = judgement.candidates.first() else { continue };
        let number = words_before(&page.read, judgement.range.start);
        let made = with_edit(&page.read, &judgement.range, best);
        let stood = partner[number].is_some_and(|at| core(gold[at]) == core(read[number]));
        let (gold, right) = meant(&gold, partner[number], core(&made));
        if features.is_empty() {
            let names: Vec<&str> = judgement.features.iter().map(|(name, _)| *name).collect();
            features.push_str(&format!("set\tpage\tright\tstood\tword\tbest\tgold\t{}\n", names.join("\t")));
        }
        let word = &page.read[judgement.range.clone()];
        let _ = write!(features, "{set}\t{page_number}\t{}\t{}\t{word}\t{best}\t{gold}", right as u8, stood as u8);
        for (_, value) in &judgement.features {
            let _ = write!(features, "\t{value:.4}");
        }
        features.push('\n');
    }
}
