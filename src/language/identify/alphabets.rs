//! Which letters beyond ASCII a language writes.

use std::sync::LazyLock;

use super::Tongue;

/// The letters of each language of [`Tongue::ALL`], small ones.
static ALPHABETS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let rows = || ordret_languages::ALPHABETS.lines().filter_map(|row| row.split_once('\t'));
    let of = |tongue: &Tongue| rows().find(|(code, _)| *code == tongue.as_str()).map_or("", |(_, letters)| letters);
    Tongue::ALL.iter().map(of).collect()
});

impl Tongue {
    /// Whether it writes a letter beyond ASCII, in either case. English writes those of its foreign words, which are the letters of
    /// Western Europe.
    pub(crate) fn writes(self, letter: char) -> bool {
        let alphabet = ALPHABETS[self as usize];
        alphabet.contains(letter) || letter.to_lowercase().any(|small| alphabet.contains(small))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_write_their_letters_and_no_others() {
        for (tongue, own, others) in [
            (Tongue::Danish, "æøåÆØÅ", "łžþ"),
            (Tongue::German, "äÖüß", "øñ"),
            (Tongue::English, "éÉøñ", "łðõþ"),
            (Tongue::Polish, "łŁęśó", "êæñ"),
            (Tongue::Swahili, "", "éø"),
            (Tongue::Other, "", "éø"),
        ] {
            assert!(own.chars().all(|letter| tongue.writes(letter)), "{tongue:?}");
            assert!(!others.chars().any(|letter| tongue.writes(letter)), "{tongue:?}");
        }
    }
}
