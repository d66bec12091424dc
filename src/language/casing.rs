//! How a word is written: `kommune`, `Kommune`, `KOMMUNE`, `McDonald`; and folding without allocating.

use std::borrow::Cow;

/// How the letters of a token are cased. Hyphens, apostrophes and dots say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Case {
    /// No capital: `kommune`.
    Lower,
    /// A capital, then none: `Kommune`; also a lone capital letter.
    Capitalised,
    /// Two or more capitals and nothing else: `KOMMUNE`.
    Upper,
    /// Anything else: `McDonald`, `iPhone`.
    Mixed,
}

impl Case {
    /// Reads the case off a token.
    #[must_use]
    pub fn of(word: &str) -> Self {
        // As most words are: signs of ASCII say nothing.
        let says_nothing = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() || is_small(byte);
        if word.bytes().all(says_nothing) {
            return Self::Lower;
        }
        let mut letters = word.chars().filter(|c| is_letter(*c));
        let Some(first) = letters.next() else {
            return Self::Lower;
        };
        let (mut upper, mut lower) = (0usize, 0usize);
        for letter in letters {
            if letter.is_uppercase() {
                upper += 1;
            } else {
                lower += 1;
            }
        }
        match (first.is_uppercase(), upper, lower) {
            (false, 0, _) => Self::Lower,
            (true, 0, _) => Self::Capitalised,
            (true, _, 0) => Self::Upper,
            _ => Self::Mixed,
        }
    }

    /// Writes a lower-case word the way the token was written. `Mixed` leaves it as it is.
    #[must_use]
    pub fn apply(self, word: &str) -> String {
        match self {
            Self::Lower | Self::Mixed => word.to_owned(),
            Self::Upper => word.to_uppercase(),
            Self::Capitalised => capitalise(word),
        }
    }
}

/// The word with its first letter as a capital.
fn capitalise(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Whether a character is a letter, as [`char::is_alphabetic`] has it, without a table for what Latin 1 has.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        '\u{80}'..='\u{ff}' => matches!(c, 'ª' | 'µ' | 'º' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ'),
        char::REPLACEMENT_CHARACTER => false,
        _ => c.is_alphabetic(),
    }
}

/// A character of Latin 1 in lower case, which needs no table.
#[inline]
pub(crate) fn lower_of_latin(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 0x20),
        '\u{80}'..='\u{ff}' => Some(c),
        _ => None,
    }
}

/// A text in lower case, as [`str::to_lowercase`] has it, without a table for what Latin 1 has.
pub(crate) fn lowercase(text: &str) -> String {
    // A sigma is written by where it stands.
    if text.as_bytes().windows(2).any(|pair| pair == "Σ".as_bytes()) {
        return text.to_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        match lower_of_latin(c) {
            Some(c) => lower.push(c),
            None => lower.extend(c.to_lowercase()),
        }
    }
    lower
}

/// The same, for which room is taken only where the text is not in lower case already, as most words are.
pub(crate) fn lowered(text: &str) -> Cow<'_, str> {
    // Small are the letters of ASCII that are no capitals, and of those with 0xc3 before them the latter half.
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase() || (0x9f..=0xc3).contains(&byte);
    if text.bytes().all(is_lower) { Cow::Borrowed(text) } else { Cow::Owned(lowercase(text)) }
}

/// The small letters of Latin 1 that a word begins with, which are nearly all of most, and the rest.
pub(crate) fn split_small(word: &str) -> (&str, &str) {
    let small = word.bytes().position(|byte| !is_small(byte)).unwrap_or(word.len());
    word.split_at(word.floor_char_boundary(small))
}

/// Whether a byte is of a small letter of Latin 1, where 0xc3 stands before each of those beyond ASCII.
#[inline]
fn is_small(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | 0xc3 | 0x9f..=0xbf)
}

/// Room for a folded word. Longer tokens are no words: the longest form of the Danish pack has 51 letters.
pub(crate) const MAX_BYTES: usize = 128;

/// A word in other letters, on the stack.
#[derive(Clone, Copy)]
pub(crate) struct Folded {
    bytes: [u8; MAX_BYTES],
    len: usize,
}

impl Folded {
    const EMPTY: Self = Self { bytes: [0; MAX_BYTES], len: 0 };

    /// The word in lower case; `None` when it is too long to be a word.
    pub(crate) fn lower(word: &str) -> Option<Self> {
        let (small, rest) = split_small(word);
        let mut folded = Self { len: small.len(), ..Self::EMPTY };
        folded.bytes.get_mut(..small.len())?.copy_from_slice(small.as_bytes());
        for c in rest.chars() {
            match lower_of_latin(c) {
                Some(lower) => folded.push(lower)?,
                None => c.to_lowercase().try_for_each(|lower| folded.push(lower))?,
            }
        }
        Some(folded)
    }

    /// The word in lower case, if it is a capital of ASCII and then nothing but small letters of Latin 1, as most words
    /// with a capital are.
    #[inline]
    pub(crate) fn lower_of_plain(word: &str) -> Option<Self> {
        let (first, rest) = word.as_bytes().split_first().filter(|(first, _)| first.is_ascii_uppercase())?;
        let mut letters = rest;
        loop {
            letters = match letters {
                [] => break,
                [b'a'..=b'z', letters @ ..] => letters,
                [0xc3, 0x9f..=0xb6 | 0xb8..=0xbf, letters @ ..] => letters,
                _ => return None,
            };
        }
        let mut folded = Self { len: word.len(), ..Self::EMPTY };
        let bytes = folded.bytes.get_mut(..word.len())?;
        bytes.copy_from_slice(word.as_bytes());
        bytes[0] = first.to_ascii_lowercase();
        Some(folded)
    }

    /// The word with a first capital and the rest in lower case.
    pub(crate) fn capitalised(word: &str) -> Option<Self> {
        let mut chars = word.chars();
        let first = chars.next()?;
        Self::collect(first.to_uppercase().chain(chars.flat_map(char::to_lowercase)))
    }

    /// The word as it is cased, with `'` for `’`.
    pub(crate) fn with_straight_apostrophes(word: &str) -> Option<Self> {
        Self::collect(word.chars().map(|c| if c == '’' { '\'' } else { c }))
    }

    fn collect(chars: impl Iterator<Item = char>) -> Option<Self> {
        let mut folded = Self::EMPTY;
        for c in chars {
            folded.push(c)?;
        }
        Some(folded)
    }

    #[inline]
    fn push(&mut self, c: char) -> Option<()> {
        let end = self.len + c.len_utf8();
        c.encode_utf8(self.bytes.get_mut(self.len..end)?);
        self.len = end;
        Some(())
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    pub(crate) fn as_str(&self) -> &str {
        // Only whole characters were written, so this cannot fail; an empty word is unknown, should it ever.
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_tables() {
        assert!(('\0'..='\u{17f}').chain(['\u{fffd}']).all(|c| is_letter(c) == c.is_alphabetic()));
    }

    #[test]
    fn case_is_read_off_the_letters_alone() {
        assert_eq!(Case::of("økonomi"), Case::Lower);
        assert_eq!(Case::of("Økonomi"), Case::Capitalised);
        assert_eq!(Case::of("Ø"), Case::Capitalised);
        assert_eq!(Case::of("ØKONOMI-UDVALG"), Case::Upper);
        assert_eq!(Case::of("iPhone"), Case::Mixed);
        assert_eq!(Case::of("McDonald"), Case::Mixed);
        assert_eq!(Case::of("DSB's"), Case::Mixed);
        assert_eq!(Case::of("..."), Case::Lower);
        assert_eq!((Case::of("bl.a.÷"), Case::of("à-l'å"), Case::of("f.Å")), (Case::Lower, Case::Lower, Case::Mixed));
        assert_eq!(Case::of(""), Case::Lower);
    }

    #[test]
    fn a_case_is_put_back_on() {
        assert_eq!(Case::Capitalised.apply("økonomi"), "Økonomi");
        assert_eq!(Case::Upper.apply("økonomi"), "ØKONOMI");
        assert_eq!(Case::Lower.apply("økonomi"), "økonomi");
        assert_eq!(Case::Capitalised.apply(""), "");
    }

    #[test]
    fn latin_is_folded_as_everything_is() {
        for c in '\0'..='\u{ff}' {
            assert!(c.to_lowercase().eq(lower_of_latin(c)), "{c}");
        }
    }

    #[test]
    fn texts_are_lowered_as_everywhere() {
        for text in ["", "Økonomi & ÅRSRAPPORT 2024 ÷ ß", "ΟΔΟΣ Σ", "İstanbul Ǆ \u{212b}"] {
            assert_eq!(lowercase(text), text.to_lowercase());
        }
    }

    #[test]
    fn folding_covers_danish_letters_and_refuses_what_is_no_word() {
        assert_eq!(Folded::lower("ÆRØSKØBING").unwrap().as_str(), "ærøskøbing");
        assert_eq!(Folded::capitalised("ÆRØ").unwrap().as_str(), "Ærø");
        assert_eq!(Folded::lower_of_plain("Ærø").map(|f| f.len), None);
        for word in ["Mødet", "M", "Düsseldorf"] {
            assert_eq!(Folded::lower_of_plain(word).unwrap().as_str(), word.to_lowercase());
        }
        assert!(["møde", "DSB", "McDonald", "A÷", "A4", ""].iter().all(|word| Folded::lower_of_plain(word).is_none()));
        assert!(Folded::lower(&"Å".repeat(64)).is_some());
        assert!(Folded::lower(&"Å".repeat(65)).is_none());
    }
}
