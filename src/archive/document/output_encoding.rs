use std::str::FromStr;

use thiserror::Error;

/// The encoding that repaired documents are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputEncoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// Each document's own, where it has all the characters that the repaired text needs; else UTF-8.
    Original,
}

impl OutputEncoding {
    /// The name, as options and the ledger write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Original => "original",
        }
    }
}

/// The name is of no known output encoding.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown output encoding {0:?}; known are utf-8, original")]
pub struct ParseOutputEncodingError(String);

impl FromStr for OutputEncoding {
    type Err = ParseOutputEncodingError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = [Self::Utf8, Self::Original].into_iter().find(|encoding| encoding.as_str() == name);
        known.ok_or_else(|| ParseOutputEncodingError(name.to_owned()))
    }
}
