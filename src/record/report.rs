use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::text::Confidence;

/// The name that the first line of a report gives its format.
pub const REPORT_FORMAT: &str = "ordret-report";
/// The version of the report's schema.
pub const REPORT_VERSION: u32 = 1;

/// The first line of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportHeader {
    /// [`REPORT_FORMAT`].
    pub format: Cow<'static, str>,
    /// [`REPORT_VERSION`] when it was written.
    pub version: u32,
    /// The version of `ordret`.
    pub tool: Cow<'static, str>,
}

impl Default for ReportHeader {
    /// The header of a report that this program writes.
    fn default() -> Self {
        Self { format: REPORT_FORMAT.into(), version: REPORT_VERSION, tool: env!("CARGO_PKG_VERSION").into() }
    }
}

/// The last line of a report: what was found, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Documents looked at.
    pub documents: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Documents with edits.
    pub changed: u64,
    /// Documents with no edit, but in another encoding than the output's.
    pub recoded: u64,
    /// Documents that an earlier run did; their findings are not counted.
    pub unchanged_since: u64,
    /// Documents that are no text.
    pub passed: u64,
    /// Things that are no documents.
    pub skipped: u64,
    /// Documents of earlier runs that the inputs no longer hold.
    #[serde(default)]
    pub gone: u64,
    /// Those of them whose outputs were removed.
    #[serde(default)]
    pub pruned: u64,
    /// Documents that could not be done.
    pub failed: u64,
    /// Edits by rules (joined with `+`) and level.
    pub edits: Vec<ByRule>,
    /// Suspects by rule and level.
    pub suspects: Vec<ByRule>,
    /// Findings that the report leaves out.
    pub hidden: HiddenFindings,
}

/// How many findings of some rules have a level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByRule {
    /// Codes of the rules, joined with `+`.
    pub rules: Cow<'static, str>,
    /// The level.
    pub level: Confidence,
    /// How many.
    pub count: u64,
}

/// How many findings a report leaves out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HiddenFindings {
    /// Because they are less sure than was asked for.
    pub below: u64,
    /// Because enough of the same rules were shown.
    pub repeated: u64,
}
