//! Line ends that are meant, as Markdown marks them.

use super::super::lines::Line;

/// Whether two spaces end a line, as Markdown marks a line end that is meant.
pub(super) fn is_hard_break(text: &str, line: &Line) -> bool {
    let rest = text[line.text.end..].strip_prefix("  ").unwrap_or_default();
    !line.is_blank() && rest.starts_with(['\n', '\r'])
}

/// Whether a text has such line ends, and most of its lines end in no space at all: programs that leave one leave it anywhere.
pub(super) fn has_hard_breaks(text: &str, lines: &[Line]) -> bool {
    let seen = || lines.iter().filter(|line| !line.is_blank());
    let hard = seen().filter(|line| is_hard_break(text, line)).count();
    if hard == 0 {
        return false;
    }
    let is_spaced = |line: &&Line| text[line.text.end..].starts_with([' ', '\t']);
    let spaced = seen().filter(is_spaced).count();
    hard == spaced && (2 * spaced <= seen().count() || is_markdown(text, lines))
}

/// Whether a text has a heading or a link as Markdown writes them.
fn is_markdown(text: &str, lines: &[Line]) -> bool {
    text.contains("](")
        || lines
            .iter()
            .any(|line| text[line.text.clone()].starts_with("# ") || text[line.text.clone()].starts_with("## "))
}
