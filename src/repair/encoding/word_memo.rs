//! Damaged words that were read before: what a word may have been depends on its own letters, on the words beside it and on
//! its place in the sentence, and damage repeats itself.
//!
//! Every thread keeps what it worked out last, so many words at most: memory is bounded, one pass pays for the next, and what
//! is found here is what would be worked out again.

use std::cell::RefCell;
use std::rc::Rc;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::noisy::Path;
use super::weigh::{Surroundings, Weigher};
use crate::language::Context;
use crate::text::QuickMap;

/// Ways that are kept of damaged words, each of some hundred bytes.
const MOST_WAYS: usize = 1 << 17;
/// Damaged words between their neighbours that are kept, each of some hundred bytes.
const MOST_RANKED: usize = 1 << 14;
/// Longer words are asked about anew each time, in bytes.
const LONGEST: usize = 64;

/// What a word may have been; log odds before the votes are counted.
pub(super) struct Ranked {
    /// Bytes of the text that are read so.
    pub length: usize,
    /// Text, log odds against the text as it stands, channel; likeliest first.
    pub candidates: Vec<(CompactString, f32, usize)>,
}

/// A damaged word by itself: what it may have been, whatever stands beside it.
pub(super) struct Stretch {
    /// Which it is among all that were worked out.
    number: u64,
    /// The text that was looked at, from the word's start.
    seen: Box<[u8]>,
    /// Bytes from the word's start to where the longest way ends.
    pub length: usize,
    /// Where ways end, the last first, in bytes from the word's start.
    pub reaches: SmallVec<[usize; 4]>,
    /// The text as it stands.
    pub text: Box<str>,
    pub choices: Vec<Choice>,
}

/// A way to read a damaged word.
#[derive(Clone)]
pub(super) struct Choice {
    /// Its range counts from the word's start.
    pub path: Path,
    /// What all of the stretch would become.
    pub whole: CompactString,
    /// ln P of that by itself, where it is one word that was counted nowhere.
    pub uncounted: Option<f32>,
    /// The place of the first choice that makes the same of it.
    pub same: usize,
}

impl Stretch {
    /// Of the ways that were found from `start` to read a text; nothing where there are none.
    fn new(number: u64, text: &str, start: usize, seen: &[u8], paths: Vec<Path>, weigher: &Weigher) -> Option<Self> {
        let end = paths.iter().map(|path| path.range.end).max()?;
        let mut reaches: SmallVec<[usize; 4]> = paths.iter().map(|path| path.range.end - start).collect();
        reaches.sort_unstable_by(|a, b| b.cmp(a));
        reaches.dedup();
        let text = &text[start..end];
        let placed = paths.into_iter().map(|path| Path { range: 0..path.range.end - start, ..path });
        let choices = choices(text, placed, false, weigher);
        Some(Self { number, seen: seen.into(), length: text.len(), reaches, text: text.into(), choices })
    }

    /// The same choices, in capitals.
    pub fn raised(&self, weigher: &Weigher) -> Vec<Choice> {
        choices(&self.text, self.choices.iter().map(|choice| choice.path.clone()), true, weigher)
    }
}

/// What each way makes of a stretch. Words that were counted somewhere go first: most of the others are hopeless beside one
/// of them.
fn choices(stretch: &str, paths: impl Iterator<Item = Path>, raise: bool, weigher: &Weigher) -> Vec<Choice> {
    let choice = |path: Path| {
        let mut whole = if raise { path.text.to_uppercase() } else { path.text.clone() };
        whole.push_str(&stretch[path.range.end..]);
        let uncounted = weigher.uncounted(&whole);
        Choice { path, whole, uncounted, same: 0 }
    };
    let mut choices: Vec<Choice> = paths.map(choice).collect();
    choices.sort_by_key(|choice| choice.uncounted.is_some());
    let mut places: QuickMap<CompactString, usize> = QuickMap::default();
    for (place, choice) in choices.iter_mut().enumerate() {
        choice.same = *places.entry(choice.whole.clone()).or_insert(place);
    }
    choices
}

/// What a thread has worked out.
#[derive(Default)]
struct Known {
    /// By whom it was weighed.
    weigher: Option<Weigher>,
    /// Stretches that were worked out so far.
    count: u64,
    stretches: QuickMap<Box<[u8]>, Rc<Stretch>>,
    /// Ways of all of them.
    ways: usize,
    ranked: QuickMap<Box<[u8]>, Option<Rc<Ranked>>>,
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

impl Known {
    fn keep(&mut self, key: Box<[u8]>, stretch: &Rc<Stretch>) {
        self.ways += stretch.choices.len();
        if self.ways > MOST_WAYS {
            self.stretches.clear();
            self.ways = stretch.choices.len();
        }
        self.stretches.insert(key, Rc::clone(stretch));
    }
}

/// Puts a value into a map that forgets all it has when it is full.
fn keep<K: Eq + std::hash::Hash, V>(map: &mut QuickMap<K, V>, most: usize, key: K, value: V) {
    if map.len() >= most {
        map.clear();
    }
    map.insert(key, value);
}

/// What the word that begins at `start` may have been, if what stands at `spot` is damage; nothing where no way is found.
/// `find` finds the ways, their ranges counting from the text's start, and says where what it looked at ends. Besides that it may
/// look at the character before the word.
pub(super) fn stretch(
    text: &str,
    start: usize,
    spot: usize,
    weigher: &Weigher,
    find: impl FnOnce() -> (Vec<Path>, usize),
) -> Option<Rc<Stretch>> {
    let rest = &text.as_bytes()[start..];
    let mut key = KNOWN.with_borrow_mut(|known| std::mem::take(&mut known.key));
    key.clear();
    key.extend_from_slice(&((spot - start) as u32).to_le_bytes());
    key.extend_from_slice(&text[..start].chars().next_back().map_or(u32::MAX, u32::from).to_le_bytes());
    key.extend_from_slice(&text[spot..].chars().next().map_or(u32::MAX, u32::from).to_le_bytes());
    key.extend(rest.iter().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace()));
    let known = KNOWN.with_borrow_mut(|known| {
        known.by(weigher).stretches.get(&key[..]).filter(|stretch| rest.starts_with(&stretch.seen)).cloned()
    });
    let found = known.or_else(|| {
        let (paths, end) = find();
        // Where it looked at the text's end more text could say more.
        let seen = rest.get(..end.saturating_sub(start));
        let number = KNOWN.with_borrow_mut(|known| {
            known.count += 1;
            known.count
        });
        let stretch = Rc::new(Stretch::new(number, text, start, seen.unwrap_or_default(), paths, weigher)?);
        if seen.is_some() {
            KNOWN.with_borrow_mut(|known| known.by(weigher).keep(key.as_slice().into(), &stretch));
        }
        Some(stretch)
    });
    KNOWN.with_borrow_mut(|known| known.key = key);
    found
}

/// The best of the ways to read a stretch. `rest` says all that `rank` asks of besides the stretch and its surroundings.
pub(super) fn ranked(
    stretch: &Stretch,
    around: &Surroundings,
    rest: impl Iterator<Item = u32>,
    weigher: &Weigher,
    rank: impl FnOnce() -> Option<Ranked>,
) -> Option<Rc<Ranked>> {
    let mut key = KNOWN.with_borrow_mut(|known| std::mem::take(&mut known.key));
    write_key(&mut key, stretch, around, rest);
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

fn write_key(key: &mut Vec<u8>, stretch: &Stretch, around: &Surroundings, rest: impl Iterator<Item = u32>) {
    let Surroundings { before, after, place, left, right, right_alone: _ } = around;
    let character = |c: &Option<char>| c.map_or(u32::MAX, u32::from);
    key.clear();
    key.extend_from_slice(&stretch.number.to_le_bytes());
    for number in [character(before), character(after), *place as u32].into_iter().chain(rest) {
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
