use std::borrow::Cow;
use std::io::{BufRead, ErrorKind, Read, Write};

use crate::archive::document::Encodings;
use crate::archive::error::UndoError;
use crate::codecs::Encoding;
use crate::record::{DocumentEdit, RecordError};

/// Between edits, text is read in pieces of at most so many bytes.
const PIECE_BYTES: usize = 64 << 10;

/// Writes the input that `output` and its edits, in order, stand for; holds a piece of it in memory at a time.
pub(in crate::archive) fn undo(
    output: impl BufRead,
    edits: impl Iterator<Item = Result<DocumentEdit, RecordError>>,
    encodings: Encodings,
    input: &mut impl Write,
) -> Result<(), UndoError> {
    input.write_all(original_bom(encodings))?;
    let mut reader = Reader { output, at: 0, piece: Vec::new() };
    for edit in edits {
        let edit = edit?;
        let mismatch = UndoError::Edit(edit.output.start);
        let gap = edit.output.start.checked_sub(reader.at).ok_or(mismatch)?;
        reader.copy(Some(gap), encodings, input)?;
        reader.skip(&edit, encodings.output)?;
        let before = edit.input_bytes().ok_or(UndoError::Edit(edit.output.start))?;
        input.write_all(&before)?;
    }
    reader.copy(None, encodings, input)
}

/// The byte order mark that the output lost; an output in the input's own encoding kept it.
fn original_bom(encodings: Encodings) -> &'static [u8] {
    if encodings.input == encodings.output { &[] } else { encodings.input.bom() }
}

struct Reader<R> {
    output: R,
    at: u64,
    piece: Vec<u8>,
}

impl<R: BufRead> Reader<R> {
    /// Copies `length` bytes of the output, or all that is left, in the input's encoding.
    fn copy(&mut self, length: Option<u64>, encodings: Encodings, input: &mut impl Write) -> Result<(), UndoError> {
        let most = length.unwrap_or(u64::MAX);
        let copied = match encodings.input == encodings.output {
            true => self.copy_bytes(most, input)?,
            false => self.copy_recoded(most, encodings, input)?,
        };
        if length.is_none_or(|length| copied == length) { Ok(()) } else { Err(UndoError::Edit(self.at)) }
    }

    /// Copies so many bytes as they are, or all that are left; gives how many there were.
    fn copy_bytes(&mut self, most: u64, input: &mut impl Write) -> Result<u64, UndoError> {
        let mut copied = 0;
        while copied < most {
            let there = self.output.fill_buf()?;
            if there.is_empty() {
                break;
            }
            let length = usize::try_from(most - copied).map_or(there.len(), |left| left.min(there.len()));
            input.write_all(&there[..length])?;
            self.output.consume(length);
            copied += length as u64;
        }
        self.at += copied;
        Ok(copied)
    }

    /// Copies so many bytes of UTF-8 in the input's encoding, or all that are left; gives how many there were.
    fn copy_recoded(&mut self, most: u64, encodings: Encodings, input: &mut impl Write) -> Result<u64, UndoError> {
        let (mut left, mut kept) = (most, 0);
        while left > 0 {
            let wanted = left.min((PIECE_BYTES - kept) as u64);
            let got = (&mut self.output).take(wanted).read_to_end(&mut self.piece)? as u64;
            if got == 0 {
                break;
            }
            left -= got;
            let end = if left == 0 { self.piece.len() } else { whole_characters(&self.piece) };
            let end = if end == 0 && self.piece.len() > 3 { self.piece.len() } else { end };
            self.convert(end, encodings, input)?;
            kept = self.piece.len();
        }
        self.convert(self.piece.len(), encodings, input)?;
        Ok(most - left)
    }

    fn convert(&mut self, end: usize, encodings: Encodings, input: &mut impl Write) -> Result<(), UndoError> {
        let bytes = recode(&self.piece[..end], encodings).ok_or(UndoError::Gap(self.at))?;
        input.write_all(&bytes)?;
        self.at += end as u64;
        self.piece.drain(..end);
        Ok(())
    }

    /// Reads what the edit wrote, and checks it.
    fn skip(&mut self, edit: &DocumentEdit, encoding: Encoding) -> Result<(), UndoError> {
        let mismatch = || UndoError::Edit(edit.output.start);
        let expected = match edit.output_bytes() {
            Some(bytes) => bytes.map(Cow::Owned),
            None => encoding.encode_exact(edit.after()),
        };
        let expected = expected.ok_or_else(mismatch)?;
        if expected.len() as u64 != edit.output.length() {
            return Err(mismatch());
        }
        self.piece.resize(expected.len(), 0);
        self.output.read_exact(&mut self.piece).map_err(|cause| match cause.kind() {
            ErrorKind::UnexpectedEof => mismatch(),
            _ => cause.into(),
        })?;
        if self.piece != *expected {
            return Err(mismatch());
        }
        self.piece.clear();
        self.at += edit.output.length();
        Ok(())
    }
}

/// Bytes of the output, which is in UTF-8, as bytes of the input.
fn recode(bytes: &[u8], encodings: Encodings) -> Option<Cow<'_, [u8]>> {
    encodings.input.encode_exact(std::str::from_utf8(bytes).ok()?)
}

/// How many of the bytes hold whole UTF-8 characters, if they are UTF-8 and only their end is cut.
fn whole_characters(bytes: &[u8]) -> usize {
    let back = bytes.iter().rev().take(4).position(|byte| byte & 0xc0 != 0x80);
    let Some(start) = back.map(|back| bytes.len() - 1 - back) else { return bytes.len() };
    let length = match bytes[start] {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    };
    if start + length > bytes.len() { start } else { bytes.len() }
}
