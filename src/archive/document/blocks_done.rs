//! Which blocks of a long text are done, written down until all are. In: what became of each block. Out: the same, for a run that goes on
//! where one was ended.
//!
//! All else of a document's output and records follows from its blocks, in their order, so it is made anew: that costs next to nothing
//! beside their repair.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde::Serialize;

use crate::archive::input::{open_own, open_regular};
use crate::archive::output::{Step, make_own_folder, reached};
use crate::codecs::Encoding;
use crate::record::{DocumentPath, Run};
use crate::repair::DetachedRepair;

/// Texts that are shorter are done again sooner than a person looks.
const LEAST_BYTES: u64 = if cfg!(test) { 1 } else { 4 << 20 };
/// What became of a block is shorter as a rule, also unpacked: each tenth byte of 1 MiB may begin a suspect of some thousand bytes. What
/// is longer is done again.
const MOST_BYTES: u64 = 256 << 20;
/// The packing that is fastest.
const PACKING: i32 = 1;
/// Bytes that are packed at once: of fewer, each is packed with an eye on those before, which takes longer.
const PACKED_TOGETHER: usize = 128 << 10;
/// Bytes of a piece's length, and of its check.
const LENGTH: usize = 4;
const CHECK: usize = 8;

/// Where a run writes down which blocks of a text are done.
///
/// What it says is believed only of the same text by the same run, and of a block only if its text comes out as it did.
#[derive(Clone, Debug)]
pub(in crate::archive) struct BlocksDone {
    /// The file's path, without its ending.
    path: PathBuf,
    run: Run,
    /// Asks the run to end: between two blocks it may, since nothing that was done is lost.
    stop: Arc<AtomicBool>,
}

/// What the first piece of a file says: whose blocks these are.
#[derive(Serialize)]
struct Whose<'a> {
    run: &'a Run,
    /// BLAKE3 of the document's input.
    document: &'a str,
    /// The encoding of its output.
    output: &'a str,
}

impl BlocksDone {
    /// That of a text of so many bytes, in a folder that may have to be made; nothing for a short one.
    pub fn of(folder: &Path, run: &Run, text: &DocumentPath, bytes: u64, stop: &Arc<AtomicBool>) -> Option<Self> {
        (bytes >= LEAST_BYTES).then(|| {
            let name = blake3::hash(&text.bytes()).to_hex();
            Self { path: folder.join(&*name), run: run.clone(), stop: Arc::clone(stop) }
        })
    }

    /// The files that it may have written: a text may be written in its own encoding first, and then in UTF-8.
    pub fn files(&self) -> [PathBuf; 2] {
        [self.file(true), self.file(false)]
    }

    fn file(&self, is_utf8: bool) -> PathBuf {
        self.path.with_extension(if is_utf8 { "utf8.blocks" } else { "blocks" })
    }

    /// Reads what an ended run did of the text whose input has this BLAKE3, and goes on writing there. Nothing where the file cannot be
    /// written: then the text is done without.
    pub(super) fn open(&self, document: &str, output: Encoding) -> Option<(Before, Since)> {
        let whose = Whose { run: &self.run, document, output: output.name() };
        let whose = serde_json::to_vec(&whose).ok()?;
        make_own_folder(self.path.parent()?).ok()?;
        begin(&self.file(output == Encoding::Utf8), &whose, Arc::clone(&self.stop)).ok()
    }
}

/// Opens the file of what `whose` says, which is made anew where there is none, or another's.
fn begin(path: &Path, whose: &[u8], stop: Arc<AtomicBool>) -> io::Result<(Before, Since)> {
    let mut file = open_own(path)?;
    let mut pieces = Pieces(BufReader::new(open_regular(path)?.0));
    let (mut count, mut end) = (0, 0);
    if pieces.next().is_some_and(|first| first == whose) {
        end = pieces.0.stream_position()?;
        while pieces.next().is_some() {
            count += 1;
            end = pieces.0.stream_position()?;
        }
    }
    file.set_len(end)?;
    file.seek(SeekFrom::End(0))?;
    let mut since = Since { file: Some(file), known: count, stop };
    if end == 0 {
        since.write(whose);
    }
    pieces.0.rewind()?;
    pieces.next();
    Ok((Before { pieces, left: count }, since))
}

/// The pieces of a file, each with its length before it and its check; they end at one that is torn.
struct Pieces(BufReader<File>);

impl Pieces {
    fn next(&mut self) -> Option<Vec<u8>> {
        let (mut length, mut sum) = ([0; LENGTH], [0; CHECK]);
        self.0.read_exact(&mut length).and_then(|()| self.0.read_exact(&mut sum)).ok()?;
        let length = Some(u32::from_le_bytes(length)).filter(|length| u64::from(*length) <= MOST_BYTES)?;
        let mut packed = Vec::new();
        (&mut self.0).take(u64::from(length)).read_to_end(&mut packed).ok()?;
        (packed.len() == length as usize && check(&packed) == sum).then_some(packed)
    }
}

fn check(piece: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.copy_from_slice(&blake3::hash(piece).as_bytes()[..CHECK]);
    check
}

/// What an ended run did of a text, block by block.
pub(super) struct Before {
    pieces: Pieces,
    /// So many blocks were done; what comes after them is of this run.
    left: u64,
}

impl Before {
    /// What became of the next block; nothing where that is not known.
    pub fn next(&mut self) -> Option<Packed> {
        self.left = self.left.checked_sub(1)?;
        self.pieces.next().map(Packed)
    }
}

/// What became of a block.
pub(super) struct Packed(Vec<u8>);

impl Packed {
    pub fn bytes(&self) -> usize {
        self.0.len()
    }

    pub fn of(block: &[u8], repair: &DetachedRepair) -> Option<Self> {
        let mut packing = BufWriter::with_capacity(PACKED_TOGETHER, zstd::Encoder::new(Vec::new(), PACKING).ok()?);
        repair.keep(block, &mut packing).ok()?;
        packing.into_inner().ok()?.finish().ok().map(Self)
    }

    pub fn unpacked(&self, block: &[u8], encoding: Encoding) -> Option<DetachedRepair> {
        let unpacking = zstd::Decoder::new(&self.0[..]).ok()?.take(MOST_BYTES);
        DetachedRepair::of_kept(BufReader::new(unpacking), block, encoding)
    }
}

/// Writes down what this run does of a text.
pub(super) struct Since {
    file: Option<File>,
    /// So many of the next blocks are written down already.
    known: u64,
    stop: Arc<AtomicBool>,
}

impl Since {
    /// What asks the run to end.
    pub fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    /// Takes down what became of the next block, which may be known already.
    pub fn take(&mut self, done: Option<Packed>) {
        match (self.known, done) {
            (1.., _) => self.known -= 1,
            (0, Some(Packed(piece))) => {
                self.write(&piece);
                reached(Step::Block);
            }
            // What comes behind would be taken for this block.
            (0, None) => self.file = None,
        }
    }

    fn write(&mut self, piece: &[u8]) {
        let Some(file) = &mut self.file else { return };
        let written = u32::try_from(piece.len())
            .map_err(io::Error::other)
            .and_then(|length| file.write_all(&[&length.to_le_bytes()[..], &check(piece), piece].concat()));
        if written.is_err() {
            // Without it the text is done as well, only not as far when it is ended.
            self.file = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::DocumentRepairer;
    use super::*;
    use crate::archive::input::Source;
    use crate::archive::output::Restart;
    use crate::record::RunOptions;
    use crate::{BLOCK_BYTES, Repairer};

    #[derive(Default)]
    struct Out(Vec<u8>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Restart for Out {
        fn restart(&mut self) -> io::Result<()> {
            self.0.clear();
            Ok(())
        }
    }

    /// A text of some blocks in one of which a word stands; each has damage and lines that are joined.
    fn text(word: &str) -> String {
        let right = "Kassereren mente, at kontingentet burde blive det samme.\n\n";
        let damaged = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det i kom-\nmunen, hvor Storste bekymring var vejene.\n\n";
        let block = [right.repeat(BLOCK_BYTES / right.len()), damaged.repeat(3)].concat();
        format!("{block}{block}Samme {word}.\n\n{block}")
    }

    /// What becomes of a text: its output, its records, and how many of its bytes were done before.
    fn done(text: &[u8], blocks: &BlocksDone) -> (Vec<u8>, Vec<u8>, u64) {
        let repairer = DocumentRepairer { threads: 2, ..DocumentRepairer::new(Repairer::danish()) };
        let (mut source, mut out) = (Source::from_reader(text).unwrap(), Out::default());
        let path = DocumentPath::new(Path::new("a.txt")).unwrap();
        let section = repairer.repair_into(None, &mut source, path, &mut out, None, Some(blocks.clone()));
        let section = section.unwrap_or_else(|_| panic!("memory can be read and written"));
        let mut records = Vec::new();
        section.records.copy(&mut records).unwrap();
        (out.0, records, section.tally.bytes_from_before)
    }

    #[test]
    fn blocks_that_were_done_before_become_what_they_became() {
        let home = tempfile::tempdir().unwrap();
        let path = DocumentPath::new(Path::new("a.txt")).unwrap();
        let run = |apply: &str| Run::new(RunOptions { apply: apply.to_owned(), ..RunOptions::default() });
        let blocks = BlocksDone::of(&home.path().join("members"), &run("certain"), &path, 1, &Arc::default()).unwrap();
        let text = text("navn");
        let whole = done(text.as_bytes(), &blocks);
        assert!(whole.2 == 0 && String::from_utf8_lossy(&whole.0).contains("drøftet") && !whole.1.is_empty());
        let file = &blocks.files()[0];
        let journal = fs::read(file).unwrap();
        let mut most = 0;
        for cut in (0..8).map(|part| journal.len() * part / 7) {
            fs::write(file, &journal[..cut]).unwrap();
            let (output, records, from_before) = done(text.as_bytes(), &blocks);
            assert!(output == whole.0 && records == whole.1 && from_before >= most, "{cut}");
            most = from_before;
            // What was written behind the cut makes the file whole again.
            assert!(fs::read(file).unwrap() == journal, "{cut}");
        }
        assert_eq!(most, text.len() as u64);
        let mut flipped = journal.clone();
        flipped[journal.len() - 9] ^= 1;
        fs::write(file, flipped).unwrap();
        let (output, records, from_before) = done(text.as_bytes(), &blocks);
        assert!(output == whole.0 && records == whole.1 && (1..most).contains(&from_before));
        // Another text, and other settings, take nothing over.
        let other = text.replace("navn", "sted");
        assert_eq!(done(other.as_bytes(), &blocks).2, 0);
        let likely = BlocksDone { run: run("likely"), ..blocks };
        assert_eq!(done(other.as_bytes(), &likely).2, 0);
        assert_eq!(done(other.as_bytes(), &likely).2, other.len() as u64);
    }
}
