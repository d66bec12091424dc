use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::DocumentPath;

/// Something in an archive that is no document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Skipped {
    /// Where it lies.
    #[serde(flatten)]
    pub path: DocumentPath,
    /// What it is.
    pub why: Cow<'static, str>,
}

/// A document that an earlier run did with the same settings, whose input and output are what they were; in reports only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchanged {
    /// Where it lies.
    #[serde(flatten)]
    pub path: DocumentPath,
}

/// A document that could not be done. In a ledger, of the last run that came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The document, as it was given or found.
    pub path: String,
    /// Why, and what can be done about it.
    pub cause: String,
}
