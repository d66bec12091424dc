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

/// A document, or a part of one, that could not be done by the last run that met it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// Where it lies: a document, a folder, a member of a container.
    #[serde(flatten)]
    pub path: DocumentPath,
    /// Why, and what can be done about it.
    pub cause: String,
    /// The document is in the output all the same, as far as it could be done.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub written: bool,
}

/// A document of an earlier run that the inputs no longer hold; in journals and reports only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Where its output lies.
    #[serde(flatten)]
    pub path: DocumentPath,
    /// Its output and its records are to be removed; in journals only.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub pruned: bool,
}
