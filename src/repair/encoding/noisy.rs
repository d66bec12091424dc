//! The noisy channel: what a damaged word may have been, and how probable each answer is.
//!
//! From a suspicious place the search follows every way in which a channel's looks and plain letters make a word;
//! then each way is scored as `ln P(words | language) - ln P(observed | letters, channel)` against the text as it
//! stands. Nothing here knows one channel from another.

use std::cell::LazyCell;
use std::cmp::Ordering;
use std::ops::Range;

use compact_str::CompactString;

use super::channel::{CLOSING, CaseOf, Channel, Confusion};
use super::lost_letter;
use super::sights::{LONGEST, Sights};
use crate::language::{Language, Trail};

/// How many ways are followed at once; the dearest beyond them are dropped. (Of 20,000 words with letters lost in seven ways
/// 160 and 32 mend the same; of some 24,000, half of them compounds, with letters lost or misread in nine ways 32 and 16, but for one that
/// only 16 mend. The bench of encodings meets as many bars with either.)
const BEAM: usize = 16;
/// How many of them are weighed where their word ends (24 and 10 mend the same of those words), and where more damage of the same kind
/// follows, which then is none of the word's.
const MOST_ENDS: usize = 10;
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
    /// How dear it is, the letters that it has counted.
    dearness: f32,
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
    const START: Self = Self {
        before: 0,
        step: Step::Start,
        at: 0,
        cost: 0.0,
        has_look: false,
        trail: Trail::START,
        letters: 0.0,
        dearness: 0.0,
    };

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
        next.dearness = next.cost - next.letters;
        next
    }

    fn push(&mut self, letter: char, language: &Language) {
        let (trail, likely) = language.letter_log_probability(self.trail, letter);
        self.trail = trail;
        self.letters += likely;
    }
}

/// Bytes of the longest way: each step is a character, a ligature's letters, or a hyphen and a line's end.
const ROOM: usize = 4 * LONGEST;
type Room = [u8; ROOM];

/// Every way through a text from the start of its sights that uses at least one look of the channel and ends with its word.
pub(super) fn paths(sights: &mut Sights, number: usize, language: &Language) -> Vec<Path> {
    let mut search = Search::new(sights, number, language);
    let mut closed = search.closed();
    search.drop_dearest(&mut closed);
    let mut room = [0; ROOM];
    closed.into_iter().map(|(_, way)| search.path(&way, number, &mut room)).collect()
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
        /// Ways of most words.
        const USUAL: usize = 256;
        let (looks, looks_at) = (Vec::new(), Vec::new());
        let mut ways = Vec::with_capacity(USUAL);
        ways.push(Way::START);
        Self { sights, language, number, channel, ways, looks, looks_at }
    }

    /// The ways that end with their word, and those that may: whether each is cut there from what goes on.
    fn closed(&mut self) -> Vec<(bool, Way)> {
        let (mut closed, mut next) = (Vec::with_capacity(4 * BEAM), Vec::with_capacity(4 * BEAM));
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
                let ends = || {
                    after.is_none_or(|c| c.is_whitespace() || self.channel.stands_before_marks() && is_mark_behind(c))
                };
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
            for letter in letters.iter().rev() {
                start -= 1;
                room[start] = *letter;
            }
        };
        loop {
            match way.step {
                Step::Start => break,
                Step::Letter(letter) if letter.is_ascii() => write(&[letter as u8]),
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
        one.dearness.total_cmp(&other.dearness).then_with(|| self.order_of_texts(one, other))
    }

    /// The order of what two ways read. They are alike up to the last way that both go on from, and mostly differ right behind it.
    fn order_of_texts(&self, one: &Way, other: &Way) -> Ordering {
        let (mut first, mut second) = (one, other);
        while first.before != second.before {
            // What goes on from a way has a greater number.
            match first.before > second.before {
                true => first = &self.ways[first.before as usize],
                false => second = &self.ways[second.before as usize],
            }
        }
        match (first.step, second.step) {
            (Step::Letter(letter), Step::Letter(other)) if letter != other && is_itself(letter) && is_itself(other) => {
                letter.cmp(&other)
            }
            _ => self.text(one, &mut [0; ROOM]).cmp(self.text(other, &mut [0; ROOM])),
        }
    }

    fn path(&self, way: &Way, channel: usize, room: &mut Room) -> Path {
        let start = self.sights.start;
        let text = self.text(way, room).into();
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

/// Whether a mark may stand behind a word without a space: a space before it is none then (`pÃ ,`).
fn is_mark_behind(c: char) -> bool {
    CLOSING.contains(&c) || matches!(c, ']' | '}' | '\'' | '<' | '/' | '|' | '»' | '«' | '”' | '’')
}

/// Whether a letter is no ligature's sign.
fn is_itself(letter: char) -> bool {
    lost_letter::letters_of(letter).is_none()
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
