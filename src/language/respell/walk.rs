//! The walk: every way through the forms that the letters of a token and the rows of a table leave open, deepest first.

use fst::raw::Fst;
use smallvec::SmallVec;

use super::letter::{Cased, Letter};
use super::place::{Barren, Place};
use super::sought::{Last, MAX_LETTERS, Sought};
use super::step::Step;
use super::table::{AtLetter, Fitting, Respellings, bits};
use super::{Reach, Respelled, Search};
use crate::language::lexicon::Roles;
use crate::language::search::Bytes;
use crate::language::states::{Leads, State, States};

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
    sought: &Sought,
    reach: Reach,
) -> Search {
    let Sought { table, letters, at_letters, cheapest_from, last } = sought;
    if letters.is_empty() || letters.len() > MAX_LETTERS {
        return Search { forms: Vec::new(), is_whole: true };
    }
    let root = states.root(fst);
    let mut walk = Walk {
        fst,
        states,
        root,
        table,
        reach,
        letters,
        at_letters,
        cheapest_from,
        last: *last,
        path: Vec::with_capacity(2 * MAX_LETTERS),
        kept: SmallVec::new(),
        steps: SmallVec::new(),
        barren: SmallVec::new(),
        visits: 0,
        found: Vec::new(),
    };
    let start = Place { at: 0, part: 0, parts: 1, rows: 0, letters: 0, cost: 0.0, cased: Cased::default() };
    walk.step(root, 0, &start);
    Search { is_whole: !walk.is_over(), forms: walk.found }
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
    letters: &'t [Letter],
    /// The rows that fit at each letter.
    at_letters: &'t [Option<AtLetter<'t>>],
    cheapest_from: &'t [f32],
    last: Last,
    /// The bytes of the way so far; only whole letters are put to them.
    path: Vec<u8>,
    /// Where on it the token's spelling is kept.
    kept: SmallVec<[Kept; 4]>,
    steps: SmallVec<[Step; 4]>,
    barren: SmallVec<[Barren; 8]>,
    visits: u32,
    found: Vec<Respelled>,
}

impl<'t> Walk<'_, 't> {
    fn step(&mut self, state: State, output: u8, place: &Place) {
        self.visits += 1;
        if self.is_over() {
            return;
        }
        if self.is_straight(place) {
            return self.go_straight((state, output), place);
        }
        let (leads, ends) = self.states.at(state);
        if let Some(ends) = ends {
            self.at_form(Roles::from_bits(output.wrapping_add(ends)), place);
        }
        let letters: &'t [Letter] = self.letters;
        if let Some(letter) = letters.get(usize::from(place.at)) {
            self.letter((state, output), &leads, letter, place);
            self.rows((state, output), &leads, letter, place);
        }
        if usize::from(place.letters) < self.reach.letters {
            self.any_letter(state, output, &Place { letters: place.letters + 1, ..*place });
        }
    }

    /// Whether the rest of the token can only stand for itself.
    #[inline]
    fn is_straight(&self, place: &Place) -> bool {
        if usize::from(place.letters) < self.reach.letters {
            return false;
        }
        let rows_end = if usize::from(place.rows) < self.reach.rows { self.last.any } else { self.last.kept };
        place.at >= rows_end || place.cost + self.cheapest_from[usize::from(place.at)] > self.reach.cost
    }

    /// Goes on along the rest of the token, which stands for itself; the first state was visited.
    fn go_straight(&mut self, (mut state, mut output): (State, u8), place: &Place) {
        let letters: &'t [Letter] = self.letters;
        let (from, mut place) = (self.path.len(), *place);
        let may_be_capital = self.reach.names && place.parts == 1;
        while !self.is_over() {
            let (leads, ends) = self.states.at(state);
            if let Some(ends) = ends {
                self.at_form(Roles::from_bits(output.wrapping_add(ends)), &place);
            }
            let Some(letter) = letters.get(usize::from(place.at)) else { break };
            let small = Some(&letter.small).filter(|small| small.leads_on(&leads));
            let capital = letter.capital.as_ref().filter(|capital| may_be_capital && capital.leads_on(&leads));
            if small.is_some() && capital.is_some() {
                self.letter((state, output), &leads, letter, &place);
                break;
            }
            let Some(written) = small.or(capital) else { break };
            let Some(next) = self.next(state, output, written.as_bytes()) else { break };
            (state, output) = next;
            place = Place { at: place.at + 1, cased: place.cased.with(letter, self.path.is_empty()), ..place };
            written.as_bytes().iter().for_each(|byte| self.path.push(*byte));
            self.visits += 1;
        }
        self.path.truncate(from);
    }

    /// Where some bytes lead from a state, if any form goes on so.
    #[inline]
    fn next(&mut self, mut state: State, mut output: u8, bytes: &[u8]) -> Option<(State, u8)> {
        for &byte in bytes {
            let (next, more) = self.states.next(self.fst, state, byte)?;
            (state, output) = (next, output.wrapping_add(more));
        }
        Some((state, output))
    }

    /// Whether nothing more is looked for.
    #[inline]
    fn is_over(&self) -> bool {
        self.visits > MAX_VISITS || self.found.len() >= MAX_FOUND
    }

    /// A form ends here: the word is at its end, or a compound goes on.
    fn at_form(&mut self, roles: Roles, place: &Place) {
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
            self.next_part(&Place { part, parts: place.parts + 1, ..*place });
        }
    }

    /// Goes on with another part, unless it is known already that no word goes on there.
    fn next_part(&mut self, place: &Place) {
        if self.barren.iter().any(|barren| barren.is_no_dearer_than(place)) {
            return;
        }
        let found = self.found.len();
        self.step(self.root, 0, place);
        if self.found.len() == found && !self.is_over() {
            self.barren.push(Barren::of(place));
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
    #[inline]
    fn letter(&mut self, from: (State, u8), leads: &Leads, letter: &Letter, place: &Place) {
        let may_be_capital = self.reach.names && place.parts == 1;
        let capital = letter.capital.as_ref().filter(|capital| may_be_capital && capital.leads_on(leads));
        let small = Some(&letter.small).filter(|small| small.leads_on(leads));
        if small.is_none() && capital.is_none() {
            return;
        }
        let cased = place.cased.with(letter, self.path.is_empty());
        let next = Place { at: place.at + 1, cased, ..*place };
        if let Some(written) = small {
            self.go(from, written.as_bytes(), &next);
        }
        if let Some(written) = capital {
            self.go(from, written.as_bytes(), &next);
        }
    }

    /// Takes what is written here for something else, by every row that fits.
    #[inline]
    fn rows(&mut self, from: (State, u8), leads: &Leads, letter: &Letter, place: &Place) {
        let at_letters: &'t [Option<AtLetter<'t>>] = self.at_letters;
        let Some(AtLetter { rows: rows_at, fitting, cheapest }) = &at_letters[usize::from(place.at)] else { return };
        // Of most ways what is left buys nothing more.
        if place.cost + cheapest > self.reach.cost {
            return;
        }
        let may_count = usize::from(place.rows) < self.reach.rows;
        let is_start = self.path.is_empty();
        let allowed = if may_count { *fitting } else { fitting & rows_at.kept };
        let allowed = if is_start { allowed } else { allowed & !rows_at.capitals };
        if allowed == 0 {
            return;
        }
        let leading = match (is_start, self.reach.names) {
            (true, true) => u64::MAX,
            (true, false) => rows_at.leading(leads) | rows_at.capitals,
            (false, _) => rows_at.leading(leads),
        };
        for at in bits(allowed & leading) {
            let row = &rows_at.rows[at];
            let cost = place.cost + row.cost;
            if cost > self.reach.cost || self.is_over() {
                return;
            }
            self.row(from, row, letter, &Place { cost, ..*place });
        }
    }

    /// Takes what is written here for what a row says; `place` is before it, but for the cost.
    fn row(&mut self, from: (State, u8), row: &Fitting, letter: &Letter, place: &Place) {
        let is_start = self.path.is_empty();
        let mut cased = place.cased;
        if row.is_capital {
            cased.first = Some(true);
        } else if is_start || row.folded || letter.is_lower {
            cased = cased.with(letter, is_start);
        }
        let next = Place { at: place.at + row.length, rows: place.rows + u8::from(row.counts), cased, ..*place };
        let way = &self.table.ways[usize::from(row.number)];
        self.steps.push(Step(row.number));
        self.go_keeping(from, &way.small, row, &next);
        if (self.reach.names || row.is_capital) && is_start {
            self.go_keeping(from, &way.capitalised, row, &next);
        }
        self.steps.pop();
    }

    /// Goes on along what a row means, where the token's spelling may be kept.
    #[inline]
    fn go_keeping(&mut self, from: (State, u8), meant: &str, row: &Fitting, place: &Place) {
        if !row.keeps {
            return self.go(from, meant.as_bytes(), place);
        }
        let start = self.path.len();
        self.kept.push(Kept { from: start as u16, to: (start + meant.len()) as u16, number: row.number });
        self.go(from, meant.as_bytes(), place);
        self.kept.pop();
    }

    /// Goes on along some bytes of whole letters, if any form does.
    #[inline(always)]
    fn go(&mut self, (state, output): (State, u8), bytes: &[u8], place: &Place) {
        let Some((state, output)) = self.next(state, output, bytes) else { return };
        let from = self.path.len();
        // They are one or two: to copy them takes longer.
        bytes.iter().for_each(|byte| self.path.push(*byte));
        self.step(state, output, place);
        self.path.truncate(from);
    }

    /// Loses, adds or changes one letter.
    fn any_letter(&mut self, state: State, output: u8, place: &Place) {
        if usize::from(place.at) < self.letters.len() {
            self.steps.push(Step::LETTER_ADDED);
            self.step(state, output, &Place { at: place.at + 1, ..*place });
            self.steps.pop();
        }
        self.each_letter(state, output, &mut SmallVec::new(), place);
    }

    /// Every letter that goes on from a node, of which the first bytes are passed.
    fn each_letter(&mut self, state: State, output: u8, bytes: &mut SmallVec<[u8; 4]>, place: &Place) {
        let (leads, _) = self.states.at(state);
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

    fn take_letter(&mut self, state: State, output: u8, bytes: &mut SmallVec<[u8; 4]>, place: &Place) {
        let letter = match bytes[..] {
            [byte @ b'a'..=b'z'] => char::from(byte),
            [0..0x80] => return,
            _ => {
                let Ok(text) = std::str::from_utf8(bytes) else {
                    if bytes.len() < 4 {
                        self.each_letter(state, output, bytes, place);
                    }
                    return;
                };
                let Some(letter) = text.chars().next().filter(|c| c.is_lowercase()) else { return };
                letter
            }
        };
        let length = self.path.len();
        bytes.iter().for_each(|byte| self.path.push(*byte));
        self.steps.push(Step::LETTER_LOST);
        self.step(state, output, place);
        self.steps.pop();
        if self.letters.get(usize::from(place.at)).is_some_and(|written| written.lower != letter) {
            self.steps.push(Step::LETTER_CHANGED);
            self.step(state, output, &Place { at: place.at + 1, ..*place });
            self.steps.pop();
        }
        self.path.truncate(length);
    }
}
