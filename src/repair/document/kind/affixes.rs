//! Spelling dictionaries: a word a line, and behind a slash the signs of its affixes, which any character may be.

use std::ops::Range;

use super::{lines, sample};

/// Lines from which on a text is told, and the share of them that have signs.
const LEAST: usize = 32;
const LINES_A_SIGN: usize = 2;

/// The places of signs of affixes in a text; nothing where it is no dictionary.
#[derive(Clone, Copy, Debug)]
pub(in crate::repair) struct AffixSigns<'t> {
    text: &'t str,
    is_dictionary: bool,
}

impl<'t> AffixSigns<'t> {
    /// Those of a text.
    pub fn of(text: &'t str) -> Self {
        let sample = sample(text);
        let (all, signed) = lines(sample)
            .filter(|line| !line.is_empty())
            .fold((0, 0), |(all, signed), line| (all + 1, signed + usize::from(slash(&sample[line]).is_some())));
        Self { text, is_dictionary: all >= LEAST && signed * LINES_A_SIGN >= all }
    }

    /// Whether a place is among them.
    pub fn are_at(self, place: &Range<usize>) -> bool {
        self.is_dictionary && {
            let start = self.text[..place.start].rfind('\n').map_or(0, |end| end + 1);
            slash(&self.text[start..place.start]).is_some()
        }
    }
}

/// Where the one slash of an entry stands, behind a word.
fn slash(line: &str) -> Option<usize> {
    let entry = line.split(['\t', ' ']).next()?;
    let at = entry.find('/').filter(|at| *at > 0)?;
    (!entry[at + 1..].contains('/')).then_some(at)
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn signs_of_affixes_stay() {
        let entries: String =
            (0..40).map(|number| format!("ord{number}/IóÍžJyÂâÉx)\nvej{number}/Ş¤P\u{ad}X\n")).collect();
        let dictionary = format!("80\n{entries}");
        assert_eq!(Repairer::danish().repair(dictionary.as_bytes()).text(), dictionary);
    }
}
