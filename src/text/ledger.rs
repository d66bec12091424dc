use std::borrow::Cow;

use thiserror::Error;

use super::Edit;

/// How text between edits turns from the input's encoding into UTF-8 and back.
///
/// Both ways are exact for every gap of a document that was decoded with it, piece by piece.
pub trait Transcode {
    /// Bytes of the input as UTF-8.
    fn decode<'a>(&self, input: &'a [u8]) -> Cow<'a, [u8]>;
    /// UTF-8 as bytes of the input.
    fn encode<'a>(&self, output: &'a [u8]) -> Cow<'a, [u8]>;
}

/// Input and output are the same encoding: gaps are copied.
#[derive(Clone, Copy, Debug)]
pub struct Verbatim;

impl Transcode for Verbatim {
    fn decode<'a>(&self, input: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(input)
    }
    fn encode<'a>(&self, output: &'a [u8]) -> Cow<'a, [u8]> {
        Cow::Borrowed(output)
    }
}

/// The edits of a document, ascending and disjoint on both sides: with the output they give the input back,
/// with the input they give the output.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The edits, in input order.
    pub edits: Vec<Edit>,
}

/// The text does not match the ledger.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("the text at byte {at} is not what the ledger's edit {edit} says was there")]
pub struct UndoError {
    /// The first edit that does not match, from 0.
    pub edit: usize,
    /// Where it should be, in bytes of the given text.
    pub at: usize,
}

impl Ledger {
    /// The output for this input. Fails where the input is not the one that the edits were made on.
    pub fn redo(&self, input: &[u8], gaps: &impl Transcode) -> Result<Vec<u8>, UndoError> {
        replay(input, self.edits.iter().map(|e| (e.input.clone(), &e.before[..], e.after.as_bytes())), |gap| {
            gaps.decode(gap)
        })
    }

    /// The input for this output. Fails where the output is not the one that the edits made.
    pub fn undo(&self, output: &[u8], gaps: &impl Transcode) -> Result<Vec<u8>, UndoError> {
        replay(output, self.edits.iter().map(|e| (e.output.clone(), e.after.as_bytes(), &e.before[..])), |gap| {
            gaps.encode(gap)
        })
    }
}

/// Copies `text` with each edit's `there` replaced by its `then`; gaps go through `gap`.
fn replay<'e, 't>(
    text: &'t [u8],
    edits: impl Iterator<Item = (std::ops::Range<usize>, &'e [u8], &'e [u8])>,
    gap: impl Fn(&'t [u8]) -> Cow<'t, [u8]>,
) -> Result<Vec<u8>, UndoError> {
    let mut result = Vec::with_capacity(text.len());
    let mut copied = 0;
    for (edit, (range, there, then)) in edits.enumerate() {
        let mismatch = UndoError { edit, at: range.start };
        let kept = text.get(copied..range.start).ok_or_else(|| mismatch.clone())?;
        if text.get(range.clone()) != Some(there) {
            return Err(mismatch);
        }
        result.extend_from_slice(&gap(kept));
        result.extend_from_slice(then);
        copied = range.end;
    }
    result.extend_from_slice(&gap(&text[copied..]));
    Ok(result)
}
