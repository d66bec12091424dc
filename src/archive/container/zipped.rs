//! Members of a zip, which packs each by itself.

use std::io::{self, BufReader, Read};
use std::path::Path;

use super::super::document_records::{DocumentRecords, encodings};
use super::super::mirror::Draft;
use super::super::proof::PartDraft;
use super::super::source::{Source, read_start};
use super::super::standing::is_content;
use super::super::undo::{UndoError, undo};
use super::members::{Frame, IN_ARCHIVE, Piece, Spooled, content, is_long_binary, passed};
use super::records::Records;
use super::repair::Done;
use super::rewrite::span;
use super::undo::next_edit;
use super::{Container, Hashed};
use crate::Repairer;
use crate::formats::container::zip::{self, Directory, Entry, Readable, Writer};
use crate::formats::container::{Bounded, is_archive};
use crate::record::{DocumentPath, Member, MemberAt, Record};

/// Calls `each` with every member of a zip, in the order in which they stand in the file.
pub(super) fn read<E: From<io::Error>>(
    container: &Container,
    directory: &Directory,
    repairer: &Repairer,
    folder: Option<&Path>,
    each: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let mut unpacked = 0;
    for place in &directory.places {
        let entry = match Entry::read(container.source, *place) {
            Ok(entry) => entry,
            Err(cause) if is_of_member(&cause) => {
                each(Piece::Damaged(place.local))?;
                continue;
            }
            Err(cause) => return Err(cause.into()),
        };
        let path = container.path.member(&entry.name);
        let length = u64::from(entry.length);
        match entry.what {
            Some("") => continue,
            Some(what) => {
                let note = format!("{what}, passed through");
                each(Piece::Passed(Box::new(passed(path, content(&blake3::Hasher::new()), Some(note)))))?;
                continue;
            }
            None => {}
        }
        let opened = open(container, entry, &path, unpacked, repairer, folder);
        unpacked += length;
        match opened {
            Ok(piece) => each(piece)?,
            Err(cause) if is_of_member(&cause) => each(Piece::Broken(path, cause))?,
            Err(cause) => return Err(cause.into()),
        }
    }
    Ok(())
}

/// Whether an error is of the bytes of one member.
fn is_of_member(cause: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(cause.kind(), InvalidData | InvalidInput | UnexpectedEof)
}

/// Unpacks a member, after so many bytes of others.
fn open(
    container: &Container,
    entry: Entry,
    path: &DocumentPath,
    unpacked: u64,
    repairer: &Repairer,
    folder: Option<&Path>,
) -> io::Result<Piece> {
    let from = zip::content(container.source, &entry);
    let mut from = Bounded::after(from, container.source.length(), container.limits, unpacked);
    let start = read_start(&mut from, u64::from(entry.length))?;
    let note = is_archive(&entry.name, &start).then(|| IN_ARCHIVE.to_owned());
    if note.is_some() || is_long_binary(repairer, &start)? {
        let mut all = Hashed::new(start.chain(from));
        io::copy(&mut all, &mut io::sink())?;
        return Ok(Piece::Passed(Box::new(passed(path.clone(), content(&all.hasher), note))));
    }
    let (path, source) = (path.clone(), Source::begun(start, from, folder)?);
    Ok(Piece::Document(Box::new(Spooled { path, source, frame: Frame::Entry(Box::new(entry)) })))
}

/// A zip as it is written anew. What stays is copied as it is packed.
pub(super) struct Zipping<'a> {
    writer: Writer<'a, &'a mut Draft>,
    folder: &'a Path,
    records: Records,
}

impl<'a> Zipping<'a> {
    pub fn new(
        container: &'a Container<'a>,
        directory: &'a Directory,
        draft: &'a mut Draft,
        records: Records,
        folder: Option<&'a Path>,
    ) -> Self {
        let writer = Writer::new(container.source, directory, draft);
        Self { writer, folder: folder.unwrap_or(Path::new(".")), records }
    }

    /// Writes what a member became, and takes it down.
    pub fn piece(&mut self, piece: Piece, done: Option<Done>) -> io::Result<()> {
        match (piece, done) {
            (Piece::Document(spooled), Some(done)) => self.document(&spooled, done),
            (Piece::Passed(document), _) => self.records.passed(*document),
            (Piece::Broken(path, cause), _) => self.records.broken(path, cause),
            (Piece::Damaged(at), _) => {
                self.records.damaged(at);
                Ok(())
            }
            _ => Err(io::Error::other("a piece of another form")),
        }
    }

    fn document(&mut self, spooled: &Spooled, done: Done) -> io::Result<()> {
        let Done { section, output, trouble } = done;
        let at = match (output, &spooled.frame) {
            (Some(output), Frame::Entry(entry)) => Some(replace(&mut self.writer, entry, output, self.folder)?),
            _ => None,
        };
        self.records.member(section, at, trouble)
    }

    /// Ends the writing, unless no member changed; tells whether any did.
    pub fn finish(self) -> io::Result<(Records, bool)> {
        let is_rewritten = self.writer.has_replaced();
        if is_rewritten {
            self.writer.finish()?;
        }
        Ok((self.records, is_rewritten))
    }
}

/// Packs content and writes it in a member's place; gives where it was and where it is.
fn replace(
    writer: &mut Writer<&mut Draft>,
    entry: &Entry,
    mut content: PartDraft,
    folder: &Path,
) -> io::Result<MemberAt> {
    let mut packed = PartDraft::new(folder);
    let made = zip::pack(entry, &mut content.reader()?, &mut packed)?;
    let start = writer.replace(entry, made, &mut packed.reader()?)?;
    Ok(MemberAt { input: span(entry.data, u64::from(entry.packed)), output: span(start, made.bytes()) })
}

/// Shows that every changed member of a zip can be given back.
pub(super) fn prove(section: &DocumentRecords, output: &Source, folder: Option<&Path>) -> Result<(), UndoError> {
    let directory = Directory::read(output)?;
    each_original(section, output, &directory, folder.unwrap_or(Path::new(".")), |_, _| Ok(()))
}

/// Writes a zip to a draft whose members are what they were before it was cleaned to `output`.
pub(super) fn restore(
    section: &DocumentRecords,
    output: &Source,
    draft: &mut Draft,
    folder: &Path,
) -> Result<(), UndoError> {
    let directory = Directory::read(output)?;
    let mut writer = Writer::new(output, &directory, draft);
    each_original(section, output, &directory, folder, |entry, original| {
        replace(&mut writer, entry, original, folder).map(drop)
    })?;
    Ok(writer.finish()?)
}

/// Calls `each` with every member that was changed and what it was.
fn each_original(
    section: &DocumentRecords,
    output: &Source,
    directory: &Directory,
    folder: &Path,
    mut each: impl FnMut(&Entry, PartDraft) -> io::Result<()>,
) -> Result<(), UndoError> {
    let mut entries = directory.places.iter().filter_map(|place| Entry::read(output, *place).ok());
    let mut records = section.records()?.peekable();
    while let Some(record) = records.next() {
        let Record::Member(member) = record? else { continue };
        let Member { document, at: Some(at) } = *member else { continue };
        let start = at.output.start;
        let entry = entries.find(|entry| entry.data == start).ok_or(UndoError::Edit(start))?;
        let mut original = PartDraft::new(folder);
        let mut hashed = Hashed::new(&mut original);
        let edits = std::iter::from_fn(|| next_edit(&mut records));
        let content = BufReader::new(zip::content(output, &entry));
        undo(content, edits, encodings(&document).ok_or(UndoError::Hash)?, &mut hashed)?;
        if !is_content(&document.input, &hashed.hasher) {
            return Err(UndoError::Hash);
        }
        each(&entry, original)?;
    }
    Ok(())
}
