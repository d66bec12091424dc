use std::borrow::Cow;
use std::io;

use super::encodings::Encodings;
use super::found::Found;
use super::hashing::Hashing;
use super::hunks;
use super::record_batches::Batch;
use super::record_writer::{Detail, RecordWriter, Stretch};
use super::repair_error::RepairError;
use super::repaired_batch::RepairedBatch;
use super::stand::{EditBytes, Stand};
use super::surroundings::{Block, Surroundings};
use crate::Repair;
use crate::archive::output::Restart;
use crate::codecs::Encoding;
use crate::formats::record::RawEdit;
use crate::record::{Content, Span};
use crate::text::{Edit, Position, hex};

/// The output of a document of records as it is written.
pub(super) struct RecordWriting<'a> {
    /// BLAKE3 of the document's input.
    document: String,
    input: blake3::Hasher,
    output: Hashing<'a>,
    encoding: Encoding,
    /// Where the batch begins in the input.
    place: Position,
    /// Its first line in the output.
    after_line: u64,
}

impl<'a> RecordWriting<'a> {
    pub fn new(document: String, out: &'a mut dyn Restart, encoding: Encoding) -> Self {
        let output = Hashing::new(out);
        Self { document, input: blake3::Hasher::new(), output, encoding, place: Position::START, after_line: 1 }
    }

    /// The line of the input that the next batch begins on.
    pub fn line(&self) -> u64 {
        self.place.line
    }

    pub fn encodings(&self) -> Encodings {
        Encodings { input: self.encoding, output: self.encoding }
    }

    pub fn contents(&self) -> (Content, Content) {
        self.output.contents(&self.input)
    }

    /// Writes a batch with what was mended, and takes down what was found.
    pub fn batch(
        &mut self,
        batch: &Batch,
        repaired: RepairedBatch,
        writer: &mut RecordWriter,
        detail: Detail,
    ) -> Result<(), RepairError> {
        let base = self.input.count();
        if repaired.fields.iter().any(|field| !field.edits.is_empty()) {
            self.output.part_from(&self.input);
        }
        self.input.update(&batch.bytes);
        if detail == Detail::Hunks {
            self.note_hunks(&batch.bytes, &repaired, writer).map_err(RepairError::Write)?;
        }
        let document = self.document.clone();
        let mut here = Here { bytes: &batch.bytes, base, at: 0, copied: 0, place: self.place };
        let mut stretch = Stretch::new(writer);
        for field in &repaired.fields {
            let of =
                Surroundings { document: &document, input: &field.text, encoding: Encoding::Utf8, is_packed: false };
            let mut suspects = field.suspects.iter().peekable();
            for edit in &field.edits {
                while let Some((file, suspect)) = suspects.next_if(|(file, _)| file.start < edit.file.end) {
                    let stand = here.stand(file, self.output.bytes, self.encoding);
                    stretch.take(Found::suspect(suspect, stand, of)).map_err(RepairError::Write)?;
                }
                let (stand, bytes) = self.edit(edit, &mut here)?;
                stretch.take(Found::edit(&edit.edit, stand, bytes, of)).map_err(RepairError::Write)?;
            }
            for (file, suspect) in suspects {
                let stand = here.stand(file, self.output.bytes, self.encoding);
                stretch.take(Found::suspect(suspect, stand, of)).map_err(RepairError::Write)?;
            }
        }
        stretch.end().map_err(RepairError::Write)?;
        self.output.write(&batch.bytes[here.copied..])?;
        here.pass(batch.bytes.len(), self.encoding);
        self.place = here.place;
        Ok(())
    }

    /// Writes an edit; gives where it stands and its bytes.
    fn edit(&mut self, edit: &RawEdit, here: &mut Here) -> Result<(Stand, EditBytes), RepairError> {
        self.output.write(&here.bytes[here.copied..edit.file.start])?;
        let stand = Stand {
            input: Span::at(here.base, &edit.file),
            output: Span { start: self.output.bytes, end: self.output.bytes + edit.bytes.len() as u64 },
            place: here.pass(edit.file.start, self.encoding),
        };
        self.output.write(&edit.bytes)?;
        here.copied = edit.file.end;
        let before = &here.bytes[edit.file.clone()];
        let says_before = before == &*edit.edit.before && std::str::from_utf8(before).is_ok();
        let says_after = self.encoding.encode_exact(&edit.edit.after).is_some_and(|after| *after == *edit.bytes);
        let bytes = EditBytes {
            before: (!says_before).then(|| hex::encode(before)),
            after: (!says_after).then(|| hex::encode(&edit.bytes)),
        };
        Ok((stand, bytes))
    }

    /// Takes down the lines that change, as they stand in the file.
    fn note_hunks(&mut self, bytes: &[u8], repaired: &RepairedBatch, writer: &mut RecordWriter) -> io::Result<()> {
        let (text, edits) = self.text_after(bytes, repaired);
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let repair = Repair::of_edits(bytes, text, edits, self.encoding);
        let block = Block { document: "", input: bytes, repair: &repair, encoding: self.encoding };
        for hunk in hunks::hunks(&block, self.place.line, self.after_line) {
            writer.hunk(hunk)?;
        }
        self.after_line += newlines as u64;
        Ok(())
    }

    fn text_after(&self, bytes: &[u8], repaired: &RepairedBatch) -> (String, Vec<Edit>) {
        let (mut text, mut edits, mut copied) = (String::new(), Vec::new(), 0);
        for RawEdit { file, bytes: after, edit } in repaired.fields.iter().flat_map(|field| &field.edits) {
            text.push_str(&decode(self.encoding, &bytes[copied..file.start]));
            let start = text.len();
            let after = decode(self.encoding, after);
            text.push_str(&after);
            let before = bytes[file.clone()].into();
            let (input, output) = (file.clone(), start..text.len());
            edits.push(Edit { input, output, before, after: after.as_ref().into(), ..edit.clone() });
            copied = file.end;
        }
        text.push_str(&decode(self.encoding, &bytes[copied..]));
        (text, edits)
    }
}

/// A place of a batch that moves on.
struct Here<'a> {
    bytes: &'a [u8],
    /// Where the batch begins in the input.
    base: u64,
    at: usize,
    place: Position,
    /// So many of the bytes were written, or what they became.
    copied: usize,
}

impl Here<'_> {
    /// Goes on to a byte; gives the place there.
    fn pass(&mut self, to: usize, encoding: Encoding) -> Position {
        if let Some(passed) = self.bytes.get(self.at..to) {
            self.place = self.place.after(&decode(encoding, passed));
            self.at = to;
        }
        self.place
    }

    /// Where a passage stands that is left, when so many bytes of the output are written.
    fn stand(&mut self, file: &std::ops::Range<usize>, written: u64, encoding: Encoding) -> Stand {
        let input = Span::at(self.base, file);
        let shift = |at: usize| (written + at as u64).saturating_sub(self.copied as u64);
        let output = Span { start: shift(file.start), end: shift(file.end) };
        Stand { input, output, place: self.pass(file.start, encoding) }
    }
}

fn decode(encoding: Encoding, bytes: &[u8]) -> Cow<'_, str> {
    encoding.decode_exact(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes))
}
