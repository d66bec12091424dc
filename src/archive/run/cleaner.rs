use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::known::{Earlier, Task};
use super::outcome::{Outcome, Written};
use crate::DocumentKind;
use crate::archive::container::{self, MembersDone, Repairing};
use crate::archive::document::{BlocksDone, DocumentRecords, DocumentRepairer};
use crate::archive::input::{Activity, Containers, Entry, Found, Source};
use crate::archive::ledger::SectionLine;
use crate::archive::output::{ClosedDraft, Draft, Mirror, Standing, standing};
use crate::archive::undo::repair_proven;
use crate::archive::{Failure, Trouble};
use crate::formats::zip::Readable as _;
use crate::record::{Content, Document, DocumentPath, Gone};

/// Repairs documents into a mirror; shared between workers.
pub(super) struct Cleaner<'a> {
    pub repairer: &'a DocumentRepairer,
    pub mirror: &'a Mirror,
    pub force: bool,
    pub prune: bool,
    pub containers: Containers,
    /// Where it is written down which members of containers are done.
    pub members: &'a MembersDone,
    pub activity: &'a Activity,
    /// Asks the run to end.
    pub stop: &'a Arc<AtomicBool>,
}

impl Cleaner<'_> {
    /// Does one thing.
    pub fn take(&self, task: Task) -> Outcome {
        match task {
            Task::Gone(path, earlier) => self.gone(path, &earlier),
            Task::Found(Found::Skipped(skipped), _) => Outcome::Skipped(skipped),
            Task::Found(Found::Failed(failure), _) => Outcome::Failed(failure),
            Task::Found(Found::Document(entry), earlier) => {
                let source = entry.source.clone();
                Outcome::guarded(source, || match self.clean(entry, &earlier) {
                    Err(Trouble::Stopped) => Ok(Outcome::Stopped),
                    done => done,
                })
            }
        }
    }

    /// A document that earlier runs did and that is gone. Its output may be removed if it is what they wrote.
    fn gone(&self, path: DocumentPath, earlier: &[Earlier]) -> Outcome {
        let target = path.to_path_below().map(|below| self.mirror.target(&below));
        let may_go = |target: &Path| {
            let outputs = earlier.iter().map(|earlier| &earlier.document.output);
            self.force || standing(target, outputs).is_ok_and(|standing| standing != Standing::Other)
        };
        let gone = |pruned| Gone { path, pruned };
        match target.filter(|_| self.prune) {
            Some(target) if may_go(&target) => Outcome::Gone(gone(true), None),
            Some(target) => {
                let failure = Failure::new(target.clone(), Trouble::NotOurs(target));
                Outcome::Gone(gone(false), Some(failure))
            }
            None => Outcome::Gone(gone(false), None),
        }
    }

    fn clean(&self, entry: Entry, earlier: &[Earlier]) -> Result<Outcome, Trouble> {
        let mut source = Source::open(&entry.source).map_err(Trouble::Read)?;
        source.watch(self.activity, &entry.source);
        let below = entry.path.to_path_below().ok_or(Trouble::Path)?;
        let before = self.before(&mut source, &below, earlier)?;
        if let Before::Done(document) = before {
            self.repairer.placed.refuse_stale(&entry.path, &document.input.blake3);
            self.repairer.meet_fields(&document);
            return Ok(Outcome::Unchanged(document));
        }
        if !matches!(before, Before::Nothing) {
            self.mirror.refuse_folder(&below)?;
        }
        let mut draft = self.mirror.draft(&below, &entry.source)?;
        let (section, failures) = self.repair(&mut source, &entry, &mut draft)?;
        if source.has_changed().map_err(Trouble::Read)? {
            return Err(Trouble::Changed);
        }
        // What stands there already, byte for byte, is not lost by being written over.
        if matches!(before, Before::Foreign) && !self.force && !stands(draft.target(), &section.document.output)? {
            return Err(Trouble::NotOurs(draft.target().to_owned()));
        }
        let target = draft.target().to_owned();
        let line = SectionLine::of(&section, None).map_err(|cause| Trouble::Write { target, cause })?;
        let draft: ClosedDraft = draft.close(source.metadata())?;
        let blocks = self.blocks(&source, &entry.path);
        let left = match section.document.kind {
            DocumentKind::Container => vec![self.members.file(&entry.path)],
            _ => blocks.map_or(Vec::new(), |blocks| blocks.files().into()),
        };
        let draft = draft.leaving(left);
        Ok(Outcome::Written(Box::new(Written { section, line, draft, source: entry.source, failures })))
    }

    /// Where it is written down which blocks of a long text are done.
    fn blocks(&self, source: &Source, path: &DocumentPath) -> Option<BlocksDone> {
        let MembersDone { folder, header } = self.members;
        BlocksDone::of(folder, &header.run, path, source.length(), self.stop)
    }

    /// What stands in the document's place before it is done. It was done before if that was with the same settings and all of it was
    /// done, and neither it nor its output has changed since.
    fn before(&self, source: &mut Source, below: &Path, earlier: &[Earlier]) -> Result<Before, Trouble> {
        let target = self.mirror.target(below);
        let outputs = earlier.iter().map(|earlier| &earlier.document.output);
        let standing = standing(&target, outputs).map_err(|cause| Trouble::Write { target, cause })?;
        match (standing, earlier.first()) {
            (Standing::Nothing, _) => Ok(Before::Nothing),
            (Standing::Other, _) => Ok(Before::Foreign),
            (Standing::Known(0), Some(Earlier { document, same_settings: true })) => {
                let is_same = !document.failed && source.known_content().map_err(Trouble::Read)? == document.input;
                // Its input may have been gone for a while.
                let done = Document { gone: false, ..document.clone() };
                Ok(if is_same { Before::Done(Box::new(done)) } else { Before::Free })
            }
            _ => Ok(Before::Free),
        }
    }

    /// Writes what the document becomes to the draft, having shown that it can be undone; gives what could not be done.
    fn repair(
        &self,
        source: &mut Source,
        entry: &Entry,
        draft: &mut Draft,
    ) -> Result<(DocumentRecords, Vec<Failure>), Trouble> {
        let (target, drafts) = (draft.target().to_owned(), &self.mirror.place.drafts);
        if let Some(container) = self.containers.open(source, entry)? {
            let how = Repairing {
                repairer: self.repairer,
                file: &entry.source,
                drafts: Some(drafts),
                done: Some(self.members),
            };
            return container::clean(&container, &how, draft);
        }
        let repairer = self.repairer.of(&entry.source);
        let kind = repairer.records.kind_of(&entry.source);
        let blocks = self.blocks(source, &entry.path);
        let repaired = repair_proven(&repairer, kind, source, &entry.path, draft, (drafts, blocks.as_ref()));
        let (section, error) = repaired.map_err(|error| error.trouble(target))?;
        let failure = error.map(|error| Failure::new(entry.source.clone(), Trouble::Unproven(error)));
        Ok((section, failure.into_iter().collect()))
    }
}

/// What stands in the place of an output.
enum Before {
    /// The output itself, of this document.
    Done(Box<Document>),
    Nothing,
    /// What an earlier run wrote.
    Free,
    /// What `ordret` did not write, or what was changed since.
    Foreign,
}

/// Whether a file of this content stands there.
fn stands(target: &Path, content: &Content) -> Result<bool, Trouble> {
    let standing = standing(target, [content]);
    let standing = standing.map_err(|cause| Trouble::Write { target: target.to_owned(), cause })?;
    Ok(standing == Standing::Known(0))
}
