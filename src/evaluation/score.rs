use std::borrow::Cow;
use std::collections::HashMap;
use std::iter::Sum;
use std::ops::{AddAssign, Range};

use serde::Serialize;

use super::levenshtein::{self, Step};
use super::text::{Characters, words};
use super::{Comparison, Folding};

/// How far a damaged and a repaired text are from the gold text, in characters and in words. All are counts; scores of
/// several documents add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Characters of the gold text.
    pub chars: u64,
    /// Characters that differ in the damaged text: replaced, missing or too many.
    pub cer_before: u64,
    /// The same in the repaired text.
    pub cer_after: u64,
    /// Words of the gold text.
    pub words: u64,
    /// Words that differ in the damaged text: replaced, missing or too many.
    pub wer_before: u64,
    /// The same in the repaired text.
    pub wer_after: u64,
    /// Gold words that were wrong and became right.
    pub fixed: u64,
    /// Gold words that were right and became wrong.
    pub broken: u64,
    /// Gold words that were wrong, changed, and are still wrong.
    pub changed_wrong: u64,
    /// Gold words that were wrong and stayed as they were.
    pub left: u64,
    /// The words that were broken or changed but wrong, in the order of the text.
    #[serde(skip)]
    pub mistakes: Vec<Mistake>,
}

/// A word that a repair got wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// It was right before.
    #[serde(skip)]
    pub broken: bool,
    /// The word as it should be.
    pub gold: String,
    /// What stands for it in the damaged text: a word, several, or none.
    pub damaged: String,
    /// What stands for it in the repaired text.
    pub repaired: String,
}

impl Score {
    /// Compares a damaged and a repaired text with the gold text.
    ///
    /// Words are the same whether lines are kept or not.
    pub fn of(gold: &str, damaged: &str, repaired: &str, comparison: impl Into<Comparison>) -> Self {
        let comparison = comparison.into();
        let symbols = [gold, damaged, repaired].map(|text| Characters::of(text, comparison).symbols);
        let mut interner = Interner::of(comparison.fold);
        let [gold, damaged, repaired] = [gold, damaged, repaired].map(|text| interner.read(text));
        let (before, after) = (Partners::of(&gold.ids, &damaged.ids), Partners::of(&gold.ids, &repaired.ids));
        let mut score = Self {
            chars: count(symbols[0].len()),
            cer_before: count(levenshtein::distance(&symbols[0], &symbols[1])),
            cer_after: count(levenshtein::distance(&symbols[0], &symbols[2])),
            words: count(gold.ids.len()),
            wer_before: count(before.cost),
            wer_after: count(after.cost),
            ..Self::default()
        };
        for (at, &word) in gold.ids.iter().enumerate() {
            let (was, now) = (&damaged.ids[before.of[at].clone()], &repaired.ids[after.of[at].clone()]);
            match (was == [word], now == [word]) {
                (true, true) => continue,
                (false, true) => score.fixed += 1,
                (true, false) => score.broken += 1,
                (false, false) if was == now => score.left += 1,
                (false, false) => score.changed_wrong += 1,
            }
            if now != [word] && was != now {
                score.mistakes.push(Mistake {
                    broken: was == [word],
                    gold: gold.join(at..at + 1),
                    damaged: damaged.join(before.of[at].clone()),
                    repaired: repaired.join(after.of[at].clone()),
                });
            }
        }
        score
    }

    /// Gold words that were wrong before.
    pub fn wrong_before(&self) -> u64 {
        self.fixed + self.changed_wrong + self.left
    }

    /// Of the words that were changed, the share that became right; `None` if none was changed.
    pub fn precision(&self) -> Option<f64> {
        ratio(self.fixed, self.fixed + self.broken + self.changed_wrong)
    }

    /// Words broken of every 100,000 that were right.
    pub fn broken_per_100k(&self) -> f64 {
        1e5 * self.broken as f64 / self.words.saturating_sub(self.wer_before).max(1) as f64
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.chars += other.chars;
        self.cer_before += other.cer_before;
        self.cer_after += other.cer_after;
        self.words += other.words;
        self.wer_before += other.wer_before;
        self.wer_after += other.wer_after;
        self.fixed += other.fixed;
        self.broken += other.broken;
        self.changed_wrong += other.changed_wrong;
        self.left += other.left;
        self.mistakes.extend(other.mistakes);
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Self>>(scores: I) -> Self {
        scores.fold(Self::default(), |mut sum, score| {
            sum += score;
            sum
        })
    }
}

/// `part` of `whole`; `None` of nothing.
pub(crate) fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn count(size: usize) -> u64 {
    size as u64
}

/// Gives equal words equal numbers.
#[derive(Default)]
pub(super) struct Interner<'a> {
    ids: HashMap<Cow<'a, str>, u32>,
    fold: Folding,
}

/// A text as its words, by number and by place.
pub(super) struct Read<'a> {
    text: &'a str,
    pub ids: Vec<u32>,
    pub places: Vec<Range<usize>>,
}

impl<'a> Interner<'a> {
    /// One to which words are equal that are so when folded.
    pub fn of(fold: Folding) -> Self {
        Self { fold, ..Self::default() }
    }

    pub fn read(&mut self, text: &'a str) -> Read<'a> {
        let places = words(text);
        let ids = places.iter().map(|place| self.id(&text[place.clone()])).collect();
        Read { text, ids, places }
    }

    fn id(&mut self, word: &'a str) -> u32 {
        // A text of 2^32 different words does not fit in memory with them.
        let next = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        *self.ids.entry(self.fold.word(word)).or_insert(next)
    }
}

impl Read<'_> {
    pub fn word(&self, at: usize) -> &str {
        &self.text[self.places[at].clone()]
    }

    /// Words with one space between them.
    fn join(&self, words: Range<usize>) -> String {
        words.map(|at| self.word(at)).collect::<Vec<_>>().join(" ")
    }
}

/// Which words of another text stand for each gold word: those aligned with it, and those too many behind it (at the
/// start of the text, also those before the first).
struct Partners {
    of: Vec<Range<usize>>,
    cost: usize,
}

impl Partners {
    fn of(gold: &[u32], other: &[u32]) -> Self {
        let mut of: Vec<Range<usize>> = Vec::with_capacity(gold.len());
        let (mut at, mut cost, mut leading) = (0, 0, 0);
        for step in levenshtein::align(gold, other) {
            cost += usize::from(step != Step::Keep);
            match step {
                Step::Keep | Step::Replace => {
                    of.push(at - std::mem::take(&mut leading)..at + 1);
                    at += 1;
                }
                Step::Delete => of.push(at - std::mem::take(&mut leading)..at),
                Step::Insert => {
                    at += 1;
                    match of.last_mut() {
                        Some(last) => last.end = at,
                        None => leading += 1,
                    }
                }
            }
        }
        Self { of, cost }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_fixed_broken_changed_and_left() {
        let gold = "Udvalget drøftede planen for havnen";
        let damaged = "Udvalget drØftede p1anen f0r havnen";
        let repaired = "Udvalget drøftede pianen f0r hawnen";
        let score = Score::of(gold, damaged, repaired, false);
        assert_eq!((score.fixed, score.broken, score.changed_wrong, score.left), (1, 1, 1, 1));
        assert_eq!((score.words, score.wer_before, score.wer_after), (5, 3, 3));
        assert_eq!((score.cer_before, score.cer_after), (3, 3));
        let mistakes: Vec<_> =
            score.mistakes.iter().map(|m| (m.broken, m.gold.as_str(), m.repaired.as_str())).collect();
        assert_eq!(mistakes, [(false, "planen", "pianen"), (true, "havnen", "hawnen")]);
    }

    #[test]
    fn a_word_in_two_parts_is_wrong_until_it_is_joined() {
        let score = Score::of("ny idrætshal i byen", "ny idræts hal i byen", "ny idrætshal i byen", false);
        assert_eq!((score.wer_before, score.wer_after, score.cer_before), (2, 0, 1));
        // The word too many stands with the gold word before it, which so was wrong too.
        assert_eq!((score.fixed, score.broken), (2, 0));
    }

    #[test]
    fn lines_count_only_if_they_are_kept() {
        let (gold, damaged) = ("Referat af mødet\ni udvalget", "Referat af\r\nmødet i udvalget");
        let folded = Score::of(gold, damaged, damaged, false);
        assert_eq!((folded.cer_before, folded.wer_before), (0, 0));
        let kept = Score::of(gold, damaged, damaged, true);
        assert_eq!((kept.cer_before, kept.wer_before), (2, 0));
    }

    #[test]
    fn what_is_lost_at_either_end_counts() {
        let score = Score::of("et to tre", "nul et to tre", "et to", false);
        assert_eq!((score.fixed, score.broken), (1, 1));
        assert_eq!(Score::of("", "et to", "", false).wer_before, 2);
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec("[abø]{1,3}", 0..30).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn the_same_text_has_no_errors(text in text(), keep_lines: bool) {
            let score = Score::of(&text, &text, &text, keep_lines);
            let chars = text.chars().count() as u64;
            let words = text.split(' ').filter(|word| !word.is_empty()).count() as u64;
            prop_assert_eq!(score, Score { chars, words, ..Score::default() });
        }

        #[test]
        fn wrong_words_are_fixed_left_or_still_wrong(gold in text(), damaged in text(), repaired in text()) {
            let score = Score::of(&gold, &damaged, &repaired, false);
            let untouched = Score::of(&gold, &damaged, &damaged, false);
            prop_assert_eq!(untouched.left, score.wrong_before());
            prop_assert_eq!((untouched.fixed, untouched.broken, untouched.changed_wrong), (0, 0, 0));
            prop_assert_eq!(untouched.cer_after, score.cer_before);
            let perfect = Score::of(&gold, &damaged, &gold, false);
            prop_assert_eq!(perfect.fixed, score.wrong_before());
            prop_assert_eq!(perfect.cer_after + perfect.wer_after + perfect.broken, 0);
            let wrong_after = Score::of(&gold, &repaired, &repaired, false).left;
            prop_assert_eq!(wrong_after, score.broken + score.changed_wrong + score.left);
            prop_assert_eq!(score.mistakes.len() as u64, score.broken + score.changed_wrong);
        }
    }
}
