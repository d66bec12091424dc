use std::io::{self, Read};
use std::path::Path;

use crate::archive::Trouble;
use crate::archive::input::{Containers, Entry, Source};
use crate::formats::container::{self, Bounded, Limits, Packing, START_BYTES, tar};
use crate::formats::zip::{self, Directory, Readable};
use crate::record::DocumentPath;

/// The name of the form of containers that pack each member by itself.
pub(super) const ZIP: &str = "zip";
/// So much of a file is read for how it was packed: a name and a comment fit in.
pub(super) const LIKE_BYTES: u64 = 4096;

/// A file that holds documents.
pub(in crate::archive) struct Container<'a> {
    pub(super) source: &'a Source,
    /// The input file, whose name tells what is in it: the output may be called otherwise.
    pub(super) file: &'a Path,
    /// The path it is known by.
    pub(super) path: &'a DocumentPath,
    pub(super) limits: Limits,
    pub(super) form: Form,
}

/// How a container holds its members.
pub(super) enum Form {
    /// In a stream that is packed as a whole.
    Stream(Stream),
    /// Each packed by itself.
    Zip(Directory),
}

/// A stream of bytes that is packed.
pub(super) struct Stream {
    pub(super) packing: &'static dyn Packing,
    /// How the file begins.
    pub(super) like: Vec<u8>,
    pub(super) inside: Inside,
}

impl<'a> Container<'a> {
    /// The container that a document is, by its file's name and its first bytes. `None` if it is none.
    fn of(source: &'a Source, file: &'a Path, path: &'a DocumentPath, limits: Limits) -> io::Result<Option<Self>> {
        let mut like = Vec::new();
        source.reader().take(LIKE_BYTES).read_to_end(&mut like)?;
        let start = &like[..like.len().min(START_BYTES)];
        if zip::is_zip(&file.to_string_lossy().to_lowercase(), start) {
            let directory = Directory::read(source)?;
            let is_of_program = directory.is_of_program();
            return Ok((!is_of_program).then_some(Self { source, file, path, limits, form: Form::Zip(directory) }));
        }
        let Some(packing) = container::packing(file, start) else { return Ok(None) };
        let mut stream = Stream { packing, like, inside: Inside::File };
        let mut start = Vec::new();
        stream.unpacked(source, limits)?.take(START_BYTES as u64).read_to_end(&mut start)?;
        if tar::begins(&start) {
            stream.inside = Inside::Tar;
        }
        Ok(Some(Self { source, file, path, limits, form: Form::Stream(stream) }))
    }

    /// How it is packed and what is packed, by the names that the ledger has.
    pub(super) fn names(&self) -> (&'static str, &'static str) {
        match &self.form {
            Form::Stream(stream) => (stream.packing.name(), stream.inside.as_str()),
            Form::Zip(_) => (ZIP, ZIP),
        }
    }

    /// Whether it may hold more than one document.
    pub(super) fn is_archive(&self) -> bool {
        !matches!(&self.form, Form::Stream(Stream { inside: Inside::File, .. }))
    }
}

impl Stream {
    /// What it unpacks to.
    pub(super) fn unpacked<'a>(&self, source: &'a Source, limits: Limits) -> io::Result<Box<dyn Read + 'a>> {
        let unpacked = self.packing.decoder(source.reader())?;
        Ok(Box::new(Bounded::new(unpacked, source.length(), limits)))
    }
}

impl Containers {
    /// The container that an entry is, if it is one and is to be opened.
    pub(in crate::archive) fn open<'a>(
        &self,
        source: &'a Source,
        entry: &'a Entry,
    ) -> Result<Option<Container<'a>>, Trouble> {
        match self.keep {
            true => Ok(None),
            false => Container::of(source, &entry.source, &entry.path, self.limits).map_err(Trouble::Unpack),
        }
    }
}

/// What is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Inside {
    /// One document.
    File,
    /// A tar archive.
    Tar,
}

impl Inside {
    /// The name, as the ledger writes it.
    fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Tar => "tar",
        }
    }
}
