use std::io;
use std::path::Path;

use super::form::Container;
use super::piece::{Done, Frame, Piece, Spooled};
use super::records::Records;
use crate::archive::output::Draft;
use crate::archive::undo::PartDraft;
use crate::formats::zip::{self, Directory, Entry, Writer};
use crate::record::{MemberAt, Span};

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
        let Done { section, output, trouble, .. } = done;
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
pub(super) fn replace(
    writer: &mut Writer<&mut Draft>,
    entry: &Entry,
    mut content: PartDraft,
    folder: &Path,
) -> io::Result<MemberAt> {
    let mut packed = PartDraft::new(folder);
    let made = zip::pack(entry, &mut content.reader()?, &mut packed)?;
    let start = writer.replace(entry, made, &mut packed.reader()?)?.content;
    Ok(MemberAt { input: Span::of(entry.data, entry.packed), output: Span::of(start, made.bytes()) })
}
