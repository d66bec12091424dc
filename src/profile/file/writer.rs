//! Writes the parts of a profile.

use super::super::counts::Counts;
use super::super::habits::Furniture;
use super::super::tables::WordCount;
use super::super::{Confusions, Verdicts};

/// Numbers as LEB128, texts with their length before them.
pub(super) struct Writer(pub Vec<u8>);

impl Writer {
    pub fn number(&mut self, number: impl Into<u64>) {
        let mut number = number.into();
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub fn numbers(&mut self, numbers: impl IntoIterator<Item = impl Into<u64>>) {
        numbers.into_iter().for_each(|number| self.number(number));
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    pub fn counts(&mut self, counts: &Counts) {
        let missing = counts.missing();
        self.number(counts.total());
        self.numbers([counts.document_count(), missing.words, missing.pairs]);

        let mut words: Vec<(usize, WordCount<'_>)> = counts.words().enumerate().collect();
        words.sort_unstable_by_key(|(_, word)| word.form);
        let mut ranks = vec![0; words.len()];
        self.number(words.len() as u64);
        let mut before = "";
        for (rank, (number, word)) in words.iter().enumerate() {
            ranks[*number] = rank as u32;
            let shared = before.bytes().zip(word.form.bytes()).take_while(|(one, other)| one == other).count();
            self.number(shared as u64);
            self.number((word.form.len() - shared) as u64);
            self.0.extend(&word.form.as_bytes()[shared..]);
            self.numbers([word.count, word.any_case, word.documents]);
            before = word.form;
        }
        self.followers(counts, &ranks);
    }

    /// For each word, in order, the words that followed it.
    pub fn followers(&mut self, counts: &Counts, ranks: &[u32]) {
        let rank = |number: u32| ranks[number as usize];
        let mut pairs: Vec<(u32, u32, u32)> =
            counts.numbered_pairs().map(|pair| (rank(pair.left), rank(pair.right), pair.count)).collect();
        pairs.sort_unstable();
        let mut rest = pairs.as_slice();
        for left in 0..ranks.len() as u32 {
            let (followers, others) = rest.split_at(rest.partition_point(|pair| pair.0 == left));
            rest = others;
            self.number(followers.len() as u64);
            let mut before = 0;
            for &(_, right, count) in followers {
                self.number(right - before);
                self.number(count);
                before = right;
            }
        }
    }

    pub fn confusions(&mut self, confusions: &Confusions) {
        self.number(confusions.len() as u64);
        for (meant, observed, thousandths) in confusions.thousandths() {
            self.text(meant);
            self.text(observed);
            self.number(thousandths);
        }
    }

    pub fn verdicts(&mut self, verdicts: &Verdicts) {
        self.number(verdicts.len() as u64);
        for ((rule, text), verdict) in verdicts.iter() {
            self.text(rule);
            self.text(text);
            self.number(u64::from(verdict.reading.is_some()));
            self.text(verdict.reading.as_deref().unwrap_or_default());
            self.text(&verdict.reason);
        }
    }

    pub fn furniture(&mut self, furniture: &Furniture) {
        self.number(furniture.missing());
        self.number(furniture.len() as u64);
        for (line, habit) in furniture.iter() {
            self.text(line);
            self.numbers([habit.pages, habit.documents]);
        }
    }
}
