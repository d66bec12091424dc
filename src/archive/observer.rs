use std::io;

use super::error::Failure;
use crate::record::{Document, Gone, Record};

/// Nobody watches.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Observer for Unwatched {}

/// Is told what happens, in the order of the documents, on one thread.
///
/// An error that it gives ends the run.
pub trait Observer {
    /// A document was done.
    fn document(&mut self, _document: &Document) -> io::Result<()> {
        Ok(())
    }
    /// A member of the container that was done last was done.
    fn member(&mut self, _document: &Document) -> io::Result<()> {
        Ok(())
    }
    /// A container was given back whose file had to be packed anew, so that only what it holds is as it came.
    fn repacked(&mut self, document: &Document) -> io::Result<()> {
        self.document(document)
    }
    /// A document was done before and is as it was.
    fn unchanged(&mut self, _document: &Document) -> io::Result<()> {
        Ok(())
    }
    /// A document of an earlier run is no longer there.
    fn gone(&mut self, _gone: &Gone) -> io::Result<()> {
        Ok(())
    }
    /// A record of the document that was done last, or something that is no document.
    fn record(&mut self, _record: &Record) -> io::Result<()> {
        Ok(())
    }
    /// A few edits that show what was mended in the document that was done last.
    fn sample(&mut self, _document: &Document, _edits: &[Record]) -> io::Result<()> {
        Ok(())
    }
    /// A document of so many bytes was learned from.
    fn learned(&mut self, _bytes: u64) -> io::Result<()> {
        Ok(())
    }
    /// A document could not be done.
    fn failure(&mut self, _failure: &Failure) -> io::Result<()> {
        Ok(())
    }
}
