//! Lines that a printer wrapped become one line a paragraph; lines that an author broke stay.
//!
//! **Why it is damage.** A line end that only the width of a page asked for says nothing, but it parts a sentence for every
//! program that reads line by line, and hides a phrase from every search.
//!
//! **Example.** `Udvalget drøftede sagen og⏎besluttede at udsætte den.` → one line.
//!
//! **When it is certain.** A line is full when the first word of the next one would not have fitted beside it. Where nearly
//! all lines of a stretch are full, a full line was wrapped, unless its end and the next one's start say otherwise: a full
//! stop before a capital where paragraphs are not set apart, an item of a list, an indented first line. Where lines end
//! anywhere (verse, addresses, lists) a full one is an accident and stays. Rows of tables, headings of Markdown,
//! quotations and code are never joined. What an author's line ends look like is read off the text itself: how often
//! they have no full stop, and how often a small letter follows.

use super::evidence::{Evidence, is_running};
use super::gaps::Pair;
use super::lines::{Line, columns};
use super::structure::{Kind, asks_for_number, item_marker, starts};

/// A line of more columns is none of a printed page.
const WIDEST: usize = 160;
/// Lines of fewer columns are no measure.
const NARROWEST: usize = 20;
/// How many lines to either side share a measure.
const WINDOW: usize = 6;
/// A stretch of fewer lines has the measure of the text.
const SHORT_RUN: usize = 4;
/// The text has a measure where so many lines fill it, and so large a share of all; or where all do and they are wide, or
/// hyphens end some.
const LEAST_FULL: f32 = 3.0;
const LEAST_SHARE: f32 = 0.4;
/// Printed letters differ in width: a line counts as full if it lacks no more than this share of the measure.
const SLACK: f32 = 0.06;
/// What the text as a whole weighs beside a stretch, in lines.
const TEXT_WEIGHT: f32 = 12.0;

/// The share of line ends that are an author's, before any is seen, as if one had been.
const AUTHORS_SHARE: f32 = 0.2;
/// How likely it is that a text parts its paragraphs by line ends alone, at least now and then, and how likely such a text
/// marks one all the same: by a blank line, an indentation, the sign of a list. Every mark makes it less likely that
/// there are paragraphs without one.
const UNMARKED: f32 = 0.5;
const MARKED_ALL_THE_SAME: f32 = 0.25;
/// Paragraphs that even a text of marked ones has without a mark.
const STRAY: f32 = 0.0005;
/// What is taken for granted of an author's line ends, as if three had been seen: half have no sign, one in sixty a comma,
/// one in twenty stands before a small letter.
const AUTHORS: Ends = Ends { all: 0.0, open: 3.0, bare: 1.5, comma: 0.05, lower: 0.15 };

/// Printed columns narrower than this have hyphens; verse has none, and its lines are full by accident.
const NARROW: usize = 50;
/// What that says, as log odds: for any narrower measure, and for each column.
const VERSE: f32 = -2.0;
const VERSE_A_COLUMN: f32 = -0.45;

/// Log odds against a line that begins something by how it is set: nothing else outweighs them.
const MARKED: f32 = 30.0;

/// Odds that a line was wrapped where no width tells.
const UNMEASURED: f32 = 0.1;

/// What the sum of all odds is worth. Of 14,000 wrapped lines of Danish set in type those with odds of e^4 to e^5 were
/// right in 99.5 of 100 cases.
const TRUST: f32 = 1.2;

/// How lines end: counts of line ends, of those that are open (which an author made), and of these those without a full
/// stop and those before a small letter. Nearly full ones are not counted: they may be either.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    all: f32,
    open: f32,
    bare: f32,
    comma: f32,
    lower: f32,
}

impl Ends {
    fn add(&mut self, other: Self, weight: f32) {
        self.all += weight * other.all;
        self.open += weight * other.open;
        self.bare += weight * other.bare;
        self.comma += weight * other.comma;
        self.lower += weight * other.lower;
    }
}

/// How the end of a line is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// A full stop, or what does its work.
    Stop,
    Colon,
    Comma,
    /// No sign.
    Bare,
}

impl Ending {
    pub fn of(seen: &str, evidence: &Evidence) -> Self {
        match seen.trim_end_matches(['"', '”', '“', '»', '«', '\'', '’', ')', ']']).chars().next_back() {
            Some('.') if evidence.is_abbreviation(seen.rsplit(' ').next().unwrap_or_default()) => Self::Bare,
            Some('.' | '!' | '?' | '…') => Self::Stop,
            Some(':') => Self::Colon,
            Some(',' | ';') => Self::Comma,
            _ => Self::Bare,
        }
    }
}

/// How a line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Lower,
    Upper,
    Other,
}

impl Start {
    pub fn of(seen: &str) -> Self {
        match seen.trim_start_matches(['"', '”', '“', '»', '«', '\'', '(']).chars().next() {
            Some('–' | '—' | '-') => seen.split_once(' ').map_or(Self::Other, |(_, rest)| Self::of(rest)),
            Some(c) if c.is_lowercase() => Self::Lower,
            Some(c) if c.is_uppercase() => Self::Upper,
            _ => Self::Other,
        }
    }
}

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

/// What the widths of a text's lines say.
pub(super) struct Measures {
    /// By pair: how full its first line is.
    fills: Vec<Fill>,
    /// By pair: how lines end in its stretch.
    ends: Vec<Ends>,
    /// The share of lines that an author ended and that are full by accident.
    accident: f32,
    /// By pair: the columns that its first line could fill; 0 where nothing tells.
    measures: Vec<usize>,
    /// Whether any line ends in a hyphen.
    is_hyphenated: bool,
    /// By line: whether it begins something by how it is set.
    starts: Vec<bool>,
}

impl Measures {
    pub fn of(text: &str, lines: &[Line], kinds: &[Kind], pairs: &[Pair], evidence: &Evidence) -> Self {
        let starts = starts(lines, kinds);
        let measure = text_measure(text, lines, kinds, pairs, &starts);
        let mut fills = Vec::with_capacity(pairs.len());
        let mut ends = Vec::with_capacity(pairs.len());
        let mut widths_to_fill = Vec::with_capacity(pairs.len());
        let mut text_ends = Ends::default();
        let (mut words, mut widths) = (0.0, 0.0);
        for run in runs(pairs, kinds) {
            let measures = run_measures(run, lines, kinds, measure);
            let mut run_ends = Ends::default();
            for (pair, measure) in run.iter().zip(&measures) {
                let fill = fill(text, lines, pair, *measure);
                fills.push(fill);
                widths_to_fill.push(measure.unwrap_or_default());
                if matches!(fill, Fill::Full | Fill::Open) && is_plain(pair, &starts, kinds) {
                    run_ends.add(end(text, lines, pair, fill, evidence), 1.0);
                    words += columns(first_word(text, lines, pair)) as f32 + 1.0;
                    widths += measure.unwrap_or_default() as f32;
                }
            }
            text_ends.add(run_ends, 1.0);
            ends.extend(run.iter().map(|_| run_ends));
        }
        let marked = pairs.iter().filter(|pair| is_running(kinds[pair.first]) && is_marked(pair, &starts)).count();
        let unmarked = UNMARKED * MARKED_ALL_THE_SAME.powi(marked.min(30) as i32) + STRAY;
        text_ends.add(Ends { all: 1.0, open: AUTHORS_SHARE * unmarked, ..Ends::default() }, 1.0);
        let weight = TEXT_WEIGHT / text_ends.all;
        for run_ends in &mut ends {
            run_ends.add(text_ends, weight);
        }
        let accident = if widths > 0.0 { words / widths + SLACK } else { 0.2 };
        Self {
            fills,
            ends,
            accident: accident.clamp(0.05, 0.6),
            measures: widths_to_fill,
            is_hyphenated: is_hyphenated(text, lines, pairs),
            starts,
        }
    }

    /// How full the first line of a pair is.
    pub fn fill(&self, pair: usize) -> Fill {
        self.fills[pair]
    }

    /// The log odds that the first line of a pair was wrapped; `None` where nothing tells.
    pub fn odds(&self, at: usize, pair: &Pair, text: &str, lines: &[Line], evidence: &Evidence) -> Option<f32> {
        let ends = self.ends[at];
        let (first, second) = (&text[lines[pair.first].text.clone()], &text[lines[pair.second].text.clone()]);
        let open = ends.open / ends.all;
        let by_author = match self.fills[at] {
            // Without a measure only a continuation that the archive knows tells.
            Fill::Unknown => {
                evidence.known_continuation(last_word(first), first_word_of(second)).map(|_| UNMEASURED)?
            }
            Fill::Full => (1.0 - open) / (open * self.accident),
            Fill::Nearly => 0.05 * (1.0 - open) / (open * 0.12),
            Fill::Open => 0.002 * (1.0 - open) / open,
        };
        let mut authors = ends;
        authors.add(AUTHORS, 1.0);
        let (bare, comma) = (authors.bare / authors.open, authors.comma / authors.open);
        let by_ending = match Ending::of(first, evidence) {
            Ending::Stop => 0.07 / (1.0 - bare - comma).max(0.05),
            Ending::Colon => 0.1,
            Ending::Comma => 0.08 / comma,
            Ending::Bare => 0.85 / bare,
        };
        let lower = authors.lower / authors.open;
        let is_known = evidence.known_continuation(last_word(first), first_word_of(second)).is_some();
        let by_start = match Start::of(second) {
            // That the next word is a name is what the archive knows.
            _ if is_known => 1.0,
            Start::Lower => 0.82 / lower,
            Start::Upper => 0.14 / (0.9 * (1.0 - lower)),
            Start::Other => 0.6,
        };
        let shape = shape_odds(first, second, self.starts[pair.second], evidence);
        let narrow = if self.is_hyphenated { 0.0 } else { verse(self.measures[at]) };
        let words = attraction(first, second, evidence);
        Some(TRUST * (f32::ln(by_author) + f32::ln(by_ending) + f32::ln(by_start) + shape + narrow + words))
    }
}

/// What the shapes of the two lines say, as log odds.
fn shape_odds(first: &str, second: &str, starts: bool, evidence: &Evidence) -> f32 {
    let mut odds = 0.0;
    if let Some(marker) = item_marker(second)
        && !asks_for_number(first)
    {
        let is_dash = matches!(marker, "- " | "– " | "— ");
        let goes_on = is_dash
            && Ending::of(first, evidence) == Ending::Bare
            && Start::of(&second[marker.len()..]) == Start::Lower;
        odds -= if goes_on && item_marker(first) != Some(marker) { 3.0 } else { MARKED };
    }
    if starts && item_marker(second).is_none() {
        odds -= MARKED;
    }
    // Items of most lists are lines of their own.
    if item_marker(first).is_some() && item_marker(second).is_none() {
        odds -= 1.5;
    }
    if is_key(second) {
        odds -= 3.0;
    }
    if has_same_numbers(first, second) {
        odds -= 7.0;
    }
    if is_capitals(first) && !is_capitals(second) {
        odds -= 4.0;
    }
    odds
}

/// Whether both lines are prose with nothing but a line end between them.
fn is_plain(pair: &Pair, starts: &[bool], kinds: &[Kind]) -> bool {
    is_running(kinds[pair.first]) && kinds[pair.second] == Kind::Prose && !is_marked(pair, starts)
}

/// Whether the second line begins something new: behind a blank line, with an indentation, as an item of a list.
fn is_marked(pair: &Pair, starts: &[bool]) -> bool {
    !pair.is_adjacent() || starts[pair.second]
}

/// The pairs stretch by stretch: a stretch ends at a blank line, at a page, and where prose does.
fn runs<'p>(pairs: &'p [Pair], kinds: &'p [Kind]) -> impl Iterator<Item = &'p [Pair]> {
    pairs.chunk_by(move |one, two| one.is_adjacent() && two.is_adjacent() && is_running(kinds[two.first]))
}

/// The log odds that lines of so many columns are prose where no hyphen ends any.
fn verse(measure: usize) -> f32 {
    let lacking = NARROW.saturating_sub(measure) as f32;
    if measure == 0 || lacking == 0.0 { 0.0 } else { VERSE + VERSE_A_COLUMN * lacking }
}

/// Whether any line ends in a hyphen.
fn is_hyphenated(text: &str, lines: &[Line], pairs: &[Pair]) -> bool {
    pairs.iter().any(|pair| text[..lines[pair.first].text.end].ends_with(['-', '¬', '\u{ad}', '⸗', '=', '‐']))
}

/// The columns that the lines of the text fill, if they fill any.
fn text_measure(text: &str, lines: &[Line], kinds: &[Kind], pairs: &[Pair], starts: &[bool]) -> Option<usize> {
    let plain = || pairs.iter().filter(|pair| is_plain(pair, starts, kinds));
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
    let is_short = full == all && (measure >= NARROW || is_hyphenated(text, lines, pairs));
    (is_short || (full >= LEAST_FULL && full >= LEAST_SHARE * all)).then_some(measure)
}

/// For each pair of a stretch the columns that its first line could fill.
fn run_measures(run: &[Pair], lines: &[Line], kinds: &[Kind], measure: Option<usize>) -> Vec<Option<usize>> {
    let width = |pair: &Pair| if is_running(kinds[pair.first]) { lines[pair.first].width } else { 0 };
    if run.len() + 1 < SHORT_RUN {
        return run.iter().map(|pair| measure.filter(|measure| width(pair) <= measure + measure / 10)).collect();
    }
    let widest = |at: usize| {
        let window = &run[at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(run.len())];
        let widths = window.iter().map(width).filter(|width| *width <= WIDEST);
        let last = window.last().map(|pair| lines[pair.second].width).filter(|width| *width <= WIDEST);
        widths.chain(last).max().filter(|width| *width >= NARROWEST)
    };
    // A short stretch of narrow lines in a text of wide ones has no measure of its own.
    let is_narrow =
        |widest: usize| run.len() < 2 * SHORT_RUN && measure.is_some_and(|measure| 4 * widest < 3 * measure);
    (0..run.len())
        .map(|at| widest(at).map(|widest| if is_narrow(widest) { measure.unwrap_or(widest) } else { widest }))
        .collect()
}

fn first_word<'t>(text: &'t str, lines: &[Line], pair: &Pair) -> &'t str {
    text[lines[pair.second].text.clone()].split(' ').next().unwrap_or_default()
}

fn fill(text: &str, lines: &[Line], pair: &Pair, measure: Option<usize>) -> Fill {
    let Some(measure) = measure else { return Fill::Unknown };
    let line = &lines[pair.first];
    let ends_in_hyphen = text[..line.text.end].ends_with('-');
    let fit = line.width + 1 + columns(first_word(text, lines, pair));
    let measure = measure as f32;
    if line.width > WIDEST {
        Fill::Unknown
    } else if ends_in_hyphen || fit as f32 > measure * (1.0 - SLACK) {
        Fill::Full
    } else if fit as f32 > measure * (1.0 - 3.0 * SLACK) {
        Fill::Nearly
    } else {
        Fill::Open
    }
}

/// A line end, counted.
fn end(text: &str, lines: &[Line], pair: &Pair, fill: Fill, evidence: &Evidence) -> Ends {
    let one = |holds: bool| f32::from(u8::from(holds));
    let open = one(fill == Fill::Open);
    let ending = Ending::of(&text[lines[pair.first].text.clone()], evidence);
    let bare = open * one(ending == Ending::Bare);
    let comma = open * one(ending == Ending::Comma);
    let lower = open * one(Start::of(&text[lines[pair.second].text.clone()]) == Start::Lower);
    Ends { all: 1.0, open, bare, comma, lower }
}

/// How much the words on both sides want each other, as log odds.
pub(super) fn attraction(first: &str, second: &str, evidence: &Evidence) -> f32 {
    let (last, next) = (last_word(first), first_word_of(second));
    let is_bare = Ending::of(first, evidence) == Ending::Bare;
    if let Some(known) = evidence.known_continuation(last, next).filter(|_| is_bare) {
        return known;
    }
    let wants = if is_bare { (0.7 * evidence.wants_more(last)).clamp(-1.0, 3.0) } else { 0.0 };
    (0.7 * evidence.attraction(last, next)).clamp(-1.5, 3.0) + wants
}

fn last_word(line: &str) -> &str {
    line.rsplit(' ').next().unwrap_or_default()
}

/// The word that a line begins with, without signs behind it.
fn first_word_of(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default().trim_end_matches([',', '.', ':', ';', '?', '!'])
}

/// Whether a line begins with a key: `Dato: 3. maj`.
fn is_key(seen: &str) -> bool {
    let Some((key, _)) = seen.split_once(':') else { return false };
    key.len() <= 30 && key.starts_with(char::is_uppercase) && key.split(' ').count() <= 3 && !key.contains(['.', ','])
}

/// Whether both lines begin with a token that has digits and is built alike: entries of a log, of an index.
fn has_same_numbers(first: &str, second: &str) -> bool {
    let shape = |line: &str| -> Option<String> {
        let token = line.split(' ').next()?;
        let shape = |c: char| match c {
            '0'..='9' => '9',
            c if c.is_alphabetic() => 'a',
            c => c,
        };
        token.contains(|c: char| c.is_ascii_digit()).then(|| token.chars().map(shape).collect())
    };
    shape(first).is_some_and(|one| shape(second) == Some(one))
}

fn is_capitals(seen: &str) -> bool {
    seen.chars().any(char::is_uppercase) && !seen.chars().any(char::is_lowercase)
}
