use serde::Serialize;

use super::{Evaluation, Judged, Mistake, Reliability, Score};

/// What was measured of several documents together, with the worst mistakes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Documents measured.
    pub documents: u64,
    /// Characters and words of all; its mistakes are in `broken` and `changed_wrong`.
    pub score: Score,
    /// Edits and suspects of all.
    pub reliability: Reliability,
    /// The first words that were right and became wrong.
    pub broken: Vec<InDocument<Mistake>>,
    /// The first words that were wrong, changed, and are still wrong.
    pub changed_wrong: Vec<InDocument<Mistake>>,
    /// The wrong edits and suspects that claimed most: edits first, then by probability, then in order.
    pub wrong: Vec<InDocument<Judged>>,
    limit: usize,
}

/// Something, and the name of the document that it is of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InDocument<T> {
    /// The document.
    pub document: String,
    /// What is found there.
    #[serde(flatten)]
    pub found: T,
}

impl Summary {
    /// A summary of nothing that will keep at most `limit` mistakes of each sort.
    pub fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    /// Adds a document. The order matters only for which mistakes are kept.
    pub fn add(&mut self, document: &str, mut evaluation: Evaluation) {
        self.documents += 1;
        for mistake in std::mem::take(&mut evaluation.score.mistakes) {
            let kept = if mistake.broken { &mut self.broken } else { &mut self.changed_wrong };
            if kept.len() < self.limit {
                kept.push(InDocument { document: document.to_owned(), found: mistake });
            }
        }
        self.score += evaluation.score;
        self.reliability += evaluation.reliability;
        let wrong = evaluation.wrong.into_iter();
        self.wrong.extend(wrong.map(|found| InDocument { document: document.to_owned(), found }));
        self.wrong.sort_by(|one, other| {
            let (one, other) = (&one.found, &other.found);
            other.applied.cmp(&one.applied).then(other.probability.total_cmp(&one.probability))
        });
        self.wrong.truncate(self.limit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Repairer;

    #[test]
    fn documents_add_up_and_the_worst_stays() {
        let mut summary = Summary::new(1);
        let repairer = Repairer::danish();
        for (name, gold, damaged) in [
            ("a", "Sagen blev drøftet.", "Sagen blev drÃ¸ftet."),
            ("b", "Sagen blev droftet.", "Sagen blev drÃ¸ftet."),
            ("c", "Et mode om drÃ¸ftet", "Et mode om drÃ¸ftet"),
        ] {
            let repair = repairer.repair(damaged.as_bytes());
            summary.add(name, Evaluation::of(gold, damaged, &repair, false));
        }
        let score = &summary.score;
        assert_eq!((summary.documents, score.fixed, score.changed_wrong, score.broken), (3, 1, 1, 1));
        assert_eq!((summary.broken.len(), summary.changed_wrong.len(), summary.wrong.len()), (1, 1, 1));
        assert_eq!(summary.broken[0].document, "c");
        assert_eq!(summary.wrong[0].document, "b");
    }
}
