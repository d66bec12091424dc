//! Words that a line's end cuts in two and whose whole no list knows: `op-⏎leg`, whose `æ` was read as `e`.
//!
//! The layout stage joins what makes a word. Here the two halves are one token, so that the whole is looked for.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::language::{Knowledge, Language, List};

/// A word in two lines.
pub(super) struct CutWord {
    /// Both halves, with the hyphen and the line's end.
    pub range: Range<usize>,
    /// The halves as one.
    pub whole: String,
}

static CUTS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-\n"));

/// Letters of each half.
const LEAST_LETTERS: usize = 2;

/// The cut words of a text of which the whole is unknown.
pub(super) fn cut_words<'t>(text: &'t str, language: &'t Language) -> impl Iterator<Item = CutWord> + 't {
    CUTS.find_iter(text.as_bytes())
        .filter_map(|at| cut_word(text, at, language))
        .filter(|cut| language.knowledge(&cut.whole) == Knowledge::Unknown)
}

/// The word around a hyphen that ends a line.
fn cut_word(text: &str, hyphen: usize, language: &Language) -> Option<CutWord> {
    let start = text[..hyphen].trim_end_matches(char::is_alphabetic).len();
    let right = text.len() - text[hyphen + 1..].trim_start().len();
    let end = right + text[right..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - right);
    joined(&text[start..hyphen], &text[right..end], language).map(|whole| CutWord { range: start..end, whole })
}

/// Two runs of letters as one, if a line's end may have cut a word between them: before a conjunction a hyphen hangs.
pub(super) fn joined(first: &str, second: &str, language: &Language) -> Option<String> {
    let is_half = |half: &str| half.chars().count() >= LEAST_LETTERS;
    let is_cut = is_half(first) && is_half(second) && second.chars().all(char::is_lowercase);
    (is_cut && !language.lists(List::Conjunctions, second)).then(|| format!("{first}{second}"))
}

/// Whether a word is the first half of one: a hyphen follows that ends its line.
pub(super) fn is_half(text: &str, word: &Range<usize>) -> bool {
    text[word.end..].strip_prefix('-').is_some_and(|rest| rest.trim_start_matches([' ', '\r']).starts_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_unknown_words_are_one() {
        let found = |text: &str| -> Vec<String> {
            cut_words(text, Language::danish()).map(|cut| format!("{}={}", &text[cut.range], cut.whole)).collect()
        };
        assert_eq!(found("Der var et op-\nleg til sagen."), ["op-\nleg=opleg"]);
        assert_eq!(found("Både kultur-\nog fritid og kom-\nmunen og A-\nB, ud-\n"), [""; 0]);
    }
}
