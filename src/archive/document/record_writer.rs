use std::borrow::Cow;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use compact_str::CompactString;

use super::blocks_done::BlocksDone;
use super::found::{Finding, Found, codes};
use super::series_names::SeriesNames;
use super::shared_lines::{Line, STRETCH, lines, shared_line};
use super::stand::{EditBytes, Stand};
use crate::archive::Tally;
use crate::archive::output::{Drafts, Spool};
use crate::record::{DocumentEdit, EditKind, Record, write_record};
use crate::text::Confidence;

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

/// Takes down what is found in a document, block after block.
pub(super) struct RecordWriter {
    records: BufWriter<Spool>,
    detail: Detail,
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
            series: SeriesNames::default(),
            sample: Vec::new(),
            file_edits: 0,
            tally: Tally::default(),
            blocks: None,
        }
    }

    /// Takes a stretch of the document down: all that is found in it, in the order of the text. Edits that are alike share lines within it.
    pub fn take(&mut self, found: &[Found]) -> io::Result<()> {
        found.iter().for_each(|found| self.count(found));
        match self.detail {
            Detail::Hunks => Ok(()),
            Detail::Context => found.iter().try_for_each(|found| self.write_alone(found)),
            Detail::Ledger => lines(found).iter().try_for_each(|line| self.write_line(found, line)),
        }
    }

    /// Counts it; the first edit by some rules is kept as an example of them.
    fn count(&mut self, found: &Found) {
        match &found.finding {
            Finding::Edit(edit, bytes) => {
                let is_known = self.tally.edit(codes(edit), edit.level());
                let has_example = |example: &Record| matches!(example, Record::Edit(one) if one.codes() == codes(edit));
                if !is_known && !self.sample.iter().any(has_example) {
                    self.sample.push(Record::Edit(found.edit_record(edit, bytes, &mut self.series)));
                }
            }
            Finding::Suspect(suspect) => self.tally.suspect(suspect.rule.0.into(), suspect.level()),
        }
    }

    fn write_line(&mut self, found: &[Found], line: &Line) -> io::Result<()> {
        match line.as_slice() {
            [(_, alone)] => self.write_alone(&found[*alone]),
            shared => {
                let record = shared_line(found, shared, &mut self.series);
                write_record(&mut self.records, &record)
            }
        }
    }

    fn write_alone(&mut self, found: &Found) -> io::Result<()> {
        let record = match &found.finding {
            Finding::Edit(edit, bytes) => Record::Edit(found.edit_record(edit, bytes, &mut self.series)),
            Finding::Suspect(suspect) => Record::Suspect(found.suspect_record(suspect, &mut self.series)),
        };
        write_record(&mut self.records, &record)
    }

    /// Takes down what became of bytes that say no text. It is no finding, and only the way back needs it.
    pub fn file_edit(&mut self, stand: Stand, bytes: EditBytes) -> io::Result<()> {
        if self.detail != Detail::Ledger {
            return Ok(());
        }
        self.file_edits += 1;
        let nothing = CompactString::default();
        let kind = EditKind {
            series: nothing.clone(),
            before: nothing.clone(),
            before_bytes: bytes.before,
            after: nothing.clone(),
            rules: Vec::new(),
            level: Confidence::Certain,
            evidence: Cow::Borrowed("the file's own accounts of what was mended"),
        };
        let record = Record::Edit(DocumentEdit {
            id: nothing,
            input: stand.input,
            output: stand.output,
            place: stand.place,
            kind: Arc::new(kind),
            after_bytes: bytes.after,
            probability: 1.0,
            context: None,
        });
        write_record(&mut self.records, &record)
    }

    /// Takes lines down that change.
    pub fn hunk(&mut self, hunk: crate::record::Hunk) -> io::Result<()> {
        write_record(&mut self.records, &Record::Hunk(hunk))
    }

    /// What was taken down.
    pub fn finish(self) -> io::Result<WrittenRecords> {
        let mut records = self.records.into_inner().map_err(io::IntoInnerError::into_error)?;
        records.close()?;
        Ok(WrittenRecords { records, sample: self.sample, file_edits: self.file_edits, tally: self.tally })
    }

    /// Forgets all, to take the document down anew.
    pub fn restart(&mut self) -> io::Result<()> {
        self.records.flush()?;
        self.records.get_mut().restart();
        (self.sample, self.tally) = (Vec::new(), Tally::default());
        self.file_edits = 0;
        Ok(())
    }
}

/// What is found in a stretch of a document, until it is taken down.
pub(super) struct Stretch<'w, 'a> {
    writer: &'w mut RecordWriter,
    found: Vec<Found<'a>>,
}

impl<'w, 'a> Stretch<'w, 'a> {
    /// A stretch that begins here.
    pub fn new(writer: &'w mut RecordWriter) -> Self {
        Self { writer, found: Vec::new() }
    }

    /// Takes what is found next. A stretch that holds enough is taken down, and another begins.
    pub fn take(&mut self, found: Found<'a>) -> io::Result<()> {
        self.found.push(found);
        if self.found.len() < STRETCH { Ok(()) } else { self.write() }
    }

    /// Takes down what is left.
    pub fn end(mut self) -> io::Result<()> {
        self.write()
    }

    fn write(&mut self) -> io::Result<()> {
        self.writer.take(&self.found)?;
        self.found.clear();
        Ok(())
    }
}
