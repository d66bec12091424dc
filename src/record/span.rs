use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A range of bytes of a file, written `[start, end]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Span {
    /// The first byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl Span {
    /// A range of a block that begins at byte `base` of its file.
    pub fn at(base: u64, range: &Range<usize>) -> Self {
        Self { start: base + range.start as u64, end: base + range.end as u64 }
    }

    /// A range of so many bytes.
    pub fn of(start: u64, length: u64) -> Self {
        Self { start, end: start + length }
    }

    /// How many bytes; 0 for a range that ends before it starts.
    pub fn length(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

impl From<(u64, u64)> for Span {
    fn from((start, end): (u64, u64)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (u64, u64) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}
