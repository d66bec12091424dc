//! Which bytes of a message are the bodies of which parts. The message is read once, line by line.

use std::ops::Range;

use super::header::{self, Head, Transfer};

/// Parts lie so deep in parts at most that they are looked at.
const DEPTH: usize = 32;

/// A part that is text.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub head: Head,
    /// Its body's bytes.
    pub body: Range<usize>,
}

/// The parts of the message that begins at byte `start`, as far as they are text to be read. `None` where no headers are there.
pub(super) fn parts(bytes: &[u8], start: usize) -> Option<Vec<Part>> {
    let mut reader = Reader { bytes, open: Vec::new(), parts: Vec::new(), current: None };
    let mut at = reader.entity(start)?;
    while at < bytes.len() {
        let line = header::line(bytes, at);
        at = match reader.border(&bytes[line.clone()]) {
            None => line.end,
            Some((level, is_last)) => {
                reader.end_part(before_break(bytes, line.start));
                reader.open.truncate(if is_last { level } else { level + 1 });
                // A part without headers is broken, and passes by.
                if is_last { line.end } else { reader.entity(line.end).unwrap_or(line.end) }
            }
        };
    }
    reader.end_part(bytes.len());
    Some(reader.parts)
}

struct Reader<'r> {
    bytes: &'r [u8],
    /// The marks between the parts of what is open, and whether that is signed.
    open: Vec<(Vec<u8>, bool)>,
    parts: Vec<Part>,
    /// The part whose body is under way.
    current: Option<(Head, usize)>,
}

impl Reader<'_> {
    /// Begins a message or part with its headers; gives where its body begins.
    fn entity(&mut self, mut at: usize) -> Option<usize> {
        for _ in 0..DEPTH {
            let (head, body) = header::read(self.bytes, at)?;
            if head.content_type == "message/rfc822" && head.transfer == Transfer::None {
                at = body;
                continue;
            }
            let is_multipart = head.content_type.starts_with("multipart/");
            if let Some(mark) = head.boundary.filter(|_| is_multipart && self.open.len() < DEPTH) {
                self.open.push((mark, head.content_type == "multipart/signed"));
            } else if is_text(&head.content_type)
                && !head.is_attachment
                && head.transfer != Transfer::Other
                && !self.open.iter().any(|(_, is_signed)| *is_signed)
            {
                self.current = Some((Head { boundary: None, ..head }, body));
            }
            return Some(body);
        }
        None
    }

    /// Which of the open marks the line is, and whether it is the last of them.
    fn border(&self, line: &[u8]) -> Option<(usize, bool)> {
        let said = line.trim_ascii_end().strip_prefix(b"--")?;
        let is = |said: &[u8]| self.open.iter().rposition(|(mark, _)| mark == said);
        is(said).map(|level| (level, false)).or_else(|| Some((is(said.strip_suffix(b"--")?)?, true)))
    }

    fn end_part(&mut self, end: usize) {
        if let Some((head, start)) = self.current.take() {
            self.parts.push(Part { head, body: start..end.max(start) });
        }
    }
}

fn is_text(content_type: &str) -> bool {
    matches!(content_type, "text/plain" | "text/html" | "text")
}

/// The line break before a border is the border's.
fn before_break(bytes: &[u8], at: usize) -> usize {
    let before = &bytes[..at];
    let before = before.strip_suffix(b"\n").unwrap_or(before);
    before.strip_suffix(b"\r").unwrap_or(before).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies(message: &str) -> Vec<String> {
        let message = message.replace('\n', "\r\n");
        let parts = parts(message.as_bytes(), 0).unwrap();
        parts.into_iter().map(|part| message[part.body].to_owned()).collect()
    }

    #[test]
    fn nested_parts_and_messages_are_found() {
        let message = "Content-Type: multipart/mixed; boundary=a\n\nforord\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nen\n--b\nContent-Type: text/html\n\n<p>to</p>\n\n--b--\nimellem\n--a\nContent-Type: message/rfc822\n\nSubject: x\n\ntre\n--a\nContent-Type: text/plain\nContent-Disposition: attachment\n\nvedlagt\n--a--\nefterord\n";
        assert_eq!(bodies(message), ["en", "<p>to</p>\r\n", "tre"]);
    }

    #[test]
    fn borders_that_are_wrong_or_missing_end_nothing() {
        let cut = "Content-Type: multipart/mixed; boundary=\"a\"\n\n--a\n\nen\n--c\n--ab\nto";
        assert_eq!(bodies(cut), ["en\r\n--c\r\n--ab\r\nto"]);
        assert_eq!(bodies("Content-Type: multipart/mixed; boundary=a\n\ningen dele\n"), Vec::<String>::new());
        let outer = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nen\n--a\n\nto\n--a--\n";
        assert_eq!(bodies(outer), ["en", "to"]);
        let same = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n"
            .repeat(1000);
        bodies(&same);
    }

    #[test]
    fn what_is_signed_is_left() {
        let signed = "Content-Type: multipart/signed; boundary=a\n\n--a\nContent-Type: text/plain\n\nen\n--a--\n";
        assert!(bodies(signed).is_empty());
    }
}
