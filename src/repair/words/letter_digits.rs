//! Digits in words become the letters that they are.
//!
//! **Why it is damage.** `0` and `o`, `1` and `l`, `5` and `s` look alike to a program that reads pages.
//!
//! **Example.** `Økon0mi` → `Økonomi`; `k1okken` → `klokken`.
//!
//! **When it is certain.** In a document that was misread, when the digit stands between small letters, four letters or
//! more are there, and one alone makes a known word; shorter words (`f0r`) are suspects there. A word that begins with
//! one (`0konomiudvalget`) is a suspect, with a capital. Codes (`A4`, `B1`, `h2o`,
//! `covid19`, `1a`, rooms and models), amounts, dates and numbers are never guessed: a letter in a number (`2O24`, `l2.000`)
//! is reported as a suspect.

use std::ops::Range;

use super::page::{Page, SUSPECT};
use crate::language::Case;
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W106");

/// Which letters a digit may be.
const LETTERS: [(char, &[char]); 5] =
    [('0', &['o', 'ø']), ('1', &['l', 'i', 't']), ('5', &['s']), ('6', &['o', 'b']), ('8', &['b'])];

/// Digits that a capital is read for; `1` is as high as a small l.
const HIGH: [char; 4] = ['0', '5', '6', '8'];

/// A digit between small letters.
const INSIDE: f32 = 0.996;
/// A letter in a number.
const IN_NUMBER: f32 = 0.6;
/// Letters of any word besides its digit, which makes a suspect in a document that was misread.
const LEAST_OF_ALL: usize = 2;
/// Letters of a word besides its digit.
const LEAST_LETTERS: usize = 4;

/// The misread digit or letter of a run without space.
pub(super) fn in_run(page: &Page, run: Range<usize>) -> Option<Proposal> {
    if page.is_address(&run) {
        return None;
    }
    let token = &page.text[run.clone()];
    let letters = token.chars().filter(|c| c.is_alphabetic()).count();
    let digits = token.chars().filter(char::is_ascii_digit).count();
    if letters == 1 && digits >= 2 {
        let number = number(token)?;
        return page.propose(run, CODE, &number, IN_NUMBER, "a letter that looks like a digit, in a number");
    }
    if digits != 1 || letters < LEAST_OF_ALL || letters + digits != token.chars().count() {
        return None;
    }
    let (word, is_inside) = word(page, token)?;
    if letters < LEAST_LETTERS && !(is_inside && page.is_damaged()) {
        return None;
    }
    let most = if is_inside && letters >= LEAST_LETTERS { INSIDE } else { SUSPECT };
    page.propose_of_damaged(run, CODE, &word, most, "a known word but for a digit that looks like a letter")
}

/// The word that a token with a digit is, and whether the digit stands between small letters.
fn word(page: &Page, token: &str) -> Option<(String, bool)> {
    let at = token.find(|c: char| c.is_ascii_digit())?;
    let (head, digit, tail) = (&token[..at], token[at..].chars().next()?, &token[at + 1..]);
    // `covid19`, `fase1`: numbers; `1år`, `5km`: a lost space.
    if tail.is_empty() || (head.is_empty() && page.is_word(tail)) {
        return None;
    }
    // `side2af`: numbers between words.
    if page.language.is_known(head) && page.language.is_known(tail) {
        return None;
    }
    let (_, letters) = LETTERS.iter().find(|(sign, _)| *sign == digit)?;
    // A digit is as high as a capital, which is what a reader takes for it where a word begins.
    let is_capital = head.is_empty() && HIGH.contains(&digit);
    let written = |letter: &char| if is_capital { letter.to_uppercase().to_string() } else { letter.to_string() };
    let words = letters.iter().map(|letter| format!("{head}{}{tail}", written(letter)));
    let mut known =
        words.filter(|word| page.language.is_known(word) && matches!(Case::of(word), Case::Lower | Case::Capitalised));
    let word = known.next()?;
    let is_inside = head.chars().next_back().is_some_and(char::is_lowercase) && tail.starts_with(char::is_lowercase);
    known.next().is_none().then_some((word, is_inside))
}

/// The number that a token with one letter is: `2O24`, `l2.000`.
fn number(token: &str) -> Option<String> {
    let at = token.find(char::is_alphabetic)?;
    let digit = match token[at..].chars().next()? {
        'l' | 'I' => '1',
        'O' | 'o' => '0',
        _ => return None,
    };
    let (head, tail) = (&token[..at], &token[at + 1..]);
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_inside = is_digit(head.chars().next_back()) && is_digit(tail.chars().next());
    let is_start = token.starts_with('l') && tail.contains('.') && is_digit(tail.chars().next());
    (is_inside || is_start).then(|| format!("{head}{digit}{tail}"))
}
