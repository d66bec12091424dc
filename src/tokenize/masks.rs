//! What 64 bytes are, a bit for each.

use std::ops::Range;

use super::Shape;

/// Bytes that are looked at together.
pub(super) const STRIDE: usize = u64::BITS as usize;

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

/// A byte in each of eight places.
const fn every(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bits of eight bytes.
const TOPS: u64 = every(0x80);
/// The other bits.
const REST: u64 = every(0x7f);

/// The top bits of the bytes, of which the low seven bits are given, that are `from` or more.
#[inline(always)]
const fn at_least(low: u64, from: u8) -> u64 {
    low + every(0x80 - from)
}

/// Moves the top bits of eight bytes beside each other.
#[inline(always)]
const fn gather(tops: u64) -> u64 {
    /// Adds each top bit at its place among the highest eight.
    const PLACES: u64 = 0x0102_0408_1020_4080;
    ((tops & TOPS) >> 7).wrapping_mul(PLACES) >> 56
}

impl Masks {
    #[inline]
    pub fn of(stride: &[u8; STRIDE]) -> Self {
        let mut masks = Self { letters: 0, joints: 0, capitals: 0, high: 0 };
        let (eights, _) = stride.as_chunks::<8>();
        for (place, eight) in eights.iter().enumerate() {
            let bytes = u64::from_le_bytes(*eight);
            let (low, folded) = (bytes & REST, (bytes | every(0x20)) & REST);
            let small_or_capital = at_least(folded, b'a') & !at_least(folded, b'z' + 1);
            let capital = at_least(low, b'A') & !at_least(low, b'Z' + 1) & !bytes;
            // The hyphen and the full stop are neighbours.
            let joint = at_least(low, b'-') & !at_least(low, b'.' + 1);
            let apostrophe = at_least(low, b'\'') & !at_least(low, b'\'' + 1);
            let shift = 8 * place;
            masks.letters |= gather(small_or_capital | bytes) << shift;
            masks.joints |= gather((joint | apostrophe) & !bytes) << shift;
            masks.capitals |= gather(capital) << shift;
            masks.high |= gather(bytes) << shift;
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
