//! Odd spaces become plain ones: quads, thin and hair spaces, the ideographic space.
//!
//! **Why it is damage.** Spaces of a certain width are a matter of layout. Left in a text they join two words into one
//! for every program that splits at spaces.
//!
//! **Example.** `torvet<U+2009>klokken` → `torvet klokken`.
//!
//! **When it is certain.** Always, but no-break spaces stay (U+00A0, and U+202F unless it stands between letters), so
//! do thin spaces between digits, ideographic spaces in Chinese and Japanese, and the ogham space in ogham. Line and
//! paragraph separators (U+0085, U+2028, U+2029) stay: whether they end a line is the layout's matter.

use super::neighbours::{is_plain_script, visible};
use super::{Place, SPACES, SURE};
use crate::repair::Options;
use crate::repair::proposal::Proposal;

pub(super) fn propose(place: &Place, _: &Options) -> Option<Proposal> {
    let (before, after) = (place.before(), place.after());
    let both = |is: fn(char) -> bool| before.is_some_and(is) && after.is_some_and(is);
    let stays = match place.c {
        '\u{2009}' => both(|c| c.is_ascii_digit()),
        '\u{202f}' => !both(|c| c.is_alphabetic() && is_plain_script(c)),
        '\u{3000}' => is_near_east_asian(place),
        '\u{1680}' => is_beside(place, |c| ('\u{1681}'..='\u{169c}').contains(&c)),
        _ => false,
    };
    (!stays).then(|| Proposal::single(place.range(), SPACES, " ", SURE, "a space of layout"))
}

/// Whether such a character stands beside the place.
fn is_beside(place: &Place, is: fn(char) -> bool) -> bool {
    let (before, after) = visible(place.text, &place.range());
    before.is_some_and(is) || after.is_some_and(is)
}

/// Whether Chinese, Japanese or Korean is written near an ideographic space: several of them fill lines, set them in, and stand at their
/// ends.
fn is_near_east_asian(place: &Place) -> bool {
    /// Bytes to either side: a line of a screen in such letters.
    const NEAR: usize = 128;
    let text = place.text;
    let start = text.floor_char_boundary(place.at.saturating_sub(NEAR));
    text[start..text.ceil_char_boundary((place.at + NEAR).min(text.len()))].chars().any(is_east_asian)
}

/// Characters of Chinese, Japanese and Korean text, the space among them.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fff}' | '\u{3001}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn odd_spaces_become_plain() {
        certain("Mød\u{2009}op\u{3000}på\u{2003}kajen\u{205f}kl.\u{2007}9", "Mød op på kajen kl. 9");
        certain("Lars\u{202f}Bo", "Lars Bo");
    }

    #[test]
    fn spaces_with_a_meaning_stay() {
        stays("db \"よもうかな？\u{3000}\u{3000}\u{3000}\"\ndb \"\u{3000}\u{3000}\u{3000}\u{3000}よむ\u{3000}<ask>\"");
        stays("2\u{2009}500 og 1\u{202f}000\u{a0}kr., 12\u{202f}km, «\u{202f}oui\u{202f}», 東京\u{3000}都, a\u{2028}b");
    }
}
