//! Names and terms that no list of words has, mended from the archive's own text.
//!
//! `cargo bench --bench names -- [--show N] [--write DIR]`. No data is needed (`--write` leaves what was made in DIR): archives of made-up minutes are written, some of their
//! words are misread in one of several ways, a profile is learned from all of them, and they are repaired with it.
//!
//! - *recall*: of the misread names and terms, those that are what they were.
//! - *wrong*: edits that made a word which is not that of the right text, there or beside.
//! - *other names*: edits and suspects in names that are right, and differ from frequent ones by a letter or two
//!   (`Jenson` beside `Jensen`). The bar is no edit.

mod support;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use ordret::language::Language;
use ordret::profile::{Learner, Profile};
use ordret::{Confidence, Options, Repairer};
use support::{Arguments, Chance, Table};

const SENTENCES: &str = include_str!("support/names.txt");
const DOCUMENTS: usize = 12;
const SENTENCES_EACH: usize = 40;

const PLACES: [&str; 12] = [
    "Bjørnsholtgård",
    "Sønderfjordby",
    "Klyvertoft",
    "Ravnekærhuse",
    "Hvalsømose",
    "Tværmarkskov",
    "Nordlundesø",
    "Grimmelbjerg",
    "Ålemosegård",
    "Fuglsangerbro",
    "Vesterkrintel",
    "Bårsedalen",
];
const PERSONS: [&str; 10] = [
    "Tvergaardsen",
    "Ørnfeldt",
    "Bromlykke",
    "Kvistballe",
    "Hjermitslund",
    "Rønnemarck",
    "Stjernborg",
    "Lundekvam",
    "Ærenkiel",
    "Birkmosegaard",
];
const TERMS: [&str; 4] = ["kranspærre", "flisrømmer", "tovskyller", "brinkeløfter"];
/// Frequent names, each with another that is as right.
const ALIKE: [(&str, &str); 18] = [
    ("Jensen", "Jenson"),
    ("Olsen", "Olson"),
    ("Hansen", "Hanson"),
    ("Andersen", "Anderson"),
    ("Pedersen", "Petersen"),
    ("Møller", "Moller"),
    ("Sørensen", "Sorensen"),
    ("Thomsen", "Thomson"),
    ("Christensen", "Kristensen"),
    ("Erichsen", "Eriksen"),
    ("Carlsen", "Karlsen"),
    ("Mathiesen", "Matthiesen"),
    ("Kirkegaard", "Kierkegaard"),
    ("Tvergaardsen", "Tvergårdsen"),
    ("Bromlykke", "Bramlykke"),
    ("Kvistballe", "Qvistballe"),
    ("Stjernborg", "Stjerneborg"),
    ("Klyvertoft", "Klivertoft"),
];

/// A way to misread: what is printed, what is read, once in so many times.
type Reader = (&'static str, &'static [(&'static str, &'static str, usize)]);

const READERS: [Reader; 4] = [
    ("right", &[]),
    (
        "now and then",
        &[("rn", "m", 12), ("l", "i", 120), ("h", "b", 120), ("e", "c", 300), ("t", "f", 200), ("m", "rn", 80)],
    ),
    ("ø, å, æ lost", &[("ø", "o", 1), ("å", "a", 1), ("æ", "ae", 2), ("Ø", "O", 1), ("Å", "A", 1), ("Æ", "E", 1)]),
    (
        "ø, å, æ lost, and more",
        &[("ø", "o", 1), ("å", "a", 1), ("æ", "e", 2), ("rn", "m", 6), ("l", "i", 60), ("k", "l", 120)],
    ),
];

/// What share of the documents is read so; the others are read right.
const SHARES: [(usize, usize); 2] = [(1, 4), (3, 4)];

fn main() {
    let arguments = Arguments::read(&["write"]);
    let mut table = Table::new(&[
        "reader",
        "documents",
        "level",
        "misread",
        "recall",
        "edits",
        "wrong",
        "other names: edits",
        "suspects",
    ]);
    for (name, confusions) in READERS {
        for share in SHARES {
            for level in [Confidence::Certain, Confidence::Likely] {
                let mut tally = Tally::default();
                for seed in 0..4 {
                    let documents = archive(confusions, share, seed);
                    if let Some(folder) = arguments.get("write") {
                        write(&documents, &Path::new(folder).join(format!("{name} {share:?} {seed}")));
                    }
                    measure(&documents, level, &mut tally);
                }
                table.row(&tally.row(name, share, level));
                for wrong in tally.mistakes.iter().take(arguments.show) {
                    println!("{name} {share:?} {level}: {wrong}");
                }
            }
        }
    }
    table.print();
}

fn write(documents: &[Document], folder: &Path) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for (number, document) in documents.iter().enumerate() {
        for (text, kind) in [(&document.gold, "gold"), (&document.read, "ocr")] {
            fs::write(folder.join(format!("{number:02}.{kind}.txt")), text).expect("the folder can be written to");
        }
    }
}

struct Document {
    gold: String,
    read: String,
}

fn archive(confusions: &[(&str, &str, usize)], (of, all): (usize, usize), seed: u64) -> Vec<Document> {
    let mut chance = Chance::new(seed);
    let sentences: Vec<&str> = SENTENCES.lines().filter(|line| !line.starts_with('#')).collect();
    let documents = (0..DOCUMENTS).map(|number| {
        let mut gold = String::new();
        for _ in 0..SENTENCES_EACH {
            let sentence = sentences[chance.below(sentences.len())];
            gold.push_str(&filled(sentence, &mut chance));
            gold.push(if chance.one_in(5) { '\n' } else { ' ' });
            if gold.ends_with('\n') {
                gold.push('\n');
            }
        }
        let read = if number % all < of { misread(&gold, confusions, &mut chance) } else { gold.clone() };
        Document { gold, read }
    });
    documents.collect()
}

fn filled(sentence: &str, chance: &mut Chance) -> String {
    let mut parts = sentence.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (slot, rest) = part.split_once('}').unwrap_or((part, ""));
        let pick = |names: &[&str], chance: &mut Chance| names[chance.below(names.len())].to_owned();
        let (usual, other) = ALIKE[chance.below(ALIKE.len())];
        filled += &match slot {
            "place" => pick(&PLACES, chance),
            "term" => pick(&TERMS, chance),
            _ if chance.one_in(2) => pick(&PERSONS, chance),
            _ if chance.one_in(12) => other.to_owned(),
            _ => usual.to_owned(),
        };
        filled += rest;
    }
    filled
}

fn misread(text: &str, confusions: &[(&str, &str, usize)], chance: &mut Chance) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let hit = confusions.iter().find(|(meant, _, times)| rest.starts_with(meant) && chance.one_in(*times));
        let (letters, length) =
            hit.map_or((&rest[..c.len_utf8()], c.len_utf8()), |(meant, seen, _)| (*seen, meant.len()));
        read.push_str(letters);
        rest = &rest[length..];
    }
    read
}

#[derive(Default)]
struct Tally {
    misread: usize,
    mended: usize,
    edits: usize,
    wrong: usize,
    others: usize,
    doubted: usize,
    mistakes: Vec<String>,
}

fn measure(documents: &[Document], level: Confidence, tally: &mut Tally) {
    let mut learner = Learner::default();
    for document in documents {
        learner.begin_document();
        learner.read(&document.read);
    }
    let mut profile: Profile = learner.finish();
    profile.find_confusions(Language::danish());
    let repairer = Repairer::new(Options::default().with_apply(level)).with_profile(Arc::new(profile));
    for document in documents {
        let repair = repairer.repair(document.read.as_bytes());
        let [gold, read, made] = [document.gold.as_str(), &document.read, repair.text()].map(words);
        // Nothing here loses a space, or makes one.
        for ((gold, read), made) in gold.iter().zip(&read).zip(&made) {
            let is_name = PLACES.iter().chain(&PERSONS).chain(&TERMS).any(|name| name == gold);
            tally.misread += usize::from(is_name && gold != read);
            tally.mended += usize::from(is_name && gold != read && gold == made);
            tally.edits += usize::from(read != made);
            if read != made && made != gold {
                tally.wrong += 1;
                tally.mistakes.push(format!("{read} -> {made} (is {gold})"));
            } else if is_name && read != gold && made != gold {
                tally.mistakes.push(format!("{read} stays (is {gold})"));
            }
            tally.others += usize::from(gold == read && made != gold);
        }
        let is_right = |word: &str| gold.contains(&word);
        tally.doubted +=
            repair.suspects().iter().filter(|suspect| is_right(&document.read[suspect.input.clone()])).count();
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic())).collect()
}

impl Tally {
    fn row(&self, name: &str, (of, all): (usize, usize), level: Confidence) -> Vec<String> {
        let share = 100.0 * self.mended as f64 / self.misread.max(1) as f64;
        vec![
            name.to_owned(),
            format!("{of} of {all}"),
            level.to_string(),
            self.misread.to_string(),
            format!("{share:.1}%"),
            self.edits.to_string(),
            self.wrong.to_string(),
            self.others.to_string(),
            self.doubted.to_string(),
        ]
    }
}
