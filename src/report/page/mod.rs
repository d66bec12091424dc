//! The page where a person sees how damaged an archive is, and decides the doubtful passages: one file of HTML that needs no
//! network and no server.
//!
//! In goes a run's ledger, record by record ([`Gathering`]), and a way to read what stands beside a passage; out comes a
//! [`Page`]. All text of documents is put in as text; a content-security policy lets nothing run or load but the page's own.

mod gather;
mod plots;

use std::io::{self, Write};

use serde::Serialize;

pub use gather::{Gathering, Passage};

/// What the page shows.
#[derive(Debug, Serialize)]
pub struct Page {
    /// Tells the page of one ledger from that of another.
    id: String,
    tool: String,
    apply: String,
    documents: u64,
    changed: u64,
    edits: u64,
    suspects: u64,
    /// Estimated shares of words that are damaged, before and after.
    before: f64,
    after: f64,
    /// By estimated share of damaged words: how many documents.
    #[serde(skip)]
    histogram: Vec<u64>,
    rules: Vec<RuleRow>,
    folders: Vec<FolderRow>,
    series: Vec<SeriesRow>,
    hidden_series: u64,
    worst: Vec<DocumentRow>,
}

/// What a rule found.
#[derive(Debug, Serialize)]
struct RuleRow {
    code: String,
    name: &'static str,
    summary: String,
    edits: u64,
    suspects: u64,
}

/// What was found in a folder.
#[derive(Clone, Debug, Default, Serialize)]
struct FolderRow {
    name: String,
    documents: u64,
    edits: u64,
    suspects: u64,
}

/// A series of suspects.
#[derive(Debug, Serialize)]
struct SeriesRow {
    id: String,
    rule: String,
    text: String,
    level: &'static str,
    probability: f32,
    why: String,
    count: u64,
    documents: u64,
    folders: Vec<String>,
    readings: Vec<(String, f32)>,
    places: Vec<PlaceRow>,
}

/// A place of a series.
#[derive(Debug, Serialize)]
struct PlaceRow {
    path: String,
    line: u64,
    column: u64,
    left: String,
    right: String,
}

/// A document that is among the most damaged.
#[derive(Debug, Serialize)]
struct DocumentRow {
    path: String,
    edits: u64,
    suspects: u64,
    before: f64,
    after: f64,
    shown: Vec<EditRow>,
}

/// An edit of such a document.
#[derive(Debug, Serialize)]
struct EditRow {
    line: u64,
    rules: String,
    before: String,
    after: String,
    left: String,
    right: String,
}

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

impl Page {
    /// Writes the page.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let data = for_script(&serde_json::to_string(self)?);
        let histogram = plots::histogram(&self.histogram);
        let bars: Vec<plots::Bar> = self
            .rules
            .iter()
            .map(|rule| plots::Bar { name: &rule.code, about: rule.name, edits: rule.edits, suspects: rule.suspects })
            .collect();
        let rules = plots::by_rule(&bars);
        let parts = [
            ("nonce", self.id.as_str()),
            ("style", STYLE),
            ("script", SCRIPT),
            ("histogram", &histogram),
            ("rules", &rules),
            ("data", &data),
        ];
        fill(PAGE, &parts, out)
    }
}

/// Writes a template with its parts, each of which stands as `{{name}}` there. What is put in is not looked at again.
fn fill(template: &str, parts: &[(&str, &str)], out: &mut impl Write) -> io::Result<()> {
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.write_all(before.as_bytes())?;
        let (name, behind) = behind.split_once("}}").unwrap_or((behind, ""));
        let part = parts.iter().find(|(known, _)| *known == name).map_or("", |(_, part)| part);
        out.write_all(part.as_bytes())?;
        rest = behind;
    }
    out.write_all(rest.as_bytes())
}

/// JSON that may stand in a script's element: nothing in it ends the element or begins another.
fn for_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_put_in_as_they_are() {
        let mut out = Vec::new();
        fill("a {{x}} b {{y}}", &[("x", "{{y}}"), ("y", "</script>")], &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a {{y}} b </script>");
    }

    #[test]
    fn no_text_of_a_document_ends_the_script() {
        let json = for_script(&serde_json::to_string("</script><!--&amp;").unwrap());
        assert!(!json.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "</script><!--&amp;");
    }

    #[test]
    fn every_part_of_the_template_is_filled() {
        let mut out = Vec::new();
        let parts = ["nonce", "style", "script", "histogram", "rules", "data"].map(|name| (name, "x"));
        fill(PAGE, &parts, &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(!page.contains("{{") && page.matches("nonce-x").count() == 2);
    }
}
