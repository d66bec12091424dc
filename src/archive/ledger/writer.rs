use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::check::{CHECK, CHECK_END, check};
use crate::archive::ArchiveError;
use crate::archive::document::DocumentRecords;
use crate::archive::input::Hashed;
use crate::record::{Document, End, Header, Record, Run, write_record};

/// Writes a ledger, or a journal, which is a ledger without its end.
pub(in crate::archive) struct LedgerWriter {
    out: BufWriter<File>,
    path: PathBuf,
    header: Header,
    hasher: blake3::Hasher,
    documents: u64,
}

impl LedgerWriter {
    /// Begins a ledger in a file that is empty. `path` is what errors call it.
    pub fn begin(file: File, path: PathBuf, header: Header) -> Result<Self, ArchiveError> {
        let out = BufWriter::new(file);
        let mut writer = Self { out, path, header: header.clone(), hasher: blake3::Hasher::new(), documents: 0 };
        writer.record(&Record::Ledger(header))?;
        Ok(writer)
    }

    /// Goes on in a journal that begins with this header, behind what is there; it can have no end.
    pub fn go_on(file: File, path: PathBuf, header: Header) -> Self {
        Self { out: BufWriter::new(file), path, header, hasher: blake3::Hasher::new(), documents: 0 }
    }

    /// Writes a document of the run `run` with its records.
    pub fn section(&mut self, section: &DocumentRecords, run: &Run) -> Result<(), ArchiveError> {
        let number = if *run == self.header.run { None } else { self.header.number_of(run) };
        let document = Document { run: number, ..section.document.clone() };
        let mut line = serde_json::to_vec(&Record::Document(document)).map_err(io::Error::from);
        if let Ok(line) = &mut line {
            // The line's closing brace comes after the check.
            line.pop();
        }
        let line = line.map_err(ArchiveError::file(&self.path))?;
        let check = check(&line, &section.records);
        self.documents += 1;
        self.write(&line)?;
        self.write(format!("{CHECK}{check}{CHECK_END}").as_bytes())?;
        let mut records = section.records.read().map_err(ArchiveError::file(&self.path))?;
        let Self { out, hasher, .. } = self;
        io::copy(&mut records, &mut Hashed { by: out, hasher }).map(drop).map_err(ArchiveError::file(&self.path))
    }

    /// Writes a line that is of no document: something skipped, a failure, a document that is gone.
    pub fn line(&mut self, record: &Record) -> Result<(), ArchiveError> {
        self.record(record)
    }

    /// Gives all to the system.
    pub fn flush(&mut self) -> Result<&File, ArchiveError> {
        self.out.flush().map_err(ArchiveError::file(&self.path))?;
        Ok(self.out.get_ref())
    }

    /// Writes the end, and sees it on the disk.
    pub fn end(mut self) -> Result<(), ArchiveError> {
        let blake3 = self.hasher.finalize().to_hex().to_string();
        self.record(&Record::End(End { documents: self.documents, blake3 }))?;
        let path = self.path.clone();
        self.flush()?.sync_all().map_err(ArchiveError::file(path))
    }

    fn record(&mut self, record: &Record) -> Result<(), ArchiveError> {
        let mut line = Vec::new();
        write_record(&mut line, record).map_err(ArchiveError::file(&self.path))?;
        self.write(&line)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.hasher.update(bytes);
        self.out.write_all(bytes).map_err(ArchiveError::file(&self.path))
    }
}
