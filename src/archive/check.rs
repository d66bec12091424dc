use std::io;
use std::path::PathBuf;

use super::clean::{Telling, guarded, trouble};
use super::notes::Notes;
use super::section::{Outcome, Section};
use super::source::Source;
use super::walk::{Entry, Found, Inputs};
use super::workers::in_order;
use super::{ArchiveError, Mender, Observer, Tally, Trouble};
use crate::record::DocumentPath;

/// Tells the observer what a repair of every document of the inputs would do; writes nothing.
///
/// A document that fails is told to the observer, and the others are done.
pub fn check(
    inputs: &[PathBuf],
    mender: &Mender,
    threads: usize,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    let mut telling = Telling { observer, tally: Tally::default(), records: true };
    let found = Inputs::as_given(inputs).walk();
    in_order(threads, found, |found| take(mender, found), |outcome| telling.outcome(outcome))?;
    Ok(telling.tally)
}

fn take(mender: &Mender, found: Found) -> Outcome {
    match found {
        Found::Skipped(skipped) => Outcome::Skipped(skipped),
        Found::Failed(failure) => Outcome::Failed(failure),
        Found::Document(Entry { source, path }) => guarded(source.clone(), || {
            let mut document = Source::open(&source).map_err(Trouble::Read)?;
            Ok(Outcome::Done(Box::new(examine(mender, &mut document, path)?), None))
        }),
    }
}

/// What a repair of the document would do.
pub(super) fn examine(mender: &Mender, source: &mut Source, path: DocumentPath) -> Result<Section, Trouble> {
    let failed = |error| trouble(error, PathBuf::new());
    let survey = mender.survey(source).map_err(failed)?;
    let mut notes = Notes::new(mender.detail, None);
    let (mended, note) = mender.mend_or_widen(source, &survey, &mut io::sink(), &mut notes).map_err(failed)?;
    let noted = notes.finish().map_err(Trouble::Read)?;
    Ok(Section::new(path, mended, noted, note))
}
