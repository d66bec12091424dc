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
use super::lines::Line;
use super::measure::Fill;
use super::pairs::Pair;
use super::signs::{Ending, Start};
use super::structure::Kind;
use super::wrapped::{attraction, known_continuation};

/// A text of fewer bytes may be a heading.
const PARAGRAPH: usize = 60;
/// Of the blank lines that are no page's, one in so many cuts a paragraph.
const CUT_BY_ACCIDENT: f32 = 1.0 / 150.0;
/// Odds that a page ends inside a paragraph.
const CUT_BY_PAGE: f32 = 1.0;

/// How often a paragraph that goes on does so with a small letter, and how often one begins with such a letter, at least.
const LOWER: f32 = 0.8;
const LEAST_LOWER: f32 = 0.004;
/// As if so many paragraphs had been seen before the first, and the share of them that begin so: of a text of a page nothing is known.
const UNSEEN: f32 = 20.0;
const UNSEEN_LOWER: f32 = 0.02;

/// What stands before and after a place once lines are joined.
pub(super) struct Paragraphs {
    /// Bytes.
    pub before: usize,
    pub after: usize,
    /// The line that ends the second one.
    pub last_line: usize,
}

/// What is known of a place beside its words.
pub(super) struct Cut<'p> {
    pub pair: &'p Pair,
    pub kinds: (Kind, Kind),
    pub fill: Fill,
    /// Whether the second line has another margin than the first.
    pub is_set_otherwise: bool,
    /// The share of paragraphs that their author begins with a small letter.
    pub habit: f32,
}

/// The share of paragraphs that the author of a text begins with small letters: of those behind a full stop and a blank line, which
/// nothing ever joins. `starts` says of each whether it begins so.
pub(super) fn habit(starts: impl Iterator<Item = bool>) -> f32 {
    let (mut all, mut small) = (0.0, 0.0);
    for is_small in starts {
        all += 1.0;
        small += f32::from(u8::from(is_small));
    }
    ((small + UNSEEN * UNSEEN_LOWER) / (all + UNSEEN)).max(LEAST_LOWER)
}

/// Of each place, the paragraphs that stand before and after it once lines are joined.
pub(super) fn paragraphs(lines: &[Line], pairs: &[Pair], joined: &[bool]) -> Vec<Paragraphs> {
    let goes_on = |at: usize, next: usize| pairs[at].second == pairs[next].first;
    let length = |line: usize| lines[line].text.len();
    let alone =
        |pair: &Pair| Paragraphs { before: length(pair.first), after: length(pair.second), last_line: pair.second };
    let mut paragraphs: Vec<Paragraphs> = pairs.iter().map(alone).collect();
    for at in 1..pairs.len() {
        if joined[at - 1] && goes_on(at - 1, at) {
            paragraphs[at].before += paragraphs[at - 1].before;
        }
    }
    for at in (1..pairs.len()).rev() {
        if joined[at] && goes_on(at - 1, at) {
            paragraphs[at - 1].after += paragraphs[at].after;
            paragraphs[at - 1].last_line = paragraphs[at].last_line;
        }
    }
    paragraphs
}

/// Whether a line is closed although no sentence surely ends with it: a full stop that may be an abbreviation's, a remark in brackets, a number
/// or date, an address, an item of a list.
fn ends_closed(line: &str, kind: Kind) -> bool {
    let ends_in_address = || line.rsplit(' ').next().is_some_and(|word| word.contains("://"));
    let ends_in_number = line.ends_with(|c: char| c.is_ascii_digit());
    line.ends_with([')', ']', '.']) || ends_in_number || kind == Kind::Item || ends_in_address()
}

/// Whether a line begins with a word and a colon: `examples:`, `gcc-textdomain:`.
fn is_label(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| word.ends_with(':'))
}

/// Whether a line begins with an address, which is no word that a sentence goes on with.
fn is_address(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| word.contains("://"))
}

/// Whether a line begins with a name that has a small letter first: `eBPF`, `iPhone`. A capital beyond ASCII may be damage (`fÅ |ge`).
fn is_named(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| word.contains(|c: char| c.is_ascii_uppercase()))
}

/// The log odds that the second line goes on with the first, over blank lines or a page's end; `end` is the last line of the second's
/// paragraph.
pub(super) fn odds(
    (first, second, end): (&str, &str, &str),
    paragraphs: &Paragraphs,
    place: &Cut,
    evidence: &Evidence,
) -> Option<f32> {
    let Cut { pair, fill, .. } = *place;
    // A number at a page's end is the page's, and goes on with nothing.
    if pair.is_paged && !first.contains(char::is_alphabetic) {
        return None;
    }
    let start = Start::of(second);
    // Without a page between them only a sentence that goes on tells.
    if place.kinds.1 != Kind::Prose || (!pair.is_paged && start != Start::Lower) {
        return None;
    }
    let ending = Ending::of(first, evidence);
    if !pair.is_paged && ending == Ending::Stop {
        return None;
    }
    if !pair.is_paged && (place.is_set_otherwise || is_label(second) || is_address(second) || is_named(second)) {
        return None;
    }
    let prior = if pair.is_paged { CUT_BY_PAGE } else { CUT_BY_ACCIDENT };
    let is_paragraph = paragraphs.before >= PARAGRAPH;
    let by_ending: f32 = match ending {
        Ending::Stop => 0.07 / 0.9,
        Ending::Colon => 0.1,
        Ending::Comma if is_paragraph => 20.0,
        Ending::Bare if is_paragraph => 80.0,
        Ending::Comma | Ending::Bare => 2.0,
    };
    let by_ending = if !pair.is_paged && ends_closed(first, place.kinds.0) { by_ending.min(2.0) } else { by_ending };
    let goes_on = paragraphs.after >= PARAGRAPH || Ending::of(end, evidence) != Ending::Bare;
    let by_start = match start {
        Start::Lower if goes_on => LOWER / place.habit,
        Start::Lower => 0.1 * LOWER / place.habit,
        Start::Upper => 0.14,
        Start::Other => 0.3,
    };
    let by_fill = match fill {
        Fill::Full => 4.0,
        // Once its lines are joined a paragraph no longer shows how full the last one was, so an open one says no more without a page.
        Fill::Open if pair.is_paged => 0.02,
        Fill::Unknown | Fill::Open => 1.0,
        Fill::Nearly if pair.is_paged => 0.5,
        Fill::Nearly => 1.0,
    };
    let known = known_continuation(ending, first, second, evidence);
    Some(f32::ln(prior * by_ending * by_start * by_fill) + attraction(ending, known, first, second, evidence))
}
