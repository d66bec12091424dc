use std::borrow::BorrowMut;
use std::io::{self, Read, Write};

use blake3::Hasher;

use crate::record::Content;

/// A reader or writer that hashes what it passes on, by a hasher of its own or of another's.
pub(in crate::archive) struct Hashed<T, H = Hasher> {
    pub by: T,
    pub hasher: H,
}

impl<T> Hashed<T> {
    pub fn new(by: T) -> Self {
        Self { by, hasher: Hasher::new() }
    }
}

impl<T: Read, H: BorrowMut<Hasher>> Read for Hashed<T, H> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.by.read(bytes)?;
        self.hasher.borrow_mut().update(&bytes[..read]);
        Ok(read)
    }
}

impl<T: Write, H: BorrowMut<Hasher>> Write for Hashed<T, H> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.by.write(bytes)?;
        self.hasher.borrow_mut().update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.by.flush()
    }
}

/// What was hashed, by hash and size.
pub(in crate::archive) fn content(hasher: &Hasher) -> Content {
    Content { blake3: hasher.finalize().to_hex().to_string(), bytes: hasher.count() }
}
