//! How well a reading of bytes does as text, in nats: the larger, the better.
//!
//! Words count with the probability that the language gives them, signs and foreign letters with what
//! [`Plausibility`] says of them between their neighbours. Only differences between readings of the same bytes mean
//! anything.

use crate::language::{Knowledge, Language, List};
use crate::repair::LanguageChoice;
use crate::repair::plausibility::Plausibility;

/// A C1 control is no text in any encoding; it costs this on top.
const C1: f32 = 20.0;
/// A letter beyond ASCII closely beside a digit (`1œ`, where `1½` was meant).
const LETTER_AT_DIGIT: f32 = 5.0;
/// A superscript that follows nothing, or a fraction that a letter follows.
const MISPLACED: f32 = 6.0;
/// A piece of a frame that stands by itself is a column's edge, less odd than other signs that do.
const COLUMN_EDGE: f32 = 7.0;
/// A soft hyphen, which belongs inside a word.
const SOFT_HYPHEN: f32 = 7.0;
/// Of a run of one sign (a ruled line) so many count.
const RUN: usize = 4;

/// Scores readings by a language, or by characters alone.
#[derive(Clone, Copy)]
pub(super) struct Scorer {
    language: Option<&'static Language>,
    plausibility: &'static Plausibility,
}

impl Scorer {
    pub fn new(choice: LanguageChoice) -> Self {
        Self { language: choice.pack(), plausibility: Plausibility::of(choice) }
    }

    /// The score of a text that stands between spaces.
    pub fn score(&self, text: &str) -> f32 {
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        let at = |index: usize| chars.get(index).map(|&(_, c)| c);
        let mut total = 0.0;
        let mut index = 0;
        while index < chars.len() {
            let c = chars[index].1;
            let length = chars[index..].iter().take_while(|&&(_, other)| of_one_kind(c, other)).count();
            let previous = index.checked_sub(1).and_then(at);
            if c.is_alphabetic() {
                let end = chars.get(index + length).map_or(text.len(), |&(offset, _)| offset);
                total += self.word(previous, &text[chars[index].0..end], at(index + length));
            } else {
                let counted = index..index + length.min(RUN);
                total -= counted
                    .map(|one| self.sign(one.checked_sub(1).and_then(at), chars[one].1, at(one + 1)))
                    .sum::<f32>();
            }
            index += length;
        }
        total
    }

    /// Whether a text has a known word with a letter beyond ASCII that the language writes; without one, none is known.
    pub fn knows_word(&self, text: &str) -> bool {
        let Some(language) = self.language else { return false };
        let borrowed = language.list(List::BorrowedLetters);
        let is_letter = |c: char| language.own_letters().contains(c) || borrowed.iter().any(|list| list.contains(c));
        let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.contains(is_letter));
        words.any(|word| language.knowledge(word) > Knowledge::Unknown)
    }

    /// Whether all letters of a word beyond ASCII are the language's own.
    pub fn writes(&self, word: &str) -> bool {
        let own = self.language.map_or("", Language::own_letters);
        word.to_lowercase().chars().filter(|c| !c.is_ascii()).all(|c| own.contains(c))
    }

    /// A word is worth what the language says of it; an unknown one also costs what its letters do.
    fn word(&self, previous: Option<char>, word: &str, next: Option<char>) -> f32 {
        let edge = |inner: Option<char>, outer: Option<char>| {
            inner.is_some_and(|c| !c.is_ascii()) && outer.is_some_and(|c| c.is_numeric())
        };
        let beside_digit = edge(word.chars().next(), previous) || edge(word.chars().next_back(), next);
        let extra = if beside_digit { LETTER_AT_DIGIT } else { 0.0 };
        match self.language {
            None => -self.plausibility.cost(previous, word, next) - extra,
            Some(language) => {
                let known = language.knowledge(word) > Knowledge::Unknown;
                let letters = if known { 0.0 } else { self.foreignness(previous, word, next) };
                language.log_probability(word) - letters - extra
            }
        }
    }

    /// What the letters of an unknown word cost beyond what the language's letter model says: foreign ones, and capitals
    /// in odd places.
    fn foreignness(&self, previous: Option<char>, word: &str, next: Option<char>) -> f32 {
        let own = |c: char| match c.to_lowercase().next() {
            Some(c) if self.language.is_some_and(|language| language.own_letters().contains(c)) => {
                self.plausibility.cost(None, c.encode_utf8(&mut [0; 4]), None)
            }
            _ => 0.0,
        };
        self.plausibility.cost(previous, word, next) - word.chars().map(own).sum::<f32>()
    }

    fn sign(&self, previous: Option<char>, c: char, next: Option<char>) -> f32 {
        if c.is_ascii() {
            return 0.0;
        }
        let letter = |other: Option<char>| other.is_some_and(char::is_alphabetic);
        let gap = |other: Option<char>| other.is_none_or(char::is_whitespace);
        let base = || self.plausibility.cost(previous, c.encode_utf8(&mut [0; 4]), next);
        match c {
            '\u{80}'..='\u{9f}' => base() + C1,
            '\u{ad}' if letter(previous) && letter(next) => SOFT_HYPHEN,
            '²' | '³' | '¹' if !previous.is_some_and(char::is_alphanumeric) => base() + MISPLACED,
            '½' | '¼' | '¾' if letter(next) || letter(previous) => base() + MISPLACED,
            '\u{2500}'..='\u{259f}' if gap(previous) && gap(next) => COLUMN_EDGE,
            _ => base(),
        }
    }
}

/// Whether two characters belong to one run: letters of a word, or the same sign again.
fn of_one_kind(first: char, other: char) -> bool {
    first == other || (first.is_alphabetic() && other.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_reading_of_the_same_bytes_scores_best() {
        let danish = Scorer::new(LanguageChoice::Danish);
        let neutral = Scorer::new(LanguageChoice::None);
        for (right, wrong) in [
            ("møde", "m›de"),
            ("lærer", "l‘rer"),
            ("på", "p†"),
            ("ÅRSMØDE", "\u{8f}RSM\u{9d}DE"),
            ("København", "K¿benhavn"),
            ("“Vi", "ôVi"),
            ("1½", "1œ"),
            ("§", "⌡"),
            ("────", "ÄÄÄÄ"),
        ] {
            assert!(danish.score(right) > danish.score(wrong) + 2.0, "{right}");
            assert!(neutral.score(right) > neutral.score(wrong), "{right} without a language");
        }
    }
}
