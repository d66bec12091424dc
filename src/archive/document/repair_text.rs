use std::sync::atomic::Ordering::Relaxed;

use super::blocks_done::{Before, Packed, Since};
use super::encodings::Encodings;
use super::output_encoding::OutputEncoding;
use super::record_writer::RecordWriter;
use super::repair_error::RepairError;
use super::repaired::{Note, RepairedDocument};
use super::repairer::DocumentRepairer;
use super::text_writing::{Writing, copy};
use crate::archive::input::{ReadError, Source};
use crate::archive::output::Restart;
use crate::archive::parts::{blocks_in_order, weighed_in_order};
use crate::codecs::Encoding;
use crate::repair::{DetachedRepair, Proof};
use crate::{DocumentKind, Repair, Survey};

/// What is said of a document that its own encoding cannot hold.
const WIDENED: &str = "its encoding lacks characters of the repaired text; written in UTF-8";

/// A block, and what is known of it from before.
type Begun = (Vec<u8>, Option<Packed>);

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
        let done = writing.document.as_ref().filter(|_| survey.is_proven());
        let done = done.zip(writer.blocks.as_ref()).and_then(|(document, blocks)| blocks.open(document, target));
        let mut write = |bytes: &[u8], repair: &Repair| {
            let document = writing.document.as_deref().unwrap_or_default();
            let amended = self.placed.carry_out(document, writing.base.input, repair, bytes.len());
            writing.block(bytes, amended.as_ref().unwrap_or(repair), writer, self.detail)
        };
        let mut from_before = 0;
        if survey.is_proven() {
            from_before = self.repair_blocks(source, survey, done, |block, repair| write(block, &repair))?;
        } else {
            source.each_block(bom.len(), unit, |bytes| write(bytes, &self.repairer.repair_block(bytes, survey)))?;
        }
        writer.tally.bytes_from_before = from_before;
        Ok(RepairedDocument { rival: survey.rival, ..writing.finish(survey.kind) })
    }

    /// Repairs the blocks of a surveyed text on all threads and hands each to `each`, in order. What is known of one from before is not
    /// done again, and what is done is written down; then the run may be asked to end between two blocks.
    fn repair_blocks(
        &self,
        source: &mut Source,
        survey: &Survey,
        done: Option<(Before, Since)>,
        mut each: impl FnMut(&[u8], Repair) -> Result<(), RepairError>,
    ) -> Result<u64, RepairError> {
        let (mut before, mut since) = done.unzip();
        let is_kept = since.is_some();
        let stop = since.as_ref().map(Since::stop);
        let is_stopped = || stop.as_ref().is_some_and(|stop| stop.load(Relaxed));
        let (from, unit) = (survey.encoding.bom().len(), survey.encoding.unit());
        let mut bytes_from_before = 0;
        weighed_in_order(
            self.threads,
            |(repair, _, kept): &(DetachedRepair, bool, Option<Packed>)| {
                repair.bytes() + kept.as_ref().map_or(0, Packed::bytes)
            },
            |each: &mut dyn FnMut(Begun) -> Result<(), RepairError>| {
                let mut begin = |block: &[u8]| match is_stopped() {
                    true => Err(RepairError::Stopped),
                    false => each((block.to_vec(), before.as_mut().and_then(Before::next))),
                };
                source.each_block(from, unit, &mut begin)
            },
            |(block, known)| {
                let of_known = |known: Packed| known.unpacked(block, survey.encoding);
                if let Some(known) = known.take().and_then(of_known) {
                    return (known, true, None);
                }
                let repair = self.repairer.repair_block(block, survey).detached();
                let kept = if is_kept { Packed::of(block, &repair) } else { None };
                (repair, false, kept)
            },
            |(block, _), (repair, is_from_before, kept)| {
                bytes_from_before += if is_from_before { block.len() as u64 } else { 0 };
                each(&block, repair.attached(&block))?;
                if let Some(since) = &mut since {
                    since.take(kept);
                }
                Ok(())
            },
        )?;
        Ok(bytes_from_before)
    }
}
