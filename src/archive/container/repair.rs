use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use super::form::{Container, Form};
use super::members::{Before, MembersDone, Since, from_before};
use super::piece::{Done, Ended, Piece, Spooled};
use super::read::read;
use super::records::Records;
use super::undo::prove;
use super::write_stream::Rewriting;
use super::write_zip::Zipping;
use crate::BLOCK_BYTES;
use crate::archive::document::{DocumentRecords, DocumentRepairer, RepairError};
use crate::archive::guarded::caught;
use crate::archive::input::content;
use crate::archive::output::{Draft, Drafts, Reread};
use crate::archive::parts::items_in_order;
use crate::archive::undo::{PartDraft, leave, repair_proven};
use crate::archive::{Failure, Trouble};
use crate::formats::zip::Readable as _;
use crate::record::Content;

/// How the members of a container are repaired.
pub(in crate::archive) struct Repairing<'a> {
    pub repairer: &'a DocumentRepairer,
    /// The container's file, for messages.
    pub file: &'a Path,
    /// Where what does not fit in memory is put; nothing where it is only looked at.
    pub drafts: Option<&'a Arc<Drafts>>,
    /// Where it is written down which members are done.
    pub done: Option<&'a MembersDone>,
}

/// A member of at least so many bytes is done by all threads, block by block: eight of a long document's blocks, so that each has some.
const LONG_BYTES: u64 = 8 * BLOCK_BYTES as u64;

/// What a repair of a container's members would do.
pub(in crate::archive) fn look(container: &Container, how: &Repairing) -> Result<Repaired, Trouble> {
    let mut records = Records::new(container.path, how.file, how.drafts);
    let unpacked = how.members(container, |piece, done| {
        let taken = match (piece, done) {
            (_, Some(Done { section, trouble, .. })) => records.member(section, None, trouble),
            (Piece::Passed(document), _) => records.passed(*document),
            (Piece::Broken(path, cause), _) => records.broken(path, cause),
            (Piece::Damaged(at), _) => {
                records.damaged(at);
                Ok(())
            }
            _ => Ok(()),
        };
        taken.map_err(Trouble::Read)
    })?;
    let input = content_of(container).map_err(Trouble::Read)?;
    records.finish(container, (input.clone(), input), (unpacked.clone(), unpacked)).map_err(Trouble::Read)
}

/// Repairs a container's members into a draft, and proves that they can be undone. Where nothing changes the draft is the file.
pub(in crate::archive) fn clean(
    container: &Container,
    how: &Repairing,
    draft: &mut Draft,
) -> Result<Repaired, Trouble> {
    let target = draft.target().to_owned();
    let failed = |cause| Trouble::Write { target: target.clone(), cause };
    let records = Records::new(container.path, how.file, how.drafts);
    let (records, unpacked, rewritten) = match &container.form {
        Form::Stream(stream) => {
            let mut rewriting = Rewriting::new(container, stream, draft, records);
            let unpacked = how.members(container, |piece, done| rewriting.piece(piece, done).map_err(failed))?;
            let (records, rewritten) = rewriting.finish().map_err(failed)?;
            (records, unpacked, rewritten.map(Some))
        }
        Form::Zip(directory) => {
            let mut zipping = Zipping::new(container, directory, draft, records, how.folder());
            how.members(container, |piece, done| zipping.piece(piece, done).map_err(failed))?;
            let (records, is_rewritten) = zipping.finish().map_err(failed)?;
            (records, None, is_rewritten.then_some(None))
        }
    };
    let input = content_of(container).map_err(Trouble::Read)?;
    let Some(rewritten) = rewritten else {
        io::copy(&mut container.source.reader(), draft).map_err(failed)?;
        return records.finish(container, (input.clone(), input), (unpacked.clone(), unpacked)).map_err(failed);
    };
    let mut hasher = blake3::Hasher::new();
    let hashed = draft.reread(&mut |file| Ok(hasher.update_reader(file).map(drop)?));
    hashed.map_err(Trouble::Unproven)?;
    let repaired = records.finish(container, (input, content(&hasher)), (unpacked, rewritten)).map_err(failed)?;
    prove(&repaired.0, draft, how.folder()).map_err(Trouble::Unproven)?;
    Ok(repaired)
}

/// A container's section, and what could not be done of it.
pub(in crate::archive) type Repaired = (DocumentRecords, Vec<Failure>);

fn content_of(container: &Container) -> io::Result<Content> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(container.source.reader())?;
    Ok(content(&hasher))
}

/// The threads of a run, which one member may have all of.
#[derive(Default)]
struct Hands(Mutex<()>);

impl Hands {
    /// Takes them, as long as the guard lives; `None` while another member has them.
    fn take(&self) -> Option<MutexGuard<'_, ()>> {
        match self.0.try_lock() {
            Ok(taken) => Some(taken),
            // A member at which a thread panicked has none of it any more.
            Err(TryLockError::Poisoned(taken)) => Some(taken.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl Repairing<'_> {
    /// Where what does not fit in memory is put; the system's own folder for such if there is none.
    fn folder(&self) -> Option<&Path> {
        self.drafts.map(|drafts| drafts.folder.as_path())
    }

    /// Does the documents of a container and hands all its pieces to `each` in order, with what became of those; gives what it
    /// unpacks to.
    fn members(
        &self,
        container: &Container,
        mut each: impl FnMut(Piece, Option<Done>) -> Result<(), Trouble>,
    ) -> Result<Option<Content>, Trouble> {
        let threads = self.repairer.threads;
        // Many members are done beside each other, or the blocks of one.
        let (threads, of_blocks) = if container.is_archive() { (threads, 1) } else { (1, threads) };
        let repairer = DocumentRepairer { threads: of_blocks, ..self.repairer.clone() };
        let hands = Hands::default();
        let folder = self.folder();
        let mut unpacked = None;
        let (mut before, mut since) = self.journal(container).unzip();
        let done = items_in_order(
            threads,
            |each| {
                let mut find = |mut piece| {
                    if let (Piece::Document(spooled), Some(before)) = (&mut piece, &mut before) {
                        spooled.before = before.of(&spooled.path);
                    }
                    each(piece)
                };
                unpacked = Some(read(container, &repairer, folder, &mut find)?);
                Ok(())
            },
            |piece| match piece {
                Piece::Document(spooled) => {
                    // One at a time, so that memory does not grow with the number of long members.
                    let taken = if spooled.source.length() >= LONG_BYTES { hands.take() } else { None };
                    let repairer = if taken.is_some() { self.repairer } else { &repairer };
                    Some(self.document(spooled, repairer))
                }
                _ => None,
            },
            |piece, done| {
                let done = done.transpose()?;
                if let (Some(done), Some(since), Some(MembersDone { header, .. })) = (&done, &mut since, self.done) {
                    since.take(header, done);
                }
                each(piece, done).map_err(Ended)
            },
        );
        match (done, unpacked) {
            (Err(Ended(trouble)), _) => Err(trouble),
            (Ok(()), Some(unpacked)) => Ok(unpacked),
            (Ok(()), None) => Err(Trouble::Panicked),
        }
    }

    /// What an ended run did of the members, and where it is written down what this one does. What is decided of single places is seen to
    /// be done, so then all is.
    fn journal(&self, container: &Container) -> Option<(Before, Since)> {
        let (done, drafts) = (self.done?, self.drafts?);
        let is_worth_it = container.is_archive() && self.repairer.placed.is_empty();
        is_worth_it.then(|| done.open(container.path, container.source.length(), drafts)).flatten()
    }

    /// What becomes of a document. One that goes wrong by itself stays as it came.
    fn document(&self, spooled: &mut Spooled, repairer: &DocumentRepairer) -> Result<Done, Ended> {
        let Spooled { path, kind, source, before, .. } = spooled;
        let before = before.take().zip(self.folder());
        if let Some(done) = before.and_then(|(section, folder)| from_before(*section, source, folder)) {
            repairer.meet_fields(&done.section.document);
            return Ok(done);
        }
        // What is said for some paths is said of members as if the container were a folder.
        let place = self.file.join(path.member_name().unwrap_or_default().trim_start_matches('/'));
        let repairer = &*repairer.of(&place);
        let Some(drafts) = self.drafts else {
            let section = caught(|| repairer.examine(*kind, source, path.clone())).map_err(Ended)?;
            return Ok(Done { section, output: None, trouble: None, is_from_before: false });
        };
        let mut output = PartDraft::new(&drafts.folder);
        let failed = |error: RepairError| error.trouble(drafts.folder.clone());
        let done = caught(|| repair_proven(repairer, *kind, source, path, &mut output, (drafts, None)).map_err(failed));
        let (section, trouble) = match done {
            Ok((section, error)) => (section, error.map(Trouble::Unproven)),
            Err(Trouble::Panicked) => {
                let copied = leave(repairer, source, path, &mut output);
                (copied.map_err(|error| Ended(failed(error)))?, Some(Trouble::Panicked))
            }
            Err(other) => return Err(Ended(other)),
        };
        let output = (!section.document.is_unchanged()).then_some(output);
        Ok(Done { section, output, trouble, is_from_before: false })
    }
}
