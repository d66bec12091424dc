//! The page where a person sees how damaged an archive is, and decides the doubtful passages: one file of HTML that needs no
//! network and no server.
//!
//! In goes a run's ledger, record by record ([`Gathering`]), and a way to read what stands beside a passage; out comes a
//! [`Page`]. All text of documents is put in as text; a content-security policy lets nothing run or load but the page's own.

mod current;
mod decided;
mod figures;
mod gather;
mod ledger;
mod plots;
mod series;
mod shown;
mod single;

use std::io::{self, Write};

use serde::Serialize;

use crate::record::Span;

pub use decided::{Decided, decided_as};
pub use gather::{Gathering, Limits};
pub use ledger::gather;
pub use series::{Passage, place_row};

/// What the page shows.
#[derive(Debug, Default, Serialize)]
pub struct Page {
    /// Tells the page of one ledger from that of another.
    pub(super) id: String,
    tool: String,
    apply: String,
    documents: u64,
    /// About how many words they have.
    words: u64,
    changed: u64,
    edits: u64,
    suspects: u64,
    /// Estimated shares of words that are damaged, before and after.
    before: f64,
    after: f64,
    /// By estimated share of damaged words: how many documents before, and after.
    #[serde(skip)]
    histogram: Vec<(u64, u64)>,
    rules: Vec<RuleRow>,
    folders: Vec<ShareRow>,
    years: Vec<ShareRow>,
    confusions: Vec<ConfusionRow>,
    unknown: Vec<UnknownRow>,
    pub(super) series: Vec<SeriesRow>,
    hidden_series: u64,
    /// Suspects of series that were not told apart.
    hidden_suspects: u64,
    /// Suspects that are not decided on the page.
    not_decided: u64,
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
    /// Edits, and suspects, by level, the surest first.
    levels: [[u64; 3]; 2],
}

/// What was found in a folder, or in the documents of a year.
#[derive(Clone, Debug, Default, Serialize)]
struct ShareRow {
    name: String,
    documents: u64,
    edits: u64,
    suspects: u64,
    before: f64,
    after: f64,
}

/// What is misread as what.
#[derive(Debug, Serialize)]
struct ConfusionRow {
    stands: String,
    meant: String,
    edits: u64,
    suspects: u64,
}

/// A word that is doubted.
#[derive(Debug, Serialize)]
struct UnknownRow {
    id: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<String>,
    count: u64,
    documents: u64,
}

/// A series of suspects, or a suspect that is decided by itself.
#[derive(Debug, Serialize)]
pub struct SeriesRow {
    /// Of the series, or of the finding.
    pub(crate) id: String,
    /// Whether it is one place, which is decided by itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) single: bool,
    pub(crate) rule: String,
    pub(crate) text: String,
    pub(crate) level: &'static str,
    pub(crate) probability: f32,
    pub(crate) why: String,
    pub(crate) count: u64,
    pub(crate) documents: u64,
    pub(crate) folders: Vec<String>,
    pub(crate) readings: Vec<(String, f32)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) places: Vec<PlaceRow>,
}

/// A place of a series.
#[derive(Debug, Serialize)]
pub struct PlaceRow {
    pub(crate) id: String,
    /// BLAKE3 of the document's input.
    pub(crate) document: String,
    /// Bytes of the input.
    pub(crate) input: Span,
    pub(crate) path: String,
    /// The document's number in the ledger, from 1.
    pub(crate) number: u64,
    /// Whether other findings may have the same bytes, so that it cannot be decided by itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) shared: bool,
    pub(crate) line: u64,
    pub(crate) column: u64,
    pub(crate) left: String,
    pub(crate) right: String,
}

/// A document, with what was done to it.
#[derive(Debug, Serialize)]
pub struct DocumentRow {
    pub(crate) path: String,
    /// Its number in the ledger, from 1.
    pub(crate) number: u64,
    pub(crate) edits: u64,
    pub(crate) suspects: u64,
    /// Estimated shares of damaged words, where they are known.
    pub(crate) before: Option<f64>,
    pub(crate) after: Option<f64>,
    pub(crate) shown: Vec<EditRow>,
}

/// An edit of such a document.
#[derive(Debug, Serialize)]
pub struct EditRow {
    line: u64,
    rules: String,
    before: String,
    after: String,
    left: String,
    right: String,
}

/// How a page gets at what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "source", rename_all = "lowercase")]
pub enum Source {
    /// All is in it.
    File,
    /// It asks the program that serves it.
    Served {
        /// How many series there are to be asked for.
        count: usize,
    },
}

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPTS: [&str; 3] = [include_str!("words.js"), include_str!("source.js"), include_str!("page.js")];

/// The page's own data.
#[derive(Serialize)]
struct Data<'p> {
    #[serde(flatten)]
    source: Source,
    #[serde(flatten)]
    page: &'p Page,
}

impl Page {
    /// Writes the page. `nonce` stands in its content-security policy, and is of one page alone where that is served.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, source: Source, nonce: &str, out: &mut impl Write) -> io::Result<()> {
        let data = for_script(&serde_json::to_string(&Data { source, page: self })?);
        let bars: Vec<plots::Bar> = self
            .rules
            .iter()
            .map(|rule| plots::Bar { name: &rule.code, about: rule.name, edits: rule.edits, suspects: rule.suspects })
            .collect();
        let parts = [
            ("nonce", nonce),
            // Nothing is asked of anyone, or only of the program that serves the page.
            ("connect", if source == Source::File { "" } else { "; connect-src 'self'" }),
            ("style", STYLE),
            ("script", &SCRIPTS.concat()),
            ("histogram", &plots::histogram(&self.histogram)),
            ("rules", &plots::by_rule(&bars)),
            ("folders", &plots::shares(&self.folders)),
            ("years", &plots::shares(&self.years)),
            ("data", &data),
        ];
        fill(PAGE, &parts, out)
    }

    /// The series, which the page has no more then.
    pub(crate) fn take_series(&mut self) -> Vec<SeriesRow> {
        std::mem::take(&mut self.series)
    }

    /// Its identity, which is its nonce where it is a file.
    pub fn id(&self) -> &str {
        &self.id
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
        let parts = ["nonce", "connect", "style", "script", "histogram", "rules", "folders", "years", "data"]
            .map(|name| (name, "x"));
        fill(PAGE, &parts, &mut out).unwrap();
        let page = String::from_utf8(out).unwrap();
        assert!(!page.contains("{{") && page.matches("nonce-x").count() == 2);
    }
}
