//! The channels of a language: every kind of damage, to the letters that its text has.

use std::sync::OnceLock;

use super::channel::{Channel, Letters};
use super::looks::{ChannelSet, Looks};
use super::votes::{MANY, Votes};
use super::{LOST_BYTE, LOST_LETTER, MISREAD, PRINTED, RECASED, STRIPPED, SWAP};
use super::{lost_byte, lost_letter, misread, printed, recased, stripped, swap};
use crate::language::{Language, List, PerLanguage};

/// Every channel, each at a fixed place: votes are counted by it.
#[derive(Debug)]
pub(super) struct Channels {
    pub all: Vec<Channel>,
    /// The looks of all of them, made when the first place is looked at.
    looks: OnceLock<Looks>,
    /// The characters that looks begin with, ascending.
    beginnings: Vec<char>,
    /// The channels that have looks which begin with each of them.
    by_beginning: Vec<ChannelSet>,
    /// The channels that read question marks.
    pub questions: Vec<usize>,
    /// The channels that read marks as ligatures.
    pub ligatures: ChannelSet,
    /// The letters that they are made for.
    pub letters: String,
}

impl Channels {
    /// Those of a language, made once.
    pub fn of(language: &'static Language) -> &'static Self {
        static OF_LANGUAGE: PerLanguage<Channels> = PerLanguage::new(Channels::new);
        OF_LANGUAGE.of(language)
    }

    fn new(language: &'static Language) -> Self {
        let own = language.own_letters();
        let all = format!("{own}{}", language.list(List::BorrowedLetters).concat());
        let letters = Letters { own, all: &all };
        let channels = [
            misread::channels(MISREAD, letters),
            swap::channels(SWAP, letters),
            recased::channels(RECASED, letters),
            lost_byte::channels(LOST_BYTE, letters),
            lost_letter::channels(LOST_LETTER, letters),
            stripped::channels(STRIPPED, letters),
            printed::channels(PRINTED, letters),
        ];
        let channels = channels.into_iter().flatten().collect::<Vec<Channel>>();
        let mut beginnings: Vec<char> = channels.iter().flat_map(Channel::beginnings).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        let questions = (0..channels.len()).filter(|number| channels[*number].begins_with('?')).collect();
        let set = |holds: &dyn Fn(&Channel) -> bool| {
            let numbered = channels.iter().enumerate().filter(|(_, channel)| holds(channel));
            numbered.fold(0, |set: ChannelSet, (number, _)| set | 1 << number)
        };
        let ligatures = set(&lost_letter::is_of_ligatures);
        let by_beginning = beginnings.iter().map(|first| set(&|channel| channel.begins_with(*first))).collect();
        Self { looks: OnceLock::new(), all: channels, beginnings, by_beginning, questions, ligatures, letters: all }
    }

    /// The looks of all of them.
    pub fn looks(&self) -> &Looks {
        self.looks.get_or_init(|| Looks::of(&self.all))
    }

    /// Whether a look of any channel begins with a character.
    #[inline]
    pub fn begins_a_look(&self, c: char) -> bool {
        self.beginnings.binary_search(&c).is_ok()
    }

    /// The channels that have looks which begin with a character.
    pub fn beginning_with(&self, c: char) -> ChannelSet {
        self.beginnings.binary_search(&c).map_or(0, |place| self.by_beginning[place])
    }

    /// The letters that a reading shows which did not stand there, each a bit, whatever its case.
    pub fn letters_shown(&self, stood: &str, meant: &str) -> u64 {
        /// Bits of what is returned; no language's letters beyond ASCII are so many.
        const MOST: usize = 64;
        let shown = meant.chars().filter(|c| !stood.contains(*c)).flat_map(char::to_lowercase);
        let place = |letter: char| self.letters.chars().position(|known| known == letter);
        shown.filter_map(place).filter(|place| *place < MOST).fold(0, |bits, place| bits | 1 << place)
    }

    /// The most that is believed of a question mark, in log odds, before the document has proven a case.
    pub fn rarity_of_questions(&self) -> f32 {
        self.questions.iter().map(|number| self.rarity(*number)).fold(f32::NEG_INFINITY, f32::max)
    }

    /// Whether votes prove that question marks stand for letters.
    pub fn proves_questions(&self, votes: &Votes) -> bool {
        self.questions.iter().any(|number| votes.word_cases(*number) > 0)
    }

    /// The channels that a document is not asked about, by what it proves: those that read the same marks as one which guesses letters and has proven
    /// so many more of its words that those of the others are by chance.
    pub fn ruled_out(&self, votes: &Votes) -> ChannelSet {
        /// How many times as many.
        const TIMES: u32 = 8;
        let numbers = || 0..self.all.len();
        let is_told = |number: &usize| self.all[*number].guesses() && votes.word_cases(*number) >= MANY;
        let is_by_chance = |number: usize, other: usize| {
            // Of letters whose bytes all came through nothing is guessed.
            number != other
                && self.all[other].rule != MISREAD
                && votes.word_cases(number) / TIMES >= votes.word_cases(other)
                && self.all[number].beginnings().any(|first| self.all[other].begins_with(first))
        };
        // Nearly every text tells none.
        let by_chance = |number| numbers().filter(move |&other| is_by_chance(number, other));
        numbers().filter(is_told).flat_map(by_chance).fold(0, |set: ChannelSet, other| set | 1 << other)
    }

    /// The rarity of a channel.
    pub fn rarity(&self, number: usize) -> f32 {
        self.all[number].rarity
    }
}
