//! Misread UTF-8, undone: the characters of a passage as the bytes that they stand for, and these as UTF-8.

use crate::codecs::Codec;

/// The first byte of the no-break space and other signs of Latin-1, of no letter.
const SIGNS: u8 = 0xc2;

/// The byte that a character stands for in a misread encoding.
#[inline]
pub(super) fn byte_of(codec: &Codec, c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{9f}' => Some(c as u8),
        _ => codec.encode(c),
    }
}

/// The passage with every sequence that stands for UTF-8 in the codec read; nothing where there is none.
pub(super) fn undone(codec: &Codec, passage: &str) -> Option<String> {
    undo(codec, passage, false).map(|undone| undone.text)
}

/// A passage with its misread sequences read as UTF-8.
pub(super) struct Undone {
    pub text: String,
    /// Characters of the passage that were of such sequences.
    pub covered: usize,
}

/// The passage with every misread sequence in it read as UTF-8; `None` when there is none.
pub(super) fn undo(codec: &Codec, passage: &str, lossy: bool) -> Option<Undone> {
    let mut text = String::with_capacity(passage.len());
    let mut rest = passage.chars();
    let mut covered = 0;
    while let Some(c) = rest.clone().next() {
        match sequence(codec, rest.clone(), lossy) {
            Some((decoded, length)) => {
                text.push(decoded);
                if decoded == 'à' && lost_its_space(rest.clone().skip(1)) {
                    text.push(' ');
                }
                rest.nth(length - 1);
                covered += length;
            }
            None => {
                text.push(c);
                rest.next();
            }
        }
    }
    (covered > 0).then_some(Undone { text, covered })
}

/// Whether of à, whose second byte was a no-break space, and the space after it one space was left: `Ã la` for `à la`.
/// Portuguese joins à with what follows: às, àquele.
fn lost_its_space(mut rest: impl Iterator<Item = char>) -> bool {
    rest.next() == Some(' ') && !matches!(rest.next(), Some(' ' | 's' | 'q'))
}

/// The character whose UTF-8 bytes the next characters stand for, and how many characters that takes.
fn sequence(codec: &Codec, mut chars: std::str::Chars, lossy: bool) -> Option<(char, usize)> {
    let first = byte_of(codec, chars.next()?)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    for (at, slot) in bytes[1..length].iter_mut().enumerate() {
        let c = chars.next()?;
        if lossy && c == char::REPLACEMENT_CHARACTER {
            return Some((c, at + 2 + lost_tail(codec, &mut chars, length - at - 2)));
        }
        if lossy && c == '?' {
            return Some((char::REPLACEMENT_CHARACTER, at + 2));
        }
        if c == ' ' && (lossy || first == SIGNS) {
            // A no-break space, byte A0, that became a plain one.
            *slot = 0xa0;
            continue;
        }
        *slot = byte_of(codec, c).filter(|byte| (0x80..=0xbf).contains(byte))?;
    }
    match std::str::from_utf8(&bytes[..length]) {
        Ok(text) => Some((text.chars().next().filter(|c| is_of_text(*c))?, length)),
        Err(_) => surrogate_pair(codec, &bytes, chars),
    }
}

/// Whether a text can have a character at all: no letters are beyond the planes of scripts, pictures and rare ideographs but the tags of flags.
fn is_of_text(c: char) -> bool {
    matches!(c, '\0'..='\u{3ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// How many of the `most` following bytes of a lost character come next.
fn lost_tail(codec: &Codec, chars: &mut std::str::Chars, most: usize) -> usize {
    let follows = |c: char| c == char::REPLACEMENT_CHARACTER || matches!(byte_of(codec, c), Some(0x80..=0xbf));
    chars.take(most).take_while(|&c| follows(c)).count()
}

/// CESU-8: a character beyond U+FFFF as two surrogates of three bytes each.
fn surrogate_pair(codec: &Codec, high: &[u8; 4], mut chars: std::str::Chars) -> Option<(char, usize)> {
    let mut low = [0; 3];
    for slot in &mut low {
        *slot = byte_of(codec, chars.next()?)?;
    }
    let (&[0xed, h1 @ 0xa0..=0xaf, h2, _], [0xed, l1 @ 0xb0..=0xbf, l2]) = (high, low) else { return None };
    let bits = |one: u8, two: u8| (u32::from(one & 0x0f) << 6) | u32::from(two & 0x3f);
    let code = 0x10000 + (bits(h1, h2) << 10 & 0xffc00) + (bits(l1, l2) & 0x3ff);
    Some((char::from_u32(code)?, 6))
}
