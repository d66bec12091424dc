use std::fs::File;
use std::io::{self, BufReader, BufWriter, Cursor, Read, Write};
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::{NamedTempFile, TempPath};

/// Records of a document are kept in memory up to so many bytes, then in a temporary file.
const SPOOL_BYTES: usize = 64 << 10;

/// Where temporary files are made, and what their names begin with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::archive) struct Drafts {
    pub folder: PathBuf,
    pub prefix: String,
}

impl Drafts {
    /// A new file, open to nobody else until its mode is set.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix(&self.prefix).tempfile_in(&self.folder)
    }

    /// A new file of the usual mode.
    pub fn usual_file(&self) -> io::Result<NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        let builder = {
            use std::os::unix::fs::PermissionsExt;
            // The process's mask takes its part of it.
            builder.permissions(std::fs::Permissions::from_mode(0o666))
        };
        builder.prefix(&self.prefix).tempfile_in(&self.folder)
    }
}

/// A document's records as they are gathered. Between writing and reading no file is open, so that the number of open files does
/// not grow with the documents that wait.
pub(in crate::archive) struct Spool {
    /// The system's temporary folder if there is none.
    drafts: Option<Arc<Drafts>>,
    memory: Vec<u8>,
    /// Where all is, if it is too much for memory.
    file: Option<TempPath>,
    out: Option<BufWriter<File>>,
    hasher: blake3::Hasher,
    /// Only the hash is of interest.
    forgetful: bool,
}

impl Spool {
    /// Nothing gathered yet; much of it will lie among `drafts`, or in the system's temporary folder.
    pub fn new(drafts: Option<Arc<Drafts>>) -> Self {
        Self { drafts, memory: Vec::new(), file: None, out: None, hasher: blake3::Hasher::new(), forgetful: false }
    }

    /// A spool that keeps nothing but the hash of what it is given.
    pub fn without_memory() -> Self {
        Self { forgetful: true, ..Self::new(None) }
    }

    /// Forgets all.
    pub fn restart(&mut self) {
        *self = Self::new(self.drafts.take());
    }

    /// The hash of all that was written.
    pub fn hasher(&self) -> &blake3::Hasher {
        &self.hasher
    }

    /// Ends the writing.
    pub fn close(&mut self) -> io::Result<()> {
        self.out.take().map_or(Ok(()), |mut out| out.flush())
    }

    /// All that was written before it was closed.
    pub fn read(&self) -> io::Result<SpoolReader<'_>> {
        Ok(match &self.file {
            Some(path) => SpoolReader::File(BufReader::new(File::open(path)?)),
            None => SpoolReader::Memory(Cursor::new(&self.memory)),
        })
    }

    fn spill(&mut self) -> io::Result<()> {
        let file = match &self.drafts {
            Some(drafts) => drafts.file(),
            None => NamedTempFile::new(),
        };
        let (file, path) = file?.into_parts();
        let mut out = BufWriter::new(file);
        out.write_all(&self.memory)?;
        self.memory = Vec::new();
        (self.file, self.out) = (Some(path), Some(out));
        Ok(())
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        if self.forgetful {
            return Ok(bytes.len());
        }
        if self.file.is_none() && self.memory.len() + bytes.len() > SPOOL_BYTES {
            self.spill()?;
        }
        match (&mut self.out, &self.file) {
            (Some(out), _) => out.write_all(bytes)?,
            (None, Some(_)) => return Err(io::Error::other("the records are closed")),
            (None, None) => self.memory.extend_from_slice(bytes),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Reads what was gathered.
pub(in crate::archive) enum SpoolReader<'a> {
    Memory(Cursor<&'a Vec<u8>>),
    File(BufReader<File>),
}

impl Read for SpoolReader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Memory(memory) => memory.read(bytes),
            Self::File(file) => file.read(bytes),
        }
    }
}

impl io::BufRead for SpoolReader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Memory(memory) => memory.fill_buf(),
            Self::File(file) => file.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Self::Memory(memory) => memory.consume(amount),
            Self::File(file) => file.consume(amount),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gathered_is_read_again_and_again() {
        for length in [0, 1, SPOOL_BYTES, SPOOL_BYTES + 1, 5 * SPOOL_BYTES] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let mut spool = Spool::new(None);
            bytes.chunks(1000).for_each(|chunk| spool.write_all(chunk).unwrap());
            spool.close().unwrap();
            for _ in 0..2 {
                let mut read = Vec::new();
                spool.read().unwrap().read_to_end(&mut read).unwrap();
                assert!(read == bytes, "{length}");
            }
            assert_eq!(spool.hasher().finalize(), blake3::hash(&bytes));
        }
    }
}
