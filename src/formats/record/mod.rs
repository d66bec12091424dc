//! Documents of records: a document's bytes as *fields* of text, and how what is mended in a field is written back into the bytes.
//!
//! A format (`Records`) cuts a document into records and reads their fields (`Field`): each has its text, and knows which bytes
//! of the record say which of it. All bytes that no edit of a field falls on stay what they were.

mod charset;
mod encode;
mod field;
mod json;
mod json_string;
mod mail;
mod met;
pub(crate) mod office;
mod options;
mod raw_edit;
mod rewrite;
mod rewrite_base64;
mod table;

pub(crate) use field::{Code, Field, FieldBuilder, Way};
pub use met::MetNames;
pub use options::{Kind, RecordOptions};
pub(crate) use raw_edit::RawEdit;
pub(crate) use rewrite::{Rewritten, rewrite};

use crate::codecs::Encoding;

/// A record is held in memory as a whole, several at once; one that is longer passes through. A novel has a megabyte.
const RECORD_BYTES: usize = 8 << 20;

/// Why a record passes through as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Broken(pub &'static str);

/// What is to be said of a record that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Remark {
    /// Some of it is left, and why.
    Left(&'static str),
    /// What this says of it is not true any more if it is changed.
    Untrue(&'static str),
}

/// How a kind of document holds records.
pub(crate) trait Records: Send + Sync {
    /// So many of a document's first bytes are of no record.
    fn head(&self) -> usize {
        0
    }

    /// Where the record ends that `bytes` begin with; `None` where that is not told by them.
    fn record_end(&self, bytes: &[u8]) -> Option<usize>;

    /// Where the record ends whose start was too long to be read; `None` where that is never known.
    fn resume(&self, bytes: &[u8]) -> Option<usize>;

    /// How many bytes a record may have to be read.
    fn longest(&self) -> usize {
        RECORD_BYTES
    }

    /// The fields of a record that were asked for, in order.
    fn fields<'r>(&self, record: &'r [u8]) -> Result<Vec<Field<'r>>, Broken>;

    /// The same, with what is to be said of the record.
    fn read<'r>(&self, record: &'r [u8]) -> Result<(Vec<Field<'r>>, Vec<Remark>), Broken> {
        self.fields(record).map(|fields| (fields, Vec::new()))
    }

    /// What a record shows of how its document is written.
    fn manner(&self, _record: &[u8]) -> Manner {
        Manner::default()
    }

    /// Takes note of how the document is written.
    fn keep_manner(&mut self, _manner: Manner) {}

    /// The names that were asked for and that the records read so far have; nothing where no record was read, or none was asked for.
    fn met(&self) -> Option<Vec<String>> {
        None
    }

    /// The encoding of the bytes between fields, as far as it has one.
    fn encoding(&self) -> Encoding {
        Encoding::Utf8
    }
}

/// How a document writes letters beyond ASCII.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// As they are.
    pub plain: bool,
    /// As escapes.
    pub escaped: bool,
    /// With digits in upper case.
    pub upper: bool,
}

impl Manner {
    /// Adds what another record shows.
    pub fn add(&mut self, other: Self) {
        self.plain |= other.plain;
        self.escaped |= other.escaped;
        self.upper |= other.upper;
    }
}
