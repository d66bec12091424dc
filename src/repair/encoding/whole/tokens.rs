//! The tokens of a block that chains read something of, passage by passage, each different one once.

use std::ops::Range;

use crate::repair::document::passage_ends;
use crate::text::QuickMap;
use crate::text::strides::{self, Lanes};

/// The tokens of a block.
pub(super) struct Tokens<'t> {
    /// Each different token.
    pub different: Vec<&'t str>,
    /// The passages that have any.
    pub passages: Vec<Passage>,
}

/// A passage with such tokens.
pub(super) struct Passage {
    /// Where it stands.
    pub range: Range<usize>,
    /// Its tokens: where each begins, and its place among the different ones.
    pub tokens: Vec<(usize, usize)>,
}

/// What bytes are to the chains that are looked at.
pub(super) struct Letters {
    /// The bytes that may be of a letter: what is beyond ASCII, and what a chain reads as one.
    is_read: [bool; 256],
    /// Those of ASCII.
    plain: Vec<u8>,
}

impl Letters {
    /// Those of chains that read these characters of ASCII as others.
    pub fn new(plain: impl Iterator<Item = char>) -> Self {
        let mut is_read = std::array::from_fn(|byte| byte >= 0x80);
        let plain: Vec<u8> = plain.filter(char::is_ascii).map(|c| c as u8).collect();
        plain.iter().for_each(|byte| is_read[usize::from(*byte)] = true);
        Self { is_read, plain }
    }

    fn is_read(&self, byte: u8) -> bool {
        self.is_read[usize::from(byte)]
    }

    /// The tokens that hold what a chain reads.
    fn tokens<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let ask = |bytes: Lanes| [self.plain.iter().fold(bytes.is_high(), |all, sign| all.or(bytes.is(*sign)))];
        let mut end = 0;
        strides::places(text.as_bytes(), ask, |[read]| read).filter_map(move |at| {
            let token = (at >= end).then(|| self.token_around(text, at))?;
            end = token.end;
            Some(token)
        })
    }

    /// The token around a place: what is no sign of ASCII but a hyphen, an apostrophe, or what a chain reads.
    pub fn token_around(&self, text: &str, at: usize) -> Range<usize> {
        let ends = |byte: &u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'\'') && !self.is_read(*byte);
        let bytes = text.as_bytes();
        let mut start = bytes[..at].iter().rposition(ends).map_or(0, |end| end + 1);
        // The letter of an escape is of no word: `\\nMålgrupper`.
        let is_escape =
            start < at && bytes[..start].last() == Some(&b'\\') && matches!(bytes[start], b'n' | b'r' | b't');
        start += usize::from(is_escape);
        let end = bytes[at..].iter().position(ends).map_or(bytes.len(), |length| at + length);
        start..end
    }
}

impl<'t> Tokens<'t> {
    pub fn of(text: &'t str, letters: &Letters) -> Self {
        let mut tokens = Self { different: Vec::new(), passages: Vec::new() };
        let mut places: QuickMap<&str, usize> = QuickMap::default();
        let mut ends = passage_ends(text).into_iter();
        let (mut start, mut end) = (0, 0);
        for token in letters.tokens(text) {
            while token.start >= end {
                (start, end) = (end, ends.next().unwrap_or(text.len()).max(end + 1));
            }
            let written = &text[token.clone()];
            let place = *places.entry(written).or_insert_with(|| {
                tokens.different.push(written);
                tokens.different.len() - 1
            });
            match tokens.passages.last_mut() {
                Some(passage) if passage.range.start == start => passage.tokens.push((token.start, place)),
                _ => tokens
                    .passages
                    .push(Passage { range: start..end.min(text.len()), tokens: vec![(token.start, place)] }),
            }
        }
        tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_of_an_escape_is_of_no_word() {
        let tokens = Tokens::of("\"\\n\\nM¯der \\t¯l C:\\n¯gle\"", &Letters::new(std::iter::empty()));
        assert_eq!(tokens.different, ["M¯der", "¯l", "¯gle"]);
    }

    #[test]
    fn tokens_beyond_ascii_are_found_in_their_passages() {
        let text = "Bes¢g os; b¢rn og\nvoksne.\nBes¢g K¢ge-egnen!";
        let tokens = Tokens::of(text, &Letters::new(std::iter::empty()));
        assert_eq!(tokens.different, ["Bes¢g", "b¢rn", "K¢ge-egnen"]);
        let lines: Vec<Vec<usize>> =
            tokens.passages.iter().map(|passage| passage.tokens.iter().map(|(_, place)| *place).collect()).collect();
        assert_eq!(lines, [vec![0, 1], vec![0, 2]]);
        for passage in &tokens.passages {
            for &(start, place) in &passage.tokens {
                assert!(text[start..].starts_with(tokens.different[place]));
            }
        }
    }
}
