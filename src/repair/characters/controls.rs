//! Control characters are removed: NUL, Ctrl-Z, the remains of terminals and of record formats.
//!
//! **Why it is damage.** The codes below the space, but tab, line ends and form feed, and DEL, are orders to devices.
//! In text they are invisible and part words. An escape sequence of a terminal goes as a whole, and of letters that
//! a printer struck twice (`N<U+0008>N`) one stays. The controls U+0080 to U+009F are no matter of this rule: they were
//! letters or signs, and those that could not be read stay for whoever can.
//!
//! **Example.** `råd<U+0002>hus` → `rådhus`; `Slut.<U+001A>` → `Slut.`.
//!
//! **When it is certain.** Unless it may have parted two things: between two known words that are none together, or
//! as a separator of records or a vertical tab between visible characters. Those are reported.
//! Program source may hold controls in its strings and keeps them.

use std::ops::Range;

use super::neighbours::word_parts;
use super::{CONTROLS, SURE};
use crate::language::Knowledge;
use crate::repair::encoding::is_source;
use crate::repair::proposal::Proposal;
use crate::repair::{Candidate, Options};

/// It may have stood for something else: a space, the end of a line.
const PARTING: f32 = 0.6;
/// The longest escape sequence of a terminal that is believed.
const LONGEST_SEQUENCE: usize = 24;

/// One proposal for every run of controls.
pub(super) fn proposals(text: &str, places: &[usize], options: &Options) -> Vec<Proposal> {
    let mut proposals: Vec<Proposal> = Vec::new();
    let mut done = 0;
    let mut controls = places.iter().copied().filter(|at| text.as_bytes()[*at] != b'\x0c').peekable();
    if controls.peek().is_none() || is_source(text) {
        return proposals;
    }
    for at in controls {
        if at < done {
            continue;
        }
        let range = extent(text, at, done);
        done = range.end;
        proposals.push(propose(text, range, options));
    }
    proposals
}

/// What goes together with the control at `at`, from `done` on.
fn extent(text: &str, at: usize, done: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    if let Some(struck) = struck_twice(text, at).filter(|range| range.start >= done) {
        return struck;
    }
    let mut end = at;
    while let Some(byte) = bytes.get(end)
        && is_removed(*byte)
        && (end == at || *byte != b'\x08')
    {
        end += if *byte == b'\x1b' { sequence(&bytes[end..]) } else { 1 };
    }
    at..end.max(at + 1)
}

fn is_removed(byte: u8) -> bool {
    (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c')) || byte == b'\x7f'
}

/// The length of a terminal's escape sequence, `ESC [ 1 ; 31 m`; 1 when there is none.
fn sequence(bytes: &[u8]) -> usize {
    if bytes.get(1) != Some(&b'[') {
        return 1;
    }
    let window = &bytes[..bytes.len().min(LONGEST_SEQUENCE)];
    let end = window.iter().skip(2).position(|byte| !matches!(byte, b'0'..=b'9' | b';' | b'?'));
    end.map(|at| at + 2).filter(|at| window[*at].is_ascii_alphabetic()).map_or(1, |at| at + 1)
}

/// A letter and the backspace after it, where the same letter follows; or `_` struck over a letter.
fn struck_twice(text: &str, at: usize) -> Option<Range<usize>> {
    if text.as_bytes()[at] != b'\x08' {
        return None;
    }
    let before = text[..at].chars().next_back()?;
    let after = text[at + 1..].chars().next()?;
    match (before, after) {
        _ if before == after || before == '_' => Some(at - before.len_utf8()..at + 1),
        (_, '_') => Some(at..at + 2),
        _ => None,
    }
}

fn propose(text: &str, range: Range<usize>, options: &Options) -> Proposal {
    let Some(parted) = parting(text, &range, options) else {
        return Proposal::single(range, CONTROLS, "", SURE, "a control character, which text has none of");
    };
    let candidate = |text: &str, probability| Candidate { text: text.into(), probability };
    Proposal {
        range,
        rule: CONTROLS,
        candidates: smallvec::SmallVec::from_iter([candidate(parted, PARTING), candidate("", 1.0 - PARTING)]),
        evidence: "a control character that may have parted two things".into(),
    }
}

/// What a control stood for that parted two things, if it may have.
fn parting(text: &str, range: &Range<usize>, options: &Options) -> Option<&'static str> {
    let before = text[..range.start].chars().next_back().filter(|c| !c.is_whitespace())?;
    let after = text[range.end..].chars().next().filter(|c| !c.is_whitespace())?;
    let control = text.as_bytes()[range.start];
    let kind = match control {
        b'\x0b' => Some("\n"),
        b'\x1c'..=b'\x1e' => Some(" "),
        // What is left of Å, Æ and Ø when UTF-8 lost its eighth bits; no more than a guess.
        b'\x05' | b'\x06' | b'\x18' if before == 'C' => Some(""),
        _ => None,
    };
    let is_inside = before.is_alphabetic() && after.is_alphabetic();
    let Some(language) = options.language.pack().filter(|_| is_inside) else { return kind };
    let (head, tail) = word_parts(text, range);
    let known = |word: &str| language.knowledge(word) >= Knowledge::Compound;
    if known(&format!("{head}{tail}")) {
        return None;
    }
    kind.or_else(|| (head.len() > 1 && tail.len() > 1 && known(&head) && known(&tail)).then_some(" "))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};
    use crate::Repairer;

    #[test]
    fn controls_are_removed() {
        certain(
            "Bro\u{2}afgiften\u{0}\u{0} for lastbiler\u{7f} stiger.\n\u{1a}",
            "Broafgiften for lastbiler stiger.\n",
        );
        certain("\u{1b}[1;31mRødt\u{1b}[0m lys", "Rødt lys");
        certain("N\u{8}NA\u{8}AV\u{8}VN\u{8}N og _\u{8}h_\u{8}u_\u{8}s", "NAVN og hus");
        certain("Sø\u{b}lvtøj", "Sølvtøj");
    }

    #[test]
    fn what_may_part_is_reported() {
        for text in ["Bestyrelsen\u{b}Kassereren", "navn\u{1f}vej\u{1e}by.", "kommunen\u{1}borgmesteren"] {
            let repair = Repairer::danish().repair(text.as_bytes());
            assert!(!repair.suspects().is_empty(), "{text:?}");
        }
        stays("Side 1\tA\n\u{c}Side 2\r\n");
    }
}
