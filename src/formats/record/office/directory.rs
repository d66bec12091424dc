//! The directory of a ZIP file, as far as packages of documents need it: no other disks, no ZIP64, nothing encrypted. It is read and
//! changed in place, so that what is not understood stays byte for byte.

use std::borrow::Cow;
use std::io::{Read, Write};
use std::ops::Range;

use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};

use super::Splice;

const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
/// The longest comment behind the end.
const COMMENT: usize = 0xffff;
const CENTRAL: &[u8] = b"PK\x01\x02";
const CENTRAL_BYTES: usize = 46;
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
const DESCRIPTOR: &[u8] = b"PK\x07\x08";
/// Flags of a file: encrypted; its sizes stand behind its content.
const ENCRYPTED: usize = 1;
const DESCRIBED: usize = 1 << 3;
/// Ways of packing.
const STORED: usize = 0;
const DEFLATED: usize = 8;

/// The files of a package, in the order in which they lie in it.
#[derive(Debug)]
pub(super) struct Directory<'p> {
    bytes: &'p [u8],
    entries: Vec<Entry>,
    /// Where the directory and its end begin.
    start: usize,
    end: usize,
}

#[derive(Clone, Debug)]
struct Entry {
    name: Range<usize>,
    flags: usize,
    method: usize,
    crc: usize,
    size: usize,
    /// Where its header and its line of the directory begin.
    local: usize,
    central: usize,
    /// Its content as it is packed.
    data: Range<usize>,
}

impl<'p> Directory<'p> {
    /// The directory of a package; `None` where it is none that is read.
    pub fn read(bytes: &'p [u8]) -> Option<Self> {
        let from = bytes.len().saturating_sub(END_BYTES + COMMENT);
        let end = from + memchr::memmem::rfind(&bytes[from..], END)?;
        if end + END_BYTES + number(bytes, end + 20, 2)? != bytes.len() {
            return None;
        }
        let (count, size, start) =
            (number(bytes, end + 10, 2)?, number(bytes, end + 12, 4)?, number(bytes, end + 16, 4)?);
        let is_whole = number(bytes, end + 4, 4)? == 0 && number(bytes, end + 8, 2)? == count && count != COMMENT;
        if !is_whole || start.checked_add(size)? != end {
            return None;
        }
        let (mut entries, mut at) = (Vec::new(), start);
        for _ in 0..count {
            let (entry, next) = Entry::read(bytes, at, start)?;
            entries.push(entry);
            at = next;
        }
        entries.sort_by_key(|entry| entry.local);
        let is_apart = entries.windows(2).all(|pair| pair[0].data.end <= pair[1].local);
        (at == end && is_apart).then_some(Self { bytes, entries, start, end })
    }

    pub fn names(&self) -> impl Iterator<Item = Cow<'p, str>> {
        self.entries.iter().map(|entry| String::from_utf8_lossy(&self.bytes[entry.name.clone()]))
    }

    /// The bytes that a file and its header take.
    pub fn range(&self, entry: usize) -> Range<usize> {
        self.entries.get(entry).map_or(0..0, |entry| entry.local..entry.data.end)
    }

    /// The content of a file, of at most so many bytes. `None` where it is not what its header says.
    pub fn unpack(&self, entry: usize, limit: usize) -> Option<Vec<u8>> {
        let entry = self.entries.get(entry)?;
        if entry.flags & ENCRYPTED != 0 || entry.size > limit {
            return None;
        }
        let packed = &self.bytes[entry.data.clone()];
        let content = match entry.method {
            STORED => packed.to_vec(),
            DEFLATED => {
                let mut content = Vec::new();
                // A byte more than there should be shows that there are more.
                DeflateDecoder::new(packed).take(entry.size as u64 + 1).read_to_end(&mut content).ok()?;
                content
            }
            _ => return None,
        };
        (content.len() == entry.size && crc(&content) == entry.crc).then_some(content)
    }

    /// What becomes other bytes where these files, ascending, get other contents.
    pub fn splices(&self, changed: &[(usize, &[u8])]) -> Option<Vec<Splice>> {
        let (mut splices, mut directory) = (Vec::new(), self.bytes[self.start..].to_vec());
        let mut shift = 0isize;
        let mut changed = changed.iter().peekable();
        for (number, entry) in self.entries.iter().enumerate() {
            let line = entry.central - self.start;
            put(&mut directory, line + 42, entry.local.checked_add_signed(shift)?)?;
            let Some((_, content)) = changed.next_if(|(changed, _)| *changed == number) else { continue };
            let packed = self.pack(entry, content)?;
            put(&mut directory, line + 16, crc(content))?;
            put(&mut directory, line + 20, packed.len())?;
            put(&mut directory, line + 24, content.len())?;
            let splice = self.splice(entry, &packed, content)?;
            shift += splice.bytes.len() as isize - splice.range.len() as isize;
            splices.push(splice);
        }
        put(&mut directory, self.end - self.start + 16, self.start.checked_add_signed(shift)?)?;
        splices.push(Splice { range: self.start..self.bytes.len(), bytes: directory });
        Some(splices)
    }

    fn pack<'c>(&self, entry: &Entry, content: &'c [u8]) -> Option<Cow<'c, [u8]>> {
        if entry.method == STORED {
            return Some(Cow::Borrowed(content));
        }
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).ok()?;
        encoder.finish().ok().map(Cow::Owned)
    }

    /// A file with its header, and what describes it behind its content.
    fn splice(&self, entry: &Entry, packed: &[u8], content: &[u8]) -> Option<Splice> {
        let mut bytes = self.bytes[entry.local..entry.data.start].to_vec();
        let mut end = entry.data.end;
        let sums = [crc(content), packed.len(), content.len()];
        let is_described = entry.flags & DESCRIBED != 0;
        if !is_described || number(self.bytes, entry.local + 14, 4)? == entry.crc {
            sums.iter().enumerate().try_for_each(|(at, sum)| put(&mut bytes, 14 + 4 * at, *sum))?;
        }
        bytes.extend_from_slice(packed);
        if is_described {
            let is_marked = self.bytes[end..].starts_with(DESCRIPTOR);
            let at = end + if is_marked { DESCRIPTOR.len() } else { 0 };
            if number(self.bytes, at, 4)? != entry.crc || number(self.bytes, at + 8, 4)? != entry.size {
                return None;
            }
            bytes.extend_from_slice(&self.bytes[end..at]);
            let from = bytes.len();
            bytes.resize(from + 12, 0);
            sums.iter().enumerate().try_for_each(|(at, sum)| put(&mut bytes, from + 4 * at, *sum))?;
            end = at + 12;
        }
        Some(Splice { range: entry.local..end, bytes })
    }
}

impl Entry {
    /// The entry whose line of the directory begins at `at`, and where the next begins. The directory begins at `start`.
    fn read(bytes: &[u8], at: usize, start: usize) -> Option<(Self, usize)> {
        let field = |offset: usize, length: usize| number(bytes, at + offset, length);
        if !bytes.get(at..)?.starts_with(CENTRAL) {
            return None;
        }
        let name = at + CENTRAL_BYTES..at + CENTRAL_BYTES + field(28, 2)?;
        let local = field(42, 4)?;
        let next = name.end + field(30, 2)? + field(32, 2)?;
        let local_name = number(bytes, local + 26, 2)?;
        let from = local + LOCAL_BYTES;
        let is_same = bytes.get(from..from + local_name)? == bytes.get(name.clone())?;
        let data = from + local_name + number(bytes, local + 28, 2)?;
        let data = data..data.checked_add(field(20, 4)?)?;
        if !bytes.get(local..)?.starts_with(LOCAL) || !is_same || data.end > start || next > bytes.len() {
            return None;
        }
        let (flags, method, crc, size) = (field(8, 2)?, field(10, 2)?, field(16, 4)?, field(24, 4)?);
        Some((Self { name, flags, method, crc, size, local, central: at, data }, next))
    }
}

/// A number of two or four bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

/// Writes a number of four bytes.
fn put(bytes: &mut [u8], at: usize, number: usize) -> Option<()> {
    let number = u32::try_from(number).ok()?;
    bytes.get_mut(at..at + 4)?.copy_from_slice(&number.to_le_bytes());
    Some(())
}

fn crc(content: &[u8]) -> usize {
    let mut crc = Crc::new();
    crc.update(content);
    crc.sum() as usize
}
