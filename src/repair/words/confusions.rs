//! What OCR takes letters for, and how words were spelled once.

use std::collections::HashMap;
use std::sync::LazyLock;

use smallvec::SmallVec;

use crate::language::{Respelling, Respellings, Step};

/// -ln of the least and the greatest rate that steers a search.
const COSTS: (f32, f32) = (0.5, 6.0);

/// The tables of confusions and of old spellings, as one: `confusions.tsv` and `spellings.tsv` of the pack.
pub(super) struct Confusions {
    pub table: Respellings,
    /// Of each row, its share of the places where the letters stood, in a kind of scan that has it.
    pub shares: Vec<f32>,
    /// Of each row, the letters that it needs.
    pub letters: Vec<Letters>,
    /// Of a row that is an old spelling misread, the rows of both.
    pub parts: HashMap<u16, [Step; 2]>,
}

/// Letters that stand in a text as often, at most, as the rarest of their bytes.
pub(super) struct Letters {
    /// Their bytes in small letters, without the first of æ, ø and å, which all of them have.
    pub bytes: SmallVec<[u8; 8]>,
    pub is_capital: bool,
}

impl Letters {
    fn of(meant: &str) -> Self {
        const FIRST: u8 = 0xc3;
        let bytes = meant.to_lowercase().bytes().filter(|byte| *byte != FIRST).collect();
        Self { bytes, is_capital: meant.starts_with(char::is_uppercase) }
    }
}

impl Confusions {
    /// The table that comes along.
    pub fn known() -> &'static Self {
        static KNOWN: LazyLock<Confusions> = LazyLock::new(|| {
            let mut rows = read(ordret_da::CONFUSIONS, false);
            rows.extend(read(ordret_da::SPELLINGS, true));
            let parts = misread_spellings(&mut rows);
            let letters = rows.iter().map(|(row, _)| Letters::of(&row.meant)).collect();
            let (respellings, shares) = rows.into_iter().unzip();
            Confusions { table: Respellings::new(respellings), shares, letters, parts }
        });
        &KNOWN
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
            if spelling.written.len() < 2 || share < LEAST || confusion.meant.chars().count() > 1 {
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
        let known = Confusions::known();
        assert!(known.table.rows().len() > 100 && known.table.rows().len() == known.shares.len());
        assert!(known.shares.iter().all(|share| *share > 0.0 && *share < 1.0));
        assert!(known.table.rows().iter().any(|row| &*row.meant == "ø" && &*row.written == "o"));
    }
}
