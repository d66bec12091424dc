//! Whether a document is in ISO 646, or holds it: what its words say, taken together.

use std::collections::HashSet;

use super::super::words::{find_rare, is_space, line_around};
use super::meaning::{Meaning, in_iso646, is_sign, meanings, trim};
use super::{CODEC, PROVEN};
use crate::language::{Case, Knowledge, Language, List};

/// Different words that count towards the proof; more say nothing new.
const WORDS: usize = 512;
/// So many signs that are signs, and no proof yet: the document is code or a table, and need not be read further.
const HOPELESS: u64 = 1000;
/// Danish words on the lines with signs, and one at least: what that adds to the odds.
const GOOD_PROSE: f32 = 5.5;
const SOME_PROSE: f32 = 3.0;
/// Prose has more than so many Danish words for each other token.
const PROSE: u64 = 1;
/// So many tokens of a line are looked up.
const NEIGHBOURS: u64 = 24;
/// So many tokens that a block begins with are looked up.
const OPENING: usize = 64;
/// Words after which a document has said enough; the others are only looked over for signs that are signs.
const PLENTY: u64 = 4096;
/// The share of signs used as signs that a document in ISO 646 may have: slips, and drawings.
const SLIPS: u64 = 40;
/// The share of lone signs that it may have: islands (`\`), brooks (`}`).
const LONE: u64 = 5;

/// What the words of a document say of ISO 646.
#[derive(Clone, Debug, Default)]
pub(in crate::repair::decode) struct Proof {
    /// The language, if its text was written so.
    pub(super) language: Option<&'static Language>,
    /// Log odds of different words that become Danish words.
    pub(super) odds: f32,
    /// The words counted in `odds`, by hash.
    pub(super) counted: HashSet<u64>,
    /// Words that become Danish words, ones that might, lone signs, and signs used as signs.
    pub(super) words: u64,
    pub(super) names: u64,
    pub(super) lone: u64,
    pub(super) signs: u64,
    /// Danish words without signs on the same lines, and what is none.
    danish: u64,
    other: u64,
}

impl Proof {
    /// No words yet; none ever of a language that was not written so.
    pub fn new(language: Option<&'static Language>) -> Self {
        Self { language: language.filter(|language| language.lists(List::SevenBit, CODEC)), ..Self::default() }
    }

    /// Whether the document holds ISO 646 at all.
    pub fn is_proven(&self) -> bool {
        self.odds_in(self) >= PROVEN
    }

    /// Whether the whole document is in ISO 646, if it is ASCII.
    pub fn is_throughout(&self) -> bool {
        self.is_proven()
            && self.signs * SLIPS <= self.words
            && self.lone * LONE <= self.words + 2
            && self.names <= self.words
    }

    /// The log odds, where this is a line of a document or the document itself.
    ///
    /// Danish prose around the words counts, since signs are rare in prose and then part words; but not in a document
    /// that is full of signs.
    pub(super) fn odds_in(&self, document: &Self) -> f32 {
        let prose = self.danish + 1 > PROSE * self.other && document.signs + document.lone <= document.words;
        match self.danish {
            // One sign between letters is one in any prose.
            _ if document.counted.len() == 1 && document.words == 1 => self.odds,
            _ if self.words == 0 || !prose => self.odds,
            0 => self.odds,
            1 => self.odds + SOME_PROSE,
            _ => self.odds + GOOD_PROSE,
        }
    }

    /// Counts a block.
    pub fn count(&mut self, text: &str) {
        let Some(language) = self.language else { return };
        if find_rare(text.as_bytes(), 0, is_sign).is_some() {
            tokens(text)
                .take(OPENING)
                .filter(|token| !token.bytes().any(is_sign))
                .for_each(|token| self.add_neighbour(token, language));
        }
        self.count_lines(text, language);
    }

    /// Counts the lines that hold signs.
    pub(super) fn count_lines(&mut self, text: &str, language: &Language) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(hit) = find_rare(bytes, at, is_sign) {
            if self.odds < PROVEN && self.signs > HOPELESS {
                return;
            }
            let line = line_around(bytes, at, hit);
            at = line.end;
            self.count_line(&text[line], language);
        }
    }

    fn count_line(&mut self, line: &str, language: &Language) {
        let mut looked_up = 0;
        for token in tokens(line) {
            if token.bytes().any(is_sign) {
                self.add(token, language);
            } else if looked_up < NEIGHBOURS && self.danish < PLENTY {
                looked_up += 1;
                self.add_neighbour(token, language);
            }
        }
    }

    /// Counts a token without signs; an unknown name says nothing.
    fn add_neighbour(&mut self, token: &str, language: &Language) {
        let word = trim(token).1;
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let whole = letters == word.chars().count();
        if whole && letters > 1 && language.knowledge(word) > Knowledge::Unknown {
            self.danish += 1;
        } else if letters > 1 && !(whole && Case::of(word) == Case::Capitalised) {
            self.other += 1;
        }
    }

    fn add(&mut self, token: &str, language: &Language) {
        if is_command(token) {
            return;
        }
        if self.words > PLENTY && is_plain(token) {
            self.words += 1;
            return;
        }
        for (_, meaning) in meanings(token, language) {
            match meaning {
                Meaning::Word { odds, word } => {
                    self.words += 1;
                    let hash = xxhash_rust::xxh3::xxh3_64(word.to_lowercase().as_bytes());
                    if self.counted.len() < WORDS && self.counted.insert(hash) {
                        self.odds += odds;
                    }
                }
                Meaning::Name { .. } => self.names += 1,
                Meaning::Lone => self.lone += 1,
                Meaning::Sign => self.signs += 1,
            }
        }
    }
}

/// Whether a token is a backslash before small letters, as the commands of LaTeX and USFM are (`\v`, `\section`): it says
/// nothing of itself, for `\stre` is `Østre` only where other words tell.
fn is_command(token: &str) -> bool {
    let name = token.strip_prefix('\\').unwrap_or_default();
    name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.bytes().any(is_sign)
}

/// The runs without spaces.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii() && is_space(c as u8)).filter(|token| !token.is_empty())
}

/// Whether a token is letters and signs, ending in at most some punctuation: one that would be a word or a name.
fn is_plain(token: &str) -> bool {
    let body = token.trim_end_matches(['.', ',']);
    let letters = body.bytes().filter(u8::is_ascii_alphabetic).count();
    let signs = body.bytes().filter(|&byte| is_sign(byte)).count();
    letters > signs && letters + signs == body.len() && Case::of(&in_iso646(body)) != Case::Mixed
}
