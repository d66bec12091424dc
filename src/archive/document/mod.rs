//! One document. In: its bytes, how it is to be repaired, what was decided of it. Out: what it becomes, and its records as the ledger
//! will hold them. Text is repaired block by block; documents of records, mail and packages field by field.

mod blocks_done;
mod by_path;
mod document_records;
mod encodings;
mod found;
mod hashing;
mod hunks;
mod joined;
mod output_encoding;
mod placed;
mod placed_fields;
mod read_fields;
mod record_batches;
mod record_writer;
mod record_writing;
mod recorded;
mod repair_error;
mod repair_package;
mod repair_records;
mod repair_text;
mod repaired;
mod repaired_batch;
mod repairer;
mod series_names;
mod shared_lines;
mod stand;
mod surroundings;
mod text_writing;

pub(super) use blocks_done::BlocksDone;
pub use by_path::ByPath;
pub(super) use document_records::{DocumentRecords, edits};
pub(super) use encodings::{Encodings, encodings};
pub use output_encoding::{OutputEncoding, ParseOutputEncodingError};
pub use placed::{PlacedDecision, PlacedDecisions};
pub use record_writer::Detail;
pub(super) use repair_error::RepairError;
pub use repairer::DocumentRepairer;
