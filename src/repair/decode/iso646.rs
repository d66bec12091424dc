//! A word in Danish 7-bit ISO 646 is read as such: `{|}[\]` are æ, ø, å, Æ, Ø, Å.
//!
//! **Why it is damage.** Until about 1990 Danish terminals and printers had 128 characters and gave the places of brackets,
//! braces, backslash and bar to the six letters. Read as ASCII the text shows the signs. A document that is all in ISO 646
//! is decoded as such; in others, where the signs are also used as signs, only words of lines that prove themselves are.
//!
//! **Example.** `K|benhavn` → `København`, `S} m} vi l|be` → `Så må vi løbe`.
//!
//! **When it is certain.** When the word becomes a known Danish word, has the sign between letters, and stands on a line
//! where no sign is used as a sign, in a document that has three such words. Code, tables, paths, patterns and formulas are never touched: their signs stand beside
//! digits, punctuation and each other, or join words that are words without them.

use std::collections::HashSet;
use std::ops::Range;

use super::ISO646;
use super::words::{find, find_rare, is_line_end, is_space, line_around};
use crate::language::{Case, Knowledge, Language, List};
use crate::repair::proposal::Proposal;

/// The code, by its name among the codecs.
pub(super) const CODEC: &str = "ISO646-DK";
/// Log odds that prove a line or document; a known word of five letters with a sign inside is enough.
const PROVEN: f32 = 6.0;
/// Log odds from which a document's lines need no proof of their own.
const WELL_PROVEN: f32 = 30.0;
/// Different words that count towards the proof; more say nothing new.
const WORDS: usize = 512;
/// So many signs that are signs, and no proof yet: the document is code or a table, and need not be read further.
const HOPELESS: u64 = 1000;
/// Danish words on the lines with signs, and one at least: what that adds to the odds.
const GOOD_PROSE: f32 = 5.5;
const SOME_PROSE: f32 = 3.0;
/// Prose has more than so many Danish words for each other token.
const PROSE: u64 = 1;
/// Different words that a document which is not all in ISO 646 has at least, before any is read: one or two are signs that happen
/// to stand between letters.
const PLACES: usize = 3;
/// What is said of them where there are fewer.
const DOUBTED: f32 = 0.9;
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
/// Two words cost so much more than one by being two, in nats; a sign between them explains that.
const TWO_WORDS: f32 = 8.0;
/// The log probability below which a short word is no evidence.
const RARE: f32 = -13.0;
/// The least average log probability of a letter in an unknown word that could be a name.
const NAME: f32 = -3.3;

/// What the words of a document say of ISO 646.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    /// The language, if its text was written so.
    language: Option<&'static Language>,
    /// Log odds of different words that become Danish words.
    odds: f32,
    /// The words counted in `odds`, by hash.
    counted: HashSet<u64>,
    /// Words that become Danish words, ones that might, lone signs, and signs used as signs.
    words: u64,
    names: u64,
    lone: u64,
    signs: u64,
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
    fn odds_in(&self, document: &Self) -> f32 {
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
    fn count_lines(&mut self, text: &str, language: &Language) {
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

/// What a piece of a token with signs in it is.
#[derive(Debug, PartialEq)]
enum Meaning {
    /// A Danish word, with the log odds that this is no accident.
    Word { odds: f32, word: String },
    /// Maybe a name: it looks Danish, and no list holds it.
    Name { word: String },
    /// A sign by itself.
    Lone,
    /// Signs used as signs.
    Sign,
}

/// Proposals for the words of lines that prove themselves, or need not in a document that is well proven.
pub(super) fn proposals(text: &str, document: &Proof) -> Vec<Proposal> {
    let Some(language) = document.language else { return Vec::new() };
    let bytes = text.as_bytes();
    let mut proposals = Vec::new();
    let mut at = 0;
    while let Some(hit) = find_rare(bytes, at, is_sign) {
        let line = line_around(bytes, at, hit);
        at = line.end;
        let mut proof = Proof::default();
        proof.count_lines(&text[line.clone()], language);
        let needed = if document.odds >= WELL_PROVEN && document.signs < document.words { 0.5 } else { PROVEN };
        if proof.odds_in(document) >= needed && proof.signs == 0 && proof.lone == 0 && proof.names <= proof.words {
            propose_line(text, line, language, document.counted.len() >= PLACES, &mut proposals);
        }
    }
    proposals
}

fn propose_line(text: &str, line: Range<usize>, language: &Language, is_proven: bool, proposals: &mut Vec<Proposal>) {
    let mut at = line.start;
    while let Some(hit) = find(&text.as_bytes()[..line.end], at, is_sign) {
        let token = token_around(&text[..line.end], at, hit);
        at = token.end;
        for (piece, meaning) in meanings(&text[token.clone()], language) {
            let (word, probability, evidence) = match meaning {
                Meaning::Word { word, .. } => (word, 0.998, "a Danish word in 7-bit ISO 646, as its line is"),
                Meaning::Name { word } => (word, 0.97, "on a line in 7-bit ISO 646"),
                Meaning::Lone | Meaning::Sign => continue,
            };
            let range = token.start + piece.start..token.start + piece.end;
            let probability = if is_proven { probability } else { DOUBTED };
            proposals.push(Proposal::single(range, ISO646, word, probability, evidence));
        }
    }
}

/// Whether a token is letters and signs, ending in at most some punctuation: one that would be a word or a name.
fn is_plain(token: &str) -> bool {
    let body = token.trim_end_matches(['.', ',']);
    let letters = body.bytes().filter(u8::is_ascii_alphabetic).count();
    let signs = body.bytes().filter(|&byte| is_sign(byte)).count();
    letters > signs && letters + signs == body.len() && Case::of(&in_iso646(body)) != Case::Mixed
}

/// Whether a byte is one of `{|}[\]`.
#[inline]
fn is_sign(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'{') <= b'}' - b'{'
}

/// The run without spaces around `hit`, from `floor` at the earliest.
fn token_around(text: &str, floor: usize, hit: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let parts = |byte: u8| is_space(byte) || is_line_end(byte);
    let start = bytes[floor..hit].iter().rposition(|&byte| parts(byte)).map_or(floor, |space| floor + space + 1);
    start..find(bytes, hit, is_space).unwrap_or(bytes.len())
}

/// What each piece of a token that has signs is; pieces are parted by hyphens, apostrophes and one slash.
fn meanings(token: &str, language: &Language) -> Vec<(Range<usize>, Meaning)> {
    let (start, body) = trim(token);
    let picture = body.len() > 1 && !body.chars().any(char::is_alphabetic);
    if picture || body.matches('/').count() > 1 {
        return vec![(0..token.len(), Meaning::Sign)];
    }
    let mut at = start;
    let mut meanings = Vec::new();
    for piece in body.split(['-', '/', '\'', '’']) {
        if piece.bytes().any(is_sign) {
            meanings.push((at..at + piece.len(), meaning(piece, language)));
        }
        at += piece.len();
        at += body[at - start..].chars().next().map_or(0, char::len_utf8);
    }
    meanings
}

/// A token without the punctuation around it, and where that begins.
fn trim(token: &str) -> (usize, &str) {
    let opening = |c: char| matches!(c, '"' | '\'' | '(' | '“' | '”' | '»' | '«' | '„' | '*' | '_' | '>' | '-' | '–');
    let closing = |c: char| opening(c) || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | '…' | '’' | '<');
    let start = token.len() - token.trim_start_matches(opening).len();
    (start, token[start..].trim_end_matches(closing))
}

fn meaning(piece: &str, language: &Language) -> Meaning {
    let signs = piece.bytes().filter(|&byte| is_sign(byte)).count();
    let letters = piece.chars().filter(|c| c.is_alphabetic()).count();
    if signs == 1 && piece.len() == 1 {
        return Meaning::Lone;
    }
    let word = in_iso646(piece);
    let strange = letters == 0 || signs + letters < piece.chars().count();
    if strange || Case::of(&word) == Case::Mixed || is_bracketed_letter(piece, &word, language) {
        return Meaning::Sign;
    }
    match language.knowledge(&word) {
        Knowledge::Unknown if is_code(piece, &word, language) => Meaning::Sign,
        Knowledge::Unknown => Meaning::Name { word },
        _ if joins_words(piece, &word, language) => Meaning::Name { word },
        knowledge => Meaning::Word { odds: odds(piece, &word, knowledge, language), word },
    }
}

/// The runs of letters between the signs of a piece.
fn parts(piece: &str) -> impl Iterator<Item = &str> {
    piece.split(|c: char| c.is_ascii() && is_sign(c as u8)).filter(|part| !part.is_empty())
}

/// Whether a piece is a sign and a letter, as at the beginning of a list in brackets, and not a common word.
fn is_bracketed_letter(piece: &str, word: &str, language: &Language) -> bool {
    let opens = matches!(piece.as_bytes()[0], b'{' | b'[' | b'\\') && piece.ends_with(char::is_lowercase);
    opens && word.chars().count() == 2 && language.log_probability(word) < RARE
}

/// Whether an unknown word is none: its signs are paired, part words, or begin what no Danish name begins like.
fn is_code(piece: &str, word: &str, language: &Language) -> bool {
    let paired = (piece.contains('{') && piece.contains('}')) || (piece.contains('[') && piece.contains(']'));
    let danish = language.letters_log_probability(word) / (word.chars().count() + 1) as f32 > NAME;
    paired || parts(piece).all(|part| language.is_known(part)) || (is_sign(piece.as_bytes()[0]) && !danish)
}

/// How sure it is that a word with signs that becomes a known word is that word.
fn odds(piece: &str, word: &str, knowledge: Knowledge, language: &Language) -> f32 {
    let inside = piece.trim_matches(|c: char| c.is_ascii() && is_sign(c as u8)).bytes().any(is_sign);
    match (inside, word.chars().count()) {
        (_, ..5) if language.log_probability(word) < RARE => 0.2,
        (true, ..12) if knowledge == Knowledge::Compound => 3.0,
        (true, 5..) => 6.5,
        (true, 4) => 4.0,
        (true, 3) => 1.5,
        (false, 5..) => 3.0,
        _ => 0.7,
    }
}

/// Whether the signs part, or stand at, what is likelier a word or words of two letters or more by itself.
fn joins_words(piece: &str, word: &str, language: &Language) -> bool {
    let apart: f32 = parts(piece).map(|part| language.log_probability(part)).sum();
    let margin = if parts(piece).count() > 1 { TWO_WORDS } else { 0.0 };
    parts(piece).all(|part| part.len() > 1 && language.is_known(part))
        && apart > language.log_probability(word) - margin
}

/// The text of ASCII bytes in Danish 7-bit ISO 646; letters beyond ASCII stay.
fn in_iso646(text: &str) -> String {
    let letter = |c: char| match c {
        '{' => 'æ',
        '|' => 'ø',
        '}' => 'å',
        '[' => 'Æ',
        '\\' => 'Ø',
        ']' => 'Å',
        other => other,
    };
    text.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(text: &str) -> Proof {
        let mut proof = Proof::new(Some(Language::danish()));
        proof.count(text);
        proof
    }

    #[test]
    fn danish_texts_in_iso646_prove_themselves() {
        for text in [
            "K|benhavn",
            "Vi tog b}den til [r| i g}r, og s} l} vi dér hele s|ndagen.",
            "\\sters og bl}muslinger s{lges p} kajen.",
            "GENERALFORSAMLINGEN HOLDES P] R]DHUSET L\\RDAG",
            "Den 5-}rige k|rte p} l|behjul i b|rnehaven.",
        ] {
            assert!(proof(text).is_throughout(), "{text}: {:?}", proof(text));
        }
    }

    #[test]
    fn signs_that_are_signs_prove_nothing() {
        for text in [
            "if (a[i] || b[j]) { p}",
            "| navn | k|d |\n|------|-----|",
            "C:\\Brugere\\ret\\sted og \\\\server\\re",
            "\\textit{s} \\emph{er} \\frac{l}{r} {\\o}l $x_{i}$",
            "grep -E 'for|efter|f|r' fil|sort|uniq",
            "[l{s mere](https://x.dk) [1] [x] {{navn}} ${p}",
            "bil|tog|fly|b|r",
            "{\"navn\": [1, 2], \"p\": {\"s\": []}}",
            "s/\\([a-z]*\\)|[0-9]\\{3\\}/\\1/g",
            "match x { Some(s) => s, None => {} }",
            "D|D N|D S|T",
        ] {
            assert!(!proof(text).is_proven(), "{text}: {:?}", proof(text));
        }
    }

    #[test]
    fn only_lines_that_prove_themselves_are_read() {
        let text = "Møde på rådhuset\nvi m|des p} havnen klokken fire\nif (x) { return a[i]; }\n| k|b | salg |\n";
        let proof = proof(text);
        assert!(proof.is_proven() && !proof.is_throughout());
        let found: Vec<_> = proposals(text, &proof)
            .iter()
            .map(|p| (text[p.range.clone()].to_owned(), p.candidates[0].text.to_string()))
            .collect();
        assert_eq!(found, [("m|des".to_owned(), "mødes".to_owned()), ("p}".to_owned(), "på".to_owned())]);
    }
}
