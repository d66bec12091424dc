//! Ligatures of type become the letters they join: `ﬁ`, `ﬂ`, `ﬀ`, `ﬃ`, `ﬄ`, `ﬆ`.
//!
//! **Why it is damage.** Type joins some letters for looks. Text taken out of a PDF file keeps the joined sign, and no
//! search for `afgift` finds a word that is written with it. æ and œ are letters, no ligatures, and stay.
//!
//! **Example.** `oﬃciel` → `officiel`; `aﬀald` → `affald`.
//!
//! **When it is certain.** Always, unless `--keep-ligatures` is given.

use super::{LIGATURES, Place, SURE};
use crate::repair::Options;
use crate::repair::proposal::Proposal;

/// What the signs from U+FB00 join; U+FB05 has a long s.
const JOINED: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "ſt", "st"];

pub(super) fn propose(place: &Place, options: &Options) -> Option<Proposal> {
    let joined = *JOINED.get((place.c as usize).checked_sub(0xfb00)?)?;
    let joined = if options.long_s { joined.replace('ſ', "s") } else { joined.to_owned() };
    let evidence = "a ligature of type";
    options.ligatures.then(|| Proposal::single(place.range(), LIGATURES, joined, SURE, evidence))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, certain_with};
    use crate::Options;

    #[test]
    fn ligatures_are_spelled_out_unless_told_not_to() {
        certain(
            "Aﬂedning af spildevand fra ﬁskekutter; œuvre og ægte",
            "Afledning af spildevand fra fiskekutter; œuvre og ægte",
        );
        let text = "aﬀald";
        certain_with(Options { ligatures: false, ..Options::default() }, text, text);
    }
}
