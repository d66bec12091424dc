//! The lines of a text two by two, past blank lines and heads.

use std::ops::Range;

use super::lines::Line;
use super::structure::Kind;

/// Two lines with nothing but blank lines, and heads that go, between them.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub first: usize,
    pub second: usize,
    /// Whether a page ends between them: by a form feed, or by its heads.
    pub is_paged: bool,
    /// Whether heads that stay lie between them.
    pub is_held: bool,
}

impl Pair {
    /// Whether a line end is all that is between them.
    pub fn is_adjacent(&self) -> bool {
        self.second == self.first + 1 && !self.is_paged
    }
}

/// What is known of the running heads of a text.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// By line: whether it is a head.
    pub is_head: Vec<bool>,
    /// Bytes that go with them, ascending.
    pub removed: Vec<Range<usize>>,
}

/// The pairs of a text, first to last.
pub(super) fn pairs(lines: &[Line], kinds: &[Kind], heads: &Heads) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(lines.len());
    let mut last: Option<usize> = None;
    let (mut is_paged, mut is_held) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        is_paged |= line.after_form_feed;
        if heads.is_head.get(at) == Some(&true) {
            is_paged = true;
            is_held |= heads.removed.is_empty();
        } else if kinds[at] != Kind::Blank {
            if let Some(first) = last {
                pairs.push(Pair { first, second: at, is_paged, is_held });
            }
            (last, is_paged, is_held) = (Some(at), false, false);
        }
    }
    pairs
}
