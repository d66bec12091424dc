//! How words keep company with what stands beside them, by the table of pairs and, where that lists none, by the classes of words.

use std::cell::OnceCell;

use super::Language;
use super::pairs::{Context, Member, Pairs};

/// How two words go together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Company {
    /// How much oftener the second stands after the first than anywhere, in nats.
    pub gain: f32,
    /// The same of their classes.
    pub class_gain: f32,
    /// Whether they are listed as a pair.
    pub is_listed: bool,
}

/// What stands beside a place, with what is known of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Neighbour<'c> {
    context: Context<'c>,
    /// As the table of pairs writes it; nothing where nothing is known.
    written: Option<Member>,
    class: Option<u8>,
    /// On the left: the logarithm of what the words listed after it leave to all others.
    left_over: f32,
    /// On the right: the logarithm of its probability, once a listed pair asks for it.
    log_probability: OnceCell<f32>,
}

impl Language {
    /// What stands to the left of a place, with what is asked of it for every word that may stand there. `written` is how the table
    /// of pairs writes it.
    #[must_use]
    pub(crate) fn neighbour_on_the_left<'c>(&self, left: Context<'c>, written: Option<Member>) -> Neighbour<'c> {
        let left_over = match (&self.pairs, &written) {
            (Some(pairs), Some(left)) => pairs.left_over_by(left),
            _ => 0.0,
        };
        let class = left.on_the_left().and_then(|left| self.class_of(left));
        Neighbour { context: left, written, class, left_over, log_probability: OnceCell::new() }
    }

    /// The same of what stands to the right.
    #[must_use]
    pub(crate) fn neighbour_on_the_right<'c>(&self, right: Context<'c>, written: Option<Member>) -> Neighbour<'c> {
        let class = right.on_the_right().and_then(|right| self.class_of(right));
        Neighbour { context: right, written, class, left_over: 0.0, log_probability: OnceCell::new() }
    }

    /// The logarithm of the probability of what stands to the right of a place, by itself.
    fn log_probability_by_itself(&self, right: Context<'_>) -> f32 {
        let mark = |probability: fn(&Pairs) -> f32| self.pairs.as_ref().map_or(0.0, probability);
        match right {
            Context::Unknown => 0.0,
            Context::Word(right) => self.log_probability(right),
            Context::Number => mark(Pairs::number),
            Context::Edge => mark(Pairs::end),
        }
    }

    /// What a word of this class gains by standing after a neighbour, with the classes of both to speak for a pair that is
    /// not listed.
    #[must_use]
    pub(crate) fn company(
        &self,
        left: &Neighbour,
        word: Option<&Member>,
        class: Option<u8>,
        log_probability: f32,
    ) -> Company {
        let (Some(pairs), Some(written)) = (&self.pairs, &left.written) else { return Company::default() };
        let listed = word.and_then(|word| pairs.listed_members(written, word));
        self.pair_gain(listed.map(|listed| listed - log_probability), (left.class, class), || left.left_over)
    }

    /// The same of what stands after the word: how much oftener it does than anywhere.
    #[must_use]
    pub(crate) fn company_after(&self, word: Option<&Member>, class: Option<u8>, right: &Neighbour) -> Company {
        let (Some(pairs), Some(written)) = (&self.pairs, &right.written) else { return Company::default() };
        let listed = word.and_then(|word| pairs.listed_members(word, written));
        let left_over = || word.map_or(0.0, |word| pairs.left_over_by(word));
        let alone = || right.log_probability.get_or_init(|| self.log_probability_by_itself(right.context));
        self.pair_gain(listed.map(|listed| listed - alone()), (class, right.class), left_over)
    }

    fn pair_gain(
        &self,
        listed: Option<f32>,
        classes: (Option<u8>, Option<u8>),
        left_over: impl FnOnce() -> f32,
    ) -> Company {
        /// The share of pairs that are not listed which goes by classes; the others are as frequent as chance.
        const BY_CLASSES: f32 = 0.8;
        let class_gain = match (&self.classes, classes) {
            (Some(known), (Some(left), Some(right))) => known.gain(left, right),
            _ => 0.0,
        };
        match listed {
            Some(gain) => Company { gain, class_gain, is_listed: true },
            None => {
                let gain = left_over() + (1.0 - BY_CLASSES + BY_CLASSES * class_gain.exp()).ln();
                Company { gain, class_gain, is_listed: false }
            }
        }
    }

    /// The class of a word: which words keep the same company.
    #[must_use]
    pub(crate) fn class_of(&self, word: &str) -> Option<u8> {
        self.classes.as_ref()?.of(word)
    }

    /// Whether a word in small letters was counted among other words, so that its company is known.
    #[must_use]
    pub(crate) fn is_counted(&self, word: &str) -> bool {
        self.classes.as_ref().is_some_and(|classes| classes.lists(word))
    }

    /// Whether the two are listed as a pair. Rare pairs are not; a pair of strangers is taken for a listed one less
    /// than once in a million.
    #[must_use]
    pub fn is_pair(&self, left: Context<'_>, right: Context<'_>) -> bool {
        let (Some(pairs), Some(left), Some(right)) = (&self.pairs, left.on_the_left(), right.on_the_right()) else {
            return false;
        };
        pairs.listed(left, right).is_some()
    }

    /// [`Self::is_pair`] of two that are written as the table of pairs writes them.
    #[must_use]
    pub(crate) fn is_pair_of_members(&self, left: Option<&Member>, right: Option<&Member>) -> bool {
        let (Some(pairs), Some(left), Some(right)) = (&self.pairs, left, right) else { return false };
        pairs.listed_members(left, right).is_some()
    }
}
