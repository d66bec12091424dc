//! Known words that a proven confusion could have made of others.

use std::cell::RefCell;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use super::super::archive::Archive;
use super::super::candidates::{self, Found, Reading};
use super::super::confusions::Confusions;
use super::super::cut_words::is_half;
use super::super::evidence::{Evidence, Rates};
use super::super::tokens;
use super::Decoder;
use super::hypotheses::{Doubt, Hypotheses};
use super::worth_a_look::lost_a_letter;
use crate::language::{Language, Reach, Respellings, Sought};
use crate::text::QuickMap;

/// Known words are doubted where a confusion takes so many of its letters' places, and was proven so often.
const STRONG_RATE: f32 = 0.01;
const STRONG_CASES: f32 = 1.5;
/// So common a confusion needs no case of its own: the document's damage says enough, where its letters are missing.
const EXPECTED_RATE: f32 = 0.06;
/// Tokens and readings that a thread remembers, each of some hundred bytes.
const REMEMBERED: usize = 1 << 16;

impl Decoder<'_> {
    /// Takes in the known words that a proven confusion could have made of others.
    pub(super) fn doubt_known(&mut self, known: Option<&Evidence>) {
        let prior = self.archive.map_or(&[][..], Archive::rates);
        let Some(strong) = Strong::of(&self.evidence(known), prior, self.confusions()) else { return };
        let (text, language) = (self.text, self.language);
        let mut doubted = Vec::new();
        let mut taken = self.suspicious.iter().map(|word| &word.range).peekable();
        MEMORY.with_borrow_mut(|memory| {
            memory.begin(&strong, language);
            for range in self.reading.words.iter().map(|word| word.range()) {
                while taken.next_if(|taken| taken.end <= range.start).is_some() {}
                let is_taken = taken.peek().is_some_and(|taken| taken.start <= range.start);
                let token = &text[range.clone()];
                // Most words come again, and can be no others.
                if is_taken || memory.makes_nothing_of(token) || !may_be_doubted(text, &range) {
                    continue;
                }
                if let Some(found) = memory.of_known(token, &strong, language) {
                    doubted.push(Hypotheses::with(text, range, Doubt::Known, found, language));
                }
            }
        });
        doubted.iter_mut().for_each(|word| self.unwritten.leave_out(word));
        self.suspicious.extend(doubted);
        self.suspicious.sort_by_key(|word| word.range.start);
    }
}

/// Whether a word is one by what stands beside it.
fn may_be_doubted(text: &str, range: &Range<usize>) -> bool {
    tokens::is_word(text, range) && !is_half(text, range) && !lost_a_letter(text, range)
}

/// The rows of the table that a document has proven, or its archive has, so often that known words may come from them.
pub(super) struct Strong {
    rows: Vec<u16>,
    table: Respellings,
}

impl Strong {
    /// Those of a document; nothing where it has none.
    fn of(evidence: &Evidence, prior: &[f32], known: &'static Confusions) -> Option<Self> {
        let rows = strong_rows(evidence, prior, known);
        let table = known.table.only(|row| rows.binary_search(&(row as u16)).is_ok());
        (!rows.is_empty()).then_some(Self { rows, table })
    }
}

/// The rows that a document has proven to be commoner in it than on the table's pages.
pub(super) struct Usual {
    rows: Respellings,
    /// The whole table, in which these cost what they do here.
    pub table: Respellings,
}

impl Usual {
    /// Those of a document; nothing where it has none.
    pub fn of(evidence: &Evidence, prior: &[f32], known: &'static Confusions) -> Option<Self> {
        let rates = evidence.rates(prior, known);
        let costs = rows_often(evidence).into_iter().map(usize::from).map(|row| (row, -rates.row(row).ln()));
        let cheaper: Vec<(usize, f32)> = costs.filter(|(row, cost)| *cost < known.table.rows()[*row].cost).collect();
        let is_one = |row: usize| cheaper.iter().any(|(cheaper, _)| *cheaper == row);
        (!cheaper.is_empty()).then(|| Self { rows: known.table.only(is_one), table: known.at_costs(&cheaper) })
    }

    /// Whether a token may come of them.
    pub fn fits(&self, token: &str) -> bool {
        self.rows.fit_somewhere(token)
    }
}

/// The rows that a document has proven so often that it is no chance, ascending.
pub(super) fn rows_often(evidence: &Evidence) -> Vec<u16> {
    const OFTEN: f32 = 5.0;
    (0..=u16::MAX)
        .take_while(|row| evidence.has_row(*row))
        .filter(|row| evidence.cases(usize::from(*row)) >= OFTEN)
        .collect()
}

/// Whether a document has strong rows.
pub(super) fn are_some_strong(evidence: &Evidence, prior: &[f32], known: &'static Confusions) -> bool {
    !strong_rows(evidence, prior, known).is_empty()
}

/// The places of the rows, ascending.
fn strong_rows(evidence: &Evidence, prior: &[f32], known: &'static Confusions) -> Vec<u16> {
    let rates = evidence.rates(prior, known);
    (0..known.shares.len()).filter(|row| is_strong(*row, evidence, &rates)).map(|row| row as u16).collect()
}

/// Whether a row is so common, by these rates, that known words may come from it.
pub(super) fn is_strong(row: usize, evidence: &Evidence, rates: &Rates) -> bool {
    let least = if evidence.cases(row) >= STRONG_CASES { STRONG_RATE } else { EXPECTED_RATE };
    rates.row(row) >= least
}

/// What a known word may have been.
struct Meant {
    /// `None` where the strong confusions make nothing of it.
    found: Option<Found>,
    /// Whether all was looked at that they could make of it: then fewer of them make no more.
    is_whole: bool,
}

/// What was found of known words by the strong rows that were asked last. A block is read again once its words are mended: then its
/// rows are the same, or fewer.
struct Memory {
    language: Option<&'static Language>,
    rows: Vec<u16>,
    meant: QuickMap<Box<str>, Meant>,
    /// Tokens, and the readings of all.
    size: usize,
}

thread_local! {
    static MEMORY: RefCell<Memory> = const { RefCell::new(Memory::NOTHING) };
}

impl Memory {
    const NOTHING: Self =
        Self { language: None, rows: Vec::new(), meant: QuickMap::with_hasher(BuildHasherDefault::new()), size: 0 };

    /// Forgets what does not hold for these rows.
    fn begin(&mut self, strong: &Strong, language: &'static Language) {
        let are_fewer = || strong.rows.iter().all(|row| self.rows.binary_search(row).is_ok());
        if self.language != Some(language) || self.size > REMEMBERED || !are_fewer() {
            self.meant.clear();
        } else if self.rows.len() != strong.rows.len() {
            self.meant.retain(|_, meant| meant.is_whole && meant.found.is_none());
        }
        self.language = Some(language);
        self.rows.clone_from(&strong.rows);
        self.size = self.meant.values().map(Meant::size).sum();
    }

    /// Whether it is known that a word can be no other.
    fn makes_nothing_of(&self, token: &str) -> bool {
        self.meant.get(token).is_some_and(|meant| meant.found.is_none())
    }

    /// What a known word may have been.
    fn of_known(&mut self, token: &str, strong: &Strong, language: &'static Language) -> Option<Found> {
        if let Some(known) = self.meant.get(token) {
            return known.found.clone();
        }
        let meant = of_known(token, &strong.table, language);
        let found = meant.found.clone();
        self.size += meant.size();
        self.meant.insert(token.into(), meant);
        found
    }
}

impl Meant {
    fn size(&self) -> usize {
        1 + self.found.as_ref().map_or(0, |found| found.readings.len())
    }
}

/// What a known word may have been, by the strong confusions: then also what one other confusion makes of it, so that
/// the best of all is found.
fn of_known(token: &str, strong: &Respellings, language: &'static Language) -> Meant {
    if !strong.fit_somewhere(token) {
        return Meant { found: None, is_whole: true };
    }
    let compounds = token.chars().count() >= 8 && !language.is_known(token);
    let reach = Reach { rows: 2, compounds, ..candidates::reach_of_known(token) };
    let search = language.respelled_as(&Sought::new(token, strong), reach);
    let is_whole = search.is_whole;
    let mut readings = candidates::read(token, search.forms, strong, language);
    if readings.is_empty() {
        return Meant { found: None, is_whole };
    }
    let Found { standing, readings: others } = candidates::of_known(token, language);
    let is_new = |other: &&Reading| readings.iter().all(|known| known.word.written != other.word.written);
    let new: Vec<Reading> = others.iter().filter(is_new).cloned().collect();
    readings.extend(new);
    Meant { found: Some(Found { standing, readings: readings.into() }), is_whole }
}
