use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::{Codec, Label, MarkedCodec};
use crate::text::Transcode;

/// The encoding of a document's bytes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8; a byte order mark is the text's first character and stays.
    Utf8,
    /// UTF-16, little endian; `bom` says whether the bytes begin with a byte order mark, which is no text.
    Utf16Le {
        /// A byte order mark comes first.
        bom: bool,
    },
    /// UTF-16, big endian.
    Utf16Be {
        /// A byte order mark comes first.
        bom: bool,
    },
    /// One byte, one character.
    SingleByte(&'static Codec),
    /// Single bytes, the signs of a letter before it.
    Marked(&'static MarkedCodec),
}

/// The name is of no known encoding.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown encoding {0:?}; known are {known}, and the names that the web has (windows-1251, KOI8-R …)", known = Encoding::NAMES.join(", "))]
pub struct ParseEncodingError(String);

impl Encoding {
    /// The names that [`Encoding::from_str`] takes; case, hyphens and underscores do not count, and usual
    /// aliases (`latin1`, `macintosh`, `cp1252`) are known, as are the names that the web has.
    pub const NAMES: &'static [&'static str] = &[
        "UTF-8",
        "UTF-16LE",
        "UTF-16BE",
        "windows-1252",
        "ISO-8859-1",
        "ISO-8859-15",
        "CP437",
        "CP850",
        "CP865",
        "MacRoman",
        "ISO646-DK",
        "windows-1250",
        "ANSEL",
        "ISO-5426",
    ];

    /// The encoding's usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le { .. } => "UTF-16LE",
            Self::Utf16Be { .. } => "UTF-16BE",
            Self::SingleByte(codec) => codec.name(),
            Self::Marked(codec) => codec.name(),
        }
    }

    /// Whether the bytes begin with a byte order mark that is no part of the text.
    pub fn has_bom(self) -> bool {
        matches!(self, Self::Utf16Le { bom: true } | Self::Utf16Be { bom: true })
    }

    /// Bytes of the smallest unit: blocks of a document are cut at multiples of it.
    pub fn unit(self) -> usize {
        match self {
            Self::Utf16Le { .. } | Self::Utf16Be { .. } => 2,
            _ => 1,
        }
    }

    /// The text of the bytes, if they decode and the text encodes back to the same bytes. A byte order mark is
    /// not expected here.
    pub fn decode_exact(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Utf8 => simdutf8::basic::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Utf16Le { .. } => decode_utf16(bytes, u16::from_le_bytes).map(Cow::Owned),
            Self::Utf16Be { .. } => decode_utf16(bytes, u16::from_be_bytes).map(Cow::Owned),
            Self::SingleByte(codec) => {
                let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
                text.extend(bytes.iter().map(|&byte| codec.decode(byte)));
                Some(Cow::Owned(text))
            }
            Self::Marked(codec) => Some(Cow::Owned(codec.decode(bytes))),
        }
    }

    /// The bytes of the text, if the encoding has all its characters. No byte order mark is written.
    pub fn encode_exact(self, text: &str) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Utf8 => Some(Cow::Borrowed(text.as_bytes())),
            Self::Utf16Le { .. } => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>().into()),
            Self::Utf16Be { .. } => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>().into()),
            Self::SingleByte(codec) => {
                text.chars().map(|c| codec.encode(c)).collect::<Option<Vec<u8>>>().map(Cow::Owned)
            }
            Self::Marked(codec) => codec.encode(text).map(Cow::Owned),
        }
    }

    /// How many bytes the text takes in this encoding, of which it is known to be a text.
    pub fn encoded_len(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16Le { .. } | Self::Utf16Be { .. } => 2 * text.encode_utf16().count(),
            Self::SingleByte(_) => text.chars().count(),
            Self::Marked(codec) => codec.encoded_len(text),
        }
    }

    /// The bytes of the byte order mark, where [`Encoding::has_bom`] says that there is one.
    pub fn bom(self) -> &'static [u8] {
        match self {
            Self::Utf16Le { bom: true } => &[0xff, 0xfe],
            Self::Utf16Be { bom: true } => &[0xfe, 0xff],
            _ => &[],
        }
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).collect::<Result<String, _>>().ok()
}

impl Transcode for Encoding {
    fn decode<'a>(&self, input: &'a [u8]) -> Cow<'a, [u8]> {
        match self.decode_exact(input) {
            Some(Cow::Borrowed(text)) => Cow::Borrowed(text.as_bytes()),
            Some(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
            None => Cow::Borrowed(input),
        }
    }

    fn encode<'a>(&self, output: &'a [u8]) -> Cow<'a, [u8]> {
        match std::str::from_utf8(output).ok().and_then(|text| self.encode_exact(text)) {
            Some(bytes) => bytes,
            None => Cow::Borrowed(output),
        }
    }
}

impl PartialEq for Encoding {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name() && self.has_bom() == other.has_bom()
    }
}

impl Eq for Encoding {}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// By name, as the ledger has it.
#[cfg(feature = "serde")]
impl serde::Serialize for Encoding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl FromStr for Encoding {
    type Err = ParseEncodingError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match Label::read(name) {
            Label::Known(encoding) => Ok(encoding),
            Label::Wide(_) | Label::Unknown => Err(ParseEncodingError(name.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_known() {
        for &name in Encoding::NAMES {
            assert_eq!(name.parse::<Encoding>().unwrap().name(), name);
        }
        assert_eq!("latin1".parse::<Encoding>().unwrap().name(), "ISO-8859-1");
        assert!("klingon".parse::<Encoding>().unwrap_err().to_string().contains("UTF-8"));
    }

    #[test]
    fn utf16_that_does_not_come_back_is_refused() {
        let le = Encoding::Utf16Le { bom: false };
        assert_eq!(le.decode_exact(b"\xe6\x00").as_deref(), Some("æ"));
        assert_eq!(le.decode_exact(b"\x00\xd8"), None);
        assert_eq!(le.decode_exact(b"a"), None);
    }
}
