//! Archives as `tar` writes them, and as nobody should.

use std::io::{self, Read};

use tar::{EntryType, Header};

use super::mirror::{DAMAGED, MENDED, noise};
use super::packing::packed;

/// A header of a file, whatever its name.
pub fn header(name: &[u8], size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.as_old_mut().name[..name.len().min(100)].copy_from_slice(&name[..name.len().min(100)]);
    header.set_entry_type(EntryType::Regular);
    header.set_size(size);
    header.set_mode(0o640);
    header.set_mtime(1_234_567_890);
    header.set_uid(1000);
    header.set_gid(1000);
    header.set_cksum();
    header
}

pub fn of_type(mut header: Header, kind: EntryType) -> Header {
    header.set_entry_type(kind);
    header.set_cksum();
    header
}

pub fn blocks(content: &[u8]) -> Vec<u8> {
    let mut blocks = content.to_vec();
    blocks.resize(content.len().next_multiple_of(512), 0);
    blocks
}

pub fn entry(header: &Header, content: &[u8]) -> Vec<u8> {
    [header.as_bytes().as_slice(), &blocks(content)].concat()
}

pub fn member(name: &[u8], content: &[u8]) -> Vec<u8> {
    entry(&header(name, content.len() as u64), content)
}

/// A member with a header of another sort before it.
pub fn extended(kind: u8, extension: &[u8], name: &[u8], content: &[u8]) -> Vec<u8> {
    let before = of_type(header(b"././@LongLink", extension.len() as u64), EntryType::new(kind));
    [entry(&before, extension), member(name, content)].concat()
}

pub fn archive_of(members: &[Vec<u8>]) -> Vec<u8> {
    [members.concat(), vec![0; 1024]].concat()
}

/// Name, type, mode, time and content of a member.
pub type Entry = (Vec<u8>, u8, u32, u64, Vec<u8>);

/// The members of an archive, as the crate reads them.
pub fn entries(archive: &[u8]) -> Vec<Entry> {
    let mut archive = tar::Archive::new(archive);
    let read = |entry: io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.unwrap();
        let (name, header) = (entry.path_bytes().into_owned(), entry.header().clone());
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        (name, header.entry_type().as_byte(), header.mode().unwrap(), header.mtime().unwrap(), content)
    };
    archive.entries().unwrap().map(read).collect()
}

/// Every shape of member that has a meaning of its own.
pub fn odd_members() -> Vec<Vec<u8>> {
    let long = [b"meget/".repeat(40), b"lang.txt".to_vec()].concat();
    let pax_path = pax(&[("path", "protokoller/møde.txt"), ("mtime", "1234567890.5")]);
    let pax_size = pax(&[("size", &DAMAGED.len().to_string()), ("path", "stor.txt")]);
    let mut padded = member(b"fyldt.txt", DAMAGED.as_bytes());
    *padded.last_mut().unwrap() = 7;
    vec![
        entry(&of_type(header(b"2019/", 0), EntryType::Directory), b""),
        member(b"2019/maj.txt", DAMAGED.as_bytes()),
        member(b"2019/juni.txt", MENDED.as_bytes()),
        member(b"tom.txt", b""),
        member(b"billede", &noise(3, 5000)),
        entry(&of_type(header(b"link", 0), EntryType::Symlink), b""),
        entry(&of_type(header(b"haard", 30), EntryType::Link), b""),
        entry(&of_type(header(b"enhed", 0), EntryType::Char), b""),
        entry(&of_type(header(b"roer", 0), EntryType::Fifo), b""),
        member(b"2019/maj.txt", DAMAGED.repeat(3).as_bytes()),
        extended(b'L', &[&long[..], b"\0"].concat(), &long, DAMAGED.as_bytes()),
        extended(b'x', &pax_path, b"m.txt", DAMAGED.as_bytes()),
        extended(b'x', &pax_size, b"s.txt", DAMAGED.as_bytes()),
        padded,
        member(b"../../etc/ude.txt", DAMAGED.as_bytes()),
        member(b"/etc/absolut.txt", DAMAGED.as_bytes()),
        member(b"C:\\windows.txt", DAMAGED.as_bytes()),
        member(b"m\xf8de.txt", b"R\xf8dgr\xf8d med fl\xf8de p\xe5 m\xf8det\n"),
        member(b"inde.gz", &packed(".gz", DAMAGED.as_bytes())),
        member(b"inde.tar", &archive_of(&[member(b"a.txt", DAMAGED.as_bytes())])),
        extended(b'x', &pax(&[("GNU.sparse.major", "1")]), b"spredt2.txt", DAMAGED.as_bytes()),
        member(b"lang.txt", DAMAGED.repeat(60_000).as_bytes()),
        member(b"sidst.txt", DAMAGED.as_bytes()),
    ]
}

/// A sparse file of the old sort, whose map goes on in a block of its own.
pub fn sparse() -> Vec<u8> {
    let mut header = of_type(header(b"spredt.txt", 512), EntryType::GNUSparse);
    header.as_gnu_mut().unwrap().set_is_extended(true);
    header.set_cksum();
    [header.as_bytes().as_slice(), &[0; 512], &blocks(DAMAGED.as_bytes())].concat()
}

pub fn pax(records: &[(&str, &str)]) -> Vec<u8> {
    let record = |(key, value): &(&str, &str)| {
        let body = format!(" {key}={value}\n");
        (1..)
            .map(|digits| body.len() + digits)
            .find(|length| format!("{length}{body}").len() == *length)
            .map(|length| format!("{length}{body}"))
    };
    records.iter().filter_map(record).collect::<String>().into_bytes()
}
