use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Allowance;

/// The name that the first line of a ledger gives its format.
pub const FORMAT: &str = "ordret-ledger";
/// The version of the ledger's schema; ledgers of all versions up to it are read.
pub const FORMAT_VERSION: u32 = 2;

/// The first line of a ledger: what wrote it, and with which options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// [`FORMAT_VERSION`] when it was written.
    pub version: u32,
    /// The run that wrote it.
    #[serde(flatten)]
    pub run: Run,
    /// Runs with other settings, some of whose documents the ledger still holds.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub earlier: Vec<Run>,
}

/// What decides what a run makes of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The version of `ordret`.
    pub tool: String,
    /// The options.
    pub options: RunOptions,
}

impl Run {
    /// A run of this program.
    pub fn new(options: RunOptions) -> Self {
        Self { tool: env!("CARGO_PKG_VERSION").to_owned(), options }
    }
}

impl Header {
    /// The header of a ledger that this program writes.
    pub fn new(run: Run, earlier: Vec<Run>) -> Self {
        Self { format: FORMAT.to_owned(), version: FORMAT_VERSION, run, earlier }
    }

    /// Whether this program reads such a ledger.
    pub fn is_known(&self) -> bool {
        self.format == FORMAT && (1..=FORMAT_VERSION).contains(&self.version)
    }

    /// The run that a document of the ledger is of, by the number that its record gives. `None` for a number that is of no run.
    pub fn run_of(&self, number: Option<u32>) -> Option<&Run> {
        match number {
            None => Some(&self.run),
            Some(number) => self.earlier.get((number as usize).checked_sub(1)?),
        }
    }

    /// The number by which records name a run; `None` is the ledger's own.
    pub fn number_of(&self, run: &Run) -> Option<u32> {
        self.earlier.iter().position(|earlier| earlier == run).and_then(|index| u32::try_from(index + 1).ok())
    }
}

/// The last line of a ledger; what has none was not written to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many documents the ledger holds.
    pub documents: u64,
    /// BLAKE3 of all bytes before this line, 64 hexadecimal digits.
    pub blake3: String,
}

/// The options of a run that decide what its output is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RunOptions {
    /// `da`, `da-historical` or `none`.
    pub language: String,
    /// The least level applied.
    pub apply: String,
    /// Codes of the rules that might work; empty: all.
    pub select: Vec<String>,
    /// Codes of the rules that might not.
    pub ignore: Vec<String>,
    /// The encoding the documents were said to be in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub encoding: Option<String>,
    /// `utf-8` or `original`.
    pub output_encoding: String,
    /// Ligatures were left as they were.
    pub keep_ligatures: bool,
    /// The long s became an s.
    pub long_s: bool,
    /// `join` or `keep`; empty in ledgers from before lines were joined.
    #[serde(default)]
    pub lines: String,
    /// Running heads were left where they were.
    #[serde(default)]
    pub keep_furniture: bool,
    /// Compressed files and archives passed through.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub keep_containers: bool,
    /// BLAKE3 of the profile that was used, as a file: 64 hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub profile: Option<String>,
    /// The same of each file of words that are right.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub words: Vec<String>,
    /// What was allowed to stand.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub allow: Vec<Allowance>,
    /// The fields of JSON that were repaired; empty: all text as it stands.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fields: Vec<String>,
    /// The same of the columns of tables.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub columns: Vec<String>,
    /// Every document was JSON Lines.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub jsonl: bool,
    /// Every document was mail.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub mail: bool,
    /// What held for documents of some paths.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub files: Vec<FileOptions>,
    /// BLAKE3 of each file of decisions.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub decisions: Vec<String>,
}

/// Options of documents whose paths a glob matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOptions {
    /// The globs.
    #[serde(rename = "match")]
    pub globs: Vec<String>,
    /// The options that were given, by their names, as the command line writes them.
    #[serde(flatten)]
    pub options: BTreeMap<String, String>,
}
