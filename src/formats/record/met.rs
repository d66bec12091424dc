use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// Which of the fields and columns that were asked for stand in any record. Copies share that.
#[derive(Clone, Debug, Default)]
pub struct MetNames(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// Whether any record was read.
    is_any: AtomicBool,
    names: Mutex<BTreeSet<String>>,
}

impl MetNames {
    /// Takes in the names that a document's records have.
    pub(crate) fn meet(&self, names: Vec<String>) {
        self.0.is_any.store(true, Relaxed);
        if !names.is_empty() {
            self.0.names.lock().unwrap_or_else(PoisonError::into_inner).extend(names);
        }
    }

    /// Those of `asked` that no record has; none where no record was read.
    pub fn unmet<'n>(&self, asked: impl Iterator<Item = &'n String>) -> Vec<&'n str> {
        if !self.0.is_any.load(Relaxed) {
            return Vec::new();
        }
        let names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
        asked.filter(|name| !names.contains(*name)).map(String::as_str).collect()
    }
}

/// What was met is no option.
impl PartialEq for MetNames {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for MetNames {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_record_has_is_told_where_there_was_a_record() {
        let (met, asked) = (MetNames::default(), ["text".to_owned(), "titel".to_owned()]);
        assert!(met.unmet(asked.iter()).is_empty());
        met.clone().meet(vec!["text".into()]);
        assert_eq!(met.unmet(asked.iter()), ["titel"]);
    }
}
