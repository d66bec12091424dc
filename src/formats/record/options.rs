use std::path::Path;

use super::Records;
use super::json::Json;
use super::mail::Mail;
use super::met::MetNames;
use super::office::Package;
use super::table::Table;
use crate::codecs::Encoding;

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
    /// Every document is mail, a message or a box of them, whatever its name.
    pub mail: bool,
    /// What comes without a name is a table.
    pub table_stream: bool,
    /// Which of the names were met so far.
    pub met: MetNames,
}

impl RecordOptions {
    /// The fields and columns that stand in no record of those that were read.
    pub fn unmet(&self) -> Vec<&str> {
        self.met.unmet(self.fields.iter().chain(&self.columns))
    }
}

/// A kind of document that holds records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A JSON value a line.
    JsonLines,
    /// One JSON value.
    Json,
    /// Rows of fields, the first of which names the columns.
    Table,
    /// One message.
    Mail,
    /// A box of messages; what does not begin as one is a single message.
    Mailbox,
    /// A document of Word.
    Docx,
    /// A text of OpenDocument.
    Odt,
    /// An electronic book.
    Epub,
}

impl Kind {
    /// The name, as the ledger writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "json-lines",
            Self::Json => "json",
            Self::Table => "csv",
            Self::Mail => "mail",
            Self::Mailbox => "mbox",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Epub => "epub",
        }
    }

    /// Whether where a line ends is no accident of how a text was set.
    pub(crate) fn keeps_lines(self) -> bool {
        matches!(self, Self::Mail | Self::Mailbox) || self.package().is_some()
    }

    /// What package it is, if it is one.
    pub(crate) fn package(self) -> Option<Package> {
        match self {
            Self::Docx => Some(Package::Docx),
            Self::Odt => Some(Package::Odt),
            Self::Epub => Some(Package::Epub),
            _ => None,
        }
    }

    /// What is said of a document in which nothing is read.
    pub(crate) fn nothing(self) -> &'static str {
        match self {
            Self::JsonLines | Self::Json => "no field of that name",
            Self::Table => "no column of that name",
            _ => "no text that is read",
        }
    }
}

impl RecordOptions {
    /// How the document of this name is read; `None` for one that is read as text.
    pub fn kind_of(&self, path: &Path) -> Option<Kind> {
        if self.json_lines && !self.fields.is_empty() {
            return Some(Kind::JsonLines);
        }
        if self.mail {
            let is_message = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("eml"));
            return Some(if is_message { Kind::Mail } else { Kind::Mailbox });
        }
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" => (!self.fields.is_empty()).then_some(Kind::JsonLines),
            "json" => (!self.fields.is_empty()).then_some(Kind::Json),
            "csv" | "tsv" | "tab" => (!self.columns.is_empty()).then_some(Kind::Table),
            "eml" => Some(Kind::Mail),
            "mbox" => Some(Kind::Mailbox),
            "docx" => Some(Kind::Docx),
            "odt" => Some(Kind::Odt),
            "epub" => Some(Kind::Epub),
            _ => None,
        }
    }

    /// How a stream is read, which has no name.
    pub fn kind_of_stream(&self) -> Option<Kind> {
        if self.json_lines && !self.fields.is_empty() {
            return Some(Kind::JsonLines);
        }
        if self.mail {
            return Some(Kind::Mailbox);
        }
        (self.table_stream && !self.columns.is_empty()).then_some(Kind::Table)
    }

    /// A reader of the document of this kind that begins with the bytes `head`; a table is in this encoding. `None` if it has
    /// nothing that was asked for.
    pub(crate) fn open(&self, kind: Kind, head: &[u8], encoding: Encoding) -> Option<Box<dyn Records>> {
        match kind {
            Kind::JsonLines => Some(Box::new(Json::new(&self.fields, true))),
            Kind::Json => Some(Box::new(Json::new(&self.fields, false))),
            Kind::Table => Some(Box::new(Table::open(&self.columns, head, encoding)?)),
            Kind::Mail | Kind::Mailbox => Some(Box::new(Mail { is_box: kind == Kind::Mailbox })),
            Kind::Docx | Kind::Odt | Kind::Epub => None,
        }
    }
}
