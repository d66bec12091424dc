//! Damaged words that were read before: what a word may have been depends on its own letters, on the words beside it and on
//! its place in the sentence, and damage repeats itself.
//!
//! Every thread keeps what it worked out last, so many words at most: memory is bounded, one pass pays for the next, and what
//! is found here is what would be worked out again.

use std::cell::RefCell;
use std::rc::Rc;

use super::noisy::{Path, Surroundings, Weigher};
use super::words::Ranked;
use crate::language::{Context, Knowledge};
use crate::text::QuickMap;

/// Damaged words whose ways are kept, each of some kilobytes.
const MOST_WAYS: usize = 1 << 12;
/// Damaged words between their neighbours that are kept, each of some hundred bytes.
const MOST_RANKED: usize = 1 << 14;
/// Words that are kept with what the language says of each; what a damaged word may have been is dozens of words.
const MOST_WORDS: usize = 1 << 16;
/// Longer words are asked about anew each time, in bytes.
const LONGEST: usize = 64;

/// The ways to read a damaged word, wherever it stands.
#[derive(Clone)]
pub(super) struct Ways {
    /// Which they are among all that were worked out.
    number: u64,
    /// The text that was looked at to find them, from the word's start.
    seen: Rc<[u8]>,
    /// Their ranges count from the word's start.
    pub paths: Rc<[Path]>,
}

/// What a thread has worked out.
#[derive(Default)]
struct Known {
    /// By whom it was weighed.
    weigher: Option<Weigher>,
    /// Ways that were worked out so far.
    count: u64,
    ways: QuickMap<Box<[u8]>, Ways>,
    ranked: QuickMap<Box<[u8]>, Option<Rc<Ranked>>>,
    log_probabilities: QuickMap<Box<str>, f32>,
    words: QuickMap<Box<str>, bool>,
    /// Room for a key.
    key: Vec<u8>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

impl Known {
    /// What is known by a weigher; what another one said is forgotten.
    fn by(&mut self, weigher: &Weigher) -> &mut Self {
        if self.weigher.as_ref() != Some(weigher) {
            *self = Self { weigher: Some(*weigher), count: self.count, ..Self::default() };
        }
        self
    }
}

/// Puts a value into a map that forgets all it has when it is full.
fn keep<K: Eq + std::hash::Hash, V>(map: &mut QuickMap<K, V>, most: usize, key: K, value: V) {
    if map.len() >= most {
        map.clear();
    }
    map.insert(key, value);
}

/// The ways to read the word that begins at `start` and is damaged by what begins with `look`. `find` finds them, their ranges
/// counting from the text's start, and says where what it looked at ends.
pub(super) fn ways(
    text: &str,
    start: usize,
    look: char,
    weigher: &Weigher,
    find: impl FnOnce() -> (Vec<Path>, usize),
) -> Ways {
    let rest = &text.as_bytes()[start..];
    let run = &rest[..rest.iter().take(LONGEST).position(u8::is_ascii_whitespace).unwrap_or(rest.len().min(LONGEST))];
    let known = KNOWN.with_borrow_mut(|known| {
        let known = known.by(weigher);
        known.key.clear();
        known.key.extend_from_slice(look.encode_utf8(&mut [0; 4]).as_bytes());
        known.key.extend_from_slice(run);
        known.ways.get(&known.key[..]).filter(|ways| rest.starts_with(&ways.seen)).cloned()
    });
    if let Some(ways) = known {
        return ways;
    }
    let (mut paths, end) = find();
    for path in &mut paths {
        path.range = path.range.start - start..path.range.end - start;
    }
    KNOWN.with_borrow_mut(|known| {
        let known = known.by(weigher);
        known.count += 1;
        let seen = rest.get(..end.saturating_sub(start));
        let ways = Ways { number: known.count, seen: seen.unwrap_or_default().into(), paths: paths.into() };
        // More text could say more, and finding the ways to read other words may have taken the room for the key.
        if seen.is_some() {
            let key = [look.encode_utf8(&mut [0; 4]).as_bytes(), run].concat();
            keep(&mut known.ways, MOST_WAYS, key.into(), ways.clone());
        }
        ways
    })
}

/// The best of the ways to read a word whose first damage is so many bytes behind its start. `rest` says all that `rank` asks
/// of besides ways and surroundings.
pub(super) fn ranked(
    (ways, damage): (&Ways, usize),
    around: &Surroundings,
    rest: impl Iterator<Item = u32>,
    weigher: &Weigher,
    rank: impl FnOnce() -> Option<Ranked>,
) -> Option<Rc<Ranked>> {
    let mut key = KNOWN.with_borrow_mut(|known| std::mem::take(&mut known.key));
    write_key(&mut key, (ways, damage), around, rest);
    let known = KNOWN.with_borrow_mut(|known| known.by(weigher).ranked.get(&key[..]).cloned());
    let found = known.unwrap_or_else(|| {
        let found = rank().map(Rc::new);
        KNOWN.with_borrow_mut(|known| {
            keep(&mut known.by(weigher).ranked, MOST_RANKED, key.as_slice().into(), found.clone());
        });
        found
    });
    KNOWN.with_borrow_mut(|known| known.key = key);
    found
}

fn write_key(
    key: &mut Vec<u8>,
    (ways, damage): (&Ways, usize),
    around: &Surroundings,
    rest: impl Iterator<Item = u32>,
) {
    let Surroundings { before, after, place, left, right, right_alone: _ } = around;
    let character = |c: &Option<char>| c.map_or(u32::MAX, u32::from);
    key.clear();
    key.extend_from_slice(&ways.number.to_le_bytes());
    for number in [damage as u32, character(before), character(after), *place as u32].into_iter().chain(rest) {
        key.extend_from_slice(&number.to_le_bytes());
    }
    for context in [left, right] {
        let (kind, word) = match context {
            Context::Unknown => (0, ""),
            Context::Edge => (1, ""),
            Context::Number => (2, ""),
            Context::Word(word) => (3, *word),
        };
        key.push(kind);
        key.extend_from_slice(&(word.len() as u32).to_le_bytes());
        key.extend_from_slice(word.as_bytes());
    }
}

/// ln P of a word by itself.
pub(super) fn log_probability(word: &str, weigher: &Weigher) -> f32 {
    remembered(word, weigher, |known| &mut known.log_probabilities, || weigher.language.log_probability(word))
}

/// Whether a word is known, as a form or as a compound.
pub(super) fn is_known(word: &str, weigher: &Weigher) -> bool {
    let find = || weigher.language.knowledge(word) != Knowledge::Unknown;
    remembered(word, weigher, |known| &mut known.words, find)
}

fn remembered<T: Copy>(
    word: &str,
    weigher: &Weigher,
    of: impl Fn(&mut Known) -> &mut QuickMap<Box<str>, T>,
    find: impl FnOnce() -> T,
) -> T {
    if word.len() > LONGEST {
        return find();
    }
    if let Some(known) = KNOWN.with_borrow_mut(|known| of(known.by(weigher)).get(word).copied()) {
        return known;
    }
    let found = find();
    KNOWN.with_borrow_mut(|known| keep(of(known.by(weigher)), MOST_WORDS, word.into(), found));
    found
}
