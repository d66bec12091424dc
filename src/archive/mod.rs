//! Many documents: walking folders, workers, mirrored output written atomically, the ledger, and the way back.
//!
//! Nothing here knows that a terminal exists: what happens is told to an [`Observer`].

mod activity;
mod by_path;
mod census;
mod check;
mod clean;
mod cleaner;
mod commit;
mod container;
#[cfg(test)]
mod crash;
mod differences;
mod document_records;
mod drafted;
mod error;
mod evaluate;
mod examine;
mod folder;
mod guarded;
mod hashed;
mod hashing;
mod hunks;
mod joined;
mod known;
mod learn;
mod ledger;
mod lock;
mod merge;
mod mirror;
mod observer;
mod output;
mod place;
mod placed;
mod placed_fields;
mod proof;
mod read_fields;
mod record_batches;
mod record_writer;
mod record_writing;
mod records;
mod redo;
mod repair_document;
mod repair_package;
mod repair_records;
mod repaired_batch;
mod restore;
mod selection;
mod series_names;
mod source;
mod spool;
mod standing;
mod step;
mod stream;
mod sync;
mod tally;
mod telling;
mod undo;
mod walk;
mod workers;

pub use activity::{Activity, Reading};
pub use by_path::ByPath;
pub use census::Census;
pub use check::check;
pub use clean::{Cleaning, clean};
pub use error::{ArchiveError, Damage, Failure, Trouble};
pub use evaluate::{Evaluated, Lacking, Measure, Pairing, Repaired, evaluate};
pub use learn::{Learned, learn};
pub use observer::{Observer, Unwatched};
pub use place::{is_one_file, ledger_of, output_of};
pub use placed::{PlacedDecision, PlacedDecisions};
pub use record_writer::Detail;
pub use repair_document::{DocumentRepairer, OutputEncoding, ParseOutputEncodingError};
pub use restore::{Restored, restore};
pub use selection::{Containers, ParseGlobError, ParseShardError, Selection, Shard};
pub use stream::{check_stream, clean_stream};
pub use tally::Tally;
pub use walk::lies_in;

/// The file in which the options of a run may stand; it is no document of the archive that it lies in.
pub const OPTIONS_FILE: &str = "ordret.toml";
/// The folder below a mirrored archive that holds what `ordret` knows of it.
pub const OWN_FOLDER: &str = ".ordret";
/// The ledger's file in [`OWN_FOLDER`].
pub const LEDGER_FILE: &str = "ledger.jsonl";
/// The file in [`OWN_FOLDER`] of the profile that the archive taught, where it was learned for the run.
pub const PROFILE_FILE: &str = "profile";
