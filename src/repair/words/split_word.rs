//! Words that were split in two become one again.
//!
//! **Why it is damage.** A wide gap between two letters, or the hyphen of a line's end that was lost with the line, is
//! read as a space.
//!
//! **Example.** `det ind drages` → `det inddrages`; `Økono miske` → `Økonomiske`; `administrations bidrag` →
//! `administrationsbidrag`.
//!
//! **When it is certain.** In a document that was misread: when both halves are no words, neither stands anywhere else, and
//! the whole is a common word, much more probable than its halves. Where one half may stand alone, it is likely at
//! most; in any document where the second half is no word and no part of one (`sådan ne`), and where some such
//! show that hyphens went with their lines. Where the whole is only a compound, or both halves are known, a suspect, for people write compounds apart too.
//! With a profile a word that the archive writes as one is likely where one half is no word, and two words that it writes
//! apart stay.

use std::ops::Range;

use super::archive::Joins;
use super::page::{Page, SUSPECT};
use super::tokens::lowered;
use crate::language::identify::Tongues;
use crate::language::{Case, Context, Knowledge, Roles};
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W104");

/// Both halves are no words.
const NO_WORDS: f32 = 0.996;
/// One half is a word.
const HALF_A_WORD: f32 = 0.96;
/// The whole is a compound, or rare.
const WEAK: f32 = 0.8;
/// Letters of each half.
const LEAST_LETTERS: usize = 2;
/// How much more probable the whole has to be than its halves, in nats.
const LEAST_LEAD: f32 = 6.0;
const SURE_LEAD: f32 = 12.0;

/// Torn words of a block which show that a printer's hyphens went with their lines: so many, and one in so many bytes, some 3,000 words.
const SOME_TORN: usize = 3;
const TORN_EVERY: usize = 20_000;

/// ln P at most of what is hardly a word by itself: no frequency list has it.
const UNLISTED: f32 = -16.0;
/// Letters of the halves of a compound with a linking -s-.
const LEAST_OF_LINKED: usize = 3;

/// The word whose beginning, with its linking -s-, ends at a place: `administrations bidrag`.
///
/// Both halves may be known, for the list has beginnings of compounds: it takes one that nobody writes alone, or a whole
/// that is a word of the list.
pub(super) fn after_link(page: &Page, end: usize) -> Option<Proposal> {
    let start = page.text[..end].trim_end_matches(char::is_alphabetic).len();
    let left = start..end;
    let first = &page.text[left.clone()];
    let begins = || page.language.roles(lowered(first, &mut String::new())).has(Roles::BEGIN);
    if first.chars().count() < LEAST_OF_LINKED || !begins() {
        return None;
    }
    let right = after(page, &left)?;
    if page.text[right.clone()].chars().count() < LEAST_OF_LINKED {
        return None;
    }
    let whole = whole(page, &left, &right)?;
    let is_whole =
        whole.knowledge == Knowledge::Known || whole.is_learned || page.language.log_probability(first) < UNLISTED;
    is_whole.then(|| {
        page.propose(start..right.end, CODE, &whole.text, SUSPECT, "the beginning of a compound, and its end")
    })?
}

/// A word of two halves, one of which is unknown.
struct Halves {
    range: Range<usize>,
    whole: String,
    /// What it is worth in a document that was misread.
    most: f32,
    is_torn: bool,
}

/// The words that unknown words are halves of.
pub(super) fn among(page: &Page) -> Vec<Proposal> {
    let halves: Vec<Halves> = (0..page.unknown.len()).filter_map(|number| around(page, number)).collect();
    let torn = halves.iter().filter(|halves| halves.is_torn).count();
    let tears = torn >= SOME_TORN && torn * TORN_EVERY >= page.text.len();
    let why = "two halves of one word, of which one is no word";
    let propose = |Halves { range, whole, most, is_torn }| match !page.is_damaged() && (is_torn || tears) {
        true => page.propose(range, CODE, &whole, most.min(HALF_A_WORD), why),
        false => page.propose_of_damaged(range, CODE, &whole, most, why),
    };
    halves.into_iter().filter_map(propose).collect()
}

/// The word that an unknown word is a half of.
fn around(page: &Page, number: usize) -> Option<Halves> {
    let range = &page.unknown[number];
    // Two unknown halves are looked at from the left one.
    let left = before(page, range).filter(|left| number == 0 || page.unknown[number - 1] != *left);
    let right = after(page, range);
    let with_left = left.and_then(|left| joined(page, &left, range));
    let with_right = right.and_then(|right| joined(page, range, &right));
    match (with_left, with_right) {
        (Some(_), Some(_)) => None,
        (left, right) => left.or(right),
    }
}

/// The word before a space before a place.
fn before(page: &Page, range: &Range<usize>) -> Option<Range<usize>> {
    let text = page.text[..range.start].strip_suffix(' ')?;
    let start = text.trim_end_matches(char::is_alphabetic).len();
    (start < text.len()).then_some(start..text.len())
}

/// The word after a space after a place.
fn after(page: &Page, range: &Range<usize>) -> Option<Range<usize>> {
    let text = page.text[range.end..].strip_prefix(' ')?;
    let length = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    (length > 0).then_some(range.end + 1..range.end + 1 + length)
}

/// Two words as one.
struct Whole {
    text: String,
    knowledge: Knowledge,
    /// How much more probable it is than its halves, in nats.
    lead: f32,
    /// Whether the archive writes it so, and hardly ever apart.
    is_learned: bool,
}

/// The two as one word, if they may be one.
fn whole(page: &Page, left: &Range<usize>, right: &Range<usize>) -> Option<Whole> {
    let (first, second) = (&page.text[left.clone()], &page.text[right.clone()]);
    let is_half = |half: &str| half.chars().all(char::is_alphabetic) && half.chars().count() >= LEAST_LETTERS;
    let is_cased = matches!(Case::of(first), Case::Lower | Case::Capitalised) && second.chars().all(char::is_lowercase);
    if !is_cased || !is_half(first) || !is_half(second) || !stands_free(page, left, right) {
        return None;
    }
    if page.language.is_pair(Context::Word(first), Context::Word(second)) {
        return None;
    }
    let text = format!("{first}{second}");
    let knowledge = page.language.knowledge(&text);
    let joins = page.joins(first, second, &text);
    let is_learned = joins == Joins::Joined;
    if joins == Joins::Apart || knowledge == Knowledge::Unknown && !is_learned {
        return None;
    }
    let lead = page.language.log_probability(&text)
        - page.language.log_probability_between(Context::Unknown, first, Context::Word(second));
    (lead >= LEAST_LEAD || is_learned).then_some(Whole { text, knowledge, lead, is_learned })
}

/// The whole of two halves, one of which is no word.
fn joined(page: &Page, left: &Range<usize>, right: &Range<usize>) -> Option<Halves> {
    let whole = whole(page, left, right)?;
    let is_stray = |half: &Range<usize>| {
        let half = &page.text[half.clone()];
        !page.language.is_known(half) && page.times(half) == 1
    };
    let most = match whole.knowledge {
        _ if whole.is_learned && (is_stray(left) || is_stray(right)) => HALF_A_WORD,
        Knowledge::Unknown => WEAK,
        Knowledge::Known if whole.lead < SURE_LEAD => SUSPECT,
        Knowledge::Known if is_stray(left) && is_stray(right) => NO_WORDS,
        Knowledge::Known => HALF_A_WORD,
        _ => WEAK,
    };
    let is_torn = most >= HALF_A_WORD && is_torn(page, left, right);
    Some(Halves { range: left.start..right.end, whole: whole.text, most, is_torn })
}

/// Whether what stands behind the space is the end of a word that only a printer parts from the rest (`sådan ne`, `med delelse`): people
/// write compounds apart, and phrases of other languages, whose parts are words (`barne pige`, `team building`), now and then the same again
/// (`osso buco`).
fn is_torn(page: &Page, left: &Range<usize>, right: &Range<usize>) -> bool {
    let [first, second] = [left, right].map(|half| &page.text[half.clone()]);
    let roles = page.language.roles(second);
    let is_again = || [first, second].iter().all(|half| page.times(half) > 1);
    !page.language.is_known(second)
        && !roles.has(Roles::END)
        && !page.language.is_compound(second)
        && first != second
        && !is_again()
        && Tongues::of(&page.text[left.start..right.end]).danish_log_odds() > 0.0
}

/// Whether nothing but space and punctuation stands beside the two.
fn stands_free(page: &Page, left: &Range<usize>, right: &Range<usize>) -> bool {
    let before = page.text[..left.start].chars().next_back();
    let after = page.text[right.end..].chars().next();
    before.is_none_or(|c| c.is_whitespace() || "(\"“”»«".contains(c))
        && after.is_none_or(|c| c.is_whitespace() || ",.;:!?)\"”»«".contains(c))
}

#[cfg(test)]
mod tests {
    use crate::{Confidence, Options, Repairer};

    fn likely(text: &str) -> String {
        let options = Options { apply: Confidence::Likely, ..Options::default() };
        Repairer::new(options).repair(text.as_bytes()).text().to_owned()
    }

    #[test]
    fn words_that_a_printer_cut_are_whole_again_in_clean_documents() {
        let cases = [
            ("Der blev truffet sådan ne aftaler, at alle kunne være med.", "sådanne"),
            ("Vi fik en kort med delelse fra bestyrelsen om det nye hus.", "meddelelse"),
        ];
        for (text, whole) in cases {
            assert!(likely(text).contains(whole), "{}", likely(text));
        }
        let one = "Derefter gik hele holdet samlet til kirken, hvor vi begyn der at synge, mens præsten tænder lysene.";
        assert_eq!(likely(one), one);
        let several =
            format!("{one} Alle elever ne sang med, og der var god stem ning. Vi slut tede dagen med en tale.\n");
        assert!(likely(&several).contains("begynder at"), "{}", likely(&several));
    }

    #[test]
    fn what_people_write_apart_stays() {
        for text in [
            "Hun arbejder som barne pige hos en familie i byen.",
            "Alle var på et godt team building kursus i foråret.",
            "Vi serverer osso buco om fredagen, og osso buco smager bedst næste dag.",
        ] {
            assert_eq!(likely(text), text);
        }
    }
}
