//! Known words in a place where another word is meant: each look-alike of a word against the word as it stands, by
//! nothing but what stands around both.
//!
//! This needs no proof from the document: a lone sentence is enough, so nothing here is ever certain. What a place says is
//! read off the pack's word pairs and, for pairs that were never counted, off the classes of the words
//! ([`Company`](crate::language::Company)): the word on either side, and behind it the next, as if the one between were not there (`har aldrig været`
//! holds `har været`). A logistic regression over correct texts, and the same texts with a known word in each sentence
//! damaged into another, says how much each sign is worth (`benches/calibrate_real_words.py`).

mod fit;
mod others;
mod place;
mod signs;

use std::ops::Range;

use self::others::Others;
use self::place::Place;
use self::signs::Signs;
use super::evidence::Evidence;
use super::look_alikes;
use super::real_word;
use super::tokens;
use crate::language::{Language, TELLS_OLD};
use crate::profile;
use crate::repair::Candidate;
use crate::repair::document::{Age, Portrait};
use crate::repair::proposal::Proposal;
use crate::repair::reading::Reading;
use crate::text::{QuickMap, QuickSet};
use crate::tokenize::Shape;

/// The most that a place proves: neighbours never make a word certain.
const MOST: f32 = 0.98;
/// The most that it is worth in a document that was misread otherwise.
const SUSPECT: f32 = 0.9;
/// The most that the words behind the nearest ones say, in nats.
const MOST_OF_NEXT: f32 = 4.0;
/// The least probability that is reported: right text has many words that might be others.
pub(super) const REPORTED: f32 = 0.75;
/// A text of fewer words is no sentence, but a heading, a cell, a line of something: of its neighbours a word of it has too few.
const SHORTEST: usize = 6;

/// A word that another may stand for.
#[derive(Clone, Debug)]
pub(super) struct Doubted {
    pub range: Range<usize>,
    pub standing: Scores,
    /// Its look-alikes, best first, with what speaks for each; never empty.
    pub candidates: Vec<(String, Scores)>,
    /// Log odds that the first is right, in a sentence that is a document by itself.
    log_odds: f32,
    /// The calibrated probability that it is right in this document.
    pub probability: f32,
    /// What that was made of.
    pub signs: Signs,
    /// Where the word before it begins.
    left: Option<usize>,
}

/// What speaks for a word in its place, in nats.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Scores {
    pub channel: f32,
    pub language: f32,
    pub neighbours: f32,
}

impl Scores {
    fn total(&self) -> f32 {
        self.channel + self.language + self.neighbours
    }
}

/// The words of a text that others may stand for, ascending, from a probability on. `evidence` is what the document has
/// proven otherwise: in old spelling nothing is doubted, for what is counted is of today, and among misread words, which
/// are no good neighbours, what is doubted is a suspect.
///
/// Of two words side by side, each of which is a neighbour that speaks against the other, only the likelier is doubted.
pub(super) fn doubted(
    reading: &Reading,
    language: &'static Language,
    profile: Option<&profile::Counts>,
    portrait: &Portrait,
    evidence: Option<&Evidence>,
    least: f32,
) -> Vec<Doubted> {
    let is_untold = evidence.is_some_and(Evidence::is_damaged) || reading.words.len() < SHORTEST;
    let most = if is_untold { SUSPECT } else { MOST };
    let (text, words) = (reading.text, reading.words.len() as f32);
    // What is less likely than not counts for nothing, and a document only takes off.
    let floor = (least / (1.0 - least)).ln().min(0.0);
    let mut found = in_their_places(reading, language, profile, floor);
    let company = |found: &[Doubted]| Others::of(found, words, evidence);
    // What tells that a text is old is right in its time, and a few lines do not tell theirs.
    let is_old = |doubted: &Doubted| language.age_of(&text[doubted.range.clone()]) >= TELLS_OLD;
    let stands = |doubted: &Doubted| {
        !is_old(doubted) && !portrait.is_foreign(&doubted.range) && portrait.age(&doubted.range) == Age::Modern
    };
    // Right text has many doubts, and hardly one that is reported, the others making it no likelier than all do: where the rest stand,
    // and how old it is, need not be asked then.
    let all = company(&found);
    let may_be_reported = |doubted: &&Doubted| all.probability(doubted).min(most) >= least;
    if !found.iter().any(|doubted| may_be_reported(&doubted))
        || portrait.age_of_document() > Age::Modern
        || !found.iter().filter(may_be_reported).any(stands)
    {
        return Vec::new();
    }
    found.retain(stands);
    let others = company(&found);
    let own = if others.are_few() { own_words(reading, &found) } else { QuickSet::default() };
    for doubted in &mut found {
        let is_own = own.contains(&text[doubted.range.clone()]);
        doubted.probability = others.probability(doubted).min(if is_own { SUSPECT } else { most });
    }
    found.retain(|doubted| doubted.probability >= least);
    found
}

/// The words of which their places say, by such log odds at least, that others may be meant; of two side by side the likelier.
fn in_their_places(
    reading: &Reading,
    language: &'static Language,
    profile: Option<&profile::Counts>,
    floor: f32,
) -> Vec<Doubted> {
    let text = reading.text;
    let mut found: Vec<Doubted> = Vec::new();
    let mut lower = String::new();
    for word in reading.words.iter().filter(|word| word.has_look_alike) {
        let range = word.range();
        let token = &text[range.clone()];
        let standing = if word.shape == Shape::Small { token } else { tokens::lowered(token, &mut lower) };
        let Some(pull) = look_alikes::pull(standing, language) else { continue };
        let place = Place { text, language, profile, range, shape: word.shape };
        let Some(doubted) = place.doubted(standing, pull).filter(|doubted| doubted.log_odds >= floor) else { continue };
        match found.last_mut() {
            Some(last) if doubted.left == Some(last.range.start) => {
                if doubted.log_odds > last.log_odds {
                    *last = doubted;
                }
            }
            _ => found.push(doubted),
        }
    }
    found
}

/// The doubted words that a text has again and again: in one that was hardly misread these are words of its own (`dej` in recipes, `al
/// dente`), and were not misread so many times alike.
fn own_words<'t>(reading: &Reading<'t>, found: &[Doubted]) -> QuickSet<&'t str> {
    const OFTEN: usize = 3;
    let text = reading.text;
    let mut times: QuickMap<&str, usize> = found.iter().map(|doubted| (&text[doubted.range.clone()], 0)).collect();
    for word in reading.words.iter().filter(|word| word.has_look_alike) {
        times.entry(&text[word.range()]).and_modify(|times| *times += 1);
    }
    times.into_iter().filter(|(_, times)| *times >= OFTEN).map(|(word, _)| word).collect()
}

/// What is proposed of them.
pub(super) fn proposal(doubted: Doubted) -> Proposal {
    let best = doubted.candidates[0].1.total();
    let of_best = |score: &Scores| doubted.probability * (score.total() - best).min(0.0).exp();
    let mut candidates: Vec<Candidate> = doubted
        .candidates
        .iter()
        .map(|(word, scores)| Candidate { text: word.as_str().into(), probability: of_best(scores) })
        .collect();
    candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let evidence = "a word that looks like it fits far better between its neighbours";
    Proposal { range: doubted.range, rule: real_word::CODE, candidates: candidates.into(), evidence: evidence.into() }
}
