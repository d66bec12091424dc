use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use compact_str::CompactString;

use super::blocks_done::BlocksDone;
use super::series_names::SeriesNames;
use crate::archive::Tally;
use crate::archive::output::{Drafts, Spool};
use crate::codecs::Encoding;
use crate::record::{
    Context, DocumentEdit, DocumentSuspect, EditRuns, Reading, Record, Span, finding_id, write_record,
};
use crate::text::{Confidence, Edit, Position, hex};
use crate::{Repair, Suspect};

/// How much is written down of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// Edits and suspects as the ledger has them: edits that are alike share a line.
    Ledger,
    /// Each by itself.
    Context,
    /// The lines that change, before and after.
    Hunks,
}

/// Characters of a line that are kept on each side of a passage.
const CONTEXT_CHARS: usize = 40;
/// Bytes that are looked at for them; four a character suffice in every encoding.
const CONTEXT_BYTES: usize = 4 * CONTEXT_CHARS;

/// Where a block lies in its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    /// Its first byte in the input file.
    pub input: u64,
    /// Its first byte in the output file.
    pub output: u64,
    /// Its first character's place in the input.
    pub place: Position,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    /// Bytes of the input file.
    pub input: Span,
    /// Bytes of the output file.
    pub output: Span,
    /// Where the input's range starts.
    pub place: Position,
}

/// The bytes of an edit's ranges, hexadecimal, where its texts do not say them.
#[derive(Clone, Debug, Default)]
pub(super) struct EditBytes {
    pub before: Option<CompactString>,
    pub after: Option<CompactString>,
}

/// Takes down what is found in a document, block after block.
pub(super) struct RecordWriter {
    records: BufWriter<Spool>,
    detail: Detail,
    /// Edits that are alike share a line of the ledger.
    runs: EditRuns,
    series: SeriesNames,
    sample: Vec<Record>,
    file_edits: u64,
    pub tally: Tally,
    /// Where it is written down which blocks are done, before all of them are.
    pub blocks: Option<BlocksDone>,
}

/// What was taken down.
pub(super) struct WrittenRecords {
    /// The records, one a line.
    pub records: Spool,
    /// The first edit of each rule, with its context.
    pub sample: Vec<Record>,
    /// How many edits of bytes that say no text there are besides.
    pub file_edits: u64,
    /// Edits and suspects in numbers.
    pub tally: Tally,
}

impl RecordWriter {
    /// A writer of records that spill to `drafts`, or to the system's temporary folder.
    pub fn new(detail: Detail, drafts: Option<Arc<Drafts>>) -> Self {
        Self {
            records: BufWriter::new(Spool::new(drafts)),
            detail,
            runs: EditRuns::default(),
            series: SeriesNames::default(),
            sample: Vec::new(),
            file_edits: 0,
            tally: Tally::default(),
            blocks: None,
        }
    }

    /// Takes an edit down.
    pub fn edit(&mut self, edit: &Edit, stand: Stand, bytes: EditBytes, of: Surroundings) -> io::Result<()> {
        let mut record = DocumentEdit {
            id: CompactString::default(),
            series: CompactString::default(),
            input: stand.input,
            output: stand.output,
            place: stand.place,
            before: of.decode(&edit.before).as_ref().into(),
            before_bytes: bytes.before,
            after: edit.after.clone(),
            after_bytes: bytes.after,
            rules: edit.rules.iter().map(|rule| Cow::Borrowed(rule.0)).collect(),
            level: edit.level(),
            probability: edit.probability,
            evidence: (&edit.evidence).into(),
            context: None,
        };
        self.tally.edit(&record);
        self.exemplify(&record, || of.context(edit.input.start, edit.input.end));
        let series = &mut self.series;
        let mut complete = |record: &mut DocumentEdit| {
            let codes = record.codes();
            record.id = of.id(stand, &codes, &record.before);
            record.series = series.of(&codes, &record.before);
            record.context = Some(of.context(edit.input.start, edit.input.end));
        };
        match self.detail {
            Detail::Hunks => Ok(()),
            Detail::Context => {
                complete(&mut record);
                self.write(&Record::Edit(record))
            }
            Detail::Ledger => {
                let written = self.runs.take(record, complete);
                written.iter().try_for_each(|record| write_record(&mut self.records, record))
            }
        }
    }

    /// Takes down what became of bytes that say no text. It is no finding, and only the way back needs it.
    pub fn file_edit(&mut self, stand: Stand, bytes: EditBytes) -> io::Result<()> {
        if self.detail != Detail::Ledger {
            return Ok(());
        }
        self.end_run()?;
        self.file_edits += 1;
        let nothing = CompactString::default();
        self.write(&Record::Edit(DocumentEdit {
            id: nothing.clone(),
            series: nothing.clone(),
            input: stand.input,
            output: stand.output,
            place: stand.place,
            before: nothing.clone(),
            before_bytes: bytes.before,
            after: nothing,
            after_bytes: bytes.after,
            rules: Vec::new(),
            level: Confidence::Certain,
            probability: 1.0,
            evidence: Cow::Borrowed("the file's own accounts of what was mended"),
            context: None,
        }))
    }

    /// Takes a suspect down.
    pub fn suspect(&mut self, suspect: &Suspect, stand: Stand, of: Surroundings) -> io::Result<()> {
        let range = &suspect.input;
        let text: CompactString = of.decode(of.input.get(range.clone()).unwrap_or_default()).as_ref().into();
        let mut record = DocumentSuspect {
            id: CompactString::default(),
            series: CompactString::default(),
            input: stand.input,
            output: stand.output,
            place: stand.place,
            text,
            rule: Cow::Borrowed(suspect.rule.0),
            level: suspect.level(),
            probability: suspect.probability,
            evidence: (&suspect.evidence).into(),
            candidates: suspect.candidates.iter().map(reading).collect(),
            context: None,
        };
        self.tally.suspect(&record);
        self.end_run()?;
        if self.detail == Detail::Hunks {
            return Ok(());
        }
        record.id = of.id(stand, suspect.rule.0, &record.text);
        record.series = self.series.of(suspect.rule.0, &record.text);
        record.context = Some(of.context(range.start, range.end));
        self.write(&Record::Suspect(record))
    }

    /// Takes lines down that change.
    pub fn hunk(&mut self, hunk: crate::record::Hunk) -> io::Result<()> {
        write_record(&mut self.records, &Record::Hunk(hunk))
    }

    /// What was taken down.
    pub fn finish(mut self) -> io::Result<WrittenRecords> {
        self.end_run()?;
        let mut records = self.records.into_inner().map_err(io::IntoInnerError::into_error)?;
        records.close()?;
        Ok(WrittenRecords { records, sample: self.sample, file_edits: self.file_edits, tally: self.tally })
    }

    /// Forgets all, to take the document down anew.
    pub fn restart(&mut self) -> io::Result<()> {
        self.records.flush()?;
        self.records.get_mut().restart();
        (self.runs, self.sample, self.tally) = (EditRuns::default(), Vec::new(), Tally::default());
        self.file_edits = 0;
        Ok(())
    }

    /// Writes down what waits for more edits like it.
    fn end_run(&mut self) -> io::Result<()> {
        self.runs.finish().iter().try_for_each(|line| self.write(line))
    }

    fn write(&mut self, record: &Record) -> io::Result<()> {
        match self.detail {
            Detail::Hunks => Ok(()),
            _ => write_record(&mut self.records, record),
        }
    }

    fn exemplify(&mut self, edit: &DocumentEdit, context: impl FnOnce() -> Context) {
        let known = |record: &Record| matches!(record, Record::Edit(example) if example.rules == edit.rules);
        if !self.sample.iter().any(known) {
            self.sample.push(Record::Edit(DocumentEdit { context: Some(context()), ..edit.clone() }));
        }
    }
}

fn reading(candidate: &crate::Candidate) -> Reading {
    Reading { text: candidate.text.clone(), probability: candidate.probability }
}

/// A block of the input and what it became.
pub(super) struct Block<'a> {
    /// BLAKE3 of the document's input; empty where nothing is found in the block.
    pub document: &'a str,
    pub input: &'a [u8],
    pub repair: &'a Repair<'a>,
    pub encoding: Encoding,
}

impl Block<'_> {
    /// Bytes of the input as text; lossy where they do not decode.
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        self.surroundings().decode(bytes)
    }

    /// What findings stand in.
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings { document: self.document, input: self.input, encoding: self.encoding, is_packed: false }
    }
}

/// The text that findings stand in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    /// BLAKE3 of the input of the document that it is of; empty where nothing is found in it.
    pub document: &'a str,
    pub input: &'a [u8],
    pub encoding: Encoding,
    /// Its findings share bytes of the file, which is packed: they are told apart by line and column.
    pub is_packed: bool,
}

impl Surroundings<'_> {
    /// What a finding is called.
    fn id(&self, Stand { input, place, .. }: Stand, codes: &str, passage: &str) -> CompactString {
        let named = if self.is_packed { Span { start: place.line, end: place.column } } else { input };
        finding_id(self.document, named, codes, passage)
    }

    /// Bytes of the input as text; lossy where they do not decode.
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        self.encoding.decode_exact(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes))
    }

    /// The bytes of the input that an edit took, where its text does not say them.
    pub fn bytes(&self, edit: &Edit) -> EditBytes {
        let needs_bytes = self.encoding != Encoding::Utf8 || std::str::from_utf8(&edit.before).is_err();
        EditBytes { before: needs_bytes.then(|| hex::encode(&edit.before)), after: None }
    }

    fn context(&self, start: usize, end: usize) -> Context {
        Context { left: self.left(start), right: self.right(end) }
    }

    fn left(&self, end: usize) -> String {
        let unit = self.encoding.unit();
        let from = end.saturating_sub(CONTEXT_BYTES) / unit * unit;
        let window = self.input.get(from..end).unwrap_or_default();
        let text = self.decode(trim_start(window, from > 0 && self.encoding == Encoding::Utf8));
        let line = text.rsplit('\n').next().unwrap_or_default();
        let start = line.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
        let cut = line.len() == text.len() && from > 0 || start > 0;
        [if cut { "…" } else { "" }, &line[start..]].concat()
    }

    fn right(&self, start: usize) -> String {
        let to = (start + CONTEXT_BYTES).min(self.input.len());
        let window = self.input.get(start..to).unwrap_or_default();
        let text = self.decode(trim_end(window, to < self.input.len() && self.encoding == Encoding::Utf8));
        let line = text.split('\n').next().unwrap_or_default();
        let end = line.char_indices().nth(CONTEXT_CHARS).map_or(line.len(), |(at, _)| at);
        let cut = line.len() == text.len() && to < self.input.len() || end < line.len();
        let end = end.min(line.trim_end_matches('\r').len());
        [&line[..end], if cut { "…" } else { "" }].concat()
    }
}

/// Without the end of a UTF-8 character that was cut at the start.
fn trim_start(bytes: &[u8], cut: bool) -> &[u8] {
    let torn = bytes.iter().take(3).take_while(|&&byte| byte & 0xc0 == 0x80).count();
    if cut { &bytes[torn..] } else { bytes }
}

/// Without the start of a UTF-8 character that was cut at the end.
fn trim_end(bytes: &[u8], cut: bool) -> &[u8] {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    if cut { &bytes[..whole] } else { bytes }
}
