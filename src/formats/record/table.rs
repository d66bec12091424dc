//! Tables of text, as RFC 4180 has them and as they are: fields parted by a delimiter, some in quotation marks, in which the
//! mark itself is doubled.

use std::ops::Range;

use super::field::Code;
use super::{Broken, Field, FieldBuilder, Records, Way, charset};
use crate::codecs::Encoding;

/// What may part the fields of a table.
const DELIMITERS: [u8; 4] = *b",;\t|";
const QUOTE: u8 = b'"';
/// The bytes that editors put before a text in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// A table whose first row names its columns.
pub(super) struct Table {
    delimiter: u8,
    encoding: Encoding,
    /// The places of the columns that were asked for, ascending.
    columns: Vec<usize>,
    /// What those are called.
    named: Vec<String>,
    /// How many fields a row has.
    width: usize,
    /// How many bytes the first row has.
    head: usize,
}

impl Table {
    /// A table that begins with the bytes `head`. `None` if its first row names no column that was asked for.
    pub fn open(columns: &[String], head: &[u8], encoding: Encoding) -> Option<Self> {
        let tables = DELIMITERS.into_iter().map(|delimiter| {
            let length = record_end(head, delimiter).unwrap_or(head.len());
            let names = names(&head[..length], delimiter, encoding);
            let is_wanted = |&at: &usize| columns.contains(&names[at]);
            let columns: Vec<usize> = (0..names.len()).filter(is_wanted).collect();
            let named = columns.iter().map(|&at| names[at].clone()).collect();
            Self { delimiter, encoding, columns, named, width: names.len(), head: length }
        });
        // Of two delimiters that find as much, the first has fewer columns only where the other stands in the names.
        let best = tables.max_by_key(|table| (table.columns.len(), table.width))?;
        (!best.columns.is_empty()).then_some(best)
    }
}

impl Records for Table {
    fn record_end(&self, bytes: &[u8]) -> Option<usize> {
        record_end(bytes, self.delimiter)
    }

    fn resume(&self, _: &[u8]) -> Option<usize> {
        None
    }

    fn head(&self) -> usize {
        self.head
    }

    fn fields<'r>(&self, record: &'r [u8]) -> Result<Vec<Field<'r>>, Broken> {
        let cells = cells(record, self.delimiter);
        if let [only] = &cells[..]
            && record[only.range.clone()].trim_ascii().is_empty()
        {
            return Ok(Vec::new());
        }
        if cells.iter().any(|cell| cell.is_open) {
            return Err(Broken("a quotation mark is not closed"));
        }
        if cells.len() != self.width {
            return Err(Broken("not as many columns as the first row"));
        }
        Ok(self.columns.iter().map(|&column| self.field(record, &cells[column])).collect())
    }

    fn met(&self) -> Option<Vec<String>> {
        Some(self.named.clone())
    }

    fn encoding(&self) -> Encoding {
        self.encoding
    }
}

impl Table {
    fn field<'r>(&self, record: &'r [u8], cell: &Cell) -> Field<'r> {
        let code = Code::Cell { is_quoted: cell.is_quoted, delimiter: self.delimiter, encoding: self.encoding };
        let content = &record[cell.range.clone()];
        let has_marks = cell.is_quoted && memchr::memchr(QUOTE, content).is_some();
        if !has_marks && (self.encoding == Encoding::Utf8 || content.is_ascii()) {
            return Field::copied(content, cell.range.start, code);
        }
        let mut builder = FieldBuilder::default();
        let mut at = cell.range.start;
        // In a field in marks each mark is doubled.
        while let Some(next) = memchr::memchr(QUOTE, &record[at..cell.range.end]).filter(|_| cell.is_quoted) {
            charset::push(&mut builder, &record[at..at + next], at, self.encoding);
            at += next + 2;
            builder.push(b"\"", at - 2..at, Way::Coded);
        }
        charset::push(&mut builder, &record[at..cell.range.end], at, self.encoding);
        builder.finish(code)
    }
}

/// Where the row ends that `bytes` begin with.
fn record_end(bytes: &[u8], delimiter: u8) -> Option<usize> {
    let mut at = 0;
    loop {
        let (cell, end) = cell(bytes, at, delimiter);
        match bytes.get(end) {
            _ if cell.is_open => return None,
            Some(&byte) if byte == delimiter => at = end + 1,
            Some(b'\r') if bytes.get(end + 1).is_none() => return None,
            Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => return Some(end + 2),
            Some(_) => return Some(end + 1),
            None => return None,
        }
    }
}

/// A field of a row.
#[derive(Clone, Debug)]
struct Cell {
    /// Its content, without its quotation marks.
    range: Range<usize>,
    is_quoted: bool,
    /// Its quotation mark is not closed.
    is_open: bool,
}

/// The fields of a row.
fn cells(record: &[u8], delimiter: u8) -> Vec<Cell> {
    let (mut cells, mut at) = (Vec::new(), 0);
    if record.starts_with(BOM) {
        at = BOM.len();
    }
    loop {
        let (cell, end) = cell(record, at, delimiter);
        cells.push(cell);
        if record.get(end) != Some(&delimiter) {
            return cells;
        }
        at = end + 1;
    }
}

/// The field that begins at `at`, and where what parts it from the next stands.
fn cell(bytes: &[u8], at: usize, delimiter: u8) -> (Cell, usize) {
    let plain_end = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + memchr::memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len())
    };
    let start = if at == 0 && bytes.starts_with(BOM) { BOM.len() } else { at };
    if bytes.get(start) != Some(&QUOTE) {
        let end = plain_end(start);
        return (Cell { range: start..end, is_quoted: false, is_open: false }, end);
    }
    let mut close = start + 1;
    loop {
        let Some(next) = memchr::memchr(QUOTE, bytes.get(close..).unwrap_or_default()) else {
            return (Cell { range: start + 1..bytes.len(), is_quoted: true, is_open: true }, bytes.len());
        };
        close += next;
        match bytes.get(close + 1) {
            Some(&QUOTE) => close += 2,
            _ => break,
        }
    }
    let end = plain_end(close + 1);
    // What stands behind the closing mark is of the field, and its marks are what they are.
    let is_whole = end == close + 1;
    let range = if is_whole { start + 1..close } else { start..end };
    (Cell { range, is_quoted: is_whole, is_open: false }, end)
}

/// What the first row calls the columns.
fn names(record: &[u8], delimiter: u8, encoding: Encoding) -> Vec<String> {
    let name = |cell: Cell| {
        let content = &record[cell.range];
        let text = encoding.decode_exact(content).unwrap_or_else(|| String::from_utf8_lossy(content));
        let text = text.trim();
        if cell.is_quoted { text.replace("\"\"", "\"") } else { text.to_owned() }
    };
    cells(record, delimiter).into_iter().map(name).collect()
}

/// Text as the content of a field. `None` where the field would have to be in quotation marks and is not, or where its encoding
/// lacks a letter.
pub(super) fn encode(text: &str, is_quoted: bool, delimiter: u8, encoding: Encoding) -> Option<Vec<u8>> {
    let parts = |byte: u8| byte == delimiter || matches!(byte, QUOTE | b'\n' | b'\r');
    if !is_quoted && text.bytes().any(parts) {
        return None;
    }
    let text = if is_quoted { text.replace('"', "\"\"") } else { text.to_owned() };
    encoding.encode_exact(&text).map(|bytes| bytes.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(columns: &[&str], table: &[u8], encoding: Encoding) -> Option<Table> {
        let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
        Table::open(&columns, table, encoding)
    }

    /// The texts of a table's fields, row by row; what is broken is `None`.
    fn texts(columns: &[&str], table: &str) -> Vec<Option<Vec<String>>> {
        let opened = open(columns, table.as_bytes(), Encoding::Utf8).expect("the columns are there");
        let (mut rows, mut rest) = (Vec::new(), table.as_bytes());
        while !rest.is_empty() {
            let (record, left) = rest.split_at(opened.record_end(rest).unwrap_or(rest.len()));
            let text = |field: Field| String::from_utf8(field.text.to_vec()).unwrap();
            rows.push(opened.fields(record).ok().map(|fields| fields.into_iter().map(text).collect()));
            rest = left;
        }
        rows
    }

    fn row(texts: &[&str]) -> Option<Vec<String>> {
        Some(texts.iter().map(|&text| text.to_owned()).collect())
    }

    #[test]
    fn fields_are_found_by_the_names_of_their_columns() {
        let rows = texts(&["b"], "a,b\r\n1,\"to, \"\"tre\"\"\nog fire\"\r\n\r\n2,fem");
        assert_eq!(rows[1..], [row(&["to, \"tre\"\nog fire"]), row(&[]), row(&["fem"])]);
        assert_eq!(texts(&["tekst"], "\u{feff}tekst;nr\nx, y;1\n")[1], row(&["x, y"]));
        assert_eq!(texts(&["på", "a"], "a\tpå\n1\t2\n")[1], row(&["1", "2"]));
        assert_eq!(texts(&["a b"], "\"a b\"|c\n\"x\"|\n")[1], row(&["x"]));
        assert!(open(&["c"], b"a,b\n1,2\n", Encoding::Utf8).is_none());
    }

    #[test]
    fn rows_that_do_not_fit_are_broken() {
        assert_eq!(texts(&["b"], "a,b\n1\n1,2,3\n4,5\n")[1..], [None, None, row(&["5"])]);
        assert_eq!(texts(&["b"], "a,b\n1,\"åben\n2,x\n")[1..], [None]);
        assert_eq!(texts(&["b"], "a,b\n1,tommer 3\"\n2,\"x\" y\n")[1..], [row(&["tommer 3\""]), row(&["\"x\" y"])]);
    }

    #[test]
    fn fields_come_back_as_they_were() {
        let table = open(&["a"], b"a;b\n", "windows-1252".parse().unwrap()).unwrap();
        for content in ["\"r\u{f8}d \"\"gr\u{f8}d\"\"\"", "r\u{f8}d", "\"\"\"\"", "\"\""] {
            let bytes: Vec<u8> = format!("{content};1\r\n").chars().map(|c| c as u8).collect();
            let field = &table.fields(&bytes).unwrap()[0];
            let text = std::str::from_utf8(&field.text).unwrap();
            let place = field.place(&(0..text.len()));
            let Some(place) = place else { continue };
            assert_eq!(field.code.encode(text).unwrap(), bytes[place.file]);
        }
        assert_eq!(encode("a;b", false, b';', Encoding::Utf8), None);
        assert_eq!(encode("ł", true, b';', "windows-1252".parse().unwrap()), None);
    }
}
