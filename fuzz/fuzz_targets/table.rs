//! Any bytes as a table: they come back, and a row has the cells that it had, the same but for the column.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use ordret_fuzz::Place;

static PLACE: LazyLock<Place> = LazyLock::new(|| Place::new(&[], &["text"]));

/// Names of files, and what parts the cells of a table that is compared.
const NAMES: [(&str, u8); 3] = [("a.csv", b','), ("b.csv", b';'), ("a.tsv", b'\t')];

fuzz_target!(|data: &[u8]| {
    let Some((choice, rows)) = data.split_first() else { return };
    let (name, delimiter) = NAMES[usize::from(*choice) % NAMES.len()];
    let head = [b"id", &[delimiter][..], b"text", &[delimiter], b"note\n"].concat();
    // Every other table is any bytes at all.
    let file = if choice & 0x80 == 0 { [&head, rows].concat() } else { rows.to_vec() };
    let outcome = PLACE.round(name, &file);
    assert_eq!(outcome.restored.as_ref(), Some(&file), "the input comes back");
    let cleaned = outcome.cleaned.expect("no such file is refused");
    if choice & 0x80 == 0 && std::str::from_utf8(&file).is_ok() {
        assert_eq!(other_cells(&file, delimiter), other_cells(&cleaned, delimiter), "all but the column stays");
    }
});

/// The cells of every whole row but those of the column.
fn other_cells(table: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(table);
    let records = reader.byte_records().map_while(Result::ok);
    let cells = |record: csv::ByteRecord| {
        let cells = record.iter().enumerate();
        let is_whole = record.len() == 3;
        cells.filter(|(at, _)| !is_whole || *at != 1).map(|(_, cell)| cell.to_vec()).collect()
    };
    records.map(cells).collect()
}
