//! Which readings are none: they make of a word, or of a number, what no text has.

use std::ops::Range;

use super::super::scripts::is_other_script;
use crate::language::{Knowledge, Language};

/// Whether a reading makes a sign of a letter of a word: `f³r` of `für`, `¸yeblikket` of `øyeblikket`. The word was right, among
/// others that a chain damaged. Quotation marks and dashes stand beside letters, too; and any sign does that parts words which are none with
/// the letter: `klippeûklistres` of `klippe–klistres`.
pub(super) fn puts_sign_into_word(language: &Language, token: &str, run: &Range<usize>, meant: &str) -> bool {
    let is_sign =
        |c: char| !c.is_ascii() && !c.is_alphabetic() && !c.is_whitespace() && !is_mark(c) && !is_combining(c);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let (before, after) = (token[..run.start].chars().next_back(), token[run.end..].chars().next());
    // `hefði`: nor does a dash or a quotation mark stand between small letters.
    let is_inside = is_letter(before) && after.is_some_and(char::is_lowercase);
    // But an apostrophe does, where nothing else could stand: `WeÆre`.
    let is_apostrophe = |c: char| c == '’' && is_odd(token, run);
    let is_out_of_place =
        |c: char| is_sign(c) || is_inside && !is_apostrophe(c) && matches!(c, '\u{2013}'..='\u{201f}' | '«' | '»');
    meant.contains(is_out_of_place)
        && token[run.clone()].chars().all(char::is_alphabetic)
        && (is_letter(before) || is_letter(after))
        && (meant.contains(is_of_frame) || !parts_words(language, token, run))
}

/// Whether the letters on both sides of a run are words of the language, or a name beside one, and are none together.
fn parts_words(language: &Language, token: &str, run: &Range<usize>) -> bool {
    /// Letters of the shorter of them, and of one that is known.
    const LEAST: usize = 3;
    const TELLING: usize = 4;
    let is_other = |c: char| !c.is_alphabetic();
    let start =
        token[..run.start].rfind(is_other).map_or(0, |at| at + token[at..].chars().next().map_or(1, char::len_utf8));
    let end = token[run.end..].find(is_other).map_or(token.len(), |length| run.end + length);
    let is_known = |word: &str| language.knowledge(word) > Knowledge::Unknown;
    let parts = [&token[start..run.start], &token[run.end..end]];
    let parts = || parts.into_iter().filter(|part| !part.is_empty());
    let stands = |part: &str| part.chars().count() >= LEAST && (is_known(part) || part.contains(char::is_uppercase));
    parts().all(stands)
        && parts().any(|part| part.chars().count() >= TELLING && is_known(part))
        && !is_known(&token[start..end])
}

/// Whether a reading makes a letter of a sign behind a number: `48.86ø` of `48.86°`, `2æ` of `2¾`.
pub(super) fn puts_letter_at_number(token: &str, run: &Range<usize>, meant: &str) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ');
    token[..run.start].ends_with(|c: char| c.is_ascii_digit())
        && !token[run.clone()].contains(is_letter)
        && meant.contains(is_letter)
        && !token[run.end..].starts_with(is_letter)
}

/// Whether a run is none that a word of any language has: a sign, a letter of another script among Latin ones, one between digits, a capital
/// behind a small letter.
pub(super) fn is_odd(token: &str, run: &Range<usize>) -> bool {
    let is_latin = || token.bytes().any(|byte| byte.is_ascii_alphabetic());
    let before = token[..run.start].chars().next_back();
    let is_before = |class: fn(char) -> bool| before.is_some_and(class);
    token[run.clone()].chars().any(|c| {
        !c.is_alphabetic()
            || matches!(c, 'ª' | 'µ' | 'º')
            || is_other_script(c) && is_latin()
            || c.is_uppercase() && is_before(char::is_lowercase)
            || is_before(|c| c.is_ascii_digit())
    })
}

/// Whether a character is a quotation mark or a dash, or a sign that stands at a word.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '«' | '»' | '´' | '°' | '§' | '©' | '®' | '™' | '¿' | '¡')
}

/// Whether a character is a mark that stands over the letter before it.
pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Whether a character is a line or a block of frames.
pub(super) fn is_of_frame(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_stays_out_of_words_but_where_it_parts_two() {
        let danish = Language::danish();
        for (token, letter, meant, is_spoilt) in [
            ("für", "ü", "³", true),
            ("hefði", "ð", "–", true),
            ("klippeûklistres", "û", "–", false),
            ("validtñ", "ñ", "¤", false),
            ("gyldigÏ", "Ï", "╧", true),
            ("raÌŠkost", "ÌŠ", "\u{30a}", false),
        ] {
            let at = token.find(letter).unwrap();
            let run = at..at + letter.len();
            assert_eq!(puts_sign_into_word(danish, token, &run, meant), is_spoilt, "{token}");
        }
    }
}
