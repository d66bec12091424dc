use std::sync::LazyLock;

use unicode_normalization::char::{compose, decompose_canonical, is_combining_mark};

/// An encoding whose combining signs stand before their letters, as libraries and genealogists have them: the ring of å is a byte,
/// and the a is the next.
///
/// Letter and signs are read as the one character that they make. What makes none stays as it stands, and bytes that the
/// encoding does not have stand for characters of private use: so every byte string decodes and encodes back to itself.
#[derive(Debug)]
pub struct MarkedCodec {
    name: &'static str,
    decode: [char; 256],
    /// Characters beyond ASCII with their bytes, ascending.
    encode: Vec<(char, u8)>,
}

/// Made by [`marked.sh`](./marked.sh).
const TABLES: &str = include_str!("marked.tsv");
/// Where bytes stand that an encoding does not have.
const UNDEFINED: u32 = 0xf700;
/// Signs of one letter that are read.
const MOST_MARKS: usize = 4;

/// The codec of this name, as [`MarkedCodec::name`] writes it.
pub fn marked_codec(name: &str) -> Option<&'static MarkedCodec> {
    static CODECS: LazyLock<Vec<MarkedCodec>> =
        LazyLock::new(|| TABLES.lines().filter_map(MarkedCodec::of_table).collect());
    CODECS.iter().find(|codec| codec.name == name)
}

impl MarkedCodec {
    fn of_table(line: &'static str) -> Option<Self> {
        let (name, points) = line.split_once('\t')?;
        let mut decode = std::array::from_fn(|byte| char::from_u32(UNDEFINED + byte as u32).unwrap_or_default());
        for (c, point) in decode.iter_mut().zip(points.split(' ')) {
            if let Some(known) = u32::from_str_radix(point, 16).ok().and_then(char::from_u32) {
                *c = known;
            }
        }
        let mut encode: Vec<(char, u8)> = decode.iter().zip(0..=u8::MAX).map(|(c, byte)| (*c, byte)).collect();
        encode.sort_unstable();
        Some(Self { name, decode, encode })
    }

    /// The encoding's usual name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether a character is a byte that stands before its letter.
    pub fn is_mark(&self, byte: u8) -> bool {
        is_combining_mark(self.decode[usize::from(byte)])
    }

    /// The text of bytes.
    pub fn decode(&self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
        let mut rest = bytes;
        while let Some(&byte) = rest.first() {
            let marks = rest.iter().take(MOST_MARKS).take_while(|byte| self.is_mark(**byte)).count();
            // Of several signs the last ones may make a character where all of them make none.
            match (0..marks)
                .find_map(|skipped| Some((skipped, self.composed(&rest[skipped..=marks.min(rest.len() - 1)])?)))
            {
                Some((0, c)) => {
                    text.push(c);
                    rest = &rest[marks + 1..];
                }
                _ => {
                    text.push(self.decode[usize::from(byte)]);
                    rest = &rest[1..];
                }
            }
        }
        text
    }

    /// The one character that signs and a letter make, if its bytes are these.
    fn composed(&self, bytes: &[u8]) -> Option<char> {
        let (letter, marks) = bytes.split_last()?;
        let letter = self.decode[usize::from(*letter)];
        let made = marks.iter().rev().try_fold(letter, |made, mark| compose(made, self.decode[usize::from(*mark)]))?;
        let mut written = Vec::new();
        (self.encode_char(made, &mut written) && written == bytes && !marks.is_empty()).then_some(made)
    }

    /// Writes the bytes of a character, if it has some.
    fn encode_char(&self, c: char, bytes: &mut Vec<u8>) -> bool {
        if let Some(byte) = self.byte(c) {
            bytes.push(byte);
            return true;
        }
        let start = bytes.len();
        let mut is_known = true;
        decompose_canonical(c, |part| match self.byte(part).filter(|_| part != c) {
            Some(byte) => bytes.push(byte),
            None => is_known = false,
        });
        bytes[start..].reverse();
        is_known
    }

    fn byte(&self, c: char) -> Option<u8> {
        let at = self.encode.binary_search_by_key(&c, |known| known.0).ok()?;
        Some(self.encode[at].1)
    }

    /// The bytes of a text, if the encoding has all its characters.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(text.len());
        text.chars().all(|c| self.encode_char(c, &mut bytes)).then_some(bytes)
    }

    /// How many bytes a character of a text in this encoding takes.
    pub fn encoded_len(&self, text: &str) -> usize {
        if text.is_ascii() {
            return text.len();
        }
        let mut bytes = Vec::new();
        text.chars().for_each(|c| {
            self.encode_char(c, &mut bytes);
        });
        bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_letters_are_read_and_written_back() {
        for (name, bytes) in [
            ("ANSEL", &b"S\xb2ren /Kj\xb5r/, Lang\xeaa, \xa5r\xb2, \xa2ster \xeaAby, All\xe2e"[..]),
            ("ISO-5426", b"S\xf9ren /Kj\xf1r/, Lang\xcaa, \xe1r\xf9, \xe9ster \xcaAby, All\xc2e"),
        ] {
            let codec = marked_codec(name).unwrap();
            assert_eq!(codec.decode(bytes), "Søren /Kjær/, Langå, Ærø, Øster Åby, Allé", "{name}");
            assert_eq!(codec.encode(&codec.decode(bytes)).unwrap(), bytes, "{name}");
        }
    }

    #[test]
    fn every_byte_string_comes_back() {
        for name in ["ANSEL", "ISO-5426"] {
            let codec = marked_codec(name).unwrap();
            let pairs = (0..=u8::MAX).flat_map(|one| (0..=u8::MAX).map(move |two| [one, two, b'a', one, b' ']));
            for bytes in pairs {
                let text = codec.decode(&bytes);
                assert_eq!(codec.encode(&text).as_deref(), Some(&bytes[..]), "{name} {bytes:x?} {text}");
                assert_eq!(codec.encoded_len(&text), bytes.len());
            }
        }
    }
}
