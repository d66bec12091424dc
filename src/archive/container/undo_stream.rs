use std::io::{self, BufRead, BufReader, Read, Write};
use std::iter::Peekable;

use super::edits::next_edit;
use super::form::LIKE_BYTES;
use crate::archive::document::{DocumentRecords, encodings};
use crate::archive::error::UndoError;
use crate::archive::input::{Hashed, Source};
use crate::archive::output::{Draft, Reread, is_content};
use crate::archive::undo::undo;
use crate::formats::container::packing_by_name;
use crate::record::{Member, Record, RecordError, Splice, Unpacked};
use crate::text::hex;

/// Shows that a container's draft and its records give back what it unpacked to.
pub(super) fn prove(section: &DocumentRecords, unpacked: &Unpacked, draft: &mut Draft) -> Result<(), UndoError> {
    draft.reread(&mut |file| {
        let mut input = Hashed::new(io::sink());
        undo_packed(section, unpacked, Box::new(BufReader::new(file)), &mut input)
    })
}

/// Packs into a draft what a container unpacked to before it was cleaned to `output`.
pub(super) fn restore(
    section: &DocumentRecords,
    unpacked: &Unpacked,
    output: &Source,
    draft: &mut Draft,
) -> Result<(), UndoError> {
    let packing = packing_by_name(&unpacked.packing).ok_or(UndoError::Hash)?;
    let mut like = Vec::new();
    output.reader().take(LIKE_BYTES).read_to_end(&mut like)?;
    let mut packed = Hashed::new(packing.encoder(&like, Box::new(draft))?);
    undo_packed(section, unpacked, output.reader(), &mut packed)?;
    Ok(packed.by.finish()?)
}

/// Writes what a packed output unpacked to before; fails if that is not what came in.
fn undo_packed<'a, W: Write>(
    section: &DocumentRecords,
    unpacked: &Unpacked,
    output: Box<dyn BufRead + 'a>,
    input: &mut Hashed<W>,
) -> Result<(), UndoError> {
    let packing = packing_by_name(&unpacked.packing).ok_or(UndoError::Hash)?;
    let output = BufReader::new(packing.decoder(output)?);
    let mut undoing = Undoing { output, at: 0, records: section.undo_records()?.peekable() };
    undoing.run(input)?;
    let came = unpacked.input.as_ref().ok_or(UndoError::Hash)?;
    if is_content(came, &input.hasher) { Ok(()) } else { Err(UndoError::Hash) }
}

struct Undoing<R, I: Iterator> {
    output: R,
    at: u64,
    records: Peekable<I>,
}

impl<R: BufRead, I: Iterator<Item = Result<Record, RecordError>>> Undoing<R, I> {
    fn run(&mut self, input: &mut impl Write) -> Result<(), UndoError> {
        while let Some(record) = self.records.next() {
            match record? {
                Record::Splice(splice) => self.splice(&splice, input)?,
                Record::Member(member) => self.member(&member, input)?,
                _ => {}
            }
        }
        io::copy(&mut self.output, input)?;
        Ok(())
    }

    fn splice(&mut self, splice: &Splice, input: &mut impl Write) -> Result<(), UndoError> {
        self.copy_to(splice.output.start, input)?;
        self.copy_to(splice.output.start + splice.output.length(), &mut io::sink())?;
        let before = hex::decode(&splice.before_bytes).ok_or(UndoError::Edit(splice.output.start))?;
        Ok(input.write_all(&before)?)
    }

    fn member(&mut self, Member { document, at }: &Member, input: &mut impl Write) -> Result<(), UndoError> {
        let Some(at) = at else { return Ok(()) };
        self.copy_to(at.output.start, input)?;
        let length = at.output.length();
        let mut content = (&mut self.output).take(length);
        let mut input = Hashed::new(input);
        let records = &mut self.records;
        let edits = std::iter::from_fn(|| next_edit(records));
        undo(&mut content, edits, encodings(document).ok_or(UndoError::Hash)?, &mut input)?;
        let is_read = content.limit() == 0;
        self.at += length;
        if is_read && is_content(&document.input, &input.hasher) { Ok(()) } else { Err(UndoError::Hash) }
    }

    /// Copies what is as it came, up to byte `to` of the output.
    fn copy_to(&mut self, to: u64, input: &mut impl Write) -> Result<(), UndoError> {
        let length = to.checked_sub(self.at).ok_or(UndoError::Edit(to))?;
        let copied = io::copy(&mut (&mut self.output).take(length), input)?;
        self.at = to;
        if copied == length { Ok(()) } else { Err(UndoError::Edit(to)) }
    }
}
