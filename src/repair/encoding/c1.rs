//! A C1 control is the windows-1252 character of its byte.
//!
//! **Why it is damage.** The codes U+0080 to U+009F are controls that no text uses; windows-1252 has quotation marks,
//! dashes and the ellipsis there. Text in windows-1252 that was read as Latin-1 shows the controls instead.
//!
//! **Example.** `parlé<U+0085>` → `parlé…`.
//!
//! **When it is certain.** When the character is one that belongs where it stands: a quotation mark at a word's edge, a
//! dash between words. A control inside a word is left to the rules that know letters, and so is one at a word that is a letter in
//! windows-1252 (`š`): in CP850 it is another (`Ü`).

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
