//! Names and texts as they may be shown: nothing that a terminal or a patch would obey goes through.

use std::fmt::Write;

/// The text with everything spelt out that a terminal would hide or obey; a tab is shown as a space.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if is_hidden(c) => shown.extend(c.escape_unicode()),
            c if c.is_control() => shown.extend(c.escape_default()),
            c => shown.push(c),
        }
    }
    shown
}

/// The same, save that lines stay lines.
pub(crate) fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(visible).collect();
    lines.join("\n")
}

/// A name as `git` writes it in a patch: as it is, or in quotes and with escapes if it holds what a line or a terminal would obey,
/// or is no UTF-8.
pub(crate) fn quoted(name: &[u8]) -> String {
    let is_plain = |c: char| !c.is_control() && !is_hidden(c) && c != '"' && c != '\\';
    if let Ok(text) = std::str::from_utf8(name)
        && text.chars().all(is_plain)
    {
        return text.to_owned();
    }
    let mut quoted = String::from('"');
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                '\n' => quoted.push_str("\\n"),
                '\t' => quoted.push_str("\\t"),
                '\r' => quoted.push_str("\\r"),
                c if is_plain(c) => quoted.push(c),
                c => octal(&mut quoted, c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        octal(&mut quoted, chunk.invalid());
    }
    quoted.push('"');
    quoted
}

fn octal(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(out, "\\{byte:03o}");
    }
}

/// Characters that are no controls and are not seen, or turn the direction of what is.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{a0}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_unseen() {
        assert_eq!(visible("a\x1b[31m\u{ad}ø\r\u{9b}\n"), "a\\u{1b}[31m\\u{ad}ø\\r\\u{9b}\\n");
        assert_eq!(visible_lines("a\x1b\nb"), "a\\u{1b}\nb");
    }

    #[test]
    fn names_are_quoted_as_git_does() {
        assert_eq!(quoted("mødet 1.txt".as_bytes()), "mødet 1.txt");
        assert_eq!(quoted(b"a\n+++ b/x\x1b\"\\"), r#""a\n+++ b/x\033\"\\""#);
        assert_eq!(quoted(b"m\xf8de\t\xe2\x80\xae"), r#""m\370de\t\342\200\256""#);
    }
}
