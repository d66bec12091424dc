//! How well a word is attested that an archive or a document taught.

/// A word of one document proves nothing.
pub(super) const LEAST_DOCUMENTS: u32 = 2;

/// How well a learned word is attested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Attested {
    /// Documents that have it; 0 where it is the document's own.
    pub documents: u32,
    /// Times it was seen, in so many words.
    pub count: f32,
    pub total: f32,
}
