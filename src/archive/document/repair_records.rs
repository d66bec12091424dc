//! The repair of documents of records: their fields, one after the other, are a text that is repaired as a whole, and no edit crosses
//! a field's border. All other bytes stay as they are.

use std::ops::Range;

use super::encodings::Encodings;
use super::joined::Joined;
use super::placed::PlacedDecisions;
use super::placed_fields::PlacedField;
use super::record_batches::{Batch, FieldBlocks, Holds, each_batch};
use super::record_writer::RecordWriter;
use super::record_writing::RecordWriting;
use super::repair_error::RepairError;
use super::repaired::{Note, RepairedDocument};
use super::repaired_batch::{RepairedBatch, RepairedField};
use super::repairer::DocumentRepairer;
use super::text_writing::copy;
use crate::archive::input::Source;
use crate::archive::output::Restart;
use crate::archive::parts::{items_in_order, weighed_in_order};
use crate::codecs::Encoding;
use crate::formats::record::{Broken, Field, Kind, Records, Remark, Rewritten, rewrite};
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
        source.begin(true);
        let mut records = match self.open_records(kind, source)? {
            Opened::Records(records) => records,
            Opened::Unread(survey, note) => {
                let copied = copy(source, survey.kind, out)?;
                let encodings = Encodings { input: survey.encoding, output: survey.encoding };
                // A table of text was read for its columns, and has none of them.
                let fields = (survey.kind == DocumentKind::Text).then(Vec::new);
                return Ok((RepairedDocument { encodings, fields, ..copied }, Some(note)));
            }
        };
        let repairer = self.repairer.of_fields(kind.keeps_lines());
        let (survey, count) = self.survey_records(&repairer, &mut *records, source)?;
        let records = &*records;
        source.begin(false);
        let document = source.known_content().map_err(RepairError::Read)?.blake3;
        let decided = Decided { placed: &self.placed, document: &document };
        let mut writing = RecordWriting::new(document.clone(), out, records.encoding());
        let mut told = Told::default();
        weighed_in_order(
            self.threads,
            RepairedBatch::bytes,
            |each| each_batch(source, records, each),
            |batch| repair_batch(&repairer, records, &survey, batch, decided),
            |batch, repaired| {
                told.add(&repaired, writing.line());
                writing.batch(&batch, repaired, writer, self.detail)
            },
        )?;
        let note = told.note(kind, count);
        Ok((RepairedDocument { fields: records.met(), ..writing.finish(kind) }, note))
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
            None => refused(survey, "left as it came: its first row has no column of that name"),
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
    let Fields { found, broken, remarks } = fields(records, batch);
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
    let mut repaired = RepairedBatch { fields: repaired, broken, untrue: Vec::new() };
    remark(batch, remarks, &mut repaired);
    repaired
}

/// Adds what is to be said of the records of a batch.
fn remark(batch: &Batch, remarks: Vec<(Range<usize>, Remark)>, repaired: &mut RepairedBatch) {
    let changed = repaired.fields.iter().flat_map(|field| field.edits.iter().map(|edit| edit.file.start));
    let changed: Vec<usize> = changed.collect();
    let mut lines = LinesOf { batch, counted: 0, line: 0 };
    for (record, remark) in remarks {
        let first = changed.partition_point(|edit| *edit < record.start);
        let is_changed = changed.get(first).is_some_and(|edit| *edit < record.end);
        match remark {
            Remark::Left(why) => repaired.broken.push((lines.at(record.start), Broken(why))),
            Remark::Untrue(what) if is_changed => repaired.untrue.push((lines.at(record.start), what)),
            Remark::Untrue(_) => {}
        }
    }
    repaired.broken.sort_unstable();
}

/// Counts the lines of a batch, from 0.
struct LinesOf<'b> {
    batch: &'b Batch,
    counted: usize,
    line: u64,
}

impl LinesOf<'_> {
    /// The line on which byte `at` stands; those that are asked for ascend.
    fn at(&mut self, at: usize) -> u64 {
        self.line += memchr::memchr_iter(b'\n', &self.batch.bytes[self.counted..at]).count() as u64;
        self.counted = at;
        self.line
    }
}

/// A field, the record that it is of, and where in its batch that begins.
type Found<'b> = (usize, &'b [u8], Field<'b>);

/// What a batch holds.
struct Fields<'b> {
    /// Every field.
    found: Vec<Found<'b>>,
    /// The lines of what is no record.
    broken: Vec<(u64, Broken)>,
    /// What is to be said of records, each with where it stands in the batch.
    remarks: Vec<(Range<usize>, Remark)>,
}

fn fields<'b>(records: &dyn Records, batch: &'b Batch) -> Fields<'b> {
    let (mut found, mut broken, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
    if batch.holds == Holds::Start {
        broken.push((0, Broken("too long")));
    }
    let mut lines = LinesOf { batch, counted: 0, line: 0 };
    for (at, record) in batch.records(records) {
        match records.read(record) {
            Ok((fields, said)) => {
                found.extend(fields.into_iter().map(|field| (at, record, field)));
                remarks.extend(said.into_iter().map(|remark| (at..at + record.len(), remark)));
            }
            Err(why) => broken.push((lines.at(at), why)),
        }
    }
    Fields { found, broken, remarks }
}

/// What a reader is told of records.
#[derive(Default)]
struct Told {
    /// Those that were left, or some of each.
    left: Places,
    /// Those that were changed, and what they say of themselves that is not true any more.
    untrue: Places,
}

/// Places in a document of which the same is said.
#[derive(Default)]
struct Places {
    count: u64,
    /// The lines of the first, and what of each.
    first: Vec<(u64, &'static str)>,
}

/// So many places are named.
const NAMED: usize = 5;

impl Places {
    fn add(&mut self, places: impl Iterator<Item = (u64, &'static str)>) {
        for place in places {
            self.count += 1;
            if self.first.len() < NAMED {
                self.first.push(place);
            }
        }
    }

    /// What is said of them, behind `lead`.
    fn said(&self, lead: &str) -> Option<String> {
        let named: Vec<String> = self.first.iter().map(|(line, what)| format!("line {line} ({what})")).collect();
        let more = self.count - self.first.len() as u64;
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!named.is_empty()).then(|| format!("{lead}: {}{more}", named.join(", ")))
    }
}

impl Told {
    /// Adds what is to be said of a batch that begins at `line`.
    fn add(&mut self, batch: &RepairedBatch, line: u64) {
        self.left.add(batch.broken.iter().map(|(below, why)| (line + below, why.0)));
        self.untrue.add(batch.untrue.iter().map(|(below, what)| (line + below, *what)));
    }

    /// What is to be said of a document with so many fields.
    fn note(self, kind: Kind, fields: u64) -> Option<Note> {
        let none = (fields == 0).then(|| kind.nothing().to_owned());
        let (left, untrue) =
            (self.left.said("left as they came"), self.untrue.said("not true any more of what was mended"));
        let said: Vec<String> = [none, left, untrue].into_iter().flatten().collect();
        (!said.is_empty()).then(|| said.join("; ").into())
    }
}

impl RecordWriting<'_> {
    fn finish(self, kind: Kind) -> RepairedDocument {
        let encodings = self.encodings();
        let (input, output) = self.contents();
        let format = Some(kind.as_str());
        RepairedDocument { kind: DocumentKind::Text, format, fields: None, encodings, rival: None, input, output }
    }
}
