//! The documents that are damaged most, and what was done to them.

use std::cmp::Ordering;
use std::rc::Rc;

use super::series::Passage;
use super::{DocumentRow, EditRow};
use crate::record::{Context, DocumentEdit, DocumentPath, Span};

/// Bytes of a passage that are shown of an edit.
const LONGEST_TEXT: usize = 400;

/// A document among the most damaged.
pub(super) struct Worst {
    pub row: DocumentRow,
    pub path: Rc<DocumentPath>,
    pub encoding: Option<Rc<str>>,
    /// Where its edits stand that are shown.
    pub spans: Vec<Span>,
}

impl Worst {
    pub fn row(mut self, context: &mut impl FnMut(&Passage) -> Context) -> DocumentRow {
        for (edit, output) in self.row.shown.iter_mut().zip(self.spans) {
            let passage = Passage { path: Rc::clone(&self.path), encoding: self.encoding.clone(), output };
            edit.stand_beside(context(&passage));
        }
        self.row
    }
}

impl EditRow {
    /// An edit as the page shows it.
    pub fn new(edit: &DocumentEdit) -> Self {
        let Context { left, right } = edit.context.clone().unwrap_or_default();
        Self {
            line: edit.place.line,
            rules: edit.codes().into_owned(),
            before: shortened(edit.before()),
            after: shortened(edit.after()),
            left,
            right,
        }
    }

    /// Shows what stands beside it in the output, where that is there to be read: there the other edits are done, too.
    pub fn stand_beside(&mut self, context: Context) {
        if context != Context::default() {
            Context { left: self.left, right: self.right } = context;
        }
    }
}

impl Ord for Worst {
    /// The least damaged first; of two alike the one whose path comes last.
    fn cmp(&self, other: &Self) -> Ordering {
        self.row
            .before
            .unwrap_or(0.0)
            .total_cmp(&other.row.before.unwrap_or(0.0))
            .then_with(|| other.row.path.cmp(&self.row.path))
    }
}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worst {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Worst {}

fn shortened(text: &str) -> String {
    match text.len() <= LONGEST_TEXT {
        true => text.to_owned(),
        false => format!("{}…", &text[..text.floor_char_boundary(LONGEST_TEXT)]),
    }
}
