//! How a line is set beside those before it.

use super::super::lines::Line;
use super::Kind;
use super::markers::item_marker;
use crate::language::Language;

/// Columns of indentation that a reading adds by itself.
pub(in crate::repair::layout) const STRAY_INDENT: usize = 1;

/// How a line is set beside those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::repair::layout) enum Setting {
    /// As any other.
    Plain,
    /// It begins something: an item of a list, or with an indentation.
    Start,
    /// It begins with a dash as no other line beside it does: an item, or in a sentence.
    Dash,
    /// It hangs below an item of a list, as far in as the item's text.
    Hanging,
}

/// By line: how it is set. A stretch that is indented as a whole begins nothing by that.
pub(in crate::repair::layout) fn settings(
    text: &str,
    lines: &[Line],
    kinds: &[Kind],
    language: Option<&Language>,
) -> Vec<Setting> {
    let mut settings = vec![Setting::Plain; lines.len()];
    let mut first = 0;
    while first < lines.len() {
        let stretch = lines[first..].iter().position(Line::is_blank).unwrap_or(lines.len() - first);
        let margin = lines[first..first + stretch].iter().map(|line| line.indent).min().unwrap_or(0);
        let hangs = hangs(text, &lines[first..first + stretch], margin);
        let dashes = Dashes::of(text, &lines[first..first + stretch]);
        // The indentation of the item that lines hang below.
        let mut item: Option<usize> = None;
        for at in first..first + stretch {
            let indent = lines[at].indent;
            let is_item = kinds[at] == Kind::Item;
            let marker = is_item.then(|| item_marker(&text[lines[at].text.clone()], language)).flatten();
            item = if marker.is_some() { Some(indent) } else { item.filter(|item| indent > *item + STRAY_INDENT) };
            settings[at] = match marker {
                Some(marker) if dashes.is_lone(marker) => Setting::Dash,
                Some(_) => Setting::Start,
                None if item.is_some() => Setting::Hanging,
                None if hangs && indent > margin + STRAY_INDENT => Setting::Hanging,
                None if hangs && at > first => Setting::Start,
                None if indent > margin + STRAY_INDENT => Setting::Start,
                None => Setting::Plain,
            };
        }
        first += stretch + 1;
    }
    settings
}

/// The dashes that items are set with and sentences have as well.
const DASHES: [&str; 3] = ["- ", "– ", "— "];

/// How many lines of a stretch begin with each dash.
struct Dashes([usize; DASHES.len()]);

impl Dashes {
    fn of(text: &str, lines: &[Line]) -> Self {
        let beginning = |dash: &str| lines.iter().filter(|line| text[line.text.clone()].starts_with(dash)).count();
        Self(DASHES.map(beginning))
    }

    /// Whether a marker is a dash that one line begins with.
    fn is_lone(&self, marker: &str) -> bool {
        DASHES.iter().zip(self.0).any(|(dash, times)| *dash == marker && times == 1)
    }
}

/// Whether the lines of a stretch hang below those at the margin, as in a register or a bibliography: those at the margin
/// begin with capitals, those further in mostly not.
fn hangs(text: &str, lines: &[Line], margin: usize) -> bool {
    let mut small = [0, 0];
    let mut all = [0, 0];
    for line in lines {
        let place = usize::from(line.indent > margin + STRAY_INDENT);
        all[place] += 1;
        small[place] += usize::from(!text[line.text.clone()].starts_with(char::is_uppercase));
    }
    all[1] > 0 && all[0] > 1 && small[0] == 0 && 2 * small[1] > all[1]
}
