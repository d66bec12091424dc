//! Why a reading is believed, in a sentence: what was taken for what, how often the document has proven that, and what
//! decided.

use super::confusions::Confusions;
use super::decoder::{Doubt, Judgement};
use crate::language::{Language, Step};

/// Cases from which a confusion is proven in a document.
const PROVEN: f32 = 0.5;
/// Odds are told up to so many to one; more is no knowledge.
const MOST_TIMES: f32 = 1e6;

/// The evidence for the best reading of a judgement.
pub(super) fn of(judgement: &Judgement, language: &'static Language) -> String {
    let Some((best, score)) = judgement.ranked.first() else { return String::new() };
    let confusions = confusions(&best.steps, Confusions::of(language));
    let proven = match judgement.features.cases {
        cases if !cases.is_finite() => String::new(),
        cases if cases < PROVEN => ", as nowhere else in this document".to_owned(),
        cases if cases < 1.5 => ", as in one other word of this document".to_owned(),
        cases => format!(", as in {cases:.0} other words of this document"),
    };
    let decided = decided_by(judgement, score.language, score.neighbours, score.document);
    format!("{confusions}{proven}; {decided}")
}

/// What was taken for what.
fn confusions(steps: &[Step], known: &Confusions) -> String {
    let mut told: Vec<String> = Vec::new();
    for step in steps.iter().filter(|step| !known.is_old(**step)) {
        let confusion = match (*step, known.row(*step)) {
            (_, Some(row)) => format!("`{}` read as `{}`", row.meant, row.written),
            (Step::LETTER_LOST, None) => "a letter lost".to_owned(),
            (Step::LETTER_ADDED, None) => "a letter too many".to_owned(),
            (_, None) => "a letter for another".to_owned(),
        };
        if !told.contains(&confusion) {
            told.push(confusion);
        }
    }
    if told.is_empty() { "an old spelling".to_owned() } else { told.join(" and ") }
}

/// The strongest contribution of the best reading over the word as it stands.
fn decided_by(judgement: &Judgement, language: f32, neighbours: f32, document: f32) -> String {
    let standing = &judgement.standing;
    let (language, neighbours, document) =
        (language - standing.language, neighbours - standing.neighbours, document - standing.document);
    if document > 0.0 && document >= language.max(neighbours) {
        "this document or archive has the word elsewhere".to_owned()
    } else if neighbours > 0.0 && neighbours >= language {
        format!("it fits {} better between the words beside it", times(neighbours))
    } else if judgement.doubt == Doubt::Unknown {
        "no list knows what stands there".to_owned()
    } else if language > 0.0 {
        format!("it is {} as common as what stands there", times(language))
    } else {
        "what stands there is misread so often".to_owned()
    }
}

/// Nats as a factor.
fn times(nats: f32) -> String {
    let times = nats.exp();
    match times {
        few if few < 10.0 => format!("{few:.1} times"),
        many if many < MOST_TIMES => format!("{many:.0} times"),
        _ => "a million times".to_owned(),
    }
}
