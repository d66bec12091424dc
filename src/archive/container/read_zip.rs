use std::io::{self, Read};
use std::path::Path;

use super::form::Container;
use super::piece::{Frame, IN_ARCHIVE, Piece, Spooled, is_long_binary, kind_of, passed};
use crate::archive::document::DocumentRepairer;
use crate::archive::input::{Hashed, Source, content, read_start};
use crate::formats::container::{Bounded, is_archive};
use crate::formats::zip::{self, Directory, Entry, Readable};
use crate::record::DocumentPath;

/// Calls `each` with every member of a zip, in the order in which they stand in the file.
pub(super) fn read<E: From<io::Error>>(
    container: &Container,
    directory: &Directory,
    repairer: &DocumentRepairer,
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
        let length = entry.length;
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
    repairer: &DocumentRepairer,
    folder: Option<&Path>,
) -> io::Result<Piece> {
    let from = zip::content(container.source, &entry);
    let mut from = Bounded::after(from, container.source.length(), container.limits, unpacked);
    let start = read_start(&mut from, entry.length)?;
    let kind = kind_of(repairer, &entry.name);
    let note = (kind.is_none() && is_archive(&entry.name, &start)).then(|| IN_ARCHIVE.to_owned());
    if note.is_some() || kind.is_none() && is_long_binary(&repairer.repairer, &start)? {
        let mut all = Hashed::new(start.chain(from));
        io::copy(&mut all, &mut io::sink())?;
        return Ok(Piece::Passed(Box::new(passed(path.clone(), content(&all.hasher), note))));
    }
    let (path, source) = (path.clone(), Source::begun(start, from, folder)?);
    Ok(Piece::Document(Box::new(Spooled { path, kind, source, frame: Frame::Entry(Box::new(entry)), before: None })))
}
