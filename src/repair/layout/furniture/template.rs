//! What a line is once its numbers are taken out: by that heads of different pages are told to be one.

use crate::language::{Language, List, lowercase};

/// A line with its numbers taken out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Template {
    pub words: String,
    pub numbers: Vec<u32>,
}

impl Template {
    pub fn of(seen: &str) -> Self {
        if let Some(number) = roman(seen) {
            return Self { words: "#".to_owned(), numbers: vec![number] };
        }
        let mut template = Self { words: String::with_capacity(seen.len()), numbers: Vec::new() };
        let mut number: Option<u32> = None;
        for c in lowercase(seen).chars().chain(['\n']) {
            if let Some(digit) = c.to_digit(10) {
                // What is too long for a number is none that counts.
                number = Some(number.unwrap_or_default().saturating_mul(10).saturating_add(digit));
                continue;
            }
            if let Some(number) = number.take() {
                template.numbers.push(number);
                template.words.push('#');
            }
            if !c.is_whitespace() {
                template.words.push(c);
            } else if !template.words.ends_with(' ') {
                template.words.push(' ');
            }
        }
        template.words.truncate(template.words.trim_end().len());
        template
    }

    /// Whether its numbers number parts of the text.
    pub fn counts_parts(&self, language: Option<&Language>) -> bool {
        let is_part = |token: &str| token == "§" || is_listed(language, List::Parts, token);
        let mut tokens = self.words.split(' ').peekable();
        std::iter::from_fn(|| tokens.next().map(|token| (token, tokens.peek().copied())))
            .any(|(token, next)| is_part(token) && next.is_some_and(|next| next.starts_with('#')))
            || ["#. ", "#) ", "(#) "].iter().any(|item| self.words.starts_with(item))
    }

    /// Whether nothing but a number and the words of a page number are on the line.
    pub fn is_page_number(&self, language: Option<&Language>) -> bool {
        let word = |token: &str| {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
            matches!(token, "#" | "#/#")
                || is_word_of_page_number(token, language)
                // `Side 4-13`, by chapters; alone it may be anything.
                || (token == "#-#" && has_word_for_page(&self.words, language))
        };
        self.words.contains('#') && self.words.split(' ').all(word)
    }
}

/// Whether a token without digits and signs, in small letters, may stand beside a page number; none at all may.
fn is_word_of_page_number(token: &str, language: Option<&Language>) -> bool {
    matches!(token, "" | "s" | "page" | "of" | "pag")
        || is_listed(language, List::Page, token)
        || is_listed(language, List::BesidePage, token)
}

/// Whether a line can be a page number by all that has no digit on it: most lines are told to be none by their first word.
pub(super) fn may_be_page_number(seen: &str, language: Option<&Language>) -> bool {
    let may_be_of_it = |token: &str| {
        token.bytes().any(|byte| byte.is_ascii_digit()) || {
            let token = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '#');
            token.contains('#') || is_word_of_page_number(&lowercase(token), language)
        }
    };
    roman(seen).is_some()
        || (seen.bytes().any(|byte| byte.is_ascii_digit()) && seen.split_whitespace().all(may_be_of_it))
}

/// Whether a list of the language has a word.
fn is_listed(language: Option<&Language>, list: List, word: &str) -> bool {
    language.is_some_and(|language| language.lists(list, word))
}

/// A small roman number that fills a line.
pub(super) fn roman(seen: &str) -> Option<u32> {
    /// Letters of `xxxviiii`.
    const LONGEST_ROMAN: usize = 8;
    let value = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    if seen.len() > LONGEST_ROMAN {
        return None;
    }
    let digits: Vec<u32> = seen.to_lowercase().chars().map(value).collect::<Option<_>>()?;
    let next = digits.iter().skip(1).chain(&[0]);
    let signed =
        digits.iter().zip(next).map(|(&digit, &next)| if digit < next { -i64::from(digit) } else { i64::from(digit) });
    u32::try_from(signed.sum::<i64>()).ok()
}

/// Letters that are read for digits, in tokens that have a digit or are one sign long.
pub(super) fn with_digits(seen: &str) -> String {
    let digit = |c| match c {
        'l' | 'I' | '|' | 'i' => '1',
        'O' | 'o' => '0',
        'S' | 's' => '5',
        'B' => '8',
        'Z' | 'z' => '2',
        c => c,
    };
    let token = |token: &str| -> String {
        let is_number = token.chars().all(|c| digit(c).is_ascii_digit());
        if is_number { token.chars().map(digit).collect() } else { token.to_owned() }
    };
    seen.split(' ').map(token).collect::<Vec<_>>().join(" ")
}

/// Whether the words of a template name a page, or have a number at an end.
pub(super) fn names_page(words: &str, language: Option<&Language>) -> bool {
    has_word_for_page(words, language) || words.ends_with(" #") || words.starts_with("# ")
}

/// Whether a line can be one whose words name a page or have a number at an end, by the line as it stands: most are told to be none
/// without taking their numbers out.
pub(super) fn may_name_page(seen: &str, language: Option<&Language>) -> bool {
    /// A letter takes so many bytes more, at most, before it is set in lower case.
    const BYTES_MORE: usize = 3;
    let is_number =
        |token: Option<&str>| token.is_some_and(|token| token.ends_with(|c: char| c.is_ascii_digit() || c == '#'));
    let listed = language.map_or(&[][..], |language| language.list(List::Page));
    let longest = BYTES_MORE * listed.iter().map(|word| word.len()).chain(["page".len()]).max().unwrap_or_default();
    let is_word = |token: &str| {
        let word = token.trim_matches(|c: char| !c.is_alphabetic());
        (1..=longest).contains(&word.len()) && has_word_for_page(&lowercase(word), language)
    };
    let mut tokens = seen.split_whitespace();
    is_number(tokens.clone().next()) || is_number(tokens.clone().next_back()) || tokens.any(is_word)
}

pub(super) fn has_word_for_page(words: &str, language: Option<&Language>) -> bool {
    let is_word = |token: &str| {
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        matches!(word, "s" | "page") || is_listed(language, List::Page, word)
    };
    words.split(' ').any(is_word)
}

/// Whether two templates have so large a share of their letters in common: those of very different lengths cannot.
pub(super) fn are_alike(one: &str, other: &str, share: f64) -> bool {
    let (one_length, other_length) = (one.chars().count(), other.chars().count());
    let most = 1.0 - one_length.abs_diff(other_length) as f64 / one_length.max(other_length).max(1) as f64;
    most >= share && strsim::normalized_levenshtein(one, other) >= share
}

/// Whether more than a bare number is on a line that counts pages.
pub(super) fn says_page(words: &str, language: Option<&Language>) -> bool {
    let template = Template { words: words.to_owned(), numbers: Vec::new() };
    // `(3)`, `3)` and `3/` number examples, stanzas and items as well.
    template.is_page_number(language)
        && (words.contains(|c: char| c.is_alphabetic() || matches!(c, '-' | '–' | '—'))
            || words.contains('/') && words.matches('#').count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_a_sign_says_no_page() {
        for (words, says) in
            [("#", false), ("#/", false), ("#)", false), ("#/#", true), ("# / #", true), ("- # -", true)]
        {
            assert_eq!(says_page(words, Some(Language::danish())), says, "{words}");
        }
    }
}
