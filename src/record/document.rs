use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{DocumentPath, Span};
use crate::DocumentKind;

/// A document of an archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Where it lies, below the archive's root (in reports: as it was given).
    #[serde(flatten)]
    pub path: DocumentPath,
    /// What came in.
    pub input: Content,
    /// What went out.
    pub output: Content,
    /// Whether it is text.
    pub kind: DocumentKind,
    /// How its fields are held, where it is a document of records; texts of edits and suspects are then what the fields say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub format: Option<Cow<'static, str>>,
    /// Which of the fields or columns that were asked for it has; of documents that were read for those only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fields: Option<Vec<String>>,
    /// The encoding it was read in; of text only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub encoding: Option<String>,
    /// An encoding that it reads nearly as well in: which one it is in was guessed with doubt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rival: Option<String>,
    /// The input begins with a byte order mark that is no part of the text.
    pub bom: bool,
    /// The encoding it was written in; of text only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output_encoding: Option<String>,
    /// How many edits follow.
    pub edits: u64,
    /// How many suspects follow.
    pub suspects: u64,
    /// What a reader should know of it, such as why it passed through.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<Cow<'static, str>>,
    /// Some of it could not be done, of which `failed` lines tell; the next run tries it again.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub failed: bool,
    /// The inputs of the last run that looked for it no longer held it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub gone: bool,
    /// Which of the header's earlier runs made it, from 1; none: the run that wrote the ledger.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub run: Option<u32>,
    /// What a container unpacks to; of containers only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub container: Option<Box<Unpacked>>,
}

impl Document {
    /// How many bytes came in, those of a container unpacked where that is known.
    pub fn unpacked_bytes(&self) -> u64 {
        let unpacked = self.container.as_ref().and_then(|container| container.input.as_ref());
        unpacked.unwrap_or(&self.input).bytes
    }

    /// Whether the output is the input, byte for byte.
    pub fn is_unchanged(&self) -> bool {
        self.input == self.output
    }
}

/// The bytes of a file, by hash and size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// BLAKE3 of the bytes, 64 hexadecimal digits.
    pub blake3: String,
    /// How many bytes.
    pub bytes: u64,
}

/// What a container unpacks to, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unpacked {
    /// How it is packed: `none`, `gzip`, `zstd`, `bzip2`; `zip` packs each member by itself.
    pub packing: String,
    /// What is packed: `file`, `tar`, `zip`.
    pub format: String,
    /// How many members are told of.
    pub members: u64,
    /// What came in, unpacked; of what is packed as a whole only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub input: Option<Content>,
    /// What went out, unpacked, likewise.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub output: Option<Content>,
}

/// A member of a container, a document like others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The document. Its edits and suspects follow; their bytes are those of the member.
    #[serde(flatten)]
    pub document: Document,
    /// Where it lies in what the container unpacks to, before and after (of a zip: where its packed bytes lie in the file); of
    /// members that were changed only.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub at: Option<MemberAt>,
}

/// Where a member lies in what its container unpacks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberAt {
    /// In what came in.
    pub input: Span,
    /// In what went out.
    pub output: Span,
}

/// Bytes of an unpacked container that are of no member and had to change, as a member's length in its header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// Bytes of what came in, unpacked.
    pub input: Span,
    /// Bytes of what went out, unpacked.
    pub output: Span,
    /// The bytes that came in, hexadecimal.
    pub before_bytes: String,
}
