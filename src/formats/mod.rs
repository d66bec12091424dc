//! How documents that are more than text are read and written back as what they were.

pub mod record;
