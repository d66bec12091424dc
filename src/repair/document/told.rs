//! What was told of a text, kept as long as the text stays as it is: stage after stage asks the same.

use std::cell::{OnceCell, RefCell};

use crate::language::Language;
use crate::language::identify::Tongues;
use crate::repair::reading::{self, Word};
use crate::text::{QuickMap, SignIndex};
use crate::tokenize;

/// What was told of a text: good for as long as it, the language and the summary of its document stay as they are.
#[derive(Debug, Default)]
pub(in crate::repair) struct Told {
    /// Whether it is prose.
    pub(super) is_prose: OnceCell<bool>,
    /// Whether it is a source for troff, whose letters may be escapes.
    pub(super) is_troff: OnceCell<bool>,
    /// Where each passage ends, ascending.
    pub(super) ends: OnceCell<Vec<usize>>,
    /// What those passages say that were looked at last.
    pub(super) tongues: RefCell<QuickMap<usize, Tongues>>,
    /// Log odds that each is in another language.
    pub(super) foreign: RefCell<QuickMap<usize, f32>>,
    /// The words that it is cut into, what is known of them, and where its signs stand.
    cut: OnceCell<Vec<tokenize::Word>>,
    words: OnceCell<Vec<Word>>,
    signs: OnceCell<SignIndex>,
}

impl Told {
    /// The words of the text.
    pub fn words(&self, text: &str, language: &'static Language) -> &[Word] {
        self.words.get_or_init(|| reading::words(text, self.cut(text), language))
    }

    /// The words that the text is cut into, of which nothing else is known.
    pub fn cut(&self, text: &str) -> &[tokenize::Word] {
        self.cut.get_or_init(|| tokenize::cut(text))
    }

    /// The words of the text, where somebody asked for them before.
    pub fn known_words(&self) -> Option<&[Word]> {
        self.words.get().map(Vec::as_slice)
    }

    /// Where the signs of the text stand.
    pub fn signs(&self, text: &str) -> &SignIndex {
        self.signs.get_or_init(|| SignIndex::of(text))
    }
}
