//! Counts of words and word pairs, in bounded memory.
//!
//! A word's entry is found by the 64-bit hash of its form; a pair's by the numbers of its two words. Of a million
//! words two share a hash once in thirty million archives.
//!
//! *The bound:* when more words or pairs are known than [`Limits`] allow, the rarest are forgotten: all those counted
//! `floor` times or less, with the least floor that leaves half as many as allowed. A forgotten count may be missing
//! from what is counted later, so every count is at most the sum of all floors too low ([`Missing`]), and never too
//! high. More than half of what is allowed was counted `floor` times or more, so `floor × limit ÷ 2` is at most what
//! was counted: of a billion pairs with two million allowed no floor is above 1000, and as most pairs are seen once, it
//! is nearly always 1.

use std::borrow::Cow;

use super::tables::{MAX_FORM_BYTES, Pair, Pairs, WordCount, Words};
use super::tokens::{Kind, tokens};
use crate::language::pairs::{END, NUMBER, START};

/// Words and word pairs of a text or of many.
///
/// Words are those of [`tokens`]. Pairs are in lower case; the marks `<s>` (start of a sentence), `</s>` (end of a
/// paragraph without a sign) and `<num>` (a number) stand in them as words do.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    words: Words,
    pairs: Pairs,
    total: u64,
    documents: u32,
    missing: Missing,
}

/// A pair of words as it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairCount<'a> {
    /// The first word, in lower case, or a mark.
    pub left: &'a str,
    /// The second.
    pub right: &'a str,
    /// How often.
    pub count: u32,
}

/// How many different words and pairs are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Words, each way of casing it for itself.
    pub words: usize,
    /// Pairs.
    pub pairs: usize,
}

impl Default for Limits {
    /// Some 60 MB of memory: with a part of an archive on top, the tables' slots are full as far as they may be.
    fn default() -> Self {
        Self { words: 600_000, pairs: 1_400_000 }
    }
}

/// How much too low counts may be, since rare words and pairs were forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missing {
    /// Of a word.
    pub words: u32,
    /// Of a pair.
    pub pairs: u32,
}

impl Counts {
    /// The counts of one document.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut counts = Self::default();
        counts.begin_document();
        counts.read(text);
        counts
    }

    /// What is read from now on belongs to another document.
    pub fn begin_document(&mut self) {
        self.documents = self.documents.saturating_add(1);
    }

    /// Counts a document's text, or a part of it that begins and ends with a line.
    pub fn read(&mut self, text: &str) {
        let [start, end, number] = [START, END, NUMBER].map(|mark| self.words.intern(mark));
        let mut left = Some(start);
        for token in tokens(text) {
            let right = match token.kind {
                Kind::Word => self.word_read(&text[token.range]),
                Kind::Number => self.mark_read(number),
                Kind::Half | Kind::Odd | Kind::Break => {
                    left = None;
                    continue;
                }
                Kind::Stop => {
                    left = Some(start);
                    continue;
                }
                Kind::Edge => {
                    self.edge_read(left, start, end);
                    left = Some(start);
                    continue;
                }
            };
            if let Some(left) = left {
                self.pairs.add(left, right, 1);
                if left == start {
                    self.mark_read(start);
                }
            }
            left = Some(right);
        }
        self.edge_read(left, start, end);
    }

    /// How often the form was seen, written exactly so.
    #[must_use]
    pub fn word(&self, form: &str) -> u32 {
        self.words.get(form).map_or(0, |word| word.count)
    }

    /// How often the form was seen, whatever its case.
    #[must_use]
    pub fn lower(&self, form: &str) -> u32 {
        self.words.get(&fold(form)).map_or(0, |word| word.any_case)
    }

    /// How often `right` came right after `left`, whatever their case.
    #[must_use]
    pub fn pair(&self, left: &str, right: &str) -> u32 {
        let number = |form| self.words.find(&fold(form));
        number(left).zip(number(right)).map_or(0, |(left, right)| self.pairs.get(left, right))
    }

    /// In how many documents the form was seen, whatever its case.
    #[must_use]
    pub fn documents(&self, form: &str) -> u32 {
        self.words.get(&fold(form)).map_or(0, |word| word.documents)
    }

    /// How many words were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many documents were counted.
    #[must_use]
    pub fn document_count(&self) -> u32 {
        self.documents
    }

    /// How much too low counts may be.
    #[must_use]
    pub fn missing(&self) -> Missing {
        self.missing
    }

    /// All words, marks included, in no order that means anything.
    pub fn words(&self) -> impl Iterator<Item = WordCount<'_>> {
        self.words.counts()
    }

    /// All pairs, in no order that means anything.
    pub fn pairs(&self) -> impl Iterator<Item = PairCount<'_>> {
        self.pairs.iter().map(|pair| PairCount {
            left: self.words.form(pair.left),
            right: self.words.form(pair.right),
            count: pair.count,
        })
    }

    /// All pairs by the numbers of their words, which are those of the order of [`Counts::words`].
    pub(super) fn numbered_pairs(&self) -> impl Iterator<Item = &Pair> {
        self.pairs.iter()
    }

    /// Whether the document that is read now has the form so far, whatever its case.
    pub(super) fn is_in_document(&self, form: &str) -> bool {
        self.words.get(&fold(form)).is_some_and(|word| word.was_seen_in(self.documents))
    }

    /// Counts read from a file, before their words and pairs.
    pub(super) fn restored(total: u64, documents: u32, [words, pairs]: [u32; 2]) -> Self {
        Self { total, documents, missing: Missing { words, pairs }, ..Self::default() }
    }

    /// Adds a word read from a file; gives its number. `None` when it is too long for a word.
    pub(super) fn restore_word(&mut self, word: &WordCount<'_>) -> Option<u32> {
        (word.form.len() <= MAX_FORM_BYTES).then(|| self.words.add(word))
    }

    /// Adds a pair read from a file, by the numbers of its words.
    pub(super) fn restore_pair(&mut self, left: u32, right: u32, count: u32) {
        self.pairs.add(left, right, count);
    }

    /// Adds what was counted elsewhere, in other documents.
    pub fn merge(&mut self, other: &Self) {
        let numbers = self.words.add_all(&other.words);
        for pair in other.pairs.iter() {
            self.pairs.add(numbers[pair.left as usize], numbers[pair.right as usize], pair.count);
        }
        self.total = self.total.saturating_add(other.total);
        self.documents = self.documents.saturating_add(other.documents);
        self.missing.words = self.missing.words.saturating_add(other.missing.words);
        self.missing.pairs = self.missing.pairs.saturating_add(other.missing.pairs);
    }

    fn word_read(&mut self, form: &str) -> u32 {
        self.total = self.total.saturating_add(1);
        let document = self.documents;
        if is_folded(form) {
            let number = self.words.intern(form);
            let word = &mut self.words.entries[number as usize];
            word.count = word.count.saturating_add(1);
            word.see(document);
            return number;
        }
        let cased = self.words.intern(form);
        let word = &mut self.words.entries[cased as usize];
        word.count = word.count.saturating_add(1);
        let number = self.words.intern(&fold(form));
        self.words.entries[number as usize].see(document);
        number
    }

    fn mark_read(&mut self, mark: u32) -> u32 {
        let word = &mut self.words.entries[mark as usize];
        word.count = word.count.saturating_add(1);
        word.see(self.documents);
        mark
    }

    /// A paragraph that ends in a word or number has no sign to end it.
    fn edge_read(&mut self, left: Option<u32>, start: u32, end: u32) {
        if let Some(left) = left.filter(|&left| left != start) {
            self.pairs.add(left, end, 1);
            self.mark_read(end);
        }
    }

    /// Forgets what is rarest, if more is known than allowed.
    pub fn forget(&mut self, limits: Limits) {
        if self.words.entries.len() > limits.words {
            let floor = floor(self.words.entries.iter().map(|word| word.weight()), limits.words / 2);
            let numbers = self.words.keep_above(floor);
            self.pairs.renumber(&numbers);
            // A pair whose word was forgotten was counted no more often than the word.
            self.missing.words = self.missing.words.saturating_add(floor);
            self.missing.pairs = self.missing.pairs.saturating_add(floor);
        }
        if self.pairs.len() > limits.pairs {
            let floor = floor(self.pairs.iter().map(|pair| pair.count), limits.pairs / 2);
            self.pairs.keep_above(floor);
            self.missing.pairs = self.missing.pairs.saturating_add(floor);
        }
    }
}

/// The least floor that at most `most` counts are above.
pub(super) fn floor(counts: impl Iterator<Item = u32>, most: usize) -> u32 {
    let mut counts: Vec<u32> = counts.collect();
    if counts.len() <= most {
        return 0;
    }
    *counts.select_nth_unstable_by(most, |a, b| b.cmp(a)).1
}

/// The form in lower case with straight apostrophes.
pub(crate) fn fold(form: &str) -> Cow<'_, str> {
    if is_folded(form) {
        return Cow::Borrowed(form);
    }
    let straight = form.chars().map(|c| if c == '’' { '\'' } else { c });
    Cow::Owned(straight.flat_map(char::to_lowercase).collect())
}

#[inline]
pub(super) fn is_folded(form: &str) -> bool {
    // Nearly always all of it.
    let mut plain = 0;
    while let Some(b'a'..=b'z') = form.as_bytes().get(plain) {
        plain += 1;
    }
    let mut rest = &form.as_bytes()[plain..];
    loop {
        rest = match rest {
            [] => return true,
            [b'A'..=b'Z', ..] => return false,
            [0..=0x7f, rest @ ..] => rest,
            [0xc3, 0x9f..=0xbf, rest @ ..] => rest,
            _ => return form.chars().all(|c| c != '’' && c.to_lowercase().eq([c])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs_are_counted_by_their_case_and_by_any() {
        let counts = Counts::of("Sagen blev drøftet på mødet. Mødet blev hævet.\n\nMødet i Århus");
        assert_eq!([counts.word("mødet"), counts.word("Mødet"), counts.word("MØDET")], [1, 2, 0]);
        assert_eq!([counts.lower("mødet"), counts.lower("MØDET")], [3, 3]);
        assert_eq!(counts.pair("Blev", "hævet"), 1);
        assert_eq!(counts.pair("mødet", "mødet"), 0, "a full stop parts them");
        assert_eq!(counts.pair("<s>", "mødet"), 2);
        assert_eq!(counts.pair("århus", "</s>"), 1);
        assert_eq!(counts.pair("hævet", "</s>"), 0, "it has a sign");
        assert_eq!(counts.lower("<s>"), 3);
        assert_eq!((counts.total(), counts.documents("MØDET"), counts.documents("sagn")), (11, 1, 0));
    }

    #[test]
    fn documents_are_told_apart() {
        let mut counts = Counts::of("mødet mødet\nMødet");
        counts.merge(&Counts::of("mødet"));
        counts.begin_document();
        counts.read("Mødet");
        counts.read("mødet");
        assert_eq!((counts.documents("mødet"), counts.lower("mødet")), (3, 6));
    }

    #[test]
    fn commas_are_looked_through_and_other_signs_are_not() {
        let counts = Counts::of("at gå, men ikke (eller) løbe 3 km");
        assert_eq!(counts.pair("gå", "men"), 1);
        assert_eq!(counts.pair("ikke", "eller"), 0);
        assert_eq!((counts.pair("løbe", "<num>"), counts.pair("<num>", "km")), (1, 1));
    }

    #[test]
    fn what_is_forgotten_is_bounded() {
        let mut text = String::new();
        for word in 0..100 {
            for _ in 0..=word {
                text.push_str(&format!("ord{} . ", "x".repeat(word % 50 + 1) + if word < 50 { "" } else { "y" }));
            }
        }
        let whole = Counts::of(&text);
        let mut counts = whole.clone();
        counts.forget(Limits { words: 60, pairs: 10 });
        assert_eq!(counts.words().count(), 30);
        for word in whole.words() {
            let kept = counts.word(word.form);
            assert!(kept == word.count || kept == 0 && word.count <= counts.missing().words, "{word:?}");
        }
    }
}
