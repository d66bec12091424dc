/// A place as a person counts it: line and column from 1; a line ends with LF, columns are characters.
///
/// ```
/// use ordret::text::Position;
///
/// let text = "Første linje\nog anden";
/// let at = text.find("anden").unwrap();
/// assert_eq!(Position::START.after(&text[..at]), Position { line: 2, column: 4 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Position {
    /// Line, from 1; a line ends with LF.
    pub line: u64,
    /// Column, from 1, in characters of the text as it was decoded.
    pub column: u64,
}

impl Position {
    /// Where a text starts.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place behind `text`, which begins here.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        let last_line = memchr::memrchr(b'\n', text.as_bytes()).map_or(text, |at| &text[at + 1..]);
        let start = if newlines > 0 { 1 } else { self.column };
        Self { line: self.line + newlines, column: start + last_line.chars().count() as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let (line, column) = (2, 3);
        assert_eq!(Position::START.after(""), Position::START);
        assert_eq!(Position::START.after("ab\nåæ"), Position { line, column });
        assert_eq!(Position::START.after("ab\nå").after("æ"), Position { line, column });
        assert_eq!(Position { line, column }.after("c\n\n"), Position { line: 4, column: 1 });
    }
}
