//! How a field's text is written back, in each way that a field may be written.

use super::field::Code;
use super::mail::{self, Transfer};
use super::office::xml;
use super::{json_string, table};

impl Code {
    /// The bytes that say the text. `None` where none can.
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Json { escapes, upper } => Some(json_string::encode(text, escapes, upper)),
            Self::Cell { is_quoted, delimiter, encoding } => table::encode(text, is_quoted, delimiter, encoding),
            Self::Xml => Some(xml::encode(text)),
            Self::Mail(letter) => {
                let bytes = letter.bytes(text)?;
                Some(if letter.transfer == Transfer::QuotedPrintable {
                    mail::quoted_printable(&bytes)
                } else {
                    bytes.into_owned()
                })
            }
        }
    }
}
