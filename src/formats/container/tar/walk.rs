use std::io::{self, Read};

use tar::{EntryType, Header};

use super::extensions::{Extensions, is_extension};
use super::{BLOCK, header, padding_bytes};

/// The longest extension that is looked into: a path has 4,096 bytes on Linux, and a pax header a few such.
const EXTENSION_BYTES: u64 = 1 << 20;
/// What is of no document is given in pieces of so many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// A part of an archive, in the order in which they stand in it.
pub enum Part<'a> {
    /// Bytes that are of no document.
    Kept(&'a [u8]),
    /// A file.
    Member(Member<'a>),
    /// What stands between the content of the file that was given last and the next block.
    Padding(&'a [u8]),
    /// Something that is no regular file. Its bytes are kept.
    Other {
        /// Its name.
        name: Vec<u8>,
        /// What it is.
        what: &'static str,
    },
    /// Something that cannot be read. Its bytes are kept.
    Damaged {
        /// The byte of the archive at which it stands.
        at: u64,
    },
}

/// A file in an archive.
pub struct Member<'a> {
    /// Its name, as it stands there.
    pub name: Vec<u8>,
    /// The headers before its content.
    pub head: Vec<u8>,
    /// Its content; it must be read to its end.
    pub content: &'a mut dyn Read,
}

/// Calls `each` with every part of an archive.
///
/// Fails with `each`'s error, and where the archive ends within the content of a member.
pub fn read<E: From<io::Error>>(
    input: &mut dyn Read,
    each: &mut dyn FnMut(Part<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let mut walk = Walk { input, each, at: 0, extensions: Extensions::default(), in_damage: false, zeros: 0 };
    while walk.entry()? {}
    Ok(())
}

struct Walk<'a, E> {
    input: &'a mut dyn Read,
    each: &'a mut dyn FnMut(Part<'_>) -> Result<(), E>,
    /// Bytes read so far.
    at: u64,
    /// Headers that wait for the member they are of.
    extensions: Extensions,
    /// The block before was no header.
    in_damage: bool,
    /// Blocks of zeros before this one.
    zeros: usize,
}

impl<E: From<io::Error>> Walk<'_, E> {
    /// Reads the next header and what belongs to it; `false` at the end.
    fn entry(&mut self) -> Result<bool, E> {
        let mut block = [0; BLOCK];
        let got = self.fill(&mut block)?;
        if got < BLOCK {
            self.lose_extensions()?;
            self.kept(&block[..got])?;
            return Ok(false);
        }
        if block.iter().all(|byte| *byte == 0) {
            return self.zeros(&block);
        }
        self.zeros = 0;
        let Some(header) = header(&block) else {
            self.damaged()?;
            self.kept(&block)?;
            return Ok(true);
        };
        let Ok(size) = header.entry_size() else {
            self.damaged()?;
            self.kept(&block)?;
            return Ok(true);
        };
        self.in_damage = false;
        let kind = header.entry_type();
        match is_extension(kind) {
            true => self.extension(&block, kind, size)?,
            false => self.member(&block, header, size)?,
        }
        Ok(true)
    }

    /// Two blocks of zeros end an archive; what comes after them is kept, and no member.
    fn zeros(&mut self, block: &[u8]) -> Result<bool, E> {
        self.lose_extensions()?;
        self.kept(block)?;
        self.zeros += 1;
        if self.zeros < 2 {
            return Ok(true);
        }
        let mut piece = vec![0; PIECE_BYTES];
        loop {
            match self.fill(&mut piece)? {
                0 => return Ok(false),
                got => self.kept(&piece[..got])?,
            }
        }
    }

    fn extension(&mut self, block: &[u8], kind: EntryType, size: u64) -> Result<(), E> {
        if size > EXTENSION_BYTES {
            let bytes = std::mem::take(&mut self.extensions.bytes);
            self.extensions.is_unreadable = true;
            self.kept(&bytes)?;
            self.kept(block)?;
            return self.pass(size);
        }
        let whole = size as usize + padding_bytes(size);
        let mut content = vec![0; whole];
        if self.fill(&mut content)? < whole {
            return Err(cut().into());
        }
        self.extensions.take(kind, &content[..size as usize]);
        self.extensions.bytes.extend_from_slice(block);
        self.extensions.bytes.extend_from_slice(&content);
        Ok(())
    }

    fn member(&mut self, block: &[u8], header: &Header, size: u64) -> Result<(), E> {
        let extensions = std::mem::take(&mut self.extensions);
        let name = extensions.name.clone().unwrap_or_else(|| header.path_bytes().into_owned());
        let size = content_bytes(header, extensions.size.unwrap_or(size), extensions.is_pax);
        let mut head = extensions.bytes.clone();
        head.extend_from_slice(block);
        if let Some(what) = what(header, &extensions, &name) {
            if !what.is_empty() {
                (self.each)(Part::Other { name, what })?;
            }
            self.kept(&head)?;
            if header.entry_type().is_gnu_sparse() {
                self.sparse_map(block)?;
            }
            return self.pass(size);
        }
        self.at += size;
        let mut content = Content { from: self.input, left: size };
        (self.each)(Part::Member(Member { name, head, content: &mut content }))?;
        let mut padding = [0; BLOCK];
        let got = self.fill(&mut padding[..padding_bytes(size)])?;
        (self.each)(Part::Padding(&padding[..got]))
    }

    /// The rest of the map of an old GNU sparse file, a block at a time.
    fn sparse_map(&mut self, block: &[u8]) -> Result<(), E> {
        /// Where a header tells that more blocks follow, and where such a block does.
        const IN_HEADER: usize = 482;
        const IN_BLOCK: usize = 504;
        let mut more = block[IN_HEADER] != 0;
        while more {
            let mut block = [0; BLOCK];
            if self.fill(&mut block)? < BLOCK {
                return Err(cut().into());
            }
            self.kept(&block)?;
            more = block[IN_BLOCK] != 0;
        }
        Ok(())
    }

    /// Keeps content of so many bytes, and what fills its last block.
    fn pass(&mut self, size: u64) -> Result<(), E> {
        let mut left = size;
        let mut piece = vec![0; PIECE_BYTES.min(usize::try_from(size).unwrap_or(PIECE_BYTES))];
        while left > 0 {
            let wanted = left.min(PIECE_BYTES as u64) as usize;
            if self.fill(&mut piece[..wanted])? < wanted {
                return Err(cut().into());
            }
            self.kept(&piece[..wanted])?;
            left -= wanted as u64;
        }
        let mut padding = [0; BLOCK];
        let got = self.fill(&mut padding[..padding_bytes(size)])?;
        self.kept(&padding[..got])
    }

    /// Names a place that is no header where one should be; once for all blocks of it.
    fn damaged(&mut self) -> Result<(), E> {
        self.lose_extensions()?;
        match std::mem::replace(&mut self.in_damage, true) {
            true => Ok(()),
            false => (self.each)(Part::Damaged { at: self.at - BLOCK as u64 }),
        }
    }

    /// Headers of a member that does not come.
    fn lose_extensions(&mut self) -> Result<(), E> {
        let extensions = std::mem::take(&mut self.extensions);
        self.kept(&extensions.bytes)
    }

    fn kept(&mut self, bytes: &[u8]) -> Result<(), E> {
        if bytes.is_empty() { Ok(()) } else { (self.each)(Part::Kept(bytes)) }
    }

    /// Fills the buffer, unless the archive ends; gives how many bytes there were.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut got = 0;
        while got < buffer.len() {
            match self.input.read(&mut buffer[got..]) {
                Ok(0) => break,
                Ok(read) => got += read,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(cause),
            }
        }
        self.at += got as u64;
        Ok(got)
    }
}

/// What a member is that is no text for us; empty for what needs no word; `None` for a regular file.
fn what(header: &Header, extensions: &Extensions, name: &[u8]) -> Option<&'static str> {
    match header.entry_type() {
        EntryType::Symlink => Some("a symbolic link"),
        EntryType::Link => Some("a hard link"),
        EntryType::Char | EntryType::Block => Some("a device"),
        EntryType::Fifo => Some("a pipe"),
        EntryType::Directory | EntryType::XGlobalHeader => Some(""),
        EntryType::GNUSparse => Some("a sparse file"),
        EntryType::Regular | EntryType::Continuous if extensions.is_sparse => Some("a sparse file"),
        EntryType::Regular | EntryType::Continuous if extensions.is_unreadable => {
            Some("a file whose header cannot be read")
        }
        // An old archive has folders as files whose names end so.
        EntryType::Regular if name.ends_with(b"/") => Some(""),
        EntryType::Regular | EntryType::Continuous => None,
        _ => Some("of an unknown type"),
    }
}

/// How many bytes follow a header. A link has none, though its header may say how large its file is; in a pax archive it may.
fn content_bytes(header: &Header, size: u64, is_pax: bool) -> u64 {
    match header.entry_type() {
        EntryType::Link if !is_pax => 0,
        _ => size,
    }
}

/// The content of a member, which must come to its end.
struct Content<'a> {
    from: &'a mut dyn Read,
    left: u64,
}

impl Read for Content<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        if most == 0 {
            return Ok(0);
        }
        match self.from.read(&mut bytes[..most])? {
            0 => Err(cut()),
            read => {
                self.left -= read as u64;
                Ok(read)
            }
        }
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it is cut off within a member")
}
