//! A bar that begins a sentence is the word `I`.
//!
//! **Why it is damage.** A capital I is one stroke, and a program that reads pages takes it for a bar.
//!
//! **Example.** `| dag mødtes udvalget.` → `I dag mødtes udvalget.`
//!
//! **When it is certain.** Never. It is likely where the document has others and is known to be misread; a lone one is a
//! suspect. Bars of tables stay: lines with more than one, and bars that no sentence begins with.

use super::page::Page;
use crate::language::Context;
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W107");

/// The document has others.
const WITH_OTHERS: f32 = 0.96;
/// It has none.
const LONE: f32 = 0.7;

/// The bars among these that are words.
pub(super) fn among(page: &Page, bars: &[usize]) -> Vec<Proposal> {
    let words: Vec<usize> = bars.iter().copied().filter(|at| is_word(page, *at)).collect();
    let most = if words.len() > 1 { WITH_OTHERS } else { LONE };
    let propose =
        |at: usize| page.propose_of_damaged(at..at + 1, CODE, "I", most, "a bar before a word that often follows I");
    words.into_iter().filter_map(propose).collect()
}

/// Whether a bar begins a sentence, before a word that follows the word `i`.
fn is_word(page: &Page, at: usize) -> bool {
    let (before, after) = (&page.text[..at], &page.text[at + 1..]);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line_end = after.find('\n').unwrap_or(after.len());
    let sentence = before[line_start..].trim_end();
    let Some(rest) = after.strip_prefix(' ') else { return false };
    let next = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
    (sentence.is_empty() || sentence.ends_with(['.', '!', '?']))
        && !sentence.contains('|')
        && !after[..line_end].contains('|')
        && next.starts_with(char::is_lowercase)
        && page.language.is_known(next)
        && page.language.is_pair(Context::Word("i"), Context::Word(next))
}
