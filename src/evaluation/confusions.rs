use std::collections::BTreeMap;

use super::levenshtein::{self, Step};
use super::score::Interner;

/// The most letters that a confusion has on either side.
const LETTERS: usize = 3;

/// What was read for what, and how often.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Confusion {
    /// What was read.
    pub observed: String,
    /// What stands in the gold text.
    pub meant: String,
    /// How often, 1 or more.
    pub count: u64,
}

/// The confusions of a text that was misread: one to three letters on each side, inside words.
///
/// The words of both texts are aligned; where one word stands for one other, so are their characters, and each run of
/// characters that differ is a confusion: `rn` for `m`, `ee` for `æ`. A run in which one side has nothing (a lost or a
/// doubled letter, a speck) or more than three characters is none, and neither is anything in two words of which half or
/// more differs: they were hardly the same word. Sorted by count, the most frequent first, then by text.
pub fn confusions(gold: &str, observed: &str) -> Vec<Confusion> {
    let mut interner = Interner::default();
    let (gold, observed) = (interner.read(gold), interner.read(observed));
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    let (mut here, mut there) = (0, 0);
    for step in levenshtein::align(&gold.ids, &observed.ids) {
        if step == Step::Replace {
            for confusion in in_word(gold.word(here), observed.word(there)) {
                *counts.entry(confusion).or_default() += 1;
            }
        }
        here += usize::from(step != Step::Insert);
        there += usize::from(step != Step::Delete);
    }
    let mut confusions: Vec<Confusion> =
        counts.into_iter().map(|((observed, meant), count)| Confusion { observed, meant, count }).collect();
    confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
    confusions
}

/// The runs of characters that differ in a word, as (observed, meant).
fn in_word(gold: &str, observed: &str) -> Vec<(String, String)> {
    let [gold, observed] = [gold, observed].map(|word| word.chars().map(u32::from).collect::<Vec<_>>());
    let steps = levenshtein::align(&gold, &observed);
    let cost = steps.iter().filter(|step| **step != Step::Keep).count();
    if 2 * cost >= gold.len().max(observed.len()) {
        return Vec::new();
    }
    let text = |symbols: &[u32]| symbols.iter().filter_map(|&symbol| char::from_u32(symbol)).collect::<String>();
    let (mut here, mut there) = (0, 0);
    let mut found = Vec::new();
    for run in steps.chunk_by(|a, b| (*a == Step::Keep) == (*b == Step::Keep)) {
        let meant = &gold[here..][..run.iter().filter(|step| **step != Step::Insert).count()];
        let read = &observed[there..][..run.iter().filter(|step| **step != Step::Delete).count()];
        here += meant.len();
        there += read.len();
        let sized = (1..=LETTERS).contains(&meant.len()) && (1..=LETTERS).contains(&read.len());
        if run[0] != Step::Keep && sized {
            found.push((text(read), text(meant)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(gold: &str, observed: &str) -> Vec<(String, String, u64)> {
        confusions(gold, observed).into_iter().map(|c| (c.observed, c.meant, c.count)).collect()
    }

    fn of(observed: &str, meant: &str, count: u64) -> (String, String, u64) {
        (observed.to_owned(), meant.to_owned(), count)
    }

    #[test]
    fn letters_are_confused_one_for_one_and_one_for_two() {
        assert_eq!(
            found("den største sø og mindre vænger", "den storste sø og rnindre veenger"),
            [of("ee", "æ", 1), of("o", "ø", 1), of("rn", "m", 1)]
        );
    }

    #[test]
    fn the_most_frequent_comes_first() {
        let found = found("skovløber, markløber og hjælper", "skovlober, marklober og hjaelper");
        assert_eq!(found, [of("o", "ø", 2), of("ae", "æ", 1)]);
    }

    #[test]
    fn what_is_lost_added_or_another_word_is_no_confusion() {
        assert_eq!(found("kommune", "komune"), []);
        assert_eq!(found("kommune", "kom.mune"), []);
        assert_eq!(found("den gamle havn", "den hurtige havn"), []);
        assert_eq!(found("ny idrætshal her", "ny idræts hal her"), []);
        assert_eq!(found("", "noget"), []);
    }
}
