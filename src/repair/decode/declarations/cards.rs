//! Cards and calendars: vCard and iCalendar.

use std::ops::Range;

use super::Family;
use super::lines::{find, lines, start, starts_with, value_of};
use crate::codecs::Label;

/// `N;CHARSET=NAME:…`, a parameter of each property.
pub(super) const CARDS: Family =
    Family { name: "vCard or iCalendar", begins: is_card, places, read: Label::read, utf8: "UTF-8" };

fn is_card(head: &[u8]) -> bool {
    let rest = &head[start(head)..];
    starts_with(rest, b"BEGIN:VCARD") || starts_with(rest, b"BEGIN:VCALENDAR")
}

fn places(bytes: &[u8]) -> Vec<Range<usize>> {
    let of_line = |line: Range<usize>| {
        let colon = bytes[line.clone()].iter().position(|&byte| byte == b':')?;
        let parameters = line.start..line.start + colon;
        value_of(bytes, parameters.clone(), b";charset").filter(|_| !is_escaped(&bytes[parameters]))
    };
    lines(bytes).filter_map(of_line).collect()
}

/// Whether a property's value is written in ASCII, whose bytes do not become UTF-8.
fn is_escaped(parameters: &[u8]) -> bool {
    [&b"QUOTED-PRINTABLE"[..], b"BASE64", b"ENCODING=B"].iter().any(|way| find(parameters, 0, way).is_some())
}
