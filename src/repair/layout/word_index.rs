//! How often a text has the words that its line ends ask about, and two of them side by side.
//!
//! Only few words are asked about, and to count all of them takes longer than everything else that is asked of lines. So
//! the runs of letters of the text are put down once, by their hash; a word that is asked about is looked for where its
//! letters stand, which is cut into words as [`profile`](crate::profile) cuts it. What is said of words is what
//! [`Counts`](crate::profile::Counts) of the whole text say. Where it is known beforehand which words may be asked about, only their
//! runs are put down.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ops::Range;

use memchr::{memchr2, memrchr2};
use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_64;

use crate::language::lower_of_latin;
use crate::profile::{Kind, fold, tokens};
use crate::text::QuickMap;
use crate::tokenize::{Shape, Word};

/// A run of letters.
struct Run {
    start: u32,
    /// Which of the text's runs it is.
    number: u32,
    /// Half of the hash of its letters in lower case.
    hash: u32,
    /// The run before it that has its slot, counted from 1.
    before: u32,
}

/// The runs whose hashes have a slot in common.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// The last of them, counted from 1.
    last: u32,
    /// How many there are.
    count: u32,
}

/// The runs of letters of a text.
pub(super) struct WordIndex<'t> {
    text: &'t str,
    /// Those that are put down, ascending.
    runs: Vec<Run>,
    /// How many the text has.
    total: u32,
    /// Which of them are put down, where not all are.
    wanted: Option<Words>,
    /// By hash.
    slots: Vec<Slot>,
    words: RefCell<QuickMap<Box<str>, u32>>,
    /// Bytes that were looked through.
    read: Cell<usize>,
}

/// Words that may be asked about, by the hashes of their runs, and a few more.
#[derive(Clone, Debug)]
pub(super) struct Words {
    /// A bit for each value that the last bits of a hash can have.
    hashes: Vec<u64>,
    /// A bit for each value that the hash of a run's first letters and its length can have.
    beginnings: [u64; BEGINNINGS / BITS],
}

/// Bits that are looked up together.
const BITS: usize = u64::BITS as usize;

impl Words {
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        /// So few bits are set that of fifty runs that nobody asks about one is put down.
        const BITS_A_WORD: usize = 64;
        let words: Vec<&str> = words.collect();
        let bits = (words.len() * BITS_A_WORD).next_power_of_two().max(BITS);
        let mut all = Self { hashes: vec![0; bits / BITS], beginnings: [0; BEGINNINGS / BITS] };
        for word in words {
            for run in runs(&fold(word)) {
                let run = lower(run);
                let (hash, beginning) = (hash(&run, false) as usize & (bits - 1), beginning(run.as_bytes()));
                all.hashes[hash / BITS] |= 1 << (hash % BITS);
                all.beginnings[beginning / BITS] |= 1 << (beginning % BITS);
            }
        }
        all
    }

    /// Whether all runs of a word are among them.
    pub fn have(&self, word: &str) -> bool {
        hashes(&fold(word)).all(|hash| self.has(hash))
    }

    #[inline]
    fn has(&self, hash: u32) -> bool {
        let hash = hash as usize & (BITS * self.hashes.len() - 1);
        self.hashes[hash / BITS] >> (hash % BITS) & 1 != 0
    }

    /// Whether one of the words may begin as a run does.
    #[inline]
    fn has_beginning(&self, run: &[u8]) -> bool {
        let beginning = beginning(run);
        self.beginnings[beginning / BITS] >> (beginning % BITS) & 1 != 0
    }
}

/// Values that the hash of a run's first letters and its length can have.
const BEGINNINGS: usize = 1 << 12;

/// The hash of a run's first letters, whatever their case, and of its length.
#[inline]
fn beginning(run: &[u8]) -> usize {
    /// What tells a small letter from its capital, in ASCII and in the second byte of Latin 1.
    const SMALL: u32 = 0x20_20_20;
    let letters = match *run {
        [one, two, three, ..] => [one, two, three, 0],
        [one, two] => [one, two, 0, 0],
        [one] => [one, 0, 0, 0],
        [] => [0; 4],
    };
    let length = (run.len() as u32) << 24;
    let hash = (u32::from_le_bytes(letters) | SMALL | length).wrapping_mul(SPREAD as u32);
    (hash >> (u32::BITS - BEGINNINGS.trailing_zeros())) as usize
}

/// Bytes that are always looked through.
const LEAST_READ: usize = 4096;

impl<'t> WordIndex<'t> {
    /// Puts down the runs of a text that is cut into words; nothing for one that is too long to be a block.
    pub fn of(text: &'t str, cut: &[Word]) -> Option<Self> {
        Self::with(text, cut, cut.len(), None)
    }

    /// Puts down those of some words alone.
    pub fn of_words(text: &'t str, cut: &[Word], words: Words) -> Option<Self> {
        Self::with(text, cut, words.hashes.len(), Some(words))
    }

    /// What was found out by an index of some words is known to that of all.
    #[must_use]
    pub fn knowing(self, some: Option<&Self>) -> Self {
        if let Some(some) = some {
            self.words.swap(&some.words);
            self.read.set(some.read.get());
        }
        self
    }

    fn with(text: &'t str, cut: &[Word], room: usize, wanted: Option<Words>) -> Option<Self> {
        u32::try_from(text.len()).ok()?;
        let slots = vec![Slot::default(); room.next_power_of_two()];
        let (words, read) = (RefCell::default(), Cell::new(0));
        let mut index = Self { text, runs: Vec::with_capacity(room), total: 0, wanted, slots, words, read };
        for word in cut {
            let start = word.range.start;
            match word.shape {
                // Of most words it is told by how they begin that nobody asks about them.
                Shape::Small | Shape::Capitalised if index.is_unasked(&word.range) => index.total += 1,
                Shape::Small => index.put(start, hash_at(text, word.range.clone(), false)),
                Shape::Capitalised => index.put(start, hash_at(text, word.range.clone(), true)),
                Shape::Joined | Shape::Other => {
                    let word = &text[word.range.clone()];
                    for run in runs(word) {
                        let at = start + (run.as_ptr() as usize - word.as_ptr() as usize);
                        index.put(at, hash(&lower(run), false));
                    }
                }
            }
        }
        Some(index)
    }

    /// Whether no run is to be put down that begins as this word does, of letters that have the same two forms in ASCII and in Latin 1.
    #[inline]
    fn is_unasked(&self, word: &Range<usize>) -> bool {
        let begins = |wanted: &Words| wanted.has_beginning(&self.text.as_bytes()[word.clone()]);
        self.wanted.as_ref().is_some_and(|wanted| !begins(wanted))
    }

    fn put(&mut self, start: usize, hash: u32) {
        let number = self.total;
        self.total += 1;
        if self.wanted.as_ref().is_some_and(|wanted| !wanted.has(hash)) {
            return;
        }
        let at = self.slot(hash);
        let slot = &mut self.slots[at];
        self.runs.push(Run { start: start as u32, number, hash, before: slot.last });
        *slot = Slot { last: self.runs.len() as u32, count: slot.count + 1 };
    }

    fn slot(&self, hash: u32) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    /// The runs that have a hash, last first.
    fn runs_of(&self, hash: u32) -> impl Iterator<Item = usize> {
        let mut next = self.slots[self.slot(hash)].last;
        std::iter::from_fn(move || {
            while let Some(number) = next.checked_sub(1).map(|number| number as usize) {
                next = self.runs[number].before;
                if self.runs[number].hash == hash {
                    return Some(number);
                }
            }
            None
        })
    }

    /// The runs that have the hash `right` and stand behind one that has `left`, last first. Those of the rarer one are gone through: each
    /// lies somewhere else in memory.
    fn runs_behind(&self, left: u32, right: u32) -> impl Iterator<Item = usize> {
        let count = |hash| self.slots[self.slot(hash)].count;
        let (rarer, on) = if count(left) < count(right) { (left, 1) } else { (right, 0) };
        let are = move |one: &Run, next: &Run| one.hash == left && next.hash == right && one.number + 1 == next.number;
        let behind = move |run: &usize| match run.checked_sub(1).and_then(|before| self.runs.get(before..=*run)) {
            Some([one, next]) => are(one, next),
            _ => false,
        };
        self.runs_of(rarer).map(move |run| run + on).filter(behind)
    }

    /// How often the text has a word, in any case. `None` when to look takes longer than to count all.
    pub fn times(&self, word: &str) -> Option<u32> {
        let word = fold(word);
        if let Some(known) = self.words.borrow().get(&*word) {
            return Some(*known);
        }
        let hashes: SmallVec<[u32; 4]> = hashes(&word).collect();
        let mut times = 0;
        if let [first, rest @ ..] = &hashes[..] {
            for run in self.runs_of(*first).filter(|run| self.goes_on(*run, rest)) {
                let [_, found] = self.words_at(run, run)?;
                times += u32::from(found.is_some_and(|found| fold(found) == word));
            }
        }
        self.words.borrow_mut().insert(word.into(), times);
        Some(times)
    }

    /// Whether the letters of these runs follow a run: a hyphen often stands behind a frequent word.
    fn goes_on(&self, run: usize, rest: &[u32]) -> bool {
        let next = self.runs.get(run + 1..).unwrap_or_default();
        let numbers = self.runs[run].number + 1..;
        let mut beside = next.iter().zip(rest).zip(numbers);
        next.len() >= rest.len() && beside.all(|((run, hash), number)| run.hash == *hash && run.number == number)
    }

    /// The same of two words side by side.
    pub fn pairs(&self, left: &str, right: &str) -> Option<u32> {
        let (left, right) = (fold(left), fold(right));
        let is = |found: Option<&str>, word: &str| found.is_some_and(|found| fold(found) == word);
        // Nothing but spaces and commas stands between the two.
        let (Some(last), Some(first)) = (hashes(&left).last(), hashes(&right).next()) else { return Some(0) };
        let mut times = 0;
        for run in self.runs_behind(last, first) {
            let found = self.words_at(run - 1, run)?;
            times += u32::from(is(found[0], &left) && is(found[1], &right));
        }
        Some(times)
    }

    /// About how many words the text has: each run of letters is one, as nearly every word is.
    pub fn total(&self) -> u64 {
        self.total.into()
    }

    /// The word that a run begins, and what stands before it, as far as both are words; `from` is a run of what stands before.
    /// `None` when so much was looked through that to count all would have been quicker.
    fn words_at(&self, from: usize, run: usize) -> Option<[Option<&'t str>; 2]> {
        let (from, place) = (self.runs[from].start as usize, self.runs[run].start as usize);
        let window = self.window(from, place);
        self.read.set(self.read.get() + window.len());
        // To cut a text into words takes a third of what it takes to count them all.
        if self.read.get() > self.text.len() + LEAST_READ {
            return None;
        }
        let mut before = None;
        for token in tokens(&self.text[window.clone()]) {
            let range = window.start + token.range.start..window.start + token.range.end;
            if range.start > place {
                break;
            }
            let is_here = range.contains(&place);
            let word = (token.kind == Kind::Word).then(|| &self.text[range]);
            if is_here {
                return Some([before, word]);
            }
            before = word;
        }
        Some([None, None])
    }

    /// What has to be cut into words to know those at two places as they are in the whole text: what stands there without a
    /// space or a line's end, what stands so before it, and the letter that comes after it. A word is told by how the line
    /// before ended, where it is the first of its line, and by how the next one begins, where it is the last.
    fn window(&self, from: usize, to: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let chunk = |at: usize| memrchr2(b' ', b'\n', &bytes[..at]).map_or(0, |gap| gap + 1);
        let start = chunk(self.text[..chunk(from)].trim_end().len());
        let end = memchr2(b' ', b'\n', &bytes[to..]).map_or(bytes.len(), |gap| to + gap);
        let rest = self.text[end..].trim_start();
        let next = self.text.len() - rest.len() + rest.chars().next().map_or(0, char::len_utf8);
        start..next
    }
}

/// The runs of letters in a word.
fn runs(word: &str) -> impl DoubleEndedIterator<Item = &str> {
    word.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty())
}

/// The hashes of a word's runs.
fn hashes(word: &str) -> impl DoubleEndedIterator<Item = u32> {
    runs(word).map(|run| hash(&lower(run), false))
}

/// The golden ratio, whose bits have no pattern.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
/// Bytes of a run that one number holds.
const SHORT: usize = size_of::<u64>();

/// The hash of a run that stands in a text: as [`hash`] has it, without copying a short one.
#[inline]
fn hash_at(text: &str, run: Range<usize>, is_capitalised: bool) -> u32 {
    match text.as_bytes()[run.start..].first_chunk::<SHORT>() {
        Some(bytes) if (1..=SHORT).contains(&run.len()) => {
            let beyond = u64::BITS as usize - 8 * run.len();
            spread(u64::from_le_bytes(*bytes) << beyond >> beyond, is_capitalised)
        }
        _ => hash(&text[run], is_capitalised),
    }
}

/// The hash of the letters that a number holds.
#[inline]
fn spread(letters: u64, is_capitalised: bool) -> u32 {
    /// What tells a small letter of ASCII from its capital.
    const SMALL: u64 = 0x20;
    let letters = letters | if is_capitalised { SMALL } else { 0 };
    (letters.wrapping_mul(SPREAD) >> 32) as u32
}

/// The hash of a run in small letters, or in small letters but for a first one of ASCII.
#[inline]
fn hash(run: &str, is_capitalised: bool) -> u32 {
    let bytes = run.as_bytes();
    let mut short = [0; SHORT];
    match short.get_mut(..bytes.len()) {
        Some(place) => {
            place.copy_from_slice(bytes);
            spread(u64::from_le_bytes(short), is_capitalised)
        }
        None if is_capitalised => xxh3_64(lower(run).as_bytes()) as u32,
        None => xxh3_64(bytes) as u32,
    }
}

/// A run in lower case, letter by letter, as words are folded; for which room is taken only where it is not.
fn lower(run: &str) -> Cow<'_, str> {
    if run.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(run);
    }
    let mut lower = String::with_capacity(run.len());
    for c in run.chars() {
        match lower_of_latin(c) {
            Some(c) => lower.push(c),
            None => lower.extend(c.to_lowercase()),
        }
    }
    Cow::Owned(lower)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::profile::Counts;
    use crate::tokenize::cut;

    #[track_caller]
    fn assert_counts(text: &str, words: &[&str]) {
        let (index, counts) = (WordIndex::of(text, &cut(text)).unwrap(), Counts::of(text));
        for left in words {
            assert!(index.times(left).is_none_or(|times| times == counts.lower(left)), "{left}: {text}");
            for right in words {
                assert!(
                    index.pairs(left, right).is_none_or(|times| times == counts.pair(left, right)),
                    "{left} {right}"
                );
            }
        }
    }

    #[test]
    fn what_is_looked_for_is_what_would_be_counted() {
        let text = "Jens, Hansen og HANSEN\u{a0}jensen (Ærø Århus), KL’s Udvalg \u{212a}aj Å\n\nkultur-\nog 60-årige voice-over";
        let words =
            ["jens", "hansen", "og", "jensen", "ærø", "århus", "kl's", "udvalg", "kaj", "å", "60-årige", "over"];
        assert_counts(text, &words);
        assert_counts("", &words);
        let index = WordIndex::of("Jens Hansen, Århus", &cut("Jens Hansen, Århus")).unwrap();
        let text = "Jens Hansen, Århus. jens Jens Hansen";
        let names = Words::of(["Jens", "hansen"].into_iter());
        assert!(names.have("HANSEN") && names.have("jens") && !names.have("århus"));
        let named = WordIndex::of_words(text, &cut(text), names).unwrap();
        assert_eq!((named.times("jens"), named.pairs("jens", "hansen"), named.total()), (Some(3), Some(2), 6));
        assert_eq!(
            (index.times("HANSEN"), index.pairs("hansen", "århus"), index.pairs("hansen", "jens")),
            (Some(1), Some(1), Some(0))
        );
    }

    proptest! {
        #[test]
        fn whatever_the_text(text in "((ord|Ord|ORD|by|å|Århus|’s|-|\u{ad}|“|7)|[ \n\r.,?:\t]){0,60}") {
            let words = ["ord", "by", "å", "århus", "ord-by", "by's"];
            assert_counts(&text, &words);
            let (all, some) = (WordIndex::of(&text, &cut(&text)).unwrap(), WordIndex::of_words(&text, &cut(&text), Words::of(words.into_iter())).unwrap());
            for left in words {
                prop_assert_eq!(all.times(left), some.times(left));
                for right in words {
                    prop_assert_eq!(all.pairs(left, right), some.pairs(left, right));
                }
            }
            prop_assert_eq!(all.total(), some.total());
        }
    }
}
