//! Letters of other scripts that look like Latin ones.

/// Letters that look the same in most typefaces, and their Latin doubles.
const DOUBLES: [(&str, &str); 4] = [
    ("аеорсухіјѕһԁԛԝёїӧӓ", "aeopcyxijshdqwëïöä"),
    ("АВЕКМНОРСТУХІЈЅЁЇӦӒ", "ABEKMHOPCTYXIJSËÏÖÄ"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("οόν", "oóv"),
];
/// Letters that look alike; believed only in a known word of some length.
const NEARLY: [(&str, &str); 2] = [("αιρυκτεηχωγάίύ", "aipuktenxwyáíú"), ("кмтвнпг", "kmtbhnr")];
/// Whether a letter is Greek or Cyrillic.
pub(super) fn is_foreign(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}')
}

/// The word with every other letter as its Latin double, and whether all of them look the same.
pub(super) fn latin_reading(word: &str) -> Option<(String, bool)> {
    let mut exact = true;
    let mut double = |c: char| {
        if !is_foreign(c) {
            return Some(c);
        }
        find(&DOUBLES, c).or_else(|| {
            exact = false;
            find(&NEARLY, c)
        })
    };
    let mended = word.chars().map(&mut double).collect::<Option<String>>()?;
    Some((mended, exact))
}

fn find(table: &[(&str, &str)], c: char) -> Option<char> {
    table.iter().find_map(|(letters, doubles)| {
        let at = letters.chars().position(|letter| letter == c)?;
        doubles.chars().nth(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_its_double() {
        for (letters, doubles) in DOUBLES.iter().chain(&NEARLY) {
            assert_eq!(letters.chars().count(), doubles.chars().count(), "{letters}");
            assert!(letters.chars().all(is_foreign) && !doubles.chars().any(is_foreign), "{letters}");
        }
    }
}
