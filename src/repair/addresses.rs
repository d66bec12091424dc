//! Addresses: URLs, e-mail addresses, paths of files. No word list tells what may stand in one, so no stage guesses there.
//!
//! What is exact is mended all the same where it is certain: misread UTF-8, a swapped encoding, a character composed. What
//! goes by words (a lost letter, a word that OCR misread) is neither mended nor reported: the `?` of `side.html?id=3` is no
//! lost letter.

use std::ops::Range;

use super::proposal::Proposal;
use crate::text::Confidence;

/// A longer run without white space is looked at so far to each side, in bytes.
const REACH: usize = 512;
/// Beginnings of the codes of rules that read bytes and characters, not words.
const EXACT: [&str; 7] = ["C", "E0", "E101", "E102", "E103", "E104", "E126"];
/// Ends of names of computers that no word has.
const DOMAINS: [&str; 5] = [".dk", ".com", ".org", ".net", ".eu"];
/// Beginnings of addresses.
const STARTS: [&str; 3] = ["www.", "mailto:", "file:"];
/// Letters of the longest end of a file's name.
const LONGEST_ENDING: usize = 5;

/// Takes out proposals for places in addresses, unless they are exact and certain.
pub(super) fn leave_alone(text: &str, proposals: &mut Vec<Proposal>) {
    let mut addresses = Addresses::new(text);
    proposals.retain(|proposal| is_certain(proposal) || !addresses.are_at(&proposal.range));
}

/// The addresses of a text, asked about place after place: what is near no sign that addresses have is not looked at, and a
/// run of no more than [`REACH`] bytes once.
pub(super) struct Addresses<'t> {
    text: &'t str,
    /// Has no such sign.
    clear: Range<usize>,
    /// The run between white space that was looked at last, and whether it is an address.
    run: Option<(Range<usize>, bool)>,
}

impl<'t> Addresses<'t> {
    /// Those of a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, clear: 0..0, run: None }
    }

    /// Whether a place is inside an address: the same as [`is_at`]; fastest where places ascend.
    pub fn are_at(&mut self, place: &Range<usize>) -> bool {
        // The end of a line, as most places are that many are asked about.
        if self.text.as_bytes()[place.clone()].first().is_some_and(u8::is_ascii_whitespace) {
            return false;
        }
        let near = place.start.saturating_sub(REACH)..(place.end + REACH).min(self.text.len());
        if self.is_clear(near.start, near.end) {
            return false;
        }
        if let Some((run, is_address)) = &self.run
            && run.start <= place.start
            && place.end <= run.end
        {
            return *is_address;
        }
        let is_address = is_at(self.text, place);
        self.run = whole_run(self.text, place).map(|run| (run, is_address));
        is_address
    }

    /// Whether no byte from one to another is a sign that addresses have.
    fn is_clear(&mut self, from: usize, to: usize) -> bool {
        if !(self.clear.start <= from && from <= self.clear.end) {
            self.clear = from..from;
        }
        if self.clear.end < to {
            let more = &self.text.as_bytes()[self.clear.end..to];
            self.clear.end += more.iter().position(|byte| is_sign(*byte)).unwrap_or(more.len());
        }
        self.clear.end >= to
    }
}

/// The run between white space that a place is inside, if all of it is near each of its places.
fn whole_run(text: &str, place: &Range<usize>) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let space = |byte: &u8| byte.is_ascii_whitespace();
    let before = &bytes[place.start.saturating_sub(REACH)..place.start];
    let start = place.start - before.iter().rev().position(space)?;
    let after = &bytes[place.end..(start + REACH).min(bytes.len()).max(place.end)];
    let end = place.end + after.iter().position(space)?;
    // Other white space parts runs too: then that is left to be found.
    text[start..end].chars().all(|c| !c.is_whitespace()).then_some(start..end)
}

/// Whether a byte is one that every address has one of.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'.' | b'/' | b'@' | b'\\' | b':')
}

fn is_certain(proposal: &Proposal) -> bool {
    let rule = proposal.rule.0;
    EXACT.iter().any(|code| rule.as_bytes().first() == code.as_bytes().first() && rule.starts_with(code))
        && Confidence::from_probability(proposal.probability()) == Confidence::Certain
}

/// Whether a place is inside an address. A place with white space in it never is.
pub(super) fn is_at(text: &str, place: &Range<usize>) -> bool {
    if text[place.clone()].contains(char::is_whitespace) {
        return false;
    }
    let start = text.floor_char_boundary(place.start.saturating_sub(REACH));
    let end = text.ceil_char_boundary((place.end + REACH).min(text.len()));
    let before = &text[start..place.start];
    let first = before.rfind(char::is_whitespace).map_or(start, |at| start + at);
    let last = text[place.end..end].find(char::is_whitespace).map_or(end, |at| place.end + at);
    is_address(&text[first..last])
}

/// Whether a run without white space inside is an address.
fn is_address(run: &str) -> bool {
    // Nearly all runs are words, and have none of these.
    if !run.bytes().any(is_sign) {
        return false;
    }
    let run = run.trim_matches(|c: char| c.is_whitespace() || "\"'()<>[]{}“”„»«,;!".contains(c));
    let run = run.trim_end_matches(['.', ':', '?']);
    let lower = run.to_ascii_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
        || has_scheme(run)
        || is_mail(run)
        || is_computer(&lower)
        || is_path(run)
        || has_query(run)
}

/// `https://…`.
fn has_scheme(run: &str) -> bool {
    run.split_once("://")
        .is_some_and(|(before, after)| before.ends_with(|c: char| c.is_ascii_alphabetic()) && !after.is_empty())
}

/// `navn@haven.dk`.
fn is_mail(run: &str) -> bool {
    run.rsplit_once('@').is_some_and(|(name, computer)| !name.is_empty() && has_ending(computer))
}

/// `haven.dk`, also with a path behind it.
fn is_computer(lower: &str) -> bool {
    let name = lower.split(['/', '?', '#', ':']).next().unwrap_or_default();
    DOMAINS.iter().any(|domain| name.len() > domain.len() && name.ends_with(domain))
}

/// `/home/bo/fil`, `bilag/referat.pdf`, `C:\Bilag`, `\\server\bilag`; `og/eller`, `3/4` and `/Kjær/` are none.
fn is_path(run: &str) -> bool {
    let is_rooted = ["/", "~/", "./", "../"].iter().any(|start| run.starts_with(start));
    let slashes = run.matches('/').count();
    let is_windows = run.starts_with("\\\\") || run.as_bytes().get(1..3) == Some(b":\\");
    is_windows || is_rooted && slashes > 1 && !is_surname(run) || slashes > 0 && has_ending(run)
}

/// `/Kjær/`: a surname as genealogists mark it, one word with a capital between two slashes.
fn is_surname(run: &str) -> bool {
    let name = run.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).unwrap_or_default();
    name.starts_with(|c: char| c.is_uppercase() || !c.is_ascii()) && !name.contains(['/', '.', '_', '~'])
}

/// `side.php?navn=3`.
fn has_query(run: &str) -> bool {
    let query = run.rsplit_once('?').filter(|(page, _)| has_ending(page) || page.ends_with('/'));
    query.is_some_and(|(_, rest)| rest.contains('='))
}

/// Whether a name has a short ending behind a dot, as those of files and computers.
fn has_ending(name: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or_default();
    stem.ends_with(|c: char| c.is_alphanumeric() || "-_".contains(c))
        && (2..=LONGEST_ENDING).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Repairer};

    #[test]
    fn addresses_are_told_from_words() {
        for address in [
            "https://haven.dk/side?id=3",
            "(http://x.y/z).",
            "www.haven.dk,",
            "haven.dk/side?id=3&navn=b",
            "<anna?b@haven-vig.dk>",
            "/home/b?r/fil",
            "~/b?r/fil",
            "bilag/m?de.docx",
            "C:\\Bilag\\m?de_3.docx.",
            "\\\\server\\bilag",
            "side.php?q=mode",
            "mailto:a@b",
        ] {
            assert!(is_address(address), "{address}");
        }
        for word in [
            "og/eller",
            "3/4",
            "kl.8",
            "m?de",
            "f.eks.",
            "(m?de?)",
            "sagen.Den",
            "Sk?rb?k/R?m?",
            "@konomi",
            "12.000,50",
            "2016/17.",
            "navn:v?rdi",
            "m?der/udvalg",
            "/S?rensen/",
            "/\u{fffd}sterby/",
        ] {
            assert!(!is_address(word), "{word}");
        }
    }

    #[test]
    fn places_asked_about_one_after_the_other_are_as_each_by_itself() {
        let long = format!("{}.dk {}/a.b\u{a0}c.dk x", "a".repeat(600), "b".repeat(300));
        for text in
            ["Se www.haven.dk/s?g nu: a.b@c.dk, \u{a0}kl.8 m?de ../b/c.txt", "", "www.a.dk", &long, &long.repeat(2)]
        {
            let mut addresses = Addresses::new(text);
            for (at, c) in text.char_indices() {
                for place in [at..at, at..at + c.len_utf8()] {
                    assert_eq!(addresses.are_at(&place), is_at(text, &place), "{place:?} of {text}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_guessed_in_an_address() {
        for text in [
            "Se https://haven.dk/s?g?q=m?de nu, eller skriv til s?ren.m?ller@haven.dk om det.",
            "Filen ligger i C:\\bilag\\m?de.doc og i /home/b?r/fil, og der er s?g.php?q=mode.",
            "Hent bilag fra www.haven.dk/m\u{fffd}de/f\u{fffd}lge i dag.",
        ] {
            let options = Options { apply: Confidence::Doubtful, ..Options::default() };
            let repair = Repairer::new(options).repair(text.as_bytes());
            assert_eq!(repair.text(), text);
            assert!(repair.suspects().is_empty(), "{:?}", repair.suspects());
        }
    }

    #[test]
    fn what_is_exact_is_mended_there_too() {
        let repair = Repairer::danish().repair("Se www.rÃ¸dovre.dk/mÃ¸der i dag.".as_bytes());
        assert_eq!(repair.text(), "Se www.rødovre.dk/møder i dag.");
    }
}
