use std::collections::{BTreeMap, BTreeSet};

use super::levenshtein::{self, Step};
use super::score::Interner;
use crate::profile::Confusions;

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

/// What pairs of texts tell of a reader: what it took for what, and how often it read letters right.
///
/// The words of both texts are aligned; where one word stands for one other, so are their characters, and each run of
/// characters that differ is a confusion: `rn` for `m`, `ee` for `æ`. A run in which one side has nothing (a lost or a
/// doubled letter, a speck) or more than three characters is none, and neither is anything in two words of which half or
/// more differs: they were hardly the same word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misreadings {
    /// By what was read and what was meant.
    confused: BTreeMap<(String, String), u64>,
    /// Runs of one to three letters that were read right.
    right: BTreeMap<String, u64>,
}

impl Misreadings {
    /// What a text and what was read of it tell.
    #[must_use]
    pub fn of(gold: &str, observed: &str) -> Self {
        let mut misreadings = Self::default();
        let mut interner = Interner::default();
        let (gold, observed) = (interner.read(gold), interner.read(observed));
        let (mut here, mut there) = (0, 0);
        for step in levenshtein::align(&gold.ids, &observed.ids) {
            match step {
                Step::Keep => misreadings.add_right(gold.word(here)),
                Step::Replace => misreadings.add_pair(gold.word(here), observed.word(there)),
                Step::Delete | Step::Insert => {}
            }
            here += usize::from(step != Step::Insert);
            there += usize::from(step != Step::Delete);
        }
        misreadings
    }

    /// Adds what other texts tell.
    pub fn merge(&mut self, other: Self) {
        for (confusion, count) in other.confused {
            *self.confused.entry(confusion).or_default() += count;
        }
        for (letters, count) in other.right {
            *self.right.entry(letters).or_default() += count;
        }
    }

    /// The confusions, the most frequent first, then by text.
    #[must_use]
    pub fn confusions(&self) -> Vec<Confusion> {
        let confusion = |((observed, meant), count): (&(String, String), &u64)| Confusion {
            observed: observed.clone(),
            meant: meant.clone(),
            count: *count,
        };
        let mut confusions: Vec<Confusion> = self.confused.iter().map(confusion).collect();
        confusions.sort_by_key(|confusion| std::cmp::Reverse(confusion.count));
        confusions
    }

    /// The confusions for a profile. What was read right stands among them, read as itself, so that how often letters are
    /// misread can be told: single letters and pairs of them, and runs of three that were misread as well.
    #[must_use]
    pub fn taught(&self) -> Confusions {
        let mut taught = Confusions::default();
        for ((observed, meant), count) in &self.confused {
            taught.add(observed, meant, *count as f64);
        }
        let meant: BTreeSet<&str> = self.confused.keys().map(|(_, meant)| meant.as_str()).collect();
        let is_kept = |letters: &str| letters.chars().nth(2).is_none() || meant.contains(letters);
        for (letters, count) in self.right.iter().filter(|(letters, _)| is_kept(letters)) {
            taught.add(letters, letters, *count as f64);
        }
        taught
    }

    /// Counts the runs of letters of what was read right, and, where they are in capitals, in lower case as well.
    fn add_right(&mut self, letters: &str) {
        let starts: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
        for (at, start) in starts.iter().enumerate() {
            for end in starts[at + 1..].iter().take(LETTERS) {
                let run = &letters[*start..*end];
                if run.chars().all(char::is_alphabetic) {
                    *self.right.entry(run.to_owned()).or_default() += 1;
                    if let Some(lower) = lower(run) {
                        *self.right.entry(lower).or_default() += 1;
                    }
                }
            }
        }
    }

    /// Counts the runs of characters that differ in a word, and those that do not.
    fn add_pair(&mut self, gold: &str, observed: &str) {
        let [gold, observed] = [gold, observed].map(|word| word.chars().map(u32::from).collect::<Vec<_>>());
        let steps = levenshtein::align(&gold, &observed);
        let cost = steps.iter().filter(|step| **step != Step::Keep).count();
        if 2 * cost >= gold.len().max(observed.len()) {
            return;
        }
        let text = |symbols: &[u32]| symbols.iter().filter_map(|&symbol| char::from_u32(symbol)).collect::<String>();
        let (mut here, mut there) = (0, 0);
        for run in steps.chunk_by(|a, b| (*a == Step::Keep) == (*b == Step::Keep)) {
            let meant = &gold[here..][..run.iter().filter(|step| **step != Step::Insert).count()];
            let read = &observed[there..][..run.iter().filter(|step| **step != Step::Delete).count()];
            here += meant.len();
            there += read.len();
            let sized = (1..=LETTERS).contains(&meant.len()) && (1..=LETTERS).contains(&read.len());
            if run[0] == Step::Keep {
                self.add_right(&text(meant));
            } else if sized {
                self.add_confusion(text(read), text(meant));
            }
        }
    }

    /// Counts a confusion; one of capitals for capitals is one of small letters.
    fn add_confusion(&mut self, read: String, meant: String) {
        if let (Some(read), Some(meant)) = (lower(&read), lower(&meant)) {
            *self.confused.entry((read, meant)).or_default() += 1;
        } else {
            *self.confused.entry((read, meant)).or_default() += 1;
        }
    }
}

/// Capitals in lower case; nothing where any is none.
fn lower(letters: &str) -> Option<String> {
    letters.chars().all(char::is_uppercase).then(|| letters.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(gold: &str, observed: &str) -> Vec<(String, String, u64)> {
        Misreadings::of(gold, observed).confusions().into_iter().map(|c| (c.observed, c.meant, c.count)).collect()
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

    #[test]
    fn what_was_read_right_is_taught_too() {
        let mut misreadings = Misreadings::of("større Ø", "storre Ø");
        misreadings.merge(Misreadings::of("øre", "øre"));
        let taught = misreadings.taught();
        assert_eq!([taught.weight("o", "ø"), taught.weight("ø", "ø"), taught.weight("Ø", "Ø")], [1.0, 2.0, 1.0]);
        assert_eq!([taught.weight("re", "re"), taught.weight("rre", "rre")], [2.0, 0.0]);
    }
}
