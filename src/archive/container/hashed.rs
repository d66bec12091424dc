use std::io::{self, Read};

use crate::record::Content;

/// A reader or writer that hashes what it passes on.
pub(super) struct Hashed<T> {
    pub by: T,
    pub hasher: blake3::Hasher,
}

impl<T> Hashed<T> {
    pub fn new(by: T) -> Self {
        Self { by, hasher: blake3::Hasher::new() }
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.by.read(bytes)?;
        self.hasher.update(&bytes[..read]);
        Ok(read)
    }
}

impl<T: io::Write> io::Write for Hashed<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.by.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.by.flush()
    }
}

/// What was hashed, by hash and size.
pub(super) fn content(hasher: &blake3::Hasher) -> Content {
    Content { blake3: hasher.finalize().to_hex().to_string(), bytes: hasher.count() }
}
