//! Which script a character is of.

/// Whether a character is a letter, or a mark of one, of a script from Greek to those before the signs.
pub(super) fn is_other_script(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{1dff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe70}'..='\u{fefe}')
}
