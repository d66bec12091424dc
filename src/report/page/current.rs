use std::rc::Rc;

use super::EditRow;
use crate::record::{DocumentPath, Span};

/// The document whose records come.
pub(super) struct Current {
    pub path: Rc<DocumentPath>,
    pub encoding: Option<Rc<str>>,
    /// BLAKE3 of its input.
    pub input: Rc<str>,
    pub folder: String,
    pub number: u64,
    /// About how many words it has.
    pub words: f64,
    pub edits: u64,
    pub suspects: u64,
    /// Whether one place of it can be decided.
    pub has_places: bool,
    pub damaged: f64,
    pub left: f64,
    pub shown: Vec<(EditRow, Span)>,
}
