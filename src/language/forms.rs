//! Forms beside those of the pack, which are searched as those are: what an archive or a document taught.

use std::collections::BTreeSet;
use std::fmt;

use fst::raw::{Builder, Fst};

use super::lexicon::Roles;
use super::respell::{self, Reach, Respelled, Respellings};
use super::search::Bytes;
use super::states::Identity;

/// A set of forms, each in the case it is written in. They stand alone: none is a part of a compound.
pub struct Forms {
    forms: Fst<Bytes>,
    identity: Identity,
}

impl fmt::Debug for Forms {
    /// There may be many; their number has to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Forms").field("forms", &self.forms.len()).finish()
    }
}

impl Forms {
    /// The set of these forms.
    #[must_use]
    pub fn new(forms: &BTreeSet<String>) -> Self {
        let built = || -> Result<Fst<Bytes>, fst::Error> {
            let mut builder = Builder::memory();
            for form in forms {
                builder.insert(form, u64::from(Roles::WORD.bits()))?;
            }
            Fst::new(Bytes::Owned(builder.into_inner()?))
        };
        let forms = built().expect("a set in memory is sorted, and cannot fail to be written");
        Self { forms, identity: Identity::new() }
    }

    /// How many forms there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The forms that the token may be a respelling of, as [`Language::respelled`](super::Language::respelled) finds
    /// those of the pack.
    #[must_use]
    pub fn respelled(&self, token: &str, table: &Respellings, reach: Reach) -> Vec<Respelled> {
        respell::respelled(&self.forms, self.identity, token, table, Reach { compounds: false, ..reach })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Respelling;

    #[test]
    fn forms_are_found_as_they_are_written() {
        let forms = Forms::new(&["Bjørnsholt", "klyvert"].map(str::to_owned).into());
        let row = |meant: &str, written: &str| Respelling {
            meant: meant.into(),
            written: written.into(),
            cost: 1.0,
            spelled: None,
        };
        let table = Respellings::new(vec![row("ø", "o"), row("rn", "m"), row("l", "1")]);
        let reach = Reach { rows: 2, cost: 3.0, letters: 0, compounds: false, names: true };
        let found =
            |token| forms.respelled(token, &table, reach).into_iter().map(|found| found.form).collect::<Vec<_>>();
        assert_eq!(found("Bjornsholt"), ["Bjørnsholt"]);
        assert_eq!(found("Bjomsholt"), ["Bjørnsholt"]);
        assert_eq!(found("BJORNSHOLT"), ["Bjørnsholt"]);
        assert_eq!(found("k1yvert"), ["klyvert"]);
        assert_eq!(found("Bjarnsholt"), Vec::<String>::new());
    }
}
