use std::fs::{File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::{SpooledTempFile, spooled_tempfile, spooled_tempfile_in};

use super::activity::{Activity, Watched};
use super::hashed::content;
use crate::formats::record::office::PACKAGE_BYTES;
use crate::formats::zip::Readable;
use crate::record::Content;
use crate::{BLOCK_BYTES, Blocks, next_block};

/// Files are read in pieces of so many bytes, where not in blocks.
const READ_BYTES: usize = 64 << 10;

/// A document that can be read again and again: held in memory if it is shorter than a block, else in its file.
pub(in crate::archive) struct Source {
    bytes: Bytes,
    metadata: Option<Metadata>,
    /// Who is told how far it is read.
    watched: Option<Watched>,
    /// What it was when it was hashed first.
    known: Option<Content>,
}

enum Bytes {
    Memory(Vec<u8>),
    File(FileBlocks<File>),
    Spooled(FileBlocks<SpooledTempFile>),
}

impl Source {
    fn of(bytes: Bytes, metadata: Option<Metadata>) -> Self {
        Self { bytes, metadata, watched: None, known: None }
    }

    /// Opens a regular file.
    pub fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::other("it is no regular file"));
        }
        let start = read_start(&mut file, metadata.len())?;
        let bytes = match start.len() < BLOCK_BYTES {
            true if (start.len() as u64) < metadata.len() => return Err(shortened()),
            true => Bytes::Memory(start),
            false => Bytes::File(FileBlocks::new(file, metadata.len())),
        };
        Ok(Self::of(bytes, Some(metadata)))
    }

    /// Takes all that a reader gives; what is longer than a block waits in a temporary file.
    pub fn from_reader(mut reader: impl Read) -> io::Result<Self> {
        let start = read_start(&mut reader, 0)?;
        Self::begun(start, reader, None)
    }

    /// Takes a document of which `start` was read, at most a block, and the rest is not; what is longer than a block waits in a file
    /// in `folder`, or in the system's own for such.
    pub fn begun(start: Vec<u8>, mut reader: impl Read, folder: Option<&Path>) -> io::Result<Self> {
        if start.len() < BLOCK_BYTES {
            return Ok(Self::of(Bytes::Memory(start), None));
        }
        let mut spool = folder.map_or_else(|| spooled_tempfile(0), |folder| spooled_tempfile_in(0, folder));
        spool.write_all(&start)?;
        let length = start.len() as u64;
        drop(start);
        let length = length + io::copy(&mut reader, &mut spool)?;
        Ok(Self::of(Bytes::Spooled(FileBlocks::new(spool, length)), None))
    }

    /// Tells from now on how far the file is read, if it is a long one.
    pub fn watch(&mut self, activity: &Activity, path: &Path) {
        if let Bytes::File(file) = &self.bytes {
            self.watched = Some(activity.begin(path, file.length));
        }
    }

    /// Tells that it is looked through from here on, or repaired.
    pub fn begin(&self, is_survey: bool) {
        if let Some(watched) = &self.watched {
            watched.begin(is_survey);
        }
    }

    /// Reads the document from its start, beside other readers of it; nothing of what waits in a temporary file.
    pub fn reader(&self) -> Box<dyn BufRead + '_> {
        self.read_from(0, self.length())
    }

    #[cfg(test)]
    fn from_bytes(bytes: Vec<u8>) -> Self {
        Self::of(Bytes::Memory(bytes), None)
    }

    /// The file's metadata, where the document is a file.
    pub fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref()
    }

    /// The bytes by hash and size. Nobody is told that they are read for that.
    pub fn content(&mut self) -> io::Result<Content> {
        let watched = self.watched.take();
        let mut hasher = blake3::Hasher::new();
        let hash = |block: &[u8]| {
            hasher.update(block);
            Ok::<(), ReadError>(())
        };
        let read = self.each_block(0, 1, hash).map_err(|ReadError(cause)| cause);
        self.watched = watched;
        read.map(|()| content(&hasher))
    }

    /// The same as it was when that was asked first, for as long as the document is being done: that it changed meanwhile is found by
    /// who reads it.
    pub fn known_content(&mut self) -> io::Result<Content> {
        if let Some(known) = &self.known {
            return Ok(known.clone());
        }
        let known = self.content()?;
        self.known = Some(known.clone());
        Ok(known)
    }

    /// The first bytes, at most a block of them.
    pub fn start(&mut self) -> io::Result<Vec<u8>> {
        match &mut self.bytes {
            Bytes::Memory(bytes) => Ok(bytes.clone()),
            Bytes::File(file) => file.start(),
            Bytes::Spooled(file) => file.start(),
        }
    }

    /// All bytes, where they are few enough to be held as those of a package are.
    pub fn held(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut held, mut is_long) = (Vec::new(), false);
        let each = |block: &[u8]| {
            is_long |= held.len() + block.len() > PACKAGE_BYTES;
            if !is_long {
                held.extend_from_slice(block);
            }
            Ok::<(), ReadError>(())
        };
        self.each_block(0, 1, each).map_err(|ReadError(cause)| cause)?;
        Ok((!is_long).then_some(held))
    }

    /// Whether the file is no longer as it was when it was opened, told by its size and time. What is held in memory was read
    /// once and does not change.
    pub fn has_changed(&self) -> io::Result<bool> {
        let (Bytes::File(file), Some(then)) = (&self.bytes, &self.metadata) else { return Ok(false) };
        let now = file.file.metadata()?;
        Ok(now.len() != then.len() || now.modified().ok() != then.modified().ok())
    }

    /// Calls `each` with every block from byte `from` on.
    ///
    /// Fails with `each`'s error, or with a [`ReadError`] if the document cannot be read.
    pub fn each_block<E: From<ReadError>>(
        &mut self,
        from: usize,
        unit: usize,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        match &mut self.bytes {
            Bytes::Memory(bytes) => memory_blocks(bytes.get(from..).unwrap_or_default(), unit, each),
            Bytes::File(file) => {
                let (watched, mut at) = (self.watched.as_ref(), from as u64);
                file.each_block(from, unit, |block| {
                    at += block.len() as u64;
                    tell(watched, at);
                    each(block)
                })
            }
            Bytes::Spooled(file) => file.each_block(from, unit, each),
        }
    }
}

impl Readable for Source {
    fn length(&self) -> u64 {
        match &self.bytes {
            Bytes::Memory(bytes) => bytes.len() as u64,
            Bytes::File(file) => file.length,
            Bytes::Spooled(file) => file.length,
        }
    }

    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<usize> {
        match &self.bytes {
            Bytes::Memory(memory) => memory_from(memory, at).read(bytes),
            Bytes::File(FileBlocks { file, length, .. }) => {
                Beside { file, at, length: *length, watched: None }.read(bytes)
            }
            Bytes::Spooled(_) => Ok(0),
        }
    }

    fn read_from(&self, at: u64, most: u64) -> Box<dyn BufRead + '_> {
        match &self.bytes {
            Bytes::Memory(memory) => Box::new(memory_from(memory, at).take(most)),
            Bytes::File(FileBlocks { file, length, .. }) => {
                let length = at.saturating_add(most).min(*length);
                let buffer = usize::try_from(most).unwrap_or(READ_BYTES).min(READ_BYTES);
                Box::new(BufReader::with_capacity(buffer, Beside { file, at, length, watched: self.watched.as_ref() }))
            }
            Bytes::Spooled(_) => Box::new(io::empty()),
        }
    }
}

impl Blocks for Source {
    fn for_each_block(&mut self, unit: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let walked = self.each_block(0, unit, |block| {
            each(block);
            Ok::<(), ReadError>(())
        });
        walked.map_err(|ReadError(cause)| cause)
    }
}

/// A document could not be read.
#[derive(Debug)]
pub(in crate::archive) struct ReadError(pub io::Error);

impl From<io::Error> for ReadError {
    fn from(cause: io::Error) -> Self {
        Self(cause)
    }
}

fn tell(watched: Option<&Watched>, at: u64) {
    if let Some(watched) = watched {
        watched.at(at);
    }
}

fn shortened() -> io::Error {
    io::Error::other("it became shorter while it was read")
}

/// What is held in memory, from byte `at` on.
fn memory_from(memory: &[u8], at: u64) -> &[u8] {
    usize::try_from(at).ok().and_then(|at| memory.get(at..)).unwrap_or_default()
}

/// Reads a file at places of its own, wherever others read it.
struct Beside<'a> {
    file: &'a File,
    at: u64,
    length: u64,
    watched: Option<&'a Watched>,
}

impl Read for Beside<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX).min(bytes.len());
        let read = read_at(self.file, &mut bytes[..most], self.at)?;
        if read == 0 && most > 0 {
            return Err(shortened());
        }
        self.at += read as u64;
        tell(self.watched, self.at);
        Ok(read)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, at)
}

/// At most a block from the start of a reader that is said to hold `expected` bytes.
pub(in crate::archive) fn read_start(reader: &mut impl Read, expected: u64) -> io::Result<Vec<u8>> {
    let expected = usize::try_from(expected).unwrap_or(BLOCK_BYTES).min(BLOCK_BYTES);
    let mut start = Vec::with_capacity(expected + 1);
    reader.take(BLOCK_BYTES as u64).read_to_end(&mut start)?;
    Ok(start)
}

fn memory_blocks<E>(mut rest: &[u8], unit: usize, mut each: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    while !rest.is_empty() {
        let (block, left) = rest.split_at(next_block(rest, unit));
        each(block)?;
        rest = left;
    }
    Ok(())
}

/// A file that is read block by block, through one buffer that is kept between passes.
struct FileBlocks<F> {
    file: F,
    /// How many bytes it had when it was opened; what is added later is not read.
    length: u64,
    buffer: Vec<u8>,
}

impl<F: Read + Seek> FileBlocks<F> {
    fn new(file: F, length: u64) -> Self {
        Self { file, length, buffer: Vec::new() }
    }

    fn start(&mut self) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(0))?;
        read_start(&mut self.file, self.length)
    }

    fn each_block<E: From<ReadError>>(
        &mut self,
        from: usize,
        unit: usize,
        mut each: impl FnMut(&[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.file.seek(SeekFrom::Start(from as u64)).map_err(ReadError)?;
        self.buffer.clear();
        let mut left = self.length.saturating_sub(from as u64);
        loop {
            let wanted = left.min((BLOCK_BYTES - self.buffer.len()) as u64);
            let got = (&mut self.file).take(wanted).read_to_end(&mut self.buffer).map_err(ReadError)?;
            if (got as u64) < wanted {
                return Err(ReadError(shortened()).into());
            }
            left -= wanted;
            if self.buffer.is_empty() {
                return Ok(());
            }
            let length = next_block(&self.buffer, unit);
            each(&self.buffer[..length])?;
            self.buffer.drain(..length);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_becomes_shorter_is_named_and_one_that_grows_has_changed() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("text");
        std::fs::write(&path, vec![b'a'; 2 * BLOCK_BYTES]).unwrap();
        let mut source = Source::open(&path).unwrap();
        let content = source.content().unwrap();
        assert_eq!((content.bytes, source.has_changed().unwrap()), (2 * BLOCK_BYTES as u64, false));
        let file = File::options().write(true).open(&path).unwrap();
        file.set_len(3 * BLOCK_BYTES as u64).unwrap();
        assert_eq!(source.content().unwrap(), content);
        assert!(source.has_changed().unwrap());
        file.set_len(BLOCK_BYTES as u64 + 1).unwrap();
        assert!(source.content().unwrap_err().to_string().contains("shorter"));
    }

    fn blocks(source: &mut Source, from: usize) -> Vec<Vec<u8>> {
        let mut blocks = Vec::new();
        let each = |block: &[u8]| {
            blocks.push(block.to_vec());
            Ok::<(), ReadError>(())
        };
        source.each_block(from, 1, each).unwrap();
        blocks
    }

    #[test]
    fn a_file_is_cut_like_memory() {
        for length in [0, 1, BLOCK_BYTES - 1, BLOCK_BYTES, BLOCK_BYTES + 1, 2 * BLOCK_BYTES + 17] {
            let bytes: Vec<u8> = (0..length).map(|at| if at % 61 == 60 { b'\n' } else { b'a' }).collect();
            let mut memory = Source::from_bytes(bytes.clone());
            let mut spooled = Source::from_reader(&bytes[..]).unwrap();
            assert_eq!(blocks(&mut memory, 0), blocks(&mut spooled, 0), "{length}");
            assert_eq!(blocks(&mut memory, 2), blocks(&mut spooled, 2), "{length}");
        }
    }
}
