//! The noisy channel: what a damaged word may have been, and how probable each answer is.
//!
//! From a suspicious place the search follows every way in which a channel's looks and plain letters make a word;
//! then each way is scored as `ln P(words | language) - ln P(observed | letters, channel)` against the text as it
//! stands. Nothing here knows one channel from another.

use std::cmp::Ordering;
use std::ops::Range;

use compact_str::CompactString;

use super::channel::{CaseOf, Channel, Confusion};
use super::lost_letter;
use super::weigh::hyphen_at_line_end;
use crate::language::{Language, Trail};

/// The longest word that is searched, in characters: what is longer is no word.
const LONGEST: usize = 48;
/// How many ways are followed at once; the dearest beyond them are dropped. (Of 20,000 words with letters lost in seven ways
/// 160 and 32 mend the same.)
const BEAM: usize = 32;
/// How many of them are weighed where their word ends, and where more damage of the same kind follows, which then is none
/// of the word's.
const MOST_ENDS: usize = 24;
const MOST_CUTS: usize = 4;
/// A case that no letter has in its place: besides this, which is said of the letter, it costs the word as much again, so
/// that the word with the other case is always likelier.
const OUT_OF_PLACE: f32 = 6.0;

/// One way to read a damaged place.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// Bytes of the text that the way covers.
    pub range: Range<usize>,
    /// What they would become.
    pub text: CompactString,
    /// -ln P(observed | text, channel).
    pub cost: f32,
    /// Place of the channel in the list that was searched.
    pub channel: usize,
}

/// A way that is not yet at its end.
#[derive(Clone)]
struct Partial {
    at: usize,
    text: CompactString,
    cost: f32,
    looks: usize,
    /// The last letters, and ln P of all of them: what tells ways of one length from each other before they are words.
    trail: Trail,
    letters: f32,
}

impl Partial {
    /// The way on with a letter.
    fn with(&self, letter: char, length: usize, cost: f32, language: &Language) -> Self {
        let mut next = Self { at: self.at + length, cost: self.cost + cost, ..self.clone() };
        match lost_letter::letters_of(letter) {
            Some(letters) => letters.chars().for_each(|letter| next.push(letter, language)),
            None => next.push(letter, language),
        }
        next
    }

    fn push(&mut self, letter: char, language: &Language) {
        let (trail, likely) = language.letter_log_probability(self.trail, letter);
        self.text.push(letter);
        self.trail = trail;
        self.letters += likely;
    }

    /// The way on with the one letter that may be meant.
    fn on(mut self, letter: char, language: &Language) -> Self {
        match lost_letter::letters_of(letter) {
            Some(letters) => letters.chars().for_each(|letter| self.push(letter, language)),
            None => self.push(letter, language),
        }
        self.at += letter.len_utf8();
        self
    }

    /// How dear it is, the letters that it has counted.
    fn dearness(&self) -> f32 {
        self.cost - self.letters
    }

    /// The cheaper before the dearer.
    fn order(&self, other: &Self) -> Ordering {
        self.dearness().total_cmp(&other.dearness()).then_with(|| self.text.cmp(&other.text))
    }
}

/// Bytes of a hyphen, a line's end and a letter, at most.
const HYPHEN_AND_LETTER: usize = 7;

/// What a channel sees at one place of the text, whatever way leads there.
struct Sight<'c> {
    /// Where what was looked at ends.
    end: usize,
    letter: Option<char>,
    /// Whether that letter may stand for another without a look.
    has_companions: bool,
    /// Bytes of a hyphen and line end.
    hyphen: Option<usize>,
    /// The looks that begin there, each with the character after it.
    looks: Vec<(&'c Confusion, Option<char>)>,
}

impl<'c> Sight<'c> {
    fn new(text: &str, at: usize, channel: &'c Channel) -> Self {
        let rest = &text[at..];
        let letter = rest.chars().next().filter(|c| c.is_alphabetic());
        let mut looks = Vec::new();
        let seen = channel.look_at(rest, |look, after| {
            let goes_on = || after.is_some_and(|c| c.is_lowercase() || channel.companions_of(c).next().is_some());
            let ends = || after.is_none_or(char::is_whitespace);
            if !look.observed.contains(' ') || goes_on() || ends() {
                looks.push((look, after));
            }
        });
        Self {
            end: at + seen.max(if rest.starts_with('-') { HYPHEN_AND_LETTER } else { 0 }),
            letter,
            has_companions: letter.is_some_and(|letter| channel.companions_of(letter).next().is_some()),
            hyphen: hyphen_at_line_end(rest),
            looks,
        }
    }
}

impl Sight<'_> {
    /// The letter that stands there, where nothing else may be meant.
    fn plain_letter(&self) -> Option<char> {
        self.letter.filter(|_| !self.has_companions && self.hyphen.is_none() && self.looks.is_empty())
    }
}

/// What a channel sees at the places of a text from one on, each looked at once.
struct Sights<'c, 't> {
    text: &'t str,
    start: usize,
    channel: &'c Channel,
    seen: Vec<Option<Sight<'c>>>,
}

impl<'c> Sights<'c, '_> {
    fn at(&mut self, at: usize) -> &Sight<'c> {
        let place = at - self.start;
        if self.seen.len() <= place {
            self.seen.resize_with(place + 1, || None);
        }
        self.seen[place].get_or_insert_with(|| Sight::new(self.text, at, self.channel))
    }
}

/// Every way through `text` from `start` that uses at least one look of the channel and ends with its word, and where what was
/// looked at for them ends: behind the text's end where more text could say more.
pub(super) fn paths(
    text: &str,
    start: usize,
    channel: &Channel,
    number: usize,
    language: &Language,
) -> (Vec<Path>, usize) {
    let mut sights = Sights { text, start, channel, seen: Vec::new() };
    if let Some(end) = end_without_looks(&mut sights) {
        return (Vec::new(), end);
    }
    let mut open = vec![Partial {
        at: start,
        text: CompactString::default(),
        cost: 0.0,
        looks: 0,
        trail: Trail::default(),
        letters: 0.0,
    }];
    let mut closed = Vec::new();
    let mut next = Vec::new();
    for _ in 0..LONGEST {
        for partial in open.drain(..) {
            let begun = next.len();
            let sight = sights.at(partial.at);
            if let Some(letter) = sight.plain_letter() {
                next.push(partial.on(letter, language));
                continue;
            }
            step(text, channel, sight, &partial, language, &mut next);
            if partial.looks > 0 && (sight.letter.is_none() || next.len() == begun) {
                let is_cut = next.len() > begun;
                closed.push((is_cut, partial));
            }
        }
        if next.is_empty() {
            break;
        }
        if next.len() > BEAM {
            let order =
                |a: &Partial, b: &Partial| a.dearness().total_cmp(&b.dearness()).then_with(|| a.text.cmp(&b.text));
            next.select_nth_unstable_by(BEAM, order);
            next.truncate(BEAM);
        }
        std::mem::swap(&mut open, &mut next);
    }
    drop_dearest(&mut closed);
    let path =
        |(_, end): (bool, Partial)| Path { range: start..end.at, text: end.text, cost: end.cost, channel: number };
    let end = sights.seen.iter().flatten().map(|sight| sight.end).max().unwrap_or(start);
    (closed.into_iter().map(path).collect(), end)
}

/// Where what is looked at of a word ends in which no look of the channel is met; nothing where one is.
fn end_without_looks(sights: &mut Sights) -> Option<usize> {
    let (mut at, mut end) = (sights.start, sights.start);
    for _ in 0..LONGEST {
        let sight = sights.at(at);
        if !sight.looks.is_empty() {
            return None;
        }
        end = end.max(sight.end);
        match (sight.letter, sight.hyphen) {
            (Some(letter), _) => at += letter.len_utf8(),
            (None, Some(length)) => at += length,
            (None, None) => break,
        }
    }
    Some(end)
}

/// Drops the dearest of the ways that end at one place, where each may be cut there from what goes on.
fn drop_dearest(closed: &mut Vec<(bool, Partial)>) {
    closed.sort_by(|(_, a), (_, b)| a.at.cmp(&b.at).then_with(|| a.order(b)));
    let (mut at, mut cheaper) = (0, 0);
    closed.retain(|(is_cut, end)| {
        cheaper = if end.at == at { cheaper + 1 } else { 0 };
        at = end.at;
        cheaper < if *is_cut { MOST_CUTS } else { MOST_ENDS }
    });
}

/// The ways on from one place: the letter that stands there, and every look that begins there.
fn step(text: &str, channel: &Channel, sight: &Sight, from: &Partial, language: &Language, next: &mut Vec<Partial>) {
    if let Some(c) = sight.letter {
        let readings = channel.companions_of(c).map(|companion| (companion.letter, companion.cost));
        for (letter, cost) in readings.chain([(c, 0.0)]) {
            next.push(from.with(letter, c.len_utf8(), cost, language));
        }
    }
    if let Some(length) = sight.hyphen {
        let mut broken = from.clone();
        broken.text.push_str(&text[from.at..from.at + length]);
        broken.at += length;
        next.push(broken);
    }
    for &(confusion, after) in &sight.looks {
        let cases = match confusion.case {
            CaseOf::Letter => [(confusion.letter, 0.0), (confusion.letter, OUT_OF_PLACE)],
            CaseOf::Place => cases_of(confusion.letter, from.text.chars().next_back(), after),
        };
        for (letter, cost) in cases.into_iter().filter(|(_, cost)| *cost < OUT_OF_PLACE) {
            let mut mended = from.with(letter, confusion.observed.len(), confusion.cost + cost, language);
            mended.looks += 1;
            next.push(mended);
        }
    }
}

/// The cases that a letter may have in its place: a place after a small letter wants a small one, a place between
/// capitals a capital; at a word's start both are tried, and the place in the sentence weighs them later.
fn cases_of(letter: char, before: Option<char>, after: Option<char>) -> [(char, f32); 2] {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let capital = letter.to_uppercase().next().unwrap_or(letter);
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let (as_small, as_capital) = match (before, after) {
        (None, after) if upper(after) => (OUT_OF_PLACE, 0.0),
        (None, _) => (0.0, 0.0),
        (before, _) if lower(before) => (0.0, OUT_OF_PLACE),
        (_, after) if upper(after) => (OUT_OF_PLACE, 0.0),
        (_, after) if lower(after) => (0.0, OUT_OF_PLACE),
        _ => (0.5, 2.0),
    };
    [(small, as_small), (capital, as_capital)]
}
