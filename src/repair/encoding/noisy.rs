//! The noisy channel: what a damaged word may have been, and how probable each answer is.
//!
//! From a suspicious place the search follows every way in which a channel's looks and plain letters make a word;
//! then each way is scored as `ln P(words | language) - ln P(observed | letters, channel)` against the text as it
//! stands. Nothing here knows one channel from another.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::ops::Range;

use compact_str::CompactString;
use smallvec::SmallVec;

use super::channel::{CaseOf, Channel, Confusion};
use super::channels::Channels;
use super::looks::{ChannelSet, Seen};
use super::lost_letter;
use super::weigh::hyphen_at_line_end;
use crate::language::{Language, Trail};

/// The longest word that is searched, in characters: what is longer is no word.
const LONGEST: usize = 48;
/// How many ways are followed at once; the dearest beyond them are dropped. (Of 20,000 words with letters lost in seven ways
/// 160 and 32 mend the same.)
const BEAM: usize = 32;
/// How many of them are weighed where their word ends, and where more damage of the same kind follows, which then is none
/// of the word's.
const MOST_ENDS: usize = 24;
const MOST_CUTS: usize = 4;
/// A case that no letter has in its place: besides this, which is said of the letter, it costs the word as much again, so
/// that the word with the other case is always likelier.
const OUT_OF_PLACE: f32 = 6.0;

/// One way to read a damaged place.
#[derive(Clone, Debug)]
pub(super) struct Path {
    /// Bytes of the text that the way covers.
    pub range: Range<usize>,
    /// What they would become.
    pub text: CompactString,
    /// -ln P(observed | text, channel).
    pub cost: f32,
    /// Place of the channel in the list that was searched.
    pub channel: usize,
}

/// A way as far as it goes: the last step of it, and the way that it goes on from.
#[derive(Clone, Copy)]
struct Way {
    before: u32,
    step: Step,
    /// Where it ends, in bytes from the word's start.
    at: u32,
    cost: f32,
    has_look: bool,
    /// The last letters, and ln P of all of them: what tells ways of one length from each other before they are words.
    trail: Trail,
    letters: f32,
}

/// What a way is longer by than the one before it.
#[derive(Clone, Copy)]
enum Step {
    Start,
    /// A letter, which may be a ligature's sign.
    Letter(char),
    /// What stands there, a hyphen and a line's end.
    Kept,
}

impl Way {
    const START: Self =
        Self { before: 0, step: Step::Start, at: 0, cost: 0.0, has_look: false, trail: Trail::START, letters: 0.0 };

    /// The way on from one of this number, with a letter that `length` bytes stand for.
    fn with(self, number: u32, letter: char, length: usize, cost: f32, language: &Language) -> Self {
        let mut next = Self {
            before: number,
            step: Step::Letter(letter),
            at: self.at + length as u32,
            cost: self.cost + cost,
            ..self
        };
        match lost_letter::letters_of(letter) {
            Some(letters) => letters.chars().for_each(|letter| next.push(letter, language)),
            None => next.push(letter, language),
        }
        next
    }

    fn push(&mut self, letter: char, language: &Language) {
        let (trail, likely) = language.letter_log_probability(self.trail, letter);
        self.trail = trail;
        self.letters += likely;
    }

    /// How dear it is, the letters that it has counted.
    fn dearness(&self) -> f32 {
        self.cost - self.letters
    }
}

/// Bytes of the longest way: each step is a character, a ligature's letters, or a hyphen and a line's end.
const ROOM: usize = 4 * LONGEST;
type Room = [u8; ROOM];

/// Bytes of a hyphen, a line's end and a letter, at most.
const HYPHEN_AND_LETTER: usize = 7;

/// What stands at one place of the text, whatever way leads there.
#[derive(Clone)]
struct Sight {
    /// Where what was looked at ends.
    end: usize,
    letter: Option<char>,
    /// Bytes of a hyphen and line end.
    hyphen: Option<usize>,
    /// The looks that begin there.
    looks: Seen,
}

/// What stands at the places of a text from one on, each looked at once for all channels.
pub(super) struct Sights<'c, 't> {
    text: &'t str,
    start: usize,
    channels: &'c Channels,
    /// The channels that are asked.
    able: ChannelSet,
    seen: Vec<Option<Sight>>,
}

impl<'c, 't> Sights<'c, 't> {
    pub fn new(text: &'t str, start: usize, channels: &'c Channels, able: ChannelSet) -> Self {
        Self { text, start, channels, able, seen: Vec::new() }
    }

    /// What stands so many bytes from the start.
    fn at(&mut self, place: usize) -> &Sight {
        if self.seen.len() <= place {
            self.seen.resize(place + 1, None);
        }
        self.seen[place].get_or_insert_with(|| {
            let rest = &self.text[self.start + place..];
            let looks = self.channels.looks().begin(rest, self.able);
            let letter = rest.chars().next().filter(|c| c.is_alphabetic());
            let hyphen = if letter.is_none() { hyphen_at_line_end(rest) } else { None };
            let end = looks.length.max(if rest.starts_with('-') { HYPHEN_AND_LETTER } else { 0 });
            Sight { end: self.start + place + end, letter, hyphen, looks }
        })
    }

    /// What a channel sees there, as [`super::looks::Looks::of_channel`] has it.
    fn of_channel(&mut self, place: usize, number: usize) -> SmallVec<[(usize, usize); 16]> {
        let looks = self.channels.looks();
        looks.of_channel(&self.at(place).looks, number)
    }

    /// The channels that have a look in the word as it stands: no other has a way.
    pub fn with_looks(&mut self) -> ChannelSet {
        let (mut at, mut channels) = (0, 0);
        for _ in 0..LONGEST {
            let sight = self.at(at);
            channels |= sight.looks.channels;
            match (sight.letter, sight.hyphen) {
                (Some(letter), _) => at += letter.len_utf8(),
                (None, Some(length)) => at += length,
                (None, None) => break,
            }
        }
        channels
    }

    /// Where what was looked at ends: behind the text's end where more text could say more.
    pub fn end(&self) -> usize {
        self.seen.iter().flatten().map(|sight| sight.end).max().unwrap_or(self.start)
    }
}

/// Every way through a text from the start of its sights that uses at least one look of the channel and ends with its word.
pub(super) fn paths(sights: &mut Sights, number: usize, language: &Language) -> Vec<Path> {
    let mut search = Search::new(sights, number, language);
    let mut closed = search.closed();
    search.drop_dearest(&mut closed);
    closed.into_iter().map(|(_, way)| search.path(&way, number)).collect()
}

/// The search for the ways of one channel.
struct Search<'s, 'c, 't> {
    sights: &'s mut Sights<'c, 't>,
    language: &'s Language,
    number: usize,
    channel: &'c Channel,
    /// The ways that were followed.
    ways: Vec<Way>,
    /// The looks of the channel that begin at a place, each with the character after it; and where those of each place lie.
    looks: Vec<(&'c Confusion, Option<char>)>,
    looks_at: Vec<Option<(usize, usize)>>,
}

impl<'s, 'c, 't> Search<'s, 'c, 't> {
    fn new(sights: &'s mut Sights<'c, 't>, number: usize, language: &'s Language) -> Self {
        let channel = &sights.channels.all[number];
        let (looks, looks_at) = (Vec::new(), Vec::new());
        Self { sights, language, number, channel, ways: vec![Way::START], looks, looks_at }
    }

    /// The ways that end with their word, and those that may: whether each is cut there from what goes on.
    fn closed(&mut self) -> Vec<(bool, Way)> {
        let (mut closed, mut next) = (Vec::new(), Vec::new());
        let mut open = 0..1;
        for _ in 0..LONGEST {
            for number in open {
                let begun = next.len();
                let way = self.ways[number];
                let is_at_end = self.go_on(way, number as u32, &mut next);
                if way.has_look && (is_at_end || next.len() == begun) {
                    closed.push((next.len() > begun, way));
                }
            }
            if next.is_empty() {
                break;
            }
            if next.len() > BEAM {
                next.select_nth_unstable_by(BEAM, |a, b| self.order(a, b));
                next.truncate(BEAM);
            }
            open = self.ways.len()..self.ways.len() + next.len();
            self.ways.append(&mut next);
        }
        closed
    }

    /// The ways on from one: the letter that stands there, and every look that begins there. Says whether no letter stands there.
    fn go_on(&mut self, way: Way, number: u32, next: &mut Vec<Way>) -> bool {
        let sight = self.sights.at(way.at as usize);
        let (letter, hyphen, has_looks) = (sight.letter, sight.hyphen, sight.looks.channels >> self.number & 1 != 0);
        if let Some(c) = letter {
            for companion in self.channel.companions_of(c) {
                next.push(way.with(number, companion.letter, c.len_utf8(), companion.cost, self.language));
            }
            next.push(way.with(number, c, c.len_utf8(), 0.0, self.language));
        }
        if let Some(length) = hyphen {
            next.push(Way { before: number, step: Step::Kept, at: way.at + length as u32, ..way });
        }
        if has_looks {
            self.go_on_with_looks(way, number, next);
        }
        letter.is_none()
    }

    fn go_on_with_looks(&mut self, way: Way, number: u32, next: &mut Vec<Way>) {
        let (from, to) = self.looks_at(way.at as usize);
        let last = LazyCell::new(|| self.last(&way));
        for &(confusion, after) in &self.looks[from..to] {
            let cases = match confusion.case {
                CaseOf::Letter => [(confusion.letter, 0.0), (confusion.letter, OUT_OF_PLACE)],
                CaseOf::Place => cases_of(confusion.letter, *last, after),
            };
            for (letter, cost) in cases.into_iter().filter(|(_, cost)| *cost < OUT_OF_PLACE) {
                let mended = way.with(number, letter, confusion.observed.len(), confusion.cost + cost, self.language);
                next.push(Way { has_look: true, ..mended });
            }
        }
    }

    /// The looks that begin at a place.
    fn looks_at(&mut self, place: usize) -> (usize, usize) {
        if self.looks_at.len() <= place {
            self.looks_at.resize(place + 1, None);
        }
        *self.looks_at[place].get_or_insert_with(|| {
            let from = self.looks.len();
            let rest = &self.sights.text[self.sights.start + place..];
            let confusions = self.channel.beginning_with(rest.chars().next().unwrap_or_default());
            for (confusion, length) in self.sights.of_channel(place, self.number) {
                let (look, after) = (&confusions[confusion], rest[length..].chars().next());
                let goes_on =
                    || after.is_some_and(|c| c.is_lowercase() || self.channel.companions_of(c).next().is_some());
                let ends = || after.is_none_or(char::is_whitespace);
                if !look.observed.contains(' ') || goes_on() || ends() {
                    self.looks.push((look, after));
                }
            }
            (from, self.looks.len())
        })
    }

    /// The last character of a way.
    fn last(&self, way: &Way) -> Option<char> {
        match way.step {
            Step::Start => None,
            Step::Letter(letter) => lost_letter::letters_of(letter).map_or(Some(letter), |all| all.chars().next_back()),
            Step::Kept => self.kept(way).chars().next_back(),
        }
    }

    /// What a way keeps of the text in its last step.
    fn kept(&self, way: &Way) -> &'t str {
        let Sights { text, start, .. } = &*self.sights;
        &text[*start + self.ways[way.before as usize].at as usize..*start + way.at as usize]
    }

    /// The letters of a way, written into room for them.
    fn text<'r>(&self, way: &Way, room: &'r mut Room) -> &'r str {
        let (mut way, mut start) = (way, room.len());
        let mut write = |letters: &[u8]| {
            room[start - letters.len()..start].copy_from_slice(letters);
            start -= letters.len();
        };
        loop {
            match way.step {
                Step::Start => break,
                Step::Letter(letter) => match lost_letter::letters_of(letter) {
                    Some(letters) => write(letters.as_bytes()),
                    None => write(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                },
                Step::Kept => write(self.kept(way).as_bytes()),
            }
            way = &self.ways[way.before as usize];
        }
        str::from_utf8(&room[start..]).unwrap_or_default()
    }

    /// The cheaper before the dearer.
    fn order(&self, one: &Way, other: &Way) -> Ordering {
        let texts = || self.text(one, &mut [0; ROOM]).cmp(self.text(other, &mut [0; ROOM]));
        one.dearness().total_cmp(&other.dearness()).then_with(texts)
    }

    fn path(&self, way: &Way, channel: usize) -> Path {
        let start = self.sights.start;
        let text = self.text(way, &mut [0; ROOM]).into();
        Path { range: start..start + way.at as usize, text, cost: way.cost, channel }
    }

    /// Drops the dearest of the ways that end at one place, where each may be cut there from what goes on.
    fn drop_dearest(&self, closed: &mut Vec<(bool, Way)>) {
        closed.sort_by(|(_, a), (_, b)| a.at.cmp(&b.at).then_with(|| self.order(a, b)));
        let (mut at, mut cheaper) = (0, 0);
        closed.retain(|(is_cut, end)| {
            cheaper = if end.at == at { cheaper + 1 } else { 0 };
            at = end.at;
            cheaper < if *is_cut { MOST_CUTS } else { MOST_ENDS }
        });
    }
}

/// The cases that a letter may have in its place: a place after a small letter wants a small one, a place between
/// capitals a capital; at a word's start both are tried, and the place in the sentence weighs them later.
fn cases_of(letter: char, before: Option<char>, after: Option<char>) -> [(char, f32); 2] {
    let small = letter.to_lowercase().next().unwrap_or(letter);
    let capital = letter.to_uppercase().next().unwrap_or(letter);
    let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    let upper = |c: Option<char>| c.is_some_and(char::is_uppercase);
    let (as_small, as_capital) = match (before, after) {
        (None, after) if upper(after) => (OUT_OF_PLACE, 0.0),
        (None, _) => (0.0, 0.0),
        (before, _) if lower(before) => (0.0, OUT_OF_PLACE),
        (_, after) if upper(after) => (OUT_OF_PLACE, 0.0),
        (_, after) if lower(after) => (0.0, OUT_OF_PLACE),
        _ => (0.5, 2.0),
    };
    [(small, as_small), (capital, as_capital)]
}
