//! Writes what the choice of a lost letter is fitted to: see `benches/fit_choice.py`.
//!
//! `ORDRET_TEXTS=DIR ORDRET_SIGNS=FILE cargo test --release --lib writes_the_signs -- --ignored`: the letters beyond ASCII of right texts below DIR
//! become marks, and for every word that may stand in a place a line is written: the number of the text, the mark, the pass, the spelling, the
//! place, what stands there, what stood there, the word, its channel, its log odds, and its signs.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use super::channels::Channels;
use super::document_words::DocumentWords;
use super::mention::Mentions;
use super::rank::Reading;
use super::verdict::{Weighed, propose};
use super::votes::{MANY, Votes};
use super::weigh::Weigher;
use super::words::{Read, read};
use crate::repair::Options;
use crate::repair::scan::scan;

/// So many bytes of each text, as the bench has it.
const BYTES: usize = 24 << 10;
/// From this probability on a word is mended before the second pass.
const CERTAIN: f32 = 0.995;

#[test]
#[ignore = "needs texts"]
fn writes_the_signs() {
    let (Ok(folder), Ok(file)) = (std::env::var("ORDRET_TEXTS"), std::env::var("ORDRET_SIGNS")) else {
        panic!("ORDRET_TEXTS and ORDRET_SIGNS name a folder and a file");
    };
    let mut signs = String::new();
    for (number, text) in texts(folder.as_ref()).values().enumerate() {
        for mark in ['?', '\u{fffd}'] {
            of_text(number, text, mark, &mut signs);
        }
    }
    std::fs::write(file, signs).expect("a file that can be written");
}

/// The beginnings of the texts below a folder.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            all.extend(texts(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.to_string_lossy().into_owned();
            all.insert(name, text[..text.floor_char_boundary(BYTES)].to_owned());
        }
    }
    all
}

/// What is asked of a text on one of its passes.
struct Asked<'a> {
    /// Its number, the mark and the pass.
    name: String,
    damaged: &'a str,
    right: &'a [char],
    read: &'a Read,
    words: &'a DocumentWords,
    weigher: &'a Weigher,
}

fn of_text(number: usize, right: &str, mark: char, signs: &mut String) {
    let weigher = &Weigher::of(&Options::default()).expect("the language of the default");
    let own = weigher.language.own_letters();
    let right: Vec<char> = right.chars().collect();
    let mut text: Vec<char> = right.iter().map(|c| if own.contains(*c) { mark } else { *c }).collect();
    let mut proven = Votes::default();
    for pass in 0..2 {
        let damaged: String = text.iter().collect();
        let mut read = read(&damaged, &scan(&damaged), weigher, None, &mut proven);
        let Some(words) = read.words.take() else { return };
        let name = format!("{number}\t{mark}\t{pass}");
        let asked = Asked { name, damaged: &damaged, right: &right, read: &read, words: &words, weigher };
        read.readings.iter().for_each(|(reading, weighed)| asked.write(reading, weighed, signs));
        let mentions = Mentions::new(&damaged);
        for (reading, weighed) in read.readings {
            let (at, length) = characters(&damaged, &reading.range);
            let proposal = propose(&damaged, (reading, weighed), &read.votes, weigher, &mentions, None, Some(&words));
            let best = proposal.and_then(|proposal| proposal.candidates.into_iter().next());
            if let Some(best) = best.filter(|best| best.probability >= CERTAIN && best.text.chars().count() == length) {
                best.text.chars().zip(&mut text[at..]).for_each(|(c, place)| *place = c);
            }
        }
    }
}

/// Where a range begins, and how long it is, in characters.
fn characters(text: &str, range: &Range<usize>) -> (usize, usize) {
    (text[..range.start].chars().count(), text[range.clone()].chars().count())
}

impl Asked<'_> {
    /// A line for each word that may stand in a place.
    fn write(&self, reading: &Reading, weighed: &Weighed, signs: &mut String) {
        let channels = Channels::of(self.weigher.language);
        let (at, length) = characters(self.damaged, &reading.range);
        let stood: String = self.right[at..at + length].iter().collect();
        let of_places = reading.of_guessed(self.damaged, self.weigher, |neighbours, phrase, cost| {
            neighbours.signs(phrase, cost, self.weigher)
        });
        let said = self.words.say(self.damaged, reading, &weighed.shares);
        let candidates = reading.ranked.candidates.iter().zip(&weighed.odds).zip(of_places.iter().zip(&said));
        for (((word, _, channel), odds), (of_place, of_document)) in candidates {
            let Some(of_place) = of_place.filter(|_| self.read.votes.word_cases(*channel) >= MANY) else { continue };
            let stands = &self.damaged[reading.range.clone()];
            let written =
                [stands, &stood, word, &channels.all[*channel].evidence].map(|field| field.replace(['\n', '\t'], " "));
            let _ = write!(signs, "{}\t{:?}\t{at}\t{}\t{odds}", self.name, self.words.spelling(), written.join("\t"));
            of_place.iter().chain(of_document).for_each(|sign| {
                let _ = write!(signs, "\t{sign}");
            });
            signs.push('\n');
        }
    }
}
