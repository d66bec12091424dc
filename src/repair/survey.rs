//! What is learned of a document before its first block is repaired.

use super::document::Summary;
use super::encoding::Votes;
use super::exceptions::Switches;
use super::{decode, words};
use crate::codecs::Encoding;

/// Whether a document is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum DocumentKind {
    /// Text, repaired where it needed it.
    Text,
    /// No text (an image, an archive, a program): passed through.
    Binary,
    /// Its bytes are not exact in the encoding that it is said to be in, that is one that is not read here, or none of those that are
    /// looked for makes text of them: passed through.
    Undecodable,
    /// A compressed file or an archive, whose members are documents; only who reads archives tells one.
    Container,
}

impl DocumentKind {
    /// The name, as the ledger writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Binary => "binary",
            Self::Undecodable => "undecodable",
            Self::Container => "container",
        }
    }
}

/// What was learned of a whole document before its first block is repaired.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Survey {
    /// The encoding that the document is in.
    pub encoding: Encoding,
    /// The encoding that it may be in as well: it was found among several, with doubt.
    pub rival: Option<Encoding>,
    /// Whether it is text.
    pub kind: DocumentKind,
    /// What its blocks need to know of each other to be decoded.
    pub(super) hints: decode::Hints,
    /// What samples of the document prove, where it is longer than a block. Each block adds what it proves itself.
    pub(super) proof: Option<Proof>,
}

/// What all blocks of a document prove together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proof {
    /// Of its encodings.
    pub(super) votes: Votes,
    /// Of its language and spelling.
    pub(super) summary: Summary,
    /// Of its misread words.
    pub(super) misreadings: words::Evidence,
    /// Of its markers.
    pub(super) switches: Switches,
}

impl Proof {
    /// Adds what the next block proves.
    pub(crate) fn add(&mut self, of_block: &Self) {
        self.votes.add(&of_block.votes);
        self.summary.add(&of_block.summary);
        self.misreadings.add(&of_block.misreadings);
        self.switches.add(&of_block.switches);
    }
}

impl Survey {
    pub(super) fn misreadings(&self) -> Option<&words::Evidence> {
        self.proof.as_ref().map(|proof| &proof.misreadings)
    }

    /// Whether what all blocks prove is known, as it is once a document of several was surveyed.
    #[cfg(feature = "cli")]
    pub(crate) fn is_proven(&self) -> bool {
        self.proof.is_some()
    }

    /// The same with what all blocks prove.
    pub(crate) fn with_proof(self, proof: Proof) -> Self {
        Self { proof: Some(proof), ..self }
    }

    /// The same for a document whose output is in its own encoding: what it declares stays true.
    #[cfg(feature = "cli")]
    pub(crate) fn keeping_encoding(&self) -> Self {
        Self { hints: self.hints.keeping_encoding(), ..self.clone() }
    }

    /// Whether a marker in an earlier block has left the repair off where this one begins.
    pub(super) fn begins_off(&self, block: &[u8]) -> bool {
        let switches = self.proof.as_ref().map(|proof| &proof.switches);
        switches.is_some_and(|switches| switches.begins_off(block))
    }

    pub(super) fn votes(&self) -> Option<&Votes> {
        self.proof.as_ref().map(|proof| &proof.votes)
    }
}
