//! What the misread words of a document say of each of its doubts.

use super::{Doubted, Evidence};

/// A document that proves nothing: so many of so many words are misread as others.
const PRIOR_MISREAD: f32 = 0.3;
const PRIOR_WORDS: f32 = 60.0;
/// Of the words of right text, as many are doubted, each as much as it is likely, in the texts that have most: hymns.
const OF_RIGHT_TEXT: f32 = 1.0 / 60.0;
/// Words of the sentence that the weights are for.
const SENTENCE: f32 = 12.0;

/// What the misread words of a document say of each of its doubts. The more there are the likelier each is.
pub(super) struct Others {
    /// Unknown words that were misread: they always prove damage.
    misread: f32,
    /// Doubts beyond those that right text has, too.
    doubts: f32,
    words: f32,
}

impl Others {
    /// In a text of so many words, with these doubts.
    pub fn of(found: &[Doubted], words: f32, evidence: Option<&Evidence>) -> Self {
        Self {
            misread: evidence.map_or(0.0, Evidence::misread_words),
            doubts: found.iter().map(Doubted::counted).sum::<f32>() - OF_RIGHT_TEXT * words,
            words: evidence.map_or(words, |evidence| evidence.words().max(words)),
        }
    }

    /// Whether hardly a word of the text was misread: fewer than two, or than one in a thousand, which misspelled ones come near.
    pub fn are_few(&self) -> bool {
        const FEW: f32 = 1.5;
        const OF_WORDS: f32 = 1e-3;
        self.misread + self.doubts.max(0.0) < FEW.max(OF_WORDS * self.words)
    }

    /// The probability that one of the doubts is right.
    pub fn probability(&self, doubted: &Doubted) -> f32 {
        let others = self.misread + (self.doubts - doubted.counted()).max(0.0);
        logistic(doubted.log_odds + prior(others, self.words))
    }
}

impl Doubted {
    /// How much it counts as damage to the others.
    fn counted(&self) -> f32 {
        if self.log_odds > 0.0 { logistic(self.log_odds) } else { 0.0 }
    }
}

/// What a text of so many words, of which so many others are misread, takes off the log odds of a lone sentence.
fn prior(others: f32, words: f32) -> f32 {
    let share = |others: f32, words: f32| (others + PRIOR_MISREAD) / (words + PRIOR_WORDS);
    (share(others, words) / share(0.0, SENTENCE)).ln().min(0.0)
}

fn logistic(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}
