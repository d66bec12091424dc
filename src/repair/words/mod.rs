//! The words stage: what OCR misread.
//!
//! A noisy channel with a strict judge. [`tokens`] finds the words that no list knows; [`candidates`] says what each may have
//! been, by the table of confusions; [`judge`] weighs what stands there against what may have, in the language
//! ([`weigh`]), and by what the document has proven of its own misreadings ([`evidence`]); [`calibration`] makes of the
//! scores a probability that keeps its promise.

mod calibration;
mod candidates;
mod confusions;
mod evidence;
mod explain;
mod judge;
mod misread;
mod real_word;
mod strangers;
mod tokens;
mod weigh;

use self::judge::{Doubt, Judge, Judgement};
use super::encoding::{self, Votes};
use super::proposal::Proposal;
use super::{Candidate, LanguageChoice, Options, Rule};
use crate::language::Language;
use crate::profile::Profile;
use crate::text::RuleCode;

pub(super) use evidence::Evidence;
pub(super) use explain::judgements;
pub use explain::{WordJudgement, WordScores};

/// The rules of this stage.
pub(super) const RULES: [Rule; 2] = [
    Rule::new(misread::CODE, "misread-word", include_str!("misread.rs")),
    Rule::new(real_word::CODE, "misread-as-a-word", include_str!("real_word.rs")),
];

/// The least probability that is reported.
const WORTH_A_LOOK: f32 = 0.3;

/// The proposals for a block, which a profile helps to judge. Without `known` votes the block proves for itself what it proves; that is added to
/// `proven` either way.
pub(super) fn pass(
    text: &str,
    options: &Options,
    profile: Option<&Profile>,
    known: Option<&Votes>,
    proven: &mut Votes,
) -> Vec<Proposal> {
    let LanguageChoice::Danish = options.language else { return Vec::new() };
    if !RULES.iter().any(|rule| options.rules.allows(rule.code))
        || encoding::is_source(text)
        || encoding::is_markup(text)
    {
        return Vec::new();
    }
    let Some(judge) = Judge::new(text, Language::danish(), profile.map(Profile::counts)) else { return Vec::new() };
    let (judgements, own) = judge.judge(known.map(Votes::misreadings));
    proven.misreadings_mut().add(&own);
    judgements.iter().filter_map(proposal).collect()
}

/// The rule that speaks.
fn rule_of(judgement: &Judgement) -> RuleCode {
    match judgement.doubt {
        Doubt::Unknown => misread::CODE,
        Doubt::Known => real_word::CODE,
    }
}

fn proposal(judgement: &Judgement) -> Option<Proposal> {
    let probability = calibration::probability(&judgement.features);
    if probability < WORTH_A_LOOK {
        return None;
    }
    let rule = rule_of(judgement);
    let best = judgement.ranked.first()?.1.total();
    let candidates = judgement.ranked.iter().take(5).map(|(reading, score)| Candidate {
        text: reading.word.written.as_str().into(),
        probability: probability * (score.total() - best).exp(),
    });
    let evidence = "a word that looks like it is far more probable here";
    Some(Proposal { range: judgement.range.clone(), rule, candidates: candidates.collect(), evidence: evidence.into() })
}
