use std::io::{self, BufRead, Read, Write};

use thiserror::Error;

use super::{DocumentEdit, Record};

/// Writes a record as one line.
pub fn write_record(out: &mut impl Write, record: &Record) -> io::Result<()> {
    serde_json::to_writer(&mut *out, record)?;
    out.write_all(b"\n")
}

/// A line could not be read.
#[derive(Debug, Error)]
pub enum RecordError {
    /// The file could not be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// The line is no record.
    #[error("line {line}: {cause}")]
    Line {
        /// Which line, from 1.
        line: u64,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
}

/// The longest line that is read, so that a damaged ledger does not fill the memory: an edit's text is of one block of the input
/// (1 MiB), twice as text of at most six bytes a byte (`\u0000`) and once as digits.
pub const LINE_BYTES: u64 = 64 << 20;

/// Reads the next line with its end into `line`; `false` where there is none. Fails at a line longer than [`LINE_BYTES`].
pub fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    reader.take(LINE_BYTES).read_until(b'\n', line)?;
    if line.len() as u64 == LINE_BYTES {
        return Err(io::Error::other(format!("a line is longer than {LINE_BYTES} bytes")));
    }
    Ok(!line.is_empty())
}

/// How the line of a suspect begins, as [`write_record`] writes it.
const SUSPECT: &[u8] = br#"{"type":"suspect","#;

/// Reads a line. Nearly all are edits and suspects as [`write_record`] writes them, which need no look through all their fields
/// for what they are.
pub fn read_record(line: &[u8]) -> serde_json::Result<Record> {
    if line.starts_with(SUSPECT) {
        serde_json::from_slice(line).map(Record::Suspect)
    } else if line.starts_with(br#"{"type":"edit","#) {
        serde_json::from_slice(line).map(Record::Edit)
    } else if line.starts_with(br#"{"type":"edits","#) {
        serde_json::from_slice(line).map(Record::Edits)
    } else if line.starts_with(br#"{"type":"mixed","#) {
        serde_json::from_slice(line).map(Record::Mixed)
    } else {
        serde_json::from_slice(line)
    }
}

/// The records of a file, one a line; of a line that holds several edits, each of them, with what stands among them between.
pub struct RecordLines<R> {
    reader: R,
    line: u64,
    /// Where the line that was read last ends.
    end: u64,
    buffer: Vec<u8>,
    /// Where the line of the record that was given last begins.
    offset: u64,
    /// The line whose edits are being given.
    shared: Option<Shared>,
    /// The line behind it, and where it begins: what it says may stand among those edits.
    ahead: Option<(u64, Result<Record, RecordError>)>,
    /// BLAKE3 of the input of the document whose records come, which names the edits that share a line.
    document: Option<String>,
    /// Whether these are named, and suspects read.
    is_whole: bool,
}

/// Edits that share a line.
struct Shared {
    next: DocumentEdit,
    rest: Box<dyn Iterator<Item = DocumentEdit> + Send>,
    /// Where the line begins.
    offset: u64,
}

impl<R: BufRead> RecordLines<R> {
    /// The records that `reader` holds.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            line: 0,
            end: 0,
            buffer: Vec::new(),
            offset: 0,
            shared: None,
            ahead: None,
            document: None,
            is_whole: true,
        }
    }

    /// The records of one document, whose own record is not among them. `input` is BLAKE3 of its input.
    pub fn of_document(reader: R, input: &str) -> Self {
        Self { document: Some(input.to_owned()), ..Self::new(reader) }
    }

    /// What the way back needs: no suspects, and no names for the edits that share a line, since to reckon one takes longer than to read it.
    #[cfg(feature = "cli")]
    pub(crate) fn for_undo(reader: R) -> Self {
        Self { is_whole: false, ..Self::new(reader) }
    }

    /// The line that was read last, with its end. At each record one is read at most.
    #[cfg(feature = "cli")]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// The number of the line that was read last, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Where the line of the record that was given last begins, in bytes from where the reader stood at first.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads a line, if there is one; gives where it begins, too.
    fn read(&mut self) -> Option<(u64, Result<Record, RecordError>)> {
        loop {
            let offset = self.end;
            match read_line(&mut self.reader, &mut self.buffer) {
                Ok(false) => return None,
                Ok(true) => {}
                Err(cause) => return Some((offset, Err(cause.into()))),
            }
            self.line += 1;
            self.end += self.buffer.len() as u64;
            if self.is_whole || !self.buffer.starts_with(SUSPECT) {
                let line = self.line;
                return Some((offset, read_record(&self.buffer).map_err(|cause| RecordError::Line { line, cause })));
            }
        }
    }

    /// The next of the edits that share a line, or what stands before it.
    fn among_shared(&mut self) -> Option<Result<Record, RecordError>> {
        let first = self.shared.as_ref()?.next.start();
        if self.ahead.is_none() {
            self.ahead = self.read();
        }
        let is_before = |(_, ahead): &mut (u64, Result<Record, RecordError>)| match ahead {
            Ok(Record::Edit(edit)) => edit.start() < first,
            Ok(Record::Suspect(suspect)) => suspect.start() < first,
            _ => false,
        };
        if let Some((offset, record)) = self.ahead.take_if(is_before) {
            self.offset = offset;
            return Some(record);
        }
        self.next_shared().map(|edit| Ok(Record::Edit(edit)))
    }

    fn next_shared(&mut self) -> Option<DocumentEdit> {
        let shared = self.shared.as_mut()?;
        self.offset = shared.offset;
        match shared.rest.next() {
            Some(next) => Some(std::mem::replace(&mut shared.next, next)),
            None => self.shared.take().map(|shared| shared.next),
        }
    }

    /// Begins with the edits of a line; gives the first of them, before which nothing stands that comes behind.
    fn begin(&mut self, offset: u64, mut edits: Box<dyn Iterator<Item = DocumentEdit> + Send>) -> Option<DocumentEdit> {
        self.shared = edits.next().map(|next| Shared { next, rest: edits, offset });
        self.next_shared()
    }
}

impl<R: BufRead> Iterator for RecordLines<R> {
    type Item = Result<Record, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(record) = self.among_shared() {
                return Some(record);
            }
            let (offset, record) = self.ahead.take().or_else(|| self.read())?;
            self.offset = offset;
            let named = self.document.clone().filter(|_| self.is_whole);
            let shared: Box<dyn Iterator<Item = _> + Send> = match record {
                Ok(Record::Edits(run)) => Box::new(run.edits(named)),
                Ok(Record::Mixed(run)) => Box::new(run.edits(named)),
                Ok(record) => {
                    self.document = record.input().map(str::to_owned).or(self.document.take());
                    return Some(Ok(record));
                }
                Err(error) => return Some(Err(error)),
            };
            if let Some(first) = self.begin(offset, shared) {
                return Some(Ok(Record::Edit(first)));
            }
        }
    }
}
