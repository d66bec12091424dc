//! How damaged a document is, and in which way: every proven repair makes the next of its kind less surprising.
//!
//! A confusion's rate in a document is estimated from how often it was proven there and how often its letters stand
//! unharmed, beginning from what the table says of damaged pages times how damaged this one is.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::before::{CLASSES, Letter};
use super::candidates::Reading;
use super::confusions::{Confusions, Letters};
use crate::language::Step;
use crate::text::QuickMap;

/// What a document has proven of its misreadings.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::repair) struct Evidence {
    /// By the table's rows: cases, each as much as it is probable.
    cases: Vec<f32>,
    /// Of these, those behind a letter.
    behind: QuickMap<(u16, Letter), f32>,
    /// Letters lost, added or changed in ways that the table does not have.
    others: f32,
    /// Times that each byte stands in the text.
    bytes: Vec<u32>,
    /// Times that each letter stands behind each, by their classes; none where nobody asked.
    pairs: Vec<u32>,
    /// Words looked at, and those of them that were misread.
    words: f32,
    misread: f32,
    /// Different words that no list knows and that nothing explains.
    unexplained: f32,
    /// Words spelled as they once were.
    old: f32,
    /// How old its spelling is where that is known otherwise, 1 being as old as the table's; else 0.
    said_old: f32,
}

/// How much the table counts against the document: as many places.
const TABLE_WEIGHT: f32 = 4.0;
/// The most cases that the archive's rate is worth: another document's reader may have been better.
const MOST_OF_ARCHIVE: f32 = 2.0;
/// Misread words in 100 that the table's pages have.
const TABLE_DAMAGE: f32 = 0.25;
/// Words in 100 that are spelled otherwise today, in texts of the table of spellings.
const TABLE_OLDNESS: f32 = 0.08;
/// The share of its places from which a spelling tells the age of a text.
const TELLING: f32 = 0.1;
/// A document that proves nothing: so many words of it may be misread, in so many.
const PRIOR_MISREAD: f32 = 0.02;
const PRIOR_OLD: f32 = 0.002;
const PRIOR_WORDS: f32 = 30.0;
/// The least damage that is reckoned with.
const LEAST_DAMAGE: f32 = 3e-4;
/// Letters in 100 that are capitals at a word's start.
const CAPITALS: f32 = 0.05;
/// What the share of all letters that are lost, added or changed otherwise is, on the table's pages.
const OTHER_SHARE: f32 = 0.0005;

/// How old the spelling of a document is in which misread old spellings are mended.
const OLD: f32 = 0.05;
/// How damaged a document is in which an odd word is not alone: about one other word in 500; people misspell, too.
pub(super) const DAMAGED: f32 = 0.008;

impl Evidence {
    /// Nothing proven yet, in a text whose language has these confusions.
    pub(super) fn of(text: &str, known: Option<&Confusions>) -> Self {
        let mut bytes = [0u32; 256];
        text.bytes().for_each(|byte| bytes[usize::from(byte)] += 1);
        for capital in b'A'..=b'Z' {
            bytes[usize::from(capital.to_ascii_lowercase())] += std::mem::take(&mut bytes[usize::from(capital)]);
        }
        let words = bytes[usize::from(b' ')] + bytes[usize::from(b'\n')] + 1;
        Self {
            cases: vec![0.0; known.map_or(0, |known| known.shares.len())],
            bytes: bytes.into(),
            words: words as f32,
            ..Self::default()
        }
    }

    /// The same, of a document whose spelling is known to be so old.
    pub fn said_old(self, oldness: f32) -> Self {
        Self { said_old: oldness, ..self }
    }

    /// Counts a misread word of this probability.
    pub fn count_word(&mut self, probability: f32) {
        self.misread += probability;
    }

    /// Counts a word that no list knows and that nothing explains.
    pub fn count_unexplained(&mut self) {
        self.unexplained += 1.0;
    }

    /// Counts a word of this probability that is spelled as it once was; what was rare then too (`e` for `æ`) proves
    /// nothing.
    pub(super) fn count_old(&mut self, steps: &[Step], probability: f32, known: &Confusions) {
        let telling = |step: &Step| known.shares.get(usize::from(step.0)).is_some_and(|share| *share >= TELLING);
        if steps.iter().any(telling) {
            self.old += probability;
            for step in steps.iter().filter(|step| telling(step)) {
                self.cases[usize::from(step.0)] += probability;
            }
        }
    }

    /// Counts the letters of the text behind one another, by which the confusions are told by the letter before them.
    pub fn count_pairs(&mut self, text: &str) {
        self.pairs = vec![0; CLASSES * CLASSES];
        let mut last = 0;
        for place in text.chars().filter_map(|c| Letter::of(c).place()) {
            self.pairs[last * CLASSES + place] += 1;
            last = place;
        }
    }

    /// Counts the confusions of a repair of this probability.
    pub(super) fn count(&mut self, reading: &Reading, probability: f32) {
        for (place, step) in reading.steps.iter().enumerate() {
            match self.cases.get_mut(usize::from(step.0)) {
                Some(cases) => *cases += probability,
                None => self.others += probability,
            }
            if let Some(letter) = reading.before.get(place).filter(|letter| letter.place().is_some()) {
                *self.behind.entry((step.0, *letter)).or_default() += probability;
            }
        }
    }

    /// Counts the confusions of repairs that prove less, each as often as others prove it, and once more: compounds, since whatever was
    /// misread, some compound is near, and a confusion that hardly any but these have (`Dæksfjord` for `Dalsfjord`) would prove itself;
    /// and repairs of several confusions, of which each makes the others look needed (`decks` for `decls`, which is `deels`).
    pub fn count_weak(&mut self, weak: &Self) {
        for (cases, of_weak) in self.cases.iter_mut().zip(&weak.cases) {
            *cases += of_weak.min(*cases + 1.0);
        }
        for (behind, of_weak) in &weak.behind {
            let cases = self.behind.entry(*behind).or_default();
            *cases += of_weak.min(*cases + 1.0);
        }
        self.others += weak.others;
    }

    /// The same text with no repairs counted.
    pub fn cleared(&self) -> Self {
        let cases = vec![0.0; self.cases.len()];
        let said_old = self.said_old;
        let (bytes, pairs) = (self.bytes.clone(), self.pairs.clone());
        Self { cases, bytes, pairs, words: self.words, said_old, ..Self::default() }
    }

    /// What a block has proven, with what is known of its document.
    pub fn of_block<'e>(own: &'e Self, known: Option<&Self>) -> Cow<'e, Self> {
        let Some(known) = known else { return Cow::Borrowed(own) };
        let mut both = known.clone();
        both.add(own);
        Cow::Owned(both)
    }

    /// Adds what another part of the same document has proven.
    pub fn add(&mut self, other: &Self) {
        fn add<T: Copy + std::ops::AddAssign + Default>(mine: &mut Vec<T>, theirs: &[T]) {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), T::default());
            }
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += *theirs);
        }
        add(&mut self.cases, &other.cases);
        add(&mut self.pairs, &other.pairs);
        for (behind, cases) in &other.behind {
            *self.behind.entry(*behind).or_default() += cases;
        }
        if self.bytes.len() < other.bytes.len() {
            self.bytes.resize(other.bytes.len(), 0);
        }
        for (mine, theirs) in self.bytes.iter_mut().zip(&other.bytes) {
            *mine = mine.saturating_add(*theirs);
        }
        self.others += other.others;
        self.words += other.words;
        self.misread += other.misread;
        self.unexplained += other.unexplained;
        self.old += other.old;
        self.said_old = self.said_old.max(other.said_old);
    }

    /// How damaged the document is, 1 being as damaged as the table's pages.
    pub fn damage(&self) -> f32 {
        self.damage_without(0.0)
    }

    /// The same when a word that is counted `own` times itself does not count.
    pub fn damage_without(&self, own: f32) -> f32 {
        let share = ((self.misread - own).max(0.0) + PRIOR_MISREAD) / (self.words + PRIOR_WORDS);
        (share / TABLE_DAMAGE).clamp(LEAST_DAMAGE, 1.0)
    }

    /// The share of its odd words that something explains, when a word that is counted `own` times itself does not count. A
    /// document without any tells nothing: half.
    pub fn explained_without(&self, own: f32) -> f32 {
        let misread = (self.misread - own).max(0.0);
        (misread + 1.0) / (misread + self.unexplained + 2.0)
    }

    /// How old the document's spelling is, 1 being as old as the table's.
    pub fn oldness(&self) -> f32 {
        if self.said_old > 0.0 {
            return self.said_old;
        }
        let share = (self.old + PRIOR_OLD) / (self.words + PRIOR_WORDS);
        (share / TABLE_OLDNESS).clamp(LEAST_DAMAGE, 1.0)
    }

    /// Whether its spelling is so old that old spellings are meant.
    pub fn is_old(&self) -> bool {
        self.oldness() >= OLD
    }

    /// Whether so much was misread that an odd word is not alone.
    pub fn is_damaged(&self) -> bool {
        self.damage() >= DAMAGED
    }

    /// The rates of all confusions in this document. `prior` are the rates that its archive has, which count instead of the
    /// table's where they are higher; none where nothing is known of it.
    pub(super) fn rates<'p>(&self, prior: &'p [f32], known: &'static Confusions) -> Rates<'p> {
        let damage = self.damage_without(1.0);
        let (oldness, other) = (self.oldness(), (OTHER_SHARE * damage).ln());
        let rows = vec![OnceCell::new(); known.shares.len()];
        Rates { rows, evidence: self.clone(), known, prior, damage, oldness, other }
    }

    /// How often letters stand in the text, at most.
    fn places(&self, letters: &Letters) -> f32 {
        let count = |byte: &u8| self.bytes.get(usize::from(*byte)).copied().unwrap_or(0);
        let capitals = if letters.is_capital { CAPITALS } else { 1.0 };
        capitals * letters.bytes.iter().map(count).min().unwrap_or(0) as f32
    }

    /// How often a letter stands behind another; nothing where nobody counted.
    fn pairs_of(&self, before: Letter, letter: Letter) -> Option<f32> {
        self.pairs.get(before.place()? * CLASSES + letter.place()?).map(|times| *times as f32)
    }

    /// Words that were looked at.
    pub fn words(&self) -> f32 {
        self.words
    }

    /// Different words that were misread, each as much as it is probable.
    pub fn misread_words(&self) -> f32 {
        self.misread
    }

    /// Whether the table has a row of this number.
    pub fn has_row(&self, row: u16) -> bool {
        usize::from(row) < self.cases.len()
    }

    /// Cases of a row.
    pub fn cases(&self, row: usize) -> f32 {
        self.cases.get(row).copied().unwrap_or(0.0)
    }

    /// The cases of a row besides `own` ones, with what its rate in the archive is worth.
    pub fn cases_with(&self, row: usize, own: f32, prior: &[f32]) -> f32 {
        let of_archive = (TABLE_WEIGHT * prior.get(row).copied().unwrap_or(0.0)).min(MOST_OF_ARCHIVE);
        (self.cases(row) - own).max(0.0) + of_archive
    }
}

/// What each confusion costs in a document. Of some hundred a word needs a few, so each is reckoned when it is first asked about.
pub(super) struct Rates<'p> {
    rows: Vec<OnceCell<Rate>>,
    evidence: Evidence,
    known: &'static Confusions,
    prior: &'p [f32],
    damage: f32,
    oldness: f32,
    /// ln P of what the table does not have.
    other: f32,
}

/// How common one confusion is: cases expected and proven, of so many places.
#[derive(Clone, Copy, Debug, Default)]
struct Rate {
    expected: f32,
    cases: f32,
    places: f32,
    /// ln P when all cases count.
    log: f32,
}

/// How much the rate in the document counts against that behind one letter: as many places, as the table against the document.
const RATE_WEIGHT: f32 = TABLE_WEIGHT;

/// No letters are lost everywhere.
const MOST: f32 = 0.95;

impl Rate {
    /// The rate when `own` cases do not count.
    fn without(self, own: f32) -> f32 {
        ((self.expected + (self.cases - own).max(0.0)) / (self.places - own).max(TABLE_WEIGHT)).min(MOST)
    }

    fn log_without(self, own: f32) -> f32 {
        if own == 0.0 { self.log } else { self.without(own).ln() }
    }
}

impl Rates<'_> {
    fn rate(&self, number: usize) -> Option<Rate> {
        self.rows.get(number).map(|rate| *rate.get_or_init(|| self.reckoned(number)))
    }

    fn reckoned(&self, number: usize) -> Rate {
        let rate = self.counted(number);
        Rate { log: rate.without(0.0).ln(), ..rate }
    }

    /// The rate but for its logarithm.
    fn counted(&self, number: usize) -> Rate {
        let row = &self.known.table.rows()[number];
        let share = self.known.shares[number] * if row.is_kept() { self.oldness } else { self.damage };
        let cases = self.evidence.cases(number);
        Rate {
            expected: TABLE_WEIGHT * share.max(self.prior.get(number).copied().unwrap_or(0.0)),
            cases,
            places: TABLE_WEIGHT + self.evidence.places(&self.known.letters[number]) + cases,
            log: 0.0,
        }
    }

    /// ln P(written | meant) of the edits of a word, which is counted `own` times itself.
    pub fn of(&self, reading: &Reading, own: f32) -> f32 {
        let steps = reading.steps.iter().enumerate();
        steps.map(|(place, step)| self.of_step(*step, reading.before.get(place).copied(), own)).sum()
    }

    fn of_step(&self, step: Step, before: Option<Letter>, own: f32) -> f32 {
        let number = usize::from(step.0);
        let Some(rate) = self.rate(number) else { return self.other };
        let first = self.known.letters.get(number).and_then(|letters| letters.first);
        let told = before.and_then(|before| Some((before, self.evidence.pairs_of(before, first?)?)));
        let Some((before, places)) = told else { return rate.log_without(own) };
        let cases = (self.evidence.behind.get(&(step.0, before)).copied().unwrap_or(0.0) - own).max(0.0);
        let behind = (RATE_WEIGHT * rate.without(own) + cases) / (RATE_WEIGHT + places + cases);
        behind.min(MOST).ln()
    }

    /// The share of its places that a row takes.
    pub fn row(&self, number: usize) -> f32 {
        // All rows are asked about of nearly every document, and their logarithms of hardly any.
        let known = |rate: &OnceCell<Rate>| rate.get().copied().unwrap_or_else(|| self.counted(number));
        self.rows.get(number).map_or(0.0, |rate| known(rate).without(0.0))
    }
}
