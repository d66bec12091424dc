//! What the words beyond ASCII of a document say that is not UTF-8.

use std::io;

use super::declared::Claim;
use super::foreign;
use super::score::Scorer;
use super::tally::{self, CANDIDATES, Tally};
use super::trust::Trust;
use super::words::{is_high, words_with};
use crate::codecs::{Codec, Encoding};
use crate::repair::{Blocks, LanguageChoice};

/// A document with UTF-8 words in it is UTF-8 with foreign words, and not the other way round, when at least one in so
/// many of its words beyond ASCII is UTF-8. Below that the few are mojibake of the encoding all others are in.
const UTF8_SHARE: u64 = 50;
/// Words that are UTF-8 in letters no Danish text has may be accidents; so many times the foreign words they are not.
const NO_ACCIDENT: u64 = 3;

/// Fewer words that no guess makes text of are bad bytes of a document in UTF-8, and no lines in another encoding.
const LINES: u32 = 3;

/// What the words beyond ASCII of a document that is not UTF-8 say.
pub(super) struct Words {
    /// Words that are UTF-8 in letters and signs that Danish text has.
    pub danish: u64,
    /// Words that are UTF-8 in others.
    other: u64,
    /// Words that are not UTF-8.
    outside: u64,
    /// Characters of two bytes and more that such words have, and their bytes that are of none.
    characters: u64,
    stray: u64,
    /// Whether the document ends within a character of UTF-8.
    is_cut: bool,
    /// Which encoding the words outside are in, and which all of them are in.
    pub foreign: Tally,
    pub all: Tally,
    /// What the document says of its encoding.
    claim: Option<Claim>,
    scorer: Scorer,
}

impl Words {
    pub fn count(blocks: &mut impl Blocks, language: LanguageChoice, claim: Option<Claim>) -> io::Result<Self> {
        let foreign = Tally::new(language, tally::read_in_pieces);
        let all = Tally::new(language, tally::read);
        let scorer = Scorer::new(language);
        let mut words = Self {
            danish: 0,
            other: 0,
            outside: 0,
            characters: 0,
            stray: 0,
            is_cut: false,
            foreign,
            all,
            claim,
            scorer,
        };
        blocks.for_each_block(1, &mut |block| {
            words_with(block, is_high).for_each(|word| words.add(&block[word], &scorer));
            words.is_cut = foreign::cut_character(block).is_some();
        })?;
        Ok(words)
    }

    fn add(&mut self, word: &[u8], scorer: &Scorer) {
        self.all.add(word, scorer);
        match simdutf8::basic::from_utf8(word) {
            Ok(text) if text.chars().any(is_usual) => self.danish += 1,
            Ok(_) => self.other += 1,
            Err(_) => {
                self.outside += 1;
                let (characters, stray) = foreign::characters(word);
                self.characters += characters as u64;
                self.stray += stray as u64;
                self.foreign.add(word, scorer);
                if let Some(claim) = &mut self.claim {
                    claim.add(word, scorer);
                }
            }
        }
    }

    /// Whether the document is in an encoding that is not read here.
    pub fn is_unread(&self) -> bool {
        self.claim.as_ref().is_some_and(|claim| claim.encoding.is_none() && !claim.is_contradicted())
    }

    /// The encoding that was guessed, if it makes text of the words that are read in it; else another that surely does.
    pub fn trusted(&self, blocks: &mut impl Blocks, guessed: Encoding) -> io::Result<Option<Encoding>> {
        let is_trusted = match guessed {
            // What a document says to be in another script is believed, if no Danish words contradict.
            Encoding::SingleByte(guess) if tally::is_western(guess) => {
                let trust = self.ask(blocks, guess)?;
                if self.said().is_some() { !trust.is_refuted() } else { trust.is_text(guess) }
            }
            Encoding::Utf8 => self.are_bad_bytes_few(blocks)?,
            _ => true,
        };
        if is_trusted {
            return Ok(Some(guessed));
        }
        if guessed == Encoding::Utf8 {
            return Ok(None);
        }
        for other in (0..CANDIDATES.len()).map(tally::candidate).filter(|other| other.name() != guessed.name()) {
            let trust = self.ask(blocks, other)?;
            let makes_text = if tally::is_usual(other) { trust.is_text(other) } else { trust.is_surely_text() };
            if makes_text {
                return Ok(Some(Encoding::SingleByte(other)));
            }
        }
        Ok(None)
    }

    /// What all words say of an encoding.
    fn ask(&self, blocks: &mut impl Blocks, guess: &'static Codec) -> io::Result<Trust> {
        Trust::of(blocks, self.scorer, &[guess], tally::read, |_| true)
    }

    /// Whether a document in UTF-8 has no lines in an encoding that is not told, but a few bad bytes at most.
    fn are_bad_bytes_few(&self, blocks: &mut impl Blocks) -> io::Result<bool> {
        let guesses: [&Codec; CANDIDATES.len()] = std::array::from_fn(tally::candidate);
        let trust = Trust::of(blocks, self.scorer, &guesses, tally::read_in_pieces, foreign::is_guessed)?;
        let are_few = trust.odd() < LINES || u64::from(trust.odd()) * UTF8_SHARE < self.danish + self.other;
        Ok(are_few || guesses.iter().any(|guess| trust.is_text(guess)))
    }

    /// What the document says of itself, where its words do not contradict and are not rather UTF-8.
    fn said(&self) -> Option<Encoding> {
        let believed = self.claim.as_ref().filter(|claim| !claim.is_contradicted());
        believed.and_then(|claim| claim.encoding).filter(|_| self.danish + self.other < self.outside)
    }

    /// What the document says of itself, where the words do not contradict. Else UTF-8 if enough of it is, else the encoding that
    /// all words together say.
    pub fn encoding(&self) -> Encoding {
        if let Some(said) = self.said() {
            return said;
        }
        let mixed = self.danish * UTF8_SHARE >= self.outside && self.danish > 0;
        // Text without spaces is one word: then its characters count.
        let is_unspaced = self.characters > self.stray * NO_ACCIDENT;
        if mixed || is_unspaced || self.other > self.outside * NO_ACCIDENT || self.is_cut && self.outside == 1 {
            return Encoding::Utf8;
        }
        Encoding::SingleByte(tally::candidate(self.all.best()))
    }
}

/// Characters whose bytes in UTF-8 make no sense in the encodings that are candidates: the letters and signs of Latin-1,
/// and typographic signs.
fn is_usual(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{203a}' | '€')
}
