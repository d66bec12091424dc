//! Whether a text is markup: HTML or XML, by its tags.

use memchr::{memchr, memchr_iter};

/// A document with a tag on one line in this many is markup.
const LINES_A_TAG: usize = 10;

/// Bytes within which the head of a document that is markup stands, behind the lines of a mail at most.
const HEAD: usize = 4096;

/// Tags that stand without attributes and without a slash.
const TAGS: [&str; 44] = [
    "a",
    "b",
    "i",
    "u",
    "p",
    "q",
    "s",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "em",
    "tt",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "td",
    "th",
    "tr",
    "div",
    "pre",
    "sub",
    "sup",
    "big",
    "html",
    "head",
    "body",
    "code",
    "font",
    "span",
    "form",
    "small",
    "table",
    "title",
    "center",
    "strong",
    "blockquote",
];

/// A document that holds one of these is markup whatever else it holds. Lower case.
const MARKUP_HEADS: [&str; 6] = ["<!doctype", "<html", "<body", "<head", "<?xml", "<template"];

/// Whether a text is HTML or XML.
pub(in crate::repair) fn is_markup(text: &str) -> bool {
    let mut count = 0;
    for at in tags(text) {
        let head: String = text[at..].chars().take(9).collect::<String>().to_ascii_lowercase();
        if MARKUP_HEADS.iter().any(|known| head.starts_with(known)) {
            return true;
        }
        count += 1;
    }
    is_dense(text, count)
}

/// Whether so many tags are so near each other that a text is markup by them.
fn is_dense(text: &str, tags: usize) -> bool {
    tags > 0 && tags * LINES_A_TAG > memchr_iter(b'\n', text.as_bytes()).count()
}

/// Whether a text is markup as a whole: a text of prose may quote some, head and all.
pub(super) fn is_markup_throughout(text: &str) -> bool {
    let count = tags(text).count();
    count > 0 && (is_dense(text, count) || is_markup(&text[..text.floor_char_boundary(HEAD)]))
}

/// Where tags of markup begin.
pub(in crate::repair) fn tags(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr_iter(b'<', text.as_bytes()).filter(|&at| is_tag(&text.as_bytes()[at + 1..]))
}

/// Whether what follows `<` makes it a tag.
fn is_tag(rest: &[u8]) -> bool {
    match rest {
        [b'!', b'-', b'-', ..] | [b'?', b'a'..=b'z', ..] => true,
        [b'!', b'A'..=b'Z' | b'a'..=b'z', ..] => true,
        [b'/', b'A'..=b'Z' | b'a'..=b'z', ..] => true,
        [b'A'..=b'Z' | b'a'..=b'z', ..] => is_opening_tag(rest),
        _ => false,
    }
}

fn is_opening_tag(rest: &[u8]) -> bool {
    /// The longest tag that is believed.
    const LONGEST: usize = 300;
    let rest = &rest[..rest.len().min(LONGEST)];
    let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-')).count();
    let inside = &rest[name..memchr(b'>', rest).unwrap_or(rest.len()).max(name)];
    match inside {
        [] | [b' ' | b'/'] => {
            rest.get(name + inside.len()) == Some(&b'>')
                && (!inside.is_empty() || TAGS.iter().any(|tag| tag.as_bytes().eq_ignore_ascii_case(&rest[..name])))
        }
        [first, ..] => first.is_ascii_whitespace() && (inside.contains(&b'=') || inside.ends_with(b"/")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_comparisons_and_addresses() {
        for tag in ["<br>", "</p>", "<br/>", "<br />", "<a href=\"x\">", "<!-- x", "<?xml ", "<P>", "<x:y />"] {
            assert_eq!(tags(tag).count(), 1, "{tag}");
        }
        for prose in ["A < B", "<navn@vejen.example>", "a<b og c>d", "<se bilag>", "<3"] {
            assert_eq!(tags(prose).count(), 0, "{prose}");
        }
    }
}
