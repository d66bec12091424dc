//! Finding the forms that a token may be a respelling of, by walking the fst with weighted edits.
//!
//! What may stand for what, and at what cost, is the caller's: nothing here knows why a word is misspelled.

use std::collections::BTreeMap;
use std::sync::Arc;

use fst::raw::Fst;
use smallvec::SmallVec;

use super::casing::Case;
use super::lexicon::Roles;
use super::search::Bytes;
use super::states::{self, Identity, Leads, State, States};

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
    /// The rows that may fit at each letter, capitals included; ascending by letter.
    by_letter: Vec<RowsAt>,
}

/// A row as a walk goes along it.
#[derive(Debug)]
struct Way {
    written: Box<[char]>,
    /// What is meant, in lower case and capitalised.
    small: Box<str>,
    capitalised: Box<str>,
}

impl Way {
    fn of(row: &Respelling) -> Self {
        let small = if row.is_capital() { row.meant.to_lowercase() } else { row.meant.to_string() };
        Self {
            written: row.written.chars().collect(),
            capitalised: Case::Capitalised.apply(&small).into(),
            small: small.into(),
        }
    }
}

/// A row that may fit at a letter of a token, with what a walk asks of it before it goes that way.
#[derive(Debug, Clone, Copy)]
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

impl Fitting {
    fn of(number: u16, row: &Respelling, way: &Way) -> Self {
        Self {
            number,
            length: way.written.len() as u8,
            folded: false,
            counts: !row.is_kept(),
            is_capital: row.is_capital(),
            first: way.small.bytes().next(),
            cost: row.cost,
        }
    }
}

/// The rows that may fit at one letter, cheapest first, and what they have in common: a bit for each, the first's the lowest.
/// Of more than there are bits the dearest are left out; Danish has 30 at most.
#[derive(Debug, Clone)]
struct RowsAt {
    letter: char,
    rows: Vec<Fitting>,
    /// Those of one letter, which fit wherever it stands.
    of_one_letter: u64,
    /// Those that do not count, and those that are meant only at a word's start.
    kept: u64,
    capitals: u64,
    /// Those that mean nothing, and those whose meaning begins with each byte.
    meaningless: u64,
    leading: Vec<(u8, u64)>,
}

impl RowsAt {
    fn new(letter: char, mut rows: Vec<Fitting>) -> Self {
        rows.truncate(u64::BITS as usize);
        let those = |wanted: &dyn Fn(&Fitting) -> bool| {
            rows.iter().enumerate().filter(|(_, row)| wanted(row)).fold(0, |bits, (at, _)| bits | 1 << at)
        };
        let mut firsts: Vec<u8> = rows.iter().filter_map(|row| row.first).collect();
        firsts.sort_unstable();
        firsts.dedup();
        Self {
            letter,
            of_one_letter: those(&|row| row.length == 1),
            kept: those(&|row| !row.counts),
            capitals: those(&|row| row.is_capital),
            meaningless: those(&|row| row.first.is_none()),
            leading: firsts.into_iter().map(|first| (first, those(&|row| row.first == Some(first)))).collect(),
            rows,
        }
    }

    /// Those that lead on from a state with these bytes.
    fn leading(&self, leads: &Leads) -> u64 {
        let lead = self.leading.iter().filter(|(first, _)| states::leads(leads, *first));
        lead.fold(self.meaningless, |rows, (_, more)| rows | more)
    }

    /// Those that fit at the start of a token, which is given as it is written and in lower case.
    fn fitting(&self, written: &[char], lower: &[char], ways: &[Way]) -> u64 {
        let mut fitting = self.of_one_letter;
        for at in bits(u64::MAX.unbounded_shr(u64::BITS - self.rows.len() as u32) & !self.of_one_letter) {
            let row = &self.rows[at];
            let letters = if row.folded { lower } else { written };
            fitting |= u64::from(letters.starts_with(&ways[usize::from(row.number)].written)) << at;
        }
        fitting
    }
}

/// The places of the bits that are set, ascending.
fn bits(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = bits.trailing_zeros() as usize;
        let is_set = bits != 0;
        bits &= bits.wrapping_sub(1);
        is_set.then_some(at)
    })
}

/// The rows that may fit at each letter: those whose writing begins with it, and at a capital also those that begin with
/// its small letter.
fn by_letter(rows: &[Fitting], ways: &[Way]) -> Vec<RowsAt> {
    let mut cheapest_first = rows.to_vec();
    cheapest_first.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    let mut by_letter: BTreeMap<char, Vec<Fitting>> = BTreeMap::new();
    for row in &cheapest_first {
        let Some(&first) = ways[usize::from(row.number)].written.first() else { continue };
        by_letter.entry(first).or_default().push(*row);
    }
    let small = by_letter.clone();
    for (letter, rows) in small {
        let Some(capital) = letter.to_uppercase().next().filter(|capital| *capital != letter) else { continue };
        let at_capital = by_letter.entry(capital).or_default();
        at_capital.extend(rows.into_iter().map(|row| Fitting { folded: true, ..row }));
        at_capital.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    }
    by_letter.into_iter().map(|(letter, rows)| RowsAt::new(letter, rows)).collect()
}

impl Respellings {
    /// A table of these rows, which keep their places.
    ///
    /// # Panics
    /// Never for tables of fewer than 65,000 rows.
    #[must_use]
    pub fn new(rows: Vec<Respelling>) -> Self {
        let ways: Arc<[Way]> = rows.iter().map(Way::of).collect();
        let numbered = (0..Step::LOST).zip(rows.iter().zip(ways.iter()));
        let fitting: Vec<Fitting> = numbered.map(|(number, (row, way))| Fitting::of(number, row, way)).collect();
        Self { by_letter: by_letter(&fitting, &ways), ways, rows: rows.into() }
    }

    /// The rows, each at its place.
    #[must_use]
    pub fn rows(&self) -> &[Respelling] {
        &self.rows
    }

    /// The same table, of which only the rows that `wanted` names are used.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(usize) -> bool) -> Self {
        let with_wanted = |at: &RowsAt| {
            let rows: Vec<Fitting> = at.rows.iter().filter(|row| wanted(usize::from(row.number))).copied().collect();
            (!rows.is_empty()).then(|| RowsAt::new(at.letter, rows))
        };
        let by_letter = self.by_letter.iter().filter_map(with_wanted).collect();
        Self { rows: Arc::clone(&self.rows), ways: Arc::clone(&self.ways), by_letter }
    }

    /// Every word that one row makes of a word in small letters, with the row: what may be meant there, whether it is a form
    /// or none. Rows of what is meant only at a word's start are passed over, as are those that cost more than `most`.
    pub(crate) fn each_once(&self, word: &str, most: f32, mut take: impl FnMut(&str, Step)) {
        let mut meant = String::with_capacity(word.len() + 8);
        for (at, first) in word.char_indices() {
            let rows = self.at_letter(first).map_or(&[][..], |at| &at.rows);
            for fitting in rows.iter().take_while(|fitting| fitting.cost <= most) {
                let number = usize::from(fitting.number);
                let rest = word[at..].strip_prefix(&*self.rows[number].written);
                let Some(rest) = rest.filter(|_| !fitting.is_capital) else { continue };
                meant.clear();
                meant.push_str(&word[..at]);
                meant.push_str(&self.ways[number].small);
                meant.push_str(rest);
                take(&meant, Step(fitting.number));
            }
        }
    }

    /// Whether any row fits a token somewhere, so that it can be a respelling of another form.
    #[must_use]
    pub fn fit_somewhere(&self, token: &str) -> bool {
        token.chars().any(|letter| self.at_letter(letter).is_some()) && {
            let letters: SmallVec<[Letter; 24]> = token.chars().map(Letter::of).collect();
            at_letters(self, &letters).iter().flatten().any(|(_, fitting)| *fitting != 0)
        }
    }

    fn at_letter(&self, letter: char) -> Option<&RowsAt> {
        self.by_letter.binary_search_by_key(&letter, |at| at.letter).ok().map(|at| &self.by_letter[at])
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

/// Every form of an fst that the token may be a respelling of, within reach.
pub(super) fn respelled(
    fst: &Fst<Bytes>,
    identity: Identity,
    token: &str,
    table: &Respellings,
    reach: Reach,
) -> Vec<Respelled> {
    States::with(identity, |states| respelled_among(states, Some(fst), token, table, reach))
}

/// The same of the forms that some states are of, with the fst that they are decoded from, if from any.
pub(super) fn respelled_among(
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

/// A letter of the token, with what is asked about it at every step.
#[derive(Clone, Copy)]
struct Letter {
    written: char,
    lower: char,
    /// The small letter, and its capital where it has one.
    small: Utf8,
    capital: Option<Utf8>,
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
            small: Utf8::of(lower),
            capital: lower.to_uppercase().next().filter(|capital| *capital != lower).map(Utf8::of),
            is_alphabetic: written.is_alphabetic(),
            is_upper: written.is_uppercase(),
            is_lower: written.is_lowercase(),
        }
    }
}

/// The bytes of a character.
#[derive(Clone, Copy)]
struct Utf8 {
    bytes: [u8; 4],
    length: u8,
}

impl Utf8 {
    fn of(c: char) -> Self {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len() as u8;
        Self { bytes, length }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }
}

/// The rows that may fit at a letter of the token, and those that do.
type AtLetter<'t> = Option<(&'t RowsAt, u64)>;

/// The rows that fit at each letter.
fn at_letters<'t>(table: &'t Respellings, letters: &[Letter]) -> SmallVec<[AtLetter<'t>; 24]> {
    let written: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.written).collect();
    let lower: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.lower).collect();
    let at_letter = |at: usize| {
        let rows = table.at_letter(written[at])?;
        Some((rows, rows.fitting(&written[at..], &lower[at..], &table.ways)))
    };
    (0..letters.len()).map(at_letter).collect()
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
            let cased = place.cased.with(&letter, place.at == 0);
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
            } else if place.at == 0 || folded || letter.is_lower {
                cased = cased.with(letter, place.at == 0);
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
