//! How what becomes of a suspect is decided.

use crate::record::{Document, DocumentSuspect};

/// Bytes of a passage that is decided as a series: what is longer than a line or two comes back nowhere.
const LONGEST_OF_SERIES: usize = 400;
/// Bytes of a passage that is decided at all: a page of print. What is longer nobody reads in a list.
const LONGEST_DECIDED: usize = 4096;

/// How what becomes of a suspect is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// For all places where the same rule doubts the same passage.
    Series,
    /// By itself. A line's end is the same passage everywhere: what becomes of one says nothing of another.
    Place,
    /// Not on the page.
    Nowhere,
}

/// How a suspect is decided; `has_places` says whether its document's places can be decided at all.
pub fn decided_as(suspect: &DocumentSuspect, has_places: bool) -> Decided {
    let text = suspect.text();
    match text.len() {
        length if length <= LONGEST_OF_SERIES && !text.trim().is_empty() => Decided::Series,
        length if length <= LONGEST_DECIDED && has_places => Decided::Place,
        _ => Decided::Nowhere,
    }
}

/// Whether one place of a document can be decided: in a package findings may share bytes.
pub fn has_places(document: &Document) -> bool {
    !matches!(document.format.as_deref(), Some("docx" | "odt" | "epub"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Record, read_record};

    fn suspect(text: &str) -> DocumentSuspect {
        let text = serde_json::to_string(text).unwrap();
        let line = format!(
            r#"{{"type":"suspect","id":"","series":"","rule":"L103","level":"doubtful","probability":0.5,"evidence":"","input":[0,1],"output":[0,1],"line":1,"column":1,"text":{text},"candidates":[]}}"#
        );
        let Record::Suspect(suspect) = read_record(line.as_bytes()).unwrap() else { panic!("no suspect") };
        suspect
    }

    #[test]
    fn what_comes_back_elsewhere_is_a_series_and_what_does_not_is_a_place() {
        let (line, page) = ("ord ".repeat(90), "ord ".repeat(900));
        for (text, decided, in_package) in [
            ("Moller", Decided::Series, Decided::Series),
            (&line, Decided::Series, Decided::Series),
            ("\r\n", Decided::Place, Decided::Nowhere),
            (&page, Decided::Place, Decided::Nowhere),
            (&"ord ".repeat(9000), Decided::Nowhere, Decided::Nowhere),
        ] {
            let suspect = suspect(text);
            assert_eq!((decided_as(&suspect, true), decided_as(&suspect, false)), (decided, in_package));
        }
    }
}
