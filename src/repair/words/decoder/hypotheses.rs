//! A suspicious word with its hypotheses: what it may have been, and what the last round made of each.

use std::ops::Range;
use std::rc::Rc;

use super::super::archive::Archive;
use super::super::candidates::{self, Found, Reading};
use super::super::tokens::{self, Begins, Beside, Side};
use super::super::weigh::{Around, Score, Word};
use super::COUNTED;
use super::believed::Believed;
use super::places::Places;
use crate::language::{Context, Language};
use crate::text::QuickMap;

/// Why a word is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::repair::words) enum Doubt {
    /// No list knows it.
    Unknown,
    /// It is read as a compound, or is known, and could come from another word.
    Known,
}

/// A suspicious word.
pub(super) struct Hypotheses {
    pub range: Range<usize>,
    /// The word, where a line's end cuts it.
    pub whole: Option<Box<str>>,
    pub doubt: Doubt,
    pub readings: Rc<[Reading]>,
    pub standing: Rc<Word>,
    /// What stands beside it; nobody asks where it has no readings.
    pub beside: Option<Beside>,
    /// Where its words are counted, once they are.
    pub places: Option<Rc<Places>>,
    /// What the last round made of it; nothing before the first, and where it has no readings.
    pub weighed: Option<Rc<Weighed>>,
    /// How much of each reading's probability was counted as evidence.
    pub counted: f32,
}

impl Hypotheses {
    /// An unknown word, with the readings that the archive and a person's own words (`taught`) give it besides.
    pub(super) fn new(
        text: &str,
        range: Range<usize>,
        language: &'static Language,
        archive: Option<&Archive>,
        taught: Vec<Reading>,
    ) -> Self {
        let token = &text[range.clone()];
        let found = candidates::of_unknown(token, language).with(taught);
        let found = archive.map_or_else(|| found.clone(), |archive| found.clone().with(archive.readings(token)));
        Self::with(text, range, Doubt::Unknown, found, language)
    }

    /// What is meant to be a word: as it stands, or without the line's end that cuts it.
    pub(super) fn token<'a>(&'a self, text: &'a str) -> &'a str {
        self.whole.as_deref().unwrap_or(&text[self.range.clone()])
    }

    pub(super) fn with(text: &str, range: Range<usize>, doubt: Doubt, found: Found, language: &Language) -> Self {
        let Found { standing, readings } = found;
        let beside = (!readings.is_empty()).then(|| tokens::beside(text, &range, language));
        Self { range, whole: None, doubt, readings, standing, beside, places: None, weighed: None, counted: 0.0 }
    }

    /// Of each reading, its probability after the last round.
    pub(super) fn shares(&self) -> &[f32] {
        self.weighed.as_ref().map_or(&[], |weighed| &weighed.shares)
    }

    /// The probability that it was meant as it stands, after the last round.
    pub(super) fn stands(&self) -> f32 {
        self.weighed.as_ref().map_or(1.0, |weighed| weighed.stands)
    }

    /// What may be meant by it, by where that lies.
    pub(super) fn meanings(&self) -> (*const Word, *const Reading) {
        (Rc::as_ptr(&self.standing), self.readings.as_ptr())
    }

    /// What a round asks of its place.
    pub(super) fn setting<'a>(&self, around: &Around<'a>, is_plain: bool) -> Setting<'a> {
        let (standing, readings) = self.meanings();
        Setting {
            readings,
            standing,
            before: self.weighed.as_ref().map(Rc::as_ptr),
            counted: self.counted.to_bits(),
            doubt: self.doubt,
            is_plain,
            left: around.left,
            right: around.right,
            begins: around.begins,
        }
    }

    /// Takes in further readings.
    pub(super) fn learn(&mut self, text: &str, readings: Vec<Reading>, language: &Language) {
        let found = Found { standing: Rc::clone(&self.standing), readings: Rc::clone(&self.readings) }.with(readings);
        self.readings = found.readings;
        self.beside.get_or_insert_with(|| tokens::beside(text, &self.range, language));
        if let Some(weighed) = &mut self.weighed {
            Rc::make_mut(weighed).scores.clear();
        }
    }

    /// Whether no word beside it is believed to have been another.
    pub(super) fn is_beside_none(&self, believed: &Believed) -> bool {
        let is_believed = |side: &Side| matches!(side, Side::Word(range) if believed.at(range.start).is_some());
        believed.0.is_empty()
            || self.beside.as_ref().is_none_or(|beside| !is_believed(&beside.left) && !is_believed(&beside.right))
    }

    /// The most that a reading leads over the word as it stands, in nats.
    pub(super) fn lead_at_most(&self) -> f32 {
        let Some(Weighed { standing, scores, .. }) = self.weighed.as_deref() else { return f32::NEG_INFINITY };
        scores.iter().map(Score::total).fold(f32::NEG_INFINITY, f32::max) - standing.total()
    }

    /// Whether nothing probable is known of it.
    pub(super) fn is_strange(&self) -> bool {
        self.doubt == Doubt::Unknown && self.shares().iter().all(|share| *share < COUNTED)
    }
}

/// Letters that nothing in a text was meant to have, and what is left of readings without them: words that share the ones share the
/// others.
#[derive(Default)]
pub(super) struct Unwritten {
    letters: Vec<char>,
    /// By where the readings lie, which therefore are kept.
    left: QuickMap<*const Reading, [Rc<[Reading]>; 2]>,
}

impl Unwritten {
    pub fn new(letters: Vec<char>) -> Self {
        Self { letters, left: QuickMap::default() }
    }

    /// Leaves out the readings of a word that have one of the letters.
    pub fn leave_out(&mut self, word: &mut Hypotheses) {
        /// Readings that are kept, each of some kilobytes with those that share them.
        const MOST: usize = 1 << 12;
        let has_one = |reading: &Reading| reading.word.written.chars().any(|c| self.letters.contains(&c));
        if self.letters.is_empty() || !word.readings.iter().any(has_one) {
            return;
        }
        if self.left.len() >= MOST {
            self.left.clear();
        }
        let left = || word.readings.iter().filter(|reading| !has_one(reading)).cloned().collect();
        let known = self.left.entry(word.readings.as_ptr());
        let [_, left] = known.or_insert_with(|| [Rc::clone(&word.readings), left()]);
        word.readings = Rc::clone(left);
    }
}

/// What a round makes of a word between its neighbours; shared by all places where it is the same.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    /// Of each reading, its probability.
    pub shares: Vec<f32>,
    /// As it stands.
    pub stands: f32,
    /// The scores as it stands, and of each reading; none after it was given further readings.
    pub standing: Score,
    pub scores: Vec<Score>,
    /// Whether they were weighed between its neighbours as they stand.
    pub is_plain: bool,
}

/// All that a round asks of a word's place: what it makes of one such place holds for all.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Setting<'t> {
    /// The readings, the word as it stands, and what the last round made of it, by where they lie.
    pub readings: *const Reading,
    pub standing: *const Word,
    pub before: Option<*const Weighed>,
    pub counted: u32,
    pub doubt: Doubt,
    pub is_plain: bool,
    pub left: Context<'t>,
    pub right: Context<'t>,
    pub begins: Begins,
}

/// Where a token differs from another word, in its bytes: what stands between the letters that both begin and end with.
pub(super) fn difference(token: &str, word: &str) -> (usize, usize) {
    let same = |(one, other): &(char, char)| one == other;
    let length = |letters: &mut dyn Iterator<Item = (char, char)>| -> usize {
        letters.take_while(same).map(|(letter, _)| letter.len_utf8()).sum()
    };
    let start = length(&mut token.chars().zip(word.chars()));
    let end = length(&mut token[start..].chars().rev().zip(word[start..].chars().rev()));
    (start, token.len() - end)
}
