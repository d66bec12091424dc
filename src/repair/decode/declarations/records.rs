//! Records: family trees, library records in lines, and the text of word processors.

use std::ops::Range;

use super::Family;
use super::lines::{find, lines, start, starts_with};
use crate::codecs::Label;

/// `1 CHAR NAME` in the head of a family tree.
pub(super) const GEDCOM: Family =
    Family { name: "GEDCOM", begins: is_gedcom, places: gedcom_places, read: Label::read, utf8: "UTF-8" };

/// `\ansicpgNUMBER`.
pub(super) const RTF: Family =
    Family { name: "RTF", begins: is_rtf, places: rtf_places, read: read_code_page, utf8: "65001" };

/// The tenth place of the leader of a MARC record that is written in lines: a space where it is in MARC-8, `a` where in UTF-8.
pub(super) const MARC: Family =
    Family { name: "MARC", begins: is_marc, places: marc_places, read: read_leader, utf8: "a" };

fn is_gedcom(head: &[u8]) -> bool {
    starts_with(&head[start(head)..], b"0 HEAD")
}

fn gedcom_places(bytes: &[u8]) -> Vec<Range<usize>> {
    if !is_gedcom(bytes) {
        return Vec::new();
    }
    const KEY: &[u8] = b"1 CHAR ";
    let head = lines(bytes).skip_while(|line| line.is_empty()).skip(1);
    let mut head = head.take_while(|line| !bytes[line.clone()].starts_with(b"0 "));
    let line = head.find(|line| bytes[line.clone()].starts_with(KEY));
    let trimmed = line.map(|line| {
        let name = bytes[line.start + KEY.len()..line.end].trim_ascii_end();
        line.start + KEY.len()..line.start + KEY.len() + name.len()
    });
    trimmed.filter(|place| !place.is_empty()).into_iter().collect()
}

/// Bytes at a document's start where RTF names its code page.
const RTF_HEAD: usize = 256;

fn is_rtf(head: &[u8]) -> bool {
    starts_with(head, b"{\\rtf")
}

fn rtf_places(bytes: &[u8]) -> Vec<Range<usize>> {
    const KEY: &[u8] = b"\\ansicpg";
    let head = if is_rtf(bytes) { &bytes[..bytes.len().min(RTF_HEAD)] } else { b"" };
    let number = find(head, 0, KEY).map(|at| {
        let start = at + KEY.len();
        start..start + head[start..].iter().take_while(|byte| byte.is_ascii_digit()).count()
    });
    number.filter(|place| !place.is_empty()).into_iter().collect()
}

fn read_code_page(number: &str) -> Label {
    match number {
        "65001" => Label::read("UTF-8"),
        "10000" => Label::read("MacRoman"),
        number => Label::read(&format!("cp{number}")),
    }
}

/// How a leader is written in lines.
const LEADERS: [&[u8]; 4] = [b"=LDR  ", b"LDR   ", b"LDR ", b"000 "];
/// A leader's length, and the place that tells the encoding.
const LEADER: usize = 24;
const SCHEME: usize = 9;

/// The leader of a line, if it is one: a length, and the places that never change.
fn leader_of(bytes: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    let written = &bytes[line.clone()];
    let key = LEADERS.iter().find(|key| written.starts_with(key))?;
    let start = line.start + key.len();
    let leader = bytes.get(start..start + LEADER)?;
    let is_leader = leader[..5].iter().all(u8::is_ascii_digit) && leader[20..].starts_with(b"45");
    (is_leader && leader[10..12] == *b"22").then_some(start..start + LEADER)
}

fn is_marc(head: &[u8]) -> bool {
    lines(head).find(|line| !line.is_empty()).is_some_and(|line| leader_of(head, line).is_some())
}

fn marc_places(bytes: &[u8]) -> Vec<Range<usize>> {
    let leaders = lines(bytes).filter_map(|line| leader_of(bytes, line));
    leaders.map(|leader| leader.start + SCHEME..leader.start + SCHEME + 1).collect()
}

fn read_leader(scheme: &str) -> Label {
    match scheme {
        " " | "#" | "\\" => Label::read("MARC-8"),
        "a" => Label::read("UTF-8"),
        _ => Label::Unknown,
    }
}
