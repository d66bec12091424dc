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

/// In so few bytes the three looks for line ends and characters take longer than the bytes: so many stand between two edits of a damaged line.
const FEW_BYTES: usize = 48;

impl Position {
    /// Where a text starts.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place behind `text`, which begins here.
    #[must_use]
    pub fn after(self, text: &str) -> Self {
        if text.len() <= FEW_BYTES {
            return text.bytes().fold(self, Self::after_byte);
        }
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        let last_line = memchr::memrchr(b'\n', text.as_bytes()).map_or(text, |at| &text[at + 1..]);
        let start = if newlines > 0 { 1 } else { self.column };
        Self { line: self.line + newlines, column: start + last_line.chars().count() as u64 }
    }

    /// The place behind a byte of UTF-8.
    fn after_byte(self, byte: u8) -> Self {
        let begins_character = byte & 0xc0 != 0x80;
        match byte {
            b'\n' => Self { line: self.line + 1, column: 1 },
            _ => Self { column: self.column + u64::from(begins_character), ..self },
        }
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
        let long = "En linje, som er længere end få bytes: ".repeat(2);
        assert_eq!(Position { line, column }.after(&long), Position { line, column: 3 + 78 });
        assert_eq!(Position { line, column }.after(&[&long, "\nåæ"].concat()), Position { line: 3, column: 3 });
    }
}
