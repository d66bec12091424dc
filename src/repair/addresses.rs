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
const EXACT: [&str; 6] = ["C", "E0", "E101", "E102", "E103", "E104"];
/// Ends of names of computers that no word has.
const DOMAINS: [&str; 5] = [".dk", ".com", ".org", ".net", ".eu"];
/// Beginnings of addresses.
const STARTS: [&str; 3] = ["www.", "mailto:", "file:"];
/// Letters of the longest end of a file's name.
const LONGEST_ENDING: usize = 5;

/// Takes out proposals for places in addresses, unless they are exact and certain.
pub(super) fn leave_alone(text: &str, proposals: &mut Vec<Proposal>) {
    proposals.retain(|proposal| is_certain(proposal) || !is_at(text, &proposal.range));
}

fn is_certain(proposal: &Proposal) -> bool {
    EXACT.iter().any(|code| proposal.rule.0.starts_with(code))
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
    if !run.bytes().any(|byte| matches!(byte, b'.' | b'/' | b'@' | b'\\' | b':')) {
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
