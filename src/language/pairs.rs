//! Which word follows which: word pairs, read where they lie.
//!
//! A word that is right by itself may be wrong where it stands (`et mode` for `et møde`), and only its neighbours
//! tell. The table lists the pairs of a corpus with the probability of the second word after the first. It is a
//! [`FingerprintTable`], so a stranger is taken for a listed pair less than once in a million lookups.
//!
//! Keys are two words in lower case with a space between. `det er` holds the probability of `er` after `det`,
//! `det ` (nothing on the right) what the listed followers of `det` leave to all other words, ` <num>` (nothing
//! on the left) the probability of a mark in running text. Payloads are those of the frequency tables. Words
//! without a listed follower say nothing about the next word.

use std::borrow::Cow;
use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::casing::{MAX_BYTES, lower_of_latin, split_small};
use super::fingerprint::{FingerprintTable, TableError};
use super::frequency::{quantise, restore};

/// The mark for the start of a sentence.
pub const START: &str = "<s>";
/// The mark for an end without a sign.
pub const END: &str = "</s>";
/// The mark for a number.
pub const NUMBER: &str = "<num>";

/// What a count loses to the pairs that were never seen (absolute discounting). Pairs counted this often or less
/// are not listed at all.
const DISCOUNT: f64 = 1.0;

/// What stands beside a word.
///
/// Commas are looked through (`at gå, men` has the pair `gå men`). Beside any other sign nothing is known: what
/// stands before a full stop has [`Context::Unknown`] to its right, since the counts break there too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Context<'a> {
    /// Nothing is known of it, or it is a sign.
    #[default]
    Unknown,
    /// On the left the start of a sentence, on the right the end of a text or line that has no sign to end it.
    Edge,
    /// A number in digits.
    Number,
    /// A word, in any case.
    Word(&'a str),
}

impl<'a> Context<'a> {
    /// How the table writes it as the first of a pair.
    pub(crate) fn on_the_left(self) -> Option<&'a str> {
        self.written(START)
    }

    /// How the table writes it as the second of a pair.
    pub(crate) fn on_the_right(self) -> Option<&'a str> {
        self.written(END)
    }

    /// [`Self::on_the_left`], folded.
    pub(crate) fn member_on_the_left(self) -> Option<Member> {
        self.on_the_left().and_then(Member::of)
    }

    /// [`Self::on_the_right`], folded.
    pub(crate) fn member_on_the_right(self) -> Option<Member> {
        self.on_the_right().and_then(Member::of)
    }

    fn written(self, edge: &'static str) -> Option<&'a str> {
        match self {
            Self::Unknown => None,
            Self::Edge => Some(edge),
            Self::Number => Some(NUMBER),
            Self::Word(word) => Some(word).filter(|word| !word.is_empty()),
        }
    }
}

/// What can be wrong with the bytes of a pair table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PairsError {
    /// The bytes are no table.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The table holds something else than pairs: the marks are not in it.
    #[error("not a table of word pairs: {NUMBER} and {END} are not in it")]
    Marks,
}

/// Times that one word stood before another.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCount {
    /// The first word, in lower case, or a mark.
    pub left: String,
    /// The second.
    pub right: String,
    /// How often; a fraction where some texts weigh less.
    pub count: f64,
}

/// The pairs of a language.
#[derive(Debug, Clone)]
pub struct Pairs {
    table: FingerprintTable,
    number: f32,
    end: f32,
    /// The start of a sentence, as the first of a pair.
    start: Option<Member>,
}

impl Pairs {
    /// Reads a table. Checks the header and the marks: cost does not grow with the table.
    ///
    /// # Errors
    /// When the bytes are not a table of this version, or one of other things than pairs.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Self, PairsError> {
        let table = FingerprintTable::new(bytes)?;
        let mark = |mark| listed(&table, "", mark).ok_or(PairsError::Marks);
        let (number, end) = (mark(NUMBER)?, mark(END)?);
        Ok(Self { table, number, end, start: Member::of(START) })
    }

    /// The logarithm of the probability of `right` after `left`; `None` when the pair is not listed.
    #[inline]
    #[must_use]
    pub fn listed(&self, left: &str, right: &str) -> Option<f32> {
        listed(&self.table, left, right)
    }

    /// The logarithm of what the listed followers of `left` leave to all other words; 0 when it has none.
    #[inline]
    #[must_use]
    pub fn left_over(&self, left: &str) -> f32 {
        listed(&self.table, left, "").unwrap_or(0.0)
    }

    /// [`Self::listed`] of words that are folded already.
    #[inline]
    pub(crate) fn listed_members(&self, left: &Member, right: &Member) -> Option<f32> {
        let (left, right) = (left.with_space(), right.word());
        let mut short = [0; SHORT];
        let Some(key) = short.get_mut(..left.len() + right.len()) else {
            return look_up(&self.table, &[left, right].concat());
        };
        key[..left.len()].copy_from_slice(left);
        key[left.len()..].copy_from_slice(right);
        look_up(&self.table, key)
    }

    /// The start of a sentence, as the first of a pair.
    pub(crate) fn start(&self) -> Option<&Member> {
        self.start.as_ref()
    }

    /// [`Self::left_over`] of a word that is folded already.
    pub(crate) fn left_over_by(&self, left: &Member) -> f32 {
        look_up(&self.table, left.with_space()).unwrap_or(0.0)
    }

    /// The logarithm of the probability of a number in running text.
    #[must_use]
    pub fn number(&self) -> f32 {
        self.number
    }

    /// The logarithm of the probability of an end without a sign in running text.
    #[must_use]
    pub fn end(&self) -> f32 {
        self.end
    }

    /// Makes a table of at most `most` pairs by absolute discounting, each pair's probability with what the
    /// followers leave to it as any other word. `total` says how often a word was seen, whatever came after it, and
    /// `probability` how likely a word or mark is in running text. Of too many pairs those are kept that tell
    /// most: the gain in nats over not listing the pair, by its count.
    ///
    /// # Errors
    /// When a pair is listed twice or no seed keeps the fingerprints apart.
    pub fn write(
        counts: &[PairCount],
        total: impl Fn(&str) -> f64,
        probability: impl Fn(&str) -> f64,
        most: usize,
    ) -> Result<Vec<u8>, TableError> {
        let pairs: Vec<&PairCount> = counts.iter().filter(|pair| pair.count > DISCOUNT).collect();
        let totals = totals(counts, total);
        let share = |pair: &PairCount| (pair.count - DISCOUNT) / totals[pair.left.as_str()];
        let all_left_over = left_over(&pairs, share);
        let gain = |pair: &PairCount| {
            let otherwise = all_left_over[pair.left.as_str()] * probability(&pair.right);
            pair.count * (1.0 + share(pair) / otherwise).ln()
        };
        let mut ranked: Vec<(f64, &PairCount)> = pairs.into_iter().map(|pair| (gain(pair), pair)).collect();
        ranked.sort_by(|(a, one), (b, other)| {
            b.total_cmp(a).then_with(|| (&one.left, &one.right).cmp(&(&other.left, &other.right)))
        });
        ranked.truncate(most);
        let kept: Vec<&PairCount> = ranked.into_iter().map(|(_, pair)| pair).collect();

        let left_over = left_over(&kept, share);
        let mut entries: Vec<(String, f64)> =
            [NUMBER, END].iter().map(|mark| (format!(" {mark}"), probability(mark))).collect();
        entries.extend(left_over.iter().map(|(left, share)| (format!("{left} "), *share)));
        entries.extend(kept.iter().map(|pair| {
            let as_any_word = left_over[pair.left.as_str()] * probability(&pair.right);
            (format!("{} {}", pair.left, pair.right), share(pair) + as_any_word)
        }));
        let entries: Vec<(String, u8)> = entries.into_iter().map(|(key, p)| (key, quantise(p))).collect();
        FingerprintTable::write(&entries)
    }
}

fn listed(table: &FingerprintTable, left: &str, right: &str) -> Option<f32> {
    let mut key = Key::new();
    fold(left, &mut key)?;
    key.push(b' ');
    fold(right, &mut key)?;
    look_up(table, &key)
}

#[inline]
fn look_up(table: &FingerprintTable, key: &[u8]) -> Option<f32> {
    if key.len() > MOST_BYTES { None } else { restore(table.get(key)) }
}

/// How often each first word was seen: at least as often as its pairs.
fn totals(counts: &[PairCount], total: impl Fn(&str) -> f64) -> BTreeMap<&str, f64> {
    let mut totals = BTreeMap::new();
    for pair in counts {
        *totals.entry(pair.left.as_str()).or_insert(0.0) += pair.count;
    }
    totals.iter_mut().for_each(|(left, sum)| *sum = sum.max(total(left)));
    totals
}

/// What the pairs leave of each first word's probability.
fn left_over<'a>(pairs: &[&'a PairCount], share: impl Fn(&PairCount) -> f64) -> BTreeMap<&'a str, f64> {
    let mut left_over = BTreeMap::new();
    for pair in pairs {
        *left_over.entry(pair.left.as_str()).or_insert(1.0) -= share(pair);
    }
    left_over
}

/// Bytes of a pair, at most: longer words are none.
const MOST_BYTES: usize = 2 * MAX_BYTES + 1;

/// Bytes of nearly every pair.
const SHORT: usize = 64;

/// A pair as the table writes it, on the stack where its words are of usual length.
type Key = SmallVec<[u8; SHORT]>;

/// A word as the table writes it, and a space: folded once where many pairs have it.
#[derive(Debug, Clone)]
pub(crate) struct Member(SmallVec<[u8; USUAL]>);

/// Bytes of nearly every word, with the space.
const USUAL: usize = 24;

impl Member {
    /// The word; `None` when it is too long to be one.
    pub fn of(word: &str) -> Option<Self> {
        if let Some(small) = Self::of_small(word) {
            return Some(small);
        }
        let mut folded = SmallVec::new();
        fold(word, &mut folded)?;
        folded.push(b' ');
        Some(Self(folded))
    }

    /// A word of usual length in small letters, as most are.
    #[inline]
    fn of_small(word: &str) -> Option<Self> {
        let mut written = [b' '; USUAL];
        let is_usual = word.len() < USUAL && split_small(word).1.is_empty();
        written.get_mut(..word.len()).filter(|_| is_usual)?.copy_from_slice(word.as_bytes());
        Some(Self(SmallVec::from_buf_and_len(written, word.len() + 1)))
    }

    fn with_space(&self) -> &[u8] {
        &self.0
    }

    fn word(&self) -> &[u8] {
        &self.0[..self.0.len() - 1]
    }
}

/// Adds a word in lower case, with straight apostrophes; `None` when it is too long to be one.
#[inline]
fn fold<A: smallvec::Array<Item = u8>>(word: &str, folded: &mut SmallVec<A>) -> Option<()> {
    /// A character of so many bytes may be one byte in lower case.
    const LONGEST_LETTER: usize = 3;
    if word.len() > LONGEST_LETTER * MOST_BYTES {
        return None;
    }
    // Nearly all words are written so already.
    let (plain, rest) = split_small(word);
    folded.extend_from_slice(plain.as_bytes());
    let mut push = |c: char| folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    for c in rest.chars() {
        match lower_of_latin(c) {
            Some(lower) => push(lower),
            None if c == '’' => push('\''),
            None => c.to_lowercase().for_each(&mut push),
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(pairs: &[(&str, &str, f64)]) -> Vec<PairCount> {
        let count = |(left, right, count): &(&str, &str, f64)| PairCount {
            left: (*left).to_owned(),
            right: (*right).to_owned(),
            count: *count,
        };
        pairs.iter().map(count).collect()
    }

    fn pairs(listed: &[(&str, &str, f64)], most: usize) -> Pairs {
        let total = |word: &str| if word == "et" { 20.0 } else { 0.0 };
        let bytes = Pairs::write(&counts(listed), total, |_| 0.01, most).unwrap();
        Pairs::new(bytes.into()).unwrap()
    }

    fn close(found: Option<f32>, wanted: f32) -> bool {
        found.is_some_and(|ln| (ln.exp() / wanted - 1.0).abs() < 0.04)
    }

    #[test]
    fn pairs_share_what_their_first_word_leaves_and_the_rest_is_left_over() {
        let pairs = pairs(&[("et", "møde", 9.0), ("et", "hus", 3.0), ("et", "ord", 1.0), ("<s>", "det", 5.0)], 99);
        // (9 - 1) / 20, and of what is left over as much as any other word.
        assert!(close(pairs.listed("et", "møde"), 0.4 + 0.5 * 0.01));
        assert!(close(pairs.listed("et", "hus"), 0.1 + 0.5 * 0.01));
        assert!(close(Some(pairs.left_over("et")), 0.5));
        assert!(close(pairs.listed("<s>", "det"), 0.8 + 0.2 * 0.01));
        assert_eq!(pairs.listed("et", "ord"), None, "discounted to nothing");
        assert_eq!(pairs.listed("møde", "et"), None);
        assert_eq!(pairs.left_over("møde"), 0.0);
        assert!(close(Some(pairs.number()), 0.01) && close(Some(pairs.end()), 0.01));
    }

    #[test]
    fn what_tells_least_is_left_out_and_its_share_left_over() {
        let pairs = pairs(&[("et", "møde", 9.0), ("et", "hus", 3.0)], 1);
        assert!(pairs.listed("et", "møde").is_some() && pairs.listed("et", "hus").is_none());
        assert!(close(Some(pairs.left_over("et")), 0.6));
    }

    #[test]
    fn case_and_apostrophes_are_folded() {
        let pairs = pairs(&[("kl's", "møde", 5.0)], 9);
        assert!(pairs.listed("KL’s", "MØDE").is_some());
    }

    #[test]
    fn words_too_long_for_words_are_in_no_pair() {
        let pairs = pairs(&[("et", "møde", 5.0)], 9);
        assert_eq!(pairs.listed(&"é".repeat(500), "møde"), None);
        assert_eq!(pairs.listed("et", &"x".repeat(500)), None);
    }

    #[test]
    fn other_tables_are_refused() {
        let words = FingerprintTable::write(&[("ord", 1)]).unwrap();
        assert_eq!(Pairs::new(words.into()).unwrap_err(), PairsError::Marks);
        assert_eq!(Pairs::new(Cow::Borrowed(b"no table")).unwrap_err(), PairsError::Table(TableError::Magic));
    }
}
