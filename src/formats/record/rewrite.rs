use std::ops::Range;
use std::sync::Arc;

use super::field::{Code, Field, Place};
use super::mail::{ENVELOPE, Transfer, fold};
use super::raw_edit::RawEdit;
use super::rewrite_base64;
use crate::text::Edit;
use crate::{Candidate, Suspect};

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
const FLOWED: &str = "left, as the lines of this mail flow";

/// Writes what was found in the text of a record's field in the bytes of the record. An edit that cannot be written is left, and is a
/// suspect.
pub(crate) fn rewrite(record: &[u8], field: &Field, edits: &[Edit], suspects: &[Suspect]) -> Rewritten {
    let mut rewritten = Rewritten::default();
    let mut placed: Vec<(&Edit, Place)> = Vec::new();
    for edit in edits {
        let last = placed.last().map(|(_, place)| place.file.end).unwrap_or_default();
        match place(field, edit, last) {
            Ok(place) => placed.push((edit, place)),
            Err(why) => rewritten.suspects.push((field.hull(&edit.input), doubted(edit, why))),
        }
    }
    if field.code.is_base64() {
        rewritten.edits = rewrite_base64::edits(record, field, &placed);
    } else {
        for (edit, Place { file, text }) in placed {
            match around(field, &text, edit).and_then(|after| field.code.encode(&after)) {
                Some(bytes) => {
                    let bytes = if field.code.folds() { fold(record, &file, bytes) } else { bytes };
                    rewritten.edits.push(RawEdit { file, bytes, edit: edit.clone() });
                }
                None => rewritten.suspects.push((file, doubted(edit, UNSAID))),
            }
        }
    }
    let kept = suspects.iter().map(|suspect| (field.hull(&suspect.input), suspect.clone()));
    rewritten.suspects.extend(kept);
    rewritten.suspects.sort_by_key(|(file, _)| file.start);
    rewritten
}

/// Where an edit is written, if it can be; the one before it ends at byte `last`.
fn place(field: &Field, edit: &Edit, last: usize) -> Result<Place, &'static str> {
    if field.code.is_flowed() && breaks_lines(field, edit) {
        return Err(FLOWED);
    }
    if !field.code.has(edit.after()) || begins_other_part(field, edit) || changes_marks(field, edit) {
        return Err(UNSAID);
    }
    let place = field.place(&edit.input).ok_or(SPLIT)?;
    if place.file.start < last && !field.code.is_base64() { Err(SPLIT) } else { Ok(place) }
}

/// The edit's text with what of the field is written with it.
fn around(field: &Field, text: &Range<usize>, edit: &Edit) -> Option<String> {
    let part = |range: Range<usize>| std::str::from_utf8(field.text.get(range)?).ok();
    let (before, after) = (part(text.start..edit.input.start)?, part(edit.input.end..text.end)?);
    Some([before, edit.after(), after].concat())
}

/// Whether an edit changes where lines end, or the space that says that one goes on.
fn breaks_lines(field: &Field, edit: &Edit) -> bool {
    let after = field.text.get(edit.input.end..).unwrap_or_default();
    let ends_line = matches!(after.first(), Some(b'\r' | b'\n')) && edit.before().ends_with(b" ");
    ends_line || edit.before().contains(&b'\n') || edit.after().contains('\n')
}

/// Whether an edit of a table's field that is in no quotation marks may change which there are: one at its start would open it, and of a field
/// that begins with one and goes on behind the closing one, two that meet would be one of its text.
fn changes_marks(field: &Field, edit: &Edit) -> bool {
    if !matches!(field.code, Code::Cell { is_quoted: false, .. }) {
        return false;
    }
    let Range { start, end } = edit.input.clone();
    let leaves_first = start == 0 && edit.after().is_empty() && field.text[end..].contains(&b'"');
    let beside = [start.checked_sub(1), Some(end)].into_iter().flatten();
    let is_beside_mark = || beside.filter_map(|at| field.text.get(at)).any(|byte| *byte == b'"');
    leaves_first || (field.text.starts_with(b"\"") && is_beside_mark())
}

/// Whether an edit makes of a line of a mail one that may begin another message or part.
fn begins_other_part(field: &Field, edit: &Edit) -> bool {
    field.code.is_mail() && (begins_other_with_line(field, edit) || breaks_before_other(field, edit))
}

/// Whether a line that an edit makes within itself begins so, and none did.
fn breaks_before_other(field: &Field, edit: &Edit) -> bool {
    let after = &field.text[edit.input.end..];
    let after = &after[..after.len().min(ENVELOPE.len())];
    let begins = |text: &[u8]| {
        let text = [text, after].concat();
        memchr::memchr_iter(b'\n', &text).filter(|at| begins_part(&text[at + 1..])).count()
    };
    begins(edit.after.as_bytes()) > begins(edit.before())
}

/// Whether a line may begin another message or part.
fn begins_part(line: &[u8]) -> bool {
    line.starts_with(ENVELOPE) || line.starts_with(b"--")
}

/// Whether the line that an edit begins on begins so, and did not.
fn begins_other_with_line(field: &Field, edit: &Edit) -> bool {
    let (before, after) = (&field.text[..edit.input.start], &field.text[edit.input.end..]);
    let before = &before[memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)..];
    if before.len() >= ENVELOPE.len() {
        return false;
    }
    let begins = |line: [&[u8]; 3]| begins_part(&line.concat());
    let after = &after[..after.len().min(ENVELOPE.len())];
    begins([before, edit.after.as_bytes(), after]) && !begins([before, edit.before(), after])
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

impl Code {
    fn is_base64(self) -> bool {
        matches!(self, Self::Mail(letter) if letter.transfer == Transfer::Base64)
    }

    fn is_mail(self) -> bool {
        matches!(self, Self::Mail(_))
    }

    fn is_flowed(self) -> bool {
        matches!(self, Self::Mail(letter) if letter.is_flowed)
    }

    /// Whether lines of the file have a length that they should not exceed.
    fn folds(self) -> bool {
        matches!(self, Self::Mail(letter) if letter.transfer == Transfer::QuotedPrintable)
    }

    /// Whether all letters of a text can be written.
    fn has(self, text: &str) -> bool {
        match self {
            Self::Mail(letter) => letter.bytes(text).is_some(),
            Self::Xml => text.chars().all(is_of_xml),
            Self::Json { .. } | Self::Cell { .. } => true,
        }
    }
}

/// Whether XML can hold a character at all, written as it is or as a reference (XML 1.0, 2008, production 2).
fn is_of_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}
