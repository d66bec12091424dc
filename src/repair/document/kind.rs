//! What kind of text a document is: prose, or program source, data and markup, whose lines and signs are meant.
//!
//! In goes a block's text; out comes whether it is one of these, by the lines and tags that prose never has. So are lines told.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::{memchr, memchr_iter, memmem};

/// How much of a document is read to tell whether it is program source.
const SAMPLE: usize = 1 << 16;
/// A document with a tag on one line in this many is markup.
const LINES_A_TAG: usize = 10;
/// A document with code on one line in this many is program source or data.
const LINES_OF_PROSE: usize = 4;

/// What prose never holds, and lines of code or data do.
const CODE_MARKS: [&str; 24] = [
    "=\"", "='", "= \"", "= '", "= b\"", "= b'", "=> ", "[\"", "['", "{\"", "{'", "\":", "();", "){", ") {", "==",
    "!=", "&&", "||", "+=", "::", "${", "= &", "=[",
];

/// How lines of code end, in documents where they are many.
const CODE_ENDS: [&str; 10] = ["{", "}", ";", "},", "):", "],", "(", "[", "\\", "else:"];

/// How lines of code begin, in documents where they are many.
const CODE_STARTS: [&str; 22] = [
    "import ",
    "from ",
    "def ",
    "class ",
    "return",
    "#include",
    "#define",
    "//",
    "/*",
    "fn ",
    "pub ",
    "let ",
    "const ",
    "var ",
    "function ",
    "package ",
    "using ",
    "public ",
    "private ",
    "elif ",
    "if (",
    "syn ",
];

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
const MARKUP_HEADS: [&str; 5] = ["<!doctype", "<html", "<body", "<head", "<?xml"];

/// Finds [`CODE_MARKS`].
static MARKS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(CODE_MARKS).expect("a few short patterns are within every limit"));
/// What stands between a name and what it is set to.
static ASSIGNMENT: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(" = "));

/// Whether a text is prose: neither program source nor data nor markup.
pub(super) fn is_prose(text: &str) -> bool {
    !is_source(text) && !is_markup(text)
}

/// Whether a line is one of code or data, by what prose never holds.
pub(in crate::repair) fn is_code(line: &str) -> bool {
    MARKS.is_match(line) || is_code_by_shape(line)
}

/// Whether a line is a call with a quotation, or one string of a list.
fn is_code_by_shape(line: &str) -> bool {
    has_call(line) || is_literal(line)
}

/// Whether a quotation mark opens behind a bracket that follows a name: `print("…`.
fn has_call(line: &str) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    has_bracket(line, |next, before| matches!(next, b'"' | b'\'') && before.is_some_and(is_name))
}

/// Whether a line has an opening bracket with such a byte behind it, and one before it or none.
fn has_bracket(line: &str, is_so: impl Fn(u8, Option<u8>) -> bool) -> bool {
    let bytes = line.as_bytes();
    let before = |at: usize| at.checked_sub(1).map(|before| bytes[before]);
    memchr_iter(b'(', bytes).any(|at| bytes.get(at + 1).is_some_and(|next| is_so(*next, before(at))))
}

/// Whether the line is one quoted string of a list: `"…",`.
fn is_literal(line: &str) -> bool {
    let inner = |quote| line.trim().strip_prefix(quote)?.strip_suffix(',')?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).is_some_and(|inner| !inner.contains('"'))
}

/// Whether a text is program source or data, not prose.
pub(in crate::repair) fn is_source(text: &str) -> bool {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let is_data = |open, close| sample.trim_start().starts_with(open) && text.trim_end().ends_with(close);
    if is_data('{', '}') || is_data('[', ']') {
        return true;
    }
    let mut signs = Signs::of(sample);
    let (mut all, mut code, mut end) = (0, 0, 0);
    for whole in sample.split_inclusive('\n') {
        let start = end + (whole.len() - whole.trim_start().len());
        let line = whole.trim();
        end += whole.len();
        if !line.is_empty() {
            all += 1;
            code += usize::from(signs.are_in(start..start + line.len()) || looks_like_code(line));
        }
    }
    // Of a line or two nothing can be told.
    all > 2 && code * LINES_OF_PROSE > all
}

/// The signs of code of a text, which are looked for in all of its lines at once.
struct Signs<'t> {
    text: &'t str,
    /// Where each mark stands.
    marks: Peekable<aho_corasick::FindIter<'static, 't>>,
    assignments: Peekable<memmem::FindIter<'t, 'static>>,
}

impl<'t> Signs<'t> {
    fn of(text: &'t str) -> Self {
        let assignments = ASSIGNMENT.find_iter(text.as_bytes()).peekable();
        Self { text, marks: MARKS.find_iter(text).peekable(), assignments }
    }

    /// Whether a line has one. Lines are asked in their order.
    fn are_in(&mut self, line: Range<usize>) -> bool {
        while self.marks.next_if(|mark| mark.start() < line.start).is_some() {}
        while self.assignments.next_if(|at| *at < line.start).is_some() {}
        let is_marked = self.marks.peek().is_some_and(|mark| mark.end() <= line.end);
        is_marked
            || self.assignments.peek().is_some_and(|at| at + 3 <= line.end && is_name(&self.text[line.start..*at]))
    }
}

/// Whether what stands before a sign of equality may be the name of what is set.
fn is_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

/// Whether a line may be one of program source, by how it begins, ends or calls. Prose has such lines too, but few.
fn looks_like_code(line: &str) -> bool {
    begins_as_code(line) || ends_as_code(line) || has_bracket(line, |next, _| next == b')') || is_code_by_shape(line)
}

fn begins_as_code(line: &str) -> bool {
    CODE_STARTS.iter().any(|start| line.as_bytes().first() == start.as_bytes().first() && line.starts_with(start))
}

fn ends_as_code(line: &str) -> bool {
    let is_end = |end: &&str| line.as_bytes().last() == end.as_bytes().last() && line.ends_with(*end);
    CODE_ENDS.iter().any(is_end) && !ends_in_entity(line)
}

/// Whether the semicolon that a line ends in is an entity's.
fn ends_in_entity(line: &str) -> bool {
    line.bytes().rev().skip(1).find(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#') == Some(b'&')
}

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
    count > 0 && count * LINES_A_TAG > memchr_iter(b'\n', text.as_bytes()).count()
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

    #[test]
    fn lines_of_code_are_told_from_prose() {
        for code in ["print(\"K\")", "navn = 'Bo'", "{\"by\": 1}", "  \"Bo\",", "if (a && b) x"] {
            assert!(is_code(code), "{code}");
        }
        for prose in
            ["Han sagde: \"Kom nu.\"", "\"Ja,\" sagde hun, \"det er sent\"", "Klubben (\"Ørnen\") vandt; 3 = 3"]
        {
            assert!(!is_code(prose), "{prose}");
        }
    }
}
