//! Where a value stands in a line of data: behind its key (`SUMMARY:…`), or between the separators of a table.

use memchr::{memchr, memrchr};

/// How much of a text is read to tell how its lines are built.
const SAMPLE: usize = 1 << 14;
/// Lines from which on that is told, and of how many lines one may be built otherwise.
const LEAST_LINES: usize = 2;
const LINES_A_STRAY: usize = 4;
/// What parts cells.
const SEPARATORS: [u8; 2] = *b";,";
/// What a key says of a value that programs read as quoted-printable.
const ENCODED: &str = "QUOTED-PRINTABLE";

/// How the lines of a text are built.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cells {
    has_keys: bool,
    separator: Option<u8>,
}

impl Cells {
    pub fn of(text: &str) -> Self {
        let sample = &text[..text.floor_char_boundary(SAMPLE)];
        let lines: Vec<&str> = sample.lines().filter(|line| !line.is_empty()).collect();
        let is_usual =
            |count: usize| lines.len() >= LEAST_LINES && (lines.len() - count) * LINES_A_STRAY <= lines.len();
        let keys = lines.iter().filter(|line| key_end(line).is_some() || line.starts_with([' ', '\t'])).count();
        let alike = |separator: u8| {
            let count = |line: &&str| memchr::memchr_iter(separator, line.as_bytes()).count();
            let first = lines.first().map(count).filter(|count| *count > 0)?;
            let has_tight =
                |line: &&&str| count(line) == first && !line.contains(&format!("{} ", char::from(separator)));
            is_usual(lines.iter().filter(has_tight).count()).then_some(separator)
        };
        Self { has_keys: is_usual(keys), separator: SEPARATORS.into_iter().find_map(alike) }
    }

    /// Whether a byte ends a value: white space, or what parts the cells.
    pub fn parts(self, byte: u8) -> bool {
        byte.is_ascii_whitespace() || self.separator == Some(byte)
    }

    /// Where the value begins that a place stands in, of a token that begins at `start`: behind its key, if it has one.
    pub fn value_start(self, text: &str, start: usize, place: usize) -> usize {
        let begins_line = start == 0 || text.as_bytes()[start - 1] == b'\n';
        let key = if self.has_keys && begins_line { key_end(&text[start..place]) } else { None };
        let is_plain = |key: &usize| !text[start..start + key].contains(ENCODED);
        key.filter(is_plain).map_or(start, |key| start + key)
    }
}

/// Where the value behind a line's key begins: `SUMMARY:`, `NOTE;LANGUAGE=da:`; no address and no time of day.
fn key_end(line: &str) -> Option<usize> {
    let colon = memchr(b':', line.as_bytes())?;
    let name = line[..colon].split(';').next().unwrap_or_default();
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_key = name.len() > 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_part);
    (is_key && !line[..colon].contains(' ') && !line[colon..].starts_with("://")).then_some(colon + 1)
}

/// Whether a place stands in a value of which its key says that it is quoted-printable, on its first line or a later one.
pub(super) fn is_encoded_value(text: &str, at: usize) -> bool {
    /// Lines of the longest value, and bytes of the longest line.
    const LINES: usize = 40;
    const LONGEST: usize = 1024;
    let mut end = at;
    for _ in 0..LINES {
        let least = text.floor_char_boundary(end.saturating_sub(LONGEST));
        let start = memrchr(b'\n', &text.as_bytes()[least..end]).map_or(least, |end| least + end + 1);
        let line = &text[start..end];
        if key_end(line).is_some_and(|key| line[..key].contains(ENCODED)) {
            return true;
        }
        // What no line end stands before begins the text, or is longer than any line of a value.
        let Some(before) = text[..start].strip_suffix('\n').map(|before| before.trim_end_matches('\r')) else {
            return false;
        };
        if !before.ends_with('=') {
            return false;
        }
        end = before.len();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn values_are_read_as_text() {
        let calendar = "BEGIN:VEVENT\nSUMMARY:Møde i bestyrelsen\nLOCATION:Rådhuset\nDESCRIPTION:Vi mødes på rådhuset.\nEND:VEVENT\n";
        certain(&calendar.replace('ø', "\\370").replace('å', "\\345"), calendar);
        let table =
            "navn;gade;by\nJørgen Skov;Søndergade;København\nPeder Lund;Ågade;Rødovre\nBo Holm;Algade;Brøndby\n";
        certain(&table.replace('ø', "\\370").replace('Å', "\\305"), table);
        certain(&table.replace(';', ",").replace('ø', "\\370").replace('Å', "\\305"), &table.replace(';', ","));
    }

    #[test]
    fn a_line_may_be_longer_than_that_of_any_value() {
        for shift in 0..4 {
            let text = ["Vi mødtes på rådhuset og talte om skolens tag. ".repeat(40), "x".repeat(shift)].concat();
            certain(
                &[&text, " Det var et m=F8de p=E5 r=E5dhuset."].concat(),
                &[&text, " Det var et møde på rådhuset."].concat(),
            );
        }
    }

    #[test]
    fn values_that_programs_decode_stay() {
        stays(
            "BEGIN:VCARD\nVERSION:2.1\nNOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=F8de p=E5 r=E5dhuset=\nog i k=E6lderen\nEND:VCARD\n",
        );
    }
}
