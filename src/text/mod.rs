//! Bytes and ranges: what an edit is, how edits are applied, composed and undone.
//!
//! Nothing here knows what damage or language is. Every offset is in bytes.

mod apply;
pub(crate) mod base64;
mod compose;
mod confidence;
mod edit;
mod hashing;
pub(crate) mod hex;
mod ledger;
mod phrase;
mod position;
#[cfg(feature = "cli")]
mod printable;
mod ranges;
#[cfg(feature = "serde")]
mod serialise;
mod sign_index;
mod source_map;
pub(crate) mod strides;

pub use apply::apply;
pub use compose::compose;
pub use confidence::{Confidence, ParseConfidenceError, printed_probability};
pub use edit::{Change, Edit, RuleCode};
pub(crate) use hashing::{QuickHasher, QuickMap, QuickSet};
pub use ledger::{Ledger, Transcode, UndoError, Verbatim};
pub use phrase::Evidence;
pub use position::Position;
#[cfg(feature = "cli")]
pub(crate) use printable::{quoted, visible, visible_lines};
pub(crate) use ranges::Ranges;
#[cfg(feature = "serde")]
pub(crate) use serialise::span;
pub(crate) use sign_index::{SignIndex, Walk as SignWalk};
pub use source_map::SourceMap;
