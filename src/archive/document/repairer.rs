use std::borrow::Cow;
use std::io;
use std::path::Path;

use super::by_path::ByPath;
use super::output_encoding::OutputEncoding;
use super::placed::PlacedDecisions;
use super::record_writer::Detail;
use crate::Repairer;
use crate::archive::input::Source;
use crate::formats::record::RecordOptions;
use crate::record::DocumentPath;

/// Repairs documents one by one; shared between workers.
#[derive(Clone, Debug)]
pub struct DocumentRepairer {
    /// Repairs their text.
    pub repairer: Repairer,
    /// The encoding to write.
    pub output_encoding: OutputEncoding,
    /// What of documents of records is text.
    pub records: RecordOptions,
    /// How much to write down.
    pub detail: Detail,
    /// What was decided of single places.
    pub placed: PlacedDecisions,
    /// How many threads work on the blocks of one long document; 0: as many as the machine has.
    pub threads: usize,
    /// What holds for documents of some paths, where that was given.
    pub by_path: Option<ByPath>,
}

impl DocumentRepairer {
    /// One that writes UTF-8, notes what a ledger needs, reads JSON and tables as plain text, and works on one thread.
    pub fn new(repairer: Repairer) -> Self {
        Self {
            repairer,
            output_encoding: OutputEncoding::default(),
            records: RecordOptions::default(),
            detail: Detail::Ledger,
            placed: PlacedDecisions::default(),
            threads: 1,
            by_path: None,
        }
    }

    /// What repairs the document of a file: another where options for its path were given ([`ByPath`]).
    pub fn of(&self, source: &Path) -> Cow<'_, Self> {
        let Some((options, output_encoding)) = self.by_path.as_ref().and_then(|by_path| by_path.of(source)) else {
            return Cow::Borrowed(self);
        };
        let repairer = self.repairer.with_options(options);
        Cow::Owned(Self { repairer, output_encoding, by_path: None, ..self.clone() })
    }

    /// Refuses decisions about places of the document if it is not what it was.
    pub(in crate::archive) fn refuse_stale(&self, path: &DocumentPath, source: &mut Source) -> io::Result<()> {
        if !self.placed.is_empty() {
            self.placed.refuse_stale(path, &source.known_content()?.blake3);
        }
        Ok(())
    }
}
