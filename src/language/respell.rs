//! Finding the forms that a token may be a respelling of, by walking the fst with weighted edits.
//!
//! What may stand for what, and at what cost, is the caller's: nothing here knows why a word is misspelled.

use std::borrow::Cow;
use std::collections::HashMap;

use fst::raw::{Fst, Node, Output};
use smallvec::SmallVec;

use super::casing::Case;
use super::lexicon::Roles;
use super::search::Bytes;

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
    rows: Vec<Respelling>,
    by_first: HashMap<char, Vec<u16>>,
}

impl Respellings {
    /// A table of these rows, which keep their places.
    ///
    /// # Panics
    /// Never for tables of fewer than 65,000 rows.
    #[must_use]
    pub fn new(rows: Vec<Respelling>) -> Self {
        let mut by_first: HashMap<char, Vec<u16>> = HashMap::new();
        for (number, row) in rows.iter().enumerate().take(usize::from(Step::LOST)) {
            if let Some(first) = row.written.chars().next() {
                by_first.entry(first).or_default().push(number as u16);
            }
        }
        Self { rows, by_first }
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
        by_first.values_mut().for_each(|numbers| numbers.retain(|number| wanted(usize::from(*number))));
        by_first.retain(|_, numbers| !numbers.is_empty());
        Self { rows: self.rows.clone(), by_first }
    }

    fn beginning_with(&self, c: char) -> &[u16] {
        self.by_first.get(&c).map_or(&[], Vec::as_slice)
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
    pub steps: SmallVec<[Step; 4]>,
    /// How it is cased, as far as its letters stand as they were meant.
    pub case: Case,
    /// How many parts it has: 1 unless it is read as a compound.
    pub parts: u8,
}

/// Every form that the token may be a respelling of, within reach.
pub(super) fn respelled(fst: &Fst<Bytes>, token: &str, table: &Respellings, reach: Reach) -> Vec<Respelled> {
    let letters: SmallVec<[char; 24]> = token.chars().collect();
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return Vec::new();
    }
    let lower: SmallVec<[char; 24]> = letters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let (fitting, fitting_from) = fitting(table, &letters, &lower);
    let mut walk = Walk {
        fst,
        table,
        reach,
        lower,
        letters,
        fitting,
        fitting_from,
        path: String::new(),
        spelled: String::new(),
        steps: SmallVec::new(),
        visits: 0,
        found: Vec::new(),
    };
    let start = Place { at: 0, part: 0, parts: 1, rows: 0, letters: 0, cost: 0.0, cased: Cased::default() };
    walk.step(&fst.root(), Output::zero(), start);
    walk.found
}

/// A row that fits at a letter of the token.
#[derive(Clone, Copy)]
struct Fitting {
    number: u16,
    /// Letters that it covers.
    length: u8,
    /// Whether it fits only in lower case.
    folded: bool,
    cost: f32,
}

/// The rows that fit at each letter, cheapest first.
fn fitting(table: &Respellings, letters: &[char], lower: &[char]) -> (Vec<Fitting>, SmallVec<[usize; 25]>) {
    let (mut all, mut from) = (Vec::new(), SmallVec::new());
    for at in 0..letters.len() {
        let start = all.len();
        from.push(start);
        let mut take = |letters: &[char], folded| {
            for &number in table.beginning_with(letters[0]) {
                let row = &table.rows[usize::from(number)];
                let length = row.written.chars().count();
                if row.written.chars().eq(letters.iter().copied().take(length)) {
                    all.push(Fitting { number, length: length as u8, folded, cost: row.cost });
                }
            }
        };
        take(&letters[at..], false);
        if letters[at] != lower[at] {
            take(&lower[at..], true);
        }
        all[start..].sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
    from.push(all.len());
    (all, from)
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
    fn with(mut self, letter: char, is_first: bool) -> Self {
        let is_capital = letter.is_uppercase();
        match (is_first, is_capital) {
            (true, _) => self.first = letter.is_alphabetic().then_some(is_capital),
            (false, true) => self.capitals += 1,
            (false, false) => self.small += u8::from(letter.is_lowercase()),
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

/// The node at the end of a text from a node on.
fn follow<'f>(fst: &'f Fst<Bytes>, mut node: Node<'f>, mut output: Output, text: &str) -> Option<(Node<'f>, Output)> {
    for byte in text.bytes() {
        let transition = node.transition(node.find_input(byte)?);
        output = output.cat(transition.out);
        node = fst.node(transition.addr);
    }
    Some((node, output))
}

struct Walk<'a> {
    fst: &'a Fst<Bytes>,
    table: &'a Respellings,
    reach: Reach,
    letters: SmallVec<[char; 24]>,
    lower: SmallVec<[char; 24]>,
    /// The rows that fit at each letter, cheapest first, one letter's after the other's.
    fitting: Vec<Fitting>,
    /// Where those of each letter begin.
    fitting_from: SmallVec<[usize; 25]>,
    path: String,
    /// The path with what is kept of the token's spelling.
    spelled: String,
    steps: SmallVec<[Step; 4]>,
    visits: u32,
    found: Vec<Respelled>,
}

impl<'a> Walk<'a> {
    fn step(&mut self, node: &Node<'a>, output: Output, place: Place) {
        self.visits += 1;
        if self.visits > MAX_VISITS || self.found.len() >= MAX_FOUND {
            return;
        }
        if node.is_final() {
            self.at_form(output.cat(node.final_output()), place);
        }
        if let Some(&letter) = self.lower.get(place.at) {
            let cased = place.cased.with(self.letters[place.at], place.at == 0);
            self.letter(node, output, letter, Place { at: place.at + 1, cased, ..place });
            self.rows(node, output, place);
        }
        if place.letters < self.reach.letters {
            self.any_letter(node, output, Place { letters: place.letters + 1, ..place });
        }
    }

    /// A form ends here: the word is at its end, or a compound goes on.
    fn at_form(&mut self, output: Output, place: Place) {
        let roles = Roles::from_bits(output.value() as u8);
        let is_whole = place.at == self.letters.len();
        if is_whole {
            let role = if place.parts == 1 { Roles::WORD } else { Roles::END };
            if roles.has(role) {
                self.found.push(Respelled {
                    form: self.path.clone(),
                    spelled: self.spelled.clone(),
                    steps: self.steps.clone(),
                    case: place.cased.case(),
                    parts: place.parts,
                });
            }
            return;
        }
        let role = if place.parts == 1 { Roles::BEGIN } else { Roles::MIDDLE };
        let rest = self.letters.len() - place.at;
        let part = self.path.len() - place.part;
        if self.reach.compounds && place.parts < 3 && rest >= MIN_PART && part >= MIN_PART && roles.has(role) {
            let part = self.path.len();
            self.step(&self.fst.root(), Output::zero(), Place { part, parts: place.parts + 1, ..place });
        }
    }

    /// Goes on along one letter, which may be a capital at the start of a form.
    fn letter(&mut self, node: &Node<'a>, output: Output, letter: char, place: Place) {
        self.along(node, output, letter, place);
        if self.reach.names && place.parts == 1 {
            let capital = letter.to_uppercase().next().unwrap_or(letter);
            if capital != letter {
                self.along(node, output, capital, place);
            }
        }
    }

    fn along(&mut self, node: &Node<'a>, output: Output, letter: char, place: Place) {
        let mut buffer = [0; 4];
        if let Some((next, output)) = follow(self.fst, *node, output, letter.encode_utf8(&mut buffer)) {
            let lengths = self.push(letter.encode_utf8(&mut buffer), None);
            self.step(&next, output, place);
            self.truncate(lengths);
        }
    }

    /// Goes on along some letters, spelled as they are or in another way; returns the way back.
    fn push(&mut self, letters: &str, spelled: Option<&str>) -> (usize, usize) {
        let lengths = (self.path.len(), self.spelled.len());
        self.path.push_str(letters);
        self.spelled.push_str(spelled.unwrap_or(letters));
        lengths
    }

    fn truncate(&mut self, (path, spelled): (usize, usize)) {
        self.path.truncate(path);
        self.spelled.truncate(spelled);
    }

    /// Takes what is written here for something else, by every row that fits.
    fn rows(&mut self, node: &Node<'a>, output: Output, place: Place) {
        let (from, to) = (self.fitting_from[place.at], self.fitting_from[place.at + 1]);
        for at in from..to {
            let Fitting { number, length, folded, cost } = self.fitting[at];
            let cost = place.cost + cost;
            if cost > self.reach.cost {
                return;
            }
            let row = &self.table.rows[usize::from(number)];
            let counts = !row.is_kept();
            if counts && place.rows >= self.reach.rows || row.is_capital() && !self.path.is_empty() {
                continue;
            }
            let raw = self.letters[place.at];
            let mut cased = place.cased;
            if row.is_capital() {
                cased.first = Some(true);
            } else if place.at == 0 || folded || raw.is_lowercase() {
                cased = cased.with(raw, place.at == 0);
            }
            let rows = place.rows + usize::from(counts);
            let next = Place { at: place.at + usize::from(length), rows, cost, cased, ..place };
            self.steps.push(Step(number));
            self.meant(node, output, number, next);
            self.steps.pop();
        }
    }

    fn meant(&mut self, node: &Node<'a>, output: Output, number: u16, place: Place) {
        let table = self.table;
        let row = &table.rows[usize::from(number)];
        let spelled = row.spelled.as_deref();
        let small = if row.is_capital() { Cow::Owned(row.meant.to_lowercase()) } else { Cow::Borrowed(&*row.meant) };
        self.go(node, output, &small, spelled, place);
        if (self.reach.names || row.is_capital()) && self.path.is_empty() {
            self.go(node, output, &Case::Capitalised.apply(&small), spelled, place);
        }
    }

    /// Goes on along some letters, if any form does.
    fn go(&mut self, node: &Node<'a>, output: Output, letters: &str, spelled: Option<&str>, place: Place) {
        if let Some((next, output)) = follow(self.fst, *node, output, letters) {
            let lengths = self.push(letters, spelled);
            self.step(&next, output, place);
            self.truncate(lengths);
        }
    }

    /// Loses, adds or changes one letter.
    fn any_letter(&mut self, node: &Node<'a>, output: Output, place: Place) {
        if place.at < self.letters.len() {
            self.steps.push(Step::LETTER_ADDED);
            self.step(node, output, Place { at: place.at + 1, ..place });
            self.steps.pop();
        }
        self.each_letter(*node, output, String::new(), place);
    }

    fn each_letter(&mut self, node: Node<'a>, output: Output, begun: String, place: Place) {
        let mut bytes = SmallVec::<[u8; 4]>::from_slice(begun.as_bytes());
        for transition in node.transitions() {
            bytes.truncate(begun.len());
            bytes.push(transition.inp);
            let next = self.fst.node(transition.addr);
            let output = output.cat(transition.out);
            self.take_letter(next, output, &mut bytes, place);
        }
    }

    fn take_letter(&mut self, node: Node<'a>, output: Output, bytes: &mut SmallVec<[u8; 4]>, place: Place) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            if bytes.len() < 4 {
                for transition in node.transitions() {
                    bytes.push(transition.inp);
                    let next = self.fst.node(transition.addr);
                    self.take_letter(next, output.cat(transition.out), bytes, place);
                    bytes.pop();
                }
            }
            return;
        };
        let Some(letter) = text.chars().next().filter(|c| c.is_lowercase()) else { return };
        let lengths = self.push(text, None);
        self.steps.push(Step::LETTER_LOST);
        self.step(&node, output, place);
        self.steps.pop();
        if self.lower.get(place.at).is_some_and(|written| *written != letter) {
            self.steps.push(Step::LETTER_CHANGED);
            self.step(&node, output, Place { at: place.at + 1, ..place });
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
