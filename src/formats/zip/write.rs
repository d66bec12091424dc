use std::io::{self, Read, Write};
use std::ops::Range;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use super::directory::{Directory, Listed};
use super::entry::{DEFLATED, Entry};
use super::lengths::short;
use super::{ELSEWHERE, Readable, damaged, put, u32_at, u64_at};

/// Content is read in pieces of so many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// A member's content, packed: its checksum, and how long it is packed and unpacked.
#[derive(Clone, Copy, Debug)]
pub struct Packed {
    crc: u32,
    packed: u64,
    length: u64,
}

impl Packed {
    /// How many bytes it has, packed.
    pub fn bytes(self) -> u64 {
        self.packed
    }
}

/// Packs content as the member is packed that it takes the place of.
pub fn pack(entry: &Entry, content: &mut dyn Read, out: &mut dyn Write) -> io::Result<Packed> {
    let mut out = Counting { out, bytes: 0 };
    let (crc, length) = match entry.method {
        DEFLATED => {
            let mut encoder = DeflateEncoder::new(&mut out, Compression::default());
            let read = copy(content, &mut encoder)?;
            encoder.finish()?;
            read
        }
        _ => copy(content, &mut out)?,
    };
    Ok(Packed { crc, packed: out.bytes, length })
}

fn copy(content: &mut dyn Read, out: &mut dyn Write) -> io::Result<(u32, u64)> {
    let (mut crc, mut piece, mut length) = (Crc::new(), vec![0; PIECE_BYTES], 0);
    loop {
        let read = content.read(&mut piece)?;
        if read == 0 {
            return Ok((crc.sum(), length));
        }
        crc.update(&piece[..read]);
        out.write_all(&piece[..read])?;
        length += read as u64;
    }
}

struct Counting<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A member that was replaced: its header, its content and what stands behind that.
#[derive(Clone, Debug)]
pub struct Replaced {
    /// The bytes that were it.
    pub before: Range<u64>,
    /// The bytes that are it.
    pub after: Range<u64>,
    /// The byte at which its content begins.
    pub content: u64,
}

/// Writes an archive in which some members are others.
pub struct Writer<'a, W> {
    file: &'a dyn Readable,
    directory: &'a Directory,
    out: W,
    /// Whether what stays is written, too.
    is_whole: bool,
    /// How much of the file was copied or replaced, and how much was written.
    read: u64,
    written: u64,
    /// Members that were replaced, in their order: the byte of their header, and how far all behind them moves.
    replaced: Vec<(u64, i64, Packed)>,
}

impl<'a, W: Write> Writer<'a, W> {
    /// Writes the archive `file` to `out`.
    pub fn new(file: &'a dyn Readable, directory: &'a Directory, out: W) -> Self {
        Self { file, directory, out, is_whole: true, read: 0, written: 0, replaced: Vec::new() }
    }

    /// Writes to `out` only what is other in it: the members that are replaced, and all from the directory on. It is told where they stand
    /// as if all were written.
    pub fn of_changes(file: &'a dyn Readable, directory: &'a Directory, out: W) -> Self {
        Self { is_whole: false, ..Self::new(file, directory, out) }
    }

    /// Whether any member was replaced.
    pub fn has_replaced(&self) -> bool {
        !self.replaced.is_empty()
    }

    /// Writes what stands before the member that comes next, and other content in its place, as [`pack`] gave it.
    ///
    /// Fails if that is too long for what its headers can tell, which are as wide as they were.
    pub fn replace(&mut self, entry: &Entry, packed: Packed, content: &mut dyn Read) -> io::Result<Replaced> {
        self.copy_to(entry.place.local)?;
        let (Packed { crc, packed: bytes, length }, start) = (packed, self.written);
        self.write(&entry.header_with(crc, bytes, length)?)?;
        let content_start = self.written;
        self.written += io::copy(content, &mut self.out)?;
        self.write(&entry.note_with(crc, bytes, length)?)?;
        self.read = entry.data_end();
        self.replaced.push((entry.place.local, self.written as i64 - self.read as i64, packed));
        Ok(Replaced { before: entry.place.local..self.read, after: start..self.written, content: content_start })
    }

    /// Writes the rest: members, the directory, and what stands behind it.
    pub fn finish(mut self) -> io::Result<()> {
        let range = self.directory.range.clone();
        self.copy_to(range.start)?;
        let moved = self.written as i64 - self.read as i64;
        let mut listed = self.file.read_from(range.start, range.end - range.start);
        let mut at = range.start;
        while at < range.end {
            let mut header = Listed::read(&mut listed)?;
            at += header.bytes.len() as u64;
            self.relist(&mut header)?;
            self.write(&header.bytes)?;
        }
        let mut end = Vec::new();
        self.file.read_from(range.end, self.file.length() - range.end).read_to_end(&mut end)?;
        move_end(&mut end, moved)?;
        self.write(&end)
    }

    /// Says in a member's header of the directory where it stands now, and how long it is.
    fn relist(&self, header: &mut Listed) -> io::Result<()> {
        let local = header.local();
        let before = self.replaced.partition_point(|(replaced, ..)| *replaced < local);
        if let Some((_, _, packed)) = self.replaced.get(before).filter(|(replaced, ..)| *replaced == local) {
            put(&mut header.bytes, 16, &packed.crc.to_le_bytes());
            let lengths = header.lengths().ok_or_else(|| damaged("its directory is damaged"))?;
            lengths.set(&mut header.bytes, packed.packed, packed.length)?;
        }
        let moved = before.checked_sub(1).map_or(0, |last| self.replaced[last].1);
        header.local_field().set(&mut header.bytes, local.wrapping_add_signed(moved))
    }

    /// Copies the file up to byte `to`.
    fn copy_to(&mut self, to: u64) -> io::Result<()> {
        let length = to.checked_sub(self.read).ok_or_else(|| damaged("its members lie in each other"))?;
        let copied = match self.is_whole {
            true => io::copy(&mut self.file.read_from(self.read, length), &mut self.out)?,
            false => length,
        };
        (self.read, self.written) = (to, self.written + copied);
        if copied == length { Ok(()) } else { Err(damaged("it is cut off")) }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.written += bytes.len() as u64;
        self.out.write_all(bytes)
    }
}

/// Says in what stands behind the directory where that stands now.
fn move_end(end: &mut [u8], moved: i64) -> io::Result<()> {
    let mut at = 0;
    if end.starts_with(b"PK\x06\x06") {
        let offset = u64_at(end, 48).wrapping_add_signed(moved);
        put(end, 48, &offset.to_le_bytes());
        at = usize::try_from(u64_at(end, 4)).unwrap_or(usize::MAX).saturating_add(12);
        if end.get(at..).is_some_and(|behind| behind.starts_with(b"PK\x06\x07")) {
            let offset = u64_at(end, at + 8).wrapping_add_signed(moved);
            put(end, at + 8, &offset.to_le_bytes());
            at += 20;
        }
    }
    if !end.get(at..).is_some_and(|behind| behind.starts_with(b"PK\x05\x06")) {
        return Err(damaged("its end is damaged"));
    }
    match u32_at(end, at + 16) {
        ELSEWHERE => {}
        offset => put(end, at + 16, &short(u64::from(offset).wrapping_add_signed(moved))?),
    }
    Ok(())
}
