use std::io::{self, Read, Write};

use super::form::{Container, Stream};
use super::piece::{Done, Frame, Piece, Spooled};
use super::records::Records;
use crate::archive::input::{ReadError, Source, content};
use crate::archive::output::Draft;
use crate::archive::undo::PartDraft;
use crate::formats::container::{Encoder, tar};
use crate::formats::zip::Readable;
use crate::record::{Content, MemberAt, Span, Splice};
use crate::text::hex;

/// Content is copied in pieces of so many bytes.
const COPY_BYTES: usize = 64 << 10;

/// A container as it is written anew, piece by piece.
///
/// Nothing is written before something changes; then what came before is unpacked once more and written first.
pub(super) struct Rewriting<'a> {
    container: &'a Container<'a>,
    stream: &'a Stream,
    /// Where it goes, until that is packed to.
    draft: Option<&'a mut Draft>,
    out: Option<Box<dyn Encoder + 'a>>,
    /// Of what goes out, unpacked.
    hasher: blake3::Hasher,
    /// How many unpacked bytes came in, and how many went out.
    input: u64,
    output: u64,
    /// How long the member became whose last block is not yet filled.
    resized: Option<u64>,
    records: Records,
}

impl<'a> Rewriting<'a> {
    pub fn new(container: &'a Container<'a>, stream: &'a Stream, draft: &'a mut Draft, records: Records) -> Self {
        let (draft, hasher) = (Some(draft), blake3::Hasher::new());
        Self { container, stream, draft, out: None, hasher, input: 0, output: 0, resized: None, records }
    }

    /// Writes a piece, or what a document in it became, and takes it down.
    pub fn piece(&mut self, piece: Piece, done: Option<Done>) -> io::Result<()> {
        match (piece, done) {
            (Piece::Kept(bytes), _) => self.keep(&bytes),
            (Piece::Padding(bytes), _) => match self.resized.take() {
                Some(length) => self.replace(&bytes, &tar::padding(length)),
                None => self.keep(&bytes),
            },
            (Piece::Passed(document), _) => self.records.passed(*document),
            (Piece::Damaged(at), _) => {
                self.records.damaged(at);
                Ok(())
            }
            (Piece::Document(spooled), Some(done)) => self.document(*spooled, done),
            (Piece::Broken(path, cause), _) => self.records.broken(path, cause),
            (Piece::Document(_), None) => Err(io::Error::other("a member was not done")),
        }
    }

    /// Ends the writing; gives what goes out, unpacked, unless all is as it came.
    pub fn finish(self) -> io::Result<(Records, Option<Content>)> {
        let Some(out) = self.out else { return Ok((self.records, None)) };
        out.finish()?;
        Ok((self.records, Some(content(&self.hasher))))
    }

    fn document(&mut self, spooled: Spooled, done: Done) -> io::Result<()> {
        let Spooled { frame, mut source, .. } = spooled;
        let Frame::Head(head) = frame else { return Err(io::Error::other("a member of another form")) };
        let Done { section, output, trouble, .. } = done;
        let Some(output) = output else {
            self.keep(&head)?;
            self.keep_source(&mut source)?;
            return self.records.member(section, None, trouble);
        };
        let (came, goes) = (section.document.input.bytes, section.document.output.bytes);
        if !head.is_empty() {
            let resized = tar::resized(&head, goes).ok_or_else(|| io::Error::other("a header cannot be written"))?;
            self.replace(&head, &resized)?;
        }
        self.begin()?;
        let at = MemberAt { input: Span::of(self.input, came), output: Span::of(self.output, goes) };
        self.write_part(output)?;
        self.input += came;
        self.resized = Some(goes);
        self.records.member(section, Some(at), trouble)
    }

    fn keep(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.input += bytes.len() as u64;
        if self.out.is_some() { self.write(bytes) } else { Ok(()) }
    }

    fn keep_source(&mut self, source: &mut Source) -> io::Result<()> {
        if self.out.is_none() {
            self.input += source.length();
            return Ok(());
        }
        let kept = source.each_block(0, 1, |block| self.keep(block).map_err(ReadError));
        kept.map_err(|ReadError(cause)| cause)
    }

    fn replace(&mut self, before: &[u8], after: &[u8]) -> io::Result<()> {
        if before == after {
            return self.keep(before);
        }
        self.begin()?;
        let start = before.iter().zip(after).take_while(|(one, other)| one == other).count();
        let rest = before[start..].iter().rev().zip(after[start..].iter().rev());
        let end = rest.take_while(|(one, other)| one == other).count();
        let changed = &before[start..before.len() - end];
        let splice = Splice {
            input: Span::of(self.input + start as u64, changed.len() as u64),
            output: Span::of(self.output + start as u64, (after.len() - start - end) as u64),
            before_bytes: hex::encode(changed),
        };
        self.input += before.len() as u64;
        self.write(after)?;
        self.records.splice(splice)
    }

    /// Begins to write, with all that came so far.
    fn begin(&mut self) -> io::Result<()> {
        let Some(draft) = self.draft.take() else { return Ok(()) };
        self.out = Some(self.stream.packing.encoder(&self.stream.like, Box::new(draft))?);
        let mut came = self.stream.unpacked(self.container.source, self.container.limits)?.take(self.input);
        self.copy(&mut came)?;
        match self.output == self.input {
            true => Ok(()),
            false => Err(io::Error::other("it became shorter while it was read")),
        }
    }

    fn write_part(&mut self, mut part: PartDraft) -> io::Result<()> {
        self.copy(&mut part.reader()?)
    }

    fn copy(&mut self, from: &mut impl Read) -> io::Result<()> {
        let mut piece = vec![0; COPY_BYTES];
        loop {
            match from.read(&mut piece)? {
                0 => return Ok(()),
                read => self.write(&piece[..read])?,
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.update(bytes);
        self.output += bytes.len() as u64;
        self.out.as_mut().map_or(Ok(()), |out| out.write_all(bytes))
    }
}
