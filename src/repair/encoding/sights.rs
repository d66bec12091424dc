//! What stands at the places of a text where a damaged word may go on: its letters, its hyphens at line ends, and the looks that begin
//! there, each looked at once for all channels.

use smallvec::SmallVec;

use super::channels::Channels;
use super::looks::{ChannelSet, Seen};
use super::weigh::hyphen_at_line_end;
use crate::language::is_letter;

/// The longest word that is searched, in characters: what is longer is no word.
pub(super) const LONGEST: usize = 48;

/// Bytes of a hyphen, a line's end and a letter, at most.
const HYPHEN_AND_LETTER: usize = 7;

/// What stands at one place of the text, whatever way leads there.
#[derive(Clone)]
pub(super) struct Sight {
    /// Where what was looked at ends.
    end: usize,
    pub letter: Option<char>,
    /// Bytes of a hyphen and line end.
    pub hyphen: Option<usize>,
    /// The looks that begin there.
    pub looks: Seen,
}

/// What stands at the places of a text from one on, each looked at once for all channels.
pub(super) struct Sights<'c, 't> {
    pub text: &'t str,
    pub start: usize,
    pub channels: &'c Channels,
    /// The channels that are asked.
    able: ChannelSet,
    seen: Vec<Option<Sight>>,
}

impl<'c, 't> Sights<'c, 't> {
    pub fn new(text: &'t str, start: usize, channels: &'c Channels, able: ChannelSet) -> Self {
        Self { text, start, channels, able, seen: Vec::new() }
    }

    /// What stands so many bytes from the start.
    pub fn at(&mut self, place: usize) -> &Sight {
        if self.seen.len() <= place {
            self.seen.resize(place + 1, None);
        }
        self.seen[place].get_or_insert_with(|| {
            let rest = &self.text[self.start + place..];
            let looks = self.channels.looks().begin(rest, self.able);
            let letter = rest.chars().next().filter(|c| is_letter(*c));
            let hyphen = if letter.is_none() { hyphen_at_line_end(rest) } else { None };
            let end = looks.length.max(if rest.starts_with('-') { HYPHEN_AND_LETTER } else { 0 });
            Sight { end: self.start + place + end, letter, hyphen, looks }
        })
    }

    /// What a channel sees there, as [`super::looks::Looks::of_channel`] has it.
    pub fn of_channel(&mut self, place: usize, number: usize) -> SmallVec<[(usize, usize); 16]> {
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
