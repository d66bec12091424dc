//! The stages of repair, and the one place where what they propose is decided and applied.

mod addresses;
#[cfg(feature = "cli")]
mod amend;
mod blocks;
mod characters;
mod code_spans;
mod decide;
mod decode;
mod document;
mod doubles;
mod draft;
mod encoding;
mod exceptions;
#[cfg(feature = "cli")]
mod kept;
mod layout;
mod options;
mod outcome;
mod pipeline;
mod plausibility;
mod proposal;
mod reading;
mod rules;
mod scan;
#[cfg(feature = "serde")]
mod serialise;
mod short_words;
mod stages;
mod survey;
mod words;

#[cfg(feature = "cli")]
pub(crate) use amend::Amendment;
pub use blocks::{BLOCK_BYTES, Blocks, next_block};
pub use exceptions::{Allowance, Allowances, Decision, Decisions, HunspellError, OwnWords, OwnWordsError};
pub use options::{LanguageChoice, LineMode, Options, ParseLanguageError, ParseLineModeError, RuleSelection};
#[cfg(feature = "cli")]
pub(crate) use outcome::DetachedRepair;
pub use outcome::{Candidate, Repair, Suspect};
pub use pipeline::Repairer;
pub use rules::{Rule, rules};
#[cfg(feature = "cli")]
pub(crate) use survey::Proof;
pub use survey::{DocumentKind, Survey};
pub use words::{WordJudgement, WordScores};
