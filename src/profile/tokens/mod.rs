//! A text as its words, numbers and what stands between them: what a profile counts, and what asks it.
//!
//! Words are letters with inner hyphens and apostrophes (`voice-over`, `KL's`, `60-årige`). A comma is looked through;
//! any other sign parts its neighbours. What may be half of a word, or is touched by a sign that stands in no word
//! (`rn|ndre`, `Økon0mi`, `bl.a.`), is told apart from words, so that a misreading is not learned as one.
//!
//! *Why line ends are special:* whether a word goes on over a line end is the layout's question, which asks the counts.
//! So a line end parts its neighbours, and a word beside one is [`Kind::Half`] wherever a hyphen stands or may have been
//! lost there: the line ends in an open way and the next begins with a small letter.

mod class;
mod pieces;

use std::ops::Range;

use self::class::{Class, class, letters};
use self::pieces::{Shape, Signs, core};

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in bytes of the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A whole word.
    Word,
    /// A word that is cut, or may be: it has a hyphen at an end (`kultur-`), or a line end.
    Half,
    /// Digits with inner signs: `1.000,50`, `12/3`, `2023-2026`.
    Number,
    /// Letters or digits mixed with each other or with signs that stand in no word.
    Odd,
    /// Signs, or a line end: it parts its neighbours.
    Break,
    /// Signs that end a sentence.
    Stop,
    /// The end of a paragraph or page.
    Edge,
}

/// Longer tokens are no words (bytes).
const MAX_BYTES: usize = 64;

/// The pieces of a text, first to last. Spaces and lone commas between them are left out.
///
/// ```
/// use ordret::profile::{Kind, tokens};
///
/// let text = "På mødet, i 2024.";
/// let found: Vec<_> = tokens(text).map(|token| (&text[token.range], token.kind)).collect();
/// let word = Kind::Word;
/// assert_eq!(found, [("På", word), ("mødet", word), ("i", word), ("2024", Kind::Number), (".", Kind::Stop)]);
/// ```
#[must_use]
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens { text, at: 0, open: Open::No, first_in_line: true, waiting: [None, None] }
}

/// The pieces of a text: see [`tokens`].
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// How the line before this one ended.
    open: Open,
    first_in_line: bool,
    /// What stands ready, last first.
    waiting: [Option<Token>; 2],
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// In a sign that no hyphen is misread as.
    No,
    /// In letters, or a sign that a hyphen may have been misread as.
    Maybe,
    /// In a hyphen.
    Hyphen,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            if let Some(token) = self.waiting[1].take().or_else(|| self.waiting[0].take()) {
                return Some(token);
            }
            if let Some(token) = self.gap() {
                return Some(token);
            }
            if let Some(token) = self.plain_word() {
                return Some(token);
            }
            if self.at >= self.text.len() {
                return None;
            }
            if let Some(token) = self.chunk() {
                return Some(token);
            }
        }
    }
}

impl Tokens<'_> {
    /// Passes spaces and line ends.
    fn gap(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        if let [b' ', b'a'..=b'z' | b'A'..=b'Z', ..] = bytes.get(self.at..)? {
            self.at += 1;
            return None;
        }
        let start = self.at;
        let (mut lines, mut pages) = (0, 0);
        while let Some((class, length)) = class(self.text, self.at) {
            match class {
                Class::Space => {}
                Class::Line => match bytes[self.at] {
                    b'\r' => {}
                    0x0c => pages += 1,
                    _ => lines += 1,
                },
                _ => break,
            }
            self.at += length;
        }
        let kind = match (lines, pages) {
            (0, 0) => return None,
            (1, 0) => Kind::Break,
            _ => Kind::Edge,
        };
        self.first_in_line = true;
        Some(Token { range: start..self.at, kind })
    }

    /// Passes a row of letters between two spaces, with or without a comma behind it, inside a line: nearly all words are
    /// such, and [`Self::chunk`] would find no more there.
    #[inline]
    fn plain_word(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        if self.first_in_line {
            return None;
        }
        let (_, length) = letters(self.text, self.at)?;
        let end = self.at + length;
        let after = end + usize::from(bytes.get(end) == Some(&b','));
        let [b' ', b'!'..=b'~', ..] = bytes.get(after..)? else { return None };
        if length > MAX_BYTES {
            return None;
        }
        let token = Token { range: self.at..end, kind: Kind::Word };
        self.at = after;
        Some(token)
    }

    /// Passes what stands between two gaps: signs, what they surround, signs.
    fn chunk(&mut self) -> Option<Token> {
        let start = self.at;
        let lead = Signs::of(self.text, start);
        let (core, shape) = core(self.text, lead.end);
        let trail =
            if core.is_empty() { Signs { end: core.end, ..Signs::default() } } else { Signs::of(self.text, core.end) };
        self.at = trail.end;
        let line_end =
            class(self.text, self.at).is_none_or(|(class, _)| class == Class::Line) || self.rest_is_line_end();
        let kind = self.kind(&core, shape, &lead, &trail, line_end);
        if line_end {
            self.open = if core.is_empty() { lead.open() } else { trail.open_after(shape) };
        }
        self.first_in_line = false;

        if !lead.parts && !trail.parts {
            return (!core.is_empty()).then_some(Token { range: core, kind });
        }
        let mut found = [None, None, None];
        if lead.parts {
            let stops = core.is_empty() && lead.stop && self.starts_anew(lead.end);
            found[0] = Some(Token { range: start..lead.end, kind: if stops { Kind::Stop } else { Kind::Break } });
        }
        if !core.is_empty() {
            found[1] = Some(Token { range: core.clone(), kind });
        }
        if trail.parts {
            // An initial's dot ends no sentence: `H. C. Andersen`.
            let initial = self.text[core.clone()].chars().nth(1).is_none() && shape.letters;
            let stops = trail.stop && !initial && self.starts_anew(trail.end);
            let kind = if stops { Kind::Stop } else { Kind::Break };
            found[2] = Some(Token { range: core.end..trail.end, kind });
        }
        let mut found = found.into_iter().flatten();
        let first = found.next();
        let second = found.next();
        self.waiting = match found.next() {
            Some(third) => [Some(third), second],
            None => [second, None],
        };
        first
    }

    /// What the core of a chunk is.
    fn kind(&self, core: &Range<usize>, shape: Shape, lead: &Signs, trail: &Signs, line_end: bool) -> Kind {
        if !shape.some {
            return Kind::Break;
        }
        if shape.odd || core.len() > MAX_BYTES {
            return Kind::Odd;
        }
        if !shape.letters {
            return Kind::Number;
        }
        let hyphen = trail.first_hyphen || lead.last == Some(Class::Hyphen);
        let goes_on = line_end && trail.open_after(shape) != Open::No && self.starts_small(trail.end);
        let is_continued = self.first_in_line
            && lead.last.is_none()
            && match self.open {
                Open::No => false,
                Open::Maybe => self.starts_small(core.start),
                Open::Hyphen => true,
            };
        if hyphen || goes_on || is_continued { Kind::Half } else { Kind::Word }
    }

    fn rest_is_line_end(&self) -> bool {
        self.next_after_spaces(self.at).is_none_or(|(class, _)| class == Class::Line)
    }

    fn next_after_spaces(&self, mut at: usize) -> Option<(Class, usize)> {
        loop {
            match class(self.text, at)? {
                (Class::Space, length) => at += length,
                found => return Some(found),
            }
        }
    }

    /// Whether what comes after the byte, spaces and line ends aside, is a small letter.
    fn starts_small(&self, mut at: usize) -> bool {
        while let Some((class, length)) = class(self.text, at) {
            match class {
                Class::Space | Class::Line => at += length,
                class => return class == Class::Lower,
            }
        }
        false
    }

    /// Whether a sentence may begin after the byte: with a capital, a digit aside, or on a line of its own.
    fn starts_anew(&self, mut at: usize) -> bool {
        while let Some((class, length)) = class(self.text, at) {
            match class {
                Class::Space | Class::Sign | Class::Apostrophe => at += length,
                class => return matches!(class, Class::Upper | Class::Line),
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_ascend_and_leave_only_spaces_and_commas_out(text in "[a-cA-Cæ-øÉ0-2 ,.'’\\-\n\r\u{c}|«\u{ad}\u{301}]{0,60}|\\PC*") {
            let mut at = 0;
            let skipped = |gap: &str| gap.chars().all(|c| c.is_whitespace() || c == ',');
            for token in tokens(&text) {
                prop_assert!(token.range.start >= at && !token.range.is_empty(), "{token:?}");
                prop_assert!(skipped(&text[at..token.range.start]), "{token:?}");
                at = token.range.end;
            }
            prop_assert!(skipped(&text[at..]));
        }
    }

    fn read(text: &str) -> Vec<(&str, Kind)> {
        tokens(text).map(|token| (&text[token.range], token.kind)).collect()
    }

    fn of_kind(text: &str, kind: Kind) -> Vec<&str> {
        read(text).into_iter().filter(|found| found.1 == kind).map(|found| found.0).collect()
    }

    #[test]
    fn words_have_inner_hyphens_and_apostrophes() {
        let text = "Voice-over, KL's (60-årige) «tv’et» “på”: Ærø!";
        assert_eq!(of_kind(text, Kind::Word), ["Voice-over", "KL's", "60-årige", "tv’et", "på", "Ærø"]);
    }

    #[test]
    fn what_touches_odd_signs_is_no_word() {
        let text = "rn|ndre Økon0mi bl.a. gevinst.Det www.by.dk @navn *fed* og/eller A4 a--b by\u{ad}råd m\u{fffd}de";
        assert_eq!(of_kind(text, Kind::Word), [""; 0]);
        assert_eq!(of_kind(text, Kind::Odd).len(), 12);
    }

    #[test]
    fn numbers_have_inner_signs() {
        let text = "1.000,50 kr., 12/3-2020 kl. 14:30 i 2023-2026; 5%";
        assert_eq!(of_kind(text, Kind::Number), ["1.000,50", "12/3-2020", "14:30", "2023-2026", "5"]);
    }

    #[test]
    fn words_cut_by_a_line_end_are_halves() {
        let text = "en kom-\nmune og Ikast-\nBrande samt kultur- og fritid, så\nder er\nIngen. Men\n\nmere";
        assert_eq!(of_kind(text, Kind::Half), ["kom", "mune", "Ikast", "Brande", "kultur", "så", "der", "Men", "mere"]);
        assert_eq!(of_kind(text, Kind::Word), ["en", "og", "samt", "og", "fritid", "er", "Ingen"]);
    }

    #[test]
    fn sentences_end_before_capitals_and_line_ends() {
        let kinds = |text| read(text).into_iter().filter(|found| found.1 != Kind::Word).map(|found| found.1);
        assert!(kinds("Ja. Nej! Hvad?").eq([Kind::Stop; 3]));
        assert!(kinds("kl. ni, H. Andersen").eq([Kind::Break; 2]));
        assert!(kinds("Ja.\nNej").eq([Kind::Stop, Kind::Break]));
        assert!(kinds("Et\n\nTo\u{c}Tre").eq([Kind::Edge; 2]));
    }
}
