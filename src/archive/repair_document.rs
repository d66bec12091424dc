use std::borrow::Cow;
use std::io;
use std::str::FromStr;

use thiserror::Error;

use super::hashing::Hashing;
use super::output::{RepairError, Restart};
use super::placed::PlacedDecisions;
use super::record_writer::{Base, Block, RecordWriter, Stand};
use super::source::{ReadError, Source};
use super::undo::Encodings;
use super::workers::blocks_in_order;
use super::{ByPath, Detail, hunks};
use crate::codecs::Encoding;
use crate::formats::record::{Kind, RecordOptions};
use crate::record::{Content, DocumentPath, Span};
use crate::repair::Proof;
use crate::text::{Edit, Position};
use crate::{DocumentKind, Repair, Repairer, Survey, Suspect};

/// What is said of a document that its own encoding cannot hold.
const WIDENED: &str = "its encoding lacks characters of the repaired text; written in UTF-8";

/// What a reader should know of a document.
pub(super) type Note = Cow<'static, str>;

/// The encoding that repaired documents are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// Each document's own, where it has all the characters that the repaired text needs; else UTF-8.
    Original,
}

impl OutputEncoding {
    /// The name, as options and the ledger write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Original => "original",
        }
    }
}

/// The name is of no known output encoding.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown output encoding {0:?}; known are utf-8, original")]
pub struct ParseOutputEncodingError(String);

impl FromStr for OutputEncoding {
    type Err = ParseOutputEncodingError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = [Self::Utf8, Self::Original].into_iter().find(|encoding| encoding.as_str() == name);
        known.ok_or_else(|| ParseOutputEncodingError(name.to_owned()))
    }
}

/// Repairs documents one by one; shared between workers.
#[derive(Clone, Debug)]
pub struct DocumentRepairer {
    /// Repairs their text.
    pub repairer: Repairer,
    /// The encoding to write.
    pub output_encoding: OutputEncoding,
    /// What of documents of records is text.
    pub records: RecordOptions,
    /// How much to write down.
    pub detail: Detail,
    /// What was decided of single places.
    pub placed: PlacedDecisions,
    /// How many threads work on the blocks of one long document; 0: as many as the machine has.
    pub threads: usize,
    /// What holds for documents of some paths, where that was given.
    pub by_path: Option<ByPath>,
}

/// What became of a document.
pub(super) struct RepairedDocument {
    pub kind: DocumentKind,
    /// How its fields are held, where it is a document of records.
    pub format: Option<&'static str>,
    pub encodings: Encodings,
    /// The encoding that it may have been in as well.
    pub rival: Option<Encoding>,
    pub input: Content,
    pub output: Content,
}

impl DocumentRepairer {
    /// One that writes UTF-8, notes what a ledger needs, reads JSON and tables as plain text, and works on one thread.
    pub fn new(repairer: Repairer) -> Self {
        Self {
            repairer,
            output_encoding: OutputEncoding::default(),
            records: RecordOptions::default(),
            detail: Detail::Ledger,
            placed: PlacedDecisions::default(),
            threads: 1,
            by_path: None,
        }
    }

    /// Writes the repaired document to `out`, and takes down what was found. `kind` is how its fields are held, where it is one of
    /// records.
    pub(super) fn repair_document(
        &self,
        kind: Option<Kind>,
        source: &mut Source,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<(RepairedDocument, Option<Note>), RepairError> {
        if let Some((kind, package)) = kind.and_then(|kind| Some((kind, kind.package()?))) {
            return self.repair_package((kind, package), source, out, writer);
        }
        if let Some(kind) = kind {
            return self.repair_records(kind, source, out, writer);
        }
        source.begin(true);
        let survey = self.survey(source)?;
        source.begin(false);
        self.repair_or_widen(source, &survey, out, writer)
    }

    /// Learns what a document is.
    fn survey(&self, source: &mut Source) -> Result<Survey, RepairError> {
        let (survey, is_long) = self.repairer.survey_start(source).map_err(RepairError::Read)?;
        if !is_long {
            return Ok(survey);
        }
        let (unit, bom) = (survey.encoding.unit(), survey.encoding.bom().len());
        let mut proof = Proof::default();
        // The bytes of the mark are no text.
        let read = |each: &mut dyn FnMut(&[u8]) -> Result<(), ReadError>| source.each_block(bom, unit, each);
        let work = |block: &[u8]| self.repairer.prove_block(block, &survey);
        let added = blocks_in_order(self.threads, read, work, |_, of_block| {
            proof.add(&of_block);
            Ok(())
        });
        added?;
        Ok(survey.with_proof(proof))
    }

    /// Refuses decisions about places of the document if it is not what it was.
    pub(super) fn refuse_stale(&self, path: &DocumentPath, source: &mut Source) -> io::Result<()> {
        if !self.placed.is_empty() {
            self.placed.refuse_stale(path, &source.known_content()?.blake3);
        }
        Ok(())
    }

    /// Writes the repaired document to `out`: in its own encoding if that is asked for and has all the characters,
    /// else in UTF-8, of which the note tells.
    fn repair_or_widen(
        &self,
        source: &mut Source,
        survey: &Survey,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<(RepairedDocument, Option<Note>), RepairError> {
        match self.repair(source, survey, self.target(survey), out, writer) {
            Err(RepairError::Lacks) => {}
            repaired => return Ok((repaired?, None)),
        }
        out.restart().and_then(|()| writer.restart()).map_err(RepairError::Write)?;
        let repaired = self.repair(source, survey, Encoding::Utf8, out, writer)?;
        Ok((repaired, Some(WIDENED.into())))
    }

    /// The encoding that is to be tried first for the document's output.
    fn target(&self, survey: &Survey) -> Encoding {
        match self.output_encoding {
            OutputEncoding::Original => survey.encoding,
            OutputEncoding::Utf8 => Encoding::Utf8,
        }
    }

    /// Writes the repaired document to `out` in the encoding `target`, which is UTF-8 or the document's own, and
    /// takes down what was found. What is no text is written as it is.
    fn repair(
        &self,
        source: &mut Source,
        survey: &Survey,
        target: Encoding,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<RepairedDocument, RepairError> {
        if survey.kind != DocumentKind::Text {
            return copy(source, survey.kind, out);
        }
        let kept = (target != Encoding::Utf8).then(|| survey.keeping_encoding());
        let survey = kept.as_ref().unwrap_or(survey);
        let mut writing = Writing::new(out, Encodings { input: survey.encoding, output: target });
        let bom = survey.encoding.bom();
        writing.bom(bom)?;
        let unit = survey.encoding.unit();
        // What is found in a document of several blocks is named before all of them are read.
        if survey.is_proven() || !self.placed.is_empty() {
            writing.document = Some(source.known_content().map_err(RepairError::Read)?.blake3);
        }
        let mut write = |bytes: &[u8], repair: &Repair| {
            let document = writing.document.as_deref().unwrap_or_default();
            let amended = self.placed.carry_out(document, writing.base.input, repair, bytes.len());
            writing.block(bytes, amended.as_ref().unwrap_or(repair), writer, self.detail)
        };
        if survey.is_proven() {
            let read =
                |each: &mut dyn FnMut(&[u8]) -> Result<(), RepairError>| source.each_block(bom.len(), unit, each);
            let work = |block: &[u8]| self.repairer.repair_block(block, survey).detached();
            blocks_in_order(self.threads, read, work, |block, detached| write(block, &detached.attached(block)))?;
        } else {
            source.each_block(bom.len(), unit, |bytes| write(bytes, &self.repairer.repair_block(bytes, survey)))?;
        }
        Ok(RepairedDocument { rival: survey.rival, ..writing.finish(survey.kind) })
    }
}

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
struct Writing<'a> {
    /// BLAKE3 of the document's input; nothing where it is all in one block.
    document: Option<String>,
    input: blake3::Hasher,
    output: Hashing<'a>,
    encodings: Encodings,
    base: Base,
    after_line: u64,
}

impl<'a> Writing<'a> {
    fn new(out: &'a mut dyn Restart, encodings: Encodings) -> Self {
        let base = Base { input: 0, output: 0, place: Position::START };
        let output = Hashing::new(out);
        Self { document: None, input: blake3::Hasher::new(), output, encodings, base, after_line: 1 }
    }

    /// Whether the output is in an encoding of the document's own, in which all but the edits is as it came.
    fn keeps_encoding(&self) -> bool {
        self.encodings.output != Encoding::Utf8
    }

    fn bom(&mut self, bom: &[u8]) -> Result<(), RepairError> {
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

    fn block(
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
        let mut suspects = repair.suspects().iter().peekable();
        for (edit, &span) in repair.edits().iter().zip(spans) {
            while let Some(suspect) = suspects.next_if(|suspect| suspect.output.start < edit.output.end) {
                let place = here.pass_text(suspect.output.start);
                writer.suspect(suspect, self.stand(suspect, shift, place), of)?;
            }
            let place = here.pass_text(edit.output.start);
            let stand = Stand { input: Span::at(self.base.input, &edit.input), output: span, place };
            writer.edit(edit, stand, of.bytes(edit), of)?;
            here.pass_edit(edit, &block.decode(&edit.before));
            shift = Shift::between(self.base.input + edit.input.end as u64, span.end);
        }
        for suspect in suspects {
            let place = here.pass_text(suspect.output.start);
            writer.suspect(suspect, self.stand(suspect, shift, place), of)?;
        }
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

    fn finish(self, kind: DocumentKind) -> RepairedDocument {
        let (input, output) = self.output.contents(&self.input);
        RepairedDocument { kind, format: None, encodings: self.encodings, rival: None, input, output }
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
