//! What a person decided of single places of fields, done to what was found in them: a decision meets the finding whose bytes and text
//! are its own.

use std::ops::Range;

use super::placed::{PlacedDecision, PlacedDecisions};
use crate::Suspect;
use crate::formats::record::Rewritten;
use crate::record::Span;
use crate::text::Edit;

/// A field of a document of records.
pub(super) struct PlacedField<'a> {
    /// BLAKE3 of the document's input.
    pub document: &'a str,
    /// Where its record begins in the document.
    pub base: u64,
    /// What it says.
    pub text: &'a [u8],
}

impl PlacedDecisions {
    /// What is written of a field, of which this was `found`, as it was decided; nothing where nothing was decided of it. `rewrite`
    /// writes edits and suspects of its text.
    pub(super) fn carry_out_in_field(
        &self,
        field: &PlacedField,
        found: &Rewritten,
        rewrite: impl FnOnce(&[Edit], &[Suspect]) -> Rewritten,
    ) -> Option<Rewritten> {
        let (mut edits, mut suspects, mut decided) = (Vec::new(), Vec::new(), Vec::new());
        for found in &found.edits {
            match self.decided(field, &found.file, &found.edit.input) {
                Some((at, decision)) => {
                    decided.push((at, found.edit.input.clone()));
                    edits.extend(reading(decision).map(|_| field.edit(decision, found.edit.input.clone())));
                }
                None => edits.push(found.edit.clone()),
            }
        }
        for (file, suspect) in &found.suspects {
            let is_apart = |edit: &Edit| edit.input.end <= suspect.input.start || suspect.input.end <= edit.input.start;
            let of_it = self.decided(field, file, &suspect.input).filter(|_| edits.iter().all(is_apart));
            match of_it {
                Some((at, decision)) => {
                    decided.push((at, suspect.input.clone()));
                    edits.extend(reading(decision).map(|_| field.edit(decision, suspect.input.clone())));
                }
                None => suspects.push(suspect.clone()),
            }
        }
        if decided.is_empty() {
            return None;
        }
        edits.sort_by_key(|edit| edit.input.start);
        let rewritten = rewrite(&edits, &suspects);
        // What cannot be written is left, whatever was decided.
        let is_done = |input: &Range<usize>| rewritten.suspects.iter().all(|(_, suspect)| suspect.input != *input);
        decided.iter().filter(|(_, input)| is_done(input)).for_each(|(at, _)| self.meet(*at));
        Some(rewritten)
    }

    /// What was decided of a finding in these bytes of the record and this part of the text.
    fn decided(
        &self,
        field: &PlacedField,
        file: &Range<usize>,
        input: &Range<usize>,
    ) -> Option<(usize, &PlacedDecision)> {
        let text = std::str::from_utf8(field.text.get(input.clone())?).ok()?;
        self.at(field.document, Span::at(field.base, file)).find(|(_, decision)| decision.text == text)
    }
}

/// What the passage becomes, if it does not stay.
fn reading(decision: &PlacedDecision) -> Option<&str> {
    decision.reading.as_deref().filter(|reading| *reading != decision.text)
}

impl PlacedField<'_> {
    fn edit(&self, decision: &PlacedDecision, input: Range<usize>) -> Edit {
        let amendment = decision.amendment(input.clone());
        let before = self.text.get(input.clone()).unwrap_or_default();
        amendment.edit(input, before, reading(decision).unwrap_or_default())
    }
}
