//! Edits in base64, of which three bytes are four digits: where an edit makes a text longer or shorter by other than threes, all
//! digits up to the edit that makes up for it change, or up to the end.

use std::ops::Range;

use super::field::{Code, Field, Piece, Place};
use super::mail::is_base64;
use super::raw_edit::RawEdit;
use crate::text::{Edit, base64};

/// The edits in the bytes of the record. Together they take the digits that change, each from where it begins to where the next
/// does.
pub(super) fn edits(record: &[u8], field: &Field, placed: &[(&Edit, Place)]) -> Vec<RawEdit> {
    let mut written = Vec::new();
    let mut rest = placed;
    while let Some((first, _)) = rest.split_first() {
        let (count, end) = run(field, rest);
        let (run, left) = rest.split_at(count);
        written.extend(write(record, field, run, first.1.text.start..end));
        rest = left;
    }
    written
}

/// How many of the edits are written together, and where the text ends that is written with them.
fn run(field: &Field, placed: &[(&Edit, Place)]) -> (usize, usize) {
    let mut growth = 0isize;
    for (number, (edit, place)) in placed.iter().enumerate() {
        growth += length(field, edit.after()) - bytes(field, &edit.input).len() as isize;
        let is_free = placed.get(number + 1).is_none_or(|(_, next)| next.text.start >= place.text.end);
        // The last digits of all may be filled up, and stand for fewer bytes.
        let is_last = place.text.end == field.text.len();
        if is_free && !is_last && growth % 3 == 0 {
            return (number + 1, place.text.end);
        }
    }
    (placed.len(), field.text.len())
}

fn write(record: &[u8], field: &Field, run: &[(&Edit, Place)], text: Range<usize>) -> Vec<RawEdit> {
    let (Some(first), Some(last)) = (piece(field, text.start), piece(field, text.end.saturating_sub(1))) else {
        return Vec::new();
    };
    let file = first.file.start..last.file.end;
    let mut content = Vec::new();
    let mut at = text.start;
    for (edit, _) in run {
        content.extend(bytes(field, &(at..edit.input.start)));
        content.extend(said(field, edit.after()));
        at = edit.input.end;
    }
    content.extend(bytes(field, &(at..text.end)));
    let mut lines = wrap(record, &file, &base64::encode(&content));
    let mut parts = Vec::new();
    let starts =
        run.iter().map(|(_, place)| piece(field, place.text.start).map_or(file.start, |piece| piece.file.start));
    let starts: Vec<usize> = starts.collect();
    for (number, (edit, _)) in run.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(file.end);
        // The last takes what is left of the digits, and those before it as many bytes as they stand in the place of.
        let length = if number + 1 == run.len() { lines.len() } else { (end - starts[number]).min(lines.len()) };
        let bytes = lines.drain(..length).collect();
        parts.push(RawEdit { file: starts[number]..end, bytes, edit: (*edit).clone() });
    }
    parts
}

/// The piece that says a byte of the text.
fn piece<'f>(field: &'f Field, at: usize) -> Option<&'f Piece> {
    field.pieces.get(field.pieces.partition_point(|piece| piece.text.end <= at))
}

/// The bytes that say a range of the field's text.
fn bytes(field: &Field, range: &Range<usize>) -> Vec<u8> {
    let text = field.text.get(range.clone()).unwrap_or_default();
    // What is no UTF-8 is in a character set of which the text is a copy.
    std::str::from_utf8(text).map_or_else(|_| text.to_vec(), |text| said(field, text))
}

fn said(field: &Field, text: &str) -> Vec<u8> {
    let Code::Mail(letter) = field.code else { return text.as_bytes().to_vec() };
    letter.encoding.encode_exact(text).map_or_else(|| text.as_bytes().to_vec(), std::borrow::Cow::into_owned)
}

fn length(field: &Field, text: &str) -> isize {
    said(field, text).len() as isize
}

/// The most digits that a line may have (RFC 2045).
const LINE: usize = 76;

/// Digits in lines as the record has them, in the place of the bytes `file`.
fn wrap(record: &[u8], file: &Range<usize>, digits: &[u8]) -> Vec<u8> {
    let line_start = memchr::memrchr(b'\n', &record[..file.start]).map_or(0, |at| at + 1);
    let mut column = file.start - line_start;
    let line_break: &[u8] = if record[..line_start].ends_with(b"\r\n") { b"\r\n" } else { b"\n" };
    let behind = record[file.end..].iter().take_while(|byte| is_base64(**byte)).count();
    let mut lines = Vec::with_capacity(digits.len() + digits.len() / LINE * 2);
    for group in digits.chunks(4) {
        if column + group.len() > LINE {
            lines.extend_from_slice(line_break);
            column = 0;
        }
        lines.extend_from_slice(group);
        column += group.len();
    }
    if behind > 0 && column + behind > LINE {
        lines.extend_from_slice(line_break);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::mail::Mail;
    use super::super::{Records, rewrite};
    use crate::Repairer;
    use crate::text::base64;

    #[test]
    fn the_text_is_what_the_edits_say_and_the_rest_of_the_digits_stay() {
        let text =
            "Mødet fandt sted. ".repeat(12) + "MÃ¸det blev afholdt pÃ¥ rÃ¥dhuset. " + &"Og så videre. ".repeat(30);
        let digits = base64::encode(text.as_bytes());
        let lines: Vec<&[u8]> = digits.chunks(76).collect();
        let head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        let record = [&head[..], &lines.join(&b"\r\n"[..]), b"\r\n"].concat();
        let mail = Mail { is_box: false };
        let field = &mail.fields(&record).unwrap()[0];
        assert_eq!(&*field.text, text.as_bytes());
        let repair = Repairer::danish().repair(text.as_bytes());
        let rewritten = rewrite(&record, field, repair.edits(), repair.suspects());
        assert_eq!(rewritten.edits.len(), repair.edits().len());
        let (mut output, mut at) = (Vec::new(), 0);
        for edit in &rewritten.edits {
            assert!(edit.file.start >= at);
            output.extend_from_slice(&record[at..edit.file.start]);
            output.extend_from_slice(&edit.bytes);
            at = edit.file.end;
        }
        output.extend_from_slice(&record[at..]);
        assert_eq!(&*mail.fields(&output).unwrap()[0].text, repair.text().as_bytes());
        assert!(output.split(|byte| *byte == b'\n').all(|line| line.len() <= 77));
        // Three edits of one byte less each make up for each other.
        assert!(output.ends_with(&record[record.len() - 300..]), "{}", String::from_utf8_lossy(&output));
    }
}
