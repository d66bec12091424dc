use std::path::PathBuf;

use super::outcome::Outcome;
use super::telling::Telling;
use crate::archive::container::{self, Repairing};
use crate::archive::document::DocumentRepairer;
use crate::archive::input::{Containers, Found, Inputs, Selection, Source};
use crate::archive::workers::in_order;
use crate::archive::{ArchiveError, Observer, Tally, Trouble};

/// Tells the observer what a repair of every document of the inputs would do; writes nothing.
///
/// A document that fails is told to the observer, and the others are done. Fails if an input is not there.
pub fn check(
    inputs: &[PathBuf],
    selection: &Selection,
    repairer: &DocumentRepairer,
    threads: usize,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    Inputs::refuse_missing(inputs)?;
    let mut telling = Telling::new(observer, true);
    let found = Inputs::as_given(inputs).selected(selection).walk();
    let containers = selection.containers;
    in_order(threads, found, |found| take(repairer, containers, found), |outcome| telling.outcome(outcome))?;
    Ok(telling.tally)
}

fn take(repairer: &DocumentRepairer, containers: Containers, found: Found) -> Outcome {
    match found {
        Found::Skipped(skipped) => Outcome::Skipped(skipped),
        Found::Failed(failure) => Outcome::Failed(failure),
        Found::Document(entry) => Outcome::guarded(entry.source.clone(), || {
            let mut document = Source::open(&entry.source).map_err(Trouble::Read)?;
            if let Some(container) = containers.open(&document, &entry)? {
                let how = Repairing { repairer, file: &entry.source, drafts: None, done: None };
                let (section, failures) = container::look(&container, &how)?;
                return Ok(Outcome::Done(Box::new(section), failures));
            }
            let repairer = repairer.of(&entry.source);
            let kind = repairer.records.kind_of(&entry.source);
            Ok(Outcome::Done(Box::new(repairer.examine(kind, &mut document, entry.path)?), Vec::new()))
        }),
    }
}
