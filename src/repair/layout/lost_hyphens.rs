//! A word that the end of a line cut and whose hyphen was lost, or read as another sign, is made whole.
//!
//! **Why it is damage.** In bad scans two line-end hyphens in five are lost or read as a dot, a colon, a star. What is left
//! are two halves of a word, with a sign between them that nobody wrote.
//!
//! **Example.** `cen⏎tralt` → `centralt`, `kom.⏎mune` → `kommune`, `Traz⏎dition` → `Tradition`.
//!
//! **When it is certain.** Both together are a known word, the next line begins with a small letter, and the whole word is
//! far likelier than its halves side by side; a letter, which the hyphen of Fraktur is read as, must end what is no word. Halves that are words themselves (`over⏎gang`) stay two words.

use compact_str::CompactString;

use super::evidence::Evidence;
use crate::language::{Case, Knowledge, lowercase};

/// Log odds that a line end inside a word lost its hyphen, against a line end between words: one hyphen in a hundred is
/// lost in good scans, and one line in seven ends in one.
const PRIOR: f32 = -6.0;
/// A half has at least so many letters.
const LEAST: usize = 2;
/// A line of which the language knows fewer of the words is of another language, or beyond reading.
const KNOWN_SHARE: f32 = 0.5;
/// The most that the words say.
const MOST: f32 = 14.0;
/// How much of the difference between words counts: neither the lists nor the letters are sure to a nat.
const TRUST: f32 = 0.7;

/// Log odds from which a lost hyphen is beyond doubt.
const PROVEN: f32 = 5.3;
/// The most that other lost hyphens of a text say.
const MOST_FREQUENT: f32 = 3.0;
/// The log odds of a hyphen with a space before it, which may be a dash.
const SPACED: f32 = 1.0;

/// The signs that a hyphen is read as, with the log odds that one before a small letter was a hyphen, beside a lost one.
/// From 392 line-end hyphens of faxed pages (51 lost, 27 dots, 15 quotation marks, 9 colons, 7 bars, 5 equals signs)
/// and from how often each stands before a small letter in Danish prose.
const SIGNS: [(char, f32); 16] = [
    ('·', 3.0),
    ('.', 2.5),
    (':', 0.5),
    (',', -3.0),
    (';', 0.0),
    ('*', 3.0),
    ('|', 3.0),
    ('_', 3.0),
    ('°', 3.0),
    ('«', 1.0),
    ('"', 0.0),
    ('”', 0.0),
    ('“', 0.0),
    ('\'', 0.5),
    ('—', 2.0),
    ('?', 0.5),
];

/// The letters that the hyphen of Fraktur is read as, with the same log odds: in a book of 1837 read by a machine 29 of z, and some
/// of s, which ends many words.
const LETTERS: [(char, f32); 2] = [('z', 1.0), ('s', -1.0)];

/// How often a text has what stands at a line's end before it is a word of its own: once there, and elsewhere.
const SEEN_APART: u32 = 2;

/// A word that may have been cut at a line end without a hyphen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lost {
    /// How many bytes of the first line are the misread hyphen; 0 where it was lost.
    pub mark: usize,
    /// Log odds that it was one, in a text that loses few.
    pub odds: f32,
}

/// Log odds that every lost hyphen of a text gains from the others: each that is beyond doubt makes the next one less
/// surprising.
pub(super) fn frequency(lost: &[Option<Lost>]) -> f32 {
    let proven = lost.iter().flatten().filter(|lost| lost.odds >= PROVEN).count() as f32;
    let share = proven / lost.len().max(1) as f32;
    f32::ln(1.0 + share / PRIOR.exp()).min(MOST_FREQUENT)
}

/// Asks whether a word was cut between two lines.
pub(super) fn find(first: &str, second: &str, evidence: &Evidence) -> Option<Lost> {
    find_behind(first, second, sign(first), evidence).or_else(|| find_letter(first, second, evidence))
}

/// The same where the hyphen of Fraktur, two slanting strokes, was read as a letter: what it ends is no word then.
fn find_letter(first: &str, second: &str, evidence: &Evidence) -> Option<Lost> {
    let (letter, sign) =
        *first.chars().next_back().and_then(|last| LETTERS.iter().find(|(letter, _)| *letter == last))?;
    let half = last_letters(first);
    let right = first_letters(second);
    let is_known = |word: &str| evidence.knowledge(word) > Knowledge::Unknown;
    let is_seen = |word: &str| evidence.seen(&lowercase(word)) > 0;
    let whole = || [&half[..half.len() - letter.len_utf8()], right].concat();
    // What costs most is asked last.
    if half.len() <= LEAST || is_known(half) || !evidence.is_known(&whole()) {
        return None;
    }
    let with_letter = [half, right].concat();
    if is_known(&with_letter) || is_seen(half) || is_seen(&with_letter) {
        return None;
    }
    find_behind(first, second, (letter.len_utf8(), sign), evidence)
}

fn find_behind(first: &str, second: &str, (mark, sign): (usize, f32), evidence: &Evidence) -> Option<Lost> {
    let left = last_letters(&first[..first.len() - mark]);
    let right = first_letters(second);
    let is_half = |half: &str| half.chars().nth(LEAST - 1).is_some();
    if !is_half(left) || !is_half(right) || Case::of(right) != Case::Lower || Case::of(left) == Case::Mixed {
        return None;
    }
    let mut joined = CompactString::from(left);
    joined.push_str(right);
    let is_known = evidence.is_known(&joined);
    // Two words make no compound by standing side by side.
    let is_compound =
        || !(evidence.is_known(left) && evidence.is_known(right)) && evidence.knowledge(&joined) == Knowledge::Compound;
    if !(is_known || is_compound()) || (mark > 0 && evidence.is_abbreviation(&format!("{left}."))) {
        return None;
    }
    let apart = evidence.log_probability(left) + evidence.log_probability_after(left, right);
    let words = TRUST * (evidence.log_probability(&joined) - apart);
    let odds = PRIOR + sign + words.min(MOST);
    let is_danish = || [first, second].iter().all(|line| evidence.known_share(line) >= KNOWN_SHARE);
    // What costs most is asked last.
    let are_no_words = || [left, right].iter().all(|half| evidence.knowledge(half) == Knowledge::Unknown);
    let is_seen = || is_known || are_no_words() || evidence.seen(&joined) > 0;
    // `Dialektik⏎ere`, in a text that has `ere` for a word.
    let are_apart =
        || !evidence.is_known(right) && evidence.seen(right) >= SEEN_APART && evidence.seen(&lowercase(&joined)) == 0;
    let is_lost = odds + MOST_FREQUENT > 0.0 && is_danish() && is_seen() && !are_apart();
    is_lost.then_some(Lost { mark, odds })
}

/// The bytes of the sign that may be a misread hyphen at the end of a line, and the log odds that it is.
fn sign(line: &str) -> (usize, f32) {
    if line.ends_with(" -") {
        return (2, SPACED);
    }
    let known = line.chars().next_back().and_then(|last| SIGNS.iter().find(|(sign, _)| *sign == last));
    known.map_or((0, 0.0), |(sign, odds)| (sign.len_utf8(), *odds))
}

/// Whether what ends a line and what begins the next are no words, so that the two may be one that nobody knows.
pub(super) fn may_be_halves(first: &str, second: &str, evidence: &Evidence) -> bool {
    let (left, right) = (last_letters(first), first_letters(second));
    let is_no_word = |half: &&str| {
        Case::of(half) == Case::Lower
            && !evidence.is_abbreviation(half)
            && evidence.knowledge(half) == Knowledge::Unknown
    };
    let is_seldom = |half: &str| evidence.seen(half) < SEEN_APART;
    // What costs most is asked last.
    let halves = [left, right];
    first.ends_with(char::is_alphabetic) && halves.iter().all(is_no_word) && halves.into_iter().all(is_seldom)
}

/// The letters that a line ends in; none where a hyphen or digit stands before them.
fn last_letters(line: &str) -> &str {
    let before = line.trim_end_matches(char::is_alphabetic);
    let is_part = before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '\''));
    if is_part { "" } else { &line[before.len()..] }
}

/// The letters that a line begins with; none where a hyphen or digit stands behind them.
fn first_letters(line: &str) -> &str {
    let behind = line.trim_start_matches(char::is_alphabetic);
    let is_part = behind.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/' | '\''));
    if is_part { "" } else { &line[..line.len() - behind.len()] }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    #[test]
    fn hyphens_that_were_read_as_letters_go() {
        let cases = [
            ("Den gamle traz\ndition blev holdt i live af de ældre.", "Den gamle tradition blev"),
            ("Det var en meget indis\nviduel sag, som ingen tog op.", "en meget individuel sag"),
        ];
        for (text, wanted) in cases {
            assert!(repaired(text).contains(wanted), "{}", repaired(text));
        }
    }

    #[test]
    fn letters_that_end_words_stay() {
        for text in [
            "Det er bogens\nlige sider, der er slidt.",
            "Hun spillede jazz\nmed sin bror i går.",
            "De kom fra Graz\nder ligger i Østrig.",
        ] {
            assert_eq!(repaired(text).replace('\n', " "), text.replace('\n', " "));
        }
    }
}
