//! Texts that programs read: catalogues of translations, and TeX.

use std::ops::Range;

use super::Family;
use super::lines::{find, lines, start, starts_with, value_of};
use crate::codecs::Label;

/// `"Content-Type: text/plain; charset=NAME\n"` in the first entry of a `.po` file.
pub(super) const CATALOGUES: Family =
    Family { name: "gettext", begins: is_catalogue, places: catalogue_places, read: Label::read, utf8: "UTF-8" };

/// `\usepackage[NAME]{inputenc}`.
pub(super) const TEX: Family =
    Family { name: "LaTeX", begins: is_tex, places: tex_places, read: read_tex, utf8: "utf8" };

fn is_catalogue(head: &[u8]) -> bool {
    let mut entries = lines(head).filter(|line| !line.is_empty() && head[line.start] != b'#');
    entries.next().is_some_and(|line| head[line].starts_with(b"msgid \"\""))
}

fn catalogue_places(bytes: &[u8]) -> Vec<Range<usize>> {
    if !is_catalogue(bytes) {
        return Vec::new();
    }
    let entry = lines(bytes).skip_while(|line| line.is_empty() || bytes[line.start] == b'#');
    let mut entry = entry.take_while(|line| !line.is_empty());
    let header = entry.find(|line| starts_with(&bytes[line.clone()], b"\"Content-Type:"));
    header.and_then(|line| value_of(bytes, line, b"charset")).into_iter().collect()
}

/// Where the document of a TeX source begins.
fn preamble(bytes: &[u8]) -> &[u8] {
    &bytes[..find(bytes, 0, b"\\begin{document}").unwrap_or(bytes.len())]
}

fn is_tex(head: &[u8]) -> bool {
    let mut commands = lines(head).filter(|line| !line.is_empty() && head[line.start] != b'%');
    let is_class = |line: &[u8]| starts_with(line, b"\\documentclass") || starts_with(line, b"\\documentstyle");
    start(head) < head.len() && commands.next().is_some_and(|line| is_class(&head[line]))
}

fn tex_places(bytes: &[u8]) -> Vec<Range<usize>> {
    let preamble = if is_tex(bytes) { preamble(bytes) } else { b"" };
    lines(preamble).flat_map(|line| places_of_line(preamble, line)).collect()
}

/// What commands with an option load an encoding, and the command that sets one.
const LOADS: [&[u8]; 2] = [b"\\usepackage[", b"\\RequirePackage["];
const SETS: &[u8] = b"\\inputencoding{";

/// The names of encodings on a line of a preamble, before its remark.
fn places_of_line(preamble: &[u8], line: Range<usize>) -> Vec<Range<usize>> {
    let remark = memchr::memchr(b'%', &preamble[line.clone()]).map_or(line.end, |at| line.start + at);
    let written = &preamble[line.start..remark];
    let loaded = LOADS.iter().flat_map(|command| names(written, command, b"]{inputenc}"));
    let names = loaded.chain(names(written, SETS, b"}"));
    names.map(|name| line.start + name.start..line.start + name.end).collect()
}

/// What stands between a command and what ends its option, which begins with the sign that no option has: looked for from there, so that each
/// byte is looked at once, however many commands have no end.
fn names<'w>(written: &'w [u8], command: &'w [u8], end: &'w [u8]) -> impl Iterator<Item = Range<usize>> + 'w {
    let mut before = 0;
    memchr::memchr_iter(end[0], written).filter_map(move |at| {
        let from = std::mem::replace(&mut before, at + 1);
        let begins = written[at..].starts_with(end).then(|| memchr::memmem::rfind(&written[from..at], command))?;
        begins.map(|begin| from + begin + command.len()..at)
    })
}

/// Names that TeX alone has.
fn read_tex(name: &str) -> Label {
    match name {
        "ansinew" => Label::read("windows-1252"),
        "applemac" => Label::read("MacRoman"),
        "utf8x" => Label::read("UTF-8"),
        "latin9" => Label::read("ISO-8859-15"),
        other => Label::read(other),
    }
}
