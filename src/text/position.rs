/// A place as a person counts it: line and column from 1, columns in characters (in bytes where the line is
/// no valid UTF-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1; a line ends with LF.
    pub line: usize,
    /// Column, from 1, in characters.
    pub column: usize,
}

/// Turns ascending byte offsets into positions, reading every byte once.
#[derive(Clone, Debug)]
pub struct PositionCursor<'a> {
    bytes: &'a [u8],
    offset: usize,
    position: Position,
}

impl<'a> PositionCursor<'a> {
    /// A cursor at the start of `bytes`, which begin on line `line`.
    pub fn new(bytes: &'a [u8], line: usize) -> Self {
        let position = Position { line, column: 1 };
        Self { bytes, offset: 0, position }
    }

    /// The position of byte `offset`; offsets must not descend (one that does gets the cursor's own place).
    pub fn advance(&mut self, offset: usize) -> Position {
        let end = offset.min(self.bytes.len());
        if let Some(passed) = self.bytes.get(self.offset..end) {
            let newlines = memchr::memchr_iter(b'\n', passed).count();
            if newlines > 0 {
                self.position.line += newlines;
                self.position.column = 1;
            }
            let tail = memchr::memrchr(b'\n', passed).map_or(passed, |at| &passed[at + 1..]);
            self.position.column += columns(tail);
            self.offset = end;
        }
        self.position
    }
}

fn columns(line: &[u8]) -> usize {
    match std::str::from_utf8(line) {
        Ok(text) => text.chars().count(),
        Err(_) => line.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one() {
        let mut cursor = PositionCursor::new("ab\nåæc\n\nd".as_bytes(), 1);
        assert_eq!(cursor.advance(0), Position { line: 1, column: 1 });
        assert_eq!(cursor.advance(7), Position { line: 2, column: 3 });
        assert_eq!(cursor.advance(10), Position { line: 4, column: 1 });
        assert_eq!(cursor.advance(99), Position { line: 4, column: 2 });
    }
}
