use super::encodings::Encodings;
use super::output_encoding::OutputEncoding;
use super::record_writer::RecordWriter;
use super::repair_error::RepairError;
use super::repaired::{Note, RepairedDocument};
use super::repairer::DocumentRepairer;
use super::text_writing::{Writing, copy};
use crate::archive::input::{ReadError, Source};
use crate::archive::output::Restart;
use crate::archive::workers::blocks_in_order;
use crate::codecs::Encoding;
use crate::repair::Proof;
use crate::{DocumentKind, Repair, Survey};

/// What is said of a document that its own encoding cannot hold.
const WIDENED: &str = "its encoding lacks characters of the repaired text; written in UTF-8";

impl DocumentRepairer {
    /// Writes a repaired text to `out`, and takes down what was found.
    pub(super) fn repair_text(
        &self,
        source: &mut Source,
        out: &mut dyn Restart,
        writer: &mut RecordWriter,
    ) -> Result<(RepairedDocument, Option<Note>), RepairError> {
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
