//! zip (APPNOTE 6.3): members packed one by one, each behind a header of its own, and a directory of them at the end.
//!
//! Nothing is written anew but the content of a member that changed and the fields that tell its length, its checksum and where
//! members stand: names, order, times, modes, extra fields and comments, and all other members' packed bytes, stay as they are.

mod directory;
mod entry;
mod lengths;
mod write;

use std::io::{self, BufRead, Read};

pub use directory::{Directory, Place};
pub use entry::{Entry, content};
pub use write::{Packed, Replaced, Writer, pack};

/// A file that can be read from any byte on.
pub trait Readable {
    /// How many bytes it has.
    fn length(&self) -> u64;
    /// Reads what stands at byte `at`; fewer bytes at the end of the file, and none behind it.
    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<usize>;
    /// Reads at most so many bytes from byte `at` on.
    fn read_from(&self, at: u64, most: u64) -> Box<dyn BufRead + '_>;
}

impl Readable for &[u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, at: u64, bytes: &mut [u8]) -> io::Result<usize> {
        from(self, at).read(bytes)
    }

    fn read_from(&self, at: u64, most: u64) -> Box<dyn BufRead + '_> {
        Box::new(from(self, at).take(most))
    }
}

fn from(bytes: &[u8], at: u64) -> &[u8] {
    usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default()
}

/// What the field of a length holds where the length stands elsewhere.
const ELSEWHERE: u32 = u32::MAX;

/// Whether a file of this name that begins so may be such an archive.
pub fn is_zip(name: &str, start: &[u8]) -> bool {
    name.ends_with(".zip") && start.starts_with(b"PK\x03\x04")
}

/// So many bytes from byte `at` on.
fn bytes_at(file: &dyn Readable, at: u64, length: usize) -> io::Result<Vec<u8>> {
    let (mut bytes, mut got) = (vec![0; length], 0);
    while got < length {
        match file.read_at(at + got as u64, &mut bytes[got..])? {
            0 => return Err(damaged("it is cut off")),
            read => got += read,
        }
    }
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |field| u16::from_le_bytes(*field))
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |field| u32::from_le_bytes(*field))
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|bytes| bytes.first_chunk()).map_or(0, |field| u64::from_le_bytes(*field))
}

fn put(bytes: &mut [u8], at: usize, field: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + field.len()) {
        place.copy_from_slice(field);
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
