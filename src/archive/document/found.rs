//! What is found in a document, as it is taken down. In: an edit or a suspect, and where it stands. Out: its record.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use compact_str::CompactString;

use super::series_names::SeriesNames;
use super::stand::{EditBytes, Stand};
use super::surroundings::Surroundings;
use crate::Suspect;
use crate::record::{DocumentEdit, DocumentSuspect, EditKind, Reading};
use crate::text::Edit;

/// What is found, where it stands, and what it stands in.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub finding: Finding<'a>,
    pub stand: Stand,
    pub of: Surroundings<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum Finding<'a> {
    Edit(&'a Edit, EditBytes),
    Suspect(&'a Suspect),
}

/// What edits that share a line are alike in: all but where they stand and how probable they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Likeness<'f>(
    &'f [u8],
    Option<&'f str>,
    &'f str,
    &'f [crate::text::RuleCode],
    crate::Confidence,
    &'f str,
);

impl Hash for Likeness<'_> {
    /// What an edit takes and gives tells nearly all kinds apart, and takes less time than all that it says.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0, self.2).hash(state);
    }
}

impl<'a> Found<'a> {
    pub fn edit(edit: &'a Edit, stand: Stand, bytes: EditBytes, of: Surroundings<'a>) -> Self {
        Self { finding: Finding::Edit(edit, bytes), stand, of }
    }

    pub fn suspect(suspect: &'a Suspect, stand: Stand, of: Surroundings<'a>) -> Self {
        Self { finding: Finding::Suspect(suspect), stand, of }
    }

    /// What it is alike in with others; nothing for a suspect, and for an edit whose ranges do not have the lengths of what it says.
    pub fn likeness(&self) -> Option<Likeness<'_>> {
        let Finding::Edit(edit, bytes) = &self.finding else { return None };
        let (before, before_bytes) = (&edit.before[..], bytes.before.as_deref());
        let taken = match before_bytes {
            Some(digits) => digits.len() / 2,
            None => before.len(),
        };
        let has_lengths = bytes.after.is_none()
            && self.stand.input.length() == taken as u64
            && self.stand.output.length() == edit.after.len() as u64;
        let likeness = || Likeness(before, before_bytes, &edit.after, &edit.rules, edit.level(), &edit.evidence);
        has_lengths.then(likeness)
    }

    /// The kind of an edit.
    pub fn kind(&self, edit: &Edit, bytes: &EditBytes, series: &mut SeriesNames) -> EditKind {
        let before = self.before(edit);
        EditKind {
            series: series.of(&codes(edit), &before),
            before,
            before_bytes: bytes.before.clone(),
            after: edit.after.clone(),
            rules: rules(edit),
            level: edit.level(),
            evidence: (&edit.evidence).into(),
        }
    }

    /// The record of an edit.
    pub fn edit_record(&self, edit: &Edit, bytes: &EditBytes, series: &mut SeriesNames) -> DocumentEdit {
        let (stand, kind) = (self.stand, self.kind(edit, bytes, series));
        DocumentEdit {
            id: self.of.id(stand, &codes(edit), kind.before()),
            input: stand.input,
            output: stand.output,
            place: stand.place,
            kind: Arc::new(kind),
            after_bytes: bytes.after.clone(),
            probability: edit.probability,
            context: Some(Box::new(self.of.context(edit.input.start, edit.input.end))),
        }
    }

    /// The record of a suspect.
    pub fn suspect_record(&self, suspect: &Suspect, series: &mut SeriesNames) -> DocumentSuspect {
        let (stand, range) = (self.stand, &suspect.input);
        let text: CompactString = self.of.decode(self.of.input.get(range.clone()).unwrap_or_default()).as_ref().into();
        DocumentSuspect {
            id: self.of.id(stand, suspect.rule.0, &text),
            series: series.of(suspect.rule.0, &text),
            input: stand.input,
            output: stand.output,
            place: stand.place,
            text,
            rule: Cow::Borrowed(suspect.rule.0),
            level: suspect.level(),
            probability: suspect.probability,
            evidence: (&suspect.evidence).into(),
            candidates: suspect.candidates.iter().map(reading).collect(),
            context: Some(self.of.context(range.start, range.end)),
        }
    }

    /// The input's text that an edit takes.
    fn before(&self, edit: &Edit) -> CompactString {
        self.of.decode(&edit.before).as_ref().into()
    }
}

/// The codes of an edit's rules, joined with `+`.
pub(super) fn codes(edit: &Edit) -> Cow<'static, str> {
    match edit.rules.as_slice() {
        [rule] => Cow::Borrowed(rule.0),
        rules => Cow::Owned(rules.iter().map(|rule| rule.0).collect::<Vec<_>>().join("+")),
    }
}

fn rules(edit: &Edit) -> Vec<Cow<'static, str>> {
    edit.rules.iter().map(|rule| Cow::Borrowed(rule.0)).collect()
}

fn reading(candidate: &crate::Candidate) -> Reading {
    Reading { text: candidate.text.clone(), probability: candidate.probability }
}
