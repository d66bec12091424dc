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
//! anywhere (verse, which its rhymes tell, addresses, lists) a full one is an accident and stays. Rows of tables, headings of Markdown, cues of subtitles,
//! strings of translations, quotations and code are never joined. What an author's line ends look like is read off the text itself: how often
//! they have no full stop, and how often a small letter follows.

use crate::language::Knowledge;
use memchr::{memchr3_iter, memmem};

use super::evidence::{Evidence, KNOWN_CONTINUATION, is_running};
use super::lines::Line;
use super::measure::{Fill, Fills, NARROW, is_marked, is_plain, runs};
use super::pairs::Pair;
use super::rhymes;
use super::signs::{Ending, Start, ends_in_hyphen};
use super::structure::{Kind, Setting, asks_for_number, item_marker, settings};

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
/// How far the ends that an author made are taken to be like those that are seen; for the rest they are like any author's.
const LIKENESS: f32 = 0.9;
/// An author's line ends before a small letter: as if three had been seen, one in twenty of them so.
const AUTHORS_SEEN: f32 = 3.0;
const AUTHORS_LOWER: f32 = 0.15;
/// The odds that a stretch of full lines is a list without marks, each line of it an item, a question, a verse: in a text of
/// which nothing else is known; every paragraph that is none makes it less likely, down to the least.
const LIST: f32 = 0.01;
const LIST_BESIDE_PROSE: f32 = 0.3;
const LEAST_LIST: f32 = 0.0001;
/// A paragraph is none beyond doubt from this probability on.
const PROSE: f32 = 3e-3;
/// How much less likely verse, or what is written without capitals, is than prose to begin with a capital and end with a full
/// stop; and how much likelier not to.
const SENTENCES: f32 = 0.12;
const NO_SENTENCES: f32 = 6.0;
/// Shares of the line ends of prose and of lists whose last word leans on the next, of those without a sign; and of lines in
/// which a sentence ends.
const LEANING_PROSE: f32 = 0.3;
const LEANING_LIST: f32 = 0.01;
const INNER_STOP_PROSE: f32 = 0.25;
const INNER_STOP_VERSE: f32 = 0.03;
/// Odds that a line was wrapped where no width tells.
const UNMEASURED: f32 = 0.1;
/// What narrow lines without a hyphen say, as log odds: for any measure below [`NARROW`], and for each column.
const VERSE: f32 = -2.0;
const VERSE_A_COLUMN: f32 = -0.45;
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

/// How often lines end in each way and begin in each way: where a printer wrapped them, and where an author ended them.
/// Wrapped lines as in Danish prose; an author's as in headings, lists and ends of paragraphs.
struct Usage {
    stop: f32,
    colon: f32,
    comma: f32,
    bare: f32,
    lower: f32,
    upper: f32,
    other: f32,
}

const WRAPPED: Usage = Usage { stop: 0.07, colon: 0.01, comma: 0.08, bare: 0.84, lower: 0.8, upper: 0.14, other: 0.06 };
/// As in verse and in what is written without capitals.
const VERSES: Usage = Usage { stop: 0.05, colon: 0.02, comma: 0.15, bare: 0.78, lower: 0.9, upper: 0.05, other: 0.05 };
const AUTHORS: Usage = Usage { stop: 0.42, colon: 0.08, comma: 0.02, bare: 0.48, lower: 0.06, upper: 0.74, other: 0.2 };

impl Usage {
    fn ending(&self, ending: Ending) -> f32 {
        match ending {
            Ending::Stop => self.stop,
            Ending::Colon => self.colon,
            Ending::Comma => self.comma,
            Ending::Bare => self.bare,
        }
    }

    fn start(&self, start: Start) -> f32 {
        match start {
            Start::Lower => self.lower,
            Start::Upper => self.upper,
            Start::Other => self.other,
        }
    }
}

/// What a line end looks like.
#[derive(Clone, Copy, Debug)]
struct Signs {
    fill: Fill,
    ending: Ending,
    start: Start,
    /// Whether the line's last word leans on the next one.
    leans: bool,
    /// Whether a sentence ends inside the line.
    has_stop: bool,
    /// Whether the line ends inside a word.
    is_cut: bool,
    /// The columns that the line leaves free.
    free: usize,
}

/// Counts of line ends, and of those that are open, which an author made: by how they end, and before a small letter. Nearly
/// full ones are not counted: they may be either.
#[derive(Clone, Copy, Debug, Default)]
struct Ends {
    all: f32,
    open: f32,
    stop: f32,
    colon: f32,
    comma: f32,
    bare: f32,
    lower: f32,
    /// Open ones that are only supposed.
    supposed: f32,
}

impl Ends {
    fn add(&mut self, other: Self, weight: f32) {
        self.all += weight * other.all;
        self.open += weight * other.open;
        self.stop += weight * other.stop;
        self.colon += weight * other.colon;
        self.comma += weight * other.comma;
        self.bare += weight * other.bare;
        self.lower += weight * other.lower;
        self.supposed += weight * other.supposed;
    }

    fn count(&mut self, signs: Signs) {
        match signs.fill {
            Fill::Full => self.all += 1.0,
            Fill::Open => {
                self.all += 1.0;
                self.open += 1.0;
                let ending = match signs.ending {
                    Ending::Stop => &mut self.stop,
                    Ending::Colon => &mut self.colon,
                    Ending::Comma => &mut self.comma,
                    Ending::Bare => &mut self.bare,
                };
                *ending += 1.0;
                self.lower += f32::from(u8::from(signs.start == Start::Lower));
            }
            Fill::Nearly | Fill::Unknown => {}
        }
    }

    /// The share of all line ends that an author made and ended so.
    fn authors(&self, ending: Ending) -> f32 {
        let seen = match ending {
            Ending::Stop => self.stop,
            Ending::Colon => self.colon,
            Ending::Comma => self.comma,
            Ending::Bare => self.bare,
        };
        let any = (1.0 - LIKENESS) * self.open + self.supposed;
        (LIKENESS * seen + any * AUTHORS.ending(ending)) / self.all
    }

    /// The share of an author's line ends that stand before a small letter.
    fn lower(&self) -> f32 {
        (self.lower + AUTHORS_LOWER) / (self.open + AUTHORS_SEEN)
    }
}

/// What the line ends of a text say together.
pub(super) struct Measures {
    fills: Fills,
    /// By pair: what its line end looks like.
    signs: Vec<Signs>,
    /// By pair: how lines end in its stretch.
    ends: Vec<Ends>,
    /// By pair: the probability that its stretch is a list without marks.
    lists: Vec<f32>,
    /// By line: how it is set.
    settings: Vec<Setting>,
    /// Whether two spaces at a line's end are meant.
    has_hard_breaks: bool,
}

impl Measures {
    pub fn of(text: &str, lines: &[Line], kinds: &[Kind], pairs: &[Pair], evidence: &Evidence) -> Self {
        let settings = settings(text, lines, kinds, evidence.language());
        let fills = Fills::of(text, lines, kinds, pairs, &settings);
        let seen = |line: usize| &text[lines[line].text.clone()];
        let sign = |(at, pair): (usize, &Pair)| {
            let (fill, first, second) = (fills.fills[at], seen(pair.first), seen(pair.second));
            // What only lists are told by is asked of full lines alone.
            let is_full = matches!(fill, Fill::Full | Fill::Nearly);
            Signs {
                fill,
                ending: Ending::of(first, evidence),
                start: Start::of(second),
                leans: is_full && evidence.leans_on_next(last_word(first)),
                has_stop: is_full && has_stop(first),
                is_cut: is_full && ends_in_hyphen(first),
                free: fills.measures[at].saturating_sub(lines[pair.first].width),
            }
        };
        let signs: Vec<Signs> = pairs.iter().enumerate().map(sign).collect();
        let mut ends = Vec::with_capacity(pairs.len());
        let mut lists = Vec::with_capacity(pairs.len());
        let mut text_ends = Ends::default();
        let mut prose = 0_u32;
        for run in runs(pairs, kinds) {
            let first = ends.len();
            let plain = (first..first + run.len()).filter(|&at| is_plain(&pairs[at], &settings, kinds));
            let mut run_ends = Ends::default();
            plain.clone().for_each(|at| run_ends.count(signs[at]));
            text_ends.add(run_ends, 1.0);
            ends.extend(run.iter().map(|_| run_ends));
            let (list, verse) = list_odds(plain.map(|at| signs[at]));
            let ends_of_run = run.iter().map(|pair| pair.first).chain(run.last().map(|pair| pair.second));
            let verse = (verse * rhymes::odds(ends_of_run.map(seen).take(MOST_RHYMING))).clamp(1e-15, 1e15);
            let list = list.max(verse * by_sentences(run, &seen, evidence));
            prose += u32::from(list * LIST < PROSE);
            lists.extend(run.iter().map(|_| list));
        }
        let prior = (LIST * LIST_BESIDE_PROSE.powi(prose.min(99) as i32)).max(LEAST_LIST);
        lists.iter_mut().for_each(|list| *list = prior * *list / (1.0 + prior * *list));
        let marked = pairs.iter().filter(|pair| is_running(kinds[pair.first]) && is_marked(pair, &settings)).count();
        let unmarked = UNMARKED * MARKED_ALL_THE_SAME.powi(marked.min(30) as i32) + STRAY;
        text_ends.add(Ends { all: 1.0, supposed: AUTHORS_SHARE * unmarked, ..Ends::default() }, 1.0);
        let weight = TEXT_WEIGHT / text_ends.all;
        ends.iter_mut().for_each(|run_ends| run_ends.add(text_ends, weight));
        Self { fills, signs, ends, lists, settings, has_hard_breaks: has_hard_breaks(text, lines) }
    }

    /// How full the first line of a pair is.
    pub fn fill(&self, pair: usize) -> Fill {
        self.fills.fills[pair]
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
        let shape = shape_odds(first, second, self.settings[pair.second], evidence) - hard;
        let are_few = pairs_are_few(&self.signs);
        let few = if are_few { FEW_LINES } else { 0.0 };
        let narrow = match verse(self.fills.measures[at]) {
            _ if self.fills.is_hyphenated => 0.0,
            odds if odds < 0.0 => odds + few,
            odds => odds,
        };
        let [signs, signs_if_known] = ends.map(|ends| ends.map(|ends| ends + shape + narrow));
        if !is_open(signs, most_of_words) && !is_open(signs_if_known, most_of_words) {
            return None;
        }
        let is_known = may_be_known && evidence.known_continuation(last_word(first), first_word_of(second)).is_some();
        let signs = if is_known { signs_if_known } else { signs }?;
        let noise = if are_few && goes_on_in_noise(second, evidence) { NOISE } else { 0.0 };
        let odds = TRUST * (signs + attraction(first, second, evidence) + noise);
        Some(if is_known { odds } else { unless_list(odds, self.lists[at]) })
    }

    /// What the end of the first line and the start of the second say, as log odds; where the archive knows that the one goes
    /// on with the other, or not. `None` where nothing tells.
    fn end_odds(&self, at: usize, is_known: bool) -> Option<f32> {
        let (ends, Signs { fill, ending, start, .. }) = (&self.ends[at], self.signs[at]);
        let wrapped = (1.0 - (ends.open + ends.supposed) / ends.all) * WRAPPED.ending(ending);
        let by_end = match fill {
            // Without a measure only a continuation that the archive knows tells.
            Fill::Unknown if is_known => UNMEASURED * WRAPPED.ending(ending) / AUTHORS.ending(ending),
            Fill::Unknown => return None,
            Fill::Full => wrapped / (ends.authors(ending) * self.fills.accident),
            Fill::Nearly => 0.05 * wrapped / (ends.authors(ending) * 0.12),
            Fill::Open => 0.002 * wrapped / ends.authors(ending),
        };
        let by_start = match start {
            // That the next word is a name is what the archive knows.
            _ if is_known => 1.0,
            Start::Lower => WRAPPED.lower / ends.lower(),
            _ => WRAPPED.start(start) * (1.0 - AUTHORS.lower) / (AUTHORS.start(start) * (1.0 - ends.lower())),
        };
        Some(f32::ln(by_end) + f32::ln(by_start))
    }
}

/// The odds that a stretch is a list without marks, and that it is verse, beside a paragraph: from every line end of it, the
/// one that is asked about as well. What is open an author ended, in either.
fn list_odds(signs: impl Iterator<Item = Signs>) -> (f32, f32) {
    let (mut list, mut verse) = (1.0_f32, 1.0_f32);
    for signs in signs.filter(|signs| matches!(signs.fill, Fill::Full | Fill::Nearly)) {
        let share = |holds: bool, share: f32| if holds { share } else { 1.0 - share };
        let leans = |usual: f32| if signs.ending == Ending::Bare { share(signs.leans, usual) } else { 1.0 };
        let odds = |usage: &Usage| {
            usage.ending(signs.ending) * leans(LEANING_LIST) * usage.start(signs.start) * full_by_accident(signs.free)
        };
        let prose = WRAPPED.ending(signs.ending)
            * leans(LEANING_PROSE)
            * WRAPPED.start(signs.start)
            * if signs.fill == Fill::Full { 0.97 } else { 0.025 };
        // Nobody's verse or item ends inside a word.
        let prose = if signs.is_cut { 100.0 * prose } else { prose };
        list = (list * odds(&AUTHORS) / prose).clamp(1e-15, 1e15);
        // Questions with their answers have full stops inside the line as prose has, verse hardly.
        let stops = share(signs.has_stop, INNER_STOP_VERSE) / share(signs.has_stop, INNER_STOP_PROSE);
        verse = (verse * stops * odds(&VERSES) / prose).clamp(1e-15, 1e15);
    }
    (list, verse)
}

/// What the first and the last line of a stretch say for verse against prose.
fn by_sentences<'t>(run: &[Pair], seen: &impl Fn(usize) -> &'t str, evidence: &Evidence) -> f32 {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return 1.0 };
    let is_sentence = Start::of(seen(first.first)) == Start::Upper
        && matches!(Ending::of(seen(last.second), evidence), Ending::Stop | Ending::Colon);
    if is_sentence { SENTENCES } else { NO_SENTENCES }
}

/// Whether a sentence ends and another begins inside a line.
fn has_stop(line: &str) -> bool {
    let begins = |stop: usize| {
        let next = line[stop + 1..].strip_prefix(' ').and_then(|next| next.chars().next());
        next.is_some_and(char::is_uppercase)
    };
    memchr3_iter(b'.', b'?', b'!', line.as_bytes()).any(begins)
}

/// The probability that the word after a line does not fit beside it where lines end anywhere: that it is longer than what is
/// free. Words of running Danish, counted.
fn full_by_accident(free: usize) -> f32 {
    const LONGER: [f32; 13] = [0.97, 0.97, 0.95, 0.78, 0.57, 0.48, 0.39, 0.31, 0.25, 0.2, 0.15, 0.12, 0.1];
    LONGER[free.min(LONGER.len() - 1)]
}

/// Log odds that hold in prose, where the stretch may be a list instead.
fn unless_list(odds: f32, list: f32) -> f32 {
    let wrapped = (1.0 - list) / (1.0 + (-odds).exp());
    (wrapped / (1.0 - wrapped).max(1e-9)).max(1e-9).ln().min(odds)
}

/// Whether a text has so few lines that nothing tells how wide a column is.
/// Whether a line begins with what is neither a word nor a name: it may be dirt, or of another column.
fn goes_on_in_noise(line: &str, evidence: &Evidence) -> bool {
    let word = first_word_of(line).trim_matches(|c: char| !c.is_alphanumeric());
    word.starts_with(char::is_lowercase) && evidence.knowledge(word) == Knowledge::Unknown
}

fn pairs_are_few(signs: &[Signs]) -> bool {
    signs.len() < FEW
}

/// The log odds that lines of so many columns are prose where no hyphen ends any.
fn verse(measure: usize) -> f32 {
    let lacking = NARROW.saturating_sub(measure) as f32;
    if measure == 0 || lacking == 0.0 { 0.0 } else { VERSE + VERSE_A_COLUMN * lacking }
}

/// What the shapes of the two lines say, as log odds.
fn shape_odds(first: &str, second: &str, setting: Setting, evidence: &Evidence) -> f32 {
    let mut odds = 0.0;
    let marker_of = |seen| item_marker(seen, evidence.language());
    if let Some(marker) = marker_of(second)
        && setting == Setting::Start
        && !asks_for_number(first, evidence.language())
    {
        let is_dash = matches!(marker, "- " | "– " | "— ");
        let goes_on = is_dash
            && Ending::of(first, evidence) == Ending::Bare
            && Start::of(&second[marker.len()..]) == Start::Lower;
        odds -= if goes_on && marker_of(first) != Some(marker) { 3.0 } else { MARKED };
    }
    if setting == Setting::Start && marker_of(second).is_none() {
        odds -= MARKED;
    }
    // Items of most lists are lines of their own; what hangs below one goes on with it.
    if setting == Setting::Hanging && marker_of(first).is_some() {
        odds += MOST_OF_SHAPE;
    } else if marker_of(first).is_some() && marker_of(second).is_none() {
        odds -= 1.5;
    }
    // `Andersen, Hans, 12, 45`: entries of a register end in numbers.
    if first.ends_with(|c: char| c.is_ascii_digit()) && Start::of(second) == Start::Upper {
        odds -= 3.0;
    }
    // A hard break of Markdown, a line of a shell that goes on; a formula or a setting.
    if first.ends_with('\\') {
        odds -= MARKED;
    }
    if first.ends_with(" =") {
        odds -= 7.0;
    }
    if is_key(second) {
        odds -= 3.0;
    }
    if is_entry(first) && is_entry(second) {
        odds -= 7.0;
    }
    if begin_alike(first, second) {
        odds -= 7.0;
    }
    if has_same_numbers(first, second) {
        odds -= 7.0;
    }
    if is_capitals(first) && !is_capitals(second) {
        odds -= 4.0;
    }
    odds
}

/// Whether two spaces end a line, as Markdown marks a line end that is meant.
fn is_hard_break(text: &str, line: &Line) -> bool {
    let rest = text[line.text.end..].strip_prefix("  ").unwrap_or_default();
    !line.is_blank() && rest.starts_with(['\n', '\r'])
}

/// Whether a text has such line ends, and most of its lines end in no space at all: programs that leave one leave it anywhere.
fn has_hard_breaks(text: &str, lines: &[Line]) -> bool {
    if ["  \n", "  \r"].iter().all(|end| memmem::find(text.as_bytes(), end.as_bytes()).is_none()) {
        return false;
    }
    let seen = || lines.iter().filter(|line| !line.is_blank());
    let is_spaced = |line: &&Line| text[line.text.end..].starts_with([' ', '\t']);
    let hard = seen().filter(|line| is_hard_break(text, line)).count();
    let spaced = seen().filter(is_spaced).count();
    hard > 0 && hard == spaced && (2 * spaced <= seen().count() || is_markdown(text, lines))
}

/// Whether a text has a heading or a link as Markdown writes them.
fn is_markdown(text: &str, lines: &[Line]) -> bool {
    text.contains("](")
        || lines
            .iter()
            .any(|line| text[line.text.clone()].starts_with("# ") || text[line.text.clone()].starts_with("## "))
}

/// How much the words on both sides want each other, as log odds.
pub(super) fn attraction(first: &str, second: &str, evidence: &Evidence) -> f32 {
    let (last, next) = (last_word(first), first_word_of(second));
    let is_bare = Ending::of(first, evidence) == Ending::Bare;
    if is_bare && let Some(known) = evidence.known_continuation(last, next) {
        return known;
    }
    let leans = if is_bare && evidence.leans_on_next(last) { LEANS } else { 0.0 };
    (0.7 * evidence.attraction(last, next)).clamp(ATTRACTION.0, ATTRACTION.1) + leans
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

/// Whether a line begins with one word and a colon, as entries of glossaries and settings do: `bark: det yderste lag`.
fn is_entry(seen: &str) -> bool {
    let Some((key, rest)) = seen.split_once(':') else { return false };
    !key.is_empty() && rest.starts_with(' ') && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// Whether both lines begin with the same word, or both with a number: entries of a list.
fn begin_alike(first: &str, second: &str) -> bool {
    let (one, two) = (first_word_of(first), first_word_of(second));
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    (one.len() > 2 && one.to_lowercase() == two.to_lowercase()) || (is_number(one) && is_number(two))
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
