//! What a person says of an archive before a run: words of its own that are right ([`own_words`]), and passages that stay
//! ([`allowances`]).
//!
//! In goes what a stage proposes; out comes what no exception speaks against. Stages may ask before, where it spares them work.

mod allowances;
mod own_words;

pub use allowances::{Allowance, Allowances};
pub use own_words::{OwnWords, OwnWordsError};

use super::proposal::Proposal;
use crate::language::Language;

/// Rules of this kind move lines and take none of their letters, or take whole lines that come back on every page.
const OF_LINES: char = 'L';

/// Leaves out the proposals that an exception speaks against: those that would change a word that is said to be right, and
/// those that are allowed to stand.
pub(super) fn leave_out(
    text: &str,
    proposals: &mut Vec<Proposal>,
    words: &OwnWords,
    allowances: &Allowances,
    language: Option<&Language>,
) {
    if !words.is_empty() {
        proposals
            .retain(|proposal| proposal.rule.0.starts_with(OF_LINES) || !words.covers(text, &proposal.range, language));
    }
    if !allowances.is_empty() {
        proposals.retain(|proposal| !allowances.allow(&text[proposal.range.clone()], proposal.rule));
    }
}
