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
//! anywhere (verse, which its rhymes tell, or what its lines leave free; addresses, lists) a full one is an accident and stays: the narrower
//! the measure, the more lines must fill it. Rows of tables, headings of Markdown, cues of subtitles,
//! strings of translations, quotations, code and the source of troff are never joined. What an author's line ends look like is read off the text itself: how often
//! they have no full stop, and how often a small letter follows.

mod ends;
mod hard_breaks;
mod inside;
mod shapes;
mod verse;

use self::ends::{AUTHORS, Ends, Signs};
use self::hard_breaks::{has_hard_breaks, is_hard_break};
use self::inside::Inside;
use self::shapes::{first_word_of, shape_odds};
use self::verse::{
    Run, by_sentences, free_odds, has_stop, lacks_sentences, list_odds, narrow, narrow_in, probabilities, throughout,
    unless_list,
};
use super::evidence::{Evidence, KNOWN_CONTINUATION, is_running, may_be_names};
use super::hyphens::cuts_word;
use super::lines::{Line, SLACK, columns};
use super::measure::{Fill, Fills, first_word, is_marked, is_plain, runs};
use super::pairs::Pair;
use super::rhymes;
use super::signs::{Ending, Start, last_word};
use super::structure::{Kind, Setting, settings};
use crate::language::Knowledge;
use smallvec::SmallVec;

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
/// Marks from which on a text is held to mark its paragraphs; and what a capital behind a full stop says for a wrapped line in one that does
/// not: of the words that follow one three in four have a capital, but so has every paragraph.
const LEAST_MARKED: usize = 2;
const UNMARKED_STOP: f32 = 0.14;
/// Odds that a line was wrapped where no width tells.
const UNMEASURED: f32 = 0.1;
/// Lines of most paragraphs.
const SHORT: usize = 16;
/// Lines of a stretch that are asked for rhymes: more say nothing new.
const MOST_RHYMING: usize = 24;
/// What a text of so few lines says besides, as log odds: a cue of two lines, a stanza.
const FEW_LINES: f32 = -3.0;
const FEW: usize = 6;
/// What it says there besides, as log odds, that the next line begins with no word.
const NOISE: f32 = -4.0;
/// What a last word that leans on the next one says, as log odds: three in ten wrapped lines end in one, and one in a hundred
/// of an author's.
const LEANS: f32 = 3.4;
/// What two words say by how often they stand side by side, at least and at most, as log odds.
const ATTRACTION: (f32, f32) = (-1.5, 3.0);
/// The most that the words on both sides of a line end say.
const MOST_OF_WORDS: f32 = KNOWN_CONTINUATION;
const _: () = assert!(LEANS + ATTRACTION.1 <= MOST_OF_WORDS);
/// What it says for a line that it hangs below an item, as log odds: the most that shapes say for any.
const MOST_OF_SHAPE: f32 = 3.0;
/// Log odds against a line that begins something by how it is set: nothing else outweighs them.
const MARKED: f32 = 30.0;
/// What the sum of all odds is worth. Of 14,000 wrapped lines of Danish set in type those with odds of e^4 to e^5 were
/// right in 99.5 of 100 cases.
const TRUST: f32 = 1.2;

/// What the line ends of a text say together.
pub(super) struct Measures {
    fills: Fills,
    /// By pair: what its line end looks like.
    signs: Vec<Signs>,
    /// By pair: how lines end in its stretch.
    ends: Vec<Ends>,
    /// By pair: the probability that its stretch is a list without marks.
    lists: Vec<f32>,
    /// The odds that the whole text is verse or a list.
    throughout: f32,
    /// By line: how it is set.
    settings: Vec<Setting>,
    /// How words follow each other inside lines.
    inside: Inside,
    /// Whether paragraphs are parted by blank lines or by how they are set.
    are_marked: bool,
    /// Whether two spaces at a line's end are meant.
    has_hard_breaks: bool,
}

impl Measures {
    pub fn of(text: &str, lines: &[Line], kinds: &[Kind], pairs: &[Pair], evidence: &Evidence) -> Self {
        let settings = settings(text, lines, kinds, evidence.language());
        let fills = Fills::of(text, lines, kinds, pairs, &settings, evidence);
        let seen = |line: usize| &text[lines[line].text.clone()];
        let sign = |(at, pair): (usize, &Pair)| {
            if !pair.is_adjacent() {
                return Signs::unread(fills.fills[at]);
            }
            let (fill, first, second) = (fills.fills[at], seen(pair.first), seen(pair.second));
            let (measure, width) = (fills.measures[at], lines[pair.first].width);
            // What only lists are told by is asked of full lines alone.
            let is_full = matches!(fill, Fill::Full | Fill::Nearly);
            Signs {
                fill,
                ending: Ending::of(first, evidence),
                start: Start::of(second),
                leans: is_full && evidence.leans_on_next(last_word(first)),
                has_stop: is_full && has_stop(first),
                is_cut: is_full && cuts_word(first, second, evidence),
                measure,
                free: measure.saturating_sub(width),
                is_filled: width + columns(first_word(text, lines, pair)) >= measure,
                room: ((1.0 - SLACK) * measure as f32).max(width as f32) as usize - width,
            }
        };
        let signs: Vec<Signs> = pairs.iter().enumerate().map(sign).collect();
        let full = pairs.iter().zip(&signs).filter(|(_, signs)| signs.fill == Fill::Full);
        let inside = Inside::of(full.map(|(pair, _)| seen(pair.first)), evidence);
        let mut ends = Vec::with_capacity(pairs.len());
        let mut stretches = Vec::new();
        let mut text_ends = Ends::default();
        for run in runs(pairs, kinds) {
            let first = ends.len();
            let plain = (first..first + run.len()).filter(|&at| is_plain(&pairs[at], &settings, kinds));
            let mut run_ends = Ends::default();
            plain.clone().for_each(|at| run_ends.count(signs[at]));
            text_ends.add(run_ends, 1.0);
            ends.extend(run.iter().map(|_| run_ends));
            let plain: SmallVec<[Signs; SHORT]> = plain.map(|at| signs[at]).collect();
            // Of a stretch without plain line ends, as a paragraph a line is, there is nothing to tell.
            let (list, free) = match plain.is_empty() {
                true => (1.0, 1.0),
                false => (list_of_run(run, &plain, &inside, &seen, evidence), free_odds(plain.iter().copied())),
            };
            let widest = fills.measures[first..].iter().take(run.len()).copied().max().unwrap_or_default();
            let narrow = if fills.is_hyphenated { 0.0 } else { narrow(widest) };
            let lacks_sentences = lacks_sentences(run, &signs[first..first + run.len()], &seen, evidence);
            stretches.push(Run { length: run.len(), list, free, narrow, lacks_sentences });
        }
        let lists = probabilities(&stretches);
        let throughout = throughout(&stretches);
        let marked: usize =
            pairs.iter().filter(|pair| is_running(kinds[pair.first]) && is_marked(pair, &settings)).count();
        let unmarked = UNMARKED * MARKED_ALL_THE_SAME.powi(marked.min(30) as i32) + STRAY;
        text_ends.add(Ends { all: 1.0, supposed: AUTHORS_SHARE * unmarked, ..Ends::default() }, 1.0);
        let weight = TEXT_WEIGHT / text_ends.all;
        ends.iter_mut().for_each(|run_ends| run_ends.add(text_ends, weight));
        Self {
            fills,
            signs,
            ends,
            lists,
            throughout,
            settings,
            inside,
            are_marked: marked >= LEAST_MARKED,
            has_hard_breaks: has_hard_breaks(text, lines),
        }
    }

    /// The words on both sides of line ends that may be names, of which it is asked how they stand elsewhere.
    pub fn names<'t>(&self, text: &'t str, lines: &[Line], pairs: &[Pair]) -> impl Iterator<Item = &'t str> {
        let seen = |line: usize| &text[lines[line].text.clone()];
        let may_be = |signs: &Signs| signs.ending == Ending::Bare && signs.start == Start::Upper;
        let asked = pairs.iter().zip(&self.signs).filter(move |(pair, signs)| !pair.is_adjacent() || may_be(signs));
        let words = asked.map(move |(pair, _)| [last_word(seen(pair.first)), first_word_of(seen(pair.second))]);
        words.filter(|[last, next]| may_be_names(last, next)).flatten()
    }

    /// Whether nouns have capitals, so that a capital tells no name.
    pub fn has_capital_nouns(&self) -> bool {
        self.inside.has_capital_nouns()
    }

    /// How full the first line of a pair is.
    pub fn fill(&self, pair: usize) -> Fill {
        self.fills.fills[pair]
    }

    /// The probability that the stretch of a pair is a list without marks, or verse.
    pub fn list(&self, pair: usize) -> f32 {
        self.lists[pair]
    }

    /// The log odds that the first line of a pair was wrapped; `None` where nothing tells, or so much against it that no words
    /// could speak for it.
    pub fn odds(&self, at: usize, pair: &Pair, text: &str, lines: &[Line], evidence: &Evidence) -> Option<f32> {
        let Signs { ending, start, .. } = self.signs[at];
        let (first, second) = (&text[lines[pair.first].text.clone()], &text[lines[pair.second].text.clone()]);
        let may_be_known = ending == Ending::Bare && start == Start::Upper;
        let most_of_words = if ending == Ending::Bare { MOST_OF_WORDS } else { ATTRACTION.1 };
        // What costs most is asked last, and only where it could tell.
        let is_open = |signs: Option<f32>, most: f32| signs.is_some_and(|signs| signs + most >= 0.0);
        let ends = [self.end_odds(at, false), if may_be_known { self.end_odds(at, true) } else { None }];
        if !ends.iter().any(|ends| is_open(*ends, MOST_OF_SHAPE + most_of_words)) {
            return None;
        }
        let hard = if self.has_hard_breaks && is_hard_break(text, &lines[pair.first]) { MARKED } else { 0.0 };
        let shape = shape_odds(first, second, self.settings[pair.second], self.signs[at].fill, evidence) - hard;
        let are_few = pairs_are_few(&self.signs);
        let few = if are_few { FEW_LINES } else { 0.0 };
        let measure = self.fills.measures[at];
        // Few lines do not tell what all of them are.
        let narrow = match if are_few { narrow(measure) } else { narrow_in(measure, self.throughout) } {
            _ if self.fills.is_hyphenated => 0.0,
            odds if odds < 0.0 => odds + few,
            odds => odds,
        };
        let [signs, signs_if_known] = ends.map(|ends| ends.map(|ends| ends + shape + narrow));
        if !is_open(signs, most_of_words) && !is_open(signs_if_known, most_of_words) {
            return None;
        }
        let known = known_continuation(ending, first, second, evidence);
        let is_known = may_be_known && known.is_some();
        let signs = if is_known { signs_if_known } else { signs }?;
        let noise = if are_few && goes_on_in_noise(second, evidence) { NOISE } else { 0.0 };
        let odds = TRUST * (signs + attraction(ending, known, first, second, evidence) + noise);
        Some(if is_known { odds } else { unless_list(odds, self.lists[at]) })
    }

    /// What the end of the first line and the start of the second say, as log odds; where the archive knows that the one goes
    /// on with the other, or not. `None` where nothing tells.
    fn end_odds(&self, at: usize, is_known: bool) -> Option<f32> {
        let (ends, Signs { fill, ending, start, .. }) = (&self.ends[at], self.signs[at]);
        let by_ending = self.inside.ending(ending);
        let wrapped = (1.0 - (ends.open + ends.supposed) / ends.all) * by_ending;
        let by_end = match fill {
            // Without a measure only a continuation that the archive knows tells.
            Fill::Unknown if is_known => UNMEASURED * by_ending / AUTHORS.ending(ending),
            Fill::Unknown => return None,
            Fill::Full => wrapped / (ends.authors(ending) * self.fills.accident),
            Fill::Nearly => 0.05 * wrapped / (ends.authors(ending) * 0.12),
            Fill::Open => 0.002 * wrapped / ends.authors(ending),
        };
        let by_start = match start {
            // Where paragraphs have no marks a sentence that ends a line may end one.
            Start::Upper if ending == Ending::Stop && !self.are_marked && !is_known => {
                UNMARKED_STOP * (1.0 - AUTHORS.lower) / (AUTHORS.upper * (1.0 - ends.lower()))
            }
            // That the next word is a name is what the archive knows.
            _ if is_known => 1.0,
            Start::Lower => self.inside.start(ending, start) / ends.lower(),
            _ => {
                self.inside.start(ending, start) * (1.0 - AUTHORS.lower) / (AUTHORS.start(start) * (1.0 - ends.lower()))
            }
        };
        Some(f32::ln(by_end) + f32::ln(by_start))
    }
}

/// The odds that a stretch with these plain line ends is a list or verse, by how its lines end and begin, and by its rhymes.
fn list_of_run<'t>(
    run: &[Pair],
    plain: &[Signs],
    inside: &Inside,
    seen: &impl Fn(usize) -> &'t str,
    evidence: &Evidence,
) -> f32 {
    let (list, verse) = list_odds(plain.iter().copied(), inside);
    let ends_of_run = run.iter().map(|pair| pair.first).chain(run.last().map(|pair| pair.second));
    let verse = (verse * rhymes::odds(ends_of_run.map(seen).take(MOST_RHYMING))).clamp(1e-15, 1e15);
    list.max(verse * by_sentences(run, seen, evidence))
}

/// Whether a line begins with what is neither a word nor a name: it may be dirt, or of another column.
fn goes_on_in_noise(line: &str, evidence: &Evidence) -> bool {
    let word = first_word_of(line).trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_lowercase) && evidence.knowledge(word) == Knowledge::Unknown
}

/// Whether a text has so few lines that nothing tells how wide a column is.
fn pairs_are_few(signs: &[Signs]) -> bool {
    signs.len() < FEW
}

/// How much a name that goes on over the end of a line says, if the line ends so that one may.
pub(super) fn known_continuation(ending: Ending, first: &str, second: &str, evidence: &Evidence) -> Option<f32> {
    let may_go_on = ending == Ending::Bare;
    may_go_on.then(|| evidence.known_continuation(last_word(first), first_word_of(second))).flatten()
}

/// How much the words on both sides of a line that ends so want each other, as log odds; `known` is what a name says that goes on.
pub(super) fn attraction(ending: Ending, known: Option<f32>, first: &str, second: &str, evidence: &Evidence) -> f32 {
    if let Some(known) = known {
        return known;
    }
    let (last, next) = (last_word(first), first_word_of(second));
    let leans = if ending == Ending::Bare && evidence.leans_on_next(last) { LEANS } else { 0.0 };
    (0.7 * evidence.attraction(last, next)).clamp(ATTRACTION.0, ATTRACTION.1) + leans
}
