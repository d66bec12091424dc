use std::io::{self, Read};
use std::ops::Range;

use super::lengths::{Field, Lengths};
use super::{ELSEWHERE, Readable, bytes_at, damaged, u16_at, u32_at, u64_at};

const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_BYTES: u64 = 20;
const END64: &[u8] = b"PK\x06\x06";
const END64_BYTES: usize = 56;
/// The longest comment, behind which the archive ends.
const COMMENT_BYTES: usize = u16::MAX as usize;

const LISTED: &[u8] = b"PK\x01\x02";
pub(super) const LISTED_BYTES: usize = 46;
/// Where in such a header the member's lengths stand, packed and unpacked, and where its own header stands.
const PACKED: usize = 20;
const LENGTH: usize = 24;
const LOCAL: usize = 42;

/// Members whose names tell that the archive is a document of some program, which may keep checksums of its members.
const OF_PROGRAMS: [&[u8]; 3] = [b"mimetype", b"[Content_Types].xml", b"META-INF/MANIFEST.MF"];

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The byte of its header.
    pub local: u64,
    /// The byte of its header in the directory.
    pub listed: u64,
    /// The byte before which it ends.
    pub end: u64,
}

/// The directory of an archive.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Members in the order in which they stand in the file.
    pub places: Vec<Place>,
    /// Its bytes.
    pub(super) range: Range<u64>,
    is_of_program: bool,
}

impl Directory {
    /// Reads the directory of an archive; holds a few bytes a member.
    ///
    /// Fails if it is damaged, or if its members lie in each other.
    pub fn read(file: &dyn Readable) -> io::Result<Self> {
        let (range, count) = end(file)?;
        let mut reader = file.read_from(range.start, range.end - range.start);
        let mut directory = Self { places: Vec::new(), range: range.clone(), is_of_program: false };
        let mut at = range.start;
        while at < range.end {
            let header = Listed::read(&mut reader)?;
            directory.is_of_program |= OF_PROGRAMS.contains(&header.name());
            directory.places.push(Place { local: header.local(), listed: at, end: 0 });
            at += header.bytes.len() as u64;
        }
        if directory.places.len() as u64 != count {
            return Err(damaged("its directory does not hold as many members as it says"));
        }
        directory.places.sort_unstable();
        let ends: Vec<u64> = directory.places.iter().skip(1).map(|place| place.local).chain([range.start]).collect();
        directory.places.iter_mut().zip(ends).for_each(|(place, end)| place.end = end);
        Ok(directory)
    }

    /// The byte at which it begins, behind all members.
    pub fn start(&self) -> u64 {
        self.range.start
    }

    /// Whether the archive is a document of some program rather than an archive of files.
    pub fn is_of_program(&self) -> bool {
        self.is_of_program
    }
}

/// Where the directory lies, and how many members it holds.
fn end(file: &dyn Readable) -> io::Result<(Range<u64>, u64)> {
    let length = file.length();
    let window = length.min((END_BYTES + COMMENT_BYTES) as u64);
    let tail = bytes_at(file, length - window, window as usize)?;
    let is_end = |at: &usize| {
        let end = &tail[*at..];
        end.starts_with(END) && END_BYTES + usize::from(u16_at(end, 20)) == end.len()
    };
    let at = (0..(tail.len() + 1).saturating_sub(END_BYTES)).rev().find(is_end);
    let at = at.ok_or_else(|| damaged("it has no directory"))?;
    let (end, end_at) = (&tail[at..], length - window + at as u64);
    let (count, size, offset) = (u16_at(end, 10), u32_at(end, 12), u32_at(end, 16));
    let (count, size, offset, behind) = match count == u16::MAX || size == ELSEWHERE || offset == ELSEWHERE {
        true => end64(file, end_at)?,
        false => (u64::from(count), u64::from(size), u64::from(offset), end_at),
    };
    match offset.checked_add(size) {
        Some(end) if end == behind => Ok((offset..end, count)),
        _ => Err(damaged("its directory is not where it says")),
    }
}

/// The same of an archive whose numbers need 64 bits; and where what follows the directory begins.
fn end64(file: &dyn Readable, end_at: u64) -> io::Result<(u64, u64, u64, u64)> {
    let locator_at = end_at.checked_sub(LOCATOR_BYTES).ok_or_else(|| damaged("it has no directory"))?;
    let locator = bytes_at(file, locator_at, LOCATOR_BYTES as usize)?;
    let at = u64_at(&locator, 8);
    if !locator.starts_with(LOCATOR) || at >= locator_at {
        return Err(damaged("its directory is not where it says"));
    }
    let end = bytes_at(file, at, END64_BYTES)?;
    if !end.starts_with(END64) {
        return Err(damaged("its directory is not where it says"));
    }
    Ok((u64_at(&end, 32), u64_at(&end, 40), u64_at(&end, 48), at))
}

/// A header in the directory.
pub(super) struct Listed {
    pub bytes: Vec<u8>,
}

impl Listed {
    /// Reads the header at a byte of an archive.
    pub fn at(file: &dyn Readable, at: u64) -> io::Result<Self> {
        let fixed = bytes_at(file, at, LISTED_BYTES)?;
        let whole = bytes_at(file, at, LISTED_BYTES + Self::rest(&fixed))?;
        Self::read(&mut &whole[..])
    }

    /// How many bytes of name, extra fields and comment follow.
    fn rest(fixed: &[u8]) -> usize {
        [28, 30, 32].map(|at| usize::from(u16_at(fixed, at))).iter().sum()
    }

    /// Reads the next header.
    pub fn read(reader: &mut impl Read) -> io::Result<Self> {
        let mut bytes = Vec::new();
        reader.take(LISTED_BYTES as u64).read_to_end(&mut bytes)?;
        if bytes.len() < LISTED_BYTES || !bytes.starts_with(LISTED) {
            return Err(damaged("its directory is damaged"));
        }
        let rest = Self::rest(&bytes);
        reader.take(rest as u64).read_to_end(&mut bytes)?;
        if bytes.len() < LISTED_BYTES + rest {
            return Err(damaged("its directory is damaged"));
        }
        Ok(Self { bytes })
    }

    pub fn name(&self) -> &[u8] {
        &self.bytes[LISTED_BYTES..LISTED_BYTES + usize::from(u16_at(&self.bytes, 28))]
    }

    /// Where the member's own header stands.
    pub fn local(&self) -> u64 {
        self.local_field().get(&self.bytes)
    }

    /// Where that is said.
    pub fn local_field(&self) -> Field {
        // Of one that lacks what it says stands elsewhere, the field itself is believed: nothing stands there.
        Field::find(&self.bytes, LOCAL, &[LENGTH, PACKED], &self.extra()).unwrap_or(Field::Short(LOCAL))
    }

    /// Where it is said how long the member is.
    pub fn lengths(&self) -> Option<Lengths> {
        Lengths::find(&self.bytes, PACKED, LENGTH, &self.extra())
    }

    fn extra(&self) -> Range<usize> {
        let start = LISTED_BYTES + self.name().len();
        start..start + usize::from(u16_at(&self.bytes, 30))
    }
}
