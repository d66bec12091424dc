//! Many documents: walking folders, workers, mirrored output written atomically, the ledger, and the way back.
//!
//! Nothing here knows that a terminal exists: what happens is told to an [`Observer`].

mod container;
#[cfg(test)]
mod crash;
mod document;
mod error;
mod guarded;
mod input;
mod ledger;
mod observer;
mod output;
mod parts;
mod restore;
mod run;
mod tally;
mod undo;
mod workers;

pub use document::{
    ByPath, Detail, DocumentRepairer, OutputEncoding, ParseOutputEncodingError, PlacedDecision, PlacedDecisions,
};
pub use error::{ArchiveError, Damage, Failure, Trouble};
pub use input::{Activity, Census, Containers, ParseGlobError, ParseShardError, Reading, Selection, Shard, lies_in};
pub use observer::{Observer, Unwatched};
pub use output::{ledger_of, output_of};
pub use restore::{Restored, restore};
pub use run::{
    Cleaning, Evaluated, Lacking, Learned, Measure, Pairing, Repaired, check, check_stream, clean, clean_stream,
    evaluate, learn,
};
pub use tally::Tally;

/// The file in which the options of a run may stand; it is no document of the archive that it lies in.
pub const OPTIONS_FILE: &str = "ordret.toml";
/// The folder below a mirrored archive that holds what `ordret` knows of it.
pub const OWN_FOLDER: &str = ".ordret";
/// The ledger's file in [`OWN_FOLDER`].
pub const LEDGER_FILE: &str = "ledger.jsonl";
/// The file in [`OWN_FOLDER`] of the profile that the archive taught, where it was learned for the run.
pub const PROFILE_FILE: &str = "profile";
