//! Whether two words may stand side by side in a text, told quickly: most that are asked for do not, and to count all words
//! and pairs of a text only to learn that would cost more than all else that is done about its lines.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::profile::fold;

/// The pairs of a text, as a Bloom filter: of every pair that [`crate::profile::Counts`] counts it says that it may be one.
pub(super) struct SideBySide {
    /// A bit for the hash of each pair, among at least as many as the text has bytes.
    bits: Vec<u64>,
}

impl SideBySide {
    /// The pairs of a text. `None` where it has spaces of more than one byte: then any two words may be a pair.
    pub fn of(text: &str) -> Option<Self> {
        if has_wide_gap(text) {
            return None;
        }
        let mut pairs = Self { bits: vec![0; (text.len() / 64 + 1).next_power_of_two()] };
        let (mut start, mut left) = (0, None);
        let ends = text.bytes().enumerate().filter(|(_, byte)| is_gap(*byte)).map(|(at, _)| at);
        for end in ends.chain([text.len()]) {
            if end > start {
                let (first, last) = words_at_ends(&text[start..end]);
                if let (Some(left), Some(first)) = (left, first) {
                    let (place, bit) = pairs.place(left, first);
                    pairs.bits[place] |= bit;
                }
                left = last;
            }
            start = end + 1;
        }
        Some(pairs)
    }

    /// Whether the second word may stand after the first somewhere, in any case.
    pub fn may_have(&self, left: &str, right: &str) -> bool {
        let (place, bit) = self.place(hash(left), hash(right));
        self.bits[place] & bit != 0
    }

    fn place(&self, left: u64, right: u64) -> (usize, u64) {
        let mixed = xxh3_64_with_seed(&left.to_le_bytes(), right);
        ((mixed >> 6) as usize & (self.bits.len() - 1), 1 << (mixed & 63))
    }
}

/// The hashes of the words that a stretch without gaps begins with and ends in: nearly always it is one word.
fn words_at_ends(stretch: &str) -> (Option<u64>, Option<u64>) {
    let is_sign = |c: char| !c.is_alphabetic();
    let is_part = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii() || byte == b'-' || byte == b'\'';
    let bytes = stretch.as_bytes();
    if bytes.iter().all(u8::is_ascii_alphabetic) {
        let word = Some(hash(stretch));
        return (word, word);
    }
    let head = bytes.iter().position(|byte| !is_part(*byte)).unwrap_or(bytes.len());
    let tail = bytes.iter().rposition(|byte| !is_part(*byte)).map_or(0, |at| at + 1);
    let first = stretch[..head].trim_end_matches(is_sign);
    let last = stretch[tail..].trim_start_matches(is_sign);
    let hash_of = |word: &str| (!word.is_empty()).then(|| hash(word));
    (hash_of(first), if first == last { hash_of(first) } else { hash_of(last) })
}

fn hash(word: &str) -> u64 {
    xxh3_64(fold(word).as_bytes())
}

/// Whether a byte stands between two words of a pair, or ends the line in which they stand.
fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b',' | b'\t'..=b'\r')
}

/// Whether a text has spaces or line ends of more than one byte.
fn has_wide_gap(text: &str) -> bool {
    let is_wide = |at: usize| text[at..].starts_with(|c: char| c.is_whitespace() || c == '\u{200b}');
    memchr::memchr3_iter(0xc2, 0xe2, 0xe3, text.as_bytes()).any(|at| text.is_char_boundary(at) && is_wide(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Counts, Kind, tokens};

    #[test]
    fn every_pair_that_is_counted_may_be_one() {
        let text =
            "Jens-Ole “Hansen, og KL’s formand” (Ærø Kommune), Å, ÅRET: 'Hansen Jensen' m.fl. x-\nAnna,, \t Bo Ib";
        let (pairs, counts) = (SideBySide::of(text).unwrap(), Counts::of(text));
        let words: Vec<&str> =
            tokens(text).filter(|token| token.kind == Kind::Word).map(|token| &text[token.range]).collect();
        let mut counted = 0;
        for (left, right) in words.iter().flat_map(|left| words.iter().map(move |right| (left, right))) {
            let is_pair = counts.pair(left, right) > 0;
            counted += usize::from(is_pair);
            assert!(!is_pair || pairs.may_have(&left.to_uppercase(), &right.to_lowercase()), "{left} {right}");
        }
        assert!(counted >= 6 && !pairs.may_have("jensen", "hansen"));
    }

    #[test]
    fn wide_spaces_leave_all_open() {
        assert!(SideBySide::of("Jens\u{a0}Hansen").is_none() && SideBySide::of("a\u{3000}b\u{2028}").is_none());
        assert!(SideBySide::of("“Ærø” – Â ã").is_some());
    }
}
