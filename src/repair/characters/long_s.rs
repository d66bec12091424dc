//! The long s of old type becomes an s, when that is asked for.
//!
//! **Why it is damage.** It is none: `ſ` is how books were set until about 1900. For search and statistics it is an s.
//!
//! **Example.** `Kiøbenhavns Univerſitet` → `Kiøbenhavns Universitet`.
//!
//! **When it is certain.** Always, with `--long-s`; without it the letter stays.

use super::{LONG_S, Place, SURE};
use crate::repair::Options;
use crate::repair::proposal::Proposal;

pub(super) fn propose(place: &Place, options: &Options) -> Option<Proposal> {
    options.long_s.then(|| Proposal::single(place.range(), LONG_S, "s", SURE, "the long s is an s"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain_with, stays};
    use crate::Options;

    #[test]
    fn long_s_is_changed_only_when_asked_for() {
        stays("Huſets Præſt");
        certain_with(Options { long_s: true, ..Options::default() }, "Huſets Præſt", "Husets Præst");
    }
}
