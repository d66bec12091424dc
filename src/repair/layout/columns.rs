//! Two columns that were read across as one are reported, never put in order.
//!
//! **Why it is damage.** Where a page of two columns is read line by line from edge to edge, each line holds two that have
//! nothing to do with each other.
//!
//! **Example.** `Mødet blev holdt i    Prisen for en billet er` over several lines.
//!
//! **When it is certain.** Never: which text goes on where is for a reader to say. Lines are reported where four or more in
//! a row have a gap at the same place, or a bar, and prose on both sides of it.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::COLUMNS;
use super::lines::{Line, columns};
use crate::repair::proposal::Proposal;
use crate::text::SignIndex;

/// Spaces between columns.
const GAP: &str = "   ";
/// What parts columns besides.
const BAR: &str = " | ";
/// Lines in a row.
const LEAST: usize = 4;
/// Words of letters on each side of the gap.
const WORDS: usize = 2;

pub(super) fn propose(text: &str, lines: &[Line], signs: &SignIndex, proposals: &mut Vec<Proposal>) {
    // Of a gap the last space is a sign.
    if signs.has(b' ') {
        propose_gaps(text, lines, signs, proposals);
    }
    if signs.has_passage(text, BAR, 1) {
        propose_bars(text, lines, proposals);
    }
}

/// Reports lines in a row that one bar parts, with prose on both sides that no full stop ends: cells of a table are names and figures.
fn propose_bars(text: &str, lines: &[Line], proposals: &mut Vec<Proposal>) {
    let is_parted = |line: &Line| {
        let seen = &text[line.text.clone()];
        let parts = memchr(b'|', seen.as_bytes()).and_then(|_| seen.split_once(BAR));
        parts.is_some_and(|(left, right)| !right.contains('|') && is_prose(left) && is_prose(right))
    };
    let mut first = 0;
    while first < lines.len() {
        let row = &lines[first..];
        let row = &row[..row.iter().take_while(|line| is_parted(line)).count()];
        let open = row.iter().filter(|line| goes_on_at_bar(&text[line.text.clone()])).count();
        if row.len() >= LEAST && 2 * open >= row.len() {
            report(row, "have a bar and prose on both sides", proposals);
        }
        first += row.len().max(1);
    }
}

/// Whether what stands before the bar goes on in another line, or what stands behind it did begin in one.
fn goes_on_at_bar(seen: &str) -> bool {
    let (left, right) = seen.split_once(BAR).unwrap_or_default();
    let left = left.trim_end();
    left.ends_with(|c: char| c.is_lowercase() || matches!(c, '-' | ',')) && right.starts_with(char::is_lowercase)
        || right.ends_with(|c: char| c.is_lowercase() || matches!(c, '-' | ',')) && left.starts_with(char::is_lowercase)
}

fn report(lines: &[Line], what: &str, proposals: &mut Vec<Proposal>) {
    let evidence = format!("{} lines {what}", lines.len()).into();
    let range = lines[0].text.clone();
    proposals.push(Proposal { range, rule: COLUMNS, candidates: Default::default(), evidence });
}

fn propose_gaps(text: &str, lines: &[Line], signs: &SignIndex, proposals: &mut Vec<Proposal>) {
    let mut walk = signs.walk();
    let mut first = 0;
    let mut gutter: Option<Range<usize>> = None;
    for at in 0..=lines.len() {
        let gap = lines.get(at).and_then(|line| {
            let has_gap = walk.within(&line.text).iter().any(|at| text.as_bytes()[*at] == b' ');
            has_gap.then(|| gap(&text[line.text.clone()], line.indent)).flatten()
        });
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
            report(&lines[first..at], "have a gap at one place and prose on both sides", proposals);
        }
        (first, gutter) = (at, gap);
    }
}

/// The columns of a line's widest gap, if it has prose on both sides.
fn gap(seen: &str, indent: usize) -> Option<Range<usize>> {
    let at = memmem::find(seen.as_bytes(), GAP.as_bytes())?;
    let right = seen[at..].trim_start();
    let start = indent + columns(&seen[..at]);
    (is_prose(&seen[..at]) && is_prose(right)).then(|| start..indent + columns(&seen[..seen.len() - right.len()]))
}

/// Whether one side has words of prose.
fn is_prose(side: &str) -> bool {
    let is_word = |token: &&str| token.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    side.split(' ').filter(is_word).count() >= WORDS && !side.contains("...") && !side.contains(GAP)
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn columns_are_reported_whatever_parts_them() {
        let rows = [
            ("Kommunen har i år brugt", "Der er kommet en ny leder"),
            ("mange penge på veje og", "i børnehaven, og hun har"),
            ("stier, og det kan ses i", "store planer for det nye"),
            ("budgettet for næste år.", "år med sang og musik."),
        ];
        for gap in ["   ", " | "] {
            let text: String = rows.iter().map(|(left, right)| format!("{left:23}{gap}{right}\n")).collect();
            let repair = Repairer::danish().repair(text.as_bytes());
            assert_eq!(repair.text(), text);
            assert!(repair.suspects().iter().any(|suspect| suspect.rule == super::COLUMNS), "{text}");
        }
    }
}
