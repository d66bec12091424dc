use std::io::{self, Read};
use std::path::Path;

use super::form::{Container, Inside, Stream};
use super::piece::{Frame, IN_ARCHIVE, Piece, Spooled, is_long_binary, kind_of, passed};
use crate::archive::document::DocumentRepairer;
use crate::archive::input::{Hashed, Source, content, read_start};
use crate::formats::container::{is_archive, name_inside, tar};
use crate::record::{Content, DocumentPath};

/// What passes through is read in pieces of so many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// Calls `each` with every piece of a container that is packed as a whole; gives all that it unpacks to by hash and size.
pub(super) fn read<E: From<io::Error>>(
    container: &Container,
    stream: &Stream,
    repairer: &DocumentRepairer,
    folder: Option<&Path>,
    each: &mut dyn FnMut(Piece) -> Result<(), E>,
) -> Result<Content, E> {
    let mut unpacked = Hashed::new(stream.unpacked(container.source, container.limits)?);
    let mut finder = Finder { container, inside: stream.inside, repairer, folder, each };
    match stream.inside {
        Inside::Tar => tar::read(&mut unpacked, &mut |part| finder.part(part))?,
        Inside::File => {
            let file = container.file.file_name().unwrap_or_default();
            let name = name_inside(stream.packing, file.as_encoded_bytes());
            finder.part(tar::Part::Member(tar::Member { name, head: Vec::new(), content: &mut unpacked }))?;
        }
    }
    Ok(content(&unpacked.hasher))
}

struct Finder<'a, E> {
    container: &'a Container<'a>,
    inside: Inside,
    repairer: &'a DocumentRepairer,
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
        let kind = kind_of(self.repairer, &name);
        if kind.is_none() && is_archive(&name, &start) {
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
        if kind.is_none() && is_long_binary(&self.repairer.repairer, &start)? {
            return self.pass(path, &head, &start, content, None);
        }
        let (frame, source) = (Frame::Head(head), Source::begun(start, content, self.folder)?);
        (self.each)(Piece::Document(Box::new(Spooled { path, kind, source, frame, before: None })))
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
