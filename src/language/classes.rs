//! Word classes: words that keep the same company, told from counts of word pairs.
//!
//! Most pairs of words that are right were never counted. A class stands for its words: `en besked` may be in no list,
//! but words such as `besked` follow words such as `en` a hundred times oftener than chance. The classes are found by
//! exchange (Martin, Liermann and Ney 1998: each word is moved to the class that makes the counted pairs most probable,
//! until few words move); the recipe does it, here they are only read. A word that was not counted has the class
//! of the words that end as it does.
//!
//! Layout, little-endian: magic (8 bytes), the number of classes (u32), a byte for each two classes, the first
//! one's row after row: how much oftener the second follows the first than chance, in sixteenths of a nat, 128 being as
//! often; then a [`FingerprintTable`] from words, and from endings with a hyphen before them, to their class, counted
//! from 1.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::casing::Folded;
use super::fingerprint::{FingerprintTable, TableError};

/// Names the format and its version.
const MAGIC: [u8; 8] = *b"ORDCLS01";
const HEADER: usize = 12;
/// Gains are stored in steps of a sixteenth of a nat around this byte.
const NO_GAIN: f32 = 128.0;
const STEPS_A_NAT: f32 = 16.0;
/// A class must be told apart in one byte, of which 0 means "none".
pub const MOST_CLASSES: usize = 255;
/// Letters of the longest ending that is looked at, and letters that a word has more than its ending.
const LONGEST_ENDING: usize = 5;
const STEM: usize = 2;
/// An ending of fewer words says nothing.
const LEAST_WORDS: usize = 5;

/// What can be wrong with the bytes of word classes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClassesError {
    /// The bytes do not begin as word classes of this version do.
    #[error("not word classes of this version")]
    Magic,
    /// The header says that there are no classes, too many, or more than the bytes have room for.
    #[error("word classes cut short, or {0} of them")]
    Count(usize),
    /// The table of words cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// The classes of a language's words.
#[derive(Debug, Clone)]
pub struct Classes {
    gains: Cow<'static, [u8]>,
    count: usize,
    table: FingerprintTable,
}

impl Classes {
    /// Reads word classes. Cost does not grow with the table.
    ///
    /// # Errors
    /// When the bytes are not word classes of this version.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Self, ClassesError> {
        if !bytes.starts_with(&MAGIC) || bytes.len() < HEADER {
            return Err(ClassesError::Magic);
        }
        let count = u32::from_le_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]) as usize;
        let table_at = HEADER + count.min(MOST_CLASSES) * count.min(MOST_CLASSES);
        if count == 0 || count > MOST_CLASSES || bytes.len() < table_at {
            return Err(ClassesError::Count(count));
        }
        let (gains, table) = match bytes {
            Cow::Borrowed(bytes) => (Cow::Borrowed(&bytes[HEADER..table_at]), Cow::Borrowed(&bytes[table_at..])),
            Cow::Owned(bytes) => (bytes[HEADER..table_at].to_vec().into(), bytes[table_at..].to_vec().into()),
        };
        Ok(Self { gains, count, table: FingerprintTable::new(table)? })
    }

    /// The class of a word, whatever its case, or of a mark.
    #[must_use]
    pub fn of(&self, word: &str) -> Option<u8> {
        let lower = Folded::lower(word)?;
        let known = self.table.get(lower.as_bytes());
        let class = if known != 0 { known } else { self.by_ending(lower.as_str()) };
        (1..=self.count).contains(&usize::from(class)).then(|| class - 1)
    }

    /// Whether a word in small letters was counted itself.
    #[must_use]
    pub fn lists(&self, word: &str) -> bool {
        self.table.get(word.as_bytes()) != 0
    }

    /// The class of the longest ending that has one; 0 where none has.
    fn by_ending(&self, word: &str) -> u8 {
        let mut key = [0; 1 + 4 * LONGEST_ENDING];
        key[0] = b'-';
        let classes = endings(word).rev().map(|ending| {
            key[1..=ending.len()].copy_from_slice(ending.as_bytes());
            self.table.get(&key[..=ending.len()])
        });
        let mut classes = classes.filter(|class| *class != 0);
        classes.next().unwrap_or(0)
    }

    /// How much oftener words of the class `right` follow those of `left` than chance, in nats.
    #[must_use]
    pub fn gain(&self, left: u8, right: u8) -> f32 {
        let at = usize::from(left) * self.count + usize::from(right);
        self.gains.get(at).map_or(0.0, |gain| (f32::from(*gain) - NO_GAIN) / STEPS_A_NAT)
    }

    /// Writes `count` classes: each word's, counted from 0, with whether it is rare enough for its ending to tell, and
    /// what [`Self::gain`] says of each two classes.
    ///
    /// # Errors
    /// When a word is listed twice or no seed keeps the fingerprints apart.
    pub fn write(
        words: &[(String, u8, bool)],
        count: usize,
        gain: impl Fn(usize, usize) -> f64,
    ) -> Result<Vec<u8>, TableError> {
        let count = count.min(MOST_CLASSES);
        let mut bytes = MAGIC.to_vec();
        bytes.extend((count as u32).to_le_bytes());
        let quantised =
            |gain: f64| (gain * f64::from(STEPS_A_NAT) + f64::from(NO_GAIN)).round().clamp(0.0, 255.0) as u8;
        bytes.extend((0..count * count).map(|at| quantised(gain(at / count, at % count))));
        let mut entries: Vec<(String, u8)> = words.iter().map(|(word, class, _)| (word.clone(), class + 1)).collect();
        let rare = words.iter().filter(|(_, _, is_rare)| *is_rare).map(|(word, class, _)| (word.as_str(), *class));
        entries.extend(of_endings(rare).into_iter().map(|(ending, class)| (format!("-{ending}"), class + 1)));
        bytes.extend(FingerprintTable::write(&entries)?);
        Ok(bytes)
    }
}

/// The endings of a word that may tell its class, shortest first.
fn endings(word: &str) -> impl DoubleEndedIterator<Item = &str> {
    let starts: smallvec::SmallVec<[usize; LONGEST_ENDING + STEM]> =
        word.char_indices().rev().map(|(at, _)| at).take(LONGEST_ENDING + STEM).collect();
    let most = word.chars().take(LONGEST_ENDING + STEM).count().saturating_sub(STEM).min(LONGEST_ENDING);
    (0..most).map(move |letters| &word[starts[letters]..])
}

/// The class that most words of each ending have, where it is not that of the next shorter one.
fn of_endings<'a>(words: impl Iterator<Item = (&'a str, u8)>) -> BTreeMap<&'a str, u8> {
    let mut counts: BTreeMap<&str, BTreeMap<u8, usize>> = BTreeMap::new();
    for (word, class) in words.filter(|(word, _)| word.chars().all(char::is_alphabetic)) {
        for ending in endings(word) {
            *counts.entry(ending).or_default().entry(class).or_default() += 1;
        }
    }
    counts.retain(|_, classes| classes.values().sum::<usize>() >= LEAST_WORDS);
    let commonest = |classes: &BTreeMap<u8, usize>| {
        classes.iter().max_by_key(|(class, words)| (**words, u8::MAX - **class)).map_or(0, |(class, _)| *class)
    };
    let classes: BTreeMap<&str, u8> = counts.iter().map(|(ending, classes)| (*ending, commonest(classes))).collect();
    let shorter = |ending: &str| ending.chars().next().map_or(0, char::len_utf8);
    let tells = |(ending, class): &(&str, u8)| classes.get(&ending[shorter(ending)..]) != Some(class);
    classes.iter().map(|(ending, class)| (*ending, *class)).filter(tells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(words: &[(&str, u8, bool)]) -> Classes {
        let words: Vec<(String, u8, bool)> =
            words.iter().map(|(word, class, rare)| (word.to_string(), *class, *rare)).collect();
        let bytes =
            Classes::write(&words, 3, |left, right| if (left, right) == (0, 1) { 2.5 } else { -100.0 }).unwrap();
        Classes::new(bytes.into()).unwrap()
    }

    #[test]
    fn classes_and_gains_come_back() {
        let classes = classes(&[("en", 0, false), ("mand", 1, false)]);
        assert_eq!((classes.of("En"), classes.of("mand"), classes.of("xyzzy")), (Some(0), Some(1), None));
        assert_eq!(classes.gain(0, 1), 2.5);
        assert_eq!(classes.gain(1, 0), -8.0, "the least that is stored");
    }

    #[test]
    fn words_that_were_not_counted_have_the_class_of_those_that_end_alike() {
        let words = ["løsningen", "prøvningen", "regningen", "tegningen", "meningen", "stregen"];
        let mut listed: Vec<(&str, u8, bool)> = words.iter().map(|word| (*word, 1, true)).collect();
        listed.extend(["mand", "vand", "rand", "spand", "stand", "strand"].map(|word| (word, 2, true)));
        let classes = classes(&listed);
        assert_eq!((classes.of("ordningen"), classes.of("tand"), classes.of("en")), (Some(1), Some(2), None));
    }

    #[test]
    fn other_bytes_are_refused() {
        assert_eq!(Classes::new(Cow::Borrowed(b"no classes here")).unwrap_err(), ClassesError::Magic);
        let mut cut = MAGIC.to_vec();
        cut.extend(9u32.to_le_bytes());
        assert_eq!(Classes::new(cut.into()).unwrap_err(), ClassesError::Count(9));
    }
}
