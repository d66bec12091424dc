//! The repair of documents of records: their fields, one after the other, are a text that is repaired as a whole, and no edit crosses
//! a field's border. All other bytes stay as they are.

use std::fmt::Write as _;

use super::joined::Joined;
use super::output::{RepairError, Restart};
use super::placed::PlacedDecisions;
use super::placed_fields::PlacedField;
use super::record_batches::{Batch, FieldBlocks, Holds, each_batch};
use super::record_writer::RecordWriter;
use super::record_writing::RecordWriting;
use super::repair_document::{DocumentRepairer, Note, RepairedDocument, copy};
use super::repaired_batch::{RepairedBatch, RepairedField};
use super::source::Source;
use super::undo::Encodings;
use super::workers::items_in_order;
use crate::codecs::Encoding;
use crate::formats::record::{Broken, Field, Kind, Records, Rewritten, rewrite};
use crate::repair::Proof;
use crate::text::Edit;
use crate::{DocumentKind, Repairer, Survey, Suspect};

/// How a document is read.
pub(super) enum Opened {
    Records(Box<dyn Records>),
    /// Not at all, for what it is and why.
    Unread(Box<Survey>, Note),
}

impl DocumentRepairer {
    /// Writes the document with its fields repaired to `out`, and takes down what was found.
    pub(super) fn repair_records(
        &self,
        kind: Kind,
        source: &mut Source,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<(RepairedDocument, Option<Note>), RepairError> {
        let mut records = match self.open_records(kind, source)? {
            Opened::Records(records) => records,
            Opened::Unread(survey, note) => {
                let copied = copy(source, survey.kind, out)?;
                let encodings = Encodings { input: survey.encoding, output: survey.encoding };
                return Ok((RepairedDocument { encodings, ..copied }, Some(note)));
            }
        };
        let repairer = self.repairer.of_fields(kind.keeps_lines());
        let (survey, count) = self.survey_records(&repairer, &mut *records, source)?;
        let records = &*records;
        let document = source.content().map_err(RepairError::Read)?.blake3;
        let decided = Decided { placed: &self.placed, document: &document };
        let mut writing = RecordWriting::new(document.clone(), out, records.encoding());
        let mut left = Left::default();
        items_in_order(
            self.threads,
            |each| each_batch(source, records, each),
            |batch| repair_batch(&repairer, records, &survey, batch, decided),
            |batch, repaired| {
                left.add(&repaired.broken, writing.line());
                writing.batch(&batch, repaired, writer, self.detail)
            },
        )?;
        if let Some(names) = records.met() {
            self.records.met.meet(names);
        }
        let note = left.note(kind, count);
        Ok((writing.finish(kind), note))
    }

    /// A reader of the document; or what it is, and why it is not read.
    pub(super) fn open_records(&self, kind: Kind, source: &mut Source) -> Result<Opened, RepairError> {
        if kind != Kind::Table
            && let Some(records) = self.records.open(kind, b"", Encoding::Utf8)
        {
            return Ok(Opened::Records(records));
        }
        let (survey, _) = self.repairer.survey_start(source).map_err(RepairError::Read)?;
        let refused = |survey: Survey, note: &'static str| Ok(Opened::Unread(Box::new(survey), note.into()));
        if survey.kind != DocumentKind::Text {
            return refused(survey, "no table of text");
        }
        if !matches!(survey.encoding, Encoding::Utf8 | Encoding::SingleByte(_)) {
            return refused(survey, "left as it came: its columns are not read in its encoding");
        }
        match self.records.open(kind, &source.start().map_err(RepairError::Read)?, survey.encoding) {
            Some(records) => Ok(Opened::Records(records)),
            None => {
                self.records.met.meet(Vec::new());
                refused(survey, "left as it came: its first row has no column of that name")
            }
        }
    }

    /// Learns what the fields are, and how the document is written; counts them.
    fn survey_records(
        &self,
        repairer: &Repairer,
        records: &mut dyn Records,
        source: &mut Source,
    ) -> Result<(Survey, u64), RepairError> {
        let mut fields = FieldBlocks { source, records: &*records, manner: Default::default(), count: 0 };
        let (survey, are_several) = repairer.survey_fields(&mut fields).map_err(RepairError::Read)?;
        let FieldBlocks { manner, count, .. } = fields;
        records.keep_manner(manner);
        if !are_several {
            return Ok((survey, count));
        }
        let records = &*records;
        let mut proof = Proof::default();
        let work = |batch: &mut Batch| prove(repairer, &survey, &Joined::of(batch.fields(records).iter()));
        items_in_order(
            self.threads,
            |each| each_batch(source, records, each),
            work,
            |_, of_batch| {
                proof.add(&of_batch);
                Ok::<(), RepairError>(())
            },
        )?;
        Ok((survey.with_proof(proof), count))
    }
}

/// What fields prove together.
pub(super) fn prove(repairer: &Repairer, survey: &Survey, joined: &Joined) -> Proof {
    let mut proof = Proof::default();
    joined.blocks().for_each(|block| proof.add(&repairer.prove_block(block, survey)));
    proof
}

/// What was decided of places of a document.
#[derive(Clone, Copy)]
struct Decided<'a> {
    placed: &'a PlacedDecisions,
    /// BLAKE3 of its input.
    document: &'a str,
}

impl Decided<'_> {
    /// What becomes of a field of the record that begins at byte `base` of the document.
    fn rewrite(
        self,
        base: u64,
        record: &[u8],
        field: &Field,
        (edits, suspects): &(Vec<Edit>, Vec<Suspect>),
    ) -> Rewritten {
        let found = rewrite(record, field, edits, suspects);
        if self.placed.is_empty() {
            return found;
        }
        let placed = PlacedField { document: self.document, base, text: &field.text };
        let anew = |edits: &[Edit], suspects: &[Suspect]| rewrite(record, field, edits, suspects);
        self.placed.carry_out_in_field(&placed, &found, anew).unwrap_or(found)
    }
}

fn repair_batch(
    repairer: &Repairer,
    records: &dyn Records,
    survey: &Survey,
    batch: &Batch,
    decided: Decided,
) -> RepairedBatch {
    let (found, broken) = fields(records, batch);
    let joined = Joined::of(found.iter().map(|(_, _, field)| field));
    let parts = joined.parted(&repairer.repair_surveyed(&joined.text, survey));
    let mut repaired = Vec::new();
    for ((at, record, field), part) in found.into_iter().zip(parts) {
        if part.0.is_empty() && part.1.is_empty() {
            continue;
        }
        let mut rewritten = decided.rewrite(batch.start + at as u64, record, &field, &part);
        let ranges = rewritten.edits.iter_mut().map(|edit| &mut edit.file);
        for file in ranges.chain(rewritten.suspects.iter_mut().map(|(file, _)| file)) {
            *file = file.start + at..file.end + at;
        }
        let (edits, suspects) = (rewritten.edits, rewritten.suspects);
        repaired.push(RepairedField { text: field.text.into_owned(), edits, suspects });
    }
    RepairedBatch { fields: repaired, broken }
}

/// A field, the record that it is of, and where in its batch that begins.
type Found<'b> = (usize, &'b [u8], Field<'b>);

/// Every field of a batch; and what is no record.
fn fields<'b>(records: &dyn Records, batch: &'b Batch) -> (Vec<Found<'b>>, Vec<(u64, Broken)>) {
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    if batch.holds == Holds::Start {
        broken.push((0, Broken("too long")));
    }
    let (mut counted, mut line) = (0, 0);
    for (at, record) in batch.records(records) {
        match records.fields(record) {
            Ok(fields) => found.extend(fields.into_iter().map(|field| (at, record, field))),
            Err(why) => {
                line += memchr::memchr_iter(b'\n', &batch.bytes[counted..at]).count() as u64;
                counted = at;
                broken.push((line, why));
            }
        }
    }
    (found, broken)
}

/// Records that were left, as a reader is told of them.
#[derive(Default)]
struct Left {
    count: u64,
    /// The lines of the first, and why.
    first: Vec<(u64, Broken)>,
}

/// So many places are named.
const NAMED: usize = 5;

impl Left {
    /// Adds those of a batch that begins at `line`.
    fn add(&mut self, broken: &[(u64, Broken)], line: u64) {
        self.count += broken.len() as u64;
        let named = broken.iter().map(|(below, why)| (line + below, *why));
        self.first.extend(named.take(NAMED - self.first.len()));
    }

    /// What is to be said of a document with so many fields.
    fn note(self, kind: Kind, fields: u64) -> Option<Note> {
        let mut said = String::new();
        if fields == 0 {
            let _ = write!(said, "no {} of that name", kind.field_name());
        }
        for (number, (line, why)) in self.first.iter().enumerate() {
            let lead = match (number, said.is_empty()) {
                (0, true) => "left as they came: ",
                (0, false) => "; left as they came: ",
                _ => ", ",
            };
            let _ = write!(said, "{lead}line {line} ({})", why.0);
        }
        if self.count > self.first.len() as u64 {
            let _ = write!(said, " and {} more", self.count - self.first.len() as u64);
        }
        (!said.is_empty()).then(|| said.into())
    }
}

impl RecordWriting<'_> {
    fn finish(self, kind: Kind) -> RepairedDocument {
        let encodings = self.encodings();
        let (input, output) = self.contents();
        let format = Some(kind.as_str());
        RepairedDocument { kind: DocumentKind::Text, format, encodings, rival: None, input, output }
    }
}
