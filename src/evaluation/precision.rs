use std::collections::BTreeMap;
use std::ops::{AddAssign, Range};

use serde::Serialize;

use super::Comparison;
use super::score::ratio;
use super::verdict::{Change, Judge, Verdict};
use crate::codecs::Encoding;
use crate::text::{Confidence, Edit, Transcode};
use crate::{Repair, Suspect};

/// How many changes were right, wrong, or could not be judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// The gold has what they write.
    pub right: u64,
    /// The gold has something else.
    pub wrong: u64,
    /// The gold cannot tell.
    pub unjudged: u64,
}

impl Verdicts {
    /// Of those judged, the share that is right; `None` if none was judged.
    pub fn precision(self) -> Option<f64> {
        ratio(self.right, self.right + self.wrong)
    }

    /// All of them.
    pub fn count(self) -> u64 {
        self.right + self.wrong + self.unjudged
    }

    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Right => &mut self.right,
            Verdict::Wrong => &mut self.wrong,
            Verdict::Unjudged => &mut self.unjudged,
        } += 1;
    }
}

impl AddAssign for Verdicts {
    fn add_assign(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.unjudged += other.unjudged;
    }
}

/// Verdicts on what was applied, and on what was only proposed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Precision {
    /// Edits.
    pub applied: Verdicts,
    /// Suspects, by their best candidate.
    pub reported: Verdicts,
}

impl AddAssign for Precision {
    fn add_assign(&mut self, other: Self) {
        self.applied += other.applied;
        self.reported += other.reported;
    }
}

/// How many bins the probabilities are sorted into.
pub const BINS: usize = 10;

/// What was claimed with about the same probability, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// Edits and suspects that were judged.
    pub judged: u64,
    /// Those that are right.
    pub right: u64,
    /// The sum of their probabilities.
    claimed: f64,
}

impl Bin {
    /// The mean of the probabilities claimed; `None` of an empty bin.
    pub fn claimed(&self) -> Option<f64> {
        (self.judged > 0).then(|| self.claimed / self.judged as f64)
    }

    /// The share that is right; `None` of an empty bin.
    pub fn measured(&self) -> Option<f64> {
        ratio(self.right, self.judged)
    }
}

/// An edit or suspect, with the verdict on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The codes of the rules, first to last, joined with `+`.
    pub rules: String,
    /// Its level.
    #[serde(serialize_with = "level_name")]
    pub level: Confidence,
    /// Its probability.
    pub probability: f32,
    /// It is an edit, and no suspect.
    pub applied: bool,
    /// What stood there.
    pub before: String,
    /// What was written, or is proposed.
    pub after: String,
    /// What the gold text says of it.
    #[serde(skip)]
    pub verdict: Verdict,
    /// The passage around it as the gold has it, if it is wrong.
    pub gold: String,
    /// The passage around it in the repaired text, if it is wrong.
    pub text: String,
}

fn level_name<S: serde::Serializer>(level: &Confidence, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.as_str())
}

/// Judges every edit and every suspect of a repaired document, in the order edits first, each in the order of the
/// text. A suspect is judged by its best candidate; one without candidates proposes nothing and is not judged.
pub fn judge(gold: &str, repair: &Repair, comparison: impl Into<Comparison>) -> Vec<Judged> {
    if repair.edits().is_empty() && repair.suspects().is_empty() {
        return Vec::new();
    }
    let judge = Judge::new(gold, repair.text(), comparison);
    let edits = repair.edits().iter().map(|edit| judge_edit(&judge, edit, repair.encoding()));
    let suspects = repair.suspects().iter().map(|suspect| judge_suspect(&judge, suspect, repair.text()));
    edits.chain(suspects).map(|(judged, place)| quoted(judged, &judge, place)).collect()
}

fn judge_edit(judge: &Judge, edit: &Edit, encoding: Encoding) -> (Judged, Range<usize>) {
    let before = String::from_utf8_lossy(&encoding.decode(&edit.before)).into_owned();
    let change = Change { before: &before, after: &edit.after };
    let verdict = judge.judge(edit.output.clone(), change);
    let codes: Vec<&str> = edit.rules.iter().map(|rule| rule.0).collect();
    let judged = Judged {
        rules: codes.join("+"),
        level: edit.level(),
        probability: edit.probability,
        applied: true,
        after: edit.after.to_string(),
        before,
        verdict,
        gold: String::new(),
        text: String::new(),
    };
    (judged, edit.output.clone())
}

fn judge_suspect(judge: &Judge, suspect: &Suspect, text: &str) -> (Judged, Range<usize>) {
    let before = text.get(suspect.output.clone()).unwrap_or_default();
    let after = suspect.candidates.first().map(|candidate| candidate.text.as_str());
    let verdict =
        after.map_or(Verdict::Unjudged, |after| judge.judge(suspect.output.clone(), Change { before, after }));
    let judged = Judged {
        rules: suspect.rule.0.to_owned(),
        level: suspect.level(),
        probability: suspect.probability,
        applied: false,
        before: before.to_owned(),
        after: after.unwrap_or_default().to_owned(),
        verdict,
        gold: String::new(),
        text: String::new(),
    };
    (judged, suspect.output.clone())
}

/// With the passage around it, if it is wrong.
fn quoted(mut judged: Judged, judge: &Judge, place: Range<usize>) -> Judged {
    if judged.verdict == Verdict::Wrong {
        (judged.gold, judged.text) = judge.quote(place);
    }
    judged
}

/// Verdicts by level, by rule, and by the probability that was claimed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reliability {
    /// By level.
    pub levels: BTreeMap<Confidence, Precision>,
    /// By the codes of the rules, joined with `+`.
    pub rules: BTreeMap<String, Precision>,
    /// Edits and suspects by probability, from 0 to 1 in tenths; 1 is in the last.
    pub bins: [Bin; BINS],
}

impl Reliability {
    /// Counts an edit or suspect.
    pub fn add(&mut self, judged: &Judged) {
        for precision in
            [self.levels.entry(judged.level).or_default(), self.rules.entry(judged.rules.clone()).or_default()]
        {
            let verdicts = if judged.applied { &mut precision.applied } else { &mut precision.reported };
            verdicts.add(judged.verdict);
        }
        if judged.verdict == Verdict::Unjudged {
            return;
        }
        let probability = f64::from(judged.probability).clamp(0.0, 1.0);
        // Truncation sorts into tenths; what is no number becomes 0.
        let bin = &mut self.bins[((probability * BINS as f64) as usize).min(BINS - 1)];
        bin.judged += 1;
        bin.right += u64::from(judged.verdict == Verdict::Right);
        bin.claimed += if probability.is_nan() { 0.0 } else { probability };
    }
}

impl FromIterator<Judged> for Reliability {
    fn from_iter<I: IntoIterator<Item = Judged>>(judged: I) -> Self {
        judged.into_iter().fold(Self::default(), |mut sum, judged| {
            sum.add(&judged);
            sum
        })
    }
}

impl AddAssign for Reliability {
    fn add_assign(&mut self, other: Self) {
        for (level, precision) in other.levels {
            *self.levels.entry(level).or_default() += precision;
        }
        for (rules, precision) in other.rules {
            *self.rules.entry(rules).or_default() += precision;
        }
        for (bin, other) in self.bins.iter_mut().zip(other.bins) {
            bin.judged += other.judged;
            bin.right += other.right;
            bin.claimed += other.claimed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Repairer;

    #[test]
    fn edits_are_judged_against_the_gold() {
        let input = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.";
        let repair = Repairer::danish().repair(input.as_bytes());
        let judged = judge("Sagen blev drøftet på modet.", &repair, false);
        let verdicts: Vec<_> = judged.iter().map(|judged| (judged.before.as_str(), judged.verdict)).collect();
        assert_eq!(verdicts, [("Ã¸", Verdict::Right), ("Ã¥", Verdict::Right), ("Ã¸", Verdict::Wrong)]);
        let reliability: Reliability = judged.into_iter().collect();
        let certain = reliability.levels[&Confidence::Certain].applied;
        assert_eq!((certain.right, certain.wrong, certain.unjudged), (2, 1, 0));
        assert_eq!(reliability.rules["E101"].applied.precision(), Some(2.0 / 3.0));
        assert_eq!((reliability.bins[9].judged, reliability.bins[9].right), (3, 2));
    }

    #[test]
    fn an_edit_of_a_document_in_another_encoding_is_taken_back_in_unicode() {
        let input: Vec<u8> =
            "Referat af mødet. Drøftelse af fl\u{ad}ere gøremål på åen.".chars().map(|c| c as u8).collect();
        let repair = Repairer::danish().repair(&input);
        assert!(!repair.edits().is_empty());
        let judged = judge("Referat af mødet. Drøftelse af flere gøremål på åen.", &repair, false);
        assert!(judged.iter().all(|judged| judged.verdict == Verdict::Right), "{judged:?}");
    }

    #[test]
    fn probabilities_fall_into_tenths() {
        let judged = |probability, verdict| Judged {
            rules: "E101".to_owned(),
            level: Confidence::from_probability(probability),
            probability,
            applied: false,
            before: String::new(),
            after: String::new(),
            verdict,
            gold: String::new(),
            text: String::new(),
        };
        let reliability: Reliability = [
            judged(0.0, Verdict::Wrong),
            judged(0.75, Verdict::Right),
            judged(0.71, Verdict::Wrong),
            judged(1.0, Verdict::Right),
            judged(0.5, Verdict::Unjudged),
            judged(f32::NAN, Verdict::Wrong),
        ]
        .into_iter()
        .collect();
        let counts: Vec<u64> = reliability.bins.iter().map(|bin| bin.judged).collect();
        assert_eq!(counts, [2, 0, 0, 0, 0, 0, 0, 2, 0, 1]);
        assert_eq!(reliability.bins[7].measured(), Some(0.5));
        assert!((reliability.bins[7].claimed().unwrap() - 0.73).abs() < 1e-6);
        assert_eq!(reliability.bins[5].claimed(), None);
    }
}
