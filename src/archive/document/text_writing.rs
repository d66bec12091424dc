//! The output and the records of a text as they are written. In: its blocks and their repairs, in order. Out: the document as it becomes,
//! and what is to be said of it.

use std::io;

use super::encodings::Encodings;
use super::found::Found;
use super::hashing::Hashing;
use super::hunks;
use super::record_writer::{Detail, RecordWriter, Stretch};
use super::repair_error::RepairError;
use super::repaired::RepairedDocument;
use super::stand::{Base, Stand};
use super::surroundings::Block;
use crate::archive::input::Source;
use crate::archive::output::Restart;
use crate::codecs::Encoding;
use crate::record::Span;
use crate::text::{Edit, Position};
use crate::{DocumentKind, Repair, Suspect};

/// Writes the document to `out` as it is; it is known as `kind`.
pub(super) fn copy(
    source: &mut Source,
    kind: DocumentKind,
    out: &mut dyn Restart,
) -> Result<RepairedDocument, RepairError> {
    let mut writing = Writing::new(out, Encodings { input: Encoding::Utf8, output: Encoding::Utf8 });
    source.each_block(0, 1, |bytes| writing.copy(bytes))?;
    Ok(writing.finish(kind))
}

/// A document's output as it is written.
pub(super) struct Writing<'a> {
    /// BLAKE3 of the document's input; nothing where it is all in one block.
    pub document: Option<String>,
    input: blake3::Hasher,
    output: Hashing<'a>,
    encodings: Encodings,
    pub base: Base,
    after_line: u64,
}

impl<'a> Writing<'a> {
    pub fn new(out: &'a mut dyn Restart, encodings: Encodings) -> Self {
        let base = Base { input: 0, output: 0, place: Position::START };
        let output = Hashing::new(out);
        Self { document: None, input: blake3::Hasher::new(), output, encodings, base, after_line: 1 }
    }

    /// Whether the output is in an encoding of the document's own, in which all but the edits is as it came.
    fn keeps_encoding(&self) -> bool {
        self.encodings.output != Encoding::Utf8
    }

    pub fn bom(&mut self, bom: &[u8]) -> Result<(), RepairError> {
        self.base.input = bom.len() as u64;
        if self.keeps_encoding() || bom.is_empty() {
            self.input.update(bom);
            return self.output.write(bom);
        }
        self.output.part_from(&self.input);
        self.input.update(bom);
        Ok(())
    }

    fn copy(&mut self, bytes: &[u8]) -> Result<(), RepairError> {
        self.input.update(bytes);
        self.base.input += bytes.len() as u64;
        self.output.write(bytes)
    }

    pub fn block(
        &mut self,
        bytes: &[u8],
        repair: &Repair,
        writer: &mut RecordWriter,
        detail: Detail,
    ) -> Result<(), RepairError> {
        let is_as_it_came = repair.edits().is_empty() && (self.keeps_encoding() || repair.text().as_bytes() == bytes);
        if !is_as_it_came {
            self.output.part_from(&self.input);
        }
        self.input.update(bytes);
        let document = self.document_of(repair);
        let block = &Block { document: &document, input: bytes, repair, encoding: self.encodings.input };
        self.base.output = self.output.bytes;
        let spans = if self.keeps_encoding() { self.write_encoded(block)? } else { self.write_utf8(block)? };
        if detail == Detail::Hunks {
            self.note_hunks(block, writer).map_err(RepairError::Write)?;
        }
        self.note(block, &spans, writer).map_err(RepairError::Write)?;
        self.base.input += block.input.len() as u64;
        Ok(())
    }

    /// BLAKE3 of the document's input, if something was found in the block that was read last.
    fn document_of(&self, repair: &Repair) -> String {
        let is_needed = !repair.edits().is_empty() || !repair.suspects().is_empty();
        let of_one_block = || self.input.finalize().to_hex().to_string();
        if is_needed { self.document.clone().unwrap_or_else(of_one_block) } else { String::new() }
    }

    /// Writes the text; its edits stand where they stand in the text.
    fn write_utf8(&mut self, block: &Block) -> Result<Vec<Span>, RepairError> {
        self.output.write(block.repair.text().as_bytes())?;
        Ok(block.repair.edits().iter().map(|edit| Span::at(self.base.output, &edit.output)).collect())
    }

    /// Writes the input with its edits encoded as the input is; gives where they stand.
    fn write_encoded(&mut self, block: &Block) -> Result<Vec<Span>, RepairError> {
        let mut copied = 0;
        let mut spans = Vec::with_capacity(block.repair.edits().len());
        for edit in block.repair.edits() {
            let after = self.encodings.output.encode_exact(&edit.after).ok_or(RepairError::Lacks)?;
            self.output.write(&block.input[copied..edit.input.start])?;
            let start = self.output.bytes;
            self.output.write(&after)?;
            spans.push(Span { start, end: self.output.bytes });
            copied = edit.input.end;
        }
        self.output.write(&block.input[copied..])?;
        Ok(spans)
    }

    /// Takes edits and suspects down in the order of the text, counting lines and columns of the input.
    fn note(&mut self, block: &Block, spans: &[Span], writer: &mut RecordWriter) -> io::Result<()> {
        let (repair, of) = (block.repair, block.surroundings());
        let mut here = Here { text: repair.text(), at: 0, place: self.base.place };
        let mut shift = Shift::between(self.base.input, self.base.output);
        let mut stretch = Stretch::new(writer);
        let mut suspects = repair.suspects().iter().peekable();
        for (edit, &span) in repair.edits().iter().zip(spans) {
            while let Some(suspect) = suspects.next_if(|suspect| suspect.output.start < edit.output.end) {
                let place = here.pass_text(suspect.output.start);
                stretch.take(Found::suspect(suspect, self.stand(suspect, shift, place), of))?;
            }
            let place = here.pass_text(edit.output.start);
            let stand = Stand { input: Span::at(self.base.input, &edit.input), output: span, place };
            stretch.take(Found::edit(edit, stand, of.bytes(edit), of))?;
            here.pass_edit(edit, &block.decode(&edit.before));
            shift = Shift::between(self.base.input + edit.input.end as u64, span.end);
        }
        for suspect in suspects {
            let place = here.pass_text(suspect.output.start);
            stretch.take(Found::suspect(suspect, self.stand(suspect, shift, place), of))?;
        }
        stretch.end()?;
        here.pass_text(repair.text().len());
        self.base.place = here.place;
        Ok(())
    }

    /// Where a suspect stands: in the output as in the text, or, where the document keeps its encoding, as far from the last edit
    /// as in the input.
    fn stand(&self, suspect: &Suspect, shift: Shift, place: Position) -> Stand {
        let input = Span::at(self.base.input, &suspect.input);
        let output = match self.keeps_encoding() {
            true => shift.apply(input),
            false => Span::at(self.base.output, &suspect.output),
        };
        Stand { input, output, place }
    }

    fn note_hunks(&mut self, block: &Block, writer: &mut RecordWriter) -> io::Result<()> {
        for hunk in hunks::hunks(block, self.base.place.line, self.after_line) {
            writer.hunk(hunk)?;
        }
        self.after_line += memchr::memchr_iter(b'\n', block.repair.text().as_bytes()).count() as u64;
        Ok(())
    }

    pub fn finish(self, kind: DocumentKind) -> RepairedDocument {
        let (input, output) = self.output.contents(&self.input);
        RepairedDocument { kind, format: None, fields: None, encodings: self.encodings, rival: None, input, output }
    }
}

/// How far the output is ahead of the input, in bytes.
#[derive(Clone, Copy)]
struct Shift(u64);

impl Shift {
    fn between(input: u64, output: u64) -> Self {
        Self(output.wrapping_sub(input))
    }

    fn apply(self, span: Span) -> Span {
        Span { start: span.start.wrapping_add(self.0), end: span.end.wrapping_add(self.0) }
    }
}

/// A place of the input that moves on as the output text is passed.
struct Here<'a> {
    text: &'a str,
    at: usize,
    place: Position,
}

impl Here<'_> {
    /// Passes text that is the same in input and output, up to byte `to`; gives the place there.
    fn pass_text(&mut self, to: usize) -> Position {
        if let Some(passed) = self.text.get(self.at..to) {
            self.at = to;
            self.place = self.place.after(passed);
        }
        self.place
    }

    /// Passes an edit, which was `before` in the input.
    fn pass_edit(&mut self, edit: &Edit, before: &str) {
        self.at = edit.output.end;
        self.place = self.place.after(before);
    }
}
