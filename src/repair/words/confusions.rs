//! What OCR takes letters for, and how common each confusion is in a document.

use std::sync::LazyLock;

use crate::language::{Respelling, Respellings, Step};

/// -ln of the least and the greatest rate that steers a search.
const COSTS: (f32, f32) = (0.5, 6.0);

/// The table of confusions: `dictionaries/confusions.tsv`.
pub(super) struct Confusions {
    pub table: Respellings,
    /// Of each row, its share of the places where the letters stood, in a kind of scan that has it.
    pub shares: Vec<f32>,
}

impl Confusions {
    /// The table that comes along.
    pub fn known() -> &'static Self {
        static KNOWN: LazyLock<Confusions> =
            LazyLock::new(|| Confusions::read(include_str!("../../../dictionaries/confusions.tsv")));
        &KNOWN
    }

    fn read(table: &str) -> Self {
        let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?, fields.next()?, fields.next()?.parse::<f32>().ok()?))
        });
        let (mut shares, mut respellings) = (Vec::new(), Vec::new());
        for (meant, written, share) in rows {
            let cost = (-share.ln()).clamp(COSTS.0, COSTS.1);
            respellings.push(Respelling { meant: meant.into(), written: written.into(), cost });
            shares.push(share);
        }
        Self { table: Respellings::new(respellings), shares }
    }

    /// What is meant and what is written, of a row.
    pub fn row(&self, step: Step) -> Option<&Respelling> {
        self.table.rows().get(usize::from(step.0))
    }
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
