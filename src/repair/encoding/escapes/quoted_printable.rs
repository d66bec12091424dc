//! Bytes that quoted-printable mail wrote as `=F8` are read back. As UTF-8 where they are, else as windows-1252.
//!
//! **Why it is damage.** Mail that must be ASCII writes a byte beyond it as an equals sign and two hexadecimal digits.
//! A program that stores the message without decoding it stores the digits.
//!
//! A line that it cut ends in `=`, a space there is `=20`, and the sign itself `=3D`.
//!
//! **Example.** `k=F8ber` → `køber`; `=C3=85ben` → `Åben`; `l=F8rdag =96 s=F8ndag` → `lørdag – søndag`.
//!
//! **When it is certain.** When the word it makes is known, or when the document has proven such words and this one is
//! likely. Letters that the language hardly has, and small digits, prove nothing in a word that no list has. `=F8` alone may be the cell of a spreadsheet and stays; so do formulas, query strings, addresses and code, and values of which a card says that they
//! are quoted-printable, for programs read these.

use super::Read;
use super::bytes::{hex_byte, spelled};
use super::cells::is_encoded_value;

/// Two or more bytes that are UTF-8 are seldom so by chance.
const UTF8: f32 = 9.5;
/// One byte: `s=E5` may be a setting.
const BYTE: f32 = 3.0;
/// The standard writes the digits in capitals; small ones are half of a setting more often than not.
const SMALL_DIGITS: f32 = -6.0;
/// A cell of a spreadsheet, `=F8`.
const CELL: f32 = -4.0;

/// What only a document that was proven to be such mail says: a line's end that was put in, a space at a line's end, an equals sign.
const OF_MAIL: f32 = 3.0;
/// Bytes of the longest line of mail, without its soft end.
const LONGEST_LINE: usize = 76;

/// `=` at the end of a line that mail may have, `=20` at one, and `=3D`.
fn read_of_mail(text: &str, at: usize) -> Option<Read> {
    let rest = &text[at + 1..];
    let line_end = |rest: &str| ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end)).map(str::len);
    let (length, meant) = if let Some(end) = line_end(rest) {
        let line = text.as_bytes()[..at].iter().rev().take(LONGEST_LINE + 1).take_while(|byte| **byte != b'\n').count();
        ((1..=LONGEST_LINE).contains(&line).then_some(1 + end)?, "")
    } else if rest.starts_with("20") && line_end(&rest[2..]).is_some() {
        (3, " ")
    } else if rest.starts_with("3D") && !rest[2..].starts_with(|c: char| c.is_alphanumeric()) {
        (3, "=")
    } else {
        return None;
    };
    Some(Read { range: at..at + length, text: meant.into(), odds: OF_MAIL })
}

pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    if let Some(read) = read_of_mail(text, at) {
        return (!is_encoded_value(text, at)).then_some(read);
    }
    let rest = &text.as_bytes()[at..];
    let mut bytes = Vec::new();
    while let Some(byte) = rest.get(bytes.len() * 3..).and_then(byte) {
        bytes.push(byte);
    }
    let spelled = spelled(&bytes).filter(|_| !bytes.is_empty() && !is_encoded_value(text, at))?;
    let end = at + bytes.len() * 3;
    if !spelled.is_utf8 && text[at..end].bytes().all(|c| c == b'=' || c.is_ascii_lowercase()) {
        // `sprog=dansk`: two small letters begin a word.
        return None;
    }
    let mut odds = if spelled.is_utf8 { UTF8 } else { BYTE };
    if text[at..end].bytes().any(|digit| digit.is_ascii_lowercase()) {
        odds += SMALL_DIGITS;
    }
    if bytes.len() == 1 && is_cell(text, at, end) {
        odds += CELL;
    }
    Some(Read { range: at..end, text: spelled.text, odds })
}

/// The byte beyond ASCII that the text begins with as an escape.
fn byte(rest: &[u8]) -> Option<u8> {
    if rest.first() != Some(&b'=') {
        return None;
    }
    hex_byte(rest.get(1..3)).filter(|byte| *byte >= 0x80)
}

/// Whether `=F8` stands alone: a letter, a digit, no letter beside it.
fn is_cell(text: &str, at: usize, end: usize) -> bool {
    let digits = &text.as_bytes()[at + 1..end];
    let alone = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '=');
    matches!(digits, [b'A'..=b'F', b'0'..=b'9'])
        && alone(text[..at].chars().next_back())
        && alone(text[end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, stays};

    #[test]
    fn words_of_mail_are_read() {
        certain("Vi m=F8des p=E5 havnen, n=E5r f=E6rgen l=E6gger til.", "Vi mødes på havnen, når færgen lægger til.");
        certain("Vi h=C3=B8stede b=C3=A6r p=C3=A5 =C3=98stermarken.", "Vi høstede bær på Østermarken.");
        certain("M=FCller k=F8bte g=E5rden =96 og s=F8en", "Müller købte gården – og søen");
        certain("=D8STRE G=C5RD L=C6NGE", "ØSTRE GÅRD LÆNGE");
    }

    #[test]
    fn lines_of_mail_are_made_whole() {
        certain(
            "Vi k=F8rte p=E5 landet i g=E5r, og v=E6gge=\nne blev malet.=20\nSum =3D 7\n",
            "Vi kørte på landet i går, og væggene blev malet. \nSum = 7\n",
        );
        stays("Skriv et =\nog film i =3D er dyre");
    }

    #[test]
    fn settings_cells_and_formulas_stay() {
        stays("Sæt x=8 og y=E5, så er summen =B3*C3 eller =D8.");
        stays("Formlen a=B2 og x=C3 giver y=E5, sprog=dansk og alt=bagud er indstilling=fed");
        stays("bredde=80 højde=F0 type=A4");
        stays("https://vejen.example/?q=k=F8b og k=F8b@vejen.example");
        stays("Felt a=E5;b=F8 i filen k=F8b.txt");
    }
}
