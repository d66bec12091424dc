//! The tables behind [`Counts`](super::Counts): words by the hash of their form, pairs by the numbers of their words.
//!
//! Both are open-addressed with linear steps. A word's slot holds half of its hash beside its number, so a stranger
//! rarely costs a look at the word itself.
//!
//! Hashes are drawn anew by every process: whose archive or profile it is cannot choose words that all want the same slots. So nothing
//! may depend on the order of slots.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Slots are at most so full, in quarters.
const LOAD_QUARTERS: usize = 3;
const LEAST_SLOTS: usize = 64;
/// The longest form that there is room for. Words of a text are much shorter.
pub(super) const MAX_FORM_BYTES: usize = u8::MAX as usize;

/// What hashes are drawn by.
static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));

/// The hash of a form.
#[inline]
fn key(form: &str) -> u64 {
    xxh3_64_with_seed(form.as_bytes(), *SEED)
}

/// A word as it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordCount<'a> {
    /// The word, as it was written.
    pub form: &'a str,
    /// How often it was written so.
    pub count: u32,
    /// How often in any case; 0 where `form` has capitals.
    pub any_case: u32,
    /// How many documents have it in any case; 0 where `form` has capitals.
    pub documents: u32,
}

/// Words by number, in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub entries: Vec<Word>,
    /// Half of the hash, and the number plus one; 0 is empty.
    slots: Vec<u64>,
    /// The forms, one after the other.
    texts: String,
}

/// What is counted of a word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    key: u64,
    start: u32,
    length: u8,
    /// Times it was written exactly so.
    pub count: u32,
    /// Times in any case, where the form is folded.
    pub any_case: u32,
    /// Documents that have it in any case, where the form is folded.
    pub documents: u32,
    /// The document that it was last seen in.
    last_seen: u32,
}

impl Word {
    /// Counts the folded form of a word of a document.
    #[inline]
    pub fn see(&mut self, document: u32) {
        self.any_case = self.any_case.saturating_add(1);
        if self.last_seen != document {
            self.last_seen = document;
            self.documents = self.documents.saturating_add(1);
        }
    }

    /// Whether the folded form is a word of the document.
    pub fn was_seen_in(&self, document: u32) -> bool {
        self.last_seen == document
    }

    /// What decides whether it is kept: a cased form goes before its folded one.
    pub fn weight(&self) -> u32 {
        self.count.max(self.any_case)
    }
}

impl Words {
    /// The number of a form, new or known.
    #[inline]
    pub fn intern(&mut self, form: &str) -> u32 {
        self.intern_key(key(form), form)
    }

    /// The number of a known form.
    pub fn find(&self, form: &str) -> Option<u32> {
        self.find_key(key(form))
    }

    /// What is counted of a form.
    pub fn get(&self, form: &str) -> Option<&Word> {
        self.find(form).map(|number| &self.entries[number as usize])
    }

    /// The form of a number.
    pub fn form(&self, number: u32) -> &str {
        self.text(&self.entries[number as usize])
    }

    /// All words.
    pub fn counts(&self) -> impl Iterator<Item = WordCount<'_>> {
        self.entries.iter().map(|word| WordCount {
            form: self.text(word),
            count: word.count,
            any_case: word.any_case,
            documents: word.documents,
        })
    }

    /// Adds a word as it was counted elsewhere; gives its number.
    pub fn add(&mut self, counted: &WordCount<'_>) -> u32 {
        self.add_keyed(key(counted.form), counted)
    }

    fn add_keyed(&mut self, key: u64, counted: &WordCount<'_>) -> u32 {
        let number = self.intern_key(key, counted.form);
        let word = &mut self.entries[number as usize];
        word.count = word.count.saturating_add(counted.count);
        word.any_case = word.any_case.saturating_add(counted.any_case);
        word.documents = word.documents.saturating_add(counted.documents);
        number
    }

    /// Adds all words counted elsewhere; gives the number that each has here.
    pub fn add_all(&mut self, other: &Self) -> Vec<u32> {
        other.entries.iter().zip(other.counts()).map(|(word, counted)| self.add_keyed(word.key, &counted)).collect()
    }

    /// Forgets the words that weigh `floor` or less; gives the new number of each that is left.
    pub fn keep_above(&mut self, floor: u32) -> Vec<Option<u32>> {
        let old = std::mem::take(self);
        let mut numbers = Vec::with_capacity(old.entries.len());
        for word in &old.entries {
            numbers.push((word.weight() > floor).then(|| {
                let number = self.push(word.key, old.text(word));
                let kept = &mut self.entries[number as usize];
                *kept = Word { start: kept.start, ..*word };
                number
            }));
        }
        numbers
    }

    #[inline]
    fn intern_key(&mut self, key: u64, form: &str) -> u32 {
        self.find_key(key).unwrap_or_else(|| self.push(key, form))
    }

    #[inline]
    fn find_key(&self, key: u64) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            let number = slot as u32 - 1;
            if slot >> 32 == key >> 32 && self.entries[number as usize].key == key {
                return Some(number);
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn push(&mut self, key: u64, form: &str) -> u32 {
        if self.entries.len() * 4 >= self.slots.len() * LOAD_QUARTERS {
            self.grow();
        }
        let number = self.entries.len() as u32;
        let (start, length) = (self.texts.len() as u32, form.len() as u8);
        self.texts.push_str(form);
        self.entries.push(Word { key, start, length, count: 0, any_case: 0, documents: 0, last_seen: 0 });
        self.place(key, number);
        number
    }

    fn grow(&mut self) {
        self.slots = vec![0; (self.slots.len() * 2).max(LEAST_SLOTS)];
        for number in 0..self.entries.len() {
            self.place(self.entries[number].key, number as u32);
        }
    }

    fn place(&mut self, key: u64, number: u32) {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = key >> 32 << 32 | u64::from(number + 1);
    }

    fn text(&self, word: &Word) -> &str {
        let start = word.start as usize;
        &self.texts[start..start + usize::from(word.length)]
    }
}

/// Pairs of numbers of words.
#[derive(Clone, Debug, Default)]
pub(super) struct Pairs {
    slots: Vec<Pair>,
    length: usize,
}

/// A pair, by the numbers of its words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pair {
    pub left: u32,
    pub right: u32,
    /// 0 is an empty slot.
    pub count: u32,
}

impl Pairs {
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn iter(&self) -> impl Iterator<Item = &Pair> {
        self.slots.iter().filter(|pair| pair.count > 0)
    }

    pub fn get(&self, left: u32, right: u32) -> u32 {
        if self.slots.is_empty() { 0 } else { self.slots[self.slot(left, right)].count }
    }

    #[inline]
    pub fn add(&mut self, left: u32, right: u32, count: u32) {
        if self.length * 4 >= self.slots.len() * LOAD_QUARTERS {
            self.grow();
        }
        let at = self.slot(left, right);
        let pair = &mut self.slots[at];
        self.length += usize::from(pair.count == 0 && count > 0);
        *pair = Pair { left, right, count: pair.count.saturating_add(count) };
    }

    /// Forgets the pairs counted `floor` times or less.
    pub fn keep_above(&mut self, floor: u32) {
        self.rebuild(|pair| (pair.count > floor).then_some(pair));
    }

    /// Gives words other numbers; pairs of a word without one are forgotten.
    pub fn renumber(&mut self, numbers: &[Option<u32>]) {
        let number = |old: u32| numbers.get(old as usize).copied().flatten();
        self.rebuild(|pair| Some(Pair { left: number(pair.left)?, right: number(pair.right)?, ..pair }));
    }

    fn rebuild(&mut self, kept: impl Fn(Pair) -> Option<Pair>) {
        let old = std::mem::take(self);
        for pair in old.iter().filter_map(|&pair| kept(pair)) {
            self.add(pair.left, pair.right, pair.count);
        }
    }

    #[cold]
    fn grow(&mut self) {
        let slots = vec![Pair::default(); (self.slots.len() * 2).max(LEAST_SLOTS)];
        let old = std::mem::replace(&mut self.slots, slots);
        for pair in old.iter().filter(|pair| pair.count > 0) {
            let at = self.slot(pair.left, pair.right);
            self.slots[at] = *pair;
        }
    }

    /// The slot of a pair, or the empty one where it belongs.
    #[inline]
    fn slot(&self, left: u32, right: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mixed = u128::from(u64::from(left) << 32 | u64::from(right)) * u128::from(*SEED | 1);
        let mut at = (mixed as u64 ^ (mixed >> 64) as u64) as usize & mask;
        loop {
            let pair = &self.slots[at];
            if pair.count == 0 || pair.left == left && pair.right == right {
                return at;
            }
            at = (at + 1) & mask;
        }
    }
}
