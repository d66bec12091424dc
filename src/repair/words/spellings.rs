//! Old spelling, where it is said to be right (`--language da-historical`): a word that no list knows may be one of today,
//! as it was written before 1948 (`Kjøbenhavn`, `skulde`, `paa`, `imøde`).
//!
//! How words were spelled stands in the pack's `spellings.tsv`. Without being told, [`judge`](super::judge) weighs such a
//! reading like any other, by what the document shows of its age.

use compact_str::CompactString;

use super::candidates;
use super::confusions::Confusions;
use crate::language::{Language, List, Reach, Respellings, Step};
use crate::text::QuickMap;

/// Places of a word that may be spelled in an old way.
const MOST_PLACES: usize = 4;
/// Letters of the shortest word that is read as a compound of old spellings.
const COMPOUND_FROM: usize = 8;

/// Letters of the shortest word that others were joined with.
const LEAST_OF_NEXT: usize = 3;

/// The tokens of a block, each asked once.
pub(super) struct OldSpellings<'t> {
    language: &'static Language,
    known: QuickMap<&'t str, bool>,
}

impl<'t> OldSpellings<'t> {
    pub fn new(language: &'static Language) -> Self {
        Self { language, known: QuickMap::default() }
    }

    /// Whether a token is a word of today, or a compound, in a spelling of before 1948.
    pub fn has(&mut self, token: &'t str) -> bool {
        *self.known.entry(token).or_insert_with(|| {
            self.language.is_old_form(token)
                || is_old_spelling(token, self.language)
                || is_accented(token, self.language)
        })
    }
}

fn is_old_spelling(token: &str, language: &'static Language) -> bool {
    is_joined(token, language) || is_respelled(token, language)
}

/// Whether a token is a word whose stress is marked, as writers did at will: `énsom`, `Sné`.
fn is_accented(token: &str, language: &'static Language) -> bool {
    let plain = token.replace('é', "e").replace('É', "E");
    plain != token && (language.is_known(&plain) || language.is_old_form(&plain) || is_respelled(&plain, language))
}

/// Whether a token is two words that were written as one.
fn is_joined(token: &str, language: &Language) -> bool {
    let lower = token.to_lowercase();
    let next = |first: &CompactString| token.get(first.len()..).filter(|_| lower.starts_with(first.as_str()));
    language.list(List::OnceJoined).iter().filter_map(next).any(|next| {
        next.chars().all(char::is_lowercase) && next.chars().count() >= LEAST_OF_NEXT && language.is_known(next)
    })
}

fn is_respelled(token: &str, language: &'static Language) -> bool {
    let compounds = token.chars().count() >= COMPOUND_FROM;
    let names = token.starts_with(char::is_uppercase);
    let table = Confusions::of(language).of_old_spelling();
    let reach = Reach { rows: MOST_PLACES, cost: candidates::COST, letters: 0, compounds, names };
    let readings = candidates::search(token, table, reach, language);
    readings.iter().any(|reading| reading.word.written == token && cost(&reading.steps, table) <= candidates::CHEAP)
}

/// What spellings cost together, in nats: each once, for who writes ph writes it again. Two rare ones are no spelling.
fn cost(steps: &[Step], table: &Respellings) -> f32 {
    let rows = table.rows();
    let new = steps.iter().enumerate().filter(|(at, step)| !steps[..*at].contains(step));
    new.filter_map(|(_, step)| rows.get(usize::from(step.0))).map(|row| row.cost).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_today_are_known_as_they_were_spelled() {
        let mut spellings = OldSpellings::new(Language::danish());
        for old in [
            "paa",
            "naar",
            "Kjøbenhavn",
            "skulde",
            "ei",
            "Veien",
            "Qvinde",
            "Gaardeier",
            "Philosoph",
            "igjen",
            "imøde",
            "Tilsidst",
        ] {
            assert!(spellings.has(old), "{old}");
        }
        for damaged in ["rnindre", "Storste", "kornmunen", "hvorlcdes", "skuldc", "tsort", "iDanmark", "fidde", "figer"]
        {
            assert!(!spellings.has(damaged), "{damaged}");
        }
    }
}
