//! Forms beside those of the pack, which are searched as those are: what an archive or a document taught.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use fst::raw::{Builder, Fst};

use super::lexicon::Roles;
use super::respell::{self, Reach, Respelled, Respellings, Sought};
use super::search::Bytes;
use super::states::{Identity, States};

/// As many forms, at most, are held as they stand, as those that a document taught; the many of an archive are packed.
const FEW: usize = 500;

/// A set of forms, each in the case it is written in. They stand alone: none is a part of a compound.
pub struct Forms {
    held: Held,
    length: usize,
}

/// How they are held.
enum Held {
    Few(Mutex<States>),
    Packed(Fst<Bytes>, Identity),
}

impl fmt::Debug for Forms {
    /// There may be many; their number has to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forms").field("forms", &self.length).finish()
    }
}

impl Forms {
    /// The set of these forms.
    #[must_use]
    pub fn new(forms: &BTreeSet<String>) -> Self {
        let held = if forms.len() <= FEW {
            Held::Few(Mutex::new(States::of(forms, Roles::WORD.bits())))
        } else {
            Held::Packed(packed(forms), Identity::new())
        };
        Self { held, length: forms.len() }
    }

    /// How many forms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The forms that the token may be a respelling of, as [`Language::respelled`](super::Language::respelled) finds
    /// those of the pack.
    #[must_use]
    pub fn respelled(&self, token: &str, table: &Respellings, reach: Reach) -> Vec<Respelled> {
        let (sought, reach) = (Sought::new(token, table), Reach { compounds: false, ..reach });
        match &self.held {
            Held::Few(states) => {
                // A walk leaves them as they are: what a panic elsewhere broke off is whole.
                let mut states = states.lock().unwrap_or_else(PoisonError::into_inner);
                respell::respelled_among(&mut states, None, &sought, reach).forms
            }
            Held::Packed(fst, identity) => respell::respelled(fst, *identity, &sought, reach).forms,
        }
    }
}

fn packed(forms: &BTreeSet<String>) -> Fst<Bytes> {
    let built = || -> Result<Fst<Bytes>, fst::Error> {
        let mut builder = Builder::memory();
        for form in forms {
            builder.insert(form, u64::from(Roles::WORD.bits()))?;
        }
        Fst::new(Bytes::Owned(builder.into_inner()?))
    };
    built().expect("a set in memory is sorted, and cannot fail to be written")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Respelling;

    /// What is found of some tokens in a set that has these forms, beside as many others.
    fn found(others: usize, tokens: &[&str]) -> Vec<Vec<String>> {
        let others = (0..others).map(|number| format!("xq{number}zwx"));
        let forms =
            Forms::new(&["Bjørnsholt", "Bjørn", "klyvert"].map(str::to_owned).into_iter().chain(others).collect());
        let row = |meant: &str, written: &str| Respelling {
            meant: meant.into(),
            written: written.into(),
            cost: 1.0,
            spelled: None,
        };
        let table = Respellings::new(vec![row("ø", "o"), row("rn", "m"), row("l", "1")]);
        let reach = Reach { rows: 2, cost: 3.0, letters: 0, compounds: false, names: true };
        let of_token =
            |token: &&str| forms.respelled(token, &table, reach).into_iter().map(|found| found.form).collect();
        tokens.iter().map(of_token).collect()
    }

    #[test]
    fn forms_are_found_as_they_are_written_be_they_few_or_many() {
        let tokens = ["Bjornsholt", "Bjomsholt", "BJORNSHOLT", "Bjorn", "k1yvert", "Bjarnsholt", ""];
        let meant = [&["Bjørnsholt"][..], &["Bjørnsholt"], &["Bjørnsholt"], &["Bjørn"], &["klyvert"], &[], &[]];
        for others in [0, FEW] {
            assert_eq!(found(others, &tokens), meant, "beside {others}");
        }
    }

    #[test]
    fn forms_of_any_length_are_no_trouble() {
        let forms = Forms::new(&["a".repeat(1 << 20), "æble".to_owned()].into());
        let reach = Reach { rows: 2, cost: 3.0, letters: 1, compounds: false, names: true };
        let found = forms.respelled("æbl", &Respellings::new(Vec::new()), reach);
        assert_eq!(found.len(), 1);
    }
}
