//! How wide the lines of a text could be, and which of them are full.

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
        let rooms: Vec<Room> = pairs.iter().map(|pair| Room::of(text, lines, pair)).collect();
        let plain =
            || pairs.iter().zip(&rooms).filter(|(pair, _)| is_plain(pair, settings, kinds)).map(|(_, room)| room);
        let text_measure = text_measure(plain, lines, kinds, is_hyphenated);
        let mut fills = Vec::with_capacity(pairs.len());
        let mut measures = Vec::with_capacity(pairs.len());
        let (mut words, mut widths) = (0.0, 0.0);
        for run in runs(pairs, kinds) {
            let rooms = &rooms[fills.len()..fills.len() + run.len()];
            // A short stretch whose lines all fill what the others do has no measure of its own.
            let fills_text = |measure: usize| rooms.iter().all(|room| room.fill(Some(measure)) == Fill::Full);
            let shared = text_measure.filter(|measure| run.len() < 2 * SHORT_RUN && fills_text(*measure));
            let own =
                if shared.is_some() { vec![shared; run.len()] } else { run_measures(run, lines, kinds, text_measure) };
            for ((pair, room), measure) in run.iter().zip(rooms).zip(own) {
                fills.push(room.fill(measure));
                measures.push(measure.unwrap_or_default());
                if let Some(measure) = measure.filter(|_| is_plain(pair, settings, kinds)) {
                    words += room.next_word as f32 + 1.0;
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
    !pair.is_adjacent() || matches!(settings[pair.second], Setting::Start | Setting::Dash)
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

/// The columns that the lines of the text fill, if they fill any; `plain` are those with nothing but a line end behind them.
fn text_measure<'r, P: Iterator<Item = &'r Room>>(
    plain: impl Fn() -> P,
    lines: &[Line],
    kinds: &[Kind],
    is_hyphenated: bool,
) -> Option<usize> {
    let mut widths: Vec<usize> =
        plain().map(|room| room.width).filter(|width| (NARROWEST..=WIDEST).contains(width)).collect();
    widths.sort_unstable();
    // The widest lines of a text may be strays.
    let measure = *widths.get((widths.len() * 19).div_ceil(20).checked_sub(1)?)?;
    let (mut all, mut full) = (0.0, 0.0);
    for room in plain() {
        all += 1.0;
        full += f32::from(u8::from(room.fill(Some(measure)) == Fill::Full));
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

/// For each pair of a stretch the columns that its first line could fill.
fn run_measures(run: &[Pair], lines: &[Line], kinds: &[Kind], measure: Option<usize>) -> Vec<Option<usize>> {
    let width = |pair: &Pair| if is_running(kinds[pair.first]) { lines[pair.first].width } else { 0 };
    if run.len() + 1 < SHORT_RUN {
        return run.iter().map(|pair| measure.filter(|measure| width(pair) <= measure + measure / 10)).collect();
    }
    let widths: Vec<i16> = run.iter().map(|pair| narrowed(width(pair))).collect();
    let widest = |at: usize| {
        let window = at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(run.len());
        let last = narrowed(lines[run[window.end - 1].second].width);
        let mut beside = [0; LINES_BESIDE];
        beside[..window.len()].copy_from_slice(&widths[window.clone()]);
        beside[window.len()] = last;
        window_measure(&beside, window.len() + 1)
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

/// Widths of lines that stand together, with room for a few more, which are 0: so the processor looks at them all at once.
type Widths = [i16; LINES_BESIDE];
const LINES_BESIDE: usize = (2 * WINDOW + 2).next_power_of_two();

/// A width, where no more than that a line is far too wide counts of those that are.
fn narrowed(width: usize) -> i16 {
    i16::try_from(width).unwrap_or(i16::MAX)
}

/// What some lines that stand together fill: the greatest width that two of them share, or that of the widest where that is no more than
/// a page's; unless many are wider. Lines that were joined show no measure.
fn window_measure(widths: &Widths, lines: usize) -> Option<usize> {
    let widest = || Some(greatest(widths, |_| true) as usize).filter(|width| (NARROWEST..=WIDE).contains(width));
    let measure = shared_width(widths).or_else(widest)?;
    let most = most_of(measure) as i16;
    let wider = widths.iter().filter(|width| **width > most).count();
    (FEW_WIDER * wider <= lines).then_some(measure)
}

/// Whether a line is wider than what lines are said to fill: letters differ in width, but not so much.
fn exceeds(width: usize, measure: usize) -> bool {
    width as f32 > most_of(measure)
}

/// How wide a line may be of those that are said to fill a measure.
fn most_of(measure: usize) -> f32 {
    measure as f32 * (1.0 + 2.0 * SLACK)
}

/// The greatest width that two lines share, nearly: a single one that is wider than all others shows nothing.
fn shared_width(widths: &Widths) -> Option<usize> {
    let is_measure = |width: i16| width >= NARROWEST as i16 && width <= WIDEST as i16;
    let is_shared = |width: i16, next: i16| next as f32 >= width as f32 * (1.0 - 2.0 * SLACK);
    let mut width = greatest(widths, is_measure);
    while width > 0 {
        let times = widths.iter().map(|other| i16::from(*other == width)).sum::<i16>();
        let next = greatest(widths, |other| is_measure(other) && other < width);
        if times > 1 || is_shared(width, next) {
            return Some(width as usize);
        }
        width = next;
    }
    None
}

/// The greatest of some widths; 0 where there is none.
fn greatest(widths: &Widths, is_one: impl Fn(i16) -> bool) -> i16 {
    widths.iter().map(|width| if is_one(*width) { *width } else { 0 }).fold(0, i16::max)
}

pub(super) fn first_word<'t>(text: &'t str, lines: &[Line], pair: &Pair) -> &'t str {
    let seen = &text[lines[pair.second].text.clone()];
    &seen[..seen.bytes().position(|byte| byte == b' ').unwrap_or(seen.len())]
}

/// How wide a line is, and what it left free for.
struct Room {
    /// Its columns, and those of the word that the next one begins with.
    width: usize,
    next_word: usize,
    ends_in_hyphen: bool,
}

impl Room {
    fn of(text: &str, lines: &[Line], pair: &Pair) -> Self {
        let line = &lines[pair.first];
        let ends_in_hyphen = text[..line.text.end].ends_with('-');
        Self { width: line.width, next_word: columns(first_word(text, lines, pair)), ends_in_hyphen }
    }

    /// How full the line is.
    fn fill(&self, measure: Option<usize>) -> Fill {
        let Some(measure) = measure else { return Fill::Unknown };
        let fit = self.width + 1 + self.next_word;
        let is_wider = exceeds(self.width, measure);
        let measure = measure as f32;
        if self.width > WIDEST || is_wider {
            Fill::Unknown
        } else if self.ends_in_hyphen || fit as f32 > measure * (1.0 - SLACK) {
            Fill::Full
        } else if fit as f32 > measure * (1.0 - 3.0 * SLACK) {
            Fill::Nearly
        } else {
            Fill::Open
        }
    }
}
