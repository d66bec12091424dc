//! What stands before the letters that a confusion takes.
//!
//! A reader takes some letters for others in one surrounding only: `t` for k after s, where the two are one piece of type, or `i` for l
//! after f. So a document's rate of a confusion is told by the letter before it as well ([`Evidence`](super::evidence::Evidence)), as in
//! the noisy channel of Brill and Moore (2000), as far as its cases allow.

use smallvec::SmallVec;

use crate::language::{Respelling, Step};

/// Letters that are told apart: those of the alphabet, any other letter, and what is none.
pub(super) const CLASSES: usize = 31;
/// The letters behind z.
const FURTHER: [char; 3] = ['æ', 'ø', 'å'];

/// The class of a letter; nothing where it is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Letter(u8);

impl Letter {
    const UNTOLD: Self = Self(u8::MAX);
    const NONE: Self = Self(0);
    const OTHER: Self = Self(CLASSES as u8 - 1);

    pub fn of(c: char) -> Self {
        const FIRST_FURTHER: u8 = 27;
        let small = if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) };
        match small {
            'a'..='z' => Self(small as u8 - b'a' + 1),
            _ if !small.is_alphabetic() => Self::NONE,
            _ => match FURTHER.iter().position(|further| *further == small) {
                Some(place) => Self(FIRST_FURTHER + place as u8),
                None => Self::OTHER,
            },
        }
    }

    /// Its place among the classes; nothing where it is not told.
    pub fn place(self) -> Option<usize> {
        (self != Self::UNTOLD).then_some(usize::from(self.0))
    }
}

/// Of each step that makes a token of a word, the letter of the word before it. Not told where the steps do not make the one of the
/// other letter by letter.
pub(super) fn letters_before(token: &str, word: &str, steps: &[Step], rows: &[Respelling]) -> SmallVec<[Letter; 4]> {
    found_before(token, word, steps, rows).unwrap_or_else(|| SmallVec::from_elem(Letter::UNTOLD, steps.len()))
}

/// The same; nothing where the steps do not make the token of the word.
pub(super) fn found_before(
    token: &str,
    word: &str,
    steps: &[Step],
    rows: &[Respelling],
) -> Option<SmallVec<[Letter; 4]>> {
    let small = |text: &str| -> SmallVec<[char; 24]> { text.chars().flat_map(char::to_lowercase).collect() };
    let (token, word) = (small(token), small(word));
    let mut before = SmallVec::new();
    place(&token, &word, (0, 0), steps, rows, &mut before).then_some(before)
}

/// Finds the places of the steps in their order, from a place in the token and in the word on.
fn place(
    token: &[char],
    word: &[char],
    (mut in_token, mut in_word): (usize, usize),
    steps: &[Step],
    rows: &[Respelling],
    before: &mut SmallVec<[Letter; 4]>,
) -> bool {
    let Some((step, rest)) = steps.split_first() else { return token[in_token..] == word[in_word..] };
    loop {
        if let Some((written, meant)) = fits(*step, &token[in_token..], &word[in_word..], rows) {
            let is_told = rows.get(usize::from(step.0)).is_some_and(|row| row.spelled.is_none());
            let letter = in_word.checked_sub(1).map_or(Letter::NONE, |at| Letter::of(word[at]));
            before.push(if is_told { letter } else { Letter::UNTOLD });
            if place(token, word, (in_token + written, in_word + meant), rest, rows, before) {
                return true;
            }
            before.pop();
        }
        if in_token >= token.len() || token.get(in_token) != word.get(in_word) {
            return false;
        }
        (in_token, in_word) = (in_token + 1, in_word + 1);
    }
}

/// How many letters a step takes where it fits: of what is written, and of what is meant.
fn fits(step: Step, token: &[char], word: &[char], rows: &[Respelling]) -> Option<(usize, usize)> {
    match (step, rows.get(usize::from(step.0))) {
        (_, Some(row)) => {
            let meant = row.spelled.as_deref().unwrap_or(&row.meant);
            Some((begins(token, &row.written)?, begins(word, meant)?))
        }
        (Step::LETTER_LOST, None) => (!word.is_empty()).then_some((0, 1)),
        (Step::LETTER_ADDED, None) => (!token.is_empty()).then_some((1, 0)),
        (_, None) => (!token.is_empty() && !word.is_empty()).then_some((1, 1)),
    }
}

/// How many letters some have with which others begin, whatever their case; nothing where these do not.
fn begins(letters: &[char], with: &str) -> Option<usize> {
    let mut taken = 0;
    for c in with.chars().flat_map(char::to_lowercase) {
        if letters.get(taken) != Some(&c) {
            return None;
        }
        taken += 1;
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::repair::words::confusions::Confusions;

    #[test]
    fn each_confusion_is_told_by_the_letter_before_it() {
        let rows = Confusions::of(Language::danish()).table.rows();
        let step = |meant: &str, written: &str| {
            let row = rows.iter().position(|row| &*row.meant == meant && &*row.written == written);
            Step(row.unwrap() as u16)
        };
        let letters = |token: &str, word: &str, steps: &[(&str, &str)]| -> Vec<Option<usize>> {
            let steps: Vec<Step> = steps.iter().map(|(meant, written)| step(meant, written)).collect();
            letters_before(token, word, &steps, rows).into_iter().map(Letter::place).collect()
        };
        let class = |c: char| Letter::of(c).place();
        assert_eq!(letters("Fisteri", "Fiskeri", &[("k", "t")]), [class('s')]);
        assert_eq!(letters("rnodet", "mødet", &[("m", "rn"), ("ø", "o")]), [class(' '), class('m')]);
        assert_eq!(letters("mecst", "meest", &[("e", "c")]), [class('e')]);
        assert_eq!(letters("Fisteri", "Fiskens", &[("k", "t")]), [None], "another word");
        assert!(class('Å') == class('å') && class('é') != class('e') && class('-') == class(' '));
    }
}
