//! The documents that a page shows, and what was done to them.

use std::rc::Rc;

use super::series::Passage;
use super::{DocumentRow, EditRow};
use crate::record::{Context, DocumentEdit, DocumentPath, Span};

/// Bytes of a passage that are shown of an edit.
const LONGEST_TEXT: usize = 400;

/// A document among those that are damaged most.
pub(super) struct Shown {
    pub row: DocumentRow,
    pub path: Rc<DocumentPath>,
    pub encoding: Option<Rc<str>>,
    /// Where its edits stand that are shown.
    pub spans: Vec<Span>,
}

impl Shown {
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
        let Context { left, right } = edit.context.as_deref().cloned().unwrap_or_default();
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

fn shortened(text: &str) -> String {
    match text.len() <= LONGEST_TEXT {
        true => text.to_owned(),
        false => format!("{}…", &text[..text.floor_char_boundary(LONGEST_TEXT)]),
    }
}
