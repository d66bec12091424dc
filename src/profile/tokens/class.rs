//! What each character does in a token.

/// What a character does in a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Line,
    Lower,
    Upper,
    Digit,
    Hyphen,
    Apostrophe,
    Comma,
    /// `.`, `!`, `?`, `…`.
    Stop,
    /// A sign that stands beside words.
    Sign,
    /// A sign that stands beside no word.
    Odd,
}

const ASCII: [Class; 128] = {
    let mut classes = [Class::Odd; 128];
    let mut at = 0;
    while at < 128 {
        classes[at] = match at as u8 {
            b' ' | b'\t' => Class::Space,
            b'\n' | b'\r' | 0x0b | 0x0c => Class::Line,
            b'a'..=b'z' => Class::Lower,
            b'A'..=b'Z' => Class::Upper,
            b'0'..=b'9' => Class::Digit,
            b'-' => Class::Hyphen,
            b'\'' => Class::Apostrophe,
            b',' => Class::Comma,
            b'.' | b'!' | b'?' => Class::Stop,
            b':' | b';' | b'(' | b')' | b'[' | b']' | b'"' | b'/' | b'%' | b'&' | b'$' => Class::Sign,
            _ => Class::Odd,
        };
        at += 1;
    }
    classes
};

/// The class of the character at a byte, and its length in bytes. `None` at the end.
#[inline]
pub(super) fn class(text: &str, at: usize) -> Option<(Class, usize)> {
    match text.as_bytes().get(at..)? {
        [] => None,
        [ascii @ 0..=0x7f, ..] => Some((ASCII[usize::from(*ascii)], 1)),
        // The letters of Latin-1, × and ÷ aside.
        [0xc3, second, ..] if *second != 0x97 && *second != 0xb7 => {
            Some((if *second < 0x9f { Class::Upper } else { Class::Lower }, 2))
        }
        _ => class_beyond_latin(text, at),
    }
}

#[cold]
fn class_beyond_latin(text: &str, at: usize) -> Option<(Class, usize)> {
    text.get(at..)?.chars().next().map(|c| (class_of(c), c.len_utf8()))
}

/// The row of Latin letters at a byte, small or not, as if it were one; most of a text is such rows.
#[inline]
pub(super) fn letters(text: &str, start: usize) -> Option<(Class, usize)> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        while let Some(b'a'..=b'z' | b'A'..=b'Z') = bytes.get(at) {
            at += 1;
        }
        match bytes.get(at..)? {
            [0xc3, second, ..] if *second != 0x97 && *second != 0xb7 => at += 2,
            _ => return (at > start).then_some((Class::Lower, at - start)),
        }
    }
}

fn class_of(c: char) -> Class {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => Class::Space,
        '\u{85}' | '\u{2028}' | '\u{2029}' => Class::Line,
        '\u{ad}' | '\u{2010}' | '\u{2011}' => Class::Hyphen,
        '’' => Class::Apostrophe,
        '…' => Class::Stop,
        '«' | '»' | '“' | '”' | '„' | '‘' | '‚' | '›' | '‹' | '–' | '—' | '§' | '£' | '€' | '•' => {
            Class::Sign
        }
        _ if c.is_alphabetic() => {
            if c.to_lowercase().eq([c]) {
                Class::Lower
            } else {
                Class::Upper
            }
        }
        _ => Class::Odd,
    }
}
