//! What became of a batch of records.

use std::ops::Range;

use crate::Suspect;
use crate::formats::record::{Broken, RawEdit};

/// What is allocated takes so many bytes at least, with what the allocator keeps of it.
const ALLOCATED: usize = 32;

/// What became of a field in which something was found.
pub(super) struct RepairedField {
    /// Its text as it came.
    pub text: Vec<u8>,
    /// What was mended, with bytes of the batch.
    pub edits: Vec<RawEdit>,
    /// What was left, with bytes of the batch.
    pub suspects: Vec<(Range<usize>, Suspect)>,
}

/// What became of a batch.
#[derive(Default)]
pub(super) struct RepairedBatch {
    pub fields: Vec<RepairedField>,
    /// Records that are left: the line of the batch that each begins on, from 0, and why.
    pub broken: Vec<(u64, Broken)>,
    /// Records that are changed, by their lines, and what is not true of them any more.
    pub untrue: Vec<(u64, &'static str)>,
}

impl RepairedField {
    /// About so many bytes of memory hold it.
    fn bytes(&self) -> usize {
        let bytes_of_edits = self.edits.iter().map(|edit| ALLOCATED.max(edit.bytes.capacity()));
        let lists = self.edits.capacity() * size_of::<RawEdit>()
            + self.suspects.capacity() * size_of::<(Range<usize>, Suspect)>();
        self.text.len().max(ALLOCATED) + lists + bytes_of_edits.sum::<usize>()
    }
}

impl RepairedBatch {
    /// About so many bytes of memory hold it.
    pub fn bytes(&self) -> usize {
        self.fields.iter().map(RepairedField::bytes).sum()
    }
}
