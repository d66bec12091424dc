//! Words and phrases that a person says are right: names, terms, what the house calls things.
//!
//! In goes a small file, one word or phrase a line; out comes whether a passage holds one, and the words that an unknown word may
//! be a misreading of.
//!
//! | line | what is right |
//! |---|---|
//! | `Moller` | the word, also `Mollers` and `MOLLER` |
//! | `navision` | also `Navision` and `NAVISION` |
//! | `Aage Moller` | the two together, parted by one space |
//! | `Navision+` | also at the beginning of a compound: `Navisionsystemet` |
//! | `+gate` | also at the end of one: `Kanslergate` |
//! | `# Names` | nothing: a comment |

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use aho_corasick::AhoCorasick;
use thiserror::Error;

use super::hunspell::{self, Compounding, HunspellError};
use crate::language::{Case, Forms, Language, Roles};

/// Bytes of the longest line: more is no word and no phrase.
const LONGEST: usize = 200;
/// What marks a part of compounds.
const MARK: char = '+';

/// Words and phrases that are right, and may be what an unknown word was.
///
/// ```
/// use ordret::{Options, OwnWords, Repairer};
///
/// let words: OwnWords = "# Names\nMoller\nAage Sorensen\nNavision+".parse()?;
/// let repairer = Repairer::new(Options::default().with_words(words));
/// let text = "Moller sporger, hvornar bestyrelsen onsker at drofte stotten, og Sorensen foreslar en losning.";
/// assert!(repairer.repair(text.as_bytes()).text().starts_with("Moller spørger, hvornår bestyrelsen ønsker"));
/// # Ok::<(), ordret::OwnWordsError>(())
/// ```
#[derive(Clone, Default)]
pub struct OwnWords(Option<Arc<Known>>);

/// What a line of the file says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    text: String,
    /// Whether it begins compounds, and whether it ends them.
    begins: bool,
    ends: bool,
}

struct Known {
    entries: Vec<Entry>,
    /// Finds each way that an entry may be written.
    finder: AhoCorasick,
    /// Of each way, its entry.
    entry_of: Vec<usize>,
    /// Bytes of the longest way.
    longest: usize,
    forms: OnceLock<Forms>,
}

/// A line is no word and no phrase.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error(
    "line {line}: {text:?} is no word and no phrase; one stands on a line, at most {LONGEST} bytes long, with a letter"
)]
pub struct OwnWordsError {
    /// The line, counted from 1.
    pub line: usize,
    /// Its beginning.
    pub text: String,
}

impl OwnWords {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |known| known.entries.len())
    }

    /// These and others.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let entries = |words: &Self| words.0.as_ref().map_or_else(Vec::new, |known| known.entries.clone());
        Self::of(entries(self).into_iter().chain(entries(other)).collect())
    }

    /// The words of a Hunspell dictionary: the bytes of its `.aff` and of its `.dic` file. Each form that they make is right; one
    /// that compounds begin or end with there does so here.
    ///
    /// # Errors
    /// Where they are not in the encoding that the affix file names, a line of them is none, or they make too many forms.
    pub fn from_hunspell(affixes: &[u8], dictionary: &[u8]) -> Result<Self, HunspellError> {
        let forms = hunspell::forms(affixes, dictionary)?.into_iter();
        let entries = forms.filter_map(|(form, Compounding { begins, ends })| {
            let is_marked = form.starts_with(MARK) || form.ends_with(MARK);
            entry(&form).filter(|_| !is_marked).map(|entry| Entry { begins, ends, ..entry })
        });
        Ok(Self::of(entries.collect()))
    }

    fn of(mut entries: Vec<Entry>) -> Self {
        entries.sort();
        entries.dedup();
        let mut ways: Vec<(String, usize)> = Vec::new();
        for (number, entry) in entries.iter().enumerate() {
            ways.extend(written(&entry.text).into_iter().map(|way| (way, number)));
        }
        let Ok(finder) = AhoCorasick::new(ways.iter().map(|(way, _)| way)) else { return Self::default() };
        let longest = ways.iter().map(|(way, _)| way.len()).max().unwrap_or(0);
        let entry_of = ways.into_iter().map(|(_, entry)| entry).collect();
        let forms = OnceLock::new();
        let known = Known { entries, finder, entry_of, longest, forms };
        Self((!known.entries.is_empty()).then(|| Arc::new(known)))
    }

    /// Whether a passage touches a word or phrase that is right where it stands.
    pub(in crate::repair) fn covers(&self, text: &str, passage: &Range<usize>, language: Option<&Language>) -> bool {
        let Some(known) = &self.0 else { return false };
        let from = text.floor_char_boundary(passage.start.saturating_sub(known.longest));
        let to = text.ceil_char_boundary((passage.end + known.longest).min(text.len()));
        let found = known.finder.find_overlapping_iter(&text[from..to]);
        found.into_iter().any(|found| {
            let place = from + found.start()..from + found.end();
            let entry = &known.entries[known.entry_of[found.pattern().as_usize()]];
            word_around(text, &place, entry, language).is_some_and(|word| touch(&word, passage))
        })
    }

    /// The words among them, as a set that can be searched: no phrases.
    pub(in crate::repair) fn forms(&self) -> Option<&Forms> {
        let known = self.0.as_ref()?;
        let forms = known.forms.get_or_init(|| {
            let words = known.entries.iter().filter(|entry| !entry.text.contains(' '));
            Forms::new(&words.flat_map(|entry| with_genitive(&entry.text)).collect())
        });
        Some(forms)
    }
}

impl fmt::Debug for OwnWords {
    /// There may be many; their number has to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OwnWords").field(&self.len()).finish()
    }
}

impl PartialEq for OwnWords {
    fn eq(&self, other: &Self) -> bool {
        let entries = |words: &Self| words.0.as_ref().map(|known| known.entries.clone());
        entries(self) == entries(other)
    }
}

impl std::str::FromStr for OwnWords {
    type Err = OwnWordsError;

    /// Reads the lines of a file.
    fn from_str(file: &str) -> Result<Self, OwnWordsError> {
        let lines = file.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate();
        let said = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let entries: Result<Vec<Entry>, OwnWordsError> = said
            .map(|(at, line)| {
                entry(line).ok_or_else(|| OwnWordsError { line: at + 1, text: line.chars().take(40).collect() })
            })
            .collect();
        Ok(Self::of(entries?))
    }
}

/// What a line says; nothing where it is no word and no phrase.
fn entry(line: &str) -> Option<Entry> {
    let (ends, rest) = line.strip_prefix(MARK).map_or((false, line), |rest| (true, rest));
    let (begins, text) = rest.strip_suffix(MARK).map_or((false, rest), |rest| (true, rest));
    let is_entry = text.len() <= LONGEST
        && text.contains(char::is_alphabetic)
        && !text.contains(|c: char| c.is_control())
        && text.split(' ').all(|word| !word.is_empty());
    is_entry.then(|| Entry { text: text.to_owned(), begins, ends })
}

/// Every way that an entry may be written: as it stands, in capitals, with a capital where it has none.
fn written(entry: &str) -> Vec<String> {
    let mut ways = with_genitive(entry);
    if Case::of(entry) == Case::Lower {
        ways.push(Case::Capitalised.apply(entry));
    }
    ways.push(entry.to_uppercase());
    ways.sort();
    ways.dedup();
    ways
}

/// An entry, and the genitive of a name.
fn with_genitive(entry: &str) -> Vec<String> {
    let is_name = entry.starts_with(char::is_uppercase) && !entry.ends_with(['s', 'S']);
    let genitive = is_name.then(|| format!("{entry}s"));
    std::iter::once(entry.to_owned()).chain(genitive).collect()
}

/// The word or phrase at a place, with the compound that an entry begins or ends; nothing where the entry is only part of
/// another word.
fn word_around(text: &str, place: &Range<usize>, entry: &Entry, language: Option<&Language>) -> Option<Range<usize>> {
    let before = letters_before(text, place.start);
    let behind = letters_behind(text, place.end);
    let may_begin = |before: &str| entry.ends && language.is_some_and(|language| begins(before, language));
    let may_end = |behind: &str| entry.begins && language.is_some_and(|language| ends(behind, language));
    let is_whole = (before.is_empty() || may_begin(before)) && (behind.is_empty() || may_end(behind));
    is_whole.then(|| place.start - before.len()..place.end + behind.len())
}

/// The letters and digits that stand right before a place.
fn letters_before(text: &str, at: usize) -> &str {
    let before = &text[..at];
    &before[before.trim_end_matches(char::is_alphanumeric).len()..]
}

/// The letters and digits that stand right behind a place.
fn letters_behind(text: &str, at: usize) -> &str {
    let behind = &text[at..];
    &behind[..behind.len() - behind.trim_start_matches(char::is_alphanumeric).len()]
}

/// Whether a language has compounds that begin so.
fn begins(letters: &str, language: &Language) -> bool {
    let lower = letters.to_lowercase();
    [lower.as_str(), lower.strip_suffix('s').unwrap_or("")].iter().any(|part| language.roles(part).has(Roles::BEGIN))
}

/// Whether a language has compounds that end so, also behind a linking s.
fn ends(letters: &str, language: &Language) -> bool {
    let lower = letters.to_lowercase();
    [lower.as_str(), lower.strip_prefix('s').unwrap_or("")].iter().any(|part| language.roles(part).has(Roles::END))
}

/// Whether a passage changes what stands at a place: it has bytes of it, or stands inside it.
fn touch(place: &Range<usize>, passage: &Range<usize>) -> bool {
    passage.start < place.end && place.start < passage.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(words: &str, text: &str, passage: &str) -> bool {
        let words: OwnWords = words.parse().unwrap();
        let start = text.find(passage).unwrap();
        words.covers(text, &(start..start + passage.len()), Some(Language::danish()))
    }

    #[test]
    fn words_are_right_in_the_cases_that_a_text_may_have_them_in() {
        for (words, text, passage, is_right) in [
            ("Moller", "Hr. Moller kom.", "Moller", true),
            ("Moller", "Hr. Mollers hat", "Mollers", true),
            ("Moller", "HR. MOLLER KOM", "MOLLER", true),
            ("Moller", "en moller kom", "moller", false),
            ("navision", "Navision og NAVISION", "NAVISION", true),
            ("Moller", "Mollerup kom", "Mollerup", false),
            ("Moller", "Moller-sagen", "Moller", true),
            ("Aage Moller", "Aage Moller kom", "Moller", true),
            ("Aage Moller", "Ole Moller kom", "Moller", false),
            ("Navision+", "Navisionsystemet", "Navisionsystemet", true),
            ("Navision", "Navisionsystemet", "Navisionsystemet", false),
            ("Navision+", "Navisionxyz", "Navisionxyz", false),
            ("+gate", "Kanslergate", "Kanslergate", true),
        ] {
            assert_eq!(covers(words, text, passage), is_right, "{words}: {text}");
        }
    }

    #[test]
    fn words_of_a_dictionary_are_right_in_their_forms() {
        let affixes = b"COMPOUNDBEGIN b\nSFX A Y 1\nSFX A 0 en .\n";
        let words = OwnWords::from_hunspell(affixes, "3\ntavlem/A\nNavision/b\n1234".as_bytes()).unwrap();
        for (text, passage, is_right) in [
            ("tavlemen", "tavlemen", true),
            ("Tavlem", "Tavlem", true),
            ("tavlemer", "tavlemer", false),
            ("Navisionsystemet", "Navisionsystemet", true),
        ] {
            let range = 0..passage.len();
            assert_eq!(words.covers(text, &range, Some(Language::danish())), is_right, "{text}");
        }
    }

    #[test]
    fn a_line_that_is_no_word_is_refused_by_its_number() {
        let error = "# Navne\n\nMoller\n+\n".parse::<OwnWords>().unwrap_err();
        assert_eq!((error.line, error.text.as_str()), (4, "+"));
        assert!("1234".parse::<OwnWords>().is_err() && "x".repeat(300).parse::<OwnWords>().is_err());
        assert_eq!("\u{feff}Moller\r\n# x\r\n".parse::<OwnWords>().unwrap().len(), 1);
        assert!("".parse::<OwnWords>().unwrap().is_empty());
    }
}
