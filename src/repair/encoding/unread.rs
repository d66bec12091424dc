//! Text that was read in an encoding which is none of those that are undone: Japanese in EUC-JP or Russian in KOI8 that was read as
//! windows-1252, and written as UTF-8 then.
//!
//! Here and there such letters are valid UTF-8 by accident, or a soft hyphen, or a ligature. To mend these would put a second damage on
//! the first, which can be undone as long as it is whole. So where most runs of letters are of this kind, nothing of the block is
//! read back but what its words prove.

use super::misread;
use super::scripts::is_other_script;
use crate::repair::scan::Scan;

/// Passages that are looked at, spread evenly.
const SAMPLES: usize = 256;
/// Characters in a row that no word of Latin letters has beyond ASCII, and that UTF-8 of two letters is.
const LONG: usize = 4;
/// So many such passages, or one that is so many times as long, tell it, if those that are UTF-8 are so many times fewer.
const LEAST: u32 = 3;
const TIMES: u32 = 2;

/// What the passages of a document say: those that are explained by UTF-8 that was misread, and those that are not.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Runs {
    explained: u32,
    unexplained: u32,
}

impl Runs {
    /// What the passages of a block say.
    pub fn of(text: &str, scan: &Scan) -> Self {
        let mut runs = Self::default();
        let passages = || scan.passages.iter().map(|range| &text[range.clone()]);
        if !passages().any(is_long) {
            return runs;
        }
        for passage in passages().step_by(scan.passages.len().div_ceil(SAMPLES)) {
            if misread::is_explained(passage) || misread::is_explained(&in_first_case(passage)) {
                runs.explained += 1;
            } else if is_long(passage) && is_latin(passage) {
                runs.unexplained += (passage.chars().count() / LONG).min(LEAST as usize) as u32;
            }
        }
        runs
    }

    /// Adds what another part of the document says.
    pub fn add(&mut self, other: Self) {
        self.explained = self.explained.saturating_add(other.explained);
        self.unexplained = self.unexplained.saturating_add(other.unexplained);
    }

    /// Whether the text was read in an encoding that is not undone.
    pub fn are_unread(self) -> bool {
        self.unexplained >= LEAST && self.unexplained > self.explained.saturating_mul(TIMES)
    }
}

/// A passage that was set in lower or upper case after it was misread, with the capitals that first bytes of UTF-8 are in windows-1252.
fn in_first_case(passage: &str) -> String {
    let first = |c: char| match c {
        'à'..='þ' => c.to_uppercase().next().unwrap_or(c),
        'Ƒ' => 'ƒ',
        _ => c,
    };
    passage.chars().map(first).collect()
}

/// Whether a passage is a long one.
fn is_long(passage: &str) -> bool {
    passage.len() >= 2 * LONG && passage.chars().nth(LONG - 1).is_some()
}

/// Whether a passage has letters, or controls for them, and nearly all are Latin.
fn is_latin(passage: &str) -> bool {
    /// Of so many letters one may be of another script: MacRoman and CP437 have a few.
    const OTHERS: usize = 4;
    let letters = passage.chars().filter(|c| c.is_alphabetic() || matches!(c, '\u{80}'..='\u{9f}')).count();
    letters > 1 && passage.chars().filter(|c| is_other_script(*c)).count() * OTHERS <= letters
}

/// Whether a text is written in the letters by which models of language write bytes, as their vocabularies have it: `Ġ` for a space before a
/// word, and for the bytes of `ø` the letters that windows-1252 has for them. Maltese, which has the letter, begins few words with it.
pub(in crate::repair) fn is_of_bytes(text: &str) -> bool {
    const SPACE: &str = "Ġ";
    const SMALL: &str = "ġ";
    const LEAST: usize = 16;
    const TIMES: usize = 10;
    let count = |letter: &str| memchr::memmem::find_iter(text.as_bytes(), letter).count();
    let spaces = count(SPACE);
    spaces >= LEAST && spaces >= TIMES * count(SMALL)
}

/// Whether a text is a table of letters and of pairs of them, with how often each was counted (`qø 12`): what is rare there is so in the text
/// that was counted, and stands alone, so that nothing tells damage.
pub(in crate::repair) fn counts_letters(text: &str) -> bool {
    /// Lines that are looked at, and rows that make a table of them, at least; of so many lines all but one.
    const SAMPLE: usize = 64;
    const LEAST: usize = 8;
    const SHARE: usize = 4;
    const LONGEST: usize = 3;
    let is_row = |line: &str| {
        let mut cells = line.rsplitn(2, [' ', '\t', ',', ';']);
        let is_count = cells.next().is_some_and(|cell| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()));
        let is_of_letters = |cell: &str| cell.contains(char::is_alphabetic) && cell.chars().nth(LONGEST).is_none();
        is_count && cells.next().is_some_and(is_of_letters)
    };
    let lines = || text.lines().filter(|line| !line.is_empty()).take(SAMPLE);
    let (all, rows) = (lines().count(), lines().filter(|line| is_row(line)).count());
    rows >= LEAST && rows * SHARE >= all * (SHARE - 1)
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[test]
    fn counts_of_letters_stay() {
        let text =
            "en 48211\ner 40310\nde 31002\nür 3678\nfü 1662\nMè 1827\ngè 344\nêO 31\nGü 344\npü 141\nÂ« 41\nÂg 2994\n";
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
    }

    #[test]
    fn a_table_of_numbers_is_mended() {
        let numbers: String = (1..40).map(|at| format!("{at};{}\n", 7 * at)).collect();
        let (damaged, right) =
            ("DrÃ¸ftet pÃ¥ mÃ¸det i foreningen for bÃ¸rn.", "Drøftet på mødet i foreningen for børn.");
        let repair = |text: &str| Repairer::danish().repair(text.as_bytes()).text().to_owned();
        assert_eq!(repair(&format!("{numbers}{damaged}\n")), format!("{numbers}{right}\n"));
    }

    #[test]
    fn vocabularies_of_models_stay() {
        let merges: String =
            ["og", "at", "det", "er", "en", "ikke", "til", "af"].map(|word| format!("Ġ {word}\nĠ{word} s\n")).concat();
        let text = format!("Ã ¸\nÃ¸ r\nf Ã¸r\nÃ¦ r\nĠvÃ¦ re\nĠsÃ¥ dan\nĠgÃ¸r e\nĠmÃ¸d et\n{merges}");
        assert_eq!(Repairer::danish().repair(text.as_bytes()).text(), text);
    }
}
