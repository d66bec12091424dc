use std::borrow::Cow;

use super::encodings::Encodings;
use crate::DocumentKind;
use crate::codecs::Encoding;
use crate::record::Content;

/// What a reader should know of a document.
pub(super) type Note = Cow<'static, str>;

/// What became of a document.
pub(super) struct RepairedDocument {
    pub kind: DocumentKind,
    /// How its fields are held, where it is a document of records.
    pub format: Option<&'static str>,
    /// Which of the fields or columns that were asked for it has, where it was read for those.
    pub fields: Option<Vec<String>>,
    pub encodings: Encodings,
    /// The encoding that it may have been in as well.
    pub rival: Option<Encoding>,
    pub input: Content,
    pub output: Content,
}
