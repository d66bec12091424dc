//! Which runs of letters that are no known words are looked at: no abbreviations, no parts of words, no names from elsewhere.

use std::ops::Range;

use super::super::cut_words::is_half;
use super::super::tokens;
use crate::language::{Knowledge, Language, Roles};
use crate::repair::code_spans::is_between_backticks;
use crate::repair::reading;
use crate::text::QuickMap;
use crate::tokenize::Shape;

/// Bytes to either side in which backticks are looked for.
const NEAR: usize = 256;
/// Letters of a part of a word with hyphens that is looked at by itself.
const LEAST_PART: usize = 4;
/// Marks that OCR reads for a capital, at the start of a word.
const MARKS: [char; 2] = ['@', '®'];

/// The range to look at of a run of letters that is no known word; nothing for abbreviations, compounds, and what is
/// no word at all.
pub(super) fn worth_a_look<'t>(text: &'t str, range: Range<usize>, seen: &mut Seen<'t>) -> Option<Range<usize>> {
    let range = with_mark_before(text, trimmed(text, range));
    let range = if text[range.clone()].contains('-') { unknown_part(text, range, seen.language) } else { range };
    let token = &text[range.clone()];
    let is_marked = token.starts_with(|c: char| !c.is_alphabetic());
    if !is_marked && !tokens::is_word(text, &range) {
        return None;
    }
    if token.contains('\'')
        || is_cut_short(text, &range)
        || is_half(text, &range)
        || lost_a_letter(text, &range)
        || is_short_acronym(token)
        || is_between_backticks(text, &range, NEAR)
        || is_foreign_name(token, seen.language)
        || is_key(text, &range)
    {
        return None;
    }
    if token.chars().count() < 2 || !seen.is_unknown(token) {
        return None;
    }
    let with_dot = text[range.start..].char_indices().nth(token.chars().count() + 1).map(|(at, _)| at);
    let dotted = &text[range.start..with_dot.map_or(text.len(), |at| range.start + at)];
    (!is_short_form(dotted, seen.language)).then_some(range)
}

/// The tokens of a block that were looked up, each once: unknown words come again, and compounds cost most.
pub(super) struct Seen<'t> {
    language: &'static Language,
    /// Whether each is unknown.
    tokens: QuickMap<&'t str, bool>,
}

impl<'t> Seen<'t> {
    pub fn new(language: &'static Language) -> Self {
        Self { language, tokens: QuickMap::default() }
    }

    /// Whether a word of plain letters that the table does not have is known all the same, as a compound: most of these are.
    pub fn knows(&mut self, text: &'t str, word: &reading::Word) -> bool {
        let range = word.range();
        let is_marked = text[..range.start].ends_with(MARKS);
        matches!(word.shape, Shape::Small | Shape::Capitalised) && !is_marked && !self.is_unknown(&text[range])
    }

    fn is_unknown(&mut self, token: &'t str) -> bool {
        *self.tokens.entry(token).or_insert_with(|| self.language.knowledge(token) == Knowledge::Unknown)
    }
}

/// Of a word with hyphens the one part that no list knows, if it is one alone: `ECO-nogletal`.
fn unknown_part(text: &str, range: Range<usize>, language: &Language) -> Range<usize> {
    let mut start = range.start;
    let parts = text[range.clone()].split('-').map(|part| {
        let place = start..start + part.len();
        start = place.end + 1;
        place
    });
    let mut unknown = parts.filter(|part| language.knowledge(&text[part.clone()]) == Knowledge::Unknown);
    match (unknown.next(), unknown.next()) {
        (Some(part), None) if text[part.clone()].chars().count() >= LEAST_PART => part,
        _ => range,
    }
}

/// Whether an apostrophe stands for the end of a word, as in speech and verse (`sa'`, `vær'`): none before it opens a quotation.
fn is_cut_short(text: &str, range: &Range<usize>) -> bool {
    let is_mark = |c: char| matches!(c, '\'' | '’' | '‘');
    text[range.end..].starts_with(is_mark) && !text[..range.start].ends_with(is_mark)
}

/// Whether a run of letters is part of a word that lost a letter beside it, as a mark in its place tells: what is left is no word
/// that was misread.
pub(super) fn lost_a_letter(text: &str, range: &Range<usize>) -> bool {
    let is_mark = |c: char| matches!(c, '?' | char::REPLACEMENT_CHARACTER);
    let after = &text[range.end..];
    let rest = after.trim_start_matches(is_mark);
    text[..range.start].ends_with(is_mark)
        || after.starts_with(char::REPLACEMENT_CHARACTER)
        || rest.len() < after.len() && rest.starts_with(char::is_alphabetic)
}

/// Whether a token with its full stop is an abbreviation, or ends in one as `Sagsnr.` does.
fn is_short_form(dotted: &str, language: &Language) -> bool {
    let token = dotted.trim_end_matches(|c: char| !c.is_alphabetic());
    if token.strip_suffix("nr").is_some_and(|word| word.chars().count() > 2) {
        return true;
    }
    // `nf.`, `Bl.`: two letters and a full stop are short for something, whether or not a list has it.
    if dotted.ends_with('.') && token.chars().count() <= 2 {
        return true;
    }
    /// Letters of the word before.
    const SHORTEST: usize = 3;
    let ends = dotted.char_indices().skip(SHORTEST).map(|(at, _)| dotted.split_at(at));
    dotted.ends_with('.')
        && (language.is_abbreviation(dotted)
            || ends.clone().any(|(word, end)| {
                end.len() > 2 && language.is_abbreviation(end) && language.roles(&word.to_lowercase()).has(Roles::BEGIN)
            }))
}

/// Whether a capitalised token has letters that the language hardly has: a name from elsewhere.
fn is_foreign_name(token: &str, language: &Language) -> bool {
    /// Letters beyond ASCII that texts of any language have, or that are read for plain ones.
    const ANYWHERE: &str = "éœÉŒſ";
    let is_usual = |c: char| c.is_ascii() || ANYWHERE.contains(c) || language.own_letters().contains(c);
    token.starts_with(char::is_uppercase) && token.chars().any(|c| c.is_alphabetic() && !is_usual(c))
}

/// Whether a word names what follows it in quotation marks, as the keys of YAML and the names of settings do: `answer: 'Ja'`.
fn is_key(text: &str, range: &Range<usize>) -> bool {
    let is_quoted =
        || text[range.end..].strip_prefix(':').is_some_and(|rest| rest.trim_start().starts_with(['\'', '"']));
    let before = || text[..range.start].chars().rev().take_while(|c| *c != '\n');
    text[range.end..].starts_with(':') && is_quoted() && before().all(|c| c.is_whitespace() || c == '-')
}

/// Whether a token is so short and all in capitals that it may be any acronym.
fn is_short_acronym(token: &str) -> bool {
    const LONGEST: usize = 5;
    token.chars().all(|c| c.is_uppercase() || c == '-') && token.chars().count() <= LONGEST
}

/// The range without quotation marks and dashes at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let run = &text[range.clone()];
    let end = range.start + run.trim_end_matches(|c: char| !c.is_alphabetic()).len();
    let trimmed = run.trim_start_matches(|c: char| !c.is_alphabetic() && !MARKS.contains(&c));
    let start = range.end - trimmed.len();
    start.min(end)..end
}

fn with_mark_before(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(mark) = text[..range.start].chars().next_back().filter(|mark| MARKS.contains(mark)) else { return range };
    let start = range.start - mark.len_utf8();
    let begins = text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || "(\"“”".contains(c));
    if begins { start..range.end } else { range }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn keys_of_what_is_quoted_are_no_misread_words() {
        let text = "faq:\n  - question: 'Hvor længe skal det stege?'\n    answer: 'Salt godt mellem sværene, og hold øje med farven.'\n";
        let repair = Repairer::danish().repair(text.as_bytes());
        let found = repair.suspects().iter().find(|suspect| text[suspect.input.clone()].starts_with("answer"));
        assert!(found.is_none(), "{found:?}");
    }
}
