//! How often an author parts compounds by hyphens (`netværks-stik`), as the lines of a text show inside.
//!
//! A hyphen at a line's end between two words that make one is the printer's, or the author's. An author who writes such hyphens writes them
//! inside lines as well, so those tell how many of them stand at the ends of lines.

use memchr::memchr_iter;

use super::facts::Facts;
use super::{Cut, WHOLE_PART};
use crate::language::{Knowledge, List};
use crate::repair::layout::evidence::Evidence;

/// Hyphens between two words at the ends of lines, for each inside the lines: of 363 inside lines of wrapped texts of twenty kinds, 51.
const AT_ENDS: f32 = 0.14;
/// Hyphens inside lines that are asked about.
const MOST_ASKED: usize = 512;

/// The share from which it says anything: where it was less, 19 of 20 such cuts were a printer's all the same.
const LEAST_SHARE: f32 = 0.25;
/// The most that it says: a printer's hyphen may stand there all the same.
const MOST_SHARE: f32 = 0.9;

/// The share of the cuts between two words that make a compound which are the author's own hyphens; none where they are few. A compound that
/// is known as a word is hardly ever parted.
pub(in crate::repair::layout) fn share(text: &str, cuts: &[&Cut], evidence: &Evidence) -> f32 {
    let cut = cuts.iter().filter(|cut| Facts::of(cut, evidence).may_be_parted()).count();
    if cut == 0 {
        return 0.0;
    }
    let hyphens = memchr_iter(b'-', text.as_bytes()).filter_map(|at| parts(text, at)).take(MOST_ASKED);
    let inside = hyphens.filter(|(left, right)| are_compound(left, right, evidence)).count();
    let share = AT_ENDS * inside as f32 / cut as f32;
    if share < LEAST_SHARE { 0.0 } else { share.min(MOST_SHARE) }
}

/// The two words in small letters that a hyphen stands between, if nothing else is joined to them.
fn parts(text: &str, hyphen: usize) -> Option<(&str, &str)> {
    let (before, after) = (&text[..hyphen], &text[hyphen + 1..]);
    let left = &before[before.trim_end_matches(char::is_lowercase).len()..];
    let right = &after[..after.len() - after.trim_start_matches(char::is_lowercase).len()];
    let is_joined =
        |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '='));
    let beyond = (before[..before.len() - left.len()].chars().next_back(), after[right.len()..].chars().next());
    let are_words = [left, right].iter().all(|word| word.chars().count() >= WHOLE_PART - 1);
    (are_words && !is_joined(beyond.0) && !is_joined(beyond.1)).then_some((left, right))
}

/// Whether two words make a compound, and the second is none that a suspended hyphen stands before.
fn are_compound(left: &str, right: &str, evidence: &Evidence) -> bool {
    let is_word = |word: &str| evidence.knowledge(word) > Knowledge::Unknown;
    is_word(left)
        && is_word(right)
        && !evidence.lists(List::Conjunctions, right)
        && evidence.knowledge(&format!("{left}{right}")) == Knowledge::Compound
}
