use serde::{Deserialize, Serialize};

/// A piece of a unified diff over the decoded text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hunk {
    /// The first line of the input, from 1.
    pub before_line: u64,
    /// The first line of the output, from 1.
    pub after_line: u64,
    /// The lines, in the diff's order.
    pub lines: Vec<HunkLine>,
}

/// A line of a hunk: its mark (` `, `-`, `+`) and its text with its line end, if it has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HunkLine(pub char, pub String);
