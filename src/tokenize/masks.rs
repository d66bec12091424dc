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

/// What a byte is, a bit for each kind.
const LETTER: u8 = 1;
const JOINT: u8 = 2;
const CAPITAL: u8 = 4;
const HIGH: u8 = 8;

/// The kinds of a byte, without a branch, so that the compiler makes vectors of it.
#[inline(always)]
const fn kinds(byte: u8) -> u8 {
    let high = byte >> 7;
    let letter = ((byte | 0x20).wrapping_sub(b'a') < 26) as u8 | high;
    // The hyphen and the full stop are neighbours.
    let joint = (byte.wrapping_sub(b'-') < 2) as u8 | (byte == b'\'') as u8;
    let capital = (byte.wrapping_sub(b'A') < 26) as u8;
    (letter * LETTER) | (joint * JOINT) | (capital * CAPITAL) | (high * HIGH)
}

/// The kinds of the bytes of a stride.
struct Kinds([u64; STRIDE / 8]);

impl Kinds {
    #[inline(always)]
    fn of(stride: &[u8; STRIDE]) -> Self {
        let mut kinds_of = [0; STRIDE];
        for (kind, byte) in kinds_of.iter_mut().zip(stride) {
            *kind = kinds(*byte);
        }
        let (eights, _) = kinds_of.as_chunks::<8>();
        let mut words = [0; STRIDE / 8];
        for (word, eight) in words.iter_mut().zip(eights) {
            *word = u64::from_le_bytes(*eight);
        }
        Self(words)
    }

    /// Whether any byte is of a kind.
    #[inline(always)]
    fn has(&self, kind: u8) -> bool {
        self.0.iter().fold(0, |any, word| any | word) & u64::from_le_bytes([kind; 8]) != 0
    }

    /// A bit for each byte of a kind, the first byte's the lowest.
    #[inline(always)]
    fn bits(&self, kind: u8) -> u64 {
        let shift = kind.trailing_zeros();
        self.0.iter().rev().fold(0, |bits, word| bits << 8 | lowest_bits(word >> shift))
    }
}

impl Masks {
    #[inline]
    pub fn of(stride: &[u8; STRIDE]) -> Self {
        let kinds = Kinds::of(stride);
        // Many strides have none of these.
        let rare = |kind| if kinds.has(kind) { kinds.bits(kind) } else { 0 };
        Self { letters: kinds.bits(LETTER), joints: rare(JOINT), capitals: rare(CAPITAL), high: rare(HIGH) }
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
