//! How documents lie in files: which bytes of a file are of a document, and how the file is written back as what it was when a
//! document became another.
//!
//! A [`container`](mod@container) holds files, its members, each of which is a document of its own. A document of records
//! ([`mod@record`]) has many texts; it may be a member. [`zip`] is the form of archives
//! in which both may lie: it is a container of documents, and the package of one.

pub mod container;
pub mod record;
pub mod zip;
