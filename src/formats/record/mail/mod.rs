//! Mail: the parts of a message that are text, in their own transfer encoding and character set. Its headers, its attachments and
//! what is signed stay as they are.

pub(super) mod header;
mod structure;
mod transfer;

use self::header::Head;
use super::field::{Code, Letter};
use super::{Broken, Field, Records};
use crate::codecs::Encoding;

pub(crate) use header::Transfer;
pub(super) use transfer::{fold, is_base64, quoted_printable};

/// A message is held in memory as a whole; most mail servers take less.
const MESSAGE_BYTES: usize = 32 << 20;
/// What a message begins with in a box of them, behind a blank line.
const ENVELOPE: &[u8] = b"From ";
/// A text that is signed in itself says so.
const SIGNED: &[u8] = b"-----BEGIN PGP SIGNED MESSAGE-----";

/// A document of one message, or a box of messages.
pub(super) struct Mail {
    pub is_box: bool,
}

impl Records for Mail {
    fn record_end(&self, bytes: &[u8]) -> Option<usize> {
        if !self.is_box {
            return None;
        }
        let is_begin = |at: &usize| {
            let before = &bytes[..*at];
            before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
        };
        memchr::memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).find(is_begin)
    }

    fn resume(&self, bytes: &[u8]) -> Option<usize> {
        self.record_end(bytes)
    }

    fn longest(&self) -> usize {
        MESSAGE_BYTES
    }

    fn fields<'r>(&self, record: &'r [u8]) -> Result<Vec<Field<'r>>, Broken> {
        let start = match record.starts_with(ENVELOPE) {
            true => memchr::memchr(b'\n', record).map_or(record.len(), |at| at + 1),
            false => 0,
        };
        if record.trim_ascii().is_empty() {
            return Ok(Vec::new());
        }
        let parts = structure::parts(record, start).ok_or(Broken("no headers of a mail"))?;
        Ok(parts.into_iter().filter_map(|part| field(record, &part)).collect())
    }
}

/// The text of a part. `None` where it is in no character set that is read, or signed.
fn field<'r>(record: &'r [u8], part: &structure::Part) -> Option<Field<'r>> {
    let Head { transfer, .. } = part.head;
    let body = &record[part.body.clone()];
    let set = CharacterSet::of(&part.head, body)?;
    if memchr::memmem::find(body, SIGNED).is_some() {
        return None;
    }
    let is_7bit = transfer == Transfer::None && body.is_ascii() && !part.head.is_8bit;
    let letter =
        Letter { transfer, encoding: set.encoding, is_ascii: set.is_ascii || is_7bit, is_flowed: part.head.is_flowed };
    Some(transfer::read(record, part.body.clone(), letter).finish(Code::Mail(letter)))
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
            None | Some("us-ascii" | "ascii" | "unknown-8bit" | "x-unknown") => {
                let is_utf8 = std::str::from_utf8(body).is_ok() && !body.is_ascii();
                Some(Self { encoding: Encoding::Utf8, is_ascii: !is_utf8 })
            }
            Some(name) => {
                let encoding: Encoding = name.parse().ok()?;
                matches!(encoding, Encoding::Utf8 | Encoding::SingleByte(_))
                    .then_some(Self { encoding, is_ascii: false })
            }
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
    fn a_box_is_cut_at_envelopes() {
        let mbox = Mail { is_box: true };
        let bytes = b"From a\nSubject: x\n\nFrom mig\n>From dig\n\nFrom b\nSubject: y\n\n";
        let end = mbox.record_end(bytes).unwrap();
        assert!(bytes[end..].starts_with(b"From b") || bytes[end..].starts_with(b"From mig"));
        assert!(Mail { is_box: false }.fields(b"Dette er ingen mail.\n\nSlet ikke.").is_err());
    }
}
