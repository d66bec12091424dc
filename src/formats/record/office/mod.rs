//! Documents of word processors and electronic books: packages of XML files, of which the paragraphs of the body are fields.

mod directory;
pub(super) mod xml;

use self::directory::Directory;
use self::xml::Vocabulary;
use super::Field;

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
    directory: Directory<'p>,
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

/// Bytes of a package that become others.
#[derive(Debug)]
pub(crate) struct Splice {
    pub range: std::ops::Range<usize>,
    pub bytes: Vec<u8>,
}

impl<'p> Opened<'p> {
    /// Opens the package of these bytes. Fails, with the reason, where it cannot be read or must not be written.
    pub fn open(package: Package, bytes: &'p [u8]) -> Result<Self, &'static str> {
        let directory = Directory::read(bytes).ok_or("left as it came: no package of files that is read")?;
        if directory.names().any(|name| SIGNATURES.iter().any(|signature| name.starts_with(signature))) {
            return Err("left as it came: it is signed");
        }
        let mut opened = Self { directory, members: Vec::new(), unread: Vec::new() };
        let names: Vec<String> = opened.directory.names().map(std::borrow::Cow::into_owned).collect();
        let mut left = BODY_BYTES;
        for (entry, name) in names.into_iter().enumerate() {
            let Some(vocabulary) = package.vocabulary(&name) else { continue };
            match opened.directory.unpack(entry, left) {
                Some(xml) => {
                    left -= xml.len();
                    opened.members.push(Member { entry, xml, vocabulary });
                }
                None => opened.unread.push(name),
            }
        }
        Ok(opened)
    }

    /// The name of a member.
    pub fn name(&self, member: &Member) -> String {
        self.directory.names().nth(member.entry).unwrap_or_default().into_owned()
    }

    /// The bytes of the package that a member takes.
    pub fn range(&self, member: &Member) -> std::ops::Range<usize> {
        self.directory.range(member.entry)
    }

    /// What of the package becomes other bytes where these members become other ones: a splice for each of them, in order, and one
    /// for the directory. `None` where they cannot be written.
    pub fn splices(&self, changed: &[(&Member, Vec<u8>)]) -> Option<Vec<Splice>> {
        let changed: Vec<(usize, &[u8])> = changed.iter().map(|(member, xml)| (member.entry, &xml[..])).collect();
        self.directory.splices(&changed)
    }
}
