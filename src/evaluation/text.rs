//! How texts are read for comparison: their words, and their characters with white space folded or as it stands.

use std::ops::Range;

use super::{Comparison, Folding};

/// Whether the character is white space: as Unicode has it, and the four separators of ASCII, which Python's `\s` takes
/// in too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// The words of a text, which are runs of what is no white space, as ranges of bytes.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (start, is_space(c)) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

/// The characters of a text as they are compared, each with the byte where it stands.
#[derive(Default)]
pub(super) struct Characters {
    pub symbols: Vec<u32>,
    pub places: Vec<usize>,
}

impl Characters {
    /// All characters if lines are kept, every line end as `\n`; else the words with one space between them.
    pub fn of(text: &str, comparison: impl Into<Comparison>) -> Self {
        let Comparison { keep_lines, fold } = comparison.into();
        if keep_lines { Self::with_lines(text, fold) } else { Self::folded(text, fold) }
    }

    fn with_lines(text: &str, fold: Folding) -> Self {
        let mut characters = Self::default();
        for (at, c) in fold.characters(text) {
            match c {
                '\r' if text[at..].starts_with("\r\n") => {}
                '\r' => characters.push(at, '\n'),
                c => characters.push(at, c),
            }
        }
        characters
    }

    fn folded(text: &str, fold: Folding) -> Self {
        let mut characters = Self::default();
        let mut gap = None;
        for (at, c) in fold.characters(text) {
            if is_space(c) {
                gap.get_or_insert(at);
                continue;
            }
            if let Some(gap) = gap.take()
                && !characters.symbols.is_empty()
            {
                characters.push(gap, ' ');
            }
            characters.push(at, c);
        }
        characters
    }

    fn push(&mut self, place: usize, c: char) {
        self.symbols.push(u32::from(c));
        self.places.push(place);
    }

    /// The characters that stand in a range of bytes.
    pub fn range(&self, bytes: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| self.places.partition_point(|&place| place < byte);
        at(bytes.start)..at(bytes.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_stands_between_white_space() {
        let text = " Sagen\u{a0}blev\n\ndrøftet\u{1f}. ";
        let found: Vec<&str> = words(text).into_iter().map(|word| &text[word]).collect();
        assert_eq!(found, ["Sagen", "blev", "drøftet", "."]);
    }

    #[test]
    fn white_space_is_folded_unless_lines_are_kept() {
        let text = "  et\n\nmøde ";
        let shown = |keep| -> String {
            Characters::of(text, keep).symbols.iter().filter_map(|&symbol| char::from_u32(symbol)).collect()
        };
        assert_eq!(shown(false), "et møde");
        assert_eq!(shown(true), text);
        assert_eq!(Characters::of(text, false).range(&(4..7)), 2..4);
        assert_eq!(Characters::of("a\r\nb\rc", true).symbols, Characters::of("a\nb\nc", true).symbols);
    }
}
