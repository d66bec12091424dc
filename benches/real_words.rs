//! Words misread as other words, each sentence by itself: what its neighbours tell.
//!
//! `cargo bench --bench real_words -- [--data DIR] [--clean DIR] [--show N] [--features FILE]`
//!
//! *Sentences of ours* (`real_words/tuning.txt`, `real_words/held-out.txt`), each a document by itself and then all of a
//! kind as one: `misread` ones have one word that a confusion of letters made another known word. *mended*: at
//! `--apply likely` the right word stands there. *wrong*: sentences with any other edit of the words stage (a word that was
//! right, or another word than the right one). `right` ones have words that look like likelier ones; each with an edit
//! is *hurt*. The held-out half was written before anything was tuned, and its mistakes were not looked at.
//!
//! *Sentences made*: in each sentence of correct texts (with `--data` a treebank and minutes, with `--clean` every `.txt` file of
//! that folder) one known word is damaged into another known word, by a confusion of small letters drawn with the weight of its share in
//! `dictionaries/da/confusions.tsv` to the power of 0.7. Counted in the same way; *clean edits* are those in the texts
//! as they are, whole and by sentences. The treebank is in the counts that the pack's pairs were made of, so its figures are better than
//! those of other texts.
//!
//! `--features FILE` writes what the rule weighed, for `calibrate_real_words.py`.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::ops::Range;
use std::path::Path;

use ordret::language::{Language, Roles};
use ordret::{Confidence, Options, Repairer, RuleSelection};
use support::{Arguments, Chance, Table, list};

/// A sentence as it was read, and the word that was misread in it, if any.
#[derive(Clone)]
struct Sentence {
    read: String,
    misread: Option<Misread>,
}

#[derive(Clone)]
struct Misread {
    range: Range<usize>,
    right: String,
}

/// What was counted of a set of sentences.
#[derive(Default)]
struct Tally {
    sentences: usize,
    mended: usize,
    wrong: usize,
    mistakes: Vec<String>,
}

fn main() {
    let arguments = Arguments::read(&["clean", "features"]);
    let rules = RuleSelection::only(["W"]);
    let repairer = Repairer::new(Options::default().with_apply(Confidence::Likely).with_rules(rules));
    let mut table = Table::new(&["sentences", "kind", "fed", "number", "mended", "wrong or hurt"]);
    let mut features = String::new();
    for (name, text) in
        [("tuning", include_str!("real_words/tuning.txt")), ("held-out", include_str!("real_words/held-out.txt"))]
    {
        let (misread, right): (Vec<Sentence>, Vec<Sentence>) = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(written)
            .partition(|sentence| sentence.misread.is_some());
        for (kind, sentences) in [("misread", &misread), ("right", &right)] {
            if arguments.wants(name) {
                let show = if name == "tuning" { arguments.show } else { 0 };
                rows(&mut table, name, kind, sentences, &repairer, show);
            }
        }
        if name == "tuning" {
            write_features(&mut features, "ours", misread.iter().chain(&right));
        }
    }
    for (name, text) in texts(&arguments).into_iter().filter(|(name, _)| arguments.wants(name)) {
        let right: Vec<Sentence> = sentences(&text).map(|read| Sentence { read, misread: None }).collect();
        let mut chance = Chance::new(7);
        let misread: Vec<Sentence> = right.iter().filter_map(|sentence| damaged(&sentence.read, &mut chance)).collect();
        rows(&mut table, &name, "misread", &misread, &repairer, arguments.show);
        rows(&mut table, &name, "right", &right, &repairer, arguments.show);
        let whole = repairer.repair(text.as_bytes());
        let words = text.split_whitespace().count();
        let edits: Vec<String> = whole.edits().iter().map(|edit| shown(&text, &edit.input, edit.after())).collect();
        edits.iter().take(arguments.show).for_each(|edit| println!("{name}, whole: {edit}"));
        let edits = edits.len().to_string();
        table.row(&[name.clone(), "right".into(), "whole text".into(), format!("{words} words"), String::new(), edits]);
        if arguments.get("features").is_some() {
            write_features(&mut features, &name, misread.iter().chain(&right));
        }
    }
    table.print();
    if let Some(file) = arguments.get("features") {
        fs::write(file, features).expect("the features can be written");
    }
}

/// The correct texts to damage.
fn texts(arguments: &Arguments) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    if let Some(data) = arguments.data_or_say() {
        texts.extend(joined("treebank", &[data.join("clean/danish-ddt-dev.txt")]));
        texts.extend(joined("minutes", &list(&data.join("seeds-gold"), ".txt")));
        texts.extend(joined("norwegian", &[data.join("clean/norwegian-dev.txt")]));
    }
    let clean = arguments.get("clean").map(|folder| list(Path::new(folder), ".txt")).unwrap_or_default();
    texts.extend(clean.iter().filter_map(|file| joined(file.file_stem()?.to_str()?, std::slice::from_ref(file))));
    texts
}

fn joined(name: &str, files: &[std::path::PathBuf]) -> Option<(String, String)> {
    let texts: Vec<String> = files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    (!texts.is_empty()).then(|| (name.to_owned(), texts.join("\n\n")))
}

/// A line of our own: `[as read|as printed]` is a misread word, `[as printed]` one that is right.
fn written(line: &str) -> Sentence {
    let mut sentence = Sentence { read: String::new(), misread: None };
    let mut rest = line;
    while let Some((before, marked)) = rest.split_once('[') {
        let (marked, after) = marked.split_once(']').expect("a bracket is closed");
        sentence.read += before;
        let (read, right) = marked.split_once('|').unwrap_or((marked, marked));
        if read != right {
            let range = sentence.read.len()..sentence.read.len() + read.len();
            sentence.misread = Some(Misread { range, right: right.to_owned() });
        }
        sentence.read += read;
        rest = after;
    }
    sentence.read += rest;
    sentence
}

/// Sentences of 5 to 35 words.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    const WORDS: std::ops::RangeInclusive<usize> = 5..=35;
    let ends = |text: &str, at: usize| {
        let begins = text[at..].trim_start().chars().next();
        begins.is_none_or(|c| c.is_uppercase()) && text[at..].starts_with(' ')
    };
    let lines = text.lines().flat_map(move |line| {
        let mut cuts: Vec<usize> =
            line.match_indices(['.', '!', '?']).map(|(at, _)| at + 1).filter(|at| ends(line, *at)).collect();
        cuts.insert(0, 0);
        cuts.push(line.len());
        cuts.windows(2).map(|cut| line[cut[0]..cut[1]].trim().to_owned()).collect::<Vec<String>>()
    });
    lines.filter(|sentence| WORDS.contains(&sentence.split_whitespace().count())).collect::<Vec<String>>().into_iter()
}

/// A sentence with one known word damaged into another.
fn damaged(sentence: &str, chance: &mut Chance) -> Option<Sentence> {
    let language = Language::danish();
    let is_word = |word: &str| {
        word.chars().count() > 1 && word.chars().all(char::is_lowercase) && language.roles(word).has(Roles::WORD)
    };
    let mut places: Vec<Range<usize>> = words(sentence).filter(|range| is_word(&sentence[range.clone()])).collect();
    while !places.is_empty() {
        let range = places.swap_remove(chance.below(places.len()));
        let word = &sentence[range.clone()];
        let ways: Vec<(String, f64)> = misreadings(word).filter(|(read, _)| read != word && is_word(read)).collect();
        let total: f64 = ways.iter().map(|(_, weight)| weight).sum();
        let mut drawn = total * chance.below(1 << 20) as f64 / f64::from(1 << 20);
        let read = ways.into_iter().find(|(_, weight)| {
            drawn -= weight;
            drawn < 0.0
        });
        if let Some((read, _)) = read {
            let made = format!("{}{read}{}", &sentence[..range.start], &sentence[range.end..]);
            let misread = Misread { range: range.start..range.start + read.len(), right: word.to_owned() };
            return Some(Sentence { read: made, misread: Some(misread) });
        }
    }
    None
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    })
}

/// What one confusion of small letters makes of a word, each with its weight.
fn misreadings(word: &str) -> impl Iterator<Item = (String, f64)> {
    let rows = ordret_da::CONFUSIONS.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut fields = line.split('\t');
        let (meant, read) = (fields.next()?, fields.next()?);
        let is_danish = |letters: &str| letters.chars().all(|c| c.is_ascii_lowercase() || "æøå".contains(c));
        (is_danish(meant) && is_danish(read)).then_some((meant, read, fields.next()?.parse::<f64>().ok()?.powf(0.7)))
    })
    .flat_map(move |(meant, read, weight)| {
        let at = word.match_indices(meant).map(|(at, _)| at);
        at.map(|at| (format!("{}{read}{}", &word[..at], &word[at + meant.len()..]), weight)).collect::<Vec<_>>()
    })
}

/// Two rows: each sentence a document, and all as one.
fn rows(table: &mut Table, name: &str, kind: &str, sentences: &[Sentence], repairer: &Repairer, show: usize) {
    let alone = sentences
        .iter()
        .fold(Tally::default(), |tally, sentence| tally.with(std::slice::from_ref(sentence), &sentence.read, repairer));
    let text: Vec<&str> = sentences.iter().map(|sentence| sentence.read.as_str()).collect();
    let together = Tally::default().with(sentences, &text.join("\n\n"), repairer);
    alone.mistakes.iter().take(show).for_each(|mistake| println!("{name} {kind}: {mistake}"));
    for (fed, tally) in [("alone", alone), ("together", together)] {
        let share = |count: usize| format!("{count} ({:.1}%)", 100.0 * count as f64 / tally.sentences.max(1) as f64);
        let mended = if kind == "misread" { share(tally.mended) } else { String::new() };
        let number = tally.sentences.to_string();
        table.row(&[name.into(), kind.into(), fed.into(), number, mended, share(tally.wrong)]);
    }
}

impl Tally {
    /// Adds sentences that are a document, with an empty line between.
    fn with(mut self, sentences: &[Sentence], text: &str, repairer: &Repairer) -> Self {
        let repair = repairer.repair(text.as_bytes());
        let mut at = 0;
        for sentence in sentences {
            let end = at + sentence.read.len();
            let edits: Vec<_> =
                repair.edits().iter().filter(|edit| edit.input.start < end && edit.input.end > at).collect();
            let mends = |range: &Range<usize>, after: &str| {
                sentence.misread.as_ref().is_some_and(|misread| {
                    let inside = at + misread.range.start..at + misread.range.end;
                    let made = format!(
                        "{}{after}{}",
                        &text[inside.start.min(range.start)..range.start],
                        &text[range.end..inside.end.max(range.end)]
                    );
                    made == misread.right && inside.start <= range.start && range.end <= inside.end
                })
            };
            let right = edits.iter().filter(|edit| mends(&edit.input, edit.after())).count();
            self.sentences += 1;
            self.mended += usize::from(right > 0);
            if edits.len() > right {
                self.wrong += 1;
                let wrong = edits.iter().find(|edit| !mends(&edit.input, edit.after()));
                self.mistakes.extend(wrong.map(|edit| shown(text, &edit.input, edit.after())));
            }
            at = end + 2;
        }
        self
    }
}

/// An edit between what stands around it.
fn shown(text: &str, range: &Range<usize>, after: &str) -> String {
    const AROUND: usize = 40;
    let start = text.floor_char_boundary(range.start.saturating_sub(AROUND));
    let end = text.ceil_char_boundary((range.end + AROUND).min(text.len()));
    format!("{}[{} -> {after}]{}", &text[start..range.start], &text[range.clone()], &text[range.end..end])
        .replace('\n', " ")
}

/// What the rule weighed of each doubted word; `right` is whether its first candidate is the right word.
fn write_features<'s>(features: &mut String, set: &str, sentences: impl Iterator<Item = &'s Sentence>) {
    let mut seen = BTreeSet::new();
    for (number, sentence) in sentences.enumerate() {
        // A neighbour of a damaged word is judged beside damage.
        for judgement in Repairer::danish().judge_words(sentence.read.as_bytes()) {
            let Some((best, _)) = judgement.candidates.first() else { continue };
            if judgement.features.first().is_none_or(|(name, _)| *name != "one") {
                continue;
            }
            let is_right = sentence
                .misread
                .as_ref()
                .is_some_and(|misread| misread.range == judgement.range && misread.right == *best);
            let is_damaged = sentence.misread.is_some();
            if features.is_empty() {
                let names: Vec<&str> = judgement.features.iter().map(|(name, _)| *name).collect();
                features.push_str(&format!("set\tsentence\tdamaged\tcorrect\tword\tbest\t{}\n", names.join("\t")));
            }
            let word = &sentence.read[judgement.range.clone()];
            if !is_damaged && !seen.insert((word.to_owned(), best.clone(), sentence.read.clone())) {
                continue;
            }
            let _ = write!(features, "{set}\t{number}\t{}\t{}\t{word}\t{best}", is_damaged as u8, is_right as u8);
            for (_, value) in &judgement.features {
                let _ = write!(features, "\t{value:.4}");
            }
            features.push('\n');
        }
    }
}
