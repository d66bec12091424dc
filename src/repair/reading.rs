//! A text read once: its words, and what one look into the language's table says of each.

use std::ops::Range;

use crate::language::Language;
use crate::tokenize::{self, Shape};

/// A text with its words.
pub(super) struct Reading<'t> {
    /// The text.
    pub text: &'t str,
    /// Its words, first to last.
    pub words: Vec<Word>,
}

/// A word of a text, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: usize,
    end: usize,
    /// Whether the language knows it as it is cased, compounds aside.
    pub is_known: bool,
    /// Whether it is one letter or two away from a word that is about as common, its case aside.
    pub has_look_alike: bool,
}

impl Word {
    /// Where it stands, in bytes of the text.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Bytes of a text for each of its words, about.
const BYTES_A_WORD: usize = 6;

impl<'t> Reading<'t> {
    /// Reads a text.
    pub fn of(text: &'t str, language: &Language) -> Self {
        let mut words = Vec::with_capacity(text.len() / BYTES_A_WORD);
        tokenize::words(text, |word| {
            let tokenize::Word { range, shape } = word;
            let token = &text[range.clone()];
            let look = match shape {
                Shape::Small => language.look_up_small(token),
                Shape::Capitalised => language.look_up_capitalised(token),
                Shape::Joined | Shape::Other => language.look_up(token),
            };
            let crate::language::Look { is_known, has_look_alike } = look;
            words.push(Word { start: range.start, end: range.end, is_known, has_look_alike });
        });
        Self { text, words }
    }

    /// The words that touch a range, each with its place among all.
    pub fn words_in(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &Word)> {
        let first = self.words.partition_point(|word| word.end <= range.start);
        let end = range.end;
        self.words[first..]
            .iter()
            .take_while(move |word| word.start < end)
            .enumerate()
            .map(move |(at, word)| (first + at, word))
    }
}
