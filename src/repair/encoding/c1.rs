//! A C1 control is the windows-1252 character of its byte.
//!
//! **Why it is damage.** The codes U+0080 to U+009F are controls that no text uses; windows-1252 has quotation marks,
//! dashes and the ellipsis there. Text in windows-1252 that was read as Latin-1 shows the controls instead.
//!
//! **Example.** `parlé<U+0085>` → `parlé…`.
//!
//! **When it is certain.** When the character is one that belongs where it stands: a quotation mark at a word's edge, a
//! dash between words. A control inside a word is left to the rules that know letters, and so is one at a word that is a letter in
//! windows-1252 (`š`): in CP850 it is another (`Ü`). One beside a Cyrillic or Greek letter stays that is another sign in their own code pages, as
//! UTF-8 read as windows-1251 has it (`к°˜`): reading that back needs the byte.

use std::ops::Range;

use crate::codecs::codec;
use crate::repair::plausibility::Plausibility;

/// Log odds that a C1 control in text means its windows-1252 character and not a letter of some other encoding.
const USUAL: f32 = 7.0;

/// What the control says in windows-1252, with its log odds there; `None` for the five bytes that say nothing.
pub(super) fn reading(
    control: char,
    before: Option<char>,
    after: Option<char>,
    plausibility: &Plausibility,
) -> Option<(char, f32)> {
    let meant = codec("windows-1252")?.decode(u8::try_from(control as u32).ok()?);
    if meant == control {
        return None;
    }
    let mut buffer = [0; 4];
    let text: &str = meant.encode_utf8(&mut buffer);
    let at_edge = plausibility.cost(Some(' '), text, Some(' '));
    let here = plausibility.cost(before, text, after);
    let [is_before, is_after] = [before, after].map(|c| c.is_some_and(char::is_alphabetic));
    let inside = is_before && is_after || meant.is_alphabetic() && (is_before || is_after);
    Some((meant, USUAL - (here - at_edge) - if inside { USUAL } else { 0.0 }))
}

/// Whether a letter near a control, with no space between, is of a script whose own code page has another sign at that byte, or none.
pub(super) fn is_of_another_page(text: &str, place: &Range<usize>) -> bool {
    /// Characters to either side.
    const NEAR: usize = 3;
    let is_joined = |c: &char| !c.is_whitespace() || *c == '\u{a0}';
    let before = text[..place.start].chars().rev().take_while(is_joined).take(NEAR);
    let after = text[place.end..].chars().take_while(is_joined).take(NEAR);
    let page = before.chain(after).find_map(|letter| match letter {
        '\u{370}'..='\u{3ff}' => Some("windows-1253"),
        '\u{400}'..='\u{52f}' => Some("windows-1251"),
        _ => None,
    });
    let byte = text[place.clone()].chars().next().and_then(|control| u8::try_from(control as u32).ok());
    page.and_then(codec)
        .zip(byte)
        .zip(codec("windows-1252"))
        .is_some_and(|((page, byte), western)| page.decode(byte) != western.decode(byte))
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn controls_beside_letters_of_other_scripts_are_signs_of_their_pages() {
        let cases = [
            ("Он сказал: \u{93}да\u{94}, и ушёл.", "Он сказал: “да”, и ушёл."),
            ("Save : \"м•Њм€\u{98}м—†\"", "Save : \"м•Њм€\u{98}м—†\""),
        ];
        for (text, expected) in cases {
            assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), expected);
        }
    }
}
