//! Characters that program source writes as `\u00f8`, `\U000000f8`, `\xf8` or `\303\270` are read back, those that RTF writes
//! as `\u248?` and `\'f8`, TeX as `{\o}` and R as `<U+00F8>` too.
//!
//! **Why it is damage.** JSON and most programming languages may write a character as a backslash and its number. Text
//! that is copied out of such a file without being decoded keeps the numbers.
//!
//! **Example.** `K\u00f8benhavn` → `København`; `k\xc3\xb8b` → `køb`; `\ud83d\ude00` → `😀`.
//!
//! **When it is certain.** When it stands in a word of prose. In string literals, JSON, regular expressions, paths, code and
//! documents of TeX and RTF it is right and stays.

use super::bytes::{hex_byte, number, spelled};
use super::surroundings::Surroundings;
use super::{Group, Read};

/// `\u00f8`: nothing else is written so.
const NUMBER: f32 = 12.5;
/// `\xf8`: fewer digits, and the name of a file may begin so.
const BYTE: f32 = 6.0;
/// Two or more bytes that are UTF-8.
const UTF8: f32 = 11.0;

pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    let bytes = &text.as_bytes()[at..];
    let doubled = bytes.iter().take(DEEPEST).take_while(|byte| **byte == b'\\').count();
    match *bytes.get(doubled)? {
        b'u' if doubled == 1
            && let Some(read) = read_decimal(text, at) =>
        {
            Some(read)
        }
        b'u' | b'U' => read_numbers(text, at, doubled),
        b'x' => read_bytes(text, at, doubled),
        b'2' | b'3' if doubled == 1 && !is_in_string(text, at) => read_digits(text, at, 4, |digits| number(digits, 8)),
        b'\'' if doubled == 1 && !text.starts_with("{\\rtf") => {
            read_digits(text, at, 4, |digits| number(digits.strip_prefix(b"'")?, 16))
        }
        b'o' | b'O' | b'a' | b'A' => read_tex(text, at),
        _ => None,
    }
}

/// `\u248?`: the number in decimal digits, and what is shown by programs that cannot.
fn read_decimal(text: &str, at: usize) -> Option<Read> {
    let digits = text.get(at + 2..)?.split_once('?').filter(|(digits, _)| digits.len() == 3)?.0;
    let c = char::from_u32(number(digits.as_bytes(), 10)?).filter(|c| is_written(*c) && !text.starts_with("{\\rtf"))?;
    Some(Read { range: at..at + 3 + digits.len(), text: c.into(), odds: NUMBER })
}

/// Bytes of which each is a backslash and a number, `length` bytes together.
fn read_digits(text: &str, at: usize, length: usize, number: impl Fn(&[u8]) -> Option<u32>) -> Option<Read> {
    let rest = &text.as_bytes()[at..];
    let mut bytes = Vec::new();
    while bytes.len() < LONGEST
        && let Some(escape) = rest.get(bytes.len() * length..(bytes.len() + 1) * length)
        && escape[0] == b'\\'
        && let Some(byte) = number(&escape[1..]).and_then(|byte| u8::try_from(byte).ok())
        && byte >= 0x80
    {
        bytes.push(byte);
    }
    let spelled = spelled(&bytes).filter(|_| !bytes.is_empty())?;
    let odds = if spelled.is_utf8 { UTF8 } else { BYTE };
    Some(Read { range: at..at + bytes.len() * length, text: spelled.text, odds })
}

/// Whether a quotation mark is open on the line, as `git status` has them around names of files.
fn is_in_string(text: &str, at: usize) -> bool {
    /// Bytes that are read back.
    const REACH: usize = 512;
    let before = &text.as_bytes()[at.saturating_sub(REACH)..at];
    before.iter().rev().take_while(|byte| **byte != b'\n').filter(|byte| **byte == b'"').count() % 2 == 1
}

/// Letters that TeX has commands for.
const COMMANDS: [(&str, char); 6] = [("aa", 'å'), ("AA", 'Å'), ("ae", 'æ'), ("AE", 'Æ'), ("o", 'ø'), ("O", 'Ø')];
/// What only documents of TeX and its bibliographies have.
const OF_TEX: [&str; 9] =
    ["\\begin{", "\\document", "\\section", "\\chapter", "\\usepackage", "\\item", "\\emph{", "\\cite", " = {"];
/// Bytes before a command, and of the text's beginning, in which that is looked for.
const NEAR: usize = 2048;

/// `{\o}` or `\o{}`, in text that is no TeX.
fn read_tex(text: &str, at: usize) -> Option<Read> {
    let rest = &text[at + 1..];
    let name = &rest[..rest.bytes().take_while(u8::is_ascii_alphabetic).count()];
    let (_, letter) = COMMANDS.iter().find(|(command, _)| *command == name)?;
    let end = at + 1 + name.len();
    let range = if text[..at].ends_with('{') && text[end..].starts_with('}') {
        at - 1..end + 1
    } else if text[end..].starts_with("{}") {
        at..end + 2
    } else {
        return None;
    };
    let near = &text[text.floor_char_boundary(at.saturating_sub(NEAR))..at];
    let head = &text[..text.floor_char_boundary(NEAR.min(text.len()))];
    let is_tex = OF_TEX.iter().any(|mark| near.contains(mark) || head.contains(mark));
    (!is_tex).then(|| Read { range, text: (*letter).into(), odds: NUMBER })
}

/// Where `<U+00F8>` is damage: in data as well as in prose, for nothing else is written so.
pub(super) fn is_no_source(group: &Group, surroundings: &mut Surroundings) -> bool {
    let at = group.reads[0].range.start;
    !surroundings.is_code_span(at) && !surroundings.is_code_line(at) && !surroundings.is_source()
}

/// `<U+00F8>`, as R prints what its encoding lacks; the plus sign stands at `at`.
pub(super) fn read_of_r(text: &str, at: usize) -> Option<Read> {
    let start = text[..at].strip_suffix("<U")?.len();
    let digits = text.get(at + 1..at + 5)?;
    let c = number(digits.as_bytes(), 16).and_then(char::from_u32).filter(|c| is_written(*c))?;
    text[at + 5..].starts_with('>').then(|| Read { range: start..at + 6, text: c.into(), odds: NUMBER })
}

/// `<f8>`, as R prints a byte that is no character of its encoding.
pub(super) fn read_byte_of_r(text: &str, at: usize) -> Option<Read> {
    let rest = &text.as_bytes()[at..];
    let mut bytes = Vec::new();
    while bytes.len() < LONGEST
        && let Some([b'<', digits @ .., b'>']) = rest.get(bytes.len() * 4..(bytes.len() + 1) * 4)
        && let Some(byte) = hex_byte(Some(digits)).filter(|byte| *byte >= 0x80)
    {
        bytes.push(byte);
    }
    let spelled = spelled(&bytes).filter(|_| !bytes.is_empty())?;
    let odds = if spelled.is_utf8 { UTF8 } else { BYTE };
    Some(Read { range: at..at + bytes.len() * 4, text: spelled.text, odds })
}

/// Where `<f8>` is damage: in data as well as in prose, but not in markup, which has such tags.
pub(super) fn is_no_tag(group: &Group, surroundings: &mut Surroundings) -> bool {
    is_no_source(group, surroundings) && !surroundings.is_markup()
}

/// How often a backslash may have been escaped itself, doubling it each time.
const DEEPEST: usize = 4;

fn read_numbers(text: &str, at: usize, slashes: usize) -> Option<Read> {
    let mut units = Vec::new();
    let mut end = at;
    let mut wide = None;
    while let Some((unit, length)) = unit(&text.as_bytes()[end..], slashes) {
        if length > slashes + 5 {
            wide = char::from_u32(unit).filter(|_| units.is_empty()).map(|c| (c, end + length));
            break;
        }
        units.push(u16::try_from(unit).ok()?);
        end += length;
        if units.len() == LONGEST {
            break;
        }
    }
    if let Some((c, end)) = wide {
        return is_written(c).then(|| Read { range: at..end, text: c.into(), odds: NUMBER });
    }
    let decoded = String::from_utf16(&units).ok()?;
    let good = !decoded.is_empty() && decoded.chars().all(is_written);
    good.then_some(Read { range: at..end, text: decoded, odds: NUMBER })
}

/// The most escapes that are read as one.
const LONGEST: usize = 64;

/// The number of one escape of four digits (`u`) or eight (`U`), and the escape's length.
fn unit(rest: &[u8], slashes: usize) -> Option<(u32, usize)> {
    let head = rest.get(..slashes)?;
    if head.iter().any(|byte| *byte != b'\\') {
        return None;
    }
    let digits = if *rest.get(slashes)? == b'u' { 4 } else { 8 };
    if !matches!(rest[slashes], b'u' | b'U') {
        return None;
    }
    let from = slashes + 1;
    let unit = number(rest.get(from..from + digits)?, 16)?;
    Some((unit, from + digits))
}

fn read_bytes(text: &str, at: usize, slashes: usize) -> Option<Read> {
    let rest = &text.as_bytes()[at..];
    let length = slashes + 3;
    // Behind an escape a letter that may be one of its digits is escaped, too.
    let may_follow = |byte: u8, bytes: &[u8]| !bytes.is_empty() && byte.is_ascii_hexdigit();
    let mut bytes = Vec::new();
    while bytes.len() < LONGEST
        && let Some(escape) = rest.get(bytes.len() * length..(bytes.len() + 1) * length)
        && escape[..slashes].iter().all(|byte| *byte == b'\\')
        && escape[slashes] == b'x'
        && let Some(byte) = number(&escape[slashes + 1..], 16).and_then(|byte| u8::try_from(byte).ok())
        && (byte >= 0x80 || may_follow(byte, &bytes))
    {
        bytes.push(byte);
    }
    let spelled = spelled(&bytes).filter(|_| !bytes.is_empty())?;
    let odds = if spelled.is_utf8 { UTF8 } else { BYTE };
    Some(Read { range: at..at + bytes.len() * length, text: spelled.text, odds })
}

/// Whether prose may have been written so: ASCII is not escaped, and controls are no text. Bytes that were escaped
/// one by one (`\u00c3\u0085`) pass where windows-1252 has nothing for them to be.
fn is_written(c: char) -> bool {
    c as u32 >= 0x80
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn escapes_in_prose_are_read() {
        certain("P\\u00e5 m\\u00f8det s\\u00e5 vi \\u00c6r\\u00f8", "På mødet så vi Ærø");
        certain("K\\U000000f8b br\\xf8d og \\xc3\\xa6g", "Køb brød og æg");
        certain("Godt g\\u00e5et \\ud83d\\ude00", "Godt gået 😀");
        certain("K\\\\u00f8benhavn", "København");
        certain("S\\xC3\\xB8\\x62y og K\\xC3\\xB8\\x62\\x65nhavn, br\\xc3\\xb8\\x64", "Søby og København, brød");
        certain("Br\\u00c3\\u00b8nden er t\\u00c3\\u00b8r", "Brønden er tør");
    }

    #[test]
    fn other_programs_write_other_escapes() {
        certain("M\\303\\270det p\\303\\245 kroen k\\370ber", "Mødet på kroen køber");
        certain("M\\u248?det p\\u229? r\\u229?dhuset, l\\'f8rdag p\\'e5 kroen", "Mødet på rådhuset, lørdag på kroen");
        certain("M{\\o}det p{\\aa} {\\AE}r\\o{} og S{\\o}by", "Mødet på Ærø og Søby");
        certain("K<U+00F8>benhavn <U+00D8>st", "København Øst");
        certain("M<f8>det p<e5> r<e5>dhuset, b<c3><b8>rn", "Mødet på rådhuset, børn");
        stays("<dl><dt>Post</dt>\n<dd>Posten kommer</dd></dl>");
        stays("{\\rtf1\\ansi M\\'f8det p\\'e5 r\\'e5dhuset, p\\u229?\\par}");
        stays("\\begin{document}\nM{\\o}det p{\\aa} kroen\n\\end{document}");
        stays("Tegnet <U+00F8> er et bogstav i R.");
    }

    #[test]
    fn code_and_paths_stay() {
        stays("navn = \"S\\u00f8ren\"");
        stays("[\"K\\u00f8ge\",\"S\\u00f8by\"]");
        stays("Se D:\\u00f8st\\u00e5r eller \\\\arkiv\\u00e6ldre\\x");
        stays("re.match('\\u00e6+', tekst)");
        stays("Skriv `\\u00f8` eller \\u{f8}.");
    }
}
