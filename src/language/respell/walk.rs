//! The walk: every way through the forms that the letters of a token and the rows of a table leave open, deepest first.

use fst::raw::Fst;
use smallvec::SmallVec;

use super::letter::{Cased, Letter};
use super::step::Step;
use super::table::{AtLetter, Fitting, Respellings, at_letters, bits};
use super::{Reach, Respelled};
use crate::language::lexicon::Roles;
use crate::language::search::Bytes;
use crate::language::states::{State, States};

/// Longer tokens are no words.
const MAX_LETTERS: usize = 40;
/// Nodes visited before a search gives up: a bound on the time of one search, whatever the token.
const MAX_VISITS: u32 = 1200;
/// A part of a compound has at least this many letters.
const MIN_PART: usize = 3;
/// Forms that are kept; more would be no evidence for any.
const MAX_FOUND: usize = 64;

/// The same of the forms that some states are of, with the fst that they are decoded from, if from any.
pub(in crate::language) fn respelled_among(
    states: &mut States,
    fst: Option<&Fst<Bytes>>,
    token: &str,
    table: &Respellings,
    reach: Reach,
) -> Vec<Respelled> {
    let letters: SmallVec<[Letter; 24]> = token.chars().map(Letter::of).collect();
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return Vec::new();
    }
    let at_letters = at_letters(table, &letters);
    let root = states.root(fst);
    let mut walk = Walk {
        fst,
        states,
        root,
        table,
        reach,
        letters,
        at_letters,
        path: Vec::with_capacity(2 * MAX_LETTERS),
        kept: SmallVec::new(),
        steps: SmallVec::new(),
        visits: 0,
        found: Vec::new(),
    };
    let start = Place { at: 0, part: 0, parts: 1, rows: 0, letters: 0, cost: 0.0, cased: Cased::default() };
    walk.step(root, 0, start);
    walk.found
}

/// Where a walk stands in the token, and what it has spent.
#[derive(Clone, Copy)]
struct Place {
    at: u8,
    /// Where the part began, in bytes of the path.
    part: u16,
    parts: u8,
    rows: u8,
    letters: u8,
    cost: f32,
    cased: Cased,
}

/// A part of the path for which the token's spelling is kept: its bytes, and the row.
#[derive(Clone, Copy)]
struct Kept {
    from: u16,
    to: u16,
    number: u16,
}

struct Walk<'w, 't> {
    fst: Option<&'w Fst<Bytes>>,
    states: &'w mut States,
    root: State,
    table: &'t Respellings,
    reach: Reach,
    letters: SmallVec<[Letter; 24]>,
    /// The rows that fit at each letter.
    at_letters: SmallVec<[AtLetter<'t>; 24]>,
    /// The bytes of the way so far; only whole letters are put to them.
    path: Vec<u8>,
    /// Where on it the token's spelling is kept.
    kept: SmallVec<[Kept; 4]>,
    steps: SmallVec<[Step; 4]>,
    visits: u32,
    found: Vec<Respelled>,
}

impl Walk<'_, '_> {
    fn step(&mut self, state: State, output: u8, place: Place) {
        self.visits += 1;
        if self.is_over() {
            return;
        }
        if let Some(ends) = self.states.ends(state) {
            self.at_form(Roles::from_bits(output.wrapping_add(ends)), place);
        }
        if let Some(&letter) = self.letters.get(usize::from(place.at)) {
            let cased = place.cased.with(&letter, self.path.is_empty());
            self.letter(state, output, &letter, Place { at: place.at + 1, cased, ..place });
            self.rows(state, output, &letter, place);
        }
        if usize::from(place.letters) < self.reach.letters {
            self.any_letter(state, output, Place { letters: place.letters + 1, ..place });
        }
    }

    /// Whether nothing more is looked for.
    fn is_over(&self) -> bool {
        self.visits > MAX_VISITS || self.found.len() >= MAX_FOUND
    }

    /// A form ends here: the word is at its end, or a compound goes on.
    fn at_form(&mut self, roles: Roles, place: Place) {
        let is_whole = usize::from(place.at) == self.letters.len();
        if is_whole {
            let role = if place.parts == 1 { Roles::WORD } else { Roles::END };
            if roles.has(role) {
                self.found.push(Respelled {
                    form: String::from_utf8_lossy(&self.path).into_owned(),
                    spelled: self.spelled(),
                    steps: self.steps.clone(),
                    case: place.cased.case(),
                    parts: place.parts,
                });
            }
            return;
        }
        let role = if place.parts == 1 { Roles::BEGIN } else { Roles::MIDDLE };
        let rest = self.letters.len() - usize::from(place.at);
        let part = self.path.len() - usize::from(place.part);
        if self.reach.compounds && place.parts < 3 && rest >= MIN_PART && part >= MIN_PART && roles.has(role) {
            let part = self.path.len() as u16;
            self.step(self.root, 0, Place { part, parts: place.parts + 1, ..place });
        }
    }

    /// The path with what is kept of the token's spelling.
    fn spelled(&self) -> String {
        let (mut spelled, mut done) = (String::with_capacity(self.path.len()), 0);
        for Kept { from, to, number } in &self.kept {
            spelled.push_str(&String::from_utf8_lossy(&self.path[done..usize::from(*from)]));
            spelled.push_str(self.table.rows[usize::from(*number)].spelled.as_deref().unwrap_or_default());
            done = usize::from(*to);
        }
        spelled.push_str(&String::from_utf8_lossy(&self.path[done..]));
        spelled
    }

    /// Goes on along one letter, which may be a capital where names are found.
    fn letter(&mut self, state: State, output: u8, letter: &Letter, place: Place) {
        self.go(state, output, letter.small.as_bytes(), None, place);
        if let Some(capital) = letter.capital.filter(|_| self.reach.names && place.parts == 1) {
            self.go(state, output, capital.as_bytes(), None, place);
        }
    }

    /// Takes what is written here for something else, by every row that fits.
    fn rows(&mut self, state: State, output: u8, letter: &Letter, place: Place) {
        let Some((rows_at, fitting)) = self.at_letters[usize::from(place.at)] else { return };
        let may_count = usize::from(place.rows) < self.reach.rows;
        let is_start = self.path.is_empty();
        let allowed = if may_count { fitting } else { fitting & rows_at.kept };
        let allowed = if is_start { allowed } else { allowed & !rows_at.capitals };
        if allowed == 0 {
            return;
        }
        let leading = match (is_start, self.reach.names) {
            (true, true) => u64::MAX,
            (true, false) => rows_at.leading(self.states.leads(state)) | rows_at.capitals,
            (false, _) => rows_at.leading(self.states.leads(state)),
        };
        let table = self.table;
        for at in bits(allowed & leading) {
            let Fitting { number, length, folded, counts, is_capital, cost, .. } = rows_at.rows[at];
            let cost = place.cost + cost;
            if cost > self.reach.cost || self.is_over() {
                return;
            }
            let begins_name = (self.reach.names || is_capital) && is_start;
            let mut cased = place.cased;
            if is_capital {
                cased.first = Some(true);
            } else if is_start || folded || letter.is_lower {
                cased = cased.with(letter, is_start);
            }
            let way = &table.ways[usize::from(number)];
            let next = Place { at: place.at + length, rows: place.rows + u8::from(counts), cost, cased, ..place };
            let kept = table.rows[usize::from(number)].spelled.is_some().then_some(number);
            self.steps.push(Step(number));
            self.go(state, output, way.small.as_bytes(), kept, next);
            if begins_name {
                self.go(state, output, way.capitalised.as_bytes(), kept, next);
            }
            self.steps.pop();
        }
    }

    /// Goes on along some bytes of whole letters, if any form does; `kept` is the row that keeps the token's spelling.
    fn go(&mut self, state: State, output: u8, bytes: &[u8], kept: Option<u16>, place: Place) {
        let (mut state, mut output) = (state, output);
        for &byte in bytes {
            let Some((next, more)) = self.states.next(self.fst, state, byte) else { return };
            (state, output) = (next, output.wrapping_add(more));
        }
        let from = self.path.len();
        // They are one or two: to copy them takes longer.
        bytes.iter().for_each(|byte| self.path.push(*byte));
        if let Some(number) = kept {
            self.kept.push(Kept { from: from as u16, to: self.path.len() as u16, number });
        }
        self.step(state, output, place);
        self.path.truncate(from);
        if kept.is_some() {
            self.kept.pop();
        }
    }

    /// Loses, adds or changes one letter.
    fn any_letter(&mut self, state: State, output: u8, place: Place) {
        if usize::from(place.at) < self.letters.len() {
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
        let length = self.path.len();
        self.path.extend_from_slice(text.as_bytes());
        self.steps.push(Step::LETTER_LOST);
        self.step(state, output, place);
        self.steps.pop();
        if self.letters.get(usize::from(place.at)).is_some_and(|written| written.lower != letter) {
            self.steps.push(Step::LETTER_CHANGED);
            self.step(state, output, Place { at: place.at + 1, ..place });
            self.steps.pop();
        }
        self.path.truncate(length);
    }
}
