use std::io::{self, Read, Write};
use std::path::Path;

use super::outcome::Outcome;
use super::telling::Telling;
use crate::archive::document::{DocumentRecords, DocumentRepairer, OutputEncoding, RepairError};
use crate::archive::input::Source;
use crate::archive::output::Restart;
use crate::archive::{ArchiveError, Observer, Tally, Trouble};
use crate::record::DocumentPath;

/// Repairs the one document that `input` gives and writes it to `output`; nothing keeps its ledger.
///
/// `name` is what it is called.
pub fn clean_stream(
    name: &str,
    input: impl Read,
    output: &mut impl Write,
    repairer: &DocumentRepairer,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    let mut telling = Telling::new(observer, false);
    let mut closed = None;
    let outcome = Outcome::guarded(name.into(), || {
        let mut source = Source::from_reader(input).map_err(Trouble::Read)?;
        let mut once = Once { output, failed: None };
        let section = repair(repairer, &mut source, name_path(name)?, &mut once);
        closed = once.failed;
        section.map(|section| Outcome::Done(Box::new(section), Vec::new()))
    });
    if let Some(cause) = closed {
        return Err(ArchiveError::Observer(cause));
    }
    telling.outcome(outcome)?;
    Ok(telling.tally)
}

/// Tells the observer what a repair of the one document that `input` gives would do. `name` is what it is called.
pub fn check_stream(
    name: &str,
    input: impl Read,
    repairer: &DocumentRepairer,
    observer: &mut dyn Observer,
) -> Result<Tally, ArchiveError> {
    let mut telling = Telling::new(observer, true);
    let outcome = Outcome::guarded(name.into(), || {
        let mut source = Source::from_reader(input).map_err(Trouble::Read)?;
        let kind = repairer.records.kind_of_stream();
        Ok(Outcome::Done(Box::new(repairer.examine(kind, &mut source, name_path(name)?)?), Vec::new()))
    });
    telling.outcome(outcome)?;
    Ok(telling.tally)
}

fn name_path(name: &str) -> Result<DocumentPath, Trouble> {
    DocumentPath::new(Path::new(name)).ok_or(Trouble::Path)
}

fn repair(
    repairer: &DocumentRepairer,
    source: &mut Source,
    path: DocumentPath,
    output: &mut dyn Restart,
) -> Result<DocumentRecords, Trouble> {
    let failed = |error: RepairError| error.trouble("standard output".into());
    let kind = repairer.records.kind_of_stream();
    let repairer = if kind.is_none() { settle_encoding(repairer, source)? } else { repairer.clone() };
    let section = repairer.repair_into(kind, source, path, output, None).map_err(failed)?;
    output.flush().map_err(|cause| Trouble::Write { target: "standard output".into(), cause })?;
    Ok(section)
}

/// What was written to a stream cannot be taken back: an output in the original encoding is tried out first.
fn settle_encoding(repairer: &DocumentRepairer, source: &mut Source) -> Result<DocumentRepairer, Trouble> {
    let mut settled = repairer.clone();
    if repairer.output_encoding == OutputEncoding::Original {
        let trial = repairer.examine(None, source, name_path("trial")?)?;
        if trial.document.note.is_some() {
            settled.output_encoding = OutputEncoding::Utf8;
        }
    }
    Ok(settled)
}

/// A stream that is written once; it keeps the error that closed it.
struct Once<'a, W> {
    output: &'a mut W,
    failed: Option<io::Error>,
}

impl<W: Write> Once<'_, W> {
    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        result.map_err(|cause| {
            let kind = cause.kind();
            self.failed = Some(cause);
            kind.into()
        })
    }
}

impl<W: Write> Write for Once<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.output.write(bytes);
        self.keep(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.output.flush();
        self.keep(flushed)
    }
}

impl<W: Write> Restart for Once<'_, W> {
    fn restart(&mut self) -> io::Result<()> {
        Err(io::Error::other("a stream cannot be taken back"))
    }
}
