//! What is written, and where. In: bytes, and the place of an output. Out: files that lie in their places whole or not at all, are seen on
//! the disk, and belong to one run at a time; what is on its way lies in drafts of random names, which a later run removes.

mod folder;
mod lock;
mod mirror;
mod place;
mod restart;
mod spool;
mod standing;
mod step;
mod sync;

pub(super) use lock::Lock;
pub(super) use mirror::{ClosedDraft, Draft, Mirror};
pub(super) use place::Place;
pub use place::{ledger_of, output_of};
pub(super) use restart::{Reread, Restart};
pub(super) use spool::{Drafts, Spool, SpoolReader};
pub(super) use standing::{Standing, is_content, standing};
#[cfg(test)]
pub(super) use step::watch;
pub(super) use step::{Step, reached};
pub(super) use sync::{sync, sync_below};
