//! What a document writes elsewhere: its words with letters of the language's own, whole or as they may be read, and how its words begin.

use compact_str::CompactString;
use smallvec::SmallVec;

use super::asked::{Asked, Piece};
use super::choice::{Said, Spelling};
use super::rank::Reading;
use crate::language::Language;
use crate::text::QuickMap;

/// The most that the document says of case, in nats.
const MOST_OF_CASE: f32 = 6.0;
/// The share of a reading below which it is not counted: so little of a word changes no count that anything is told by. Chosen.
const HOPELESS: f32 = 0.001;
/// What is added to every count.
const HALF: f32 = 0.5;
/// Small letters that a document is thought to have behind a word and a comma, before it is seen, so that a name or two there tell
/// nothing: nearly no other word has a capital there. Chosen.
const MOSTLY_SMALL: f32 = 15.0;
/// The share of words with `aa` from which a text is in the old spelling; modern ones have a name or two.
const OLD_SPELLING: f32 = 0.002;

/// What stands before a word, as far as it tells with which case the document begins words there.
type Before = char;
const WORD: Before = 'a';

/// The words of a document.
#[derive(Debug, Default)]
pub(super) struct DocumentWords {
    /// How often each word stands in it.
    words: QuickMap<CompactString, f32>,
    /// The same of pieces around the language's own letters.
    pieces: QuickMap<Piece, f32>,
    /// How many words begin with a capital, and with a small letter, by what stands before them.
    cases: QuickMap<Before, (f32, f32)>,
    /// How many words with a capital have others, and small letters.
    capitals: (f32, f32),
    count: f32,
    of_old: f32,
    /// Words that a channel must have proven for the document to say which letters it lost.
    least_cases: u32,
}

impl DocumentWords {
    /// Those of a text, and what its damaged words may be, each by its share; they tell of the letters that a channel lost which has proven so many
    /// cases.
    pub fn of<'r>(
        text: &str,
        readings: impl Iterator<Item = (&'r Reading, &'r [f32])>,
        least_cases: u32,
        language: &'static Language,
    ) -> Self {
        let mut words = Self { least_cases, ..Self::default() };
        let own = |word: &str| !word.is_ascii() && word.chars().any(|c| language.own_letters().contains(c));
        let (mut last, mut start) = (' ', None);
        for (at, c) in text.char_indices().chain([(text.len(), '\n')]) {
            if c.is_alphabetic() {
                start.get_or_insert(at);
                continue;
            }
            if let Some(start) = start.take() {
                let word = &text[start..at];
                words.see(word, last, language);
                if own(word) {
                    words.add(&Asked::new(word), 1.0);
                }
                last = WORD;
            }
            last = after(last, c);
        }
        for (reading, shares) in readings {
            let likely = reading.ranked.asked().iter().zip(shares).filter(|(_, share)| **share > HOPELESS);
            likely.for_each(|(word, share)| words.add(word, *share));
        }
        words
    }

    /// Sees a word as it is written.
    fn see(&mut self, word: &str, before: Before, language: &Language) {
        let is_capital = word.starts_with(char::is_uppercase);
        // A name says nothing of other words.
        if !is_capital || language.is_known(&word.to_lowercase()) {
            let cases = self.cases.entry(before).or_default();
            *(if is_capital { &mut cases.0 } else { &mut cases.1 }) += 1.0;
        }
        if is_capital && word.len() > 1 {
            let is_in_capitals = !word.contains(char::is_lowercase);
            *(if is_in_capitals { &mut self.capitals.0 } else { &mut self.capitals.1 }) += 1.0;
        }
        self.count += 1.0;
        self.of_old += f32::from(u8::from(word.contains("aa") || word.starts_with("Aa")));
    }

    fn add(&mut self, word: &Asked, share: f32) {
        for piece in &word.pieces {
            *self.pieces.entry(*piece).or_default() += share;
        }
        *self.words.entry(word.lower.clone()).or_default() += share;
    }

    /// Words that a channel must have proven for the document to say which letters it lost.
    pub fn least_cases(&self) -> u32 {
        self.least_cases
    }

    /// The spelling that it is in.
    pub fn spelling(&self) -> Spelling {
        if self.of_old > OLD_SPELLING * self.count { Spelling::Old } else { Spelling::Modern }
    }

    /// What it says of each word that may stand in a place, which itself has brought their shares: how often the word stands elsewhere, and
    /// the pieces around its letters, as logarithms; the log odds that a word begins so behind what stands there, and
    /// those of a capital that begins a word in capitals, where one letter of two does not tell.
    pub fn say(&self, text: &str, reading: &Reading, shares: &[f32]) -> SmallVec<[Said; 8]> {
        let asked = reading.ranked.asked();
        let before = before(text, reading.range.start);
        let own = |count: &dyn Fn(&Asked) -> usize| -> f32 {
            asked.iter().zip(shares).map(|(own, share)| count(own) as f32 * share).sum()
        };
        let elsewhere = |all: Option<&f32>, own: f32| {
            let others = all.copied().unwrap_or_default() - own;
            ((others.max(0.0) + HALF) / HALF).ln()
        };
        let said = asked.iter().zip(&reading.ranked.candidates).map(|(word, (written, ..))| {
            let of_piece = |piece: &Piece| {
                let own = own(&|own| own.pieces.iter().filter(|other| *other == piece).count());
                elsewhere(self.pieces.get(piece), own)
            };
            [
                elsewhere(self.words.get(&word.lower), own(&|own| usize::from(own.lower == word.lower))),
                word.pieces.iter().map(of_piece).sum(),
                self.case(written, before),
                self.capitals(written),
            ]
        });
        said.collect()
    }

    fn case(&self, word: &str, before: Before) -> f32 {
        let (capital, small) = self.cases.get(&before).copied().unwrap_or_default();
        let odds = log_odds((capital, small + if matches!(before, WORD | ',') { MOSTLY_SMALL } else { 0.0 }));
        if word.starts_with(char::is_uppercase) { odds / 2.0 } else { -odds / 2.0 }
    }

    fn capitals(&self, word: &str) -> f32 {
        let is_open = word.starts_with(char::is_uppercase)
            && word.chars().nth(1).is_some()
            && word.chars().filter(char::is_ascii_alphabetic).nth(1).is_none();
        let odds = log_odds(self.capitals);
        match is_open {
            false => 0.0,
            true if word.contains(char::is_lowercase) => -odds / 2.0,
            true => odds / 2.0,
        }
    }
}

fn log_odds((one, other): (f32, f32)) -> f32 {
    ((one + HALF) / (other + HALF)).ln().clamp(-MOST_OF_CASE, MOST_OF_CASE)
}

/// What stands before a place.
fn before(text: &str, at: usize) -> Before {
    /// Signs between a place and what tells.
    const FAR: usize = 8;
    let near: SmallVec<[char; FAR]> = text[..at].chars().rev().take(FAR).collect();
    let start = near.iter().position(|c| c.is_alphabetic()).unwrap_or(near.len());
    let known = if start == near.len() { ' ' } else { WORD };
    near[..start].iter().rev().fold(known, |last, c| after(last, *c))
}

/// What tells of the next word behind a character.
fn after(last: Before, c: char) -> Before {
    match c {
        ' ' | '\u{a0}' | '\r' => last,
        _ if c.is_ascii_digit() => '0',
        // Quotation marks and brackets say less than what they follow.
        '"' | '\'' | '(' | '*' | '_' | '»' | '«' | '”' | '“' if last != WORD && last != '0' => last,
        c => c,
    }
}
