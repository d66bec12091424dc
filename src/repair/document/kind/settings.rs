//! Whether a text is a file of settings, as YAML and INI have them: what stands at its margin sets something.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::code_lines::sets_name;
use super::indent;

/// Keys below which others hang, or names that are set, from which on a text is one of settings.
const LEAST: usize = 2;
/// At its margin such a text has one line in so many that sets nothing.
const LINES_THAT_SET: usize = 8;
/// Bytes of the longest key.
const LONGEST_KEY: usize = 40;

/// What stands for a blank line in what hangs below a key, where a blank line parts records.
const FOLDED_BLANK: &str = "\n .\n";

/// Whether nearly all that stands at the margin of a text are keys in small letters, names that are set, sections and remarks;
/// and some keys have others below them.
/// `lines` are those of the text that are not blank.
pub(super) fn is_settings(text: &str, lines: &[Range<usize>]) -> bool {
    let are_folded = memmem::find(text.as_bytes(), FOLDED_BLANK.as_bytes()).is_some();
    let seen = |line: &Range<usize>| (indent(text, line), &text[line.clone()]);
    let (mut setting, mut others, mut nested, mut assigned) = (0_usize, 0_usize, 0_usize, 0_usize);
    for (at, line) in lines.iter().enumerate() {
        let (depth, shown) = seen(line);
        let kind = match Entry::of(shown) {
            Entry::Other if are_folded && depth == 0 && has_field(shown) => Entry::Heads,
            kind => kind,
        };
        let hangs = |(next, seen): (usize, &str)| next > depth || (next == depth && seen.starts_with("- "));
        nested += usize::from(kind == Entry::Heads && lines.get(at + 1).map(seen).is_some_and(hangs));
        assigned += usize::from(kind == Entry::Assigns);
        if depth == 0 {
            match kind {
                Entry::Heads | Entry::Sets | Entry::Assigns => setting += 1,
                Entry::Other => others += 1,
                Entry::Remark => {}
            }
        }
        // More lines than there are would have to set something.
        if others * LINES_THAT_SET > lines.len() {
            return false;
        }
    }
    nested + assigned >= LEAST && setting > 0 && others * LINES_THAT_SET <= setting
}

/// What a line of settings is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// A key with nothing behind it: `on:`.
    Heads,
    /// A key and what it is: `name: check`, `- uses: x`.
    Sets,
    /// A name, a sign of equality, what it is.
    Assigns,
    /// A remark, a section, a rule, an item of a list of values.
    Remark,
    Other,
}

impl Entry {
    fn of(seen: &str) -> Self {
        let is_section = seen.starts_with('[') && seen.ends_with(']');
        if memchr(b'=', seen.as_bytes()).is_some() && (sets_name(seen) || sets_name_apart(seen)) {
            return Self::Assigns;
        }
        if is_section || seen.starts_with(['#', ';']) || matches!(seen, "---" | "...") {
            return Self::Remark;
        }
        let item = seen.trim_start_matches("- ");
        match rest_of_key(item) {
            Some("") => Self::Heads,
            Some(rest) if rest.starts_with(' ') => Self::Sets,
            _ if item.len() < seen.len() && !item.contains(' ') => Self::Remark,
            _ => Self::Other,
        }
    }
}

/// Whether a line sets a name with spaces around its sign: `timeout = 30`.
fn sets_name_apart(seen: &str) -> bool {
    seen.split_once(" = ").is_some_and(|(name, _)| is_key(name.trim_end()))
}

/// Whether a line begins with the name of a field, which has capitals: `Files: *`.
fn has_field(seen: &str) -> bool {
    let key = seen.split_once(':').map_or("", |(key, _)| key);
    is_key(&key.to_ascii_lowercase())
}

/// What stands behind the key of a line, and its colon.
fn rest_of_key(seen: &str) -> Option<&str> {
    let (key, rest) = seen.split_once(':')?;
    is_key(key.trim_matches(['"', '\''])).then_some(rest)
}

/// Whether a name may be a key: one token of ASCII that begins with a small letter.
fn is_key(name: &str) -> bool {
    let is_of_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
    name.len() <= LONGEST_KEY
        && name.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '_' | '.'))
        && name.bytes().all(is_of_key)
}

/// Whether a line is a key in small letters, alone or with its value.
pub(super) fn is_key_line(seen: &str) -> bool {
    matches!(Entry::of(seen), Entry::Heads | Entry::Sets | Entry::Assigns)
}

#[cfg(test)]
mod tests {
    use super::super::lines;

    fn is_settings(text: &str) -> bool {
        super::is_settings(text, &lines(text).filter(|line| !line.is_empty()).collect::<Vec<_>>())
    }

    #[test]
    fn settings_are_told_from_prose() {
        for settings in [
            "on:\n  push:\n    branches: [main]\njobs:\n  test:\n    steps:\n      - uses: a/b@c  # v1\n        with:\n          x: 1\n",
            "- hosts: all\n  tasks:\n    - name: kopier filen\n      copy:\n        src: a\n",
            "[Journal]\n# Hvor længe\n#Storage=auto\n#Compress=yes\n",
            "timeout = 30\nnavn = ordret\n\n; en bemærkning\nsti = /srv\n",
            "Files: *\nCopyright: 1995, Anna Holm\n 2011, Bo Kjær\nLicense: fri\n Enhver må bruge det.\n .\n Uden ansvar.\n",
            "on:\r  push:\r    x: 1\r  pull:\r    y: 2\r",
        ] {
            assert!(is_settings(settings), "{settings}");
        }
        for prose in [
            "Dato: 3. maj\nSted: Skolen\n\nDagsorden:\n- valg\n- regnskab\n",
            "bark: det yderste lag\n  af et træ\nblad: sidder på en gren\n",
            "ingredienser:\n- mel\n- sukker\n\nfremgangsmåde:\n- Rør smørret blødt, og kom melet i.\n\nServeres lunt med fløde.\n",
            "Anna:\n  Kom nu.\nBo:\n  Nej.\n",
            "",
        ] {
            assert!(!is_settings(prose), "{prose}");
        }
    }
}
