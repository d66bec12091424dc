//! What the stage thinks of the words of a text, for explanations and for calibration.

use std::ops::Range;

use super::weigh::Score;
use super::{Options, calibration, judge_of, rule_of, without_old_spellings};
use crate::profile::Profile;
use crate::text::RuleCode;

/// What speaks for a reading of a word, in nats: natural logarithms of probabilities, and what adds to them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WordScores {
    /// Of what stands there, if the word was this one.
    pub channel: f32,
    /// Of the word in the language.
    pub language: f32,
    /// What the document and the profile add.
    pub document: f32,
    /// What the words beside it add.
    pub neighbours: f32,
}

impl WordScores {
    /// All of them together.
    #[must_use]
    pub fn total(&self) -> f32 {
        self.channel + self.language + self.document + self.neighbours
    }
}

/// A word that was doubted.
#[derive(Clone, Debug)]
pub struct WordJudgement {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The rule that doubts it.
    pub rule: RuleCode,
    /// The calibrated probability that the first candidate is right.
    pub probability: f32,
    /// What speaks for the word as it stands.
    pub standing: WordScores,
    /// What it may have been, best first, with what speaks for each.
    pub candidates: Vec<(String, WordScores)>,
    /// What the probability was made of, by name; for calibration.
    pub features: Vec<(&'static str, f32)>,
}

/// The doubted words of a text, each with its candidates.
pub(in crate::repair) fn judgements(text: &str, options: &Options, profile: Option<&Profile>) -> Vec<WordJudgement> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    let Some(judge) = judge_of(text, language, options, profile) else { return Vec::new() };
    let (judgements, _) = judge.judge(None, f32::NEG_INFINITY);
    let judgements = without_old_spellings(judgements, |judgement| &judgement.range, text, options);
    let explained = judgements.into_iter().map(|judgement| WordJudgement {
        rule: rule_of(&judgement),
        probability: calibration::probability(&judgement.features),
        standing: scores(&judgement.standing),
        candidates: judgement
            .ranked
            .iter()
            .map(|(reading, score)| (reading.word.written.clone(), scores(score)))
            .collect(),
        features: judgement.features.named(),
        range: judgement.range,
    });
    explained.collect()
}

fn scores(score: &Score) -> WordScores {
    WordScores {
        channel: score.channel,
        language: score.language,
        document: score.document,
        neighbours: score.neighbours,
    }
}
