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

/// Reads a line. Nearly all are edits and suspects as [`write_record`] writes them, which need no look through all their fields
/// for what they are.
pub fn read_record(line: &[u8]) -> serde_json::Result<Record> {
    if line.starts_with(br#"{"type":"suspect","#) {
        serde_json::from_slice(line).map(Record::Suspect)
    } else if line.starts_with(br#"{"type":"edit","#) {
        serde_json::from_slice(line).map(Record::Edit)
    } else {
        serde_json::from_slice(line)
    }
}

/// The records of a file, one a line; of a line that holds several edits, each of them.
pub struct RecordLines<R> {
    reader: R,
    line: u64,
    /// Where the line that was read last begins, and where it ends.
    at: (u64, u64),
    buffer: Vec<u8>,
    /// What is left of the edits of the line that was read last.
    edits: Option<Box<dyn Iterator<Item = DocumentEdit> + Send>>,
    /// BLAKE3 of the input of the document whose records come, which names the edits that share a line.
    document: Option<String>,
    /// Whether these are named.
    are_named: bool,
}

impl<R: BufRead> RecordLines<R> {
    /// The records that `reader` holds.
    pub fn new(reader: R) -> Self {
        Self { reader, line: 0, at: (0, 0), buffer: Vec::new(), edits: None, document: None, are_named: true }
    }

    /// The records of one document, whose own record is not among them. `input` is BLAKE3 of its input.
    pub fn of_document(reader: R, input: &str) -> Self {
        Self { document: Some(input.to_owned()), ..Self::new(reader) }
    }

    /// The same without names for the edits that share a line: reckoning one takes longer than to read it.
    #[cfg(feature = "cli")]
    pub(crate) fn without_names(reader: R) -> Self {
        Self { are_named: false, ..Self::new(reader) }
    }

    /// The line that was read last, with its end.
    #[cfg(feature = "cli")]
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    /// The number of the line that was read last, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Where the line that was read last begins, in bytes from where the reader stood at first.
    pub fn offset(&self) -> u64 {
        self.at.0
    }
}

impl<R: BufRead> Iterator for RecordLines<R> {
    type Item = Result<Record, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(edit) = self.edits.as_mut().and_then(Iterator::next) {
                return Some(Ok(Record::Edit(edit)));
            }
            match read_line(&mut self.reader, &mut self.buffer) {
                Ok(false) => return None,
                Ok(true) => {
                    self.line += 1;
                    self.at = (self.at.1, self.at.1 + self.buffer.len() as u64);
                }
                Err(cause) => return Some(Err(cause.into())),
            }
            match read_record(&self.buffer) {
                Ok(Record::Edits(run)) => {
                    let document = self.document.clone().filter(|_| self.are_named);
                    self.edits = Some(Box::new(run.edits(document)));
                }
                Ok(Record::Mixed(run)) => {
                    let document = self.document.clone().filter(|_| self.are_named);
                    self.edits = Some(Box::new(run.edits(document)));
                }
                Ok(Record::Document(document)) => {
                    self.document = Some(document.input.blake3.clone());
                    return Some(Ok(Record::Document(document)));
                }
                Ok(Record::Member(member)) => {
                    self.document = Some(member.document.input.blake3.clone());
                    return Some(Ok(Record::Member(member)));
                }
                Ok(record) => return Some(Ok(record)),
                Err(cause) => return Some(Err(RecordError::Line { line: self.line, cause })),
            }
        }
    }
}
