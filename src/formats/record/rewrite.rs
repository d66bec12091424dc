use std::ops::Range;
use std::sync::Arc;

use super::{Field, field::Place};
use crate::text::Edit;
use crate::{Candidate, Suspect};

/// An edit of a field in the bytes of its record.
#[derive(Clone, Debug)]
pub(crate) struct RawEdit {
    /// The bytes of the record that it takes.
    pub file: Range<usize>,
    /// What stands there then.
    pub bytes: Vec<u8>,
    /// The edit in the field's text; `input` is what of the text those bytes say.
    pub edit: Edit,
}

/// What becomes of a field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rewritten {
    /// Ascending and disjoint.
    pub edits: Vec<RawEdit>,
    /// Passages that are left, with the bytes of the record that say them; ascending.
    pub suspects: Vec<(Range<usize>, Suspect)>,
}

/// Why an edit is left.
const SPLIT: &str = "left, as it stands in several pieces";
const UNSAID: &str = "left, as it cannot be written here";

/// Writes what was found in a field's text in the bytes of its record. An edit that cannot be written is left, and is a suspect.
pub(crate) fn rewrite(field: &Field, edits: &[Edit], suspects: &[Suspect]) -> Rewritten {
    let mut rewritten = Rewritten::default();
    let mut written = 0;
    for edit in edits {
        match raw(field, edit).and_then(|raw| if raw.file.start < written { Err(SPLIT) } else { Ok(raw) }) {
            Ok(raw) => {
                written = raw.file.end;
                rewritten.edits.push(raw);
            }
            Err(why) => rewritten.suspects.push((field.hull(&edit.input), doubted(edit, why))),
        }
    }
    let kept = suspects.iter().map(|suspect| (field.hull(&suspect.input), suspect.clone()));
    rewritten.suspects.extend(kept);
    rewritten.suspects.sort_by_key(|(file, _)| file.start);
    rewritten
}

fn raw(field: &Field, edit: &Edit) -> Result<RawEdit, &'static str> {
    let place = field.place(&edit.input).ok_or(SPLIT)?;
    let grown = grown(field, &place, edit).ok_or(UNSAID)?;
    let bytes = field.code.encode(grown.after()).ok_or(UNSAID)?;
    Ok(RawEdit { file: place.file, bytes, edit: grown })
}

/// The edit with the text around it that is written with it.
fn grown(field: &Field, place: &Place, edit: &Edit) -> Option<Edit> {
    if place.text == edit.input {
        return Some(edit.clone());
    }
    let text = |range: Range<usize>| std::str::from_utf8(field.text.get(range)?).ok();
    let after = [text(place.text.start..edit.input.start)?, edit.after(), text(edit.input.end..place.text.end)?];
    let before = field.text.get(place.text.clone())?.into();
    Some(Edit { input: place.text.clone(), before, after: after.concat().into(), ..edit.clone() })
}

/// The edit as a suspect.
fn doubted(edit: &Edit, why: &str) -> Suspect {
    let candidate = Candidate { text: edit.after.clone(), probability: edit.probability };
    Suspect {
        input: edit.input.clone(),
        output: edit.output.clone(),
        rule: edit.rules[0],
        probability: edit.probability,
        evidence: format!("{}; {why}", edit.evidence).into(),
        candidates: Arc::new([candidate]),
    }
}
