use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::form::Container;
use super::piece::passed;
use crate::DocumentKind;
use crate::archive::document::DocumentRecords;
use crate::archive::input::content;
use crate::archive::output::{Drafts, Spool};
use crate::archive::{Failure, Tally, Trouble};
use crate::record::{Content, Document, DocumentPath, Member, MemberAt, Record, Splice, Unpacked, write_record};

/// How many failures of one container are told each by itself.
const FAILURES: usize = 1000;
/// How many records of examples are kept of one container.
const SAMPLE: usize = 40;

/// What is taken down of a container: its members in order, each with its edits.
pub(super) struct Records {
    spool: Spool,
    path: DocumentPath,
    /// The container's file, for messages.
    file: PathBuf,
    tally: Tally,
    sample: Vec<Record>,
    members: u64,
    edits: u64,
    /// Which of the fields that were asked for any member has, if one was read for those.
    fields: Option<BTreeSet<String>>,
    failures: Vec<Failure>,
    untold: u64,
}

impl Records {
    pub fn new(path: &DocumentPath, file: &Path, drafts: Option<&Arc<Drafts>>) -> Self {
        Self {
            spool: Spool::new(drafts.cloned()),
            path: path.clone(),
            file: file.to_owned(),
            tally: Tally::default(),
            sample: Vec::new(),
            members: 0,
            edits: 0,
            fields: None,
            failures: Vec::new(),
            untold: 0,
        }
    }

    /// Takes a member down that was done.
    pub fn member(
        &mut self,
        section: DocumentRecords,
        at: Option<MemberAt>,
        trouble: Option<Trouble>,
    ) -> io::Result<()> {
        if let Some(trouble) = trouble {
            let file = self.name(&section.document.path);
            self.failure(Failure::new(file, trouble));
        }
        self.tally.add_notes(&section.tally);
        if self.sample.len() < SAMPLE && !section.sample.is_empty() {
            self.sample.push(member(section.document.clone(), None));
            self.sample.extend(section.sample);
        }
        self.tell(section.document, at)?;
        io::copy(&mut section.records.read()?, &mut self.spool).map(drop)
    }

    /// Takes a member down that passed through.
    pub fn passed(&mut self, document: Document) -> io::Result<()> {
        self.tell(document, None)
    }

    /// Takes a member down that could not be unpacked.
    pub fn broken(&mut self, path: DocumentPath, cause: io::Error) -> io::Result<()> {
        self.failure(Failure::new(self.name(&path), Trouble::UnpackMember(cause)));
        self.tell(passed(path, content(&blake3::Hasher::new()), Some("it cannot be unpacked".to_owned())), None)
    }

    /// Takes bytes down that are of no member and changed.
    pub fn splice(&mut self, splice: Splice) -> io::Result<()> {
        write_record(&mut self.spool, &Record::Splice(splice))
    }

    /// Tells of a place where no member can be read.
    pub fn damaged(&mut self, at: u64) {
        let file = self.file.clone();
        self.failure(Failure::new(file, Trouble::NoMember(at)));
    }

    fn tell(&mut self, document: Document, at: Option<MemberAt>) -> io::Result<()> {
        if let Some(fields) = &document.fields {
            self.fields.get_or_insert_default().extend(fields.iter().cloned());
        }
        self.members += 1;
        self.edits += document.edits;
        self.tally.member(&document);
        write_record(&mut self.spool, &member(document, at))
    }

    fn failure(&mut self, failure: Failure) {
        if self.failures.len() < FAILURES {
            self.failures.push(failure);
        } else {
            self.untold += 1;
        }
    }

    /// A member as messages name it.
    fn name(&self, member: &DocumentPath) -> PathBuf {
        let (container, member) = (self.path.to_string(), member.to_string());
        let inside = member.strip_prefix(&container).unwrap_or(&member);
        PathBuf::from(format!("{}{inside}", self.file.display()))
    }

    /// The container's section, where its file came as the first of `contents` and goes as the second, and so what it unpacks to.
    pub fn finish(
        mut self,
        container: &Container,
        contents: (Content, Content),
        unpacked: (Option<Content>, Option<Content>),
    ) -> io::Result<(DocumentRecords, Vec<Failure>)> {
        self.spool.close()?;
        let failed = self.failures.len() as u64 + self.untold;
        if self.untold > 0 {
            let (file, untold) = (self.file.clone(), self.untold);
            self.failures.push(Failure::new(file, Trouble::MoreMembers(untold)));
        }
        let note = (failed > 0).then(|| format!("{failed} of its members could not be done and are as they came"));
        let (packing, format) = container.names();
        let unpacked = Unpacked {
            packing: packing.to_owned(),
            format: format.to_owned(),
            members: self.members,
            input: unpacked.0,
            output: unpacked.1,
        };
        let document = Document {
            input: contents.0,
            kind: DocumentKind::Container,
            edits: self.edits,
            suspects: self.tally.suspect_count(),
            failed: failed > 0,
            fields: self.fields.map(Vec::from_iter),
            container: Some(Box::new(unpacked)),
            ..passed(self.path, contents.1, note)
        };
        let section = DocumentRecords { document, records: self.spool, tally: self.tally, sample: self.sample };
        Ok((section, self.failures))
    }
}

fn member(document: Document, at: Option<MemberAt>) -> Record {
    Record::Member(Box::new(Member { document, at }))
}
