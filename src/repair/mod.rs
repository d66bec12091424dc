//! The stages of repair, and the one place where what they propose is decided and applied.

mod blocks;
mod decide;
mod options;
mod outcome;
mod pipeline;
mod proposal;
mod rules;

pub use blocks::{BLOCK_BYTES, Blocks, next_block};
pub use options::{LanguageChoice, Options, RuleSelection};
pub use outcome::{Candidate, Repair, Suspect};
pub use pipeline::{DocumentKind, Repairer, Survey};
pub use rules::{Rule, rules};
