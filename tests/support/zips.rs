//! Zips, header by header.

use std::io::{Read, Write};

/// A member of a zip as it is to be written.
pub struct Zipped<'a> {
    pub name: &'a [u8],
    pub content: &'a [u8],
    /// 0 stored, 8 deflated; others are only said to be.
    pub method: u16,
    pub flags: u16,
    /// The upper half of the attributes.
    pub mode: u32,
    /// Its lengths have 64 bits: in its own header, behind its content if a flag says so, else in the directory.
    pub is_long: bool,
}

impl<'a> Zipped<'a> {
    pub fn new(name: &'a str, content: &'a [u8]) -> Self {
        Self { name: name.as_bytes(), content, method: 8, flags: 0, mode: 0o100_644, is_long: false }
    }

    pub fn packed(&self) -> Vec<u8> {
        if self.method != 8 {
            return self.content.to_vec();
        }
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(self.content).unwrap();
        encoder.finish().unwrap()
    }

    pub fn crc(&self) -> [u8; 4] {
        let mut crc = flate2::Crc::new();
        crc.update(self.content);
        crc.sum().to_le_bytes()
    }

    /// Checksum and lengths.
    pub fn fields(&self) -> Vec<u8> {
        let lengths = [self.packed().len() as u32, self.content.len() as u32].map(u32::to_le_bytes);
        [self.crc(), lengths[0], lengths[1]].concat()
    }

    /// The same where the lengths stand elsewhere.
    pub fn fields_elsewhere(&self) -> Vec<u8> {
        [self.crc(), [0xff; 4], [0xff; 4]].concat()
    }

    /// The extra field that they stand in then.
    pub fn extra64(&self, lengths: [u64; 2]) -> Vec<u8> {
        let [packed, length] = lengths.map(u64::to_le_bytes);
        [&[1, 0, 16, 0][..], &length, &packed].concat()
    }

    pub fn long_lengths(&self) -> [u64; 2] {
        [self.packed().len(), self.content.len()].map(|length| length as u64)
    }

    /// What stands behind its content.
    pub fn note(&self) -> Vec<u8> {
        match (self.flags & 8, self.is_long) {
            (0, _) => Vec::new(),
            (_, false) => [b"PK\x07\x08", &self.fields()[..]].concat(),
            (_, true) => [b"PK\x07\x08", &self.crc()[..], &self.long_lengths().map(u64::to_le_bytes).concat()].concat(),
        }
    }

    /// Its fields in its own header and in the directory, with the extra fields there.
    pub fn headers(&self) -> [(Vec<u8>, Vec<u8>); 2] {
        const TIME: &[u8] = b"UT\x04\0abcd";
        let (own, listed) = (self.flags & 8 == 0, (self.fields(), TIME.to_vec()));
        match (own, self.is_long) {
            (true, false) => [listed.clone(), listed],
            (false, false) => [(vec![0; 12], TIME.to_vec()), listed],
            (true, true) => {
                let long = (self.fields_elsewhere(), [TIME, &self.extra64(self.long_lengths())].concat());
                [long.clone(), long]
            }
            // As programs write to a pipe.
            (false, true) => {
                let own = [[0; 4], [0xff; 4], [0xff; 4]].concat();
                [(own, [&self.extra64([0, 0]), TIME].concat()), listed]
            }
        }
    }

    /// What both headers have between the version and the length of the name.
    pub fn common(&self, fields: &[u8]) -> Vec<u8> {
        let start = [self.flags, self.method, 0x6b7c, 0x4e5d].map(u16::to_le_bytes).concat();
        [&start, fields].concat()
    }
}

/// A zip of these members, with an extra field, comments, and lengths behind the content where a flag says so.
pub fn zip_of(members: &[Zipped]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let offset = file.len() as u32;
        let [(own, own_extra), (fields, extra)] = member.headers();
        let name_length = (member.name.len() as u16).to_le_bytes();
        let extra_length = (own_extra.len() as u16).to_le_bytes();
        let parts = [b"PK\x03\x04\x14\0", &member.common(&own)[..], &name_length, &extra_length, member.name];
        file.extend([parts.concat(), own_extra, member.packed(), member.note()].concat());
        directory.extend([b"PK\x01\x02\x14\x03\x14\0", &member.common(&fields)[..], &name_length].concat());
        directory.extend([extra.len() as u16, 4, 0, 0].map(u16::to_le_bytes).concat());
        directory.extend((member.mode << 16).to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend([member.name, &extra, b"note"].concat());
    }
    let (start, count) = (file.len() as u32, (members.len() as u16).to_le_bytes());
    file.extend(&directory);
    file.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &(directory.len() as u32).to_le_bytes()].concat());
    file.extend([&start.to_le_bytes()[..], &5u16.to_le_bytes(), b"arkiv"].concat());
    file
}

/// Names, contents, and headers of the directory without lengths, checksums and offsets, of a zip.
pub fn listed(zip: &[u8]) -> Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> {
    let number = |at: usize, bytes: usize| {
        zip[at..at + bytes].iter().rev().fold(0usize, |number, byte| number << 8 | usize::from(*byte))
    };
    let end = zip.len() - 27;
    let mut at = number(end + 16, 4);
    let mut listed = Vec::new();
    while at < end {
        let (mut packed, name, extra, comment, local) =
            (number(at + 20, 4), number(at + 28, 2), number(at + 30, 2), number(at + 32, 2), number(at + 42, 4));
        assert_eq!(&zip[local..local + 4], b"PK\x03\x04");
        let mut behind_name = zip[at + 46 + name..at + 46 + name + extra + comment].to_vec();
        if packed == 0xffff_ffff {
            let lengths = 8 + 4;
            packed = number(at + 46 + name + lengths + 8, 8);
            behind_name[lengths..lengths + 16].fill(0);
        }
        let start = local + 30 + number(local + 26, 2) + number(local + 28, 2);
        let data = &zip[start..start + packed];
        let mut content = Vec::new();
        match number(at + 10, 2) {
            8 => drop(flate2::read::DeflateDecoder::new(data).read_to_end(&mut content).unwrap()),
            _ => content = data.to_vec(),
        }
        let whole = 46 + name + extra + comment;
        let header = [&zip[at..at + 16], &zip[at + 28..at + 42], &behind_name].concat();
        listed.push((zip[at + 46..at + 46 + name].to_vec(), content, header));
        at += whole;
    }
    listed
}
