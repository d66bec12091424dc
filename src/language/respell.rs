//! Finding the forms that a token may be a respelling of, by walking the fst with weighted edits.
//!
//! What may stand for what, and at what cost, is the caller's: nothing here knows why a word is misspelled.

use std::sync::Arc;

use fst::raw::Fst;
use smallvec::SmallVec;

use super::casing::Case;
use super::lexicon::Roles;
use super::search::Bytes;
use super::states::{self, Leads, State, States};

/// Longer tokens are no words.
const MAX_LETTERS: usize = 40;
/// Nodes visited before a search gives up: a bound on the time of one search, whatever the token.
const MAX_VISITS: u32 = 1200;
/// A part of a compound has at least this many letters.
const MIN_PART: usize = 3;
/// Forms that are kept; more would be no evidence for any.
const MAX_FOUND: usize = 64;

/// One way to misspell: what is meant, and what is written for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Respelling {
    /// What is meant, in lower case; with a capital it is meant only at a word's start, and the word is capitalised.
    pub meant: Box<str>,
    /// What is written.
    pub written: Box<str>,
    /// What it costs, in nats.
    pub cost: f32,
    /// What should be written, where that is not what is meant: an older spelling.
    pub spelled: Option<Box<str>>,
}

impl Respelling {
    /// Whether what is written is right in its way: then it is kept, and the row is not counted.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.spelled.as_ref() == Some(&self.written)
    }

    fn is_capital(&self) -> bool {
        self.meant.starts_with(char::is_uppercase)
    }
}

/// What a search may do, as a table.
#[derive(Debug, Clone)]
pub struct Respellings {
    rows: Arc<[Respelling]>,
    ways: Arc<[Way]>,
    /// The rows whose writing begins with each letter, cheapest first; ascending.
    by_first: Vec<(char, Vec<u16>)>,
}

/// A row as a walk goes along it.
#[derive(Debug)]
struct Way {
    written: Box<[char]>,
    /// What is meant, in lower case and capitalised.
    small: Box<str>,
    capitalised: Box<str>,
    /// Whether it counts as one of the rows within reach.
    counts: bool,
    /// Whether it is meant only at a word's start.
    is_capital: bool,
}

impl Way {
    fn of(row: &Respelling) -> Self {
        let small = if row.is_capital() { row.meant.to_lowercase() } else { row.meant.to_string() };
        Self {
            written: row.written.chars().collect(),
            capitalised: Case::Capitalised.apply(&small).into(),
            small: small.into(),
            counts: !row.is_kept(),
            is_capital: row.is_capital(),
        }
    }
}

impl Respellings {
    /// A table of these rows, which keep their places.
    ///
    /// # Panics
    /// Never for tables of fewer than 65,000 rows.
    #[must_use]
    pub fn new(rows: Vec<Respelling>) -> Self {
        let mut numbers: Vec<u16> = (0..rows.len().min(usize::from(Step::LOST))).map(|number| number as u16).collect();
        numbers.sort_by(|a, b| rows[usize::from(*a)].cost.total_cmp(&rows[usize::from(*b)].cost));
        let mut by_first: Vec<(char, Vec<u16>)> = Vec::new();
        for number in numbers {
            let Some(first) = rows[usize::from(number)].written.chars().next() else { continue };
            match by_first.binary_search_by_key(&first, |(letter, _)| *letter) {
                Ok(at) => by_first[at].1.push(number),
                Err(at) => by_first.insert(at, (first, vec![number])),
            }
        }
        Self { ways: rows.iter().map(Way::of).collect(), rows: rows.into(), by_first }
    }

    /// The rows, each at its place.
    #[must_use]
    pub fn rows(&self) -> &[Respelling] {
        &self.rows
    }

    /// The same table, of which only the rows that `wanted` names are used.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(usize) -> bool) -> Self {
        let mut by_first = self.by_first.clone();
        by_first.iter_mut().for_each(|(_, numbers)| numbers.retain(|number| wanted(usize::from(*number))));
        by_first.retain(|(_, numbers)| !numbers.is_empty());
        Self { rows: Arc::clone(&self.rows), ways: Arc::clone(&self.ways), by_first }
    }

    /// Every word that one row makes of a word in small letters, with the row: what may be meant there, whether it is a form
    /// or none. Rows of what is meant only at a word's start are passed over, as are those that cost more than `most`.
    pub(crate) fn each_once(&self, word: &str, most: f32, mut take: impl FnMut(&str, Step)) {
        let mut meant = String::with_capacity(word.len() + 8);
        for (at, first) in word.char_indices() {
            for &number in self.beginning_with(first) {
                let (row, way) = (&self.rows[usize::from(number)], &self.ways[usize::from(number)]);
                if row.cost > most {
                    break;
                }
                let Some(rest) = word[at..].strip_prefix(&*row.written).filter(|_| !way.is_capital) else { continue };
                meant.clear();
                meant.push_str(&word[..at]);
                meant.push_str(&way.small);
                meant.push_str(rest);
                take(&meant, Step(number));
            }
        }
    }

    fn beginning_with(&self, c: char) -> &[u16] {
        self.by_first.binary_search_by_key(&c, |(letter, _)| *letter).map_or(&[], |at| &self.by_first[at].1)
    }
}

/// One edit of a respelling: the place of its row, or one of the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(pub u16);

impl Step {
    const LOST: u16 = u16::MAX - 2;
    /// A letter that is meant was not written.
    pub const LETTER_LOST: Self = Self(Self::LOST);
    /// A letter is written that is not meant.
    pub const LETTER_ADDED: Self = Self(u16::MAX - 1);
    /// A letter is written for another that no row knows.
    pub const LETTER_CHANGED: Self = Self(u16::MAX);
}

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Rows that may be used.
    pub rows: usize,
    /// The most that they may cost together.
    pub cost: f32,
    /// Letters that may be lost, added or changed besides.
    pub letters: usize,
    /// Whether compounds are read too.
    pub compounds: bool,
    /// Whether capitalised forms are found.
    pub names: bool,
}

/// A form that the token may be meant for.
#[derive(Debug, Clone, PartialEq)]
pub struct Respelled {
    /// The form as the pack writes it; of a compound, its parts put together.
    pub form: String,
    /// The form with what is kept of the token's spelling.
    pub spelled: String,
    /// The edits, in the order of the word.
    pub(crate) steps: SmallVec<[Step; 4]>,
    /// How it is cased, as far as its letters stand as they were meant.
    pub case: Case,
    /// How many parts it has: 1 unless it is read as a compound.
    pub parts: u8,
}

impl Respelled {
    /// The edits, in the order of the word.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

/// A token that is searched for, with the rows of a table that fit its letters.
pub(crate) struct Sought<'t> {
    table: &'t Respellings,
    letters: SmallVec<[Letter; 24]>,
    /// The rows that fit at each letter, cheapest first, one letter's after the other's.
    fitting: Vec<Fitting>,
    /// Those of each letter.
    at_letters: SmallVec<[AtLetter; 24]>,
}

impl<'t> Sought<'t> {
    /// A token; nothing where it is no word.
    pub fn new(token: &str, table: &'t Respellings) -> Option<Self> {
        let letters: SmallVec<[Letter; 24]> = token.chars().map(Letter::of).collect();
        if letters.is_empty() || letters.len() > MAX_LETTERS {
            return None;
        }
        let (fitting, at_letters) = fitting(table, &letters);
        Some(Self { table, letters, fitting, at_letters })
    }

    /// Every form that the token may be a respelling of, within reach.
    pub(super) fn respelled(&self, fst: &Fst<Bytes>, reach: Reach) -> Vec<Respelled> {
        States::with(fst, |states| {
            let root = states.root(fst);
            let mut walk = Walk {
                fst,
                states,
                root,
                reach,
                sought: self,
                path: Vec::with_capacity(2 * MAX_LETTERS),
                spelled: Vec::with_capacity(2 * MAX_LETTERS),
                steps: SmallVec::new(),
                visits: 0,
                found: Vec::new(),
            };
            let start = Place { at: 0, part: 0, parts: 1, rows: 0, letters: 0, cost: 0.0, cased: Cased::default() };
            walk.step(root, 0, start);
            walk.found
        })
    }
}

/// Every form that the token may be a respelling of, within reach.
pub(super) fn respelled(fst: &Fst<Bytes>, token: &str, table: &Respellings, reach: Reach) -> Vec<Respelled> {
    Sought::new(token, table).map_or_else(Vec::new, |sought| sought.respelled(fst, reach))
}

/// A letter of the token, with what is asked about it at every step.
#[derive(Clone, Copy)]
struct Letter {
    written: char,
    lower: char,
    /// The capital of the small letter, where it has one.
    capital: Option<char>,
    is_alphabetic: bool,
    is_upper: bool,
    is_lower: bool,
}

impl Letter {
    fn of(written: char) -> Self {
        let lower = written.to_lowercase().next().unwrap_or(written);
        Self {
            written,
            lower,
            capital: lower.to_uppercase().next().filter(|capital| *capital != lower),
            is_alphabetic: written.is_alphabetic(),
            is_upper: written.is_uppercase(),
            is_lower: written.is_lowercase(),
        }
    }
}

/// A row that fits at a letter of the token.
#[derive(Clone, Copy)]
struct Fitting {
    number: u16,
    /// Letters that it covers.
    length: u8,
    /// Whether it fits only in lower case.
    folded: bool,
    /// Whether it counts as one of the rows within reach, and whether it is meant only at a word's start.
    counts: bool,
    is_capital: bool,
    /// The first byte of what is meant, in lower case; nothing where that is nothing.
    first: Option<u8>,
    cost: f32,
}

/// The rows that fit at one letter.
#[derive(Clone, Copy, Default)]
struct AtLetter {
    /// Where they lie among all.
    from: usize,
    to: usize,
    /// The bytes that what is meant begins with; all where a row means nothing.
    firsts: Leads,
    /// Whether any of them does not count.
    has_kept: bool,
}

/// The rows that fit at each letter, cheapest first.
fn fitting(table: &Respellings, letters: &[Letter]) -> (Vec<Fitting>, SmallVec<[AtLetter; 24]>) {
    let (mut all, mut at_letters) = (Vec::new(), SmallVec::new());
    let written: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.written).collect();
    let lower: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.lower).collect();
    for at in 0..letters.len() {
        let start = all.len();
        let mut take = |letters: &[char], folded| {
            for &number in table.beginning_with(letters[0]) {
                let way = &table.ways[usize::from(number)];
                if letters.starts_with(&way.written) {
                    all.push(Fitting {
                        number,
                        length: way.written.len() as u8,
                        folded,
                        counts: way.counts,
                        is_capital: way.is_capital,
                        first: way.small.bytes().next(),
                        cost: table.rows[usize::from(number)].cost,
                    });
                }
            }
        };
        take(&written[at..], false);
        if written[at] != lower[at] {
            take(&lower[at..], true);
        }
        all[start..].sort_by(|a, b| a.cost.total_cmp(&b.cost));
        at_letters.push(AtLetter::of(&all, start));
    }
    (all, at_letters)
}

impl AtLetter {
    /// Those from a place on.
    fn of(all: &[Fitting], from: usize) -> Self {
        let mut at = Self { from, to: all.len(), ..Self::default() };
        for row in &all[from..] {
            at.has_kept |= !row.counts;
            match row.first {
                Some(first) => at.firsts[usize::from(first >> 6)] |= 1 << (first & 63),
                None => at.firsts = [u64::MAX; 4],
            }
        }
        at
    }
}

/// Where a walk stands in the token, and what it has spent.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    /// Where the part began, in bytes of the path.
    part: usize,
    parts: u8,
    rows: usize,
    letters: usize,
    cost: f32,
    cased: Cased,
}

/// What the letters passed say of a word's case.
#[derive(Clone, Copy, Default)]
struct Cased {
    /// Whether the first letter is a capital, where that is known.
    first: Option<bool>,
    capitals: u8,
    small: u8,
}

impl Cased {
    /// Takes in a letter that is written as it is meant, but for its case.
    fn with(mut self, letter: &Letter, is_first: bool) -> Self {
        match (is_first, letter.is_upper) {
            (true, is_upper) => self.first = letter.is_alphabetic.then_some(is_upper),
            (false, true) => self.capitals += 1,
            (false, false) => self.small += u8::from(letter.is_lower),
        }
        self
    }

    fn case(self) -> Case {
        match self.first {
            Some(true) if self.capitals > self.small => Case::Upper,
            Some(true) => Case::Capitalised,
            Some(false) if self.capitals > self.small.max(1) => Case::Upper,
            None if self.capitals > self.small => Case::Upper,
            Some(false) | None => Case::Lower,
        }
    }
}

struct Walk<'a> {
    fst: &'a Fst<Bytes>,
    states: &'a mut States,
    root: State,
    reach: Reach,
    sought: &'a Sought<'a>,
    /// The bytes of the way so far; only whole letters are put to them.
    path: Vec<u8>,
    /// The path with what is kept of the token's spelling.
    spelled: Vec<u8>,
    steps: SmallVec<[Step; 4]>,
    visits: u32,
    found: Vec<Respelled>,
}

impl Walk<'_> {
    fn step(&mut self, state: State, output: u8, place: Place) {
        self.visits += 1;
        if self.is_over() {
            return;
        }
        if let Some(ends) = self.states.ends(state) {
            self.at_form(Roles::from_bits(output.wrapping_add(ends)), place);
        }
        if let Some(&letter) = self.sought.letters.get(place.at) {
            let cased = place.cased.with(&letter, place.at == 0);
            self.letter(state, output, letter, Place { at: place.at + 1, cased, ..place });
            self.rows(state, output, place);
        }
        if place.letters < self.reach.letters {
            self.any_letter(state, output, Place { letters: place.letters + 1, ..place });
        }
    }

    /// A form ends here: the word is at its end, or a compound goes on.
    fn at_form(&mut self, roles: Roles, place: Place) {
        let is_whole = place.at == self.sought.letters.len();
        if is_whole {
            let role = if place.parts == 1 { Roles::WORD } else { Roles::END };
            if roles.has(role) {
                self.found.push(Respelled {
                    form: String::from_utf8_lossy(&self.path).into_owned(),
                    spelled: String::from_utf8_lossy(&self.spelled).into_owned(),
                    steps: self.steps.clone(),
                    case: place.cased.case(),
                    parts: place.parts,
                });
            }
            return;
        }
        let role = if place.parts == 1 { Roles::BEGIN } else { Roles::MIDDLE };
        let rest = self.sought.letters.len() - place.at;
        let part = self.path.len() - place.part;
        if self.reach.compounds && place.parts < 3 && rest >= MIN_PART && part >= MIN_PART && roles.has(role) {
            let part = self.path.len();
            self.step(self.root, 0, Place { part, parts: place.parts + 1, ..place });
        }
    }

    /// Whether nothing more is looked for.
    fn is_over(&self) -> bool {
        self.visits > MAX_VISITS || self.found.len() >= MAX_FOUND
    }

    /// Goes on along one letter, which may be a capital where names are found.
    fn letter(&mut self, state: State, output: u8, letter: Letter, place: Place) {
        let capital = letter.capital.filter(|_| self.reach.names && place.parts == 1);
        for letter in [Some(letter.lower), capital].into_iter().flatten() {
            self.go(state, output, letter.encode_utf8(&mut [0; 4]), None, place);
        }
    }

    /// Goes on along some letters, spelled as they are or in another way; returns the way back.
    fn push(&mut self, letters: &str, spelled: Option<&str>) -> (usize, usize) {
        let lengths = (self.path.len(), self.spelled.len());
        // They are one or two: to copy them takes longer.
        letters.bytes().for_each(|byte| self.path.push(byte));
        spelled.unwrap_or(letters).bytes().for_each(|byte| self.spelled.push(byte));
        lengths
    }

    fn truncate(&mut self, (path, spelled): (usize, usize)) {
        self.path.truncate(path);
        self.spelled.truncate(spelled);
    }

    /// Takes what is written here for something else, by every row that fits.
    fn rows(&mut self, state: State, output: u8, place: Place) {
        let AtLetter { from, to, firsts, has_kept } = self.sought.at_letters[place.at];
        let may_count = place.rows < self.reach.rows;
        let is_start = self.path.is_empty();
        let leads = *self.states.leads(state);
        // Most nodes lead nowhere by any row.
        let leads_on = leads.iter().zip(&firsts).any(|(leads, firsts)| leads & firsts != 0);
        if !(may_count || has_kept) || !(is_start || leads_on) {
            return;
        }
        let table = self.sought.table;
        for at in from..to {
            let Fitting { number, length, folded, counts, is_capital, first, cost } = self.sought.fitting[at];
            let cost = place.cost + cost;
            if cost > self.reach.cost || self.is_over() {
                return;
            }
            if counts && !may_count || is_capital && !is_start {
                continue;
            }
            let begins_name = (self.reach.names || is_capital) && is_start;
            if !begins_name && first.is_some_and(|first| !states::leads(&leads, first)) {
                continue;
            }
            let letter = &self.sought.letters[place.at];
            let mut cased = place.cased;
            if is_capital {
                cased.first = Some(true);
            } else if place.at == 0 || folded || letter.is_lower {
                cased = cased.with(letter, place.at == 0);
            }
            let way = &table.ways[usize::from(number)];
            let rows = place.rows + usize::from(counts);
            let next = Place { at: place.at + usize::from(length), rows, cost, cased, ..place };
            let spelled = table.rows[usize::from(number)].spelled.as_deref();
            self.steps.push(Step(number));
            self.go(state, output, &way.small, spelled, next);
            if begins_name {
                self.go(state, output, &way.capitalised, spelled, next);
            }
            self.steps.pop();
        }
    }

    /// Goes on along some letters, if any form does.
    fn go(&mut self, state: State, output: u8, letters: &str, spelled: Option<&str>, place: Place) {
        let (mut state, mut output) = (state, output);
        for byte in letters.bytes() {
            let Some((next, more)) = self.states.next(self.fst, state, byte) else { return };
            (state, output) = (next, output.wrapping_add(more));
        }
        let lengths = self.push(letters, spelled);
        self.step(state, output, place);
        self.truncate(lengths);
    }

    /// Loses, adds or changes one letter.
    fn any_letter(&mut self, state: State, output: u8, place: Place) {
        if place.at < self.sought.letters.len() {
            self.steps.push(Step::LETTER_ADDED);
            self.step(state, output, Place { at: place.at + 1, ..place });
            self.steps.pop();
        }
        self.each_letter(state, output, &mut SmallVec::new(), place);
    }

    /// Every letter that goes on from a node, of which the first bytes are passed.
    fn each_letter(&mut self, state: State, output: u8, bytes: &mut SmallVec<[u8; 4]>, place: Place) {
        let leads = *self.states.leads(state);
        for (word, mut bits) in leads.into_iter().enumerate() {
            while bits != 0 && !self.is_over() {
                let byte = (64 * word) as u8 + bits.trailing_zeros() as u8;
                bits &= bits - 1;
                let Some((next, more)) = self.states.next(self.fst, state, byte) else { continue };
                bytes.push(byte);
                self.take_letter(next, output.wrapping_add(more), bytes, place);
                bytes.pop();
            }
        }
    }

    fn take_letter(&mut self, state: State, output: u8, bytes: &mut SmallVec<[u8; 4]>, place: Place) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            if bytes.len() < 4 {
                self.each_letter(state, output, bytes, place);
            }
            return;
        };
        let Some(letter) = text.chars().next().filter(|c| c.is_lowercase()) else { return };
        let lengths = self.push(text, None);
        self.steps.push(Step::LETTER_LOST);
        self.step(state, output, place);
        self.steps.pop();
        if self.sought.letters.get(place.at).is_some_and(|written| written.lower != letter) {
            self.steps.push(Step::LETTER_CHANGED);
            self.step(state, output, Place { at: place.at + 1, ..place });
            self.steps.pop();
        }
        self.truncate(lengths);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    const REACH: Reach = Reach { rows: 2, cost: 9.0, letters: 0, compounds: false, names: false };

    fn table(rows: &[(&str, &str, bool)]) -> Respellings {
        let row = |&(meant, written, is_kept): &(&str, &str, bool)| Respelling {
            meant: meant.into(),
            written: written.into(),
            cost: 1.0,
            spelled: is_kept.then(|| written.into()),
        };
        Respellings::new(rows.iter().map(row).collect())
    }

    fn spelled(token: &str, rows: &[(&str, &str, bool)], reach: Reach) -> Vec<(String, Case)> {
        let mut found: Vec<_> = Language::danish()
            .respelled(token, &table(rows), reach)
            .into_iter()
            .filter(|found| !found.steps.is_empty())
            .map(|found| (found.spelled, found.case))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[test]
    fn rows_of_any_length_lead_to_forms() {
        let rows = [("ø", "o", false), ("m", "rn", false)];
        assert_eq!(spelled("storste", &rows, REACH), [("største".to_owned(), Case::Lower)]);
        assert_eq!(
            spelled("rnodet", &rows, REACH),
            [("modet".to_owned(), Case::Lower), ("mødet".to_owned(), Case::Lower)]
        );
        assert!(spelled("xqzv", &rows, REACH).is_empty());
    }

    #[test]
    fn the_case_is_that_of_the_letters_that_stand() {
        let rows = [("l", "I", false), ("Ø", "@", false), ("ø", "o", false)];
        assert_eq!(spelled("kanaI", &rows, REACH), [("kanal".to_owned(), Case::Lower)]);
        assert_eq!(spelled("@konomi", &rows, REACH), [("økonomi".to_owned(), Case::Capitalised)]);
        assert_eq!(spelled("OKONOMI", &rows, REACH), [("økonomi".to_owned(), Case::Upper)]);
    }

    #[test]
    fn what_is_kept_is_spelled_as_it_stands() {
        let rows = [("å", "aa", true), ("s", "f", false)];
        assert_eq!(spelled("gaarde", &rows, REACH)[0], ("gaarde".to_owned(), Case::Lower));
        assert!(spelled("faaledes", &rows, REACH).contains(&("saaledes".to_owned(), Case::Lower)));
    }

    #[test]
    fn letters_are_lost_added_and_changed_within_reach() {
        let reach = Reach { letters: 1, ..REACH };
        for token in ["kommne", "kommuune", "kommxne"] {
            assert!(spelled(token, &[], reach).contains(&("kommune".to_owned(), Case::Lower)), "{token}");
            assert!(spelled(token, &[], REACH).is_empty());
        }
    }

    #[test]
    fn compounds_are_found_by_their_parts() {
        let rows = [("ø", "o", false)];
        let reach = Reach { compounds: true, ..REACH };
        let found = spelled("havnefoged", &[], reach);
        assert!(found.is_empty(), "nothing to mend");
        assert!(!spelled("kommunemodet", &rows, reach).is_empty());
    }
}
