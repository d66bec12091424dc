//! Documents of word processors and electronic books: packages of XML files, of which the paragraphs of the body are fields.

pub(super) mod xml;

use std::borrow::Cow;
use std::io::{self, Read};
use std::mem;
use std::ops::Range;

use self::xml::Vocabulary;
use super::Field;
use crate::formats::zip::{self, Directory, Entry, Writer};

/// A package is held in memory as a whole.
pub(crate) const PACKAGE_BYTES: usize = 64 << 20;
/// So are its files that are read, unpacked: all together have no more bytes than so many. That is more than the longest of novels, and
/// less than a bomb.
const BODY_BYTES: usize = 32 << 20;

/// What a package is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Package {
    Docx,
    Odt,
    Epub,
}

impl Package {
    /// How the paragraphs of the file of this name are marked; `None` for one that is no part of the body.
    fn vocabulary(self, name: &str) -> Option<&'static Vocabulary> {
        match self {
            Self::Docx => {
                matches!(name, "word/document.xml" | "word/footnotes.xml" | "word/endnotes.xml").then_some(&xml::WORD)
            }
            Self::Odt => (name == "content.xml").then_some(&xml::ODF),
            Self::Epub => {
                let is_page =
                    [".xhtml", ".html", ".htm"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
                is_page.then_some(&xml::XHTML)
            }
        }
    }
}

/// Files of a package that hold signatures of it.
const SIGNATURES: [&str; 2] = ["_xmlsignatures/", "META-INF/documentsignatures.xml"];

/// A package whose files were found.
#[derive(Debug)]
pub(crate) struct Opened<'p> {
    bytes: &'p [u8],
    directory: Directory,
    /// Its files, in the order in which they lie in it.
    entries: Vec<Entry>,
    /// The files of the body, in the order in which they lie in the package.
    pub members: Vec<Member>,
    /// Why some of them are not read.
    pub unread: Vec<String>,
}

/// A file of the body.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its place among the files.
    entry: usize,
    /// Its content, unpacked.
    pub xml: Vec<u8>,
    vocabulary: &'static Vocabulary,
}

impl Member {
    /// Its paragraphs. `None` if it is not XML in UTF-8.
    pub fn fields(&self) -> Option<Vec<Field<'static>>> {
        xml::fields(&self.xml, self.vocabulary)
    }
}

/// What is said of a package whose directory or headers are not what they should be.
const UNLIKE: &str = "left as it came: no package of files that is read";

/// Bytes of a package that become others.
#[derive(Debug)]
pub(crate) struct Splice {
    pub range: Range<usize>,
    pub bytes: Vec<u8>,
}

impl<'p> Opened<'p> {
    /// Opens the package of these bytes. Fails, with the reason, where it cannot be read or must not be written.
    pub fn open(package: Package, bytes: &'p [u8]) -> Result<Self, &'static str> {
        let directory = Directory::read(&bytes).map_err(|_| UNLIKE)?;
        let entries = directory.places.iter().map(|place| Entry::read(&bytes, *place));
        let entries: Vec<Entry> = entries.collect::<io::Result<_>>().map_err(|_| UNLIKE)?;
        if entries.iter().any(is_signature) {
            return Err("left as it came: it is signed");
        }
        let (mut members, mut unread, mut left) = (Vec::new(), Vec::new(), BODY_BYTES);
        for (number, entry) in entries.iter().enumerate() {
            let name = name(entry);
            let Some(vocabulary) = package.vocabulary(&name) else { continue };
            match unpack(bytes, entry, left) {
                Some(xml) => {
                    left -= xml.len();
                    members.push(Member { entry: number, xml, vocabulary });
                }
                None => unread.push(name.into_owned()),
            }
        }
        Ok(Self { bytes, directory, entries, members, unread })
    }

    /// The name of a member.
    pub fn name(&self, member: &Member) -> String {
        self.entries.get(member.entry).map(|entry| name(entry).into_owned()).unwrap_or_default()
    }

    /// The bytes of the package that a member and its header take.
    pub fn range(&self, member: &Member) -> Range<usize> {
        self.entries.get(member.entry).map_or(0..0, |entry| bytes_of(&(entry.place.local..entry.data_end())))
    }

    /// What of the package becomes other bytes where these members, in their order, become other ones: a splice for each of them, and
    /// one for the directory. `None` where they cannot be written.
    pub fn splices(&self, changed: &[(&Member, Vec<u8>)]) -> Option<Vec<Splice>> {
        self.rewritten(changed).ok()
    }

    fn rewritten(&self, changed: &[(&Member, Vec<u8>)]) -> io::Result<Vec<Splice>> {
        let (mut written, mut replaced) = (Vec::new(), Vec::new());
        let mut writer = Writer::of_changes(&self.bytes, &self.directory, &mut written);
        for (Member { entry, .. }, xml) in changed {
            let entry = self.entries.get(*entry).ok_or_else(|| io::Error::other("no such file"))?;
            let mut packed = Vec::new();
            let made = zip::pack(entry, &mut &xml[..], &mut packed)?;
            replaced.push(writer.replace(entry, made, &mut &packed[..])?);
        }
        writer.finish()?;
        let mut splices = Vec::new();
        for member in replaced {
            let rest = written.split_off(bytes_of(&member.after).len().min(written.len()));
            splices.push(Splice { range: bytes_of(&member.before), bytes: mem::replace(&mut written, rest) });
        }
        splices.push(Splice { range: bytes_of(&(self.directory.start()..self.bytes.len() as u64)), bytes: written });
        Ok(splices)
    }
}

fn name(entry: &Entry) -> Cow<'_, str> {
    String::from_utf8_lossy(&entry.name)
}

fn is_signature(entry: &Entry) -> bool {
    SIGNATURES.iter().any(|signature| entry.name.starts_with(signature.as_bytes()))
}

/// The content of a file, of at most so many bytes. `None` where it is not what its headers say.
fn unpack(package: &[u8], entry: &Entry, most: usize) -> Option<Vec<u8>> {
    if entry.what.is_some() || usize::try_from(entry.length).ok()? > most {
        return None;
    }
    let mut content = Vec::new();
    zip::content(&package, entry).read_to_end(&mut content).ok()?;
    Some(content)
}

/// A range of what is in memory.
fn bytes_of(range: &Range<u64>) -> Range<usize> {
    let at = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    at(range.start)..at(range.end)
}
