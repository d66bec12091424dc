//! Reports: one message type, [`Record`], and many printers of it.

mod beside;
mod damage;
mod diff;
mod evaluation;
mod github;
mod json;
mod ledger;
mod overview;
mod page;
mod profile;
mod sarif;
mod series;
mod text;
mod worst;

use std::io;

use crate::record::Record;

pub use beside::Beside;
pub use diff::Diff;
pub use evaluation::{evaluation_json, evaluation_text};
pub use github::GitHub;
pub use json::JsonLines;
pub use ledger::{LedgerError, LedgerRecords};
pub use overview::{Overview, OverviewForm, Surveying};
pub use page::{
    Decided, DocumentRow, EditRow, Gathering, Limits, Page, Passage, PlaceRow, SeriesRow, Source, decided_as, gather,
    place_row,
};
pub use profile::{ProfileSummary, print_profile};
pub use sarif::Sarif;
pub use series::{Series, SeriesForm};
pub use text::{Text, TextStyle};

/// Prints what is found, as it is found: a document's record first, then those of its passages.
pub trait Report {
    /// Prints a record.
    fn print(&mut self, record: &Record) -> io::Result<()>;

    /// Prints what must stand at the end.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}
