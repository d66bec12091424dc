//! What the rest of a document says for a kind of damage: every proven case makes the next one less surprising.

use std::borrow::Cow;

use super::misread::{CHAINS, Chain};
use super::unread::Runs;
use super::whole::Proof;

/// Forms of escapes, each with cases of its own.
pub(super) const ESCAPE_FORMS: usize = 8;

/// How many cases of each kind of damage a document has proven on their own evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Votes {
    chains: [u32; CHAINS],
    /// Misread passages that the text speaks of.
    mentioned: u32,
    /// By the channel's place among the channels for words: the cases, and the letters that they show, each a bit.
    words: Vec<(u32, u64)>,
    escapes: [u32; ESCAPE_FORMS],
    markup: bool,
    whole: Proof,
    runs: Runs,
}

/// Words that a document which lost its letters has proven by itself, from which on it says which letters they were and what did not happen to it:
/// how to guess was fitted to such, a lone sentence says nothing of others.
pub(super) const MANY: u32 = 8;

/// Log odds that a passage which could be damaged is damaged, in a document that has proven no case: 1 in 3,000.
const RARE: f32 = -8.0;
/// The same after one proven case.
const ONCE: f32 = -2.0;
/// What each doubling of the proven cases adds.
const DOUBLING: f32 = 1.0;
/// The most that votes say: 19 of 20 places that could be damaged are.
const MOST: f32 = 3.0;
/// The same of a letter that left a mark which nothing else leaves there.
const MOST_OF_LOST: f32 = 6.0;

/// Prior log odds of a kind of damage that a document has proven `cases` times.
pub(super) fn prior(cases: u32) -> f32 {
    prior_of_at_most(cases, MOST)
}

/// The same of a letter that left a mark which nothing else leaves there: text that is right has none inside its words.
pub(super) fn prior_of_lost(cases: u32) -> f32 {
    prior_of_at_most(cases, MOST_OF_LOST)
}

fn prior_of_at_most(cases: u32, most: f32) -> f32 {
    match cases {
        0 => RARE,
        _ => (ONCE + DOUBLING * (cases as f32).log2()).min(most),
    }
}

impl Votes {
    /// Counts a case that proves itself.
    pub fn count_chain(&mut self, chain: Chain) {
        self.chains[chain as usize] = self.chains[chain as usize].saturating_add(1);
    }

    /// Counts a misread passage that the text speaks of.
    pub fn count_mentioned(&mut self) {
        self.mentioned = self.mentioned.saturating_add(1);
    }

    /// Whether misreading of UTF-8 was proven, more often than the text speaks of it: a text about damage shows it, too.
    pub fn has_misread(&self) -> bool {
        self.chains.iter().fold(0, |sum: u32, &cases| sum.saturating_add(cases)) > self.mentioned
    }

    /// Counts a word whose letters a channel restores beyond doubt; `letters` has a bit for each of them.
    pub fn count_word(&mut self, channel: usize, letters: u64) {
        self.add_words(channel, 1, letters);
    }

    fn add_words(&mut self, channel: usize, cases: u32, letters: u64) {
        if self.words.len() <= channel {
            self.words.resize(channel + 1, (0, 0));
        }
        let of_channel = &mut self.words[channel];
        of_channel.0 = of_channel.0.saturating_add(cases);
        of_channel.1 |= letters;
    }

    /// How many words a channel has restored beyond doubt.
    pub fn word_cases(&self, channel: usize) -> u32 {
        self.words.get(channel).map_or(0, |(cases, _)| *cases)
    }

    /// How many different letters they show.
    pub fn word_letters(&self, channel: usize) -> u32 {
        self.words.get(channel).map_or(0, |(_, letters)| letters.count_ones())
    }

    /// What a block has proven, with what is known of its document.
    pub fn of_block<'v>(own: &'v Self, known: Option<&Self>) -> Cow<'v, Self> {
        let Some(known) = known else { return Cow::Borrowed(own) };
        let mut both = known.clone();
        both.add(own);
        Cow::Owned(both)
    }

    /// Adds what another part of the same document has proven.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.chains.iter_mut().zip(other.chains) {
            *mine = mine.saturating_add(theirs);
        }
        self.mentioned = self.mentioned.saturating_add(other.mentioned);
        for (channel, &(cases, letters)) in other.words.iter().enumerate() {
            self.add_words(channel, cases, letters);
        }
        for (mine, theirs) in self.escapes.iter_mut().zip(other.escapes) {
            *mine = mine.saturating_add(theirs);
        }
        self.markup |= other.markup;
        self.whole.add(&other.whole);
        self.runs.add(other.runs);
    }

    /// Counts what the passages of a block say of how they were read.
    pub(super) fn count_runs(&mut self, runs: Runs) {
        self.runs.add(runs);
    }

    /// Whether the document was read in an encoding that is not undone.
    pub(super) fn are_unread(&self) -> bool {
        self.runs.are_unread()
    }

    /// Adds what a block proves of the chains that a document went through as a whole.
    pub(super) fn prove_chains(&mut self, proof: &Proof) {
        self.whole.add(proof);
    }

    /// What the document proves of the chains that it went through as a whole.
    pub(super) fn chains_proven(&self) -> &Proof {
        &self.whole
    }

    /// Counts an escape that proves itself, by the place of its form.
    pub fn count_escape(&mut self, form: usize) {
        self.escapes[form] = self.escapes[form].saturating_add(1);
    }

    /// How many escapes of a form have proven themselves.
    pub fn escapes(&self, form: usize) -> u32 {
        self.escapes[form]
    }

    /// Notes that the document is HTML or XML.
    pub fn note_markup(&mut self) {
        self.markup = true;
    }

    /// Whether the document is HTML or XML.
    pub fn is_markup(&self) -> bool {
        self.markup
    }

    /// Prior log odds that a passage which could have gone through this chain has.
    pub fn chain(&self, chain: Chain) -> f32 {
        prior(self.chains[chain as usize])
    }
}
