//! The signs of a text, put down once: who looks for some of them looks at these few places and not at the whole text again.
//!
//! Prose has one in some forty bytes. What every line of it has is no sign here: letters and digits, spaces, full stops, line ends, and
//! commas with a space behind them. Of white space what parts columns is one: a tab, and a space behind two others.

use std::ops::Range;

use super::strides::{self, Lanes, STRIDE};

/// The last byte of a no-break space, of à and of some others.
const OF_NO_BREAK: u8 = 0xa0;

/// Where the signs of a text stand.
#[derive(Debug, Default)]
pub(crate) struct SignIndex {
    /// In bytes, ascending.
    places: Vec<usize>,
    /// Which signs of ASCII there are, a bit each.
    seen: u128,
}

impl SignIndex {
    /// Puts down the signs of a text.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut index = Self::default();
        let (strides, rest) = bytes.as_chunks::<STRIDE>();
        let mut spaces_before = 0;
        for (number, stride) in strides.iter().enumerate() {
            let base = number * STRIDE;
            let is_space_next = bytes.get(base + STRIDE) == Some(&b' ');
            index.put(bytes, base, signs(stride, &mut spaces_before, is_space_next));
        }
        if !rest.is_empty() {
            let mut last = [0; STRIDE];
            last[..rest.len()].copy_from_slice(rest);
            let of_rest = !(u64::MAX << rest.len());
            index.put(bytes, bytes.len() - rest.len(), signs(&last, &mut spaces_before, false) & of_rest);
        }
        index
    }

    /// Puts down the places that bits name, from `base` on.
    fn put(&mut self, bytes: &[u8], base: usize, mut bits: u64) {
        while bits != 0 {
            let place = base + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            self.places.push(place);
            self.seen |= 1_u128.unbounded_shl(bytes[place].into());
        }
    }

    /// Whether the text has a sign.
    pub fn has(&self, sign: u8) -> bool {
        self.seen.unbounded_shr(sign.into()) & 1 != 0
    }

    /// Where the text, which this is the index of, has a passage; of the passage a byte is named that is a sign.
    pub fn places_of<'i>(&'i self, text: &'i str, passage: &'i str, sign: usize) -> impl Iterator<Item = usize> + 'i {
        let (bytes, passage) = (text.as_bytes(), passage.as_bytes());
        let places = if self.has(passage[sign]) { &self.places[..] } else { &[] };
        let starts = places.iter().filter(move |place| bytes[**place] == passage[sign]);
        starts
            .filter_map(move |place| place.checked_sub(sign))
            .filter(move |start| bytes[*start..].starts_with(passage))
    }

    /// Whether the text has a passage, of which a byte is named that is a sign.
    pub fn has_passage(&self, text: &str, passage: &str, sign: usize) -> bool {
        self.places_of(text, passage, sign).next().is_some()
    }

    /// A look at the signs of one range after the other.
    pub fn walk(&self) -> Walk<'_> {
        Walk { rest: &self.places }
    }
}

/// A walk along the signs of a text.
pub(crate) struct Walk<'i> {
    rest: &'i [usize],
}

impl<'i> Walk<'i> {
    /// The signs in a range, which begins no earlier than the one that was asked for before.
    #[inline]
    pub fn within(&mut self, range: &Range<usize>) -> &'i [usize] {
        let before = self.rest.iter().take_while(|place| **place < range.start).count();
        self.rest = &self.rest[before..];
        let inside = self.rest.iter().take_while(|place| **place < range.end).count();
        &self.rest[..inside]
    }
}

/// The signs of a stride, a bit each. `spaces_before` are the bits of the spaces in the stride before, and becomes those of this one.
#[inline(always)]
fn signs(stride: &[u8; STRIDE], spaces_before: &mut u64, is_space_next: bool) -> u64 {
    const LETTERS: u8 = 26;
    const DIGITS: u8 = 10;
    let ask = |bytes: Lanes| {
        let words = bytes.lowered().is_of_run(b'z', LETTERS).or(bytes.is_of_run(b'9', DIGITS));
        let beyond = bytes.is_high().and_not(bytes.is(OF_NO_BREAK));
        let (space, comma) = (bytes.is(b' '), bytes.is(b','));
        let ends = bytes.is(b'.').or(bytes.is(b'\n')).or(bytes.is(b'\r'));
        [words.or(beyond).or(space).or(comma).or(ends), space, comma]
    };
    let [usual, spaces, commas] = strides::bits(stride, ask);
    let (last, last_but_one) = (u64::BITS - 1, u64::BITS - 2);
    let behind_two = (spaces << 1 | *spaces_before >> last) & (spaces << 2 | *spaces_before >> last_but_one);
    let before_space = spaces >> 1 | u64::from(is_space_next) << last;
    *spaces_before = spaces;
    !usual | (spaces & behind_two) | (commas & !before_space)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, byte by byte.
    fn plain(text: &str) -> Vec<usize> {
        let bytes = text.as_bytes();
        let is_sign = |&at: &usize| match bytes[at] {
            b' ' => at >= 2 && bytes[at - 2..at] == *b"  ",
            b',' => bytes.get(at + 1) != Some(&b' '),
            b'.' | b'\n' | b'\r' => false,
            byte => byte == OF_NO_BREAK || byte.is_ascii() && !byte.is_ascii_alphanumeric(),
        };
        (0..bytes.len()).filter(is_sign).collect()
    }

    proptest! {
        #[test]
        fn every_sign_is_put_down(text in "([a-zæøåà0-9]{0,9}|[ ]{1,5}|[-'.,;:\"(){}=\\\\\n\r\t\u{a0}\u{7f}…]){0,90}") {
            let index = SignIndex::of(&text);
            prop_assert_eq!(&index.places, &plain(&text));
            for sign in 0..128 {
                prop_assert_eq!(index.has(sign), plain(&text).iter().any(|at| text.as_bytes()[*at] == sign));
            }
            for (passage, sign) in [("::", 0), ("  - ", 2), ("\"\n", 0), (" = ", 1)] {
                let found: Vec<usize> = index.places_of(&text, passage, sign).collect();
                let at: Vec<usize> = (0..text.len()).filter(|at| text.as_bytes()[*at..].starts_with(passage.as_bytes())).collect();
                prop_assert_eq!(found, at);
            }
        }

        #[test]
        fn a_walk_finds_what_stands_in_each_range(text in "[a;]{0,40}", cuts in prop::collection::vec(0..40usize, 0..6)) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
            cuts.sort_unstable();
            let index = SignIndex::of(&text);
            let mut walk = index.walk();
            for range in cuts.windows(2).map(|pair| pair[0]..pair[1]) {
                let inside: Vec<usize> = index.places.iter().copied().filter(|place| range.contains(place)).collect();
                prop_assert_eq!(walk.within(&range), inside);
            }
        }
    }
}
