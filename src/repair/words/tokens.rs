//! The words of a text, as they stream by: which of them no list knows, and what stands beside each.

use std::ops::Range;

use crate::language::{Context, Language};

/// Longer runs are no words.
const LONGEST: usize = 64;

/// A word in lower case, for which `room` is taken only where it is not.
pub(super) fn lowered<'w>(word: &'w str, room: &'w mut String) -> &'w str {
    // No letter before U+00C0 but those of ASCII has another case, nor have the small ones of Latin 1, which 0xc3 begins.
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() || (0x9f..=0xc3).contains(&byte);
    if word.bytes().all(is_lower) {
        return word;
    }
    room.clear();
    room.extend(word.chars().flat_map(char::to_lowercase));
    room
}

/// Whether a run of letters is a word to look at: no address, no name of a program, no number, no script but Latin.
pub(super) fn is_word(text: &str, range: &Range<usize>) -> bool {
    text[range.clone()].chars().all(|c| c.is_alphabetic() && c < '\u{250}' || matches!(c, '-' | '\''))
        && stands_as_word(text, range)
}

/// The same of a run that is known to be of letters of Latin alone.
pub(super) fn stands_as_word(text: &str, range: &Range<usize>) -> bool {
    let bytes = text.as_bytes();
    range.len() <= LONGEST
        && !bytes[..range.start].ends_with(b"--")
        && !is_sign(range.start.checked_sub(1).and_then(|at| bytes.get(at)))
        && !is_sign_after(bytes.get(range.end), bytes.get(range.end + 1))
}

/// Signs of addresses, paths, programs, markup and numbers, where they touch a word.
fn is_sign(byte: Option<&u8>) -> bool {
    #[rustfmt::skip]
    let is_one = |byte: &u8| matches!(byte, b'0'..=b'9' | b'_' | b'@' | b'\\' | b'=' | b'&' | b'%' | b'$' | b'#' | b'<' | b'>'
        | b'{' | b'}' | b'`' | b'~' | b'^' | b'|' | b'+' | b'*' | b'.' | b':' | b'/' | b'[' | b']');
    byte.is_some_and(is_one)
}

fn is_sign_after(byte: Option<&u8>, next: Option<&u8>) -> bool {
    match byte {
        Some(b'.' | b':') => next.is_some_and(u8::is_ascii_alphanumeric),
        Some(b'/') => true,
        byte => is_sign(byte),
    }
}

/// What stands on one side of a word.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Side {
    Unknown,
    Edge,
    Number,
    Word(Range<usize>),
}

impl Side {
    pub fn context<'t>(&self, text: &'t str) -> Context<'t> {
        match self {
            Self::Unknown => Context::Unknown,
            Self::Edge => Context::Edge,
            Self::Number => Context::Number,
            Self::Word(range) => Context::Word(&text[range.clone()]),
        }
    }
}

/// What stands on both sides of a word, and whether a sentence begins with it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Beside {
    pub left: Side,
    pub right: Side,
    pub begins: Begins,
}

/// Whether a sentence, heading or cell begins with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Begins {
    Yes,
    Perhaps,
    No,
    /// No, but nouns have capitals there too.
    NoButNouns,
}

fn is_transparent(c: char) -> bool {
    matches!(c, ' ' | ',' | '\n' | '\r' | '"' | '“' | '”' | '„' | '»' | '«' | '\u{a0}')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || c == '-'
}

/// What stands beside a word.
pub(super) fn beside(text: &str, range: &Range<usize>, language: &Language) -> Beside {
    let (left, begins) = left_of(text, range, language);
    Beside { left, right: right_of(text, range), begins }
}

/// What stands before a word, and whether a sentence begins with it.
pub(super) fn left_of(text: &str, range: &Range<usize>, language: &Language) -> (Side, Begins) {
    let end = range.start;
    let before = &text[text.floor_char_boundary(end.saturating_sub(2 * LONGEST))..end];
    let rest = before.trim_end_matches(is_transparent);
    let gap = &before[rest.len()..];
    let (line_ends, is_quoted) = match gap {
        " " => (0, false),
        gap => (gap.matches('\n').count(), gap.contains(['"', '“', '”', '„', '»', '«'])),
    };
    if line_ends > 1 {
        return (Side::Edge, Begins::Yes);
    }
    if parts_cells(gap) {
        return (Side::Unknown, Begins::Perhaps);
    }
    let Some(last) = rest.chars().next_back() else {
        return (Side::Edge, Begins::Yes);
    };
    let at = end - before.len();
    let begun = if line_ends > 0 || is_quoted { Begins::Perhaps } else { Begins::No };
    if is_letter(last) {
        let start =
            rest.rfind(|c| !is_letter(c)).map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        return (Side::Word(at + start..at + rest.len()), begun);
    }
    if last.is_ascii_digit() {
        return (Side::Number, Begins::Perhaps);
    }
    match last {
        '.' => {
            let word = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
            let is_short = language.is_abbreviation(word) || word.len() <= 2;
            if is_short { (Side::Unknown, Begins::Perhaps) } else { (Side::Edge, Begins::Yes) }
        }
        '!' | '?' => (Side::Edge, Begins::Yes),
        ':' | ';' | '(' | '-' | '–' | '•' | '*' | '#' | '|' | '>' => (Side::Unknown, Begins::Perhaps),
        _ => (Side::Unknown, begun),
    }
}

/// Whether what stands between two words parts cells of a table: a comma without a space.
fn parts_cells(gap: &str) -> bool {
    gap == ","
}

/// What stands behind a word.
pub(super) fn right_of(text: &str, range: &Range<usize>) -> Side {
    let start = range.end;
    let after = &text[start..text.ceil_char_boundary((start + 2 * LONGEST).min(text.len()))];
    let rest = after.trim_start_matches(is_transparent);
    let gap = &after[..after.len() - rest.len()];
    if rest.is_empty() || gap.len() > 1 && gap.matches('\n').count() > 1 {
        return Side::Edge;
    }
    if gap.is_empty() || parts_cells(gap) {
        return Side::Unknown;
    }
    let at = start + gap.len();
    let word = &rest[..rest.find(|c| !is_letter(c)).unwrap_or(rest.len())];
    if !word.is_empty() {
        Side::Word(at..at + word.len())
    } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
        Side::Number
    } else {
        Side::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        crate::tokenize::words(text, |word| {
            if is_word(text, &word.range) {
                found.push(&text[word.range]);
            }
        });
        found
    }

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(found("Rødgrød, med fløde-is (KL's) og å."), ["Rødgrød", "med", "fløde-is", "KL's", "og", "å"]);
    }

    #[test]
    fn addresses_numbers_and_programs_have_no_words() {
        assert_eq!(found("a@b.dk x_y 2O24 /usr/bin fn(x)=y $nar"), ["fn", "x"]);
    }

    #[test]
    fn neighbours_are_words_edges_and_numbers() {
        let text = "Vi holdt et møde den 3. maj. Nu";
        let at = |word: &str| {
            let start = text.find(word).unwrap();
            beside(text, &(start..start + word.len()), Language::danish())
        };
        assert_eq!(at("møde").left.context(text), Context::Word("et"));
        assert_eq!(at("møde").right.context(text), Context::Word("den"));
        assert_eq!(at("Vi").left, Side::Edge);
        assert_eq!(at("den").right, Side::Number);
        let row = "eg,lærketræ,æbletræ";
        let tree = beside(row, &(3..3 + "lærketræ".len()), Language::danish());
        assert_eq!((tree.left, tree.right), (Side::Unknown, Side::Unknown));
        assert_eq!((at("Nu").begins, at("Nu").right), (Begins::Yes, Side::Edge));
    }
}
