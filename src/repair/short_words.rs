//! What was found of short words, so that each is looked up once: seven in ten words of a text are short and stood there
//! before.

use std::ops::Range;

/// Bytes of the longest of them.
const SHORT: usize = 8;
/// Words that are remembered at least and at most, and bytes of a text for each of its words.
const LEAST: usize = 64;
const MOST: usize = 1 << 12;
const BYTES_A_WORD: usize = 6;

/// What was found of the short words of a text.
pub(super) struct ShortWords<T> {
    /// Each with its key, at the place that its key says; 0 where there is none.
    slots: Vec<(u64, T)>,
}

impl<T: Copy + Default> ShortWords<T> {
    /// Nothing found yet, in a text of so many bytes.
    pub fn of(bytes: usize) -> Self {
        let words = (bytes / BYTES_A_WORD).next_power_of_two();
        Self { slots: vec![(0, T::default()); words.clamp(LEAST, MOST)] }
    }

    /// Nothing found yet, in many texts.
    pub fn of_all() -> Self {
        Self { slots: vec![(0, T::default()); MOST] }
    }

    /// What is found of a word that stands at a range of a text.
    #[inline]
    pub fn look_up(&mut self, text: &str, word: &Range<usize>, find: impl FnOnce() -> T) -> T {
        /// The golden ratio, whose bits have no pattern.
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let Some(key) = key(text.as_bytes(), word) else { return find() };
        let at = (key.wrapping_mul(SPREAD) >> 40) as usize & (self.slots.len() - 1);
        let slot = &mut self.slots[at];
        if slot.0 != key {
            *slot = (key, find());
        }
        slot.1
    }
}

/// The bytes of a short word as one number; `None` for longer ones, and for those at the end of the text.
#[inline]
fn key(text: &[u8], word: &Range<usize>) -> Option<u64> {
    let bytes = text[word.start..].first_chunk::<SHORT>().filter(|_| (1..=SHORT).contains(&word.len()))?;
    let beyond = u64::BITS as usize - 8 * word.len();
    Some(u64::from_le_bytes(*bytes) << beyond >> beyond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_as_it_would_be_without_memory() {
        let text = "a ab abc abcdefgh abcdefghi a ab b æøå æø abcdefgi ".repeat(3);
        let mut short = ShortWords::of(text.len());
        let mut looked = 0;
        let mut at = 0;
        for word in text.split(' ') {
            let range = at..at + word.len();
            at = range.end + 1;
            let find = || {
                looked += 1;
                word.bytes().map(usize::from).sum::<usize>()
            };
            assert_eq!(short.look_up(&text, &range, find), word.bytes().map(usize::from).sum::<usize>());
        }
        assert!(looked < 20, "{looked}");
    }
}
