//! The page of a cleaned archive that is too large for one file, served to a browser on the same machine.
//!
//! In goes a ledger; out comes the page, and pages of its suspects as they are looked at, read from the ledger then. Decisions are
//! written into their file as they are made. `answer.rs` says what is answered and knows no network;
//! `serve.rs` is the network, and lets nobody in who does not know the address.

mod answer;
mod decided;
mod index;
mod serve;

pub use answer::Review;
pub use decided::{DecidedError, DecisionFile};
pub use index::Index;
pub use serve::{ServeError, Server};
