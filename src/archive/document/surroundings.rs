//! What findings stand in. In: a text, and a range of it. Out: what a finding there is called, what stands beside it.

use std::borrow::Cow;

use compact_str::CompactString;

use super::stand::{EditBytes, Stand};
use crate::Repair;
use crate::codecs::Encoding;
use crate::record::{Context, Span, finding_id};
use crate::text::{Edit, hex};

/// Characters of a line that are kept on each side of a passage.
const CONTEXT_CHARS: usize = 40;
/// Bytes that are looked at for them; four a character suffice in every encoding.
const CONTEXT_BYTES: usize = 4 * CONTEXT_CHARS;

/// A block of the input and what it became.
pub(super) struct Block<'a> {
    /// BLAKE3 of the document's input; empty where nothing is found in the block.
    pub document: &'a str,
    pub input: &'a [u8],
    pub repair: &'a Repair<'a>,
    pub encoding: Encoding,
}

impl Block<'_> {
    /// Bytes of the input as text; lossy where they do not decode.
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        self.surroundings().decode(bytes)
    }

    /// What findings stand in.
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings { document: self.document, input: self.input, encoding: self.encoding, is_packed: false }
    }
}

/// The text that findings stand in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings<'a> {
    /// BLAKE3 of the input of the document that it is of; empty where nothing is found in it.
    pub document: &'a str,
    pub input: &'a [u8],
    pub encoding: Encoding,
    /// Its findings share bytes of the file, which is packed: they are told apart by line and column.
    pub is_packed: bool,
}

impl Surroundings<'_> {
    /// What a finding is called.
    pub fn id(&self, Stand { input, place, .. }: Stand, codes: &str, passage: &str) -> CompactString {
        let named = if self.is_packed { Span { start: place.line, end: place.column } } else { input };
        finding_id(self.document, named, codes, passage)
    }

    /// Bytes of the input as text; lossy where they do not decode.
    pub fn decode<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        self.encoding.decode_exact(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes))
    }

    /// The bytes of the input that an edit took, where its text does not say them.
    pub fn bytes(&self, edit: &Edit) -> EditBytes {
        let needs_bytes = self.encoding != Encoding::Utf8 || std::str::from_utf8(&edit.before).is_err();
        EditBytes { before: needs_bytes.then(|| hex::encode(&edit.before)), after: None }
    }

    /// What stands beside a range of it.
    pub fn context(&self, start: usize, end: usize) -> Context {
        Context { left: self.left(start), right: self.right(end) }
    }

    fn left(&self, end: usize) -> String {
        let unit = self.encoding.unit();
        let from = end.saturating_sub(CONTEXT_BYTES) / unit * unit;
        let window = self.input.get(from..end).unwrap_or_default();
        let text = self.decode(trim_start(window, from > 0 && self.encoding == Encoding::Utf8));
        let line = text.rsplit('\n').next().unwrap_or_default();
        let start = line.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(at, _)| at);
        let cut = line.len() == text.len() && from > 0 || start > 0;
        [if cut { "…" } else { "" }, &line[start..]].concat()
    }

    fn right(&self, start: usize) -> String {
        let to = (start + CONTEXT_BYTES).min(self.input.len());
        let window = self.input.get(start..to).unwrap_or_default();
        let text = self.decode(trim_end(window, to < self.input.len() && self.encoding == Encoding::Utf8));
        let line = text.split('\n').next().unwrap_or_default();
        let end = line.char_indices().nth(CONTEXT_CHARS).map_or(line.len(), |(at, _)| at);
        let cut = line.len() == text.len() && to < self.input.len() || end < line.len();
        let end = end.min(line.trim_end_matches('\r').len());
        [&line[..end], if cut { "…" } else { "" }].concat()
    }
}

/// Without the end of a UTF-8 character that was cut at the start.
fn trim_start(bytes: &[u8], cut: bool) -> &[u8] {
    let torn = bytes.iter().take(3).take_while(|&&byte| byte & 0xc0 == 0x80).count();
    if cut { &bytes[torn..] } else { bytes }
}

/// Without the start of a UTF-8 character that was cut at the end.
fn trim_end(bytes: &[u8], cut: bool) -> &[u8] {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    if cut { &bytes[..whole] } else { bytes }
}
