//! The files of a language pack and what can be wrong with them.

use std::borrow::Cow;

use super::classes::ClassesError;
use super::fingerprint::TableError;
use super::letters::LettersError;
use super::lists::ListsError;
use super::pairs::PairsError;

/// The files of a pack, as read or embedded.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PackFiles {
    /// The language's name, as options and the ledger write it: its code, as `da`.
    pub name: Cow<'static, str>,
    /// `words.fst`: the forms, in order, with their roles.
    pub forms: Cow<'static, [u8]>,
    /// `words.table`: the same forms as fingerprints.
    pub words: Cow<'static, [u8]>,
    /// Frequency tables, each from a source of its own.
    pub frequencies: Vec<Cow<'static, [u8]>>,
    /// `letters.model`: the letter model.
    pub letters: Cow<'static, [u8]>,
    /// `pairs.table`: which word follows which. Without it neighbours say nothing.
    pub pairs: Option<Cow<'static, [u8]>>,
    /// `old-forms.table`: forms of an older spelling that the words of today do not have. Without it such text is known by
    /// its rules of spelling alone.
    pub old_forms: Option<Cow<'static, [u8]>>,
    /// `classes.model`: which words keep the same company. Without it pairs that are not listed say nothing.
    pub classes: Option<Cow<'static, [u8]>>,
    /// `look-alikes.table`: words that may be other words, misread. Without it a known word is never doubted.
    pub look_alikes: Option<Cow<'static, [u8]>>,
    /// `confusions.tsv`: what OCR takes letters for; by line what was printed, what was read, its share, parted by tabs.
    pub confusions: Cow<'static, str>,
    /// `spellings.tsv`: how words were once spelled; by line what is written today, what was written then, its share.
    pub spellings: Cow<'static, str>,
    /// `hyphenated.txt`: what keeps its hyphen before the rest of a word, a line each, in order.
    pub hyphenated: Cow<'static, str>,
    /// `letters.tsv`: how rare letters beyond ASCII are; by line the letter, its cost in the world and in the language, in
    /// nats. Without it they cost what they cost in the world.
    pub letter_costs: Option<Cow<'static, str>>,
    /// `lists.tsv`: the words and letters that rules ask for by name; what is not there, no rule leans on.
    pub lists: Cow<'static, str>,
}

impl PackFiles {
    /// The least that a pack has: `words.fst`, `words.table` and `letters.model`. What else it has is said by its fields.
    #[must_use]
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        forms: impl Into<Cow<'static, [u8]>>,
        words: impl Into<Cow<'static, [u8]>>,
        letters: impl Into<Cow<'static, [u8]>>,
    ) -> Self {
        Self {
            name: name.into(),
            forms: forms.into(),
            words: words.into(),
            frequencies: Vec::new(),
            letters: letters.into(),
            pairs: None,
            old_forms: None,
            classes: None,
            look_alikes: None,
            confusions: Cow::Borrowed(""),
            spellings: Cow::Borrowed(""),
            hyphenated: Cow::Borrowed(""),
            letter_costs: None,
            lists: Cow::Borrowed(""),
        }
    }

    /// The Danish pack, embedded in the binary. Where the files come from: [`ordret_da::SOURCES`].
    #[must_use]
    pub fn danish() -> Self {
        Self {
            name: Cow::Borrowed(ordret_da::NAME),
            forms: Cow::Borrowed(ordret_da::WORDS_FST),
            words: Cow::Borrowed(ordret_da::WORDS_TABLE),
            frequencies: vec![
                Cow::Borrowed(ordret_da::FREQUENCIES_WORDFREQ),
                Cow::Borrowed(ordret_da::FREQUENCIES_RECORDS),
            ],
            letters: Cow::Borrowed(ordret_da::LETTERS_MODEL),
            pairs: Some(Cow::Borrowed(ordret_da::PAIRS)),
            old_forms: Some(Cow::Borrowed(ordret_da::OLD_FORMS)),
            classes: Some(Cow::Borrowed(ordret_da::CLASSES)),
            look_alikes: Some(Cow::Borrowed(ordret_da::LOOK_ALIKES)),
            confusions: Cow::Borrowed(ordret_da::CONFUSIONS),
            spellings: Cow::Borrowed(ordret_da::SPELLINGS),
            hyphenated: Cow::Borrowed(ordret_da::HYPHENATED),
            letter_costs: Some(Cow::Borrowed(ordret_da::LETTER_COSTS)),
            lists: Cow::Borrowed(ordret_da::LISTS),
        }
    }
}

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// The forms are not a readable fst.
    #[error("the forms (words.fst) cannot be read")]
    Forms(#[source] fst::Error),
    /// The word table cannot be read.
    #[error("the word table (words.table) cannot be read")]
    Words(#[source] TableError),
    /// A frequency table cannot be read.
    #[error("frequency table {number} cannot be read")]
    Frequencies {
        /// Which one, counted from 1.
        number: usize,
        /// What is wrong with it.
        #[source]
        source: TableError,
    },
    /// The letter model cannot be read.
    #[error("the letter model (letters.model) cannot be read")]
    Letters(#[source] LettersError),
    /// The word pairs cannot be read.
    #[error("the word pairs (pairs.table) cannot be read")]
    Pairs(#[source] PairsError),
    /// The forms of old spelling cannot be read.
    #[error("the forms of old spelling (old-forms.table) cannot be read")]
    OldForms(#[source] TableError),
    /// The word classes cannot be read.
    #[error("the word classes (classes.model) cannot be read")]
    Classes(#[source] ClassesError),
    /// The look-alikes cannot be read.
    #[error("the look-alikes (look-alikes.table) cannot be read")]
    LookAlikes(#[source] TableError),
    /// The lists cannot be read.
    #[error("the lists (lists.tsv) cannot be read")]
    Lists(#[source] ListsError),
    /// The word table holds another number of forms than the fst: they are not of one build.
    #[error("words.table holds {table} forms and words.fst {forms}: they are not of one build")]
    Mixed {
        /// Forms in the table.
        table: usize,
        /// Forms in the fst.
        forms: usize,
    },
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::language::fingerprint::FingerprintTable;
    use crate::language::{Language, Roles};

    #[test]
    fn the_word_table_is_what_the_forms_make_it() {
        let files = PackFiles::danish();
        let forms = fst::Map::new(files.forms).unwrap();
        let forms = forms.stream().into_str_vec().unwrap();
        let look_alikes = FingerprintTable::new(files.look_alikes.unwrap()).unwrap();
        let marked = |form: &str, roles: u8| match look_alikes.get(form.as_bytes()) {
            0 => roles,
            _ => Roles::from_bits(roles).with(Roles::LOOK_ALIKE).bits(),
        };
        let entries: Vec<(&str, u8)> = forms.iter().map(|(f, roles)| (f.as_str(), marked(f, *roles as u8))).collect();
        let found = entries.iter().filter(|(_, roles)| Roles::from_bits(*roles).has(Roles::LOOK_ALIKE)).count();
        assert_eq!(found, look_alikes.len(), "look-alikes.table is of other forms");
        assert!(FingerprintTable::write(&entries).unwrap() == *files.words, "words.table is stale");
    }

    #[test]
    fn own_forms_are_in_the_pack() {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/da/own");
        for file in fs::read_dir(own).unwrap().map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&file).unwrap();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let form = line.split('\t').next().unwrap();
                let roles = Language::danish().roles(form);
                assert_ne!(roles.bits(), 0, "{}: {form} is not in the pack: run the recipe", file.display());
            }
        }
    }

    #[test]
    fn a_damaged_pack_is_an_error_that_names_the_file() {
        let broken = |damage: fn(&mut PackFiles)| {
            let mut files = PackFiles::danish();
            damage(&mut files);
            Language::new(files).unwrap_err()
        };
        let empty = || Cow::Borrowed(&[][..]);
        assert!(matches!(broken(|f| f.forms = Cow::Borrowed(b"no fst")), PackError::Forms(_)));
        let flipped = broken(|f| f.forms.to_mut()[700_000] ^= 1);
        assert!(matches!(flipped, PackError::Forms(_)), "{flipped}");
        assert!(matches!(broken(|f| f.words = Cow::Borrowed(b"no table")), PackError::Words(_)));
        assert!(matches!(broken(|f| f.letters = Cow::Borrowed(&[])), PackError::Letters(_)));
        assert!(matches!(broken(|f| f.pairs = Some(f.words.clone())), PackError::Pairs(PairsError::Marks)));
        assert!(matches!(broken(|f| f.pairs = Some(Cow::Borrowed(&[]))), PackError::Pairs(PairsError::Table(_))));
        let frequencies = broken(|f| f.frequencies[1] = Cow::Borrowed(&[]));
        assert!(matches!(frequencies, PackError::Frequencies { number: 2, .. }));
        let other = broken(|f| f.words = FingerprintTable::write(&[("ord", 1)]).unwrap().into());
        assert!(matches!(other, PackError::Mixed { table: 1, .. }));
        let cut = Language::new(PackFiles { words: empty(), ..PackFiles::danish() });
        assert!(cut.unwrap_err().to_string().contains("words.table"));
    }
}
