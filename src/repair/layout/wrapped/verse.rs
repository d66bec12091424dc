//! Whether a stretch of lines is a list without marks, or verse.

use super::super::evidence::Evidence;
use super::super::measure::{Fill, NARROW};
use super::super::pairs::Pair;
use super::super::signs::{Ending, Start};
use super::ends::{AUTHORS, Signs, Usage, VERSES, WRAPPED};
use memchr::memchr3_iter;

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
/// What narrow lines without a hyphen say, as log odds: for any measure below [`NARROW`], and for each column.
const VERSE: f32 = -2.0;
const VERSE_A_COLUMN: f32 = -0.45;

/// The odds that a stretch is a list without marks, and that it is verse, beside a paragraph: from every line end of it, the
/// one that is asked about as well. What is open an author ended, in either.
pub(super) fn list_odds(signs: impl Iterator<Item = Signs>) -> (f32, f32) {
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
pub(super) fn by_sentences<'t>(run: &[Pair], seen: &impl Fn(usize) -> &'t str, evidence: &Evidence) -> f32 {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return 1.0 };
    let is_sentence = Start::of(seen(first.first)) == Start::Upper
        && matches!(Ending::of(seen(last.second), evidence), Ending::Stop | Ending::Colon);
    if is_sentence { SENTENCES } else { NO_SENTENCES }
}

/// Whether a sentence ends and another begins inside a line.
pub(super) fn has_stop(line: &str) -> bool {
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
pub(super) fn unless_list(odds: f32, list: f32) -> f32 {
    let wrapped = (1.0 - list) / (1.0 + (-odds).exp());
    (wrapped / (1.0 - wrapped).max(1e-9)).max(1e-9).ln().min(odds)
}

/// The log odds that lines of so many columns are prose where no hyphen ends any.
pub(super) fn verse(measure: usize) -> f32 {
    let lacking = NARROW.saturating_sub(measure) as f32;
    if measure == 0 || lacking == 0.0 { 0.0 } else { VERSE + VERSE_A_COLUMN * lacking }
}
