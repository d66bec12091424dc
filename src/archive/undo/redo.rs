use std::borrow::Cow;
use std::io::{self, Write};

use crate::archive::document::{DocumentRecords, Encodings, edits};
use crate::archive::input::{Hashed, ReadError, Source};
use crate::archive::output::is_content;
use crate::record::DocumentEdit;

/// Writes what a document becomes by its edits, which were made before. Fails where that is not what it became then.
pub(in crate::archive) fn redo(
    source: &mut Source,
    section: &DocumentRecords,
    encodings: Encodings,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut edits = edits(section.undo_records()?);
    let next = edits.next().transpose().map_err(io::Error::other)?;
    let bom = if encodings.input == encodings.output { 0 } else { encodings.input.bom().len() };
    let mut redoing = Redoing { at: bom as u64, next, encodings, out: Hashed::new(out) };
    let each = |block: &[u8]| {
        let mut more = || edits.next().transpose().map_err(io::Error::other);
        redoing.block(block, &mut more).map_err(ReadError)
    };
    source.each_block(bom, encodings.input.unit(), each).map_err(|ReadError(cause)| cause)?;
    // An edit at the end of the document takes nothing more of it.
    while redoing.next.is_some() {
        redoing.edit()?;
        redoing.next = edits.next().transpose().map_err(io::Error::other)?;
    }
    let is_same = is_content(&section.document.output, &redoing.out.hasher);
    if is_same { Ok(()) } else { Err(other()) }
}

/// A document on its way.
struct Redoing<W> {
    /// The byte of the input that comes next.
    at: u64,
    /// The edit that comes next, and is not written yet.
    next: Option<DocumentEdit>,
    encodings: Encodings,
    out: Hashed<W>,
}

impl<W: Write> Redoing<W> {
    fn block(&mut self, block: &[u8], more: &mut impl FnMut() -> io::Result<Option<DocumentEdit>>) -> io::Result<()> {
        let (base, end) = (self.at, self.at + block.len() as u64);
        while self.at < end {
            let rest = &block[(self.at - base) as usize..];
            match &self.next {
                Some(edit) if edit.input.start <= self.at => {
                    // The part of an edit that is in this block is passed over; at its end it is written.
                    let until = edit.input.end.min(end);
                    self.at = self.at.max(until);
                    if edit.input.end <= self.at {
                        self.edit()?;
                        self.next = more()?;
                    }
                }
                next => {
                    let until = next.as_ref().map_or(end, |edit| edit.input.start.min(end));
                    let gap = &rest[..(until - self.at) as usize];
                    self.at = until;
                    self.gap(gap)?;
                }
            }
        }
        Ok(())
    }

    fn edit(&mut self) -> io::Result<()> {
        let Some(edit) = &self.next else { return Ok(()) };
        let bytes = match edit.output_bytes() {
            Some(bytes) => bytes.map(Cow::Owned),
            None => self.encodings.output.encode_exact(edit.after()),
        };
        self.out.write_all(&bytes.ok_or_else(other)?)
    }

    fn gap(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.encodings.input == self.encodings.output {
            return self.out.write_all(bytes);
        }
        let text = self.encodings.input.decode_exact(bytes).ok_or_else(other)?;
        let bytes = self.encodings.output.encode_exact(&text).ok_or_else(other)?;
        self.out.write_all(&bytes)
    }
}

fn other() -> io::Error {
    io::Error::other("it does not become what it became")
}
