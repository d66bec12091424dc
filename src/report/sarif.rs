use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::Report;
use crate::record::{Document, DocumentEdit, DocumentSuspect, Failed, Record, Span};
use crate::rules;
use crate::text::{Confidence, Position};

/// Prints a SARIF 2.1.0 log, result by result.
pub struct Sarif<W> {
    out: W,
    /// The document whose passages come next, as a URI.
    uri: String,
    /// It is one of records, whose texts may be written in other bytes.
    is_of_records: bool,
    begun: bool,
    results: u64,
    failures: Vec<Value>,
}

impl<W: Write> Sarif<W> {
    /// An empty log.
    pub fn new(out: W) -> Self {
        Self { out, uri: String::new(), is_of_records: false, begun: false, results: 0, failures: Vec::new() }
    }

    /// Writes all that stands before the first result.
    fn begin(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        let rules: Vec<Value> = rules().iter().map(descriptor).collect();
        let driver = json!({
            "name": "ordret",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        });
        let schema = "https://json.schemastore.org/sarif-2.1.0.json";
        write!(self.out, r#"{{"$schema":"{schema}","version":"2.1.0","runs":[{{"tool":{{"driver":{driver}}},"#)?;
        write!(self.out, r#""columnKind":"unicodeCodePoints","results":["#)
    }

    fn begin_document(&mut self, document: &Document) {
        (self.uri, self.is_of_records) = (uri(document), document.format.is_some());
    }

    fn result(&mut self, result: &Value) -> io::Result<()> {
        self.begin()?;
        self.out.write_all(if self.results > 0 { b",\n" } else { b"\n" })?;
        self.results += 1;
        write!(self.out, "{result}")
    }

    fn edit(&mut self, edit: &DocumentEdit) -> io::Result<()> {
        let mut result = json!({
            "ruleId": edit.kind.rules.first(),
            "level": severity(edit.kind.level),
            "message": { "text": format!("`{}` is `{}`: {}", edit.before(), edit.after(), edit.kind.evidence) },
            "locations": [self.location(edit.place, edit.input, edit.before())],
            "partialFingerprints": fingerprints(&edit.id),
            "properties": { "series": edit.kind.series, "rules": edit.kind.rules, "confidence": edit.kind.level.as_str(), "probability": edit.probability },
        });
        // What is written as more than its text is written by `ordret` alone.
        if edit.after_bytes.is_none() {
            result["fixes"] = self.fixes(edit);
        }
        self.result(&result)
    }

    fn fixes(&self, edit: &DocumentEdit) -> Value {
        json!([{ "artifactChanges": [{
            "artifactLocation": { "uri": self.uri },
            "replacements": [{
                "deletedRegion": { "byteOffset": edit.input.start, "byteLength": edit.input.length() },
                "insertedContent": { "text": edit.after() },
            }],
        }] }])
    }

    fn suspect(&mut self, suspect: &DocumentSuspect) -> io::Result<()> {
        let result = json!({
            "ruleId": suspect.rule,
            "level": severity(suspect.level),
            "message": { "text": format!("`{}` looks damaged: {}", suspect.text, suspect.evidence) },
            "locations": [self.location(suspect.place, suspect.input, &suspect.text)],
            "partialFingerprints": fingerprints(&suspect.id),
            "properties": {
                "series": suspect.series,
                "confidence": suspect.level.as_str(),
                "probability": suspect.probability,
                "candidates": suspect.candidates,
            },
        });
        self.result(&result)
    }

    fn location(&self, place: Position, input: Span, text: &str) -> Value {
        let lines = text.matches('\n').count() as u64;
        let last_line = text.rsplit('\n').next().unwrap_or_default().chars().count() as u64;
        let start = if lines > 0 { 1 } else { place.column };
        let mut region = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.line + lines,
            "endColumn": start + last_line,
            "byteOffset": input.start,
            "byteLength": input.length(),
        });
        // A snippet is what stands in the file, which for a field may be more than what it says.
        if !self.is_of_records || input.length() == text.len() as u64 {
            region["snippet"] = json!({ "text": text });
        }
        json!({ "physicalLocation": { "artifactLocation": { "uri": self.uri }, "region": region } })
    }

    fn failed(&mut self, failed: &Failed) {
        self.failures.push(json!({
            "level": "error",
            "message": { "text": format!("{}: {}", failed.path, failed.cause) },
        }));
    }
}

/// By what a viewer knows a finding again. The 1 is the version of how it is made.
fn fingerprints(id: &str) -> Value {
    json!({ "ordretFinding/v1": id })
}

fn descriptor(rule: &crate::Rule) -> Value {
    json!({
        "id": rule.code.0,
        "name": rule.name,
        "shortDescription": { "text": rule.summary() },
        "help": { "text": rule.manual(), "markdown": rule.manual() },
    })
}

fn severity(level: Confidence) -> &'static str {
    match level {
        Confidence::Certain => "error",
        Confidence::Likely => "warning",
        Confidence::Doubtful => "note",
    }
}

/// The path as a relative or absolute URI reference.
fn uri(document: &Document) -> String {
    let path = match document.path.to_path() {
        Some(path) => Cow::Owned(path.into_os_string().into_encoded_bytes()),
        None => Cow::Borrowed(&[][..]),
    };
    let path = path.strip_prefix(b"./").unwrap_or(&path);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let escaped = |byte: &u8| if plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") };
    let escaped: String = path.iter().map(escaped).collect();
    if escaped.starts_with('/') { format!("file://{escaped}") } else { escaped }
}

impl<W: Write> Report for Sarif<W> {
    fn print(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Document(document) => self.begin_document(document),
            Record::Edit(edit) => self.edit(edit)?,
            Record::Suspect(suspect) => self.suspect(suspect)?,
            Record::Failed(failed) => self.failed(failed),
            Record::Member(member) => self.begin_document(&member.document),
            Record::Ledger(_) | Record::Hunk(_) | Record::Skipped(_) | Record::Splice(_) => {}
            Record::Edits(_)
            | Record::Mixed(_)
            | Record::Unchanged(_)
            | Record::Gone(_)
            | Record::End(_)
            | Record::Unknown => {}
            Record::Report(_) | Record::Summary(_) => {}
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.begin()?;
        let invocation = json!({
            "executionSuccessful": self.failures.is_empty(),
            "toolExecutionNotifications": self.failures,
        });
        writeln!(self.out, "\n],\"invocations\":[{invocation}]}}]}}")?;
        self.out.flush()
    }
}
