//! Two columns that were read across as one are reported, never put in order.
//!
//! **Why it is damage.** Where a page of two columns is read line by line from edge to edge, each line holds two that have
//! nothing to do with each other.
//!
//! **Example.** `Mødet blev holdt i    Prisen for en billet er` over several lines.
//!
//! **When it is certain.** Never: which text goes on where is for a reader to say. Lines are reported where four or more in
//! a row have a gap at the same place and prose on both sides of it.

use std::ops::Range;

use memchr::memmem;

use super::COLUMNS;
use super::lines::{Line, columns};
use crate::repair::proposal::Proposal;

/// Spaces between columns.
const GAP: &str = "   ";
/// Lines in a row.
const LEAST: usize = 4;
/// Words of letters on each side of the gap.
const WORDS: usize = 2;

pub(super) fn propose(text: &str, lines: &[Line], proposals: &mut Vec<Proposal>) {
    if memmem::find(text.as_bytes(), GAP.as_bytes()).is_none() {
        return;
    }
    let mut first = 0;
    let mut gutter: Option<Range<usize>> = None;
    for at in 0..=lines.len() {
        let gap = lines.get(at).and_then(|line| gap(&text[line.text.clone()], line.indent));
        let shared = match (&gutter, &gap) {
            (Some(one), Some(two)) => {
                Some(one.start.max(two.start)..one.end.min(two.end)).filter(|both| !both.is_empty())
            }
            _ => None,
        };
        if shared.is_some() {
            gutter = shared;
            continue;
        }
        if at - first >= LEAST && gutter.is_some() {
            let evidence = format!("{} lines have a gap at one place and prose on both sides", at - first);
            let range = lines[first].text.clone();
            proposals.push(Proposal {
                range,
                rule: COLUMNS,
                candidates: Default::default(),
                evidence: evidence.into(),
            });
        }
        (first, gutter) = (at, gap);
    }
}

/// The columns of a line's widest gap, if it has prose on both sides.
fn gap(seen: &str, indent: usize) -> Option<Range<usize>> {
    let at = memmem::find(seen.as_bytes(), GAP.as_bytes())?;
    let right = seen[at..].trim_start();
    let is_prose = |side: &str| {
        let is_word = |token: &&str| token.chars().filter(|c| c.is_alphabetic()).count() >= 2;
        side.split(' ').filter(is_word).count() >= WORDS && !side.contains("...") && !side.contains(GAP)
    };
    let start = indent + columns(&seen[..at]);
    (is_prose(&seen[..at]) && is_prose(right)).then(|| start..indent + columns(&seen[..seen.len() - right.len()]))
}
