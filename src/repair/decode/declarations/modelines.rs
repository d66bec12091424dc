//! What editors read: modelines of Emacs and Vim, and the comment that Python takes over from them.

use std::ops::Range;

use super::Family;
use super::lines::{find, lines, name_at, value_of};
use crate::codecs::Label;

/// `-*- coding: NAME -*-` in the first two lines, `vim: set fileencoding=NAME:` in the first or last five.
pub(super) const MODELINES: Family =
    Family { name: "modeline", begins: |head| !places(head).is_empty(), places, read: Label::read, utf8: "UTF-8" };

/// Lines at a document's start that Emacs and Python read, and at both ends that Vim does.
const OF_EMACS: usize = 2;
const OF_VIM: usize = 5;
/// Line ends, which Emacs names with the encoding.
const LINE_ENDS: [&[u8]; 3] = [b"-unix", b"-dos", b"-mac"];
/// What Vim calls it.
const OPTIONS: [&[u8]; 2] = [b"fileencoding", b"fenc"];
/// How a modeline of Vim begins.
const VIM: [&[u8]; 3] = [b"vim:", b"vi:", b"ex:"];
/// A longer line is none.
const LONGEST: usize = 400;

fn places(bytes: &[u8]) -> Vec<Range<usize>> {
    let first: Vec<Range<usize>> = lines(bytes).take(OF_VIM).collect();
    let of_emacs = first.iter().take(OF_EMACS).filter_map(|line| of_emacs(bytes, line.clone()));
    let tail = first.last().map_or(0, |line| line.end).max(bytes.len().saturating_sub(OF_VIM * LONGEST));
    let last: Vec<Range<usize>> = lines(&bytes[tail..]).map(|line| tail + line.start..tail + line.end).collect();
    let last = &last[last.len().saturating_sub(OF_VIM)..];
    let of_vim = first.iter().chain(last).filter_map(|line| of_vim(bytes, line.clone()));
    let mut places: Vec<Range<usize>> = of_emacs.chain(of_vim).collect();
    places.sort_by_key(|place| place.start);
    places.dedup();
    places
}

fn of_emacs(bytes: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    const MARK: &[u8] = b"-*-";
    let written = &bytes[..line.end.min(line.start + LONGEST)];
    let marked = find(written, line.start, MARK).filter(|at| find(written, at + MARK.len(), MARK).is_some());
    let is_comment = written[line.start..].trim_ascii_start().starts_with(b"#");
    let from = marked.or_else(|| is_comment.then_some(line.start))?;
    let key = find(written, from, b"coding")? + b"coding".len();
    let name = matches!(written.get(key), Some(b':' | b'=')).then(|| name_at(written, key + 1)).flatten()?;
    let end = LINE_ENDS.iter().find(|end| written[name.clone()].ends_with(end)).map_or(0, |end| end.len());
    Some(name.start..name.end - end)
}

fn of_vim(bytes: &[u8], line: Range<usize>) -> Option<Range<usize>> {
    let written = &bytes[..line.end.min(line.start + LONGEST)];
    let begins = |at: usize| at == line.start || matches!(written[at - 1], b' ' | b'\t');
    let from = VIM.iter().find_map(|begin| find(written, line.start, begin).filter(|at| begins(*at)))?;
    let name = OPTIONS.iter().find_map(|option| value_of(written, from..written.len(), option))?;
    // The colon that ends Vim's options is no part of the name.
    let length = written[name.clone()].iter().position(|&byte| byte == b':').unwrap_or(name.len());
    (length > 0).then_some(name.start..name.start + length)
}
