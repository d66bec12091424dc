use super::joined::Joined;
use crate::Blocks;
use crate::archive::input::{ReadError, Source};
use crate::formats::record::{Field, Manner, Records};

/// Records are handed on in batches of about so many bytes, as text is in blocks.
const BATCH_BYTES: usize = 1 << 20;

/// Some of a document's bytes, in order.
#[derive(Clone, Debug)]
pub(super) struct Batch {
    /// Where it begins in the document.
    pub start: u64,
    pub bytes: Vec<u8>,
    pub holds: Holds,
}

/// What a batch is of its document's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Whole ones.
    Records,
    /// The start of one that is too long to be read.
    Start,
    /// More of it.
    Rest,
}

impl Batch {
    /// The records, and where each begins.
    pub fn records(&self, records: &dyn Records) -> impl Iterator<Item = (usize, &[u8])> {
        let head = if self.start == 0 { records.head().min(self.bytes.len()) } else { 0 };
        let mut at = if self.holds == Holds::Records { head } else { self.bytes.len() };
        std::iter::from_fn(move || {
            let rest = self.bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let start = at;
            at += records.record_end(rest).unwrap_or(rest.len());
            Some((start, &self.bytes[start..at]))
        })
    }
}

impl Batch {
    /// The fields of all records that have any.
    pub fn fields(&self, records: &dyn Records) -> Vec<Field<'_>> {
        self.records(records).flat_map(|(_, record)| records.fields(record).unwrap_or_default()).collect()
    }
}

/// Calls `each` with all of the document, batch by batch.
///
/// Fails with `each`'s error, or with a [`ReadError`] if the document cannot be read.
pub(super) fn each_batch<E: From<ReadError>>(
    source: &mut Source,
    records: &dyn Records,
    mut each: impl FnMut(Batch) -> Result<(), E>,
) -> Result<(), E> {
    let mut cutter = Cutter { records, start: 0, buffer: Vec::new(), is_torn: false };
    source.each_block(0, 1, |block| {
        cutter.buffer.extend_from_slice(block);
        while let Some(batch) = cutter.next() {
            each(batch)?;
        }
        Ok::<(), E>(())
    })?;
    while let Some(batch) = cutter.rest() {
        each(batch)?;
    }
    Ok(())
}

struct Cutter<'a> {
    records: &'a dyn Records,
    /// Where the buffer begins in the document.
    start: u64,
    /// What was read and not handed on.
    buffer: Vec<u8>,
    /// It goes on with a record whose start was too long.
    is_torn: bool,
}

impl Cutter<'_> {
    /// The next batch, if enough was read.
    fn next(&mut self) -> Option<Batch> {
        if self.buffer.len() < BATCH_BYTES {
            return None;
        }
        if self.is_torn {
            let end = self.records.resume(&self.buffer);
            self.is_torn = end.is_none();
            return Some(self.take(end.unwrap_or(self.buffer.len()), Holds::Rest));
        }
        let mut end = 0;
        while end < BATCH_BYTES {
            let Some(length) = self.records.record_end(&self.buffer[end..]).filter(|length| *length > 0) else { break };
            end += length;
        }
        if end > 0 {
            return Some(self.take(end, Holds::Records));
        }
        if self.buffer.len() <= self.records.longest() {
            return None;
        }
        self.is_torn = true;
        Some(self.take(self.buffer.len(), Holds::Start))
    }

    /// What is left at the document's end.
    fn rest(&mut self) -> Option<Batch> {
        if self.buffer.is_empty() {
            return None;
        }
        if !self.is_torn {
            return Some(self.take(self.buffer.len(), Holds::Records));
        }
        let end = self.records.resume(&self.buffer);
        self.is_torn = end.is_none();
        Some(self.take(end.unwrap_or(self.buffer.len()), Holds::Rest))
    }

    fn take(&mut self, length: usize, holds: Holds) -> Batch {
        let start = self.start;
        self.start += length as u64;
        let rest = self.buffer.split_off(length);
        Batch { start, bytes: std::mem::replace(&mut self.buffer, rest), holds }
    }
}

/// The fields of a document, those of a batch together.
pub(super) struct FieldBlocks<'a> {
    pub source: &'a mut Source,
    pub records: &'a dyn Records,
    /// How the document is written, as far as it was read.
    pub manner: Manner,
    /// How many fields it has.
    pub count: u64,
}

impl Blocks for FieldBlocks<'_> {
    fn for_each_block(&mut self, _: usize, each: &mut dyn FnMut(&[u8])) -> std::io::Result<()> {
        let Self { source, records, manner, count } = self;
        *count = 0;
        let walked = each_batch(source, *records, |batch| {
            for (_, record) in batch.records(*records) {
                manner.add(records.manner(record));
            }
            let fields = batch.fields(*records);
            *count += fields.len() as u64;
            Joined::of(fields.iter()).blocks().for_each(&mut *each);
            Ok::<(), ReadError>(())
        });
        walked.map_err(|ReadError(cause)| cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codecs::Encoding;
    use crate::formats::record::{Kind, RecordOptions};

    fn batches(text: &str) -> Vec<Batch> {
        let options = RecordOptions { fields: vec!["a".into()], ..RecordOptions::default() };
        let records = options.open(Kind::JsonLines, b"", Encoding::Utf8).unwrap();
        let mut source = Source::from_reader(text.as_bytes()).unwrap();
        let mut batches = Vec::new();
        let each = |batch| {
            batches.push(batch);
            Ok::<(), ReadError>(())
        };
        each_batch(&mut source, &*records, each).unwrap();
        assert!(batches.iter().map(|batch| &*batch.bytes).collect::<Vec<_>>().concat() == text.as_bytes());
        batches
    }

    #[test]
    fn batches_end_where_records_do() {
        let text = "{\"a\":\"en linje\"}\n".repeat(300_000) + "den sidste";
        let batches = batches(&text);
        assert!(batches.len() > 3 && batches.iter().all(|batch| batch.holds == Holds::Records));
        assert!(batches[..batches.len() - 1].iter().all(|batch| batch.bytes.ends_with(b"\n")));
    }

    #[test]
    fn a_record_that_is_too_long_is_none_and_those_after_it_are() {
        let text = "{\"a\":\"kort\"}\n".to_owned() + &"x".repeat(40 << 20) + "\n{\"a\":\"kort\"}\n";
        let batches = batches(&text);
        let starts = batches.iter().filter(|batch| batch.holds == Holds::Start).count();
        assert_eq!(starts, 1);
        assert!(batches.iter().all(|batch| batch.bytes.len() < 10 << 20));
        let ends = [batches.first().unwrap().holds, batches.last().unwrap().holds];
        assert_eq!(ends, [Holds::Records; 2]);
        assert_eq!(batches.last().unwrap().bytes, b"{\"a\":\"kort\"}\n");
    }
}
