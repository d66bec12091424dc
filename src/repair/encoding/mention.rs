//! Places where a text speaks of damage instead of being damaged: `"ø" bliver til "Ã¸"`, `Ã¸ for ø`, a table of both, code between
//! backticks, a pattern of `sed`. What stands there was meant, as long as nothing else in the document was misread.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::{memchr, memmem};

use crate::repair::code_spans;
use crate::text::QuickSet;

/// Quotation marks, of which each may open or close somewhere.
const QUOTES: [char; 10] = ['"', '“', '”', '„', '»', '«', '\'', '‘', '’', '‚'];
/// How far a token is read to either side, in bytes; what is mentioned is short.
const REACH: usize = 48;
/// How far back a line is read for backticks, in bytes.
const LINE: usize = 512;
/// How far to either side the right form stands of what is spoken of, in bytes of the same line: a clause (`vises som`, `i stedet for`).
const CLAUSE: usize = 64;
/// Commands of `sed` and its like, before their first slash.
const COMMANDS: [&str; 3] = ["s", "y", "tr"];

/// Looks for mentions in a text, at ascending places. What is told of the whole text is found when it is first asked for: most texts
/// have nothing to ask about.
pub(super) struct Mentions<'t> {
    text: &'t str,
    /// Where fences of code blocks stand, as they do in Markdown.
    fences: OnceCell<Vec<usize>>,
    /// Whether it has backticks at all: most has none, and passages may be many.
    has_backticks: OnceCell<bool>,
    /// The letters beyond ASCII that the text has.
    letters: OnceCell<QuickSet<char>>,
}

impl<'t> Mentions<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text, fences: OnceCell::new(), has_backticks: OnceCell::new(), letters: OnceCell::new() }
    }

    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Whether what stands at a place is mentioned; `meant` is what it would become.
    pub fn is_at(&self, place: &Range<usize>, meant: Option<&str>) -> bool {
        // Quotation marks that are no ASCII are part of the passage.
        let (whole, inner) = (&self.text[place.clone()], self.text[place.clone()].trim_matches(QUOTES));
        let start = place.start + (inner.as_ptr() as usize - whole.as_ptr() as usize);
        let place = &(start..start + inner.len());
        let meant = meant.map(|meant| meant.trim_matches(QUOTES));
        self.is_fenced(place.start)
            || self.is_between_backticks(place)
            || self.is_pattern(place)
            || self.is_quoted(place, meant)
            || meant.is_some_and(|meant| {
                self.is_explained(place, meant) || self.is_beside(place, meant) || self.is_lone_letter(place, meant)
            })
    }

    fn is_fenced(&self, at: usize) -> bool {
        let fences = self.fences.get_or_init(|| {
            let begins_line = |at: &usize| *at == 0 || self.text.as_bytes()[at - 1] == b'\n';
            memmem::find_iter(self.text.as_bytes(), "```").filter(begins_line).collect()
        });
        fences.partition_point(|&fence| fence < at) % 2 == 1
    }

    fn is_between_backticks(&self, place: &Range<usize>) -> bool {
        if !self.has_backticks.get_or_init(|| memchr(b'`', self.text.as_bytes()).is_some()) {
            return false;
        }
        code_spans::is_between_backticks(self.text, place, LINE)
    }

    /// `s/Ã¸/ø/`: behind a command and one or two slashes.
    fn is_pattern(&self, place: &Range<usize>) -> bool {
        let before = self.token_before(place.start);
        let mut slashes = before.rmatch_indices('/').take(2);
        slashes.any(|(at, _)| {
            COMMANDS.iter().any(|command| {
                before[..at].strip_suffix(command).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
            })
        }) && self.token_after(place.end).contains('/')
    }

    /// Alone between quotation marks in a sentence; or in a word between them that the text has as it is meant, too.
    fn is_quoted(&self, place: &Range<usize>, meant: Option<&str>) -> bool {
        let (before, after) = (self.token_before(place.start), self.token_after(place.end));
        let Some(head) = before.trim_start_matches('(').strip_prefix(QUOTES) else { return false };
        let Some((tail, rest)) = after.split_once(QUOTES) else { return false };
        let ends = rest.chars().all(|c| c.is_ascii_punctuation());
        let line = self.text[..place.start - before.len()].trim_end_matches(' ');
        let goes_on =
            line.len() + before.len() < place.start && line.ends_with(|c: char| c.is_alphanumeric() || c == ')');
        ends && goes_on
            && (head.is_empty() && tail.is_empty() || meant.is_some_and(|meant| self.has(place, head, meant, tail)))
    }

    /// `Ã¸ = ø`: alone between spaces, with what it would become alone beside it.
    fn is_explained(&self, place: &Range<usize>, meant: &str) -> bool {
        let stands_alone = self.token_before(place.start).is_empty() && self.token_after(place.end).is_empty();
        if !stands_alone {
            return false;
        }
        let line = |text: &'t str| text.split('\n').next().unwrap_or_default();
        let after = line(&self.text[place.end..self.text.ceil_char_boundary((place.end + REACH).min(self.text.len()))]);
        let before = &self.text[self.text.floor_char_boundary(place.start.saturating_sub(REACH))..place.start];
        let before = before.rsplit('\n').next().unwrap_or_default();
        let is_meant = |token: &str| token.trim_matches(|c: char| c.is_ascii_punctuation()) == meant;
        let is_sign = |token: &str| !token.contains(char::is_alphanumeric);
        let mut next = after.split_whitespace();
        let mut last = before.split_whitespace().rev();
        let beside = |tokens: &mut dyn Iterator<Item = &'t str>| {
            let first = tokens.next();
            first.is_some_and(is_meant) || first.is_some_and(is_sign) && tokens.next().is_some_and(is_meant)
        };
        beside(&mut next) || beside(&mut last)
    }

    /// `SÃ¸ren i stedet for Søren`: the word as it is meant stands in the same clause, so both are spoken of.
    fn is_beside(&self, place: &Range<usize>, meant: &str) -> bool {
        let part = |c: char| c.is_alphanumeric();
        if !meant.chars().all(part) {
            return false;
        }
        let (before, after) = self.clause(place);
        // Of a word that is damaged in several places, also to signs, the parts between them are right.
        let ends_word = |c: char| !part(c) && (c.is_ascii() || c.is_whitespace() || QUOTES.contains(&c));
        let head = &before[before.rfind(ends_word).map_or(0, |at| at + char_length(before, at))..];
        let tail = &after[..after.find(ends_word).unwrap_or(after.len())];
        let begins = head.rfind(|c: char| !c.is_ascii()).map(|at| at + char_length(head, at));
        let ends = tail.find(|c: char| !c.is_ascii());
        let form = format!("{}{meant}{}", &head[begins.unwrap_or(0)..], &tail[..ends.unwrap_or(tail.len())]);
        let is_form = |word: &str| match (begins, ends) {
            // At a sentence's start the one may have a capital.
            (None, None) => word.chars().flat_map(char::to_lowercase).eq(form.chars().flat_map(char::to_lowercase)),
            (None, Some(_)) => word.starts_with(&form),
            (Some(_), None) => word.ends_with(&form),
            (Some(_), Some(_)) => word.contains(&form),
        };
        let mut words = before[..before.len() - head.len()].split(|c| !part(c));
        words.any(is_form) || after[tail.len()..].split(|c| !part(c)).any(is_form)
    }

    /// A letter alone, in a text that has the same letter right: one that is no word of a sentence, as those of a list of letters.
    fn is_lone_letter(&self, place: &Range<usize>, meant: &str) -> bool {
        let mut letters = meant.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return false };
        letter.is_alphabetic()
            && !self.text[..place.start].ends_with(char::is_alphanumeric)
            && !self.text[place.end..].starts_with(char::is_alphanumeric)
            && self.letters().contains(&letter)
    }

    /// What stands around a place in its line, as far as a clause goes.
    fn clause(&self, place: &Range<usize>) -> (&'t str, &'t str) {
        let before = &self.text[self.text.floor_char_boundary(place.start.saturating_sub(CLAUSE))..place.start];
        let after = &self.text[place.end..self.text.ceil_char_boundary((place.end + CLAUSE).min(self.text.len()))];
        (before.rsplit('\n').next().unwrap_or_default(), after.split('\n').next().unwrap_or_default())
    }

    fn letters(&self) -> &QuickSet<char> {
        self.letters.get_or_init(|| self.text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect())
    }

    /// Whether a damaged word is spoken of in a text that has it as it is meant, too: alone between quotation marks in a sentence, or
    /// in the same clause.
    pub fn is_word_at(&self, place: &Range<usize>, meant: &str) -> bool {
        self.is_quoted(place, None) && self.has(place, "", meant, "") || self.is_beside(place, meant)
    }

    /// Whether the text around a place has a word as it is meant.
    fn has(&self, place: &Range<usize>, head: &str, meant: &str, tail: &str) -> bool {
        /// Bytes to either side: what is spoken of is named on the same page.
        const PAGE: usize = 4096;
        let start = self.text.floor_char_boundary(place.start.saturating_sub(PAGE));
        let end = self.text.ceil_char_boundary((place.end + PAGE).min(self.text.len()));
        self.text[start..end].contains(&format!("{head}{meant}{tail}"))
    }

    fn token_before(&self, at: usize) -> &'t str {
        let before = &self.text[self.text.floor_char_boundary(at.saturating_sub(REACH))..at];
        before.rsplit(char::is_whitespace).next().unwrap_or_default()
    }

    fn token_after(&self, at: usize) -> &'t str {
        let after = &self.text[at..self.text.ceil_char_boundary((at + REACH).min(self.text.len()))];
        &after[..after.find(char::is_whitespace).unwrap_or(after.len())]
    }
}

fn char_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Confidence, Options, Repairer};

    fn is_mentioned(text: &str) -> bool {
        let start = text.find('Ã').unwrap_or(0);
        Mentions::new(text).is_at(&(start..start + "Ã¸".len()), Some("ø"))
    }

    #[test]
    fn what_is_spoken_of_is_told_from_what_is_damaged() {
        for text in [
            "så bliver \"ø\" til \"Ã¸\".",
            "Tegnet »Ã¸« ses ofte",
            "skriv `Ã¸` her",
            "sed -i 's/Ã¸/ø/g' fil",
            "```\nx = Ã¸\n```\n",
            "\"møde\" vises som \"mÃ¸de\", når",
            "Se: Ã¸ = ø, og",
            "ø → Ã¸",
            "I gamle filer ses Ã¸ for ø og Ã¥ for å.",
            "ø bliver til Ã¸, når filen læses forkert",
            "| Ã¸ | ø |",
            "Ã¸;ø",
            "Navnet Søren vises som SÃ¸ren i listen.",
            "Der stod rÃ¸dgrÃ¸d i stedet for rødgrød.",
            "Bogstaverne Ã¸ og Ã¥ er de værste.\nDet hedder ø på dansk.",
        ] {
            assert!(is_mentioned(text), "{text}");
        }
        for text in [
            "\"SÃ¸ren\";\"By\"",
            "Han spiste Ã¸ster.",
            "\"by\": \"KÃ¸ge\"",
            "Filmen \"BrÃ¸drene\" vises",
            "og/eller mÃ¸de/fest",
            "```\nkode\n```\nSÃ¸ren",
            "En lille Ã¸ i Kattegat.",
            "Søren spiste SÃ¸rens rødgrød.",
        ] {
            assert!(!is_mentioned(text), "{text}");
        }
    }

    #[test]
    fn mentions_stay_unless_the_text_was_misread() {
        let repaired_at = |text: &str, apply: Confidence| {
            Repairer::new(Options { apply, ..Options::default() }).repair(text.as_bytes()).into_text().into_owned()
        };
        let repaired = |text: &str| repaired_at(text, Confidence::Certain);
        for prose in [
            "Når filen læses forkert, bliver \"ø\" til \"Ã¸\".",
            "I gamle filer ses Ã¸ for ø og Ã¥ for å.",
            "Ø bliver til Ã˜, når filen åbnes. Navnet Søren vises som SÃ¸ren, og Ærø som Ã†rÃ¸.",
            "| Fejl | Bogstav |\n|---|---|\n| Ã¸ | ø |\n| Ã¥ | å |\n| Ã¦ | æ |\n",
            "Ã¸\tø\nÃ¥\tå\nÃ¦\tæ\n",
            "Der stod K›benhavn i stedet for København.",
            "Der står b�rn i stedet for børn.",
        ] {
            assert_eq!(repaired_at(prose, Confidence::Likely), prose);
        }
        assert_eq!(
            repaired("Mødet blev holdt pÃ¥ rÃ¥dhuset. Tegnet \"Ã¸\" er en Ã¸."),
            "Mødet blev holdt på rådhuset. Tegnet \"ø\" er en ø."
        );
    }
}
