//! What 64 bytes are, a bit for each.

use std::ops::Range;

use super::Shape;
use crate::text::strides::{self, Lanes, STRIDE};

/// Whether a byte is a letter of ASCII, or of a character beyond it.
pub(super) fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// The kinds of the bytes of a stride, the first byte's bit the lowest.
pub(super) struct Masks {
    /// Letters of ASCII, and all bytes beyond it.
    pub letters: u64,
    /// What may stand between the letters of a word: hyphen, apostrophe, full stop.
    pub joints: u64,
    /// Capitals of ASCII.
    capitals: u64,
    /// Bytes beyond ASCII.
    high: u64,
}

/// Letters of the alphabet.
const ALPHABET: u8 = 26;

impl Masks {
    #[inline]
    pub fn of(stride: &[u8; STRIDE]) -> Self {
        let ask = |bytes: Lanes| {
            let letters = bytes.lowered().is_of_run(b'z', ALPHABET).or(bytes.is_high());
            let joints = bytes.is(b'-').or(bytes.is(b'.')).or(bytes.is(b'\''));
            [letters, joints, bytes.is_of_run(b'Z', ALPHABET), bytes.is_high()]
        };
        let [letters, joints, capitals, high] = strides::bits(stride, ask);
        Self { letters, joints, capitals, high }
    }

    /// The shape of a word in this stride; `None` where its bytes have to be looked at one by one.
    #[inline]
    pub fn shape(&self, word: Range<u32>) -> Option<Shape> {
        let up_to = |end: u32| if end == u64::BITS { u64::MAX } else { (1 << end) - 1 };
        let inside = up_to(word.end) & !up_to(word.start);
        let (capitals, high) = (self.capitals & inside, self.high & inside);
        match (capitals, (self.joints & inside) | high) {
            (0, 0) => Some(Shape::Small),
            (_, 0) if capitals == 1 << word.start => Some(Shape::Capitalised),
            (_, 0) => Some(Shape::Other),
            _ => None,
        }
    }
}
