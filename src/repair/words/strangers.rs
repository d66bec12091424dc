//! Passages in other languages: their words are right, however much they look like misread Danish.
//!
//! The commonest words tell a language ([`dictionaries/strangers.tsv`]): those around a place are weighed for Danish and
//! for each of its neighbours.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::tokens;
use crate::repair::reading::Reading;
use crate::text::QuickMap;
use crate::tokenize;

/// Danish and the others of the table.
const LANGUAGES: usize = 7;
/// Log odds from which words are held to be of another language.
pub(super) const FOREIGN: f32 = 2.0;
/// Log odds for another language below which the words around tell that the text is Danish.
pub(super) const TOLD: f32 = -2.5;
/// How far around a place words are asked, in bytes.
const REACH: usize = 240;
/// The most that one word may say.
const MOST: f32 = 3.0;

/// What a word says for each language rather than Danish, which is the first.
type Row = [f32; LANGUAGES];

/// The table: its rows, and the place of each word's.
struct Table {
    rows: Vec<Row>,
    places: QuickMap<&'static str, u16>,
    /// A bit for each outline that a word of it has.
    outlines: Vec<u64>,
}

/// What most words are told from those of the table by, without a look: length, first and last byte, in any case.
fn outline(word: &[u8]) -> usize {
    let fold = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default() & 0x1f);
    word.len().min(63) << 10 | fold(word.first()) << 5 | fold(word.last())
}
const OUTLINES: usize = 1 << 16;

impl Table {
    /// Whether a word of the text may be in the table, in another case. Letters beyond Latin-1 may change their length.
    fn may_have(&self, word: &str) -> bool {
        /// What the letters of Latin-1 begin with.
        const LATIN: u8 = 0xc3;
        let outline = outline(word.as_bytes());
        self.outlines[outline / 64] >> (outline % 64) & 1 != 0 || word.bytes().any(|byte| byte > LATIN)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let table = include_str!("../../../dictionaries/strangers.tsv");
    let (mut rows, mut places) = (Vec::new(), QuickMap::default());
    let mut outlines = vec![0; OUTLINES / 64];
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((word, row)) = row(line) else { continue };
        let outline = outline(word.as_bytes());
        outlines[outline / 64] |= 1 << (outline % 64);
        places.insert(word, rows.len() as u16);
        rows.push(row);
    }
    Table { rows, places, outlines }
});

fn row(line: &str) -> Option<(&str, Row)> {
    let (word, logs) = line.split_once('\t')?;
    let mut row = [0.0; LANGUAGES];
    for (cell, log) in row.iter_mut().zip(logs.split('\t')) {
        *cell = log.parse().ok()?;
    }
    Some((word, row.map(|log: f32| (log - row[0]).clamp(-MOST, MOST))))
}

/// What is remembered of a word: that it was not asked about, that the table does not have it, or the place of its row and so
/// many more.
type Said = u16;
const NOT_ASKED: Said = 0;
const NOTHING: Said = 1;
const FIRST_ROW: Said = 2;

/// The words of a text, each looked up once however many of its passages are asked about.
pub(super) struct Passages<'t> {
    reading: &'t Reading<'t>,
    /// By word.
    said: RefCell<Vec<Said>>,
}

impl<'t> Passages<'t> {
    /// The passages of a text, of which no word is looked up yet.
    pub fn new(reading: &'t Reading<'t>) -> Self {
        Self { reading, said: RefCell::default() }
    }

    /// Log odds that the words around a place are of the likeliest other language rather than Danish.
    pub fn log_odds(&self, place: &Range<usize>) -> f32 {
        let (start, around) = around(self.reading.text, place);
        self.of_range(&(start..start + around.len()))
    }

    /// The same of the whole document, of which the beginning is enough.
    pub fn of_document(&self) -> f32 {
        self.of_range(&(0..opening(self.reading.text).len()))
    }

    fn of_range(&self, range: &Range<usize>) -> f32 {
        let mut said = self.said.borrow_mut();
        said.resize(self.reading.words.len(), NOT_ASKED);
        let mut sums = Sums::default();
        for (number, word) in self.reading.words_in(range) {
            let word = word.range();
            // The range may cut a word at either end.
            if word.start < range.start || word.end > range.end {
                let part = word.start.max(range.start)..word.end.min(range.end);
                sums.add_words(&self.reading.text[part]);
                continue;
            }
            if said[number] == NOT_ASKED {
                let place = place_of(&self.reading.text[word], &mut sums.lower);
                said[number] = place.map_or(NOTHING, |place| FIRST_ROW + place);
            }
            if let Some(row) = said[number].checked_sub(FIRST_ROW).and_then(|place| TABLE.rows.get(usize::from(place)))
            {
                sums.add(row);
            }
        }
        sums.most()
    }
}

/// The same of a single place.
pub(super) fn log_odds(text: &str, place: &Range<usize>) -> f32 {
    of_words(around(text, place).1)
}

/// The passage around a place, and where it begins.
fn around<'t>(text: &'t str, place: &Range<usize>) -> (usize, &'t str) {
    let start = text.floor_char_boundary(place.start.saturating_sub(REACH));
    (start, &text[start..text.ceil_char_boundary((place.end + REACH).min(text.len()))])
}

/// What a document begins with.
fn opening(text: &str) -> &str {
    const ENOUGH: usize = 20_000;
    &text[..text.floor_char_boundary(ENOUGH)]
}

/// The same of a whole document, of which the beginning is enough.
pub(super) fn of_document(text: &str) -> f32 {
    of_words(opening(text))
}

/// The same of a passage.
fn of_words(text: &str) -> f32 {
    let mut sums = Sums::default();
    sums.add_words(text);
    sums.most()
}

/// The place of a word's row.
fn place_of(word: &str, lower: &mut String) -> Option<u16> {
    TABLE.may_have(word).then(|| TABLE.places.get(tokens::lowered(word, lower)).copied())?
}

/// The odds that all words of a passage come to.
#[derive(Default)]
struct Sums {
    sums: Row,
    /// Room for a word in lower case.
    lower: String,
}

impl Sums {
    fn add(&mut self, row: &Row) {
        for (sum, log) in self.sums.iter_mut().zip(row) {
            *sum += log;
        }
    }

    fn add_words(&mut self, text: &str) {
        tokenize::words(text, |word| {
            if let Some(place) = place_of(&text[word.range], &mut self.lower) {
                self.add(&TABLE.rows[usize::from(place)]);
            }
        });
    }

    fn most(&self) -> f32 {
        self.sums[1..].iter().copied().fold(f32::NEG_INFINITY, f32::max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_commonest_words() {
        for text in [
            "Det ble sagt at hun ikke hadde vært hjemme etter klokken ti, og nå vet ingen noe.",
            "Det var inte så att han hade gått hem, men ingen visste vad som hänt.",
            "Er ist nicht nach Hause gegangen, und niemand weiß, was mit ihm ist.",
            "There is no doubt that this was what they had been looking for.",
            "Il ne fait pas de doute que les enfants sont dans la maison.",
        ] {
            assert!(of_words(text) > 3.0, "{text}");
        }
        for text in [
            "Det blev sagt, at hun ikke havde været hjemme efter klokken ti.",
            "Vi skal sa sporge borgmesteren, om hun har faet svar pa brevet.",
            "Thi naar han tvivler, da har han ingen Kraft til at handle.",
        ] {
            assert!(of_words(text) < 2.0, "{text}");
        }
    }
}
