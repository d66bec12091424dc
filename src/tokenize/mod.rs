//! A text cut into its words, by masks of 64 bytes at a time. Knows nothing but text: what a word is worth is for others.
//!
//! A word is a run of letters, in which single hyphens, apostrophes and full stops may stand between letters: `Rødgrød`,
//! `fløde-is`, `KL's`, `bl.a`. Every character beyond ASCII counts as a letter here; who needs to know better looks closer at
//! the few words that have one.
//!
//! *Why masks:* a bit for each byte tells where words begin and end without a branch a byte: a change between a byte that
//! belongs to a word and one that does not is an edge, and edges are counted off a 64-bit number.

mod masks;
mod shape;

use std::ops::Range;

use self::masks::Masks;
pub(crate) use self::shape::Shape;
use crate::text::strides::STRIDE;

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it stands, in bytes of the text; on character boundaries.
    pub range: Range<usize>,
    /// How its letters look.
    pub shape: Shape,
}

/// Bytes of a text for each of its words, about.
const BYTES_A_WORD: usize = 6;

/// The words of a text, first to last, for all who ask for them.
pub(crate) fn cut(text: &str) -> Vec<Word> {
    let mut cut = Vec::with_capacity(text.len() / BYTES_A_WORD);
    words(text, |word| cut.push(word));
    cut
}

/// Hands over every word of a text, first to last.
#[inline]
pub(crate) fn words(text: &str, mut take: impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let (strides, rest) = bytes.as_chunks::<STRIDE>();
    let mut walk = Walk { bytes, start: None, in_word: 0, after_letter: 0 };
    for (number, stride) in strides.iter().enumerate() {
        walk.stride(number * STRIDE, stride, &mut take);
    }
    if !rest.is_empty() {
        let mut last = [b' '; STRIDE];
        last[..rest.len()].copy_from_slice(rest);
        walk.stride(bytes.len() - rest.len(), &last, &mut take);
    }
    if let Some(start) = walk.start {
        take(Word { range: start..bytes.len(), shape: Shape::of(&bytes[start..]) });
    }
}

/// A walk through a text, stride by stride.
struct Walk<'b> {
    bytes: &'b [u8],
    /// Where the word began that is not at its end yet.
    start: Option<usize>,
    /// The lowest bit: whether the last byte before this stride belongs to a word, and whether it is a letter.
    in_word: u64,
    after_letter: u64,
}

impl Walk<'_> {
    #[inline]
    fn stride(&mut self, base: usize, stride: &[u8; STRIDE], take: &mut impl FnMut(Word)) {
        let masks = Masks::of(stride);
        let next = self.bytes.get(base + STRIDE).is_some_and(|byte| masks::is_letter(*byte));
        let before = masks.letters << 1 | self.after_letter;
        let after = masks.letters >> 1 | u64::from(next) << (STRIDE - 1);
        let words = masks.letters | (masks.joints & before & after);
        let mut edges = words ^ (words << 1 | self.in_word);
        self.in_word = words >> (STRIDE - 1);
        self.after_letter = masks.letters >> (STRIDE - 1);
        while edges != 0 {
            let at = edges.trailing_zeros();
            edges &= edges - 1;
            match self.start.take() {
                None => self.start = Some(base + at as usize),
                Some(start) => {
                    let range = start..base + at as usize;
                    let shape = match start.checked_sub(base) {
                        Some(from) => {
                            masks.shape(from as u32..at).unwrap_or_else(|| Shape::of(&self.bytes[range.clone()]))
                        }
                        None => Shape::of(&self.bytes[range.clone()]),
                    };
                    take(Word { range, shape });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, letter by letter.
    fn plain(text: &str) -> Vec<Word> {
        let is_letter = |c: char| c.is_ascii_alphabetic() || !c.is_ascii();
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let letter = |at: usize| letters.get(at).is_some_and(|(_, c)| is_letter(*c));
        let place = |at: usize| letters.get(at).map_or(text.len(), |(place, _)| *place);
        let (mut words, mut at) = (Vec::new(), 0);
        while at < letters.len() {
            if !letter(at) {
                at += 1;
                continue;
            }
            let start = at;
            while letter(at) || letters.get(at).is_some_and(|(_, c)| "-'.".contains(*c)) && letter(at + 1) {
                at += 1;
            }
            let range = place(start)..place(at);
            let small = |c: char| c.is_ascii_lowercase() || ('ß'..='ÿ').contains(&c) && c != '÷';
            let word = &text[range.clone()];
            let shape = match word.chars().next() {
                Some(_) if word.chars().all(small) => Shape::Small,
                Some(first) if first.is_ascii_uppercase() && word[1..].chars().all(small) => Shape::Capitalised,
                _ if word.contains(['-', '\'', '.']) => Shape::Joined,
                _ => Shape::Other,
            };
            words.push(Word { range, shape });
        }
        words
    }

    fn walked(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        words(text, |word| found.push(word));
        found
    }

    #[test]
    fn words_are_runs_of_letters() {
        let text = "Rødgrød, med fløde-is (KL's) og å. bl.a. A4 x--y";
        let found: Vec<&str> = walked(text).into_iter().map(|word| &text[word.range]).collect();
        assert_eq!(found, ["Rødgrød", "med", "fløde-is", "KL's", "og", "å", "bl.a", "A", "x", "y"]);
    }

    #[test]
    fn strides_have_no_borders() {
        for (pad, tail) in (0..=130).flat_map(|pad| (0..4).map(move |tail| (pad, tail))) {
            for word in ["ø", "a-b", "år", "KL's", "𝒜", "a.", "x..y", "Østerbro-ø"] {
                let text = format!("{}{word}{}", " ".repeat(pad), &" ord-"[..tail]);
                assert_eq!(walked(&text), plain(&text), "{pad} {word}");
                let text = format!("{}{word}{}", "a".repeat(pad), &"-b.c"[..tail]);
                assert_eq!(walked(&text), plain(&text), "{pad} {word}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_cut_as_letter_by_letter(text in "([a-zA-Z]{0,9}|[æøåÆØÅé÷×€’😀\u{301}]|[-'. \n\t0-9,_]){0,120}") {
            prop_assert_eq!(walked(&text), plain(&text));
        }

        #[test]
        fn also_any_rubbish(text in "\\PC{0,200}") {
            prop_assert_eq!(walked(&text), plain(&text));
        }
    }
}
