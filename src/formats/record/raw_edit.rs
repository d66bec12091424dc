use std::ops::Range;

use crate::text::Edit;

/// An edit of a field in the bytes of its record.
#[derive(Clone, Debug)]
pub(crate) struct RawEdit {
    /// The bytes of the record that it takes: those of the edit, and what can only be written with them.
    pub file: Range<usize>,
    /// What stands there then.
    pub bytes: Vec<u8>,
    /// The edit in the field's text.
    pub edit: Edit,
}
