//! What a person says of an archive before a run: words of its own that are right ([`own_words`]), passages that stay
//! ([`allowances`]), and what was decided of findings ([`decisions`]); and what a document says of itself ([`markers`]).
//!
//! In goes what a stage proposes; out comes what no exception speaks against. Stages may ask before, where it spares them work.

mod allowances;
mod decisions;
mod hunspell;
mod markers;
mod own_words;
mod passages;
mod switches;

pub use allowances::{Allowance, Allowances};
pub use decisions::{Decision, Decisions};
pub use hunspell::HunspellError;
pub(super) use markers::{Marked, may_have_markers};
pub use own_words::{OwnWords, OwnWordsError};
pub(super) use switches::Switches;

use std::ops::Range;

use super::Options;
use super::proposal::Proposal;

/// Rules of this kind move lines and take none of their letters, or take whole lines that come back on every page.
const OF_LINES: char = 'L';

/// Makes of proposals what a person said: what was decided is done; what would change a word that is said to be right is left
/// out, and what is allowed to stand; also by a document's own markers. Gives the passages that were decided on.
pub(super) fn obey(text: &str, proposals: &mut Vec<Proposal>, options: &Options, marked: Marked) -> Vec<Range<usize>> {
    marked.leave_alone(text, proposals);
    let Options { words, allowances, decisions, .. } = options;
    let decided = if decisions.is_empty() { Vec::new() } else { decisions.carry_out(text, proposals) };
    if !words.is_empty() {
        let language = options.language.pack();
        proposals
            .retain(|proposal| proposal.rule.0.starts_with(OF_LINES) || !words.covers(text, &proposal.range, language));
    }
    if !allowances.is_empty() {
        proposals.retain(|proposal| !allowances.allow(text, &proposal.range, proposal.rule));
    }
    decided
}
