/// How the letters of a word look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Small letters of Latin-1 alone: `kommune`, `møde`.
    Small,
    /// A capital of ASCII, then nothing but such letters: `Kommune`, `Møde`.
    Capitalised,
    /// Anything with a hyphen, an apostrophe or a full stop inside: `e-mail`, `KL's`.
    Joined,
    /// Letters of other kinds: `DSB`, `Ærø`, `McDonald`, `Łódź`.
    Other,
}

impl Shape {
    /// The shape of a word, looked at byte by byte.
    pub fn of(word: &[u8]) -> Self {
        let is_capitalised = word.first().is_some_and(u8::is_ascii_uppercase);
        let mut letters = if is_capitalised { &word[1..] } else { word };
        loop {
            letters = match letters {
                [] if is_capitalised => return Self::Capitalised,
                [] => return Self::Small,
                [b'a'..=b'z', rest @ ..] => rest,
                [0xc3, 0x9f..=0xb6 | 0xb8..=0xbf, rest @ ..] => rest,
                _ => break,
            };
        }
        if letters.iter().any(|byte| matches!(byte, b'-' | b'\'' | b'.')) { Self::Joined } else { Self::Other }
    }
}
