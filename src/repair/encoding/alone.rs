//! What the language says of words by themselves. What a damaged word may have been is dozens of words, and the same ones again
//! and again, so every thread keeps what it was told last, so many words at most.

use std::cell::RefCell;
use std::hash::BuildHasherDefault;

use crate::language::{Alone, Language};
use crate::text::QuickMap;

/// Words that are kept.
const MOST_WORDS: usize = 1 << 16;
/// Longer words are asked about anew each time, in bytes.
const LONGEST: usize = 64;

/// What was told of words, in the language that was asked last.
type Memory = RefCell<(Option<&'static Language>, QuickMap<Box<str>, Alone>)>;

thread_local! {
    static KNOWN: Memory = const { RefCell::new((None, QuickMap::with_hasher(BuildHasherDefault::new()))) };
}

/// What the language says of a word by itself.
pub(super) fn alone(word: &str, language: &'static Language) -> Alone {
    if word.len() > LONGEST {
        return language.alone(word);
    }
    let is_same = |asked: &Option<&'static Language>| *asked == Some(language);
    let known = KNOWN.with_borrow(|(asked, known)| is_same(asked).then(|| known.get(word).copied()).flatten());
    known.unwrap_or_else(|| {
        let found = language.alone(word);
        KNOWN.with_borrow_mut(|(asked, known)| {
            if known.len() >= MOST_WORDS || !is_same(asked) {
                known.clear();
                *asked = Some(language);
            }
            known.insert(word.into(), found);
        });
        found
    })
}
