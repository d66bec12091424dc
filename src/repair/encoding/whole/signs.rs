//! How odd the characters of a text are, and which of them stand where none of their kind do.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::Nats;
use super::spoilt::{is_combining, is_of_frame};
use crate::language::is_letter;
use crate::repair::LanguageChoice;
use crate::repair::plausibility::Plausibility;

/// A text with the marks of letters in them, not behind them: file names of a Mac have them apart.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if text.contains(is_combining) { Cow::Owned(text.nfc().collect()) } else { Cow::Borrowed(text) }
}

/// Whether a sign stands where none of its kind does: an inverted mark before no word, a line of a frame at a letter, one that opens
/// nothing before a small letter (`¥stmans`, `•benrå`).
pub(super) fn is_out_of_place(text: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    text.char_indices().any(|(at, c)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + c.len_utf8()..].chars().next());
        match c {
            '¡' | '¿' => !is_letter(after),
            _ if is_of_frame(c) => is_letter(before) || is_letter(after),
            _ => after.is_some_and(char::is_lowercase) && opens_nothing(c),
        }
    })
}

/// Whether a character is a sign beyond ASCII that does not stand right before a word.
fn opens_nothing(c: char) -> bool {
    let opens = matches!(c, '\u{2010}'..='\u{201f}' | '‹' | '›' | '«' | '»' | '§' | '€' | '£' | '…' | '©' | '®' | '°');
    !c.is_ascii()
        && !c.is_alphanumeric()
        && !c.is_whitespace()
        && !c.is_control()
        && !opens
        && !is_combining(c)
        && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..)
}

/// Whether a sign beyond ASCII stands between two letters, other than a dash or an apostrophe.
pub(super) fn has_sign_inside(token: &str) -> bool {
    let mut before = None;
    let mut rest = token.chars();
    while let Some(c) = rest.next() {
        let is_sign = !c.is_ascii() && !is_letter(c) && !matches!(c, '–' | '—' | '’' | '…' | '\u{ad}' | '\u{a0}');
        if is_sign && before.is_some_and(is_letter) && rest.clone().next().is_some_and(is_letter) {
            return true;
        }
        before = Some(c);
    }
    false
}

/// How much less odd the characters of a token are as they are read, in any language.
pub(super) fn gain_of_characters(token: &str, text: &str) -> Nats {
    (1000.0 * (cost(token) - cost(text))) as Nats
}

/// How odd the characters of a text are, in any language.
pub(super) fn oddness(text: &str) -> Nats {
    (1000.0 * cost(text)) as Nats
}

/// What a control costs in a word, in nats: as a character does that is none.
const CONTROL: f32 = 12.0;

/// What the characters of a token beyond ASCII cost between their neighbours in text of any language, in nats.
fn cost(token: &str) -> f32 {
    let plausibility = Plausibility::of(LanguageChoice::None);
    let mut before = None;
    let mut rest = token.chars();
    let mut cost = 0.0;
    while let Some(c) = rest.next() {
        if c.is_ascii_control() {
            cost += CONTROL;
        } else if !c.is_ascii() {
            cost += plausibility.cost(before, c.encode_utf8(&mut [0; 4]), rest.clone().next());
        }
        before = Some(c);
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stand_where_their_kind_does() {
        for text in ["¥stmans", "•benrå", "¡ ", "·", "valid╧", "╔dag", "§4", "»ja«", "¡Hola", "–og", "5½", "×", "· "]
        {
            let expected = matches!(text, "¥stmans" | "•benrå" | "¡ " | "valid╧" | "╔dag");
            assert_eq!(is_out_of_place(text), expected, "{text}");
        }
    }
}
