//! Question marks that are nothing else: most text has some, and reading each as every letter would cost more than all the
//! rest of the work on it.

use super::weigh::{Surroundings, Weigher};

/// A word that is less probable by itself is in no listed pair.
const PAIRED: f32 = -14.0;

/// Whether a letter in the place of the question mark at the end of `asked` ("senere?") makes no word that is nearly as
/// probable as the word and the mark are: then no reading of it gains `least`, in nats.
///
/// What is said of a letter is a bound, so that a mark which could be reported is never passed over.
pub(super) fn is_plain(asked: &str, around: &Surroundings, letters: &str, least: f32, weigher: &Weigher) -> bool {
    let Some(word) = asked.strip_suffix('?').filter(|word| word.ends_with(char::is_lowercase)) else { return false };
    let most = letters.chars().filter(|letter| letter.is_lowercase()).map(|letter| {
        let mut read = String::with_capacity(word.len() + 2);
        read.push_str(word);
        read.push(letter);
        weigher.language.log_probability_at_most(&read)
    });
    let most = most.fold(f32::NEG_INFINITY, f32::max);
    if most > PAIRED {
        return false;
    }
    let right = weigher.language.log_probability_before("", around.right).min(0.0);
    most + right - weigher.weigh(asked, around) < least
}
