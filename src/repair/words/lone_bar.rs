//! A bar that begins a sentence is the word `I`.
//!
//! **Why it is damage.** A capital I is one stroke, and a program that reads pages takes it for a bar.
//!
//! **Example.** `| dag mødtes udvalget.` → `I dag mødtes udvalget.`
//!
//! **When it is certain.** Never. It is likely where the document has others and is known to be misread; a lone one is a
//! suspect. Bars of tables stay: lines with more than one, and bars that no sentence begins with; so do those of columns that were read across
//! (`højde. | en kavring, som`), of which there are many more than begin a sentence.

use memchr::{memchr, memrchr};

use super::page::Page;
use crate::language::Context;
use crate::repair::proposal::Proposal;
use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W107");

/// The document has others.
const WITH_OTHERS: f32 = 0.96;
/// So many bars for each that begins a sentence are those of columns.
const TIMES: usize = 4;
/// It has none.
const LONE: f32 = 0.7;

/// The bars among these, which are all of the page's, ascending, that are words.
pub(super) fn among(page: &Page, bars: &[usize]) -> Vec<Proposal> {
    let bytes = page.text.as_bytes();
    let mut words: Vec<usize> = Vec::new();
    for (number, &at) in bars.iter().enumerate() {
        // What stands between two bars is looked at for the one and the other, and never again.
        let after_last = number.checked_sub(1).map_or(0, |last| bars[last] + 1);
        let next = bars.get(number + 1).copied().unwrap_or(bytes.len());
        let line_start = memrchr(b'\n', &bytes[after_last..at]).map(|end| after_last + end + 1);
        let is_first = number == 0 || line_start.is_some();
        let is_last = next == bytes.len() || memchr(b'\n', &bytes[at..next]).is_some();
        if is_first && is_last && is_word(page, line_start.unwrap_or(0), at) {
            words.push(at);
        }
    }
    let are_of_columns = words.len() * TIMES < bars.len();
    let most = if words.len() > 1 && !are_of_columns { WITH_OTHERS } else { LONE };
    let propose =
        |at: usize| page.propose_of_damaged(at..at + 1, CODE, "I", most, "a bar before a word that often follows I");
    words.into_iter().filter_map(propose).collect()
}

/// Whether the only bar of a line begins a sentence, before a word that follows the word `i`.
fn is_word(page: &Page, line_start: usize, at: usize) -> bool {
    let sentence = page.text[line_start..at].trim_end();
    let Some(rest) = page.text[at + 1..].strip_prefix(' ') else { return false };
    let next = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
    (sentence.is_empty() || sentence.ends_with(['.', '!', '?']))
        && next.starts_with(char::is_lowercase)
        && page.language.is_known(next)
        && page.language.is_pair(Context::Word("i"), Context::Word(next))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::repair::document::Portrait;

    /// The places of bars that are words, in a document that was misread.
    fn words(text: &str) -> Vec<usize> {
        let portrait = Portrait::new(text, &crate::Options::default(), None, Default::default());
        let page = Page::new(text, Language::danish(), None, &portrait, Vec::new(), 0.1);
        let bars: Vec<usize> = text.match_indices('|').map(|(at, _)| at).collect();
        among(&page, &bars).into_iter().map(|proposal| proposal.range.start).collect()
    }

    #[test]
    fn a_bar_is_a_word_where_it_is_the_only_one_of_its_line() {
        let sentence = "| dag er det det, som vi skal have på plads.";
        for (text, found) in [
            (format!("{sentence}\n{sentence}\n"), vec![0, sentence.len() + 1]),
            (format!("Det er nok. {sentence}"), vec![12]),
            (format!("a | b\n{sentence}\nc | d | e"), vec![6]),
            (format!("{sentence} |"), vec![]),
            (format!("| {sentence}"), vec![]),
            // Rows of a table whose lines no line feed ends.
            (format!("{sentence}\r{sentence}\r"), vec![]),
            ("|".repeat(1000), vec![]),
        ] {
            assert_eq!(words(&text), found, "{text}");
        }
    }

    #[test]
    fn bars_of_columns_are_suspects() {
        let sentence = "| dag er det det, som vi skal have på plads.\n";
        let probability = |text: &str| {
            let portrait = Portrait::new(text, &crate::Options::default(), None, Default::default());
            let page = Page::new(text, Language::danish(), None, &portrait, Vec::new(), 0.1);
            let bars: Vec<usize> = text.match_indices('|').map(|(at, _)| at).collect();
            among(&page, &bars).first().map(Proposal::probability)
        };
        assert_eq!(probability(&sentence.repeat(2)), Some(WITH_OTHERS));
        assert_eq!(
            probability(&format!("{}{}", sentence.repeat(2), "kavring; | smast skoret\n".repeat(10))),
            Some(LONE)
        );
    }
}
