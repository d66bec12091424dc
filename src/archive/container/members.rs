use std::io::{self, Read};
use std::path::Path;

use super::super::Trouble;
use super::super::source::{Source, read_start};
use super::{Container, Form, Hashed, Inside, Stream, zipped};
use crate::formats::container::zip::Entry;
use crate::formats::container::{is_archive, name_inside, tar};
use crate::record::{Content, Document, DocumentPath};
use crate::{BLOCK_BYTES, DocumentKind, Repairer};

/// What passes through is read in pieces of so many bytes.
const PIECE_BYTES: usize = 64 << 10;

pub(super) const IN_ARCHIVE: &str = "an archive in an archive, passed through";

/// A piece of a container, in the order in which they stand in it.
pub(in crate::archive) enum Piece {
    /// Bytes that stay.
    Kept(Vec<u8>),
    /// A document.
    Document(Box<Spooled>),
    /// A member that passed through; its bytes were kept.
    Passed(Box<Document>),
    /// What fills the last block of the member that was given last.
    Padding(Vec<u8>),
    /// A place, by its byte, where no member can be read.
    Damaged(u64),
    /// A member that cannot be unpacked, and why.
    Broken(DocumentPath, io::Error),
}

/// A document that lies in a container.
pub(in crate::archive) struct Spooled {
    pub path: DocumentPath,
    pub source: Source,
    pub frame: Frame,
}

/// What tells the length of a member's content.
pub(in crate::archive) enum Frame {
    /// Bytes that stand before it.
    Head(Vec<u8>),
    /// A member of a zip.
    Entry(Box<Entry>),
}

/// Why the reading of a container ended early.
pub(in crate::archive) struct Ended(pub Trouble);

impl From<io::Error> for Ended {
    fn from(cause: io::Error) -> Self {
        Self(Trouble::Unpack(cause))
    }
}

/// Calls `each` with every piece of a container; gives all that it unpacks to by hash and size, if it is packed as a whole.
///
/// Documents longer than a block wait in files in `folder`. Fails with `each`'s error, and where the container cannot be read to its
/// end.
pub(in crate::archive) fn read<E: From<io::Error>>(
    container: &Container,
    repairer: &Repairer,
    folder: Option<&Path>,
    each: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<Option<Content>, E> {
    match &container.form {
        Form::Stream(stream) => read_stream(container, stream, repairer, folder, each).map(Some),
        Form::Zip(directory) => zipped::read(container, directory, repairer, folder, each).map(|()| None),
    }
}

fn read_stream<E: From<io::Error>>(
    container: &Container,
    stream: &Stream,
    repairer: &Repairer,
    folder: Option<&Path>,
    each: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<Content, E> {
    let mut unpacked = Hashed::new(stream.unpacked(container.source, container.limits)?);
    let mut finder = Finder { container, inside: stream.inside, repairer, folder, each };
    match stream.inside {
        Inside::Tar => tar::read(&mut unpacked, &mut |part| finder.part(part))?,
        Inside::File => {
            let name = name_inside(stream.packing, &file_name(&container.path.bytes()));
            finder.part(tar::Part::Member(tar::Member { name, head: Vec::new(), content: &mut unpacked }))?;
        }
    }
    Ok(content(&unpacked.hasher))
}

fn file_name(path: &[u8]) -> Vec<u8> {
    path.rsplit(|byte| *byte == b'/').next().unwrap_or_default().to_vec()
}

pub(super) fn content(hasher: &blake3::Hasher) -> Content {
    Content { blake3: hasher.finalize().to_hex().to_string(), bytes: hasher.count() }
}

struct Finder<'a, E> {
    container: &'a Container<'a>,
    inside: Inside,
    repairer: &'a Repairer,
    folder: Option<&'a Path>,
    each: &'a mut dyn FnMut(Piece) -> Result<(), E>,
}

impl<E: From<io::Error>> Finder<'_, E> {
    fn part(&mut self, part: tar::Part) -> Result<(), E> {
        match part {
            tar::Part::Kept(bytes) => (self.each)(Piece::Kept(bytes.to_vec())),
            tar::Part::Padding(bytes) => (self.each)(Piece::Padding(bytes.to_vec())),
            tar::Part::Damaged { at } => (self.each)(Piece::Damaged(at)),
            tar::Part::Other { name, what } => {
                let path = self.container.path.member(&name);
                let note = format!("{what}, passed through");
                (self.each)(Piece::Passed(Box::new(passed(path, content(&blake3::Hasher::new()), Some(note)))))
            }
            tar::Part::Member(member) => self.member(member),
        }
    }

    fn member(&mut self, member: tar::Member) -> Result<(), E> {
        let tar::Member { name, head, mut content } = member;
        let path = self.container.path.member(&name);
        let start = read_start(&mut content, 0)?;
        if is_archive(&name, &start) {
            return self.pass(path, &head, &start, content, Some(IN_ARCHIVE.to_owned()));
        }
        let can_change = self.inside == Inside::File || tar::resized(&head, 0).is_some();
        if !can_change {
            return self.pass(
                path,
                &head,
                &start,
                content,
                Some("its header cannot be read; passed through".to_owned()),
            );
        }
        // Whether it is text shows in its start.
        if is_long_binary(self.repairer, &start)? {
            return self.pass(path, &head, &start, content, None);
        }
        let (frame, source) = (Frame::Head(head), Source::begun(start, content, self.folder)?);
        (self.each)(Piece::Document(Box::new(Spooled { path, frame, source })))
    }

    fn pass(
        &mut self,
        path: DocumentPath,
        head: &[u8],
        start: &[u8],
        rest: &mut dyn Read,
        note: Option<String>,
    ) -> Result<(), E> {
        (self.each)(Piece::Kept(head.to_vec()))?;
        let mut all = Hashed::new(start.chain(rest));
        loop {
            let mut piece = Vec::new();
            (&mut all).take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
            if piece.is_empty() {
                break;
            }
            (self.each)(Piece::Kept(piece))?;
        }
        (self.each)(Piece::Passed(Box::new(passed(path, content(&all.hasher), note))))
    }
}

/// Whether a member that is no shorter than a block, and begins so, is no text: then it need not wait in a file.
pub(super) fn is_long_binary(repairer: &Repairer, start: &[u8]) -> io::Result<bool> {
    if start.len() < BLOCK_BYTES {
        return Ok(false);
    }
    // What is shorter than a block stays in memory.
    let mut head = Source::begun(start[..start.len() - 1].to_vec(), io::empty(), None)?;
    let (survey, _) = repairer.survey_start(&mut head)?;
    Ok(survey.kind == DocumentKind::Binary)
}

/// What is told of something that is no text.
pub(super) fn passed(path: DocumentPath, content: Content, note: Option<String>) -> Document {
    Document {
        path,
        input: content.clone(),
        output: content,
        kind: DocumentKind::Binary,
        encoding: None,
        bom: false,
        output_encoding: None,
        edits: 0,
        suspects: 0,
        note: note.map(Into::into),
        run: None,
        container: None,
    }
}
