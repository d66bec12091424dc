use std::io;
use std::path::PathBuf;

use super::clean::{Telling, guarded, trouble};
use super::document_records::{DocumentRecords, Outcome};
use super::record_writer::RecordWriter;
use super::source::Source;
use super::walk::{Entry, Found, Inputs};
use super::workers::in_order;
use super::{ArchiveError, DocumentRepairer, Observer, Selection, Tally, Trouble};
use crate::record::DocumentPath;

/// Tells the observer what a repair of every document of the inputs would do; writes nothing.
///
/// A document that fails is told to the observer, and the others are done.
pub fn check(
    inputs: &[PathBuf],
    selection: &Selection,
    repairer: &DocumentRepairer,
    threads: usize,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    let mut telling = Telling { observer, tally: Tally::default(), records: true };
    let found = Inputs::as_given(inputs).selected(selection).walk();
    in_order(threads, found, |found| take(repairer, found), |outcome| telling.outcome(outcome))?;
    Ok(telling.tally)
}

fn take(repairer: &DocumentRepairer, found: Found) -> Outcome {
    match found {
        Found::Skipped(skipped) => Outcome::Skipped(skipped),
        Found::Failed(failure) => Outcome::Failed(failure),
        Found::Document(Entry { source, path }) => guarded(source.clone(), || {
            let mut document = Source::open(&source).map_err(Trouble::Read)?;
            Ok(Outcome::Done(Box::new(examine(repairer, &mut document, path)?), None))
        }),
    }
}

/// What a repair of the document would do.
pub(super) fn examine(
    repairer: &DocumentRepairer,
    source: &mut Source,
    path: DocumentPath,
) -> Result<DocumentRecords, Trouble> {
    let failed = |error| trouble(error, PathBuf::new());
    repairer.refuse_stale(&path, source).map_err(Trouble::Read)?;
    let survey = repairer.survey(source).map_err(failed)?;
    let mut writer = RecordWriter::new(repairer.detail, None);
    let (repaired, note) = repairer.repair_or_widen(source, &survey, &mut io::sink(), &mut writer).map_err(failed)?;
    let written = writer.finish().map_err(Trouble::Read)?;
    Ok(DocumentRecords::new(path, repaired, written, note))
}
