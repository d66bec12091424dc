use std::collections::BTreeMap;

/// What a person decided of a passage, wherever a rule doubts it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdict {
    /// What it becomes; nothing where it is right as it stands.
    pub reading: Option<String>,
    /// Who decided it, and where that was written.
    pub reason: String,
}

/// What a person decided, by the code of the rule and the passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts(BTreeMap<(String, String), Verdict>);

impl Verdicts {
    /// Each, with the code of its rule and its passage.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&(String, String), &Verdict)> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of which another profile says otherwise: what this one says, and what the other does.
    pub fn contradictions<'v>(
        &'v self,
        other: &'v Self,
    ) -> impl Iterator<Item = (&'v (String, String), &'v Verdict, &'v Verdict)> {
        let both = self.0.iter().filter_map(|(key, verdict)| Some((key, verdict, other.0.get(key)?)));
        both.filter(|(_, own, others)| own.reading != others.reading)
    }

    pub(super) fn insert(&mut self, rule: &str, text: &str, verdict: Verdict) {
        self.0.insert((rule.to_owned(), text.to_owned()), verdict);
    }

    /// Adds what another profile says; of two that contradict each other the lesser one stays, so that the order does not matter.
    pub(super) fn merge(&mut self, other: &Self) {
        for (key, verdict) in &other.0 {
            match self.0.get(key) {
                Some(own) if own <= verdict => {}
                _ => drop(self.0.insert(key.clone(), verdict.clone())),
            }
        }
    }
}
