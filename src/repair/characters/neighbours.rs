//! What stands around a character: scripts, and the nearest visible character.

/// How far invisible characters are looked past.
const FARTHEST: usize = 8;
/// How far a word is read to either side.
const LONGEST: usize = 64;

/// Whether a letter is of a script that joins no letters and parts words by spaces: Latin, Greek, Cyrillic.
pub(super) fn is_plain_script(c: char) -> bool {
    matches!(c, '\0'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{1d00}'..='\u{1dbf}' | '\u{1e00}'..='\u{1fff}' | '\u{fb00}'..='\u{fb06}')
}

/// Whether a character is not seen and has no width.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The nearest visible characters on both sides of a range; `None` at an end of the text, and the invisible character
/// itself where too many stand together.
pub(super) fn visible(text: &str, range: &std::ops::Range<usize>) -> (Option<char>, Option<char>) {
    (nearest(text[..range.start].chars().rev()), nearest(text[range.end..].chars()))
}

fn nearest(chars: impl Iterator<Item = char>) -> Option<char> {
    let mut last = None;
    for c in chars.take(FARTHEST) {
        last = Some(c);
        if !is_invisible(c) {
            break;
        }
    }
    last
}

/// The letters right before and right after a range, without what is invisible among them.
pub(super) fn word_parts(text: &str, range: &std::ops::Range<usize>) -> (String, String) {
    let is_part = |c: &char| c.is_alphabetic() || is_invisible(*c);
    let is_letter = |c: &char| !is_invisible(*c);
    let before: Vec<char> = text[..range.start].chars().rev().take(LONGEST).take_while(is_part).collect();
    let after = text[range.end..].chars().take(LONGEST).take_while(is_part).filter(is_letter).collect();
    (before.into_iter().rev().filter(is_letter).collect(), after)
}
