//! What 64 bytes are, a bit for each.

use std::ops::Range;

use wide::{i8x16, u8x16};

use super::Shape;

/// Bytes that are looked at together.
pub(super) const STRIDE: usize = u64::BITS as usize;

/// Whether a byte is a letter of ASCII, or of a character beyond it.
pub(super) fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Bytes that are compared at once.
const LANES: usize = 16;

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

/// Which bytes are one of the 26 letters that end with this one. They are compared as numbers from -128 to 127, of which the last
/// letter is moved to the top.
#[inline(always)]
fn in_alphabet(bytes: i8x16, last: u8) -> i8x16 {
    const TOP: u8 = i8::MAX.cast_unsigned();
    let moved = bytes + i8x16::splat((TOP - last).cast_signed());
    moved.simd_gt(i8x16::splat((TOP - 26).cast_signed()))
}

/// Which bytes are this one.
#[inline(always)]
fn is(bytes: i8x16, wanted: u8) -> i8x16 {
    bytes.simd_eq(i8x16::splat(wanted.cast_signed()))
}

impl Masks {
    #[inline]
    pub fn of(stride: &[u8; STRIDE]) -> Self {
        let mut masks = Self { letters: 0, joints: 0, capitals: 0, high: 0 };
        let (vectors, _) = stride.as_chunks::<LANES>();
        for (number, bytes) in vectors.iter().enumerate() {
            let bytes = u8x16::new(*bytes).cast_signed();
            let place = |lanes: i8x16| u64::from(lanes.to_bitmask()) << (number * LANES);
            masks.high |= place(bytes);
            masks.letters |= place(in_alphabet(bytes | i8x16::splat(0x20), b'z') | bytes);
            masks.capitals |= place(in_alphabet(bytes, b'Z'));
            masks.joints |= place(is(bytes, b'-') | is(bytes, b'.') | is(bytes, b'\''));
        }
        masks
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

/// The lowest bits of eight bytes beside each other, the first byte's the lowest.
#[inline(always)]
pub(crate) fn lowest_bits(bytes: u64) -> u64 {
    const LOWEST: u64 = u64::from_le_bytes([1; 8]);
    /// Moves them beside each other, to the top.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    (bytes & LOWEST).wrapping_mul(GATHER) >> 56
}
