//! Repairs text that machines have damaged (wrong encodings, OCR, broken lines), Danish first.
//!
//! A [`Repairer`] is built once and shared between threads; it never panics and never fails: the worst it does
//! is to leave a document as it was.
//!
//! ```
//! let repairer = ordret::Repairer::danish();
//! let repair = repairer.repair("Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.".as_bytes());
//! assert_eq!(repair.text(), "Sagen blev drøftet på mødet.");
//! assert_eq!(repair.edits().len(), 3);
//! assert_eq!(repair.restore(), "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.".as_bytes());
//! ```
//!
//! Clean text comes back borrowed:
//!
//! ```
//! let repair = ordret::Repairer::danish().repair("Rødgrød med fløde".as_bytes());
//! assert!(matches!(repair.into_text(), std::borrow::Cow::Borrowed(_)));
//! ```
//!
//! A document too large for memory goes through block by block: see [`Repairer::survey`].

#[cfg(feature = "cli")]
pub mod archive;
#[cfg(feature = "cli")]
pub mod cli;
pub mod codecs;
#[cfg(feature = "cli")]
pub mod evaluation;
#[cfg(feature = "cli")]
pub mod formats;
pub mod language;
pub mod profile;
#[cfg(feature = "cli")]
pub mod record;
mod repair;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod review;
pub mod text;
mod tokenize;

pub use repair::{
    Allowance, Allowances, BLOCK_BYTES, Blocks, Candidate, Decision, Decisions, DocumentKind, HunspellError,
    LanguageChoice, LineMode, Options, OwnWords, OwnWordsError, ParseLanguageError, ParseLineModeError, Repair,
    Repairer, Rule, RuleSelection, Survey, Suspect, WordJudgement, WordScores, next_block, rules,
};
pub use text::{Confidence, Edit, ParseConfidenceError, RuleCode};
