//! The rules that go by a pattern, asked in one walk over a block's unknown words and one over its signs. In goes a [`Page`] with
//! its words, out comes what the rules propose for it.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::page::Page;
use super::{inner_case, letter_digits, lone_bar, missing_space, split_word};
use crate::repair::proposal::Proposal;
use crate::repair::reading::Reading;
use crate::text::strides::{self, Lanes};

/// The beginning of `lT-afdelingen`.
static ACRONYMS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("lT"));

/// What all of the rules propose, in the order of the text.
pub(super) fn proposals(page: &Page, reading: &Reading) -> Vec<Proposal> {
    let mut found = Vec::new();
    read_words(page, &mut found);
    read_signs(page, &mut found);
    read_links(page, reading, &mut found);
    found.extend(ACRONYMS.find_iter(page.text.as_bytes()).filter_map(|at| inner_case::at_acronym(page, at)));
    found.sort_by_key(|proposal| proposal.range.start);
    found
}

fn read_words(page: &Page, found: &mut Vec<Proposal>) {
    for range in &page.unknown {
        found.extend(missing_space::in_word(page, range));
        found.extend(inner_case::in_word(page, range));
    }
    found.extend(split_word::among(page));
}

/// Full stops, digits and bars are few: they are looked for, 64 bytes at a time.
fn read_signs(page: &Page, found: &mut Vec<Proposal>) {
    let bytes = page.text.as_bytes();
    let (mut bars, mut done) = (Vec::new(), 0);
    let signs = |bytes: Lanes| bytes.is(b'.').or(bytes.is(b'|')).or(bytes.is_of_run(b'9', 10));
    strides::each(bytes, signs, |at| match bytes[at] {
        b'.' if is_letter(bytes.get(at + 1)) => found.extend(missing_space::after_stop(page, at)),
        b'|' => bars.push(at),
        b'0'..=b'9' if at >= done && touches_letter(bytes, at) => {
            let run = page.run_around(at);
            done = run.end;
            found.extend(letter_digits::in_run(page, run));
        }
        _ => {}
    });
    found.extend(lone_bar::among(page, &bars));
}

/// Beginnings of compounds in -s before a space.
fn read_links(page: &Page, reading: &Reading, found: &mut Vec<Proposal>) {
    let bytes = page.text.as_bytes();
    let is_link = |end: usize| bytes[end - 1] == b's' && bytes.get(end) == Some(&b' ');
    for word in reading.words.iter().filter(|word| word.may_begin && is_link(word.range().end)) {
        found.extend(split_word::after_link(page, word.range().end));
    }
}

/// Whether a letter stands beside a digit.
fn touches_letter(bytes: &[u8], at: usize) -> bool {
    is_letter(bytes.get(at + 1)) || is_letter(at.checked_sub(1).and_then(|at| bytes.get(at)))
}

/// Whether a byte may be of a letter.
fn is_letter(byte: Option<&u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::super::archive::Archive;
    use super::super::decoder::Decoder;
    use super::*;
    use crate::language::Language;
    use crate::repair::document::Portrait;
    use crate::repair::{LineMode, Options};

    /// The words of a text that no list knows.
    fn unknown(portrait: &Portrait) -> Vec<Range<usize>> {
        let language = Language::danish();
        let reading = portrait.reading(language);
        let options = Options::default().with_lines(LineMode::Keep);
        let decoder = Decoder::new(&reading, language, None, &options, portrait);
        decoder.map(|decoder| decoder.unknown()).unwrap_or_default()
    }

    /// What is proposed for a text of a document that is so damaged: what stands there, what it becomes, how sure.
    fn proposed(text: &str, damage: f32) -> Vec<(String, String, f32)> {
        let language = Language::danish();
        let portrait = Portrait::new(text, &crate::Options::default(), None, Default::default());
        let unknown = unknown(&portrait);
        let proposals =
            proposals(&Page::new(text, language, None, &portrait, unknown, damage), &portrait.reading(language));
        let told = proposals.into_iter().map(|proposal| {
            let best = &proposal.candidates[0];
            (text[proposal.range].to_owned(), best.text.to_string(), best.probability)
        });
        told.collect()
    }

    /// So that the language is told.
    fn in_danish(text: &str) -> String {
        format!("Det er nok det, som vi skal have på plads. {text} er det, som de ikke har været med til.")
    }

    fn of_damaged(text: &str) -> Vec<(String, String, f32)> {
        proposed(&in_danish(text), 0.1)
    }

    #[test]
    fn patterns_become_words() {
        for (damaged, mended, least) in [
            ("iDanmark", "i Danmark", 0.96),
            ("atgive", "at give", 0.8),
            ("Økono miske", "Økonomiske", 0.995),
            ("inter esseret", "interesseret", 0.95),
            ("administrations bidrag", "administrationsbidrag", 0.8),
            ("Erhvervs liv", "Erhvervsliv", 0.8),
            ("kanaIstrategi", "kanalstrategi", 0.95),
            ("ØkonomI", "Økonomi", 0.995),
            ("Økon0mi", "Økonomi", 0.995),
            ("k1okken", "klokken", 0.995),
        ] {
            let found = of_damaged(damaged);
            let is_found =
                |(was, became, sure): &(String, String, f32)| was == damaged && became == mended && *sure >= least;
            assert!(found.len() == 1 && is_found(&found[0]), "{damaged}: {found:?}");
        }
    }

    #[test]
    fn an_archive_knows_what_it_writes() {
        let mut learner = crate::profile::Learner::default();
        for _ in 0..4 {
            learner.begin_document();
            learner.read("Brug iNfo og iDanmark. Den inter esseret er her, og en kranspærre er der.\n");
        }
        let archive = Archive::new(std::sync::Arc::new(learner.finish()), Language::danish());
        let language = Language::danish();
        let found = |text: &str| {
            let text = in_danish(text);
            let portrait = Portrait::new(&text, &crate::Options::default(), None, Default::default());
            let page = Page::new(&text, language, Some(&archive), &portrait, unknown(&portrait), 0.1);
            proposals(&page, &portrait.reading(language))
                .into_iter()
                .map(|proposal| proposal.candidates[0].text.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("iNfo, iDanmark og inter esseret"), Vec::<String>::new());
        assert_eq!(found("Se kransp ærre"), ["kranspærre"]);
    }

    #[test]
    fn what_people_write_is_never_more_than_a_suspect() {
        for text in [
            "Den 31.oktober",
            "Skolen ligger i byen.Børnehaven",
            "administrations bidrag",
            "12.april",
            "l2.000 kr.",
            "2O24",
        ] {
            let found = of_damaged(text);
            assert!(found.len() == 1 && found[0].2 < 0.95, "{text}: {found:?}");
        }
    }

    #[test]
    fn alone_in_a_document_nothing_is_more_than_a_suspect() {
        for text in ["iDanmark", "inter esseret", "ØkonomI", "k1okken", "lT-afdelingen"] {
            let found = proposed(&in_danish(text), 0.0);
            assert!(found.iter().all(|(.., sure)| *sure < 0.95), "{text}: {found:?}");
        }
    }

    #[test]
    fn codes_makes_addresses_and_numbers_stay() {
        for text in [
            "A4, B1, covid19, h2o, 3D, 1a og lokale 2b",
            "PowerPoint, iPhone, iPad, eBay, LaTeX, MitID, NemID og GitHub",
            "www.haven.Foreningen.dk og anna.Hansen@haven.dk",
            "rapport.Endelig.pdf og min_fil.Navn",
            "010203-1234, 12.000,50 kr., 1.10.2024 og sag 24/10O1-x",
            "bl.a. f.eks. jf. stk.2 og nr.Navn",
            "1år, 5km og 10kr",
            "ad hoc, per capita og de facto",
        ] {
            assert_eq!(of_damaged(text), [], "{text}");
        }
    }

    #[test]
    fn bars_of_tables_stay() {
        for text in ["| dag | uge | år |", "navn | dag", "a | dag mødes vi", "|dag"] {
            assert_eq!(proposed(text, 0.1), [], "{text}");
        }
        assert_eq!(proposed("Det var godt. | dag er det, som det skal være.", 0.1)[0].1, "I");
    }

    #[test]
    fn other_languages_stay() {
        for text in [
            "Det ble sagt at hun ikke hadde vært hjemme etter klokken ti, og nå vet ingen noe iDanmark eller k1okken.",
            "There is no doubt that this was what they had been looking for inter esseret, and that k1okken is it.",
        ] {
            assert_eq!(proposed(text, 0.1), [], "{text}");
        }
    }

    #[test]
    fn rubbish_is_no_trouble() {
        for text in ["", ".", "|", "0", "a.", ".a", "s ", "lT", "1|.", "æ0æ.Æ| ÅlT", "s s s s", "0.0.a.0"] {
            proposed(text, 1.0);
            proposed(&text.repeat(300), 1.0);
        }
    }
}
