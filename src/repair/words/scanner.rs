//! How often an archive's scanner takes letters for others: its profile's confusions as rates of the table's rows.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::confusions::Confusions;
use crate::profile::{self, Counts, Profile};

/// Where the letters of a row stood in texts, by what is meant.
type Places<'a> = HashMap<&'a str, f64, Xxh3DefaultBuilder>;

/// Of each row of the table, the share of its places where the archive has the confusion; 0 where it tells none.
///
/// Of what pairs of texts taught and what was found in the archive's own words the higher counts: either may come from
/// documents that were read better.
pub(super) fn rates(profile: &Profile, known: &Confusions) -> Vec<f32> {
    let [taught, found] = [profile.taught(), profile.found()];
    let in_pairs = in_pairs(taught);
    let in_words = if found.is_empty() { Places::default() } else { in_words(found, profile.counts()) };
    let rate = |confusions: &profile::Confusions, places: &Places<'_>, meant: &str, written: &str| {
        let weight = confusions.weight(written, meant);
        places.get(meant).map_or(0.0, |places| weight / places.max(1.0))
    };
    let rows = known.table.rows().iter().map(|row| {
        if row.spelled.is_some() {
            return 0.0;
        }
        let rates =
            [rate(taught, &in_pairs, &row.meant, &row.written), rate(found, &in_words, &row.meant, &row.written)];
        rates[0].max(rates[1]) as f32
    });
    rows.collect()
}

/// The places in pairs of texts, where letters that were read right are taught as well; none where they are not.
fn in_pairs(taught: &profile::Confusions) -> Places<'_> {
    let mut places = Places::default();
    if taught.iter().all(|confusion| confusion.observed != confusion.meant) {
        return places;
    }
    for confusion in taught.iter() {
        *places.entry(confusion.meant).or_default() += confusion.weight;
    }
    places
}

/// The places in the archive's words, weighed by documents as the confusions that were found are.
fn in_words<'a>(found: &'a profile::Confusions, counts: &Counts) -> Places<'a> {
    let mut places = Places::default();
    for confusion in found.iter() {
        *places.entry(confusion.meant).or_default() += confusion.weight;
    }
    for word in counts.words().filter(|word| word.any_case > 0) {
        for (meant, places) in &mut places {
            let times = word.form.matches(meant).count();
            *places += times as f64 * f64::from(word.documents);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::profile::Learner;

    fn rate(profile: &Profile, meant: &str, written: &str) -> f32 {
        let known = Confusions::of(Language::danish());
        let rows = known.table.rows();
        let row = rows.iter().position(|row| &*row.meant == meant && &*row.written == written).unwrap();
        rates(profile, known)[row]
    }

    #[test]
    fn pairs_tell_of_how_many_places_letters_were_misread_at() {
        let mut taught = profile::Confusions::default();
        taught.add("o", "ø", 6.0);
        taught.add("ø", "ø", 2.0);
        taught.add("a", "å", 5.0);
        let mut profile = Profile::default();
        profile.teach(&taught);
        assert_eq!([rate(&profile, "ø", "o"), rate(&profile, "å", "a"), rate(&profile, "l", "i")], [0.75, 1.0, 0.0]);
    }

    #[test]
    fn an_archive_tells_by_the_words_that_it_has() {
        let mut learner = Learner::default();
        for text in ["storste folger okonomi", "største følger møde", "sagen om skolen"] {
            learner.begin_document();
            learner.read(text);
        }
        let mut profile = learner.finish();
        profile.find_confusions(Language::danish());
        assert_eq!(rate(&profile, "ø", "o"), 0.5);
    }
}
