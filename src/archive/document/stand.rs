//! Where findings stand: bytes of the files, and lines and columns.

use compact_str::CompactString;

use crate::record::Span;
use crate::text::Position;

/// Where a block lies in its document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base {
    /// Its first byte in the input file.
    pub input: u64,
    /// Its first byte in the output file.
    pub output: u64,
    /// Its first character's place in the input.
    pub place: Position,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    /// Bytes of the input file.
    pub input: Span,
    /// Bytes of the output file.
    pub output: Span,
    /// Where the input's range starts.
    pub place: Position,
}

/// The bytes of an edit's ranges, hexadecimal, where its texts do not say them.
#[derive(Clone, Debug, Default)]
pub(super) struct EditBytes {
    pub before: Option<CompactString>,
    pub after: Option<CompactString>,
}
