use std::path::Path;

use super::Records;
use super::json::Json;
use super::json_lines::JsonLines;

/// What of records is text to be repaired.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordOptions {
    /// The fields of JSON, each a path of names joined with dots; an array on the way stands for all that is in it.
    pub fields: Vec<String>,
    /// The columns of tables, by their names in the first row.
    pub columns: Vec<String>,
    /// Every document is JSON Lines, whatever its name.
    pub json_lines: bool,
}

/// A kind of document that holds records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A JSON value a line.
    JsonLines,
    /// One JSON value.
    Json,
}

impl Kind {
    /// The name, as the ledger writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "json-lines",
            Self::Json => "json",
        }
    }

    /// What it calls a field.
    pub(crate) fn field_name(self) -> &'static str {
        match self {
            Self::JsonLines | Self::Json => "field",
        }
    }
}

impl RecordOptions {
    /// How the document of this name is read; `None` for one that is read as text.
    pub fn kind_of(&self, path: &Path) -> Option<Kind> {
        if self.json_lines {
            return self.kind_of_stream();
        }
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" => (!self.fields.is_empty()).then_some(Kind::JsonLines),
            "json" => (!self.fields.is_empty()).then_some(Kind::Json),
            _ => None,
        }
    }

    /// How a stream is read, which has no name.
    pub fn kind_of_stream(&self) -> Option<Kind> {
        (self.json_lines && !self.fields.is_empty()).then_some(Kind::JsonLines)
    }

    /// A reader of the document.
    pub(crate) fn open(&self, kind: Kind) -> Box<dyn Records> {
        match kind {
            Kind::JsonLines => Box::new(JsonLines::new(&self.fields)),
            Kind::Json => Box::new(Json::new(&self.fields)),
        }
    }
}
