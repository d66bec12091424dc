//! What 64 bytes of a text are, a bit for each, by vectors of 16.

use wide::{i8x16, u8x16};

/// Bytes that are looked at together.
pub(crate) const STRIDE: usize = u64::BITS as usize;

/// Bytes that are compared at once. As an answer, all bits of a byte that is meant are set.
#[derive(Clone, Copy)]
pub(crate) struct Lanes(i8x16);

const LANES: usize = 16;

impl Lanes {
    /// Which bytes are this one.
    #[inline(always)]
    pub fn is(self, byte: u8) -> Self {
        Self(self.0.simd_eq(i8x16::splat(byte.cast_signed())))
    }

    /// Which bytes are one of so many that end with this one, all of ASCII.
    #[inline(always)]
    pub fn is_of_run(self, last: u8, many: u8) -> Self {
        // Bytes are compared as numbers from -128 to 127: the last one is moved to the top.
        const TOP: u8 = i8::MAX.cast_unsigned();
        let moved = self.0 + i8x16::splat((TOP - last).cast_signed());
        Self(moved.simd_gt(i8x16::splat((TOP - many).cast_signed())))
    }

    /// Which bytes are of characters beyond ASCII.
    #[inline(always)]
    pub fn is_high(self) -> Self {
        self
    }

    /// The bytes with capitals of ASCII in lower case, and some other signs changed that are no letters then, either.
    #[inline(always)]
    pub fn lowered(self) -> Self {
        Self(self.0 | i8x16::splat(0x20))
    }

    /// Which bytes are so in one answer or the other.
    #[inline(always)]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Which bytes are so in this answer and not in the other.
    #[inline(always)]
    pub fn and_not(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// The bits of each answer that `ask` gives of the bytes of a stride, the first byte's the lowest.
#[inline(always)]
pub(crate) fn bits<const ANSWERS: usize>(
    stride: &[u8; STRIDE],
    ask: impl Fn(Lanes) -> [Lanes; ANSWERS],
) -> [u64; ANSWERS] {
    let (vectors, _) = stride.as_chunks::<LANES>();
    let answers = |number: usize| ask(Lanes(u8x16::new(vectors[number]).cast_signed()));
    let all = [answers(0), answers(1), answers(2), answers(3)];
    // Written out, so that the answers stay in registers.
    let place = |number: usize, answer: usize| u64::from(all[number][answer].0.to_bitmask()) << (number * LANES);
    std::array::from_fn(|answer| place(0, answer) | place(1, answer) | place(2, answer) | place(3, answer))
}

/// Hands over the place of every byte of a text that `ask` names, ascending.
#[inline(always)]
pub(crate) fn each(text: &[u8], ask: impl Fn(Lanes) -> Lanes, take: impl FnMut(usize)) {
    places(text, |lanes| [ask(lanes)], |[wanted]| wanted).for_each(take);
}

/// The place of every byte of a text that is wanted by the bits of what `ask` says of its stride, ascending.
#[inline(always)]
pub(crate) fn places<const ANSWERS: usize>(
    text: &[u8],
    ask: impl Fn(Lanes) -> [Lanes; ANSWERS],
    wanted: impl Fn([u64; ANSWERS]) -> u64,
) -> impl Iterator<Item = usize> {
    let (strides, rest) = text.as_chunks::<STRIDE>();
    let mut strides = strides.iter();
    let mut last = Some(rest).filter(|rest| !rest.is_empty());
    let (mut start, mut next, mut bits_left) = (0, 0, 0);
    std::iter::from_fn(move || {
        while bits_left == 0 {
            start = next;
            bits_left = match strides.next() {
                Some(stride) => wanted(bits(stride, &ask)),
                None => {
                    let rest = last.take()?;
                    let mut stride = [0; STRIDE];
                    stride[..rest.len()].copy_from_slice(rest);
                    wanted(bits(&stride, &ask)) & !(u64::MAX << rest.len())
                }
            };
            next += STRIDE;
        }
        let place = start + bits_left.trailing_zeros() as usize;
        bits_left &= bits_left - 1;
        Some(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes that an answer names, of all that there are.
    fn named(ask: impl Fn(Lanes) -> Lanes) -> Vec<u8> {
        let all: Vec<u8> = (0..=u8::MAX).collect();
        let mut found = Vec::new();
        each(&all, ask, |at| found.push(all[at]));
        found
    }

    #[test]
    fn answers_name_the_bytes_that_are_so() {
        assert_eq!(named(|lanes| lanes.is(b'-').or(lanes.is(0xc3))), [b'-', 0xc3]);
        assert_eq!(named(|lanes| lanes.is_of_run(b'9', 10)), (b'0'..=b'9').collect::<Vec<_>>());
        assert_eq!(named(|lanes| lanes.is_of_run(b' ' - 1, 32)), (0..b' ').collect::<Vec<_>>());
        assert_eq!(named(Lanes::is_high), (0x80..=0xff).collect::<Vec<_>>());
        assert!(named(|lanes| lanes.is_high().and_not(lanes.is_high())).is_empty());
        let letters = named(|lanes| lanes.lowered().is_of_run(b'z', 26));
        assert_eq!(letters, (b'A'..=b'Z').chain(b'a'..=b'z').collect::<Vec<_>>());
    }

    #[test]
    fn places_are_named_in_texts_of_any_length() {
        for length in 0..200 {
            let text: Vec<u8> = (0..length).map(|at| if at % 7 == 3 { 0 } else { b'x' }).collect();
            let mut found = Vec::new();
            each(&text, |lanes| lanes.is(0), |at| found.push(at));
            assert_eq!(found, (3..length).step_by(7).collect::<Vec<_>>(), "{length}");
        }
    }
}
