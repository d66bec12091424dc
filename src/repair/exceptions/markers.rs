//! Comments in a document that say what in it is left alone.
//!
//! | comment | what is left alone |
//! |---|---|
//! | `<!-- ordret: off -->` … `<!-- ordret: on -->` | all from the one line to the other, or to the document's end |
//! | `# ordret: allow W102` | what that rule doubts in the line, or, where the comment stands by itself, in the line behind it |
//!
//! The comment may be one of HTML and Markdown, C, shells, TeX, SQL or Lisp; `off` and `on` stand on lines by themselves. In goes a
//! text; out come its passages that are left alone. What is done to a document's bytes to read them at all is done there, too.

use std::ops::Range;

use memchr::memmem;

use crate::repair::proposal::Proposal;
use crate::text::Ranges;

/// What every marker has.
const NAME: &str = "ordret:";
/// What begins a comment.
const OPENERS: [&str; 8] = ["<!--", "/*", "{#", "//", "#", "%", "--", ";"];
/// What ends one that does not end with its line.
const CLOSERS: [&str; 3] = ["-->", "*/", "#}"];

/// Whether a block may have any markers, by its bytes in an encoding that has ASCII's, or in UTF-16 of either order.
pub(in crate::repair) fn may_have_markers(block: &[u8]) -> bool {
    const WIDE: &[u8] = b"o\0r\0d\0r\0e\0t\0:";
    memmem::find(block, NAME.as_bytes()).is_some() || memmem::find(block, WIDE).is_some()
}

/// What is known of a block's markers before its text is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::repair) struct Marked {
    /// Whether it may have any.
    pub has_markers: bool,
    /// Whether an earlier block left the repair off.
    pub begins_off: bool,
}

impl Marked {
    /// Of a block with this text.
    pub fn of(text: &str, begins_off: bool) -> Self {
        Self { has_markers: memmem::find(text.as_bytes(), NAME.as_bytes()).is_some(), begins_off }
    }

    /// Takes out proposals for what a text's own markers leave alone.
    pub fn leave_alone(self, text: &str, proposals: &mut Vec<Proposal>) {
        if !(self.has_markers || self.begins_off) || proposals.is_empty() {
            return;
        }
        let passages = Passages::of(text, self.begins_off);
        proposals.retain(|proposal| !passages.leave_alone(proposal));
    }

    /// Whether the repair is off behind a block; nothing where the block does not say.
    pub fn switched(self, text: &str) -> Option<bool> {
        let switches = self.has_markers.then(|| markers(text)).into_iter().flatten();
        switches.filter_map(|marker| marker.says.switch()).last()
    }
}

/// What a marker says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says<'t> {
    Off,
    On,
    /// Codes of rules, or their beginnings, parted by commas.
    Allow(&'t str),
}

impl Says<'_> {
    fn switch(self) -> Option<bool> {
        match self {
            Self::Off => Some(true),
            Self::On => Some(false),
            Self::Allow(_) => None,
        }
    }
}

/// A marker, and the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Marker<'t> {
    says: Says<'t>,
    /// Without its end.
    line: Range<usize>,
    is_alone: bool,
}

/// The markers of a text, in order.
fn markers(text: &str) -> impl Iterator<Item = Marker<'_>> {
    let mut line = Line::default();
    memmem::find_iter(text.as_bytes(), NAME).filter_map(move |at| {
        if at >= line.range.end {
            line = Line::around(text, line.range.end, at);
        }
        marker(text, &line, at)
    })
}

/// A line in which names stand. What is the same for all of them is looked at once, so that a long line costs what many short ones do.
#[derive(Debug, Default)]
struct Line {
    /// Without its end.
    range: Range<usize>,
    /// Where it begins to be seen.
    margin: usize,
    /// Where it ends to say anything: white space and what closes a comment stand behind.
    end: usize,
}

impl Line {
    /// The line of a place, which begins no earlier than at `from`.
    fn around(text: &str, from: usize, at: usize) -> Self {
        let start = text[from..at].rfind('\n').map_or(from, |end| from + end + 1);
        let range = start..text[at..].find('\n').map_or(text.len(), |end| at + end);
        let line = &text[range.clone()];
        let seen = line.trim_end();
        let said = CLOSERS.iter().find_map(|closer| seen.strip_suffix(closer)).unwrap_or(seen).trim_end();
        let margin = line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
        Self { margin: range.end - margin, end: start + said.len(), range }
    }
}

fn marker<'t>(text: &'t str, line: &Line, at: usize) -> Option<Marker<'t>> {
    let before = text[line.range.start..at].trim_end_matches([' ', '\t']);
    let comment = OPENERS.iter().find_map(|opener| before.strip_suffix(opener))?;
    let is_alone = line.range.start + comment.len() <= line.margin;
    let says = match text.get(at + NAME.len()..line.end)?.trim_start() {
        "off" if is_alone => Says::Off,
        "on" if is_alone => Says::On,
        said => {
            let codes = said.strip_prefix("allow").filter(|codes| codes.starts_with([' ', '\t']))?.trim();
            Says::Allow(Some(codes).filter(|codes| are_codes(codes))?)
        }
    };
    Some(Marker { says, line: line.range.clone(), is_alone })
}

fn are_codes(codes: &str) -> bool {
    const LONGEST: usize = 4;
    // A line may go on for long behind what is none.
    let is_sign = |c: char| c.is_ascii_alphanumeric() || c == ',' || c.is_whitespace();
    let is_code = |code: &str| code.starts_with(|c: char| c.is_ascii_uppercase()) && code.len() <= LONGEST;
    codes.chars().all(is_sign)
        && codes.split(',').map(str::trim).all(|code| is_code(code) && code.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Passages that are left alone: by all rules, and by those whose codes begin so. Of the latter two are the same or have nothing in
/// common, and they ascend.
struct Passages<'t> {
    off: Ranges,
    allowed: Vec<(Range<usize>, &'t str)>,
}

impl<'t> Passages<'t> {
    fn of(text: &'t str, begins_off: bool) -> Self {
        let (mut switched_off, mut allowed) = (Vec::new(), Vec::new());
        let mut off = begins_off.then_some(0);
        for Marker { says, line, is_alone } in markers(text) {
            let whole = with_ends(text, &line);
            match says {
                Says::Off => off = off.or(Some(whole.start)),
                Says::On => switched_off.extend(off.take().map(|start| start..whole.end)),
                Says::Allow(codes) if is_alone => {
                    let next = text[whole.end..].find('\n').map_or(text.len(), |end| whole.end + end);
                    allowed.push((whole.end..next, codes));
                    switched_off.push(whole);
                }
                Says::Allow(codes) => allowed.push((line, codes)),
            }
        }
        switched_off.extend(off.map(|start| start..text.len()));
        let mut off = Ranges::default();
        off.extend(switched_off);
        allowed.dedup();
        Self { off, allowed }
    }

    fn leave_alone(&self, proposal: &Proposal) -> bool {
        let Range { start, end } = proposal.range;
        let place = start..end.max(start + 1);
        let is_of = |codes: &str| codes.split(',').any(|code| proposal.rule.0.starts_with(code.trim()));
        let from = self.allowed.partition_point(|(line, _)| line.end <= start);
        let of_lines = self.allowed[from..].iter().take_while(|(line, _)| line.start < place.end);
        self.off.overlap(&place) || of_lines.into_iter().any(|(_, codes)| is_of(codes))
    }
}

/// A line with the end before it and its own, so that no neighbour is joined to it.
fn with_ends(text: &str, line: &Range<usize>) -> Range<usize> {
    let before = text[..line.start].trim_end_matches(['\n', '\r', '\x0c']).len();
    before..(line.end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RuleCode;
    use crate::{BLOCK_BYTES, Options, Repairer};

    /// Which of the words `skadet1`, `skadet2` … are left to be changed.
    fn open(text: &str, begins_off: bool) -> String {
        let mut proposals = text
            .match_indices("skadet")
            .map(|(at, word)| Proposal::single(at..at + word.len() + 1, RuleCode("W101"), "x", 1.0, ""));
        let mut proposals: Vec<Proposal> = proposals.by_ref().collect();
        Marked::of(text, begins_off).leave_alone(text, &mut proposals);
        proposals.iter().map(|proposal| &text[proposal.range.end - 1..proposal.range.end]).collect()
    }

    #[test]
    fn markers_leave_what_they_say() {
        for (text, left) in [
            ("skadet1\n<!-- ordret: off -->\nskadet2\n<!-- ordret: on -->\nskadet3", "13"),
            ("skadet1\n% ordret: off\nskadet2\n\nskadet3\n", "1"),
            ("skadet1 # ordret: allow W1\nskadet2", "2"),
            ("skadet1 # ordret: allow E,W101\nskadet2", "2"),
            ("skadet1 # ordret: allow E\nskadet2", "12"),
            ("skadet1\n-- ordret: allow W101\nskadet2\nskadet3", "13"),
            ("skadet1 <!-- ordret: off --> skadet2", "12"),
            ("ordret: off\nskadet1", "1"),
            ("# ordret: sluk\nskadet1 # ordret: allow alt", "1"),
            ("/* ordret: off */\r\nskadet1\r\n/* ordret: on */\r\nskadet2", "2"),
        ] {
            assert_eq!(open(text, false), left, "{text}");
        }
        assert_eq!(open("skadet1\n; ordret: on\nskadet2", true), "2");
        assert_eq!(open("skadet1", true), "");
    }

    #[test]
    fn what_is_off_is_not_touched_and_what_is_on_is() {
        let text = "Sagen blev drÃ¸ftet.\n\n<!-- ordret: off -->\nSagen blev drÃ¸ftet.\n<!-- ordret: on -->\n\nDet blev drÃ¸ftet.\n";
        let repair = Repairer::danish().repair(text.as_bytes());
        let wanted = "Sagen blev drøftet.\n\n<!-- ordret: off -->\nSagen blev drÃ¸ftet.\n<!-- ordret: on -->\n\nDet blev drøftet.\n";
        assert_eq!(repair.text(), wanted);
        assert_eq!(repair.restore(), text.as_bytes());
    }

    #[test]
    fn off_holds_in_the_blocks_behind_it() {
        let line = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n\n";
        for bom in ["", "\u{feff}"] {
            let off = line.repeat(2 * BLOCK_BYTES / line.len());
            let text = format!("{bom}{line}<!-- ordret: off -->\n{off}<!-- ordret: on -->\n\n{line}");
            let repair = Repairer::new(Options::default()).repair(text.as_bytes());
            assert_eq!(repair.edits().len(), 6);
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            // In another encoding the same; what stands there besides is layout's.
            let repair = Repairer::new(Options::default()).repair(&wide);
            assert_eq!(repair.edits().iter().filter(|edit| edit.rules()[0].0.starts_with('E')).count(), 6);
        }
    }
}
