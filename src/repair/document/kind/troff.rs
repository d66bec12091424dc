//! Manuals written for troff, whose letters may stand as escapes.

use std::borrow::Cow;

use memchr::memmem;
use unicode_normalization::char::compose;

/// How such a text begins, and what stands at lines' starts in it.
const HEADS: [&str; 3] = [".\\\"", "'\\\"", ".TH "];
const REQUESTS: [&str; 2] = ["\n.SH ", "\n.TH "];
/// Letters whose names tell no mark and no bare letter.
const LETTERS: [(&str, char); 9] = [
    ("oa", 'å'),
    ("oA", 'Å'),
    ("/o", 'ø'),
    ("/O", 'Ø'),
    ("ae", 'æ'),
    ("AE", 'Æ'),
    ("ss", 'ß'),
    ("oe", 'œ'),
    ("OE", 'Œ'),
];
/// Marks as names of letters begin with them (`:o`), and the combining ones of Unicode.
const MARKS: [(char, char); 7] = [
    (':', '\u{308}'),
    ('\'', '\u{301}'),
    ('`', '\u{300}'),
    ('^', '\u{302}'),
    ('~', '\u{303}'),
    (',', '\u{327}'),
    ('v', '\u{30c}'),
];

/// Whether a text is the source of a page that troff sets.
pub(in crate::repair::document) fn is_troff(text: &str) -> bool {
    HEADS.iter().any(|head| text.starts_with(head))
        || REQUESTS.iter().any(|request| memmem::find(text.as_bytes(), request.as_bytes()).is_some())
}

/// What is read of a part of such a source: escapes of letters as these, all others as nothing.
pub(in crate::repair::document) fn read(source: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', source.as_bytes()).is_none() {
        return source.into();
    }
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    while let Some((before, escape)) = rest.split_once('\\') {
        text.push_str(before);
        let (name, length) = name(escape);
        text.extend(letter(name));
        rest = &escape[length..];
    }
    text.push_str(rest);
    text.into()
}

/// The name in an escape of which the backslash is gone, and how long the escape is.
fn name(escape: &str) -> (&str, usize) {
    let skip = usize::from(escape.starts_with(['f', '*', 's', 'n']));
    let inner = &escape[skip..];
    let taken = |from: usize, count: usize| {
        let length = inner[from..].chars().take(count).map(char::len_utf8).sum::<usize>();
        (&inner[from..from + length], skip + from + length)
    };
    let of_letter = |(name, length)| if skip == 0 { (name, length) } else { ("", length) };
    match inner.chars().next() {
        Some('(') => of_letter(taken(1, 2)),
        Some('[') => match inner.find(']').filter(|end| *end <= LONGEST) {
            Some(end) => of_letter((&inner[1..end], skip + end + 1)),
            None => ("", skip + 1),
        },
        Some(_) => ("", taken(0, 1).1),
        None => ("", skip),
    }
}

/// Bytes of the longest name between brackets.
const LONGEST: usize = 16;

/// The letter of a name: `:o`, `oa`.
fn letter(name: &str) -> Option<char> {
    if let Some((_, letter)) = LETTERS.iter().find(|(known, _)| *known == name) {
        return Some(*letter);
    }
    let mut chars = name.chars();
    let (mark, bare) = (chars.next()?, chars.next().filter(|c| c.is_ascii_alphabetic())?);
    let combining = MARKS.iter().find(|(known, _)| *known == mark)?.1;
    compose(bare, combining)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_as_letters_or_as_nothing() {
        let cases = [
            ("f\\(:or p\\(oa \\fBnamn\\fR", "för på namn"),
            ("m\\[/o]de, \\f(CWkode\\fP og \\*(L\"mere", "møde, kode og mere"),
            ("\\-\\-flag \\&.x \\'e", "flag .x e"),
            ("slut \\", "slut "),
            ("uden", "uden"),
        ];
        for (source, wanted) in cases {
            assert_eq!(read(source), wanted, "{source}");
        }
        assert!(is_troff(".TH X 1\n") && is_troff("x\n.SH NAVN\n") && !is_troff("Kun prosa."));
    }
}
