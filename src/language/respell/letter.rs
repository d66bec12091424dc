//! A letter of a token as a walk looks at it, and what the letters passed say of the case.

use crate::language::casing::Case;
use crate::language::states::{self, Leads};

/// A letter of the token, with what is asked about it at every step.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    pub written: char,
    pub lower: char,
    /// The small letter, and its capital where it has one.
    pub small: Utf8,
    pub capital: Option<Utf8>,
    pub is_alphabetic: bool,
    pub is_upper: bool,
    pub is_lower: bool,
}

impl Letter {
    pub(super) fn of(written: char) -> Self {
        if written.is_ascii() {
            return Self::of_ascii(written);
        }
        let lower = written.to_lowercase().next().unwrap_or(written);
        Self {
            written,
            lower,
            small: Utf8::of(lower),
            capital: lower.to_uppercase().next().filter(|capital| *capital != lower).map(Utf8::of),
            is_alphabetic: written.is_alphabetic(),
            is_upper: written.is_uppercase(),
            is_lower: written.is_lowercase(),
        }
    }

    /// The same of a letter of ASCII, as most are.
    fn of_ascii(written: char) -> Self {
        let (lower, is_alphabetic) = (written.to_ascii_lowercase(), written.is_ascii_alphabetic());
        Self {
            written,
            lower,
            small: Utf8::of(lower),
            capital: is_alphabetic.then(|| Utf8::of(lower.to_ascii_uppercase())),
            is_alphabetic,
            is_upper: written.is_ascii_uppercase(),
            is_lower: written.is_ascii_lowercase(),
        }
    }
}

/// The bytes of a character.
#[derive(Clone, Copy)]
pub(super) struct Utf8 {
    bytes: [u8; 4],
    length: u8,
}

impl Utf8 {
    pub(super) fn of(c: char) -> Self {
        let mut bytes = [0; 4];
        let length = c.encode_utf8(&mut bytes).len() as u8;
        Self { bytes, length }
    }

    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// Whether its first byte leads on.
    #[inline]
    pub(super) fn leads_on(&self, leads: &Leads) -> bool {
        states::leads(leads, self.bytes[0])
    }
}

/// What the letters passed say of a word's case.
#[derive(Clone, Copy, Default)]
pub(super) struct Cased {
    /// Whether the first letter is a capital, where that is known.
    pub first: Option<bool>,
    pub capitals: u8,
    pub small: u8,
}

impl Cased {
    /// Takes in a letter that is written as it is meant, but for its case.
    #[inline]
    pub(super) fn with(mut self, letter: &Letter, is_first: bool) -> Self {
        match (is_first, letter.is_upper) {
            (true, is_upper) => self.first = letter.is_alphabetic.then_some(is_upper),
            (false, true) => self.capitals += 1,
            (false, false) => self.small += u8::from(letter.is_lower),
        }
        self
    }

    pub(super) fn case(self) -> Case {
        match self.first {
            Some(true) if self.capitals > self.small => Case::Upper,
            Some(true) => Case::Capitalised,
            Some(false) if self.capitals > self.small.max(1) => Case::Upper,
            None if self.capitals > self.small => Case::Upper,
            Some(false) | None => Case::Lower,
        }
    }
}
