//! What is read. In: the paths that a run was given, and which documents of them are wanted. Out: what is found below them, in the order
//! of paths, each document as bytes that are read block by block and hashed on the way.

mod activity;
mod census;
mod hashed;
mod selection;
mod source;
mod walk;

pub use activity::{Activity, Reading};
pub use census::Census;
pub(super) use hashed::{Hashed, content};
pub use selection::{Containers, ParseGlobError, ParseShardError, Selection, Shard};
pub(super) use source::{ReadError, Source, read_start};
pub use walk::lies_in;
pub(super) use walk::{Entry, Found, Inputs, are_nested};
