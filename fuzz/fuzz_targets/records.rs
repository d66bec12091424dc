//! Any lines of records: each is read or refused, and what was read is written so that it is read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ordret::record::{Record, RecordLines, write_record};

/// A run of edits in one line may stand for many records.
const MOST: usize = 10_000;

fuzz_target!(|data: &[u8]| {
    let records: Vec<Record> = RecordLines::new(data).take(MOST).map_while(Result::ok).collect();
    for record in records.iter().filter(|record| !matches!(record, Record::Unknown)) {
        let mut line = Vec::new();
        write_record(&mut line, record).expect("memory can be written");
        let again: Vec<Record> = RecordLines::new(line.as_slice()).map_while(Result::ok).collect();
        assert_eq!(&again, std::slice::from_ref(record));
    }
});
