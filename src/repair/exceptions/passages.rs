//! Whether a person's passage is the one that a rule speaks of.

use std::ops::Range;

/// Whether a place is a passage, or the genitive of the name that it is, or lies inside the passage as it stands in the text: what
/// is shown as one finding may be several proposals, one beside the other.
pub(super) fn is_of(text: &str, place: &Range<usize>, passage: &str) -> bool {
    let found = &text[place.clone()];
    if found == passage || is_genitive(found, passage) {
        return true;
    }
    passage.len() > found.len() && passage.contains(found) && is_inside(text, place, passage)
}

/// Whether a word is the genitive of a name.
pub(super) fn is_genitive(word: &str, name: &str) -> bool {
    let is_name =
        name.starts_with(char::is_uppercase) && name.ends_with(char::is_alphabetic) && !name.ends_with(['s', 'S']);
    is_name && word.strip_prefix(name) == Some("s")
}

/// Whether a place lies inside a passage that stands around it, as a whole and in no longer word.
fn is_inside(text: &str, place: &Range<usize>, passage: &str) -> bool {
    let from = text.floor_char_boundary((place.end).saturating_sub(passage.len()));
    let to = text.ceil_char_boundary((place.start + passage.len()).min(text.len()));
    let is_whole = |start: usize| {
        let end = start + passage.len();
        let inner = |of: Option<char>| of.is_some_and(char::is_alphanumeric);
        let goes_on = |before: Option<char>, behind: Option<char>| inner(before) && inner(behind);
        start <= place.start
            && place.end <= end
            && !goes_on(text[..start].chars().next_back(), passage.chars().next())
            && !goes_on(passage.chars().next_back(), text[end..].chars().next())
    };
    text[from..to].match_indices(passage).any(|(at, _)| is_whole(from + at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_met_whole_in_the_genitive_and_in_parts() {
        for (text, found, passage, is_met) in [
            ("Hr. Moller kom", "Moller", "Moller", true),
            ("Hr. Mollers hat", "Mollers", "Moller", true),
            ("Mollerup Kirke", "Mollerup", "Moller", false),
            ("en mollers hat", "mollers", "moller", false),
            ("p&#229;&#229;&#229; x", "&#229;", "&#229;&#229;&#229;", true),
            ("&#229;&#229; x", "&#229;", "&#229;&#229;&#229;", false),
            ("Mollerup", "l", "Moller", false),
            ("Moller", "l", "Moller", true),
        ] {
            let at = text.find(found).unwrap();
            assert_eq!(is_of(text, &(at..at + found.len()), passage), is_met, "{text}: {passage}");
        }
    }
}
