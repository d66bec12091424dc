//! What stands around an escape: whether the place is prose, or markup, code, an address, where escapes belong.
//!
//! Asked for places in ascending order; each part of the text is looked at once, so that a line of a megabyte costs
//! what a megabyte of lines costs.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter, memchr2, memmem, memrchr2};

/// A longer line is looked at in pieces of this many bytes: what is code or a tag in it shows within a sentence or two.
const WINDOW: usize = 1000;
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

/// Looks at the surroundings of ascending places of a text.
#[derive(Debug)]
pub(super) struct Surroundings<'t> {
    text: &'t str,
    said_markup: bool,
    markup: OnceCell<bool>,
    source: OnceCell<bool>,
    token: Range<usize>,
    line: Line,
    /// How far fences of code blocks are counted, and whether one is open there.
    fences: (usize, bool),
}

/// A line, or the window of one.
#[derive(Debug, Default)]
struct Line {
    range: Range<usize>,
    is_code: bool,
    has_tag: bool,
    /// How far backticks are counted, and whether one is open there.
    ticks: (usize, bool),
}

impl<'t> Surroundings<'t> {
    /// Of a text; `said_markup` when the document that it is a block of is known to be markup.
    pub fn new(text: &'t str, said_markup: bool) -> Self {
        Self {
            text,
            said_markup,
            markup: OnceCell::new(),
            source: OnceCell::new(),
            token: 0..0,
            line: Line::default(),
            fences: (0, false),
        }
    }

    /// The run without white space that a range begins in and at least reaches over.
    pub fn token(&mut self, range: &Range<usize>) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let from = self.token.end.min(range.start);
        let start = bytes[from..range.start].iter().rposition(u8::is_ascii_whitespace).map_or(from, |at| from + at + 1);
        let rest = &bytes[range.end..];
        let end = range.end + rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
        self.token = start..end;
        start..end
    }

    /// Whether the block, or the document that it belongs to, is HTML or XML.
    pub fn is_markup(&self) -> bool {
        self.said_markup || *self.markup.get_or_init(|| is_markup(self.text))
    }

    /// Whether the block was looked at and is markup.
    pub fn has_found_markup(&self) -> bool {
        self.markup.get() == Some(&true)
    }

    /// Whether the block is program source or data, not prose.
    pub fn is_source(&self) -> bool {
        *self.source.get_or_init(|| is_source(self.text))
    }

    /// Whether the line around `at` holds code.
    pub fn is_code_line(&mut self, at: usize) -> bool {
        self.line(at).is_code
    }

    /// Whether the line around `at` holds a tag.
    pub fn has_tag(&mut self, at: usize) -> bool {
        self.line(at).has_tag
    }

    /// Whether `at` stands between backticks, in its line or in a fenced block.
    pub fn is_code_span(&mut self, at: usize) -> bool {
        let text = self.text.as_bytes();
        let line = self.line(at);
        let (from, open) = line.ticks;
        let ticks = memchr_iter(b'`', &text[from.min(at)..at]).count();
        line.ticks = (at, open ^ (ticks % 2 == 1));
        line.ticks.1 || self.is_fenced(at)
    }

    fn is_fenced(&mut self, at: usize) -> bool {
        let (from, open) = self.fences;
        let fences = memmem::find_iter(&self.text.as_bytes()[from.min(at)..at], "```");
        let start_of_line = |fence: &usize| fence + from == 0 || self.text.as_bytes()[fence + from - 1] == b'\n';
        let count = fences.filter(start_of_line).count();
        // A fence that ends beyond `at` is counted the next time.
        self.fences = (at, open ^ (count % 2 == 1));
        self.fences.1
    }

    fn line(&mut self, at: usize) -> &mut Line {
        if !self.line.range.contains(&at) {
            let from = self.line.range.end.min(at);
            self.line = Line::around(self.text, from, at);
        }
        &mut self.line
    }
}

impl Line {
    /// The line of `at`, as far as it was not looked at before `from`.
    fn around(text: &str, from: usize, at: usize) -> Self {
        let bytes = text.as_bytes();
        let from = floor(text, from.max(at.saturating_sub(WINDOW / 2)));
        let start = memrchr2(b'\n', b'\r', &bytes[from..at]).map_or(from, |end| from + end + 1);
        let most = floor(text, (start + WINDOW).max(at + 1).min(text.len()));
        let most = if most > at { most } else { text.len() };
        let end = memchr2(b'\n', b'\r', &bytes[at..most]).map_or(most, |end| at + end + 1);
        let line = &text[start..end];
        Self { range: start..end, is_code: is_code(line), has_tag: tags(line).next().is_some(), ticks: (start, false) }
    }
}

/// The nearest character boundary that is not after `at`.
fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_code(line: &str) -> bool {
    has_mark(line) || has_call(line) || is_literal(line)
}

/// Whether a line has one of the marks of code. Each holds a sign that prose seldom has, so that most lines are passed over
/// without looking for any.
fn has_mark(line: &str) -> bool {
    let bytes = line.as_bytes();
    let rare = |byte: &u8| matches!(byte, b'=' | b'[' | b'{' | b'"' | b'(' | b')' | b'&' | b'|' | b':' | b'$');
    bytes.iter().any(rare) && CODE_FINDERS.iter().any(|mark| mark.find(bytes).is_some())
}

/// Finders of [`CODE_MARKS`].
static CODE_FINDERS: LazyLock<Vec<memmem::Finder<'static>>> =
    LazyLock::new(|| CODE_MARKS.iter().map(|mark| memmem::Finder::new(mark.as_bytes())).collect());

/// Whether a quotation mark opens behind a bracket that follows a name: `print("…`.
fn has_call(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_call = |bracket: usize| {
        let quoted = matches!(bytes.get(bracket + 1), Some(b'"' | b'\''));
        quoted && bracket > 0 && (bytes[bracket - 1].is_ascii_alphanumeric() || bytes[bracket - 1] == b'_')
    };
    memchr_iter(b'(', bytes).any(is_call)
}

/// Whether the line is one quoted string of a list: `"…",`.
fn is_literal(line: &str) -> bool {
    let inner = |quote| line.trim().strip_prefix(quote)?.strip_suffix(',')?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).is_some_and(|inner| !inner.contains('"'))
}

/// Whether a text is program source or data, not prose.
pub(in crate::repair) fn is_source(text: &str) -> bool {
    let sample = &text[..floor(text, text.len().min(SAMPLE))];
    let is_data = |open, close| sample.trim_start().starts_with(open) && text.trim_end().ends_with(close);
    if is_data('{', '}') || is_data('[', ']') {
        return true;
    }
    let lines = sample.lines().map(str::trim).filter(|line| !line.is_empty());
    let (mut all, mut code) = (0, 0);
    for line in lines {
        all += 1;
        code += usize::from(looks_like_code(line));
    }
    // Of a line or two nothing can be told.
    all > 2 && code * LINES_OF_PROSE > all
}

/// Whether a line may be one of program source, by how it begins, ends, assigns or calls. Prose has such lines too, but
/// few.
fn looks_like_code(line: &str) -> bool {
    let ends = || CODE_ENDS.iter().any(|end| line.ends_with(end)) && !ends_in_entity(line);
    let starts = || CODE_STARTS.iter().any(|start| line.starts_with(start));
    let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'));
    let assigns = || line.split_once(" = ").is_some_and(|(name, _)| is_name(name));
    starts() || ends() || assigns() || line.contains("()") || is_code(line)
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
fn tags(text: &str) -> impl Iterator<Item = usize> + '_ {
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

    #[test]
    fn a_long_line_is_looked_at_in_pieces() {
        let text = format!("{} \"a\": 1 {}", "ø".repeat(2000), "å".repeat(2000));
        let mut surroundings = Surroundings::new(&text, false);
        assert!(!surroundings.is_code_line(100));
        assert!(surroundings.is_code_line(4003));
        assert!(!surroundings.is_code_line(7000));
    }

    #[test]
    fn backticks_open_and_close() {
        let text = "a `b c` d\n```\ne\n```\nf";
        let mut surroundings = Surroundings::new(text, false);
        let spans = [0, 3, 5, 8, 14, 20].map(|at| surroundings.is_code_span(at));
        assert_eq!(spans, [false, true, true, false, true, false]);
    }
}
