use std::io::{self, Write};

use super::Report;
use crate::record::{Record, ReportHeader, write_record};

/// Prints every record as a line of JSON, in the ledger's schema, after a line that says which version of it.
pub struct JsonLines<W> {
    out: W,
    begun: bool,
}

impl<W: Write> JsonLines<W> {
    /// An empty report.
    pub fn new(out: W) -> Self {
        Self { out, begun: false }
    }

    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        write_record(&mut self.out, &Record::Report(ReportHeader::default()))
    }
}

impl<W: Write> Report for JsonLines<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        self.begin()?;
        write_record(&mut self.out, record)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.begin()?;
        self.out.flush()
    }
}
