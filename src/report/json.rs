use std::io::{self, Write};

use super::Report;
use crate::record::{Record, write_record};

/// Prints every record as a line of JSON, in the ledger's schema.
pub struct JsonLines<W>(pub W);

impl<W: Write> Report for JsonLines<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        write_record(&mut self.0, record)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
