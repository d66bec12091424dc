//! Finding the forms that a token may be a respelling of, by walking the fst with weighted edits.
//!
//! What may stand for what, and at what cost, is the caller's: nothing here knows why a word is misspelled.

use std::cell::RefCell;
use std::sync::Arc;

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
    pub steps: SmallVec<[Step; 4]>,
    /// How it is cased, as far as its letters stand as they were meant.
    pub case: Case,
    /// How many parts it has: 1 unless it is read as a compound.
    pub parts: u8,
}

/// Every form that the token may be a respelling of, within reach.
pub(super) fn respelled(fst: &Fst<Bytes>, token: &str, table: &Respellings, reach: Reach) -> Vec<Respelled> {
    let letters: SmallVec<[Letter; 24]> = token.chars().map(Letter::of).collect();
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return Vec::new();
    }
    let (fitting, fitting_from) = fitting(table, &letters);
    let of_letter = |(letter, ends): (&Letter, &[usize])| Wanted::of(letter, &fitting[ends[0]..ends[1]], table);
    let wanted = letters.iter().zip(fitting_from.windows(2)).map(of_letter).collect();
    LEADINGS.with(|of_kinds| {
        let leadings = &mut *of_kinds[usize::from(matches!(fst.as_inner(), Bytes::Owned(_)))].borrow_mut();
        leadings.begin(fst);
        let mut walk = Walk {
            fst,
            table,
            reach,
            letters,
            fitting,
            fitting_from,
            wanted,
            leadings,
            path: String::new(),
            spelled: String::new(),
            steps: SmallVec::new(),
            visits: 0,
            found: Vec::new(),
        };
        let start = Place { at: 0, part: 0, parts: 1, rows: 0, letters: 0, cost: 0.0, cased: Cased::default() };
        walk.step(&fst.root(), Output::zero(), start);
        walk.found
    })
}

/// The bytes that a letter of the token may be meant to begin with.
#[derive(Clone, Copy, Default)]
struct Wanted {
    /// As it stands.
    letter: u64,
    /// By a row that fits; and by one that does not count.
    rows: u64,
    kept: u64,
}

impl Wanted {
    fn of(letter: &Letter, fitting: &[Fitting], table: &Respellings) -> Self {
        let first = |c: char| Leading::first(c.encode_utf8(&mut [0; 4]));
        let mut wanted = Self { letter: first(letter.lower) | letter.capital.map_or(0, first), ..Self::default() };
        for fitting in fitting {
            let way = &table.ways[usize::from(fitting.number)];
            let bits = Leading::first(&way.small) | Leading::first(&way.capitalised);
            wanted.rows |= bits;
            wanted.kept |= if way.counts { 0 } else { bits };
        }
        wanted
    }

    /// By rows, of which no more than the reach allows are used.
    fn by_rows(&self, place: &Place, reach: &Reach) -> u64 {
        if place.rows < reach.rows { self.rows } else { self.kept }
    }
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
    cost: f32,
}

/// The rows that fit at each letter, cheapest first.
fn fitting(table: &Respellings, letters: &[Letter]) -> (Vec<Fitting>, SmallVec<[usize; 25]>) {
    let (mut all, mut from) = (Vec::new(), SmallVec::new());
    let written: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.written).collect();
    let lower: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.lower).collect();
    for at in 0..letters.len() {
        let start = all.len();
        from.push(start);
        let mut take = |letters: &[char], folded| {
            for &number in table.beginning_with(letters[0]) {
                let way = &table.ways[usize::from(number)];
                if letters.starts_with(&way.written) {
                    let cost = table.rows[usize::from(number)].cost;
                    all.push(Fitting { number, length: way.written.len() as u8, folded, cost });
                }
            }
        };
        take(&written[at..], false);
        if written[at] != lower[at] {
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

/// The address of the node at the end of a text from a node on.
fn follow<'f>(fst: &'f Fst<Bytes>, node: &Node<'f>, mut output: Output, text: &str) -> Option<(usize, Output)> {
    let mut address = node.addr();
    let mut passed = None;
    for byte in text.bytes() {
        let node = if address == node.addr() { node } else { passed.insert(fst.node(address)) };
        let transition = node.transition(node.find_input(byte)?);
        output = output.cat(transition.out);
        address = transition.addr;
    }
    Some((address, output))
}

/// What leads on from a node, without the node: most of what a walk tries leads nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Leading {
    /// The bytes of its transitions.
    bytes: u64,
    /// Whether a form ends there.
    is_final: bool,
}

impl Leading {
    /// Any byte.
    const ANY: u64 = u64::MAX;

    fn of(node: &Node<'_>) -> Self {
        let bytes = node.transitions().fold(0, |bytes, transition| bytes | Self::bit(transition.inp));
        Self { bytes, is_final: node.is_final() }
    }

    /// Whether the text may go on from the node.
    fn may_begin(self, text: &str) -> bool {
        self.may_go_on(Self::first(text))
    }

    /// Whether one of these bytes may follow; nothing at all follows wherever it is wanted.
    fn may_go_on(self, wanted: u64) -> bool {
        self.bytes & wanted != 0 || wanted == Self::ANY
    }

    /// The bit of a text's first byte; all where any may follow.
    fn first(text: &str) -> u64 {
        text.as_bytes().first().map_or(Self::ANY, |first| Self::bit(*first))
    }

    /// Some bytes share a bit: then the node itself tells.
    fn bit(byte: u8) -> u64 {
        1 << (byte & 63)
    }
}

/// What leads on from the nodes of an fst that were met last, by their addresses.
#[derive(Default)]
struct Leadings {
    /// Where the fst lies.
    of: usize,
    slots: Vec<(usize, Leading)>,
}

impl Leadings {
    /// Nodes that are remembered, a power of two; a walk for a word meets some hundreds, and the nodes near the root
    /// are those of all words.
    const SLOTS: usize = 1 << 14;

    /// Makes ready for a walk through an fst. Where its bytes are not there for good, others may come to lie there, and
    /// nothing is remembered.
    fn begin(&mut self, fst: &Fst<Bytes>) {
        let Bytes::Borrowed(bytes) = fst.as_inner() else {
            self.slots.clear();
            return;
        };
        let of = bytes.as_ptr() as usize;
        if self.of != of || self.slots.is_empty() {
            // No node has this address.
            self.slots = vec![(usize::MAX, Leading::default()); Self::SLOTS];
            self.of = of;
        }
    }

    fn at(&mut self, fst: &Fst<Bytes>, address: usize) -> Leading {
        let leading = || Leading::of(&fst.node(address));
        let Some(slot) = self.slots.get_mut((address ^ address >> 14) % Self::SLOTS) else { return leading() };
        if slot.0 != address {
            *slot = (address, leading());
        }
        slot.1
    }
}

thread_local! {
    /// Of the pack, and of the forms that a document or an archive taught.
    static LEADINGS: [RefCell<Leadings>; 2] = [RefCell::default(), RefCell::default()];
}

struct Walk<'a> {
    fst: &'a Fst<Bytes>,
    table: &'a Respellings,
    reach: Reach,
    letters: SmallVec<[Letter; 24]>,
    /// The rows that fit at each letter, cheapest first, one letter's after the other's.
    fitting: Vec<Fitting>,
    /// Where those of each letter begin.
    fitting_from: SmallVec<[usize; 25]>,
    wanted: SmallVec<[Wanted; 24]>,
    leadings: &'a mut Leadings,
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
        if self.is_given_up() {
            return;
        }
        if node.is_final() {
            self.at_form(output.cat(node.final_output()), place);
        }
        if let Some(&letter) = self.letters.get(place.at) {
            let leading = self.leadings.at(self.fst, node.addr());
            let wanted = self.wanted[place.at];
            let cased = place.cased.with(&letter, place.at == 0);
            self.letter(node, output, leading, letter, Place { at: place.at + 1, cased, ..place });
            if leading.may_go_on(wanted.by_rows(&place, &self.reach)) {
                self.rows(node, output, leading, place);
            }
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

    /// Goes on along one letter, which may be a capital where names are found.
    fn letter(&mut self, node: &Node<'a>, output: Output, leading: Leading, letter: Letter, place: Place) {
        let capital = letter.capital.filter(|_| self.reach.names && place.parts == 1);
        for letter in [Some(letter.lower), capital].into_iter().flatten() {
            self.go(node, output, leading, letter.encode_utf8(&mut [0; 4]), None, place);
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
    fn rows(&mut self, node: &Node<'a>, output: Output, leading: Leading, place: Place) {
        let (from, to) = (self.fitting_from[place.at], self.fitting_from[place.at + 1]);
        let table = self.table;
        for at in from..to {
            let Fitting { number, length, folded, cost } = self.fitting[at];
            let cost = place.cost + cost;
            if cost > self.reach.cost {
                return;
            }
            let way = &table.ways[usize::from(number)];
            if way.counts && place.rows >= self.reach.rows || way.is_capital && !self.path.is_empty() {
                continue;
            }
            let begins_name = (self.reach.names || way.is_capital) && self.path.is_empty();
            if !begins_name && !leading.may_begin(&way.small) {
                continue;
            }
            let letter = &self.letters[place.at];
            let mut cased = place.cased;
            if way.is_capital {
                cased.first = Some(true);
            } else if place.at == 0 || folded || letter.is_lower {
                cased = cased.with(letter, place.at == 0);
            }
            let rows = place.rows + usize::from(way.counts);
            let next = Place { at: place.at + usize::from(length), rows, cost, cased, ..place };
            let spelled = table.rows[usize::from(number)].spelled.as_deref();
            self.steps.push(Step(number));
            self.go(node, output, leading, &way.small, spelled, next);
            if begins_name {
                self.go(node, output, leading, &way.capitalised, spelled, next);
            }
            self.steps.pop();
        }
    }

    /// Goes on along some letters, if any form does.
    fn go(
        &mut self,
        node: &Node<'a>,
        output: Output,
        leading: Leading,
        letters: &str,
        spelled: Option<&str>,
        place: Place,
    ) {
        if !leading.may_begin(letters) {
            return;
        }
        if let Some((next, output)) = follow(self.fst, node, output, letters)
            && self.visit(next, &place)
        {
            let lengths = self.push(letters, spelled);
            self.step(&self.fst.node(next), output, place);
            self.truncate(lengths);
        }
    }

    /// Whether a step to a node, where the walk stands so, can lead anywhere: the word ends there, or what is left of it may
    /// go on. One that cannot is a visit all the same, so that what a search finds does not depend on what it spares.
    fn visit(&mut self, address: usize, place: &Place) -> bool {
        if place.letters < self.reach.letters {
            return true;
        }
        let leading = self.leadings.at(self.fst, address);
        let goes_on = match self.wanted.get(place.at) {
            None => leading.is_final,
            Some(wanted) => {
                leading.may_go_on(wanted.letter | wanted.by_rows(place, &self.reach))
                    || leading.is_final && self.reach.compounds
            }
        };
        self.visits += u32::from(!goes_on);
        goes_on
    }

    fn is_given_up(&self) -> bool {
        self.visits > MAX_VISITS || self.found.len() >= MAX_FOUND
    }

    /// Loses, adds or changes one letter.
    fn any_letter(&mut self, node: &Node<'a>, output: Output, place: Place) {
        let added = Place { at: place.at + 1, ..place };
        if place.at < self.letters.len() && self.visit(node.addr(), &added) {
            self.steps.push(Step::LETTER_ADDED);
            self.step(node, output, added);
            self.steps.pop();
        }
        self.each_letter(node, output, &mut SmallVec::new(), place);
    }

    /// Every letter that goes on from a node, of which the first bytes are passed.
    fn each_letter(&mut self, node: &Node<'a>, output: Output, bytes: &mut SmallVec<[u8; 4]>, place: Place) {
        for transition in node.transitions() {
            if self.is_given_up() {
                return;
            }
            bytes.push(transition.inp);
            self.take_letter(transition.addr, output.cat(transition.out), bytes, place);
            bytes.pop();
        }
    }

    fn take_letter(&mut self, address: usize, output: Output, bytes: &mut SmallVec<[u8; 4]>, place: Place) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            if bytes.len() < 4 {
                self.each_letter(&self.fst.node(address), output, bytes, place);
            }
            return;
        };
        let Some(letter) = text.chars().next().filter(|c| c.is_lowercase()) else { return };
        let changed = Place { at: place.at + 1, ..place };
        let is_other = self.letters.get(place.at).is_some_and(|written| written.lower != letter);
        let is_lost = self.visit(address, &place);
        let is_changed = is_other && self.visit(address, &changed);
        if !is_lost && !is_changed {
            return;
        }
        let node = self.fst.node(address);
        let lengths = self.push(text, None);
        if is_lost {
            self.steps.push(Step::LETTER_LOST);
            self.step(&node, output, place);
            self.steps.pop();
        }
        if is_changed {
            self.steps.push(Step::LETTER_CHANGED);
            self.step(&node, output, changed);
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
