//! A text read once: its words, and what one look into the language's table says of each.

use std::cell::RefCell;
use std::ops::Range;

use super::short_words::ShortWords;
use crate::language::{Language, Look};
use crate::tokenize::{self, Shape};

/// A text with its words.
pub(super) struct Reading<'t> {
    /// The text.
    pub text: &'t str,
    /// Its words, first to last.
    pub words: &'t [Word],
}

/// A word of a text, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    start: usize,
    end: usize,
    /// Whether the language knows it as it is cased, compounds aside.
    pub is_known: bool,
    /// How its letters look.
    pub shape: Shape,
    /// Whether it is one letter or two away from a word that is about as common, its case aside.
    pub has_look_alike: bool,
    /// Whether a compound may begin with it, its case aside.
    pub may_begin: bool,
}

impl Word {
    /// Where it stands, in bytes of the text.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

thread_local! {
    /// What was found of short words in the language that was asked last: documents have most of them in common.
    static SHORT: RefCell<Option<(&'static Language, ShortWords<Look>)>> = const { RefCell::new(None) };
}

/// The words that a text was cut into, with what is known of them.
pub(super) fn words(text: &str, cut: &[tokenize::Word], language: &'static Language) -> Vec<Word> {
    SHORT.with_borrow_mut(|known| {
        let (of, short) = known.get_or_insert_with(|| (language, ShortWords::of_all()));
        if *of != language {
            (*of, *short) = (language, ShortWords::of_all());
        }
        words_with(short, text, cut, language)
    })
}

fn words_with(
    short: &mut ShortWords<Look>,
    text: &str,
    cut: &[tokenize::Word],
    language: &'static Language,
) -> Vec<Word> {
    let word = |word: &tokenize::Word| {
        let tokenize::Word { range, shape } = word;
        let token = || &text[range.clone()];
        let Look { is_known, has_look_alike, may_begin } = short.look_up(text, range, || match shape {
            Shape::Small => language.look_up_small(token()),
            Shape::Capitalised => language.look_up_capitalised(token()),
            Shape::Joined | Shape::Other => language.look_up(token()),
        });
        Word { start: range.start, end: range.end, shape: *shape, is_known, has_look_alike, may_begin }
    };
    cut.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_as_the_language_knows_them() {
        let danish = Language::danish();
        let text = "Den gamle mode, DSB's e-mail: Mode og møde. Kommunen københavn, KØBENHAVN; Ærø bl.a. xyzzy mode å";
        let words = words(text, &tokenize::cut(text), danish);
        assert_eq!(words.len(), 16);
        for word in &words {
            let token = &text[word.range()];
            assert_eq!(word.is_known, danish.is_known(token), "{token}");
            assert_eq!(
                word.has_look_alike,
                danish.roles(&token.to_lowercase()).has(crate::language::Roles::LOOK_ALIKE)
            );
        }
    }
}
