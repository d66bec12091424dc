//! What tokens are made of: signs in a row, and letters and digits with what stands between them.

use std::ops::Range;

use super::Open;
use super::class::{Class, class, letters};

/// Signs in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    pub end: usize,
    /// There are others than commas.
    pub parts: bool,
    pub stop: bool,
    pub first_hyphen: bool,
    pub last: Option<Class>,
}

impl Signs {
    /// Signs from a byte on.
    #[inline]
    pub fn of(text: &str, start: usize) -> Self {
        let mut signs = Self { end: start, ..Self::default() };
        while let Some((class, length)) = class(text, signs.end) {
            match class {
                Class::Comma => {}
                Class::Stop => (signs.stop, signs.parts) = (true, true),
                Class::Sign | Class::Apostrophe | Class::Hyphen => signs.parts = true,
                _ => break,
            }
            if signs.end == start {
                signs.first_hyphen = class == Class::Hyphen;
            }
            signs.last = Some(class);
            signs.end += length;
        }
        signs
    }

    /// How a line ends that ends in these signs and nothing before them.
    pub fn open(&self) -> Open {
        if self.last == Some(Class::Hyphen) { Open::Hyphen } else { Open::No }
    }

    /// How a line ends that ends in a core and these signs.
    pub fn open_after(&self, shape: Shape) -> Open {
        match self.last {
            Some(Class::Hyphen) => Open::Hyphen,
            Some(Class::Stop) => Open::Maybe,
            None if shape.letters || shape.odd => Open::Maybe,
            _ => Open::No,
        }
    }
}

/// What a core is made of.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// There are letters or digits.
    pub some: bool,
    pub letters: bool,
    pub odd: bool,
}

/// What stands between two letters or digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Between {
    Nothing,
    /// A hyphen or an apostrophe.
    Joint,
    /// Another sign, which stands between digits only.
    Sign,
    More,
}

/// Letters and digits with what stands between them, from a byte on, without the signs at their end.
#[inline]
pub(super) fn core(text: &str, start: usize) -> (Range<usize>, Shape) {
    let (mut at, mut end) = (start, start);
    let mut shape = Shape::default();
    // What the last letter or digit was, and what came after it.
    let mut last = None;
    let mut between = Between::Nothing;
    while let Some((class, length)) = letters(text, at).or_else(|| class(text, at)) {
        match class {
            Class::Space | Class::Line => break,
            Class::Lower | Class::Upper | Class::Digit => {
                let digit = class == Class::Digit;
                shape.odd |= match between {
                    Between::Nothing => last.is_some_and(|last| last != digit),
                    Between::Joint => false,
                    Between::Sign => last != Some(true) || !digit,
                    Between::More => true,
                };
                shape.letters |= !digit;
                (last, between, end) = (Some(digit), Between::Nothing, at + length);
            }
            Class::Odd => {
                shape.odd = true;
                end = at + length;
            }
            Class::Hyphen if text.as_bytes()[at] != b'-' => between = Between::More,
            Class::Hyphen | Class::Apostrophe if between == Between::Nothing => between = Between::Joint,
            _ if between == Between::Nothing => between = Between::Sign,
            _ => between = Between::More,
        }
        at += length;
    }
    shape.some = last.is_some();
    (start..end, shape)
}
