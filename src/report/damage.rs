//! How damaged documents are, estimated from what was found in them.

use crate::DocumentKind;
use crate::record::{Document, DocumentPath};

/// Bytes of a document for each of its words, its space included.
const BYTES_A_WORD: f64 = 6.2;
/// A document of fewer words is taken to have so many where documents are compared: one misread word is no measure of it.
const LEAST_WORDS: f64 = 50.0;

/// About how many words a document has; what is no text has none.
pub(super) fn words_of(document: &Document) -> f64 {
    match document.kind {
        DocumentKind::Text => (document.output.bytes as f64 / BYTES_A_WORD).max(1.0),
        _ => 0.0,
    }
}

/// Which share of so many words is damaged, 0 to 1.
pub(super) fn share(damaged: f64, words: f64) -> f64 {
    if words > 0.0 { (damaged / words).min(1.0) } else { 0.0 }
}

/// The same of one document's words.
pub(super) fn share_of_document(damaged: f64, words: f64) -> f64 {
    share(damaged, words.max(LEAST_WORDS))
}

/// Whether a rule mends words: what moves lines leaves them whole, but for a word that a line's end cut.
pub(super) fn is_of_words(rule: &str) -> bool {
    !rule.starts_with('L') || matches!(rule, "L101" | "L102")
}

/// The first folder below the archive that a document lies in.
pub(super) fn folder_of(path: &DocumentPath) -> String {
    let path = path.to_string();
    path.split_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
}
