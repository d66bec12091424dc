//! What the stage thinks of the words of a text, for explanations and for calibration.

use std::ops::Range;

use super::archive::Archive;
use super::evidence::Evidence;
use super::in_context::{self, Doubted};
use super::weigh::Score;
use super::{Decoder, Options, Portrait, doubted_in_context, real_word, rule_of};
use crate::text::RuleCode;

/// What speaks for a reading of a word, in nats: natural logarithms of probabilities, and what adds to them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WordScores {
    /// Of what stands there, if the word was this one.
    pub channel: f32,
    /// Of the word in the language.
    pub language: f32,
    /// What the document adds.
    pub document: f32,
    /// What the profile adds.
    pub profile: f32,
    /// What the words beside it add.
    pub neighbours: f32,
}

impl WordScores {
    /// All of them together.
    #[must_use]
    pub fn total(&self) -> f32 {
        self.channel + self.language + self.document + self.profile + self.neighbours
    }
}

/// A word that was doubted.
#[derive(Clone, Debug)]
pub struct WordJudgement {
    /// Where it stands: bytes of the document.
    pub range: Range<usize>,
    /// The word, as the stages before left it.
    pub word: String,
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

/// The least probable reading of a known word by its neighbours alone that is explained.
const LEAST_IN_CONTEXT: f32 = 0.01;

/// The doubted words of a text, each with its candidates.
pub(in crate::repair) fn judgements(
    text: &str,
    options: &Options,
    archive: Option<&Archive>,
    portrait: &Portrait,
    known: Option<&Evidence>,
) -> Vec<WordJudgement> {
    let Some(language) = options.language.pack() else { return Vec::new() };
    let reading = portrait.reading(language);
    let decoder = Decoder::new(&reading, language, archive, options, portrait);
    let judged = decoder.map(|decoder| decoder.judge(known, f32::NEG_INFINITY, |judgement| judgement));
    let (judgements, evidence) = judged.map_or((Vec::new(), None), |(judged, own)| (judged, Some(own)));
    let explained = judgements.into_iter().map(|judgement| WordJudgement {
        rule: rule_of(&judgement),
        probability: judgement.probability(),
        standing: scores(&judgement.standing),
        candidates: judgement
            .ranked
            .iter()
            .map(|(reading, score)| (reading.word.written.clone(), scores(score)))
            .collect(),
        features: judgement.features.named(),
        word: text[judgement.range.clone()].to_owned(),
        range: judgement.range,
    });
    let mut explained: Vec<WordJudgement> = explained.collect();
    let in_context = doubted_in_context(
        &reading,
        language,
        options,
        archive,
        portrait,
        known.or(evidence.as_ref()),
        LEAST_IN_CONTEXT,
    );
    explained.extend(in_context.into_iter().map(|doubted| explained_in_context(text, doubted)));
    explained.sort_by_key(|judgement| judgement.range.start);
    explained
}

fn explained_in_context(text: &str, doubted: Doubted) -> WordJudgement {
    let scores = |scores: &in_context::Scores| WordScores {
        channel: scores.channel,
        language: scores.language,
        document: 0.0,
        profile: 0.0,
        neighbours: scores.neighbours,
    };
    WordJudgement {
        rule: real_word::CODE,
        probability: doubted.probability,
        standing: scores(&doubted.standing),
        candidates: doubted.candidates.iter().map(|(word, of_word)| (word.clone(), scores(of_word))).collect(),
        features: doubted.signs.values().collect(),
        word: text[doubted.range.clone()].to_owned(),
        range: doubted.range,
    }
}

fn scores(score: &Score) -> WordScores {
    WordScores {
        channel: score.channel,
        language: score.language,
        document: score.document,
        profile: score.profile,
        neighbours: score.neighbours,
    }
}
