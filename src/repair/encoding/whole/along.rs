//! Passages that a document's chain damaged with the rest, and that say nothing of it: a note in English, a reference, a line of numbers.
//!
//! What is in another language, or in none, proves no chain. But damage happens to files: where nearly all that chains read of a document is one
//! chain's, a passage that shows what only damage shows went the same way.

use std::ops::Range;

use super::Candidate;
use super::chain::Kind;
use super::evidence::{is_never, is_refused};
use super::spoilt::{is_combining, is_mark, is_odd, puts_sign_into_word};
use super::tokens::{Passage, Tokens};
use crate::language::Language;
use crate::repair::encoding::MISREAD;
use crate::text::QuickSet;

/// Of so many passages that any chain reads one at most is another chain's.
const ONE_CHAIN: usize = 8;
/// Of so many passages with what a chain of signs reads one at least is its own: program text stands among it.
const OWN_SHARE: usize = 16;

/// Gives passages that no chain was found for to the chain of the document.
pub(super) fn take_along(
    kind: Kind,
    language: &Language,
    tokens: &Tokens,
    candidates: &[Candidate],
    trace: &mut [Option<usize>],
) {
    let Some(main) = main_chain(candidates.len(), trace) else { return };
    let own = trace.iter().flatten().count();
    if own == trace.len() || kind == Kind::Signs && own * OWN_SHARE < trace.len() {
        return;
    }
    let document = Document::new(kind, language, tokens, &candidates[main], trace);
    for (passage, place) in tokens.passages.iter().zip(trace) {
        if place.is_none() && document.took_along(passage) {
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

/// A document that one chain damaged, as far as was found.
struct Document<'d> {
    kind: Kind,
    language: &'d Language,
    tokens: &'d Tokens<'d>,
    candidate: &'d Candidate,
    /// The tokens of the passages that went through the chain.
    read: QuickSet<usize>,
    /// Whether the chain makes something of every token of the document: none stands there as it was.
    is_whole: bool,
}

impl<'d> Document<'d> {
    fn new(
        kind: Kind,
        language: &'d Language,
        tokens: &'d Tokens<'d>,
        candidate: &'d Candidate,
        trace: &[Option<usize>],
    ) -> Self {
        let went = tokens.passages.iter().zip(trace).filter(|(_, place)| place.is_some());
        let read = went.flat_map(|(passage, _)| passage.tokens.iter().map(|(_, token)| *token)).collect();
        let is_whole = !(0..tokens.different.len()).any(|token| {
            let reading = &candidate.readings[token];
            let spoils = |change: &_| spoils(language, candidate, tokens.different[token], change);
            is_refused(reading) || reading.changes.iter().any(spoils)
        });
        Self { kind, language, tokens, candidate, read, is_whole }
    }

    /// Whether all that the chain reads of a passage is damage to be seen, and becomes what text has.
    fn took_along(&self, passage: &Passage) -> bool {
        passage.tokens.iter().all(|&(_, token)| {
            let (written, reading) = (self.tokens.different[token], &self.candidate.readings[token]);
            if self.kind == Kind::Signs {
                return !is_never(reading);
            }
            let spoils = |change: &_| spoils(self.language, self.candidate, written, change);
            let is_damage = |change: &_| !spoils(change) && self.is_damage(written, token, change);
            !is_refused(reading) && reading.changes.iter().all(is_damage)
        })
    }

    /// Whether a run is damage: no word of any language has it, the chain reads the same word elsewhere, or all of the document went through
    /// the chain, and it makes a sign of a letter.
    fn is_damage(&self, written: &str, token: usize, (run, meant): &(Range<usize>, String)) -> bool {
        is_odd(written, run) || self.read.contains(&token) || self.is_whole && !meant.contains(char::is_alphabetic)
    }
}

/// Whether a reading has what text in Latin letters has not, or puts a sign into a word. Three bytes of UTF-8 and more are no accident,
/// whatever they are.
fn spoils(language: &Language, candidate: &Candidate, written: &str, (run, meant): &(Range<usize>, String)) -> bool {
    const THREE_BYTES: char = '\u{800}';
    let is_misread = candidate.chain.rule == MISREAD;
    let is_usual = |c: char| {
        is_mark(c)
            || is_combining(c)
            || c.is_ascii() && !c.is_control()
            || ('\u{a0}'..='\u{ff}').contains(&c)
            || c == '€'
            || is_misread && c >= THREE_BYTES
    };
    !meant.chars().all(is_usual) || puts_sign_into_word(language, written, run, meant)
}
