//! Passages that a document's chain damaged with the rest, and that say nothing of it: a note in English, a reference, a line of numbers.
//!
//! What is in another language, or in none, proves no chain. But damage happens to files: where nearly all that chains read of a document is one
//! chain's, a passage that shows what only damage shows went the same way.

use std::ops::Range;

use super::chain::Kind;
use super::evidence::is_refused;
use super::tokens::{Passage, Tokens};
use super::{Candidate, is_mark, is_other_script, puts_sign_into_word};

/// Of so many passages that any chain reads one at most is another chain's.
const ONE_CHAIN: usize = 8;
/// Of so many passages with what a chain of signs reads one at least is its own: program text stands among it.
const OWN_SHARE: usize = 4;

/// Gives passages that no chain was found for to the chain of the document.
pub(super) fn take_along(kind: Kind, tokens: &Tokens, candidates: &[Candidate], trace: &mut [Option<usize>]) {
    let Some(main) = main_chain(candidates.len(), trace) else { return };
    let candidate = &candidates[main];
    let read = trace.iter().flatten().count();
    if kind == Kind::Signs && read * OWN_SHARE < trace.len() {
        return;
    }
    for (passage, place) in tokens.passages.iter().zip(trace) {
        if place.is_none() && went_through(kind, passage, tokens, candidate) {
            *place = Some(main);
        }
    }
}

/// The chain that nearly all passages went through which any chain reads.
fn main_chain(candidates: usize, trace: &[Option<usize>]) -> Option<usize> {
    let mut counts = vec![0_usize; candidates];
    trace.iter().flatten().for_each(|place| counts[*place] += 1);
    let (main, most) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    let others = counts.iter().sum::<usize>() - most;
    (most > 0 && others * ONE_CHAIN <= most).then_some(main)
}

/// Whether all that a chain reads of a passage is damage to be seen, and becomes what text has.
fn went_through(kind: Kind, passage: &Passage, tokens: &Tokens, candidate: &Candidate) -> bool {
    passage.tokens.iter().all(|&(_, token)| {
        let (written, reading) = (tokens.different[token], &candidate.readings[token]);
        !is_refused(reading)
            && reading.changes.iter().all(|(run, meant)| {
                kind == Kind::Signs
                    || is_odd(written, run) && is_usual(meant) && !puts_sign_into_word(written, run, meant)
            })
    })
}

/// Whether a run is none that a word of any language has: a sign, a letter of another script among Latin ones, a capital behind a small letter.
fn is_odd(token: &str, run: &Range<usize>) -> bool {
    let is_latin = || token.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_behind_small = token[..run.start].ends_with(char::is_lowercase);
    token[run.clone()]
        .chars()
        .any(|c| !c.is_alphabetic() || is_other_script(c) && is_latin() || c.is_uppercase() && is_behind_small)
}

/// Whether a reading has letters and signs of Latin-1 alone, or marks of print.
fn is_usual(meant: &str) -> bool {
    meant
        .chars()
        .all(|c| is_mark(c) || c.is_ascii() && !c.is_control() || ('\u{a0}'..='\u{ff}').contains(&c) || c == '€')
}
