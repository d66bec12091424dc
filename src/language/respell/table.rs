//! The table of a search: the rows of what may be written for what, ordered by the letter that they fit at.

use std::collections::BTreeMap;
use std::sync::Arc;

use smallvec::SmallVec;

use super::letter::Letter;
use super::step::Step;
use crate::language::casing::Case;
use crate::language::states::{self, Leads};

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
    pub(super) rows: Arc<[Respelling]>,
    pub(super) ways: Arc<[Way]>,
    /// The rows that may fit at each letter, capitals included; ascending by letter.
    by_letter: Vec<RowsAt>,
    /// Of each letter of ASCII its place among these, past their end where it has none.
    of_ascii: [u16; 128],
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
        let by_letter = by_letter(&fitting, &ways);
        Self::of(rows.into(), ways, by_letter)
    }

    fn of(rows: Arc<[Respelling]>, ways: Arc<[Way]>, by_letter: Vec<RowsAt>) -> Self {
        let mut of_ascii = [u16::MAX; 128];
        for (place, at) in by_letter.iter().enumerate().filter(|(_, at)| at.letter.is_ascii()) {
            of_ascii[at.letter as usize] = place as u16;
        }
        Self { rows, ways, by_letter, of_ascii }
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
            (!rows.is_empty()).then(|| RowsAt::new(at.letter, rows, &self.ways))
        };
        let by_letter = self.by_letter.iter().filter_map(with_wanted).collect();
        Self::of(Arc::clone(&self.rows), Arc::clone(&self.ways), by_letter)
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
                // What stands before the row stays from one to the next.
                meant.truncate(at);
                meant.push_str(&self.ways[number].small);
                meant.push_str(rest);
                take(&meant, Step(fitting.number));
            }
            meant.truncate(at);
            meant.push(first);
        }
    }

    /// Whether any row fits a token somewhere, so that it can be a respelling of another form.
    #[must_use]
    pub fn fit_somewhere(&self, token: &str) -> bool {
        token.chars().any(|letter| self.at_letter(letter).is_some()) && {
            let letters: SmallVec<[Letter; 24]> = token.chars().map(Letter::of).collect();
            at_letters(self, &letters).iter().flatten().any(|at| at.fitting != 0)
        }
    }

    pub(super) fn at_letter(&self, letter: char) -> Option<&RowsAt> {
        match self.of_ascii.get(letter as usize) {
            Some(place) => self.by_letter.get(usize::from(*place)),
            None => self.by_letter.binary_search_by_key(&letter, |at| at.letter).ok().map(|at| &self.by_letter[at]),
        }
    }
}

/// A row as a walk goes along it.
#[derive(Debug)]
pub(super) struct Way {
    pub written: Box<[char]>,
    /// What is meant, in lower case and capitalised.
    pub small: Box<str>,
    pub capitalised: Box<str>,
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
pub(super) struct Fitting {
    pub number: u16,
    /// Letters that it covers.
    pub length: u8,
    /// Whether it fits only in lower case.
    pub folded: bool,
    /// Whether it counts as one of the rows within reach, and whether it is meant only at a word's start.
    pub counts: bool,
    pub is_capital: bool,
    /// Whether something is kept of what is written.
    pub keeps: bool,
    /// The first byte of what is meant, in lower case; nothing where that is nothing.
    pub first: Option<u8>,
    pub cost: f32,
}

impl Fitting {
    fn of(number: u16, row: &Respelling, way: &Way) -> Self {
        Self {
            number,
            length: way.written.len() as u8,
            folded: false,
            counts: !row.is_kept(),
            is_capital: row.is_capital(),
            keeps: row.spelled.is_some(),
            first: way.small.bytes().next(),
            cost: row.cost,
        }
    }
}

/// The rows that may fit at one letter, cheapest first, and what they have in common: a bit for each, the first's the lowest.
/// Of more than there are bits the dearest are left out; Danish has 30 at most.
#[derive(Debug, Clone)]
pub(super) struct RowsAt {
    pub letter: char,
    pub rows: Vec<Fitting>,
    /// Those of one letter, which fit wherever it stands, and those of more by their second one.
    pub of_one_letter: u64,
    by_second: Vec<(char, u64)>,
    /// Those that do not count, and those that are meant only at a word's start.
    pub kept: u64,
    pub capitals: u64,
    /// Those that mean nothing, and those whose meaning begins with each byte; and these bytes.
    meaningless: u64,
    leading: Vec<(u8, u64)>,
    firsts: Leads,
}

impl RowsAt {
    fn new(letter: char, mut rows: Vec<Fitting>, ways: &[Way]) -> Self {
        rows.truncate(u64::BITS as usize);
        let those = |wanted: &dyn Fn(&Fitting) -> bool| {
            rows.iter().enumerate().filter(|(_, row)| wanted(row)).fold(0, |bits, (at, _)| bits | 1 << at)
        };
        let second = |row: &Fitting| ways[usize::from(row.number)].written.get(1).copied();
        let mut seconds: Vec<char> = rows.iter().filter_map(second).collect();
        seconds.sort_unstable();
        seconds.dedup();
        let mut firsts: Vec<u8> = rows.iter().filter_map(|row| row.first).collect();
        firsts.sort_unstable();
        firsts.dedup();
        let mut first_bytes = Leads::default();
        firsts.iter().for_each(|first| first_bytes[usize::from(first >> 6)] |= 1 << (first & 63));
        Self {
            letter,
            of_one_letter: those(&|row| row.length == 1),
            by_second: seconds.into_iter().map(|letter| (letter, those(&|row| second(row) == Some(letter)))).collect(),
            kept: those(&|row| !row.counts),
            capitals: those(&|row| row.is_capital),
            meaningless: those(&|row| row.first.is_none()),
            leading: firsts.into_iter().map(|first| (first, those(&|row| row.first == Some(first)))).collect(),
            firsts: first_bytes,
            rows,
        }
    }

    /// Those that lead on from a state with these bytes.
    #[inline]
    pub(super) fn leading(&self, leads: &Leads) -> u64 {
        // From most states few bytes lead on.
        let ([a, b, c, d], [e, f, g, h]) = (self.firsts, leads);
        if a & e | b & f | c & g | d & h == 0 {
            return self.meaningless;
        }
        let lead = self.leading.iter().filter(|(first, _)| states::leads(leads, *first));
        lead.fold(self.meaningless, |rows, (_, more)| rows | more)
    }

    /// Those that fit at the start of a token, which is given as it is written and in lower case.
    pub(super) fn fitting(&self, written: &[char], lower: &[char], ways: &[Way]) -> u64 {
        let mut fitting = self.of_one_letter;
        let (Some(next), Some(next_lower)) = (written.get(1), lower.get(1)) else { return fitting };
        let may_fit = self.by_second.iter().filter(|(second, _)| second == next || second == next_lower);
        for at in bits(may_fit.fold(0, |rows, (_, more)| rows | more)) {
            let row = &self.rows[at];
            let letters = if row.folded { lower } else { written };
            fitting |= u64::from(letters.starts_with(&ways[usize::from(row.number)].written)) << at;
        }
        fitting
    }
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
    by_letter.into_iter().map(|(letter, rows)| RowsAt::new(letter, rows, ways)).collect()
}

/// The places of the bits that are set, ascending.
pub(super) fn bits(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = bits.trailing_zeros() as usize;
        let is_set = bits != 0;
        bits &= bits.wrapping_sub(1);
        is_set.then_some(at)
    })
}

/// What a token may be read as from a letter of it on.
pub(super) struct AtLetter<'t> {
    /// The rows that may fit there.
    pub rows: &'t RowsAt,
    /// Those that do, a bit each.
    pub fitting: u64,
    /// What the cheapest of them costs; more than any reach where none does.
    pub cheapest: f32,
}

/// The rows that fit at each letter.
pub(super) fn at_letters<'t>(table: &'t Respellings, letters: &[Letter]) -> SmallVec<[Option<AtLetter<'t>>; 24]> {
    let written: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.written).collect();
    let lower: SmallVec<[char; 24]> = letters.iter().map(|letter| letter.lower).collect();
    let at_letter = |at: usize| {
        let rows = table.at_letter(written[at])?;
        let fitting = rows.fitting(&written[at..], &lower[at..], &table.ways);
        let cheapest = bits(fitting).next().map_or(f32::INFINITY, |first| rows.rows[first].cost);
        Some(AtLetter { rows, fitting, cheapest })
    };
    (0..letters.len()).map(at_letter).collect()
}
