//! Lines that are cut into cells, or lead to a number.

use memchr::{memchr, memchr_iter, memmem};
use std::sync::LazyLock;

/// Columns of white space inside a line from which it has cells.
static CELL_GAP: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("   "));

/// Commas, semicolons or bars on a line from which it may be a row of data.
const SEPARATORS: usize = 2;
/// Dots from which a line has a leader.
const LEADER_DOTS: usize = 3;

/// Whether a line is cut into cells: by tabs, wide gaps, bars, or separators without a space behind them.
pub(super) fn has_cells(seen: &str) -> bool {
    let bytes = seen.as_bytes();
    let tight = |separator: u8| {
        memchr_iter(separator, bytes).filter(|at| bytes.get(at + 1).is_some_and(|next| *next != b' ')).count()
    };
    memchr(b'\t', bytes).is_some()
        || CELL_GAP.find(bytes).is_some()
        || has_no_break_gap(seen)
        || memchr_iter(b'|', bytes).count() >= SEPARATORS
        || tight(b';') >= SEPARATORS
        || tight(b',') > SEPARATORS + decimal_commas(bytes)
}

/// Whether a sign may part cells, or is the last of three spaces: most lines have none of these, and are asked no more.
pub(super) fn may_part_cells(sign: u8) -> bool {
    /// The last byte of a no-break space.
    const OF_NO_BREAK: u8 = 0xa0;
    matches!(sign, b'\t' | b'|' | b' ' | b';' | b',' | OF_NO_BREAK)
}

/// Whether a gap as wide is made of no-break spaces, alone or with plain ones between them.
fn has_no_break_gap(seen: &str) -> bool {
    const NO_BREAK: &str = "\u{a0}";
    let is_gap = |gap: &str| gap.chars().count() >= CELL_GAP.needle().len() && gap.contains(NO_BREAK);
    seen.contains(NO_BREAK) && seen.split(|c: char| !matches!(c, ' ' | '\u{a0}')).any(is_gap)
}

/// Commas between digits, as in `12,50`.
fn decimal_commas(bytes: &[u8]) -> usize {
    let between = |at: usize| {
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        digit(at.checked_sub(1)) && digit(Some(at + 1))
    };
    memchr_iter(b',', bytes).filter(|&at| between(at)).count()
}

/// Whether a line ends with dots that lead to a number: `Ny leder..... 8`.
pub(super) fn has_leader(seen: &str) -> bool {
    let rest = seen.trim_end_matches(['.', ' ']);
    // As most lines do not.
    if !rest.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let before = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    let dots = before.trim_end_matches(['.', '…', '·', '_', ' ']);
    let led = |c: char| if c == '…' { LEADER_DOTS } else { usize::from(c != ' ') };
    before[dots.len()..].chars().map(led).sum::<usize>() >= LEADER_DOTS
}
