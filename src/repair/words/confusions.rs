//! What OCR takes letters for, and how words were spelled once.

use std::collections::HashMap;
use std::sync::OnceLock;

use smallvec::SmallVec;

use super::before::Letter;
use crate::language::{Language, PerLanguage, Respelling, Respellings, Step};
use crate::repair::reading::Reading;

/// -ln of the least and the greatest rate that steers a search.
const COSTS: (f32, f32) = (0.5, 6.0);
/// The least share of its places that an old spelling has which speaks for itself. Rarer ones (`f` for `v`) are as often
/// misread letters, and are weighed.
const LEAST_SHARE: f32 = 0.05;

/// The tables of confusions and of old spellings of a pack, `confusions.tsv` and `spellings.tsv`, as one.
pub(super) struct Confusions {
    pub table: Respellings,
    /// Of each row, its share of the places where the letters stood, in a kind of scan that has it.
    pub shares: Vec<f32>,
    /// Of each row, the letters that it needs.
    pub letters: Vec<Letters>,
    /// Of a row that is an old spelling misread, the rows of both.
    pub parts: HashMap<u16, [Step; 2]>,
    in_names: OnceLock<Respellings>,
    of_old_spelling: OnceLock<Respellings>,
    of_small_letters: OnceLock<Respellings>,
}

/// Letters that stand in a text as often, at most, as the rarest of their bytes.
pub(super) struct Letters {
    /// Their bytes in small letters, without the first of æ, ø and å, which all of them have.
    pub bytes: SmallVec<[u8; 8]>,
    /// The first of them.
    pub first: Option<Letter>,
    pub is_capital: bool,
}

impl Letters {
    fn of(meant: &str) -> Self {
        const FIRST: u8 = 0xc3;
        let bytes = meant.to_lowercase().bytes().filter(|byte| *byte != FIRST).collect();
        Self { bytes, first: meant.chars().next().map(Letter::of), is_capital: meant.starts_with(char::is_uppercase) }
    }
}

impl Confusions {
    /// Those of a language, read once.
    pub fn of(language: &'static Language) -> &'static Self {
        static OF_LANGUAGE: PerLanguage<Confusions> = PerLanguage::new(Confusions::read);
        OF_LANGUAGE.of(language)
    }

    fn read(language: &'static Language) -> Self {
        let mut rows = read(language.confusions(), false);
        rows.extend(read(language.spellings(), true));
        let parts = misread_spellings(&mut rows);
        let letters = rows.iter().map(|(row, _)| Letters::of(&row.meant)).collect();
        let (respellings, shares) = rows.into_iter().unzip();
        Self {
            table: Respellings::new(respellings),
            shares,
            letters,
            parts,
            in_names: OnceLock::new(),
            of_old_spelling: OnceLock::new(),
            of_small_letters: OnceLock::new(),
        }
    }

    /// The letters, small and capital, that a text in old spelling writes otherwise (`aa` for å): those that an old spelling stands
    /// for nearly always, where the text has three times as many known words with that as with the letter.
    pub fn unwritten_in(&self, reading: &Reading, language: &Language) -> Vec<char> {
        const NEARLY_ALWAYS: f32 = 0.9;
        /// Of a text half of whose letters were misread a word in some ten came to look so by that.
        const TIMES: usize = 3;
        let words = || reading.words.iter().map(|word| &reading.text[word.range()]);
        let mut unwritten = Vec::new();
        for (row, share) in self.table.rows().iter().zip(&self.shares) {
            let mut meant = row.meant.chars();
            let (Some(letter), None) = (meant.next(), meant.next()) else { continue };
            if !row.is_kept() || *share < NEARLY_ALWAYS {
                continue;
            }
            let written: &str = &row.written;
            let as_then = words().filter(|word| word.contains(written) && language.age_of(word) != 0).count();
            let as_now = words().filter(|word| word.contains(letter) && language.is_known(word)).count();
            if as_then > TIMES * as_now {
                unwritten.extend(std::iter::once(letter).chain(letter.to_uppercase()));
            }
        }
        unwritten
    }

    /// The table without old spellings: names keep theirs.
    pub fn in_names(&self) -> &Respellings {
        self.in_names.get_or_init(|| self.only(|row, _| row.spelled.is_none()))
    }

    /// The table of old spellings alone that have at least a share of their places.
    pub fn of_old_spelling(&self) -> &Respellings {
        self.of_old_spelling.get_or_init(|| self.only(|row, share| row.is_kept() && share >= LEAST_SHARE))
    }

    /// The confusions of small letters: those of ASCII and of the language. What has others was meant to: `hér`.
    pub fn of_small_letters(&self, language: &Language) -> &Respellings {
        let own = language.own_letters();
        let is_small = |letters: &str| letters.chars().all(|c| c.is_lowercase() && (c.is_ascii() || own.contains(c)));
        let is_of_small = |row: &Respelling| row.spelled.is_none() && is_small(&row.meant) && is_small(&row.written);
        self.of_small_letters.get_or_init(|| self.only(|row, _| is_of_small(row)))
    }

    fn only(&self, wanted: impl Fn(&Respelling, f32) -> bool) -> Respellings {
        self.table.only(|row| wanted(&self.table.rows()[row], self.shares[row]))
    }

    /// The table, with other costs for some rows.
    pub fn at_costs(&self, costs: &[(usize, f32)]) -> Respellings {
        let mut rows = self.table.rows().to_vec();
        for (row, cost) in costs {
            rows[*row].cost = cost.clamp(COSTS.0, COSTS.1);
        }
        Respellings::new(rows)
    }

    /// What is meant and what is written, of a row.
    pub fn row(&self, step: Step) -> Option<&Respelling> {
        self.table.rows().get(usize::from(step.0))
    }

    /// Whether a row is an old spelling.
    pub fn is_old(&self, step: Step) -> bool {
        self.row(step).is_some_and(Respelling::is_kept)
    }
}

/// Reads the rows of a table: what is meant, what is written, the share.
fn read(table: &str, is_kept: bool) -> Vec<(Respelling, f32)> {
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut fields = line.split('\t');
        let (meant, written) = (fields.next()?, fields.next()?);
        let share: f32 = fields.next()?.parse().ok()?;
        let cost = (-share.ln()).clamp(COSTS.0, COSTS.1);
        let spelled = is_kept.then(|| written.into());
        Some((Respelling { meant: meant.into(), written: written.into(), cost, spelled }, share))
    });
    rows.collect()
}

/// Adds, for old spellings of two letters and more, what is read for them where one of their letters is misread.
fn misread_spellings(rows: &mut Vec<(Respelling, f32)>) -> HashMap<u16, [Step; 2]> {
    /// Rarer spellings and confusions together are too rare to be looked for.
    const LEAST: f32 = 0.03;
    let mut parts = HashMap::new();
    let mut made = Vec::new();
    for (old, (spelling, old_share)) in rows.iter().enumerate().filter(|(_, (row, _))| row.is_kept()) {
        for (misread, (confusion, share)) in rows.iter().enumerate().filter(|(_, (row, _))| !row.is_kept()) {
            let share = old_share * share;
            if spelling.written.chars().count() < 2 || share < LEAST || confusion.meant.chars().count() > 1 {
                continue;
            }
            let Some((before, after)) = spelling.written.split_once(&*confusion.meant) else { continue };
            let written = format!("{before}{}{after}", confusion.written);
            let cost = (-share.ln()).clamp(COSTS.0, COSTS.1);
            parts.insert((rows.len() + made.len()) as u16, [Step(old as u16), Step(misread as u16)]);
            let spelled = Some(spelling.written.clone());
            made.push((Respelling { meant: spelling.meant.clone(), written: written.into(), cost, spelled }, share));
        }
    }
    rows.extend(made);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_whole() {
        let known = Confusions::of(Language::danish());
        assert!(known.table.rows().len() > 100 && known.table.rows().len() == known.shares.len());
        assert!(known.shares.iter().all(|share| *share > 0.0 && *share < 1.0));
        assert!(known.table.rows().iter().any(|row| &*row.meant == "ø" && &*row.written == "o"));
    }
}
