//! Words as the language model reads them: letters in either case as codes of one byte.

use unicode_normalization::char::decompose_canonical;

/// The code of a place where a word begins or ends.
pub const EDGE: u8 = 0;
/// The code of a letter that is no Latin one.
pub const OTHER_SCRIPT: u8 = 255;
/// The code of `ß`, from which on the letters with marks are counted.
const LATIN_1: u8 = 27;
/// The code of `ā`, from which on those of U+0100 to U+017F are counted.
const EXTENDED: u8 = 60;
/// Beyond, a mark is a mark: this and the code of the letter that bears it.
const MARKED: u8 = 200;
/// Letters of a word that are kept; longer ones are hardly words.
const LONGEST: usize = 64;

/// Codes of ASCII: letters are 1 to 26 in either case, all else is 0.
const ASCII: [u8; 256] = {
    let mut codes = [0; 256];
    let mut letter = 0;
    while letter < 26 {
        codes[b'a' as usize + letter as usize] = letter + 1;
        codes[b'A' as usize + letter as usize] = letter + 1;
        letter += 1;
    }
    codes
};

/// Codes of U+00C0 to U+017F.
const MARKS: [u8; 192] = {
    let mut codes = [0; 192];
    let mut at = 0;
    while at < 192 {
        codes[at] = match at {
            // × and ÷ are signs; À to Þ are in lower case 32 further on.
            0x17 | 0x37 => 0,
            0x00..=0x1e => LATIN_1 + at as u8 + 1,
            0x1f..=0x3f => LATIN_1 + at as u8 - 0x1f,
            // ſ is s. Capitals of the rest stand before their small letters: at even places, but for three runs.
            0xbf => 19,
            0x79..=0x88 | 0xb9..=0xbe => EXTENDED + (at as u8 - 0x40) + (at as u8 & 1),
            0xb8 => LATIN_1 + 32,
            _ => EXTENDED + ((at as u8 - 0x40) | 1),
        };
        at += 1;
    }
    codes
};

/// The code of a letter, the same in either case; 0 of what is no letter, [`OTHER_SCRIPT`] of letters that are not Latin.
pub fn code(letter: char) -> u8 {
    match letter {
        '\0'..='\x7f' => ASCII[letter as usize],
        '\u{c0}'..='\u{17f}' => MARKS[letter as usize - 0xc0],
        '\u{a75b}' => ASCII[b'r' as usize],
        '\u{180}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => marked(letter),
        '\u{370}'.. if letter.is_alphabetic() => OTHER_SCRIPT,
        _ => 0,
    }
}

/// The code of a letter that has rarer marks.
fn marked(letter: char) -> u8 {
    let mut base = 0;
    decompose_canonical(letter, |part| {
        if part.is_ascii_alphabetic() {
            base = ASCII[part as usize];
        }
    });
    MARKED + base
}

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// An odd number of well mixed bits (one of those of wyhash).
const FACTOR: u64 = 0xa076_1d64_78bd_642f;

/// What a letter makes of the key of the letters before it.
const fn grown(key: u64, code: u8) -> u64 {
    (key ^ code as u64).wrapping_mul(FACTOR).rotate_left(23)
}

/// The key of the letters of a word.
pub fn key(codes: &[u8]) -> u64 {
    codes.iter().fold(SEED, |key, code| grown(key, *code))
}

/// The place of a letter and those before it in a table of `1 << bits` rows.
pub(super) const fn place(letters: u32, bits: u32) -> usize {
    ((letters as u64).wrapping_mul(FACTOR) >> (64 - bits)) as usize
}

/// The letters of a word and the edge behind it, each in the lowest byte below the `order - 1` before it.
pub fn grams(codes: &[u8], order: u32) -> impl Iterator<Item = u32> {
    let mask = u32::MAX >> (32 - 8 * order.clamp(1, 4));
    codes.iter().chain(&[EDGE]).scan(0, move |before, code| {
        *before = (*before << 8 | u32::from(*code)) & mask;
        Some(*before)
    })
}

/// A word that was read.
pub struct Word {
    codes: [u8; LONGEST],
    length: usize,
    key: u64,
}

impl Word {
    const fn new() -> Self {
        Self { codes: [0; LONGEST], length: 0, key: SEED }
    }

    #[inline]
    fn push(&mut self, code: u8) {
        if let Some(place) = self.codes.get_mut(self.length) {
            *place = code;
            self.length += 1;
            self.key = grown(self.key, code);
        }
    }

    fn clear(&mut self) {
        self.length = 0;
        self.key = SEED;
    }

    /// Its letters.
    pub fn codes(&self) -> &[u8] {
        &self.codes[..self.length]
    }

    /// The key of its letters.
    pub const fn key(&self) -> u64 {
        self.key
    }
}

/// Calls `take` with each word of a text. Combining marks and soft hyphens are no part of a word and do not end it.
pub fn words(text: &str, mut take: impl FnMut(&Word)) {
    let mut word = Word::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // Nearly every byte is a letter of ASCII.
        let letter = ASCII[usize::from(byte)];
        if letter != 0 {
            word.push(letter);
            at += 1;
            continue;
        }
        let beyond = if byte < 0x80 { None } else { text[at..].chars().next() };
        at += beyond.map_or(1, char::len_utf8);
        match beyond.map_or(0, code) {
            _ if matches!(beyond, Some('\u{300}'..='\u{36f}' | '\u{ad}')) => {}
            0 if word.length > 0 => {
                take(&word);
                word.clear();
            }
            0 => {}
            code => word.push(code),
        }
    }
    if word.length > 0 {
        take(&word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_nothing_to_codes_and_marks_are() {
        let lower = |letter: char| letter.to_lowercase().next().unwrap();
        for letter in ('\u{c0}'..='\u{17f}').filter(|letter| letter.is_alphabetic()) {
            let one = letter.to_lowercase().count() == 1;
            assert!(!one || code(letter) == code(lower(letter)), "{letter}");
            assert!(matches!(code(letter), 19 | 27..=199), "{letter} {}", code(letter));
        }
        let distinct: std::collections::HashSet<u8> = "abcøåæöäðþčšžłőœßÿſ".chars().map(code).collect();
        assert_eq!(distinct.len(), 19);
        assert_eq!(code('Ẹ'), code('ẹ'));
        assert_eq!([code('×'), code('÷'), code('1'), code('-')], [0; 4]);
        assert_eq!([code('Ж'), code('λ'), code('語')], [OTHER_SCRIPT; 3]);
    }

    #[test]
    fn words_are_cut_at_what_is_no_letter() {
        let read = |text: &str| {
            let mut lengths = vec![];
            words(text, |word| lengths.push(word.codes().len()));
            lengths
        };
        assert_eq!(read("Så, gør det: 17 gange!"), [2, 3, 3, 5]);
        assert_eq!(read("a\u{30a}r"), [2]);
        assert_eq!(read(""), [0usize; 0]);
        assert_eq!(read(&"x".repeat(1000)), [LONGEST]);
    }
}
