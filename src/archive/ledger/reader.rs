use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check::{check, split_check};
use super::concatenated::borders;
use crate::archive::document::DocumentRecords;
use crate::archive::input::open_regular;
use crate::archive::output::{Drafts, Spool};
use crate::archive::{ArchiveError, Damage, Tally};
use crate::record::{
    Document, DocumentPath, End, Failed, Gone, Header, Record, RecordError, Skipped, read_line, read_record,
};

/// What a ledger holds.
pub(in crate::archive) enum Item {
    /// A document, its records, and the number of its run.
    Section(Box<DocumentRecords>),
    Skipped(Skipped),
    /// What could not be done, and the file that it is or lies in: such lines stand behind the document of that path.
    Failed(Failed, DocumentPath),
    Gone(Gone),
}

impl Item {
    pub fn path(&self) -> &DocumentPath {
        match self {
            Self::Section(section) => &section.document.path,
            Self::Skipped(skipped) => &skipped.path,
            Self::Failed(_, file) => file,
            Self::Gone(gone) => &gone.path,
        }
    }
}

/// How a ledger is read.
#[derive(Clone, Debug, Default)]
pub(in crate::archive) struct ReadOptions {
    /// What is not whole ends it, and is no damage: a journal.
    pub torn: bool,
    /// Records are passed over, having been checked.
    pub without_records: bool,
    /// Things that are no documents are passed over.
    pub without_skipped: bool,
    /// Where large records go.
    pub drafts: Option<Arc<Drafts>>,
}

/// Reads a ledger, document by document; holds one document's records at a time.
///
/// What is damaged is given as an error, and the reading goes on behind it.
pub(in crate::archive) struct LedgerReader {
    reader: BufReader<Take<File>>,
    path: PathBuf,
    how: ReadOptions,
    header: Header,
    line: Vec<u8>,
    number: u64,
    /// All lines so far.
    hasher: blake3::Hasher,
    documents: u64,
    /// Where the line begins that was read last, and where the last whole document ends.
    line_at: u64,
    whole: u64,
    /// The document whose records come next.
    pending: Option<Pending>,
    /// What comes after the section that was given last.
    next: Option<Item>,
    ended: bool,
    /// What its end says that it is not.
    not_whole: Option<Damage>,
}

/// A document whose records are not all read.
struct Pending {
    document: Document,
    /// Its line up to its check, and the check; nothing in version 1.
    line: Vec<u8>,
    check: Option<Vec<u8>>,
    records: Spool,
}

/// What a line is.
enum Line {
    Document(Document),
    /// What stands between documents; nothing of what the reader wants.
    Between(Option<Item>),
    End(End),
    /// Of the document before it; also what is of no known type.
    Record,
    /// The file has no more.
    None,
}

impl LedgerReader {
    /// Opens a ledger and checks its header. `None` if there is none; of a journal also if its header is not whole.
    pub fn open(path: &Path, how: ReadOptions) -> Result<Option<Self>, ArchiveError> {
        Self::open_part(path, how, (0, u64::MAX))
    }

    /// Opens each of the ledgers of a file, which may be several, one behind the other.
    pub fn open_each(path: &Path, how: &ReadOptions) -> Result<Vec<Self>, ArchiveError> {
        let borders = match borders(path) {
            Ok(borders) => borders,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(ArchiveError::File { path: path.to_owned(), cause }),
        };
        let parts = borders.windows(2).map(|border| (border[0], border[1]));
        parts.filter_map(|part| Self::open_part(path, how.clone(), part).transpose()).collect()
    }

    /// Opens the ledger that begins and ends at these bytes of a file.
    fn open_part(path: &Path, how: ReadOptions, (start, end): (u64, u64)) -> Result<Option<Self>, ArchiveError> {
        let mut file = match open_regular(path) {
            Ok((file, _)) => file,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(ArchiveError::File { path: path.to_owned(), cause }),
        };
        file.seek(SeekFrom::Start(start)).map_err(ArchiveError::file(path))?;
        let mut reader = BufReader::new(file.take(end - start));
        let mut line = Vec::new();
        read_line(&mut reader, &mut line).map_err(ArchiveError::file(path))?;
        let header = match read_record(&line) {
            Ok(Record::Ledger(header)) if header.is_known() => header,
            Err(_) if how.torn && !line.ends_with(b"\n") => return Ok(None),
            _ => return Err(ArchiveError::Version(path.to_owned())),
        };
        let mut hasher = blake3::Hasher::new();
        hasher.update(&line);
        let (path, whole) = (path.to_owned(), line.len() as u64);
        let (pending, next) = (None, None);
        Ok(Some(Self {
            reader,
            path,
            how,
            header,
            line,
            number: 1,
            hasher,
            documents: 0,
            line_at: 0,
            whole,
            pending,
            next,
            ended: false,
            not_whole: None,
        }))
    }

    /// The first line.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Up to which byte it is whole, as far as it was read: the end of its last whole document, or of its header.
    pub fn whole_bytes(&self) -> u64 {
        self.whole
    }

    fn item(&mut self) -> Result<Option<Item>, ArchiveError> {
        if let Some(next) = self.next.take() {
            return Ok(Some(next));
        }
        while !self.ended {
            match self.next_line()? {
                Line::Record => self.record()?,
                Line::Document(document) => {
                    let pending = self.begin(document);
                    if let Some(done) = self.pending.replace(pending) {
                        return self.finish(done).map(Some);
                    }
                }
                Line::Between(next) => match self.pending.take() {
                    Some(done) => {
                        self.next = next;
                        return self.finish(done).map(Some);
                    }
                    None if next.is_some() => return Ok(next),
                    None => {}
                },
                Line::End(end) => {
                    self.ended = true;
                    let done = self.pending.take().map(|done| self.finish(done)).transpose()?;
                    if end.documents != self.documents || *end.blake3 != *self.hasher.finalize().to_hex() {
                        self.not_whole = Some(Damage::NotWhole { found: self.documents, written: end.documents });
                    } else if !self.reader.fill_buf().map_err(ArchiveError::file(&self.path))?.is_empty() {
                        self.not_whole = Some(Damage::BehindEnd);
                    }
                    if done.is_some() {
                        return Ok(done);
                    }
                }
                Line::None => return self.cut_off(),
            }
        }
        self.not_whole.take().map_or(Ok(None), |damage| Err(self.damage(damage)))
    }

    /// Reads a line and hashes it, unless it is the last of a ledger that came to its end.
    fn next_line(&mut self) -> Result<Line, ArchiveError> {
        self.number += 1;
        self.line_at += self.line.len() as u64;
        let read = read_line(&mut self.reader, &mut self.line).map_err(ArchiveError::file(&self.path))?;
        // A line that was not written to its end says nothing.
        if !read || self.header.version > 1 && !self.line.ends_with(b"\n") {
            return Ok(Line::None);
        }
        let line = match is_detail(&self.line) {
            true => Line::Record,
            false => match read_record(&self.line) {
                Ok(Record::Document(document)) => Line::Document(document),
                Ok(Record::Skipped(skipped)) => {
                    Line::Between((!self.how.without_skipped).then_some(Item::Skipped(skipped)))
                }
                Ok(Record::Failed(failed)) => {
                    let file = failed.path.of_file();
                    Line::Between(Some(Item::Failed(failed, file)))
                }
                Ok(Record::Gone(gone)) => Line::Between(Some(Item::Gone(gone))),
                Ok(Record::End(end)) => return Ok(Line::End(end)),
                Ok(_) => Line::Record,
                Err(_) if self.header.version > 1 && self.pending.is_some() => Line::Record,
                Err(cause) => {
                    self.hasher.update(&self.line);
                    self.ended = self.header.version == 1;
                    return Err(self.damage(RecordError::Line { line: self.number, cause }.into()));
                }
            },
        };
        self.hasher.update(&self.line);
        Ok(line)
    }

    fn record(&mut self) -> Result<(), ArchiveError> {
        let Some(pending) = &mut self.pending else { return Ok(()) };
        pending.records.write_all(&self.line).map_err(ArchiveError::file(&self.path))
    }

    fn begin(&self, document: Document) -> Pending {
        let (line, check) = match self.header.version {
            1 => (&[][..], None),
            _ => split_check(&self.line),
        };
        let records = match self.how.without_records {
            true => Spool::without_memory(),
            false => Spool::new(self.how.drafts.clone()),
        };
        Pending { document, line: line.to_vec(), check: check.map(<[u8]>::to_vec), records }
    }

    fn finish(&mut self, mut done: Pending) -> Result<Item, ArchiveError> {
        done.records.close().map_err(ArchiveError::file(&self.path))?;
        let is_whole = |found: &[u8]| check(&done.line, &done.records).as_bytes() == found;
        if self.header.version > 1 && !done.check.as_deref().is_some_and(is_whole) {
            self.ended |= self.how.torn;
            return Err(self.damage(Damage::Section(done.document.path.to_string())));
        }
        self.documents += 1;
        self.whole = self.line_at;
        let (document, records) = (done.document, done.records);
        Ok(Item::Section(Box::new(DocumentRecords { document, records, tally: Tally::default(), sample: Vec::new() })))
    }

    /// What is left where the file has no more lines and no end.
    fn cut_off(&mut self) -> Result<Option<Item>, ArchiveError> {
        if let Some(done) = self.pending.take() {
            return self.finish(done).map(Some);
        }
        self.ended = true;
        match self.how.torn || self.header.version == 1 {
            true => Ok(None),
            false => Err(self.damage(Damage::CutOff(self.documents))),
        }
    }

    fn damage(&self, cause: Damage) -> ArchiveError {
        ArchiveError::Ledger { path: self.path.clone(), cause }
    }
}

impl Iterator for LedgerReader {
    type Item = Result<Item, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.item() {
            // What a journal was writing when its run was ended, nothing was done with.
            Err(ArchiveError::Ledger { .. }) if self.how.torn => {
                self.ended = true;
                None
            }
            Err(error) => {
                // A file that cannot be read on would fail for ever.
                self.ended |= matches!(error, ArchiveError::File { .. });
                Some(Err(error))
            }
            Ok(item) => item.map(Ok),
        }
    }
}

/// Whether the line is of the document before it, told from its beginning as `ordret` writes it.
fn is_detail(line: &[u8]) -> bool {
    const DETAILS: [&[u8]; 5] = [
        br#"{"type":"edit"#,
        br#"{"type":"mixed""#,
        br#"{"type":"suspect""#,
        br#"{"type":"member""#,
        br#"{"type":"splice""#,
    ];
    DETAILS.iter().any(|start| line.starts_with(start))
}
