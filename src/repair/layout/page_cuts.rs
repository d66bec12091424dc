//! A paragraph that the end of a page cut in two becomes one.
//!
//! **Why it is damage.** The blank line that a page left behind says that a paragraph ends, and none does.
//!
//! **Example.** `Men indholdsmæssigt⏎⏎bør hjemmesiden indeholde seks temaer.` → one line.
//!
//! **When it is certain.** The first part ends without a full stop and is long enough to be a paragraph's, the second
//! begins with a small letter and is no item of a list, and the words on both sides want each other. A form feed or
//! running heads between them say that a page ended here.

use super::evidence::Evidence;
use super::measure::Fill;
use super::pairs::Pair;
use super::signs::{Ending, Start};
use super::structure::Kind;
use super::wrapped::attraction;

/// A text of fewer bytes may be a heading.
const PARAGRAPH: usize = 60;
/// Of the blank lines that are no page's, one in so many cuts a paragraph.
const CUT_BY_ACCIDENT: f32 = 1.0 / 150.0;
/// Odds that a page ends inside a paragraph.
const CUT_BY_PAGE: f32 = 1.0;

/// The log odds that the second line goes on with the first, over blank lines or a page's end.
/// `paragraphs` are the bytes of what both belong to.
pub(super) fn odds(
    first: &str,
    second: &str,
    paragraphs: &(usize, usize),
    kind: Kind,
    pair: &Pair,
    fill: Fill,
    evidence: &Evidence,
) -> Option<f32> {
    let (ending, start) = (Ending::of(first, evidence), Start::of(second));
    // A number at a page's end is the page's, and goes on with nothing.
    if pair.is_paged && !first.contains(char::is_alphabetic) {
        return None;
    }
    // Without a page between them only a sentence that goes on tells.
    if kind != Kind::Prose || (!pair.is_paged && (start != Start::Lower || ending == Ending::Stop)) {
        return None;
    }
    let prior = if pair.is_paged { CUT_BY_PAGE } else { CUT_BY_ACCIDENT };
    let is_paragraph = paragraphs.0 >= PARAGRAPH;
    let by_ending = match ending {
        Ending::Stop => 0.07 / 0.9,
        Ending::Colon => 0.1,
        Ending::Comma if is_paragraph => 20.0,
        Ending::Bare if is_paragraph => 80.0,
        Ending::Comma | Ending::Bare => 2.0,
    };
    let goes_on = paragraphs.1 >= PARAGRAPH || Ending::of(second, evidence) != Ending::Bare;
    let by_start = match start {
        Start::Lower if goes_on => 200.0,
        Start::Lower => 20.0,
        Start::Upper => 0.14,
        Start::Other => 0.3,
    };
    let by_fill = match fill {
        Fill::Unknown => 1.0,
        Fill::Full => 4.0,
        Fill::Nearly => 0.5,
        Fill::Open => 0.02,
    };
    Some(f32::ln(prior * by_ending * by_start * by_fill) + attraction(first, second, evidence))
}
