use std::io::{self, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::directory::{Listed, Place};
use super::lengths::{Lengths, short};
use super::{Readable, bytes_at, damaged, put, u16_at, u32_at};

const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_BYTES: usize = 30;
/// Flags: the content is encrypted; its lengths stand behind it.
const ENCRYPTED: u16 = 1;
const BEHIND: u16 = 8;
pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;
/// What a note of lengths behind the content may begin with, and the longest such note: with that, and with lengths of 64 bits.
const NOTE: &[u8] = b"PK\x07\x08";
const NOTE_BYTES: usize = 24;
/// The shortest note with lengths of 64 bits.
const LONG_NOTE: usize = 20;
/// Where in a member's header its checksum stands, and its lengths, packed and unpacked.
const CRC: usize = 14;
const PACKED: usize = 18;
const LENGTH: usize = 22;
/// The system whose modes stand in the upper half of a member's attributes, and the mode of a link there.
const UNIX: u8 = 3;
const KIND: u32 = 0o170_000;
const LINK: u32 = 0o120_000;

/// A member of an archive.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// Its name, as the directory has it.
    pub name: Vec<u8>,
    /// The byte at which its packed content begins.
    pub data: u64,
    /// How many bytes it has, packed.
    pub packed: u64,
    /// How many bytes it has.
    pub length: u64,
    /// What it is, where it is nothing that could be a text; empty for a folder.
    pub what: Option<&'static str>,
    pub(super) method: u16,
    pub(super) header: Vec<u8>,
    /// Where in its header its lengths stand.
    lengths: Lengths,
    /// What stands behind its content and tells its lengths, if that is where they stand.
    pub(super) note: Vec<u8>,
    crc: u32,
}

impl Entry {
    /// Reads the headers of a member.
    ///
    /// Fails if it does not fit into its place.
    pub fn read(file: &dyn Readable, place: Place) -> io::Result<Self> {
        let listed = Listed::at(file, place.listed)?;
        let fixed = bytes_at(file, place.local, LOCAL_BYTES)?;
        let header_bytes = LOCAL_BYTES + usize::from(u16_at(&fixed, 26)) + usize::from(u16_at(&fixed, 28));
        let header = bytes_at(file, place.local, header_bytes)?;
        let data = place.local + header_bytes as u64;
        let extra = LOCAL_BYTES + usize::from(u16_at(&fixed, 26))..header_bytes;
        let (Some(listed_lengths), Some(lengths)) = (listed.lengths(), Lengths::find(&header, PACKED, LENGTH, &extra))
        else {
            return Err(damaged("a member's headers do not tell how long it is"));
        };
        let (packed, length) = (listed_lengths.packed.get(&listed.bytes), listed_lengths.length.get(&listed.bytes));
        let room = place.end.saturating_sub(data);
        if !fixed.starts_with(LOCAL) || packed > room {
            return Err(damaged("a member does not lie where the directory says"));
        }
        let mut entry = Self {
            place,
            name: listed.name().to_vec(),
            data,
            packed,
            length,
            what: None,
            method: u16_at(&listed.bytes, 10),
            header,
            lengths,
            note: Vec::new(),
            crc: u32_at(&listed.bytes, 16),
        };
        let behind = (room - packed).min(NOTE_BYTES as u64);
        entry.note = entry.note_in(bytes_at(file, data + packed, behind as usize)?);
        entry.what = entry.what(&listed);
        Ok(entry)
    }

    /// The byte behind its packed content and what tells its lengths there.
    pub fn data_end(&self) -> u64 {
        self.data + self.packed + self.note.len() as u64
    }

    fn has_note(&self) -> bool {
        u16_at(&self.header, 6) & BEHIND != 0
    }

    /// The bytes of those behind the content that tell its lengths.
    fn note_in(&self, mut behind: Vec<u8>) -> Vec<u8> {
        let crc = self.crc.to_le_bytes();
        let long = [&crc[..], &self.packed.to_le_bytes(), &self.length.to_le_bytes()].concat();
        let short = [self.packed, self.length].map(|length| u32::try_from(length).map(u32::to_le_bytes));
        let notes = match short {
            [Ok(packed), Ok(length)] => vec![long, [crc, packed, length].concat()],
            _ => vec![long],
        };
        let is_note = |note: &Vec<u8>| behind.starts_with(note);
        let signed = notes.iter().map(|note| [NOTE, note].concat());
        let bytes = signed.chain(notes.iter().cloned()).find(is_note).map_or(0, |note| note.len());
        behind.truncate(if self.has_note() { bytes } else { 0 });
        behind
    }

    fn what(&self, listed: &Listed) -> Option<&'static str> {
        let is_link = listed.bytes[5] == UNIX && (u32_at(&listed.bytes, 38) >> 16) & KIND == LINK;
        let own_name = &self.header[LOCAL_BYTES..LOCAL_BYTES + usize::from(u16_at(&self.header, 26))];
        if self.name.ends_with(b"/") {
            Some("")
        } else if is_link {
            Some("a symbolic link")
        } else if u16_at(&listed.bytes, 8) & ENCRYPTED != 0 || u16_at(&self.header, 6) & ENCRYPTED != 0 {
            Some("an encrypted file")
        } else if ![STORED, DEFLATED].contains(&self.method) || u16_at(&self.header, 8) != self.method {
            Some("a file packed in an unknown way")
        } else if own_name != self.name || self.has_note() && self.note.is_empty() {
            Some("a file whose headers differ")
        } else {
            None
        }
    }

    /// Its header with another checksum and other lengths. Fails if they do not fit.
    pub(super) fn header_with(&self, crc: u32, packed: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut header = self.header.clone();
        let own = [u64::from(u32_at(&header, CRC)), self.lengths.packed.get(&header), self.lengths.length.get(&header)];
        // Where they stand behind the content, most programs leave them empty here.
        if !self.has_note() || own != [0; 3] {
            put(&mut header, CRC, &crc.to_le_bytes());
            self.lengths.set(&mut header, packed, length)?;
        }
        Ok(header)
    }

    /// What stands behind the content, with another checksum and other lengths. Fails if they do not fit.
    pub(super) fn note_with(&self, crc: u32, packed: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut note = self.note.clone();
        let lengths = match note.len() {
            0 => return Ok(note),
            bytes if bytes >= LONG_NOTE => [packed.to_le_bytes(), length.to_le_bytes()].concat(),
            _ => [short(packed)?, short(length)?].concat(),
        };
        let start = note.len() - lengths.len() - 4;
        put(&mut note, start, &crc.to_le_bytes());
        put(&mut note, start + 4, &lengths);
        Ok(note)
    }
}

/// What a member that is a file holds. It fails at its end if that is not what its headers say.
pub fn content<'a>(file: &'a dyn Readable, entry: &Entry) -> Box<dyn Read + 'a> {
    let packed = file.read_from(entry.data, entry.packed);
    let (left, crc) = (entry.length, entry.crc);
    let from: Box<dyn Read + 'a> = match entry.method {
        DEFLATED => Box::new(DeflateDecoder::new(packed)),
        _ => Box::new(packed),
    };
    Box::new(Checked { from, left, crc, read: Crc::new() })
}

/// Content that is checked against what is said of it.
struct Checked<'a> {
    from: Box<dyn Read + 'a>,
    left: u64,
    crc: u32,
    read: Crc,
}

impl Read for Checked<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        let read = self.from.read(bytes)?;
        self.read.update(&bytes[..read]);
        match self.left.checked_sub(read as u64) {
            None => Err(damaged("it is longer than it says")),
            Some(left) if read == 0 && left > 0 => Err(damaged("it is shorter than it says")),
            Some(_) if read == 0 && self.read.sum() != self.crc => Err(damaged("its checksum is wrong")),
            Some(left) => {
                self.left = left;
                Ok(read)
            }
        }
    }
}
