//! Mail: the parts of a message that are text, in their own transfer encoding and character set. Its headers, its attachments and
//! what is signed stay as they are.

#[cfg(test)]
mod compared;
pub(super) mod header;
mod structure;
mod transfer;

use self::header::Head;
use super::field::{Code, Letter};
use super::{Broken, Field, Records, Remark};
use crate::codecs::{Encoding, Label};

pub(crate) use header::Transfer;
pub(super) use transfer::{fold, is_base64, quoted_printable};

/// A message is held in memory as a whole; most mail servers take less.
const MESSAGE_BYTES: usize = 32 << 20;
/// What a message begins with in a box of them, behind a blank line.
pub(super) const ENVELOPE: &[u8] = b"From ";
/// How a text begins that is signed or encrypted in itself (RFC 4880, 6.2).
const ARMOR: &[u8] = b"-----BEGIN PGP ";
/// Names of ASCII that mails use, and of what nobody knows.
const ASCII: [&str; 9] =
    ["us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us", "iso-ir-6", "us", "646", "unknown-8bit", "x-unknown"];

/// A document of one message, or a box of messages.
pub(super) struct Mail {
    pub is_box: bool,
}

impl Records for Mail {
    fn record_end(&self, bytes: &[u8]) -> Option<usize> {
        // What does not begin with an envelope is no box.
        let is_box = self.is_box && bytes.trim_ascii_start().starts_with(ENVELOPE);
        if is_box { counted_end(bytes).or_else(|| next_envelope(bytes)) } else { None }
    }

    fn resume(&self, bytes: &[u8]) -> Option<usize> {
        if self.is_box { next_envelope(bytes) } else { None }
    }

    fn longest(&self) -> usize {
        MESSAGE_BYTES
    }

    fn fields<'r>(&self, record: &'r [u8]) -> Result<Vec<Field<'r>>, Broken> {
        self.read(record).map(|(fields, _)| fields)
    }

    fn read<'r>(&self, record: &'r [u8]) -> Result<(Vec<Field<'r>>, Vec<Remark>), Broken> {
        if record.trim_ascii().is_empty() {
            return Ok(Default::default());
        }
        let found = structure::read(record, headers_start(record)).ok_or(Broken("no headers of a mail"))?;
        let (mut fields, mut remarks) = (Vec::new(), found.remarks);
        for part in &found.parts {
            match field(record, part) {
                Ok(field) => fields.push(field),
                Err(why) => remarks.push(Remark::Left(why)),
            }
        }
        remarks.sort_unstable();
        remarks.dedup();
        Ok((fields, remarks))
    }
}

/// Where the headers of a message begin, behind its envelope if it has one.
fn headers_start(record: &[u8]) -> usize {
    let blank = record.len() - record.trim_ascii_start().len();
    if record[blank..].starts_with(ENVELOPE) { header::line(record, blank).end } else { 0 }
}

/// Where a message of a box ends by the length that its headers tell, if another follows there: some programs quote no envelopes in it.
fn counted_end(bytes: &[u8]) -> Option<usize> {
    let (head, body) = header::read(bytes, headers_start(bytes))?;
    let end = body.checked_add(head.length?)?;
    let rest = bytes.get(end..)?;
    let blank = [&b"\n"[..], b"\r\n", b""].iter().find(|blank| rest.starts_with(blank))?.len();
    rest[blank..].starts_with(ENVELOPE).then_some(end + blank)
}

/// Where the next message of a box begins: behind a blank line, with an envelope that has a time or headers below it.
fn next_envelope(bytes: &[u8]) -> Option<usize> {
    let is_begin = |at: &usize| {
        let (before, line) = (&bytes[..*at], header::line(bytes, *at));
        let is_behind_blank = before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n");
        is_behind_blank && (has_time(&bytes[line.clone()]) || header::begins(bytes, line.end))
    };
    memchr::memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).find(is_begin)
}

/// Whether a line that is read to its end has a time of day.
fn has_time(line: &[u8]) -> bool {
    let is_time = |part: &[u8]| part[0].is_ascii_digit() && part[1] == b':' && part[2].is_ascii_digit();
    line.ends_with(b"\n") && line.windows(3).any(is_time)
}

/// The text of a part; or why it is left.
fn field<'r>(record: &'r [u8], part: &structure::Part) -> Result<Field<'r>, &'static str> {
    let Head { transfer, .. } = part.head;
    let body = &record[part.body.clone()];
    let set = CharacterSet::of(&part.head, body).ok_or("in a character set that is not read")?;
    let is_7bit = transfer == Transfer::None && body.is_ascii() && !part.head.is_8bit;
    let letter =
        Letter { transfer, encoding: set.encoding, is_ascii: set.is_ascii || is_7bit, is_flowed: part.head.is_flowed };
    let field = transfer::read(record, part.body.clone(), letter).finish(Code::Mail(letter));
    let is_armored = memchr::memmem::find(&field.text, ARMOR).is_some();
    if is_armored { Err("signed or encrypted in itself") } else { Ok(field) }
}

/// The character set of a part.
struct CharacterSet {
    encoding: Encoding,
    /// No more than ASCII may be written, whatever is read.
    is_ascii: bool,
}

impl CharacterSet {
    fn of(head: &Head, body: &[u8]) -> Option<Self> {
        match head.charset.as_deref() {
            // Nothing says what other bytes mean; where they are UTF-8 they go on to be.
            name if name.is_none_or(|name| ASCII.contains(&name)) => {
                let is_utf8 = std::str::from_utf8(body).is_ok() && !body.is_ascii();
                Some(Self { encoding: Encoding::Utf8, is_ascii: !is_utf8 })
            }
            name => match Label::read(name?) {
                Label::Known(encoding @ (Encoding::Utf8 | Encoding::SingleByte(_))) => {
                    Some(Self { encoding, is_ascii: false })
                }
                _ => None,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(record: &[u8]) -> Vec<String> {
        let fields = Mail { is_box: false }.fields(record).unwrap();
        fields.iter().map(|field| String::from_utf8_lossy(&field.text).into_owned()).collect()
    }

    fn remarks(record: &[u8]) -> Vec<Remark> {
        Mail { is_box: false }.read(record).unwrap().1
    }

    #[test]
    fn parts_are_read_in_their_own_transfer_encoding_and_character_set() {
        let quoted = b"Content-Type: text/plain; charset=ISO-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nM=F8d=\r\net = 3 =3D 3  \r\n";
        assert_eq!(texts(quoted), ["Mødet = 3 = 3\r\n"]);
        let base64 = b"content-type: TEXT/HTML;\n charset=\"utf-8\"\ncontent-transfer-encoding: Base64\n\nTcO4\nZGV0\n";
        assert_eq!(texts(base64), ["Mødet"]);
        let eight =
            b"Subject: x\nContent-Type: text/plain; charset=windows-1252\nContent-Transfer-Encoding: 8bit\n\nM\xf8det";
        assert_eq!(texts(eight), ["Mødet"]);
        assert_eq!(texts(b"Subject: x\n\nM\xc3\xb8det"), ["Mødet"]);
        for other in ["text/plain; charset=shift_jis", "image/png", "text/plain; charset=utf-16"] {
            assert!(texts(format!("Content-Type: {other}\n\nabc").as_bytes()).is_empty(), "{other}");
        }
        assert!(texts(b"Subject: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nx").is_empty());
    }

    #[test]
    fn what_is_left_is_named_and_why() {
        // «-----BEGIN PGP SIGNED MESSAGE-----» in base64, too.
        let armored = "Content-Transfer-Encoding: base64\n\nLS0tLS1CRUdJTiBQR1AgU0lHTkVEIE1FU1NBR0UtLS0tLQo=\n";
        for (message, remark) in [
            ("Content-Type: text/plain; charset=shift_jis\n\nabc", Remark::Left("in a character set that is not read")),
            (armored, Remark::Left("signed or encrypted in itself")),
            ("Subject: x\n \nabc", Remark::Left("in a transfer encoding that is not read")),
            ("Content-Transfer-Encoding: x-uuencode\n\nabc", Remark::Left("in a transfer encoding that is not read")),
            ("Content-Type: multipart/mixed\n\nabc", Remark::Left("parts that nothing tells apart")),
            ("Content-Length: 3\n\nabc", Remark::Untrue("Content-Length")),
        ] {
            assert_eq!(remarks(message.as_bytes()), [remark], "{message}");
        }
        assert!(remarks(b"Subject: x\n\nabc").is_empty());
    }

    #[test]
    fn names_of_character_sets_are_read_as_mails_write_them() {
        for name in ["latin1", "ISO_8859-1", "'iso-8859-1'", "l1"] {
            let message = [format!("Content-Type: text/plain; charset={name}\n\n").as_bytes(), b"M\xf8det"].concat();
            assert_eq!(texts(&message), ["Mødet"], "{name}");
        }
        assert_eq!(texts(b"Content-Type: text/plain; charset=ANSI_X3.4-1968\n\nMode"), ["Mode"]);
    }

    #[test]
    fn a_box_is_cut_at_envelopes() {
        let mbox = Mail { is_box: true };
        let messages = |bytes: &'static [u8]| {
            let (mut rest, mut messages) = (bytes, Vec::new());
            while !rest.is_empty() {
                let (message, left) = rest.split_at(mbox.record_end(rest).unwrap_or(rest.len()));
                messages.push(message);
                rest = left;
            }
            messages
        };
        let [one, two] =
            [&b"From a\nSubject: x\n\nFrom mig\ntil dig\n\n>From dig\n\n"[..], b"From b\nSubject: y\n\n\n"];
        let box_of_two: &[u8] = b"From a\nSubject: x\n\nFrom mig\ntil dig\n\n>From dig\n\nFrom b\nSubject: y\n\n\n";
        assert_eq!(messages(box_of_two), [one, two]);
        assert_eq!(messages(b"From a\r\nX: y\r\n\r\na\r\n\r\nFrom b 12:30\r\n\r\nb").len(), 2);
        // A length that is told is believed where an envelope stands at its end.
        let counted = b"From a\nContent-Length: 25\n\nen\n\nFrom b 12:30\nTil: x\n\n\nFrom c 12:30\nX: y\n\nto\n";
        assert_eq!(messages(counted).len(), 2);
        assert_eq!(messages(b"From a\nContent-Length: 9\n\nen\n\nFrom b 12:30\nX: y\n\nto\n").len(), 2);
        // What begins with no envelope is one message.
        assert_eq!(messages(b"X: y\n\nen\n\nFrom b 12:30\nTil: x\n\nto\n").len(), 1);
        assert!(Mail { is_box: false }.fields(b"Dette er ingen mail.\n\nSlet ikke.").is_err());
    }
}
