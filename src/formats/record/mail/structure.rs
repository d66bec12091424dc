//! Which bytes of a message are the bodies of which parts. The message is read once, line by line.

use std::ops::Range;

use super::super::Remark;
use super::header::{self, Head, Transfer};

/// Parts lie so deep in parts at most that they are looked at.
const DEPTH: usize = 32;

/// What a message is made of, as far as it is read.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub parts: Vec<Part>,
    /// Each once.
    pub remarks: Vec<Remark>,
}

/// A part that is text.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub head: Head,
    /// Its body's bytes.
    pub body: Range<usize>,
}

/// The parts of the message that begins at byte `start`, as far as they are text to be read. `None` where no headers are there.
pub(super) fn read(bytes: &[u8], start: usize) -> Option<Structure> {
    let mut reader = Reader { bytes, open: Vec::new(), found: Structure::default(), current: None };
    let mut at = reader.entity(start)?;
    while at < bytes.len() {
        let line = header::line(bytes, at);
        at = match reader.border(&bytes[line.clone()]) {
            None => line.end,
            Some(border) => {
                reader.end_part(before_break(bytes, line.start));
                reader.pass(border, line.end)
            }
        };
    }
    reader.end_part(bytes.len());
    Some(reader.found)
}

struct Reader<'r> {
    bytes: &'r [u8],
    /// What has parts of its own that are not read to their end.
    open: Vec<Open>,
    found: Structure,
    /// The part whose body is under way.
    current: Option<(Head, usize)>,
}

/// What a line between parts says of what is open, by its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Border {
    /// Its next part begins.
    Next(usize),
    /// It ends.
    Last(usize),
    /// It begins with a mark and says more, or has one behind other letters: some readers see a border there (RFC 2046, 5.1.1),
    /// others see text.
    Unclear,
}

/// Something that has parts.
struct Open {
    /// The mark between them.
    mark: Vec<u8>,
    is_signed: bool,
    /// What is said nothing of in it is a message.
    is_digest: bool,
}

impl Reader<'_> {
    /// Begins a message or part with its headers; gives where its body begins.
    fn entity(&mut self, mut at: usize) -> Option<usize> {
        for depth in 0..DEPTH {
            let (head, body) = header::read(self.bytes, at)?;
            if let Some(proof) = head.proof {
                self.remark(Remark::Untrue(proof));
            }
            if self.is_message(&head, depth == 0) {
                at = body;
                continue;
            }
            self.begin(head, body);
            return Some(body);
        }
        None
    }

    fn is_message(&self, head: &Head, is_part: bool) -> bool {
        let of_digest = is_part && !head.has_type && self.open.last().is_some_and(|open| open.is_digest);
        (of_digest || head.content_type == "message/rfc822") && head.transfer == Transfer::None
    }

    fn begin(&mut self, head: Head, body: usize) {
        let is_multipart = head.content_type.starts_with("multipart/");
        let is_in_signed = self.open.iter().any(|open| open.is_signed);
        if is_multipart && self.open.len() < DEPTH {
            let (is_signed, is_digest) =
                (head.content_type == "multipart/signed", head.content_type == "multipart/digest");
            match head.boundary {
                Some(mark) => self.open.push(Open { mark, is_signed, is_digest }),
                None => self.remark(Remark::Left("parts that nothing tells apart")),
            }
        } else if is_text(&head.content_type) && !head.is_attachment {
            match (is_in_signed, head.transfer) {
                (true, _) => self.remark(Remark::Left("signed")),
                (false, Transfer::Other) => self.remark(Remark::Left("in a transfer encoding that is not read")),
                _ => self.current = Some((head, body)),
            }
        }
    }

    fn remark(&mut self, remark: Remark) {
        if !self.found.remarks.contains(&remark) {
            self.found.remarks.push(remark);
        }
    }

    /// The border that a line is.
    fn border(&self, line: &[u8]) -> Option<Border> {
        let Some(said) = line.trim_ascii_end().strip_prefix(b"--") else {
            return self.has_mark_inside(line).then_some(Border::Unclear);
        };
        let is = |said: &[u8]| self.open.iter().rposition(|open| open.mark == said);
        let is_last = || said.strip_suffix(b"--").and_then(is).map(Border::Last);
        let is_unclear = || self.open.iter().any(|open| said.starts_with(&open.mark)).then_some(Border::Unclear);
        is(said).map(Border::Next).or_else(is_last).or_else(is_unclear)
    }

    /// Whether a line of a part has a mark between parts behind other letters.
    fn has_mark_inside(&self, line: &[u8]) -> bool {
        let said = || memchr::memmem::find_iter(line, b"--").map(|at| &line[at + 2..]);
        self.current.is_some() && self.open.iter().any(|open| said().any(|said| said.starts_with(&open.mark)))
    }

    /// Goes on behind a border that ends at byte `end`; gives where the next line is read.
    fn pass(&mut self, border: Border, end: usize) -> usize {
        let body = match border {
            Border::Last(level) => {
                self.open.truncate(level);
                return end;
            }
            Border::Next(level) => {
                self.open.truncate(level + 1);
                self.entity(end)
            }
            Border::Unclear => None,
        };
        body.unwrap_or_else(|| {
            self.remark(Remark::Left("a part that readers of mail do not agree on"));
            end
        })
    }

    fn end_part(&mut self, end: usize) {
        if let Some((head, start)) = self.current.take() {
            self.found.parts.push(Part { head, body: start..end.max(start) });
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
        let found = read(message.as_bytes(), 0).unwrap();
        found.parts.into_iter().map(|part| message[part.body].to_owned()).collect()
    }

    #[test]
    fn nested_parts_and_messages_are_found() {
        let message = "Content-Type: multipart/mixed; boundary=a\n\nforord\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nen\n--b\nContent-Type: text/html\n\n<p>to</p>\n\n--b--\nimellem\n--a\nContent-Type: message/rfc822\n\nSubject: x\n\ntre\n--a\nContent-Type: text/plain\nContent-Disposition: attachment\n\nvedlagt\n--a--\nefterord\n";
        assert_eq!(bodies(message), ["en", "<p>to</p>\r\n", "tre"]);
    }

    #[test]
    fn borders_that_are_wrong_or_missing_end_nothing() {
        let cut = "Content-Type: multipart/mixed; boundary=\"a\"\n\n--a\n\nen\n--c\n--ab\nto";
        assert_eq!(bodies(cut), ["en\r\n--c"]);
        assert_eq!(bodies("Content-Type: multipart/mixed; boundary=a\n\ningen dele\n"), Vec::<String>::new());
        let outer = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nen\n--a\n\nto\n--a--\n";
        assert_eq!(bodies(outer), ["en", "to"]);
        let same = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n"
            .repeat(1000);
        bodies(&same);
        let digest = "Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: x\n\nen\n--a\nContent-Type: text/plain\n\nto\n--a--\n";
        assert_eq!(bodies(digest), ["en", "to"]);
        let in_base64 = "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nZW4=\n+--a\nZW4=\n--a--\n";
        assert_eq!(bodies(in_base64), ["ZW4="]);
        let in_quoted = in_base64.replace("base64", "quoted-printable").replace("ZW4=", "m=F8de");
        assert_eq!(bodies(&in_quoted), ["m=F8de"]);
        assert_eq!(bodies(&in_quoted.replace("quoted-printable", "8bit")), ["m=F8de"]);
    }

    #[test]
    fn what_is_signed_is_left() {
        let signed = "DKIM-Signature: v=1;\n b=x\nContent-Type: multipart/signed; boundary=a\n\n--a\nContent-Type: text/plain\n\nen\n--a--\n";
        assert!(bodies(signed).is_empty());
        let remarks = read(signed.as_bytes(), 0).unwrap().remarks;
        assert_eq!(remarks, [Remark::Untrue("DKIM-Signature"), Remark::Left("signed")]);
    }
}
