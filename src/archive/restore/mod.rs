//! A cleaned archive back as it came. In: the output of a run, finished or not, with its ledger. Out: the documents, proven by their hashes;
//! what cannot be given back is told.

mod archive;
mod drafted;
mod restorer;

pub use archive::{Restored, restore};
