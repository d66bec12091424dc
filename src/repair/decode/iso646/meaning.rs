//! What a token with signs is, read in ISO 646: a Danish word, maybe a name, or signs.

use std::ops::Range;

use crate::language::{Case, Knowledge, Language};

/// Two words cost so much more than one by being two, in nats; a sign between them explains that.
const TWO_WORDS: f32 = 8.0;
/// The log probability below which a short word is no evidence.
const RARE: f32 = -13.0;
/// The least average log probability of a letter in an unknown word that could be a name.
const NAME: f32 = -3.3;

/// What a piece of a token with signs in it is.
#[derive(Debug, PartialEq)]
pub(super) enum Meaning {
    /// A Danish word, with the log odds that this is no accident.
    Word { odds: f32, word: String },
    /// Maybe a name: it looks Danish, and no list holds it.
    Name { word: String },
    /// A sign by itself.
    Lone,
    /// Signs used as signs.
    Sign,
}

/// Whether a byte is one of `{|}[\]`.
#[inline]
pub(super) fn is_sign(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'{') <= b'}' - b'{'
}

/// What each piece of a token that has signs is; pieces are parted by hyphens, apostrophes and one slash.
pub(super) fn meanings(token: &str, language: &Language) -> Vec<(Range<usize>, Meaning)> {
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
pub(super) fn trim(token: &str) -> (usize, &str) {
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
pub(super) fn in_iso646(text: &str) -> String {
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
