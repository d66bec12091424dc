//! Lines of bytes, and what is looked for in them.

use std::ops::Range;

use memchr::{memchr2, memchr2_iter};

/// The lines of bytes without their ends, whatever these are.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let length = memchr2(b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at);
        let line = at..at + length;
        let is_pair = bytes[line.end..].starts_with(b"\r\n");
        at = line.end + 1 + usize::from(is_pair);
        Some(line)
    })
}

/// Where bytes of ASCII first stand, whatever their case, from a place on. Nothing stands nowhere.
///
/// The last byte is looked for: it is most often a sign, and signs are rarer than letters.
pub(super) fn find(bytes: &[u8], from: usize, wanted: &[u8]) -> Option<usize> {
    let (last, before) = wanted.split_last()?;
    let from = from + before.len();
    let places = memchr2_iter(last.to_ascii_lowercase(), last.to_ascii_uppercase(), bytes.get(from..)?);
    let mut starts = places.map(|at| from + at - before.len());
    starts.find(|&start| starts_with(&bytes[start..], before))
}

/// Whether bytes begin with some of ASCII, whatever their case.
pub(super) fn starts_with(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

/// The name that stands from a place on, behind a quotation mark if there is one; nothing where none does.
pub(super) fn name_at(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let start = at + bytes.get(at..)?.iter().take_while(|byte| matches!(byte, b'"' | b'\'' | b' ' | b'\t')).count();
    let length = bytes[start..].iter().take_while(|byte| is_name(byte)).count();
    (length > 0).then_some(start..start + length)
}

/// Where the name stands that follows a key, which is followed by `=`: `charset=NAME`.
pub(super) fn value_of(bytes: &[u8], range: Range<usize>, key: &[u8]) -> Option<Range<usize>> {
    let part = &bytes[..range.end];
    let at = find(part, range.start, key)? + key.len();
    let spaces = part[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    (part.get(at + spaces) == Some(&b'=')).then(|| name_at(part, at + spaces + 1)).flatten()
}

/// Where bytes begin behind a byte order mark and spaces.
pub(super) fn start(bytes: &[u8]) -> usize {
    let mark = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    mark + bytes[mark..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}
