//! Damaged words that were read before: what a word may have been depends on its own letters, on the words beside it and on
//! its place in the sentence, and damage repeats itself.
//!
//! Every thread keeps what it worked out last, so many words at most: memory is bounded, one pass pays for the next, and what
//! is found here is what would be worked out again.

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::asked::Asked;
use super::choice::Fit;
use super::looks::ChannelSet;
use super::noisy::Path;
use super::phrase::Phrase;
use super::weigh::{Surroundings, Weigher};
use crate::language::Context;
use crate::text::QuickMap;

/// Ways that are kept of damaged words and what they make of them, each of some hundred bytes.
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
    pub candidates: Box<[(CompactString, f32, usize)]>,
    /// What each makes of the stretch, and -ln P(observed | text, channel). What else the stretch may have been is not kept for it.
    pub ways: Box<[(Rc<Phrase>, f32)]>,
    /// Bytes of the whole stretch.
    pub stretch: usize,
    /// How each fits that guesses a letter, and what a document is asked about each; where they are wanted.
    fits: OnceCell<Box<[Option<Fit>]>>,
    asked: OnceCell<Box<[Asked]>>,
}

impl Ranked {
    pub fn new(
        length: usize,
        candidates: Box<[(CompactString, f32, usize)]>,
        ways: Box<[(Rc<Phrase>, f32)]>,
        stretch: usize,
    ) -> Self {
        Self { length, candidates, ways, stretch, fits: OnceCell::new(), asked: OnceCell::new() }
    }

    /// What a document is asked about each candidate.
    pub fn asked(&self) -> &[Asked] {
        self.asked.get_or_init(|| self.candidates.iter().map(|(word, ..)| Asked::new(word)).collect())
    }

    /// How each candidate fits that guesses a letter, as it is worked out the first time.
    pub fn fits(&self, fit: impl FnOnce() -> Box<[Option<Fit>]>) -> &[Option<Fit>] {
        self.fits.get_or_init(fit)
    }
}

/// A damaged word by itself: what it may have been, whatever stands beside it.
pub(super) struct Stretch {
    /// Which it is among all that were worked out.
    number: u64,
    /// Bytes from the word's start to where the longest way ends.
    pub length: usize,
    /// Where ways end, the last first, in bytes from the word's start.
    pub reaches: SmallVec<[usize; 4]>,
    /// The text as it stands.
    pub text: Phrase,
    choices: Choices,
    /// The same in capitals, where it is asked for.
    raised: OnceCell<Choices>,
}

/// The ways to read a damaged word, and what they make of it: several make the same.
pub(super) struct Choices {
    pub ways: Vec<Choice>,
    pub texts: Vec<Rc<Phrase>>,
}

/// A way to read a damaged word.
#[derive(Clone)]
pub(super) struct Choice {
    /// Where it ends, in bytes from the word's start.
    pub reach: usize,
    /// -ln P(observed | text, channel).
    pub cost: f32,
    pub channel: usize,
    /// The place of what it makes of the stretch.
    pub text: usize,
}

impl Stretch {
    /// Of the ways that were found from `start` to read a text; nothing where there are none.
    fn new(number: u64, text: &str, start: usize, paths: &[Path], weigher: &Weigher) -> Option<Self> {
        let end = paths.iter().map(|path| path.range.end).max()?;
        let mut reaches: SmallVec<[usize; 4]> = paths.iter().map(|path| path.range.end - start).collect();
        reaches.sort_unstable_by(|a, b| b.cmp(a));
        reaches.dedup();
        let text = &text[start..end];
        let choices = choices(paths, |path| joined(&path.text, &text[path.range.end - start..]), start, weigher);
        let length = text.len();
        let text = Phrase::new(text.into(), weigher);
        Some(Self { number, length, reaches, text, choices, raised: OnceCell::new() })
    }

    /// The ways to read it, or those in capitals.
    pub fn choices(&self, is_raised: bool, weigher: &Weigher) -> &Choices {
        if is_raised { self.raised(weigher) } else { &self.choices }
    }

    /// The same choices, in capitals.
    fn raised(&self, weigher: &Weigher) -> &Choices {
        self.raised.get_or_init(|| {
            let Choices { ways, texts } = &self.choices;
            let raised = |way: &Choice| {
                let tail = &self.text.text[way.reach..];
                let text = &texts[way.text].text;
                joined(&text[..text.len() - tail.len()].to_uppercase(), tail)
            };
            gathered(ways.iter().map(|way| (way.clone(), raised(way))), weigher)
        })
    }
}

fn joined(mended: &str, tail: &str) -> CompactString {
    let mut whole = CompactString::from(mended);
    whole.push_str(tail);
    whole
}

/// What each way makes of a stretch.
fn choices(paths: &[Path], whole: impl Fn(&Path) -> CompactString, start: usize, weigher: &Weigher) -> Choices {
    let choice = |path: &Path| {
        let way = Choice { reach: path.range.end - start, cost: path.cost, channel: path.channel, text: 0 };
        (way, whole(path))
    };
    gathered(paths.iter().map(choice), weigher)
}

/// Ways with what each makes of a stretch. Words that were counted somewhere go first: most of the others are hopeless beside one
/// of them.
fn gathered(all: impl Iterator<Item = (Choice, CompactString)>, weigher: &Weigher) -> Choices {
    let count = all.size_hint().0;
    let mut places: QuickMap<CompactString, usize> = QuickMap::with_capacity_and_hasher(count, Default::default());
    let (mut ways, mut texts) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for (way, text) in all {
        let place = *places.entry(text).or_insert_with_key(|text| {
            texts.push(Rc::new(Phrase::new(text.clone(), weigher)));
            texts.len() - 1
        });
        ways.push(Choice { text: place, ..way });
    }
    let is_uncounted = |way: &Choice| texts[way.text].uncounted().is_some();
    ways.sort_by_key(is_uncounted);
    // It is kept for long.
    texts.shrink_to_fit();
    Choices { ways, texts }
}

/// What a thread has worked out.
#[derive(Default)]
struct Known {
    /// By whom it was weighed.
    weigher: Option<Weigher>,
    /// Stretches that were worked out so far.
    count: u64,
    /// By their key and all of the text that was looked at; and how much that may be for a key.
    stretches: QuickMap<Box<[u8]>, Rc<Stretch>>,
    lengths: QuickMap<Box<[u8]>, SmallVec<[u32; 4]>>,
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
    /// What is known of the stretch that a text begins with, by what was looked at of texts with this key.
    fn stretch(&mut self, key: &mut Vec<u8>, text: &[u8]) -> Option<Rc<Stretch>> {
        let lengths = self.lengths.get(&key[..])?;
        let seen = lengths.iter().filter_map(|length| text.get(..*length as usize));
        let (short, mut found) = (key.len(), None);
        for seen in seen {
            key.extend_from_slice(seen);
            found = self.stretches.get(&key[..]).cloned();
            key.truncate(short);
            if found.is_some() {
                break;
            }
        }
        found
    }

    fn keep(&mut self, key: &[u8], seen: &[u8], stretch: &Rc<Stretch>) {
        let ways = stretch.choices.ways.len() + stretch.choices.texts.len();
        self.ways += ways;
        if self.ways > MOST_WAYS {
            self.stretches.clear();
            self.lengths.clear();
            self.ways = ways;
        }
        let lengths = self.lengths.entry(key.into()).or_default();
        if !lengths.contains(&(seen.len() as u32)) {
            lengths.push(seen.len() as u32);
        }
        self.stretches.insert([key, seen].concat().into(), Rc::clone(stretch));
    }
}

/// Puts a value into a map that forgets all it has when it is full.
fn keep<K: Eq + std::hash::Hash, V>(map: &mut QuickMap<K, V>, most: usize, key: K, value: V) {
    if map.len() >= most {
        map.clear();
    }
    map.insert(key, value);
}

/// What the word that begins at `start` may have been by the channels that are asked, if what stands at `spot` is damage; nothing where no way
/// is found.
/// `find` finds the ways, their ranges counting from the text's start, and says where what it looked at ends. Besides that it may
/// look at the character before the word.
pub(super) fn stretch(
    text: &str,
    start: usize,
    spot: usize,
    able: ChannelSet,
    weigher: &Weigher,
    find: impl FnOnce() -> (Vec<Path>, usize),
) -> Option<Rc<Stretch>> {
    let rest = &text.as_bytes()[start..];
    let mut key = KNOWN.with_borrow_mut(|known| std::mem::take(&mut known.key));
    key.clear();
    key.extend_from_slice(&able.to_le_bytes());
    key.extend_from_slice(&((spot - start) as u32).to_le_bytes());
    key.extend_from_slice(&text[..start].chars().next_back().map_or(u32::MAX, u32::from).to_le_bytes());
    key.extend_from_slice(&text[spot..].chars().next().map_or(u32::MAX, u32::from).to_le_bytes());
    key.extend(rest.iter().take(LONGEST).take_while(|byte| !byte.is_ascii_whitespace()));
    let known = KNOWN.with_borrow_mut(|known| known.by(weigher).stretch(&mut key, rest));
    let found = known.or_else(|| {
        let (paths, end) = find();
        let number = KNOWN.with_borrow_mut(|known| {
            known.count += 1;
            known.count
        });
        let stretch = Rc::new(Stretch::new(number, text, start, &paths, weigher)?);
        // Where it looked at the text's end more text could say more.
        if let Some(seen) = rest.get(..end.saturating_sub(start)) {
            KNOWN.with_borrow_mut(|known| known.by(weigher).keep(&key, seen, &stretch));
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
