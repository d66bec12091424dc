//! How documents lie in files: which bytes of a file are of a document, and how the file is written back as what it was when a
//! document became another.
//!
//! Two sorts of formats have documents in them. A [`container`](mod@container) holds files, its members, each of which is a document
//! of its own and may itself be of a format. (Formats of records, in which one document has many texts, come beside it.)

pub mod container;
