//! Which script a character is of.

/// Whether a character is a letter, or a mark of one, of a script from Greek to those before the signs.
#[inline]
pub(super) fn is_other_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{1dff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe70}'..='\u{fefe}')
}

/// Whether a text has such a character.
pub(super) fn has_other_script(text: &str) -> bool {
    /// What UTF-8 begins the first of them with, and what of Latin letters hardly any.
    const FIRST: u8 = 0xcd;
    text.bytes().any(|byte| byte >= FIRST) && text.chars().any(is_other_script)
}
