//! Lines of program source and of scripts, told by what prose never holds, and by how they begin and end.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::{memchr_iter, memmem};

use crate::text::{SignIndex, SignWalk};

/// What prose never holds, and lines of code or data do.
const CODE_MARKS: [&str; 24] = [
    "=\"", "='", "= \"", "= '", "= b\"", "= b'", "=> ", "[\"", "['", "{\"", "{'", "\":", "();", "){", ") {", "==",
    "!=", "&&", "||", "+=", "::", "${", "= &", "=[",
];

/// How lines of code end, in documents where they are many.
const CODE_ENDS: [&str; 11] = ["{", "}", ";", "},", "):", "],", "(", "[", "\\", "else:", "*/"];
const CODE_ENDS_IN_LETTERS: [&str; 2] = ["; then", "; do"];

/// How lines of code begin, in documents where they are many.
const CODE_STARTS: [&str; 22] = [
    "import ",
    "from ",
    "def ",
    "class ",
    "return ",
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

/// What fills a line of a script, where no sentence has it.
const WHOLE_LINES: [&str; 9] = ["fi", "done", "esac", "else", "then", "do", "endif", "end", "])"];

/// How lines of scripts begin, in documents where they are many.
const SCRIPT_STARTS: [&str; 29] = [
    "$ ",
    "export ",
    "echo ",
    "printf ",
    "local ",
    "source ",
    "sudo ",
    "unset ",
    "if [",
    "if test ",
    "while [",
    "elif [",
    "case $",
    "AC_",
    "ifeq ",
    "ifdef ",
    "menutrans ",
    "tmenu ",
    "augroup ",
    "autocmd ",
    "noremap ",
    "nnoremap ",
    "inoremap ",
    "vnoremap ",
    "xnoremap ",
    "cnoremap ",
    "nmap ",
    "imap ",
    "vmap ",
];

/// Finds [`CODE_MARKS`].
static MARKS: LazyLock<AhoCorasick> =
    LazyLock::new(|| AhoCorasick::new(CODE_MARKS).expect("a few short patterns are within every limit"));
/// What stands between a name and what it is set to.
static ASSIGNMENT: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(" = "));
/// The same in R.
static ARROW: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("<- "));

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

/// Where a text has signs of which a line has one that is code by what stands in it, not by how it begins or ends.
pub(super) struct Signs<'t> {
    text: &'t str,
    walk: SignWalk<'t>,
}

impl<'t> Signs<'t> {
    /// Those of a text, or of its beginning, by where its signs stand.
    pub fn of(text: &'t str, signs: &'t SignIndex) -> Self {
        Self { text, walk: signs.walk() }
    }

    /// Whether a line is one of code, but for the words that such lines begin with. Lines are asked in their order.
    pub fn tell(&mut self, line: Range<usize>) -> bool {
        let bytes = self.text.as_bytes();
        let has_sign = self.walk.within(&line).iter().any(|at| may_be_of_code(bytes[*at], bytes.get(at + 1).copied()));
        let seen = &self.text[line];
        is_code_by_ends(seen) || (has_sign && is_code_by_signs(seen))
    }
}

/// Whether a sign, with what stands behind it, may be one by which a line is told.
fn may_be_of_code(sign: u8, next: Option<u8>) -> bool {
    match sign {
        b'=' | b'[' | b'{' | b'&' | b'|' | b'$' => true,
        b'"' | b':' => next == Some(b':'),
        b'(' => matches!(next, Some(b')' | b'\'' | b'"')),
        b'<' => next == Some(b'-'),
        _ => false,
    }
}

/// Whether a line has a sign of code in it.
fn is_code_by_signs(line: &str) -> bool {
    let is_set = |at: usize| is_name(&line[..at]);
    MARKS.is_match(line)
        || ASSIGNMENT.find(line.as_bytes()).is_some_and(is_set)
        || ARROW.find(line.as_bytes()).is_some_and(|at| is_name(line[..at].trim_end()) && at > 0)
        || (has_bracket(line, |next, _| next == b')') && !is_sentence(line))
        || has_call(line)
        || sets_name(line)
        || has_variable(line)
}

/// Whether what stands before a sign of equality may be the name of what is set.
pub(super) fn is_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}

/// Whether a line begins as lines of program source do, with words of which some are those of other languages as well (`let`).
pub(super) fn begins_as_code(line: &str) -> bool {
    begins_with(line, &CODE_STARTS)
}

/// Whether a line may be one of program source or of a script, by how it begins and ends. Prose has such lines too, but few.
fn is_code_by_ends(line: &str) -> bool {
    /// Bytes of the longest line of [`WHOLE_LINES`].
    const LONGEST_WHOLE: usize = 5;
    ends_as_code(line)
        || is_literal(line)
        || line.len() <= LONGEST_WHOLE && WHOLE_LINES.contains(&line)
        || begins_with(line, &SCRIPT_STARTS)
}

fn begins_with(line: &str, starts: &[&str]) -> bool {
    let first = line.as_bytes().first();
    starts.iter().any(|start| first == start.as_bytes().first() && line.starts_with(start))
}

/// Whether a line begins with a name and a sign of equality, nothing between them: `opts=`, `#Storage=auto`.
pub(super) fn sets_name(line: &str) -> bool {
    let line = line.trim_start_matches(['#', ';']);
    let Some(at) = memchr::memchr(b'=', line.as_bytes()) else { return false };
    let name = &line[..at];
    let is_set = !line[at + 1..].starts_with([' ', '=']);
    is_set && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && is_name(name)
}

/// Whether a line has so many words that it is a sentence, which may name functions: `kald hent() to gange og se, hvad der sker`.
fn is_sentence(line: &str) -> bool {
    const WORDS: usize = 5;
    let is_word = |word: &&str| {
        let word = word.trim_end_matches(['.', ',', ':', ';', '?', '!']);
        word.len() > 1 && word.chars().all(char::is_alphabetic)
    };
    line.split(' ').filter(is_word).take(WORDS).count() == WORDS
}

/// Whether a line has the value of a variable: `$PATH`, `$(pwd)`. Sums have digits behind the sign, formulas end in another (`$y$`).
fn has_variable(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_variable = |next: &u8| next.is_ascii_alphabetic() || matches!(next, b'_' | b'(' | b'{');
    let mut signs = memchr_iter(b'$', bytes).peekable();
    while let Some(at) = signs.next() {
        if !bytes.get(at + 1).is_some_and(is_variable) {
            continue;
        }
        if signs.next_if(|end| ends_formula(bytes, *end)).is_none() {
            return true;
        }
    }
    false
}

/// Whether a dollar sign ends a formula: behind no space, and before nothing that begins a name.
fn ends_formula(line: &[u8], at: usize) -> bool {
    let begins_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'(' | b'{');
    !line[at - 1].is_ascii_whitespace() && !line.get(at + 1).is_some_and(begins_name)
}

/// Whether a line ends as lines of code do; letters of ASCII end few such lines.
fn ends_as_code(line: &str) -> bool {
    match line.as_bytes().last() {
        None | Some(b'.' | 0x80..) => false,
        Some(b'a'..=b'z') => CODE_ENDS_IN_LETTERS.iter().any(|end| line.ends_with(end)),
        last => {
            CODE_ENDS.iter().any(|end| last == end.as_bytes().last() && line.ends_with(end)) && !ends_in_entity(line)
        }
    }
}

/// Whether the semicolon that a line ends in is an entity's.
fn ends_in_entity(line: &str) -> bool {
    line.bytes().rev().skip(1).find(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#') == Some(b'&')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_told(line: &str) -> bool {
        Signs::of(line, &SignIndex::of(line)).tell(0..line.len())
    }

    #[test]
    fn every_mark_is_a_sign_wherever_it_stands() {
        for mark in CODE_MARKS {
            for pad in 0..80 {
                let text = format!("{}{mark}x", "a".repeat(pad));
                assert!(is_told(&text), "{text}");
            }
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
    fn lines_of_scripts_are_told_from_prose() {
        let is_script = |line| is_code_by_ends(line) || sets_name(line) || has_variable(line);
        for code in ["beskaeftigede           <- rbind(a, b)", "n <- 5"] {
            assert!(is_told(code), "{code}");
        }
        for script in [
            ".ikon:before { content: 'x'; } /* x */",
            "opts=",
            "#Storage=auto",
            "fi",
            "if [ -n \"$1\" ]; then",
            "cd $HOME",
            "  done".trim(),
            "$ ls",
        ] {
            assert!(is_told(script) && is_script(script), "{script}");
        }
        for prose in [
            "Prisen er $100 pr. stk.",
            "a = b, som det hedder",
            "x == y",
            "hvis $y$ er 0, og $F(x)$-værdien",
            "done er engelsk",
            "E = mc²",
        ] {
            assert!(!is_script(prose), "{prose}");
        }
    }
}
