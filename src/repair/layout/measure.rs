//! How wide the lines of a text could be, and which of them are full.

use smallvec::SmallVec;

use super::evidence::{Evidence, is_running};
use super::hyphens;
use super::lines::{Line, SLACK, columns};
use super::pairs::Pair;
use super::signs::ends_in_hyphen;
use super::structure::{Kind, Setting};

/// A line of more columns is none of a printed page.
const WIDEST: usize = 160;
/// Lines of fewer columns are no measure.
const NARROWEST: usize = 20;
/// How many lines to either side share a measure.
const WINDOW: usize = 6;
/// A stretch of fewer lines has the measure of the text.
const SHORT_RUN: usize = 4;
/// Columns of the widest pages but for a few, and what it takes to believe in wider ones: two lines that were joined are as wide.
const WIDE: usize = 100;
const LEAST_FULL_WIDE: f32 = 6.0;
/// Of lines that stand together one in so many may be wider than the measure.
const FEW_WIDER: usize = 5;
/// A text has a measure where it has so many line ends for every paragraph that stands on one line.
const PRINTED: f32 = 10.0;
/// The text has a measure where so many lines fill it, and so large a share of all; or where all do and they are wide, or
/// hyphens end some.
const LEAST_FULL: f32 = 3.0;
const LEAST_SHARE: f32 = 0.4;
/// Printed columns narrower than this have hyphens; verse has none, and its lines are full by accident.
pub(super) const NARROW: usize = 50;
/// Line ends of which one is a hyphen, and how many, from which on hyphens cut words even where no language knows the words.
const LINES_A_HYPHEN: usize = 20;
const LEAST_HYPHENS: usize = 2;

/// How full a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fill {
    /// There is no measure to tell.
    Unknown,
    Full,
    /// The next word might have fitted.
    Nearly,
    /// The next word would have fitted.
    Open,
}

/// The widths of a text's lines against what they could be, pair by pair.
pub(super) struct Fills {
    /// How full the first line is.
    pub fills: Vec<Fill>,
    /// The columns that it could fill; 0 where nothing tells.
    pub measures: Vec<usize>,
    /// Whether hyphens cut words at line ends of the text.
    pub is_hyphenated: bool,
    /// The share of lines that an author ended and that are full by accident.
    pub accident: f32,
}

impl Fills {
    pub fn of(
        text: &str,
        lines: &[Line],
        kinds: &[Kind],
        pairs: &[Pair],
        settings: &[Setting],
        evidence: &Evidence,
    ) -> Self {
        let is_hyphenated = is_hyphenated(text, lines, pairs, evidence);
        let text_measure = text_measure(text, lines, kinds, pairs, settings, is_hyphenated);
        let mut fills = Vec::with_capacity(pairs.len());
        let mut measures = Vec::with_capacity(pairs.len());
        let (mut words, mut widths) = (0.0, 0.0);
        for run in runs(pairs, kinds) {
            // A short stretch whose lines all fill what the others do has no measure of its own.
            let fills_text = |measure: usize| fills_measure(run, text, lines, measure);
            let shared = text_measure.filter(|measure| run.len() < 2 * SHORT_RUN && fills_text(*measure));
            let own =
                if shared.is_some() { vec![shared; run.len()] } else { run_measures(run, lines, kinds, text_measure) };
            for (pair, measure) in run.iter().zip(own) {
                fills.push(fill(text, lines, pair, measure));
                measures.push(measure.unwrap_or_default());
                if let Some(measure) = measure.filter(|_| is_plain(pair, settings, kinds)) {
                    words += columns(first_word(text, lines, pair)) as f32 + 1.0;
                    widths += measure as f32;
                }
            }
        }
        let accident = if widths > 0.0 { words / widths + SLACK } else { 0.2 };
        Self { fills, measures, is_hyphenated, accident: accident.clamp(0.05, 0.6) }
    }
}

/// Whether both lines are prose with nothing but a line end between them.
pub(super) fn is_plain(pair: &Pair, settings: &[Setting], kinds: &[Kind]) -> bool {
    is_running(kinds[pair.first]) && kinds[pair.second] == Kind::Prose && !is_marked(pair, settings)
}

/// Whether the second line begins something new: behind a blank line, with an indentation, as an item of a list.
pub(super) fn is_marked(pair: &Pair, settings: &[Setting]) -> bool {
    !pair.is_adjacent() || settings[pair.second] == Setting::Start
}

/// The pairs stretch by stretch: a stretch ends at a blank line, at a page, and where prose does.
pub(super) fn runs<'p>(pairs: &'p [Pair], kinds: &'p [Kind]) -> impl Iterator<Item = &'p [Pair]> {
    pairs.chunk_by(move |one, two| one.is_adjacent() && two.is_adjacent() && is_running(kinds[two.first]))
}

/// Whether hyphens cut words at line ends: one that makes a known word, or many. A hyphen alone may be the author's (`ned-⏎og op`); what
/// is drawn with them (`-----`) is none.
fn is_hyphenated(text: &str, lines: &[Line], pairs: &[Pair], evidence: &Evidence) -> bool {
    let seen = |line: usize| &text[lines[line].text.clone()];
    // Before a capital it is somebody who is cut short, or a name's own.
    let goes_on = |pair: &&Pair| !seen(pair.second).starts_with(char::is_uppercase);
    let hyphens: Vec<&Pair> = pairs.iter().filter(|pair| ends_in_hyphen(seen(pair.first))).filter(goes_on).collect();
    hyphens.len() >= LEAST_HYPHENS.max(pairs.len() / LINES_A_HYPHEN)
        || hyphens.iter().any(|pair| hyphens::cuts_word(seen(pair.first), seen(pair.second), evidence))
}

/// The columns that the lines of the text fill, if they fill any.
fn text_measure(
    text: &str,
    lines: &[Line],
    kinds: &[Kind],
    pairs: &[Pair],
    settings: &[Setting],
    is_hyphenated: bool,
) -> Option<usize> {
    let plain = || pairs.iter().filter(|pair| is_plain(pair, settings, kinds));
    let mut widths: Vec<usize> =
        plain().map(|pair| lines[pair.first].width).filter(|width| (NARROWEST..=WIDEST).contains(width)).collect();
    widths.sort_unstable();
    // The widest lines of a text may be strays.
    let measure = *widths.get((widths.len() * 19).div_ceil(20).checked_sub(1)?)?;
    let (mut all, mut full) = (0.0, 0.0);
    for pair in plain() {
        all += 1.0;
        full += f32::from(u8::from(fill(text, lines, pair, Some(measure)) == Fill::Full));
    }
    let is_short = full == all && measure <= WIDE && (measure >= NARROW || is_hyphenated);
    let least = if measure > WIDE { LEAST_FULL_WIDE } else { LEAST_FULL };
    let is_filled = is_short || (full >= least && full >= LEAST_SHARE * all);
    (is_filled && all >= PRINTED * wider(lines, kinds, measure)).then_some(measure)
}

/// Lines of running text that are wider than what others fill: paragraphs that stand on a line each, as they do once lines were joined.
/// In a text of such lines a few others that end at one place do so by accident.
fn wider(lines: &[Line], kinds: &[Kind], measure: usize) -> f32 {
    lines.iter().zip(kinds).filter(|(line, kind)| exceeds(line.width, measure) && is_running(**kind)).count() as f32
}

/// Whether no word that a line of a stretch begins with would have fitted on the line before.
fn fills_measure(run: &[Pair], text: &str, lines: &[Line], measure: usize) -> bool {
    run.iter().all(|pair| fill(text, lines, pair, Some(measure)) == Fill::Full)
}

/// For each pair of a stretch the columns that its first line could fill.
fn run_measures(run: &[Pair], lines: &[Line], kinds: &[Kind], measure: Option<usize>) -> Vec<Option<usize>> {
    let width = |pair: &Pair| if is_running(kinds[pair.first]) { lines[pair.first].width } else { 0 };
    if run.len() + 1 < SHORT_RUN {
        return run.iter().map(|pair| measure.filter(|measure| width(pair) <= measure + measure / 10)).collect();
    }
    let widest = |at: usize| {
        let window = &run[at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(run.len())];
        let last = window.last().map(|pair| lines[pair.second].width);
        window_measure(&window.iter().map(width).chain(last).collect::<SmallVec<[usize; 2 * WINDOW + 2]>>())
    };
    // A short stretch of narrow lines in a text of wide ones has no measure of its own.
    let is_narrow =
        |widest: usize| run.len() < 2 * SHORT_RUN && measure.is_some_and(|measure| 4 * widest < 3 * measure);
    (0..run.len())
        .map(|at| match widest(at) {
            Some(widest) if is_narrow(widest) => measure,
            widest => widest,
        })
        .collect()
}

/// What some lines that stand together fill: the greatest width that two of them share, or that of the widest where that is no more than
/// a page's; unless many are wider. Lines that were joined show no measure.
fn window_measure(widths: &[usize]) -> Option<usize> {
    let widest = || widths.iter().copied().max().filter(|width| (NARROWEST..=WIDE).contains(width));
    let measure = shared_width(widths).or_else(widest)?;
    let wider = widths.iter().filter(|width| exceeds(**width, measure)).count();
    (FEW_WIDER * wider <= widths.len()).then_some(measure)
}

/// Whether a line is wider than what lines are said to fill: letters differ in width, but not so much.
fn exceeds(width: usize, measure: usize) -> bool {
    width as f32 > measure as f32 * (1.0 + 2.0 * SLACK)
}

/// The greatest width that two lines share, nearly: a single one that is wider than all others shows nothing.
fn shared_width(widths: &[usize]) -> Option<usize> {
    let mut widths: SmallVec<[usize; 2 * WINDOW + 2]> =
        widths.iter().copied().filter(|width| (NARROWEST..=WIDEST).contains(width)).collect();
    widths.sort_unstable_by_key(|width| std::cmp::Reverse(*width));
    let is_shared = |pair: &[usize]| pair[1] as f32 >= pair[0] as f32 * (1.0 - 2.0 * SLACK);
    widths.windows(2).find(|pair| is_shared(pair)).map(|pair| pair[0])
}

pub(super) fn first_word<'t>(text: &'t str, lines: &[Line], pair: &Pair) -> &'t str {
    let seen = &text[lines[pair.second].text.clone()];
    &seen[..seen.bytes().position(|byte| byte == b' ').unwrap_or(seen.len())]
}

fn fill(text: &str, lines: &[Line], pair: &Pair, measure: Option<usize>) -> Fill {
    let Some(measure) = measure else { return Fill::Unknown };
    let line = &lines[pair.first];
    let ends_in_hyphen = text[..line.text.end].ends_with('-');
    let fit = line.width + 1 + columns(first_word(text, lines, pair));
    let is_wider = exceeds(line.width, measure);
    let measure = measure as f32;
    if line.width > WIDEST || is_wider {
        Fill::Unknown
    } else if ends_in_hyphen || fit as f32 > measure * (1.0 - SLACK) {
        Fill::Full
    } else if fit as f32 > measure * (1.0 - 3.0 * SLACK) {
        Fill::Nearly
    } else {
        Fill::Open
    }
}
