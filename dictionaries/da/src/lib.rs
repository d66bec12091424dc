//! The Danish language pack of [ordret](https://crates.io/crates/ordret), as embedded bytes: data alone, no code.
//!
//! The tables are made by a recipe (`dictionaries/build` in ordret's repository) and have licences of their own, which
//! differ from the program's: [`NOTICE`] tells them, [`SOURCES`] says of each file what it was made of. What a table's
//! bytes mean is known by ordret alone, of the same version.

/// The pack's name, as the option `--language` of ordret knows it.
pub const NAME: &str = "da";
/// The pack's version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The licences of the pack as an SPDX expression; which file has which says [`SOURCES`].
pub const LICENCE: &str = "MPL-1.1 AND CC-BY-SA-4.0 AND (MIT OR Apache-2.0)";
/// Whose the data is, and what may be done with it.
pub const NOTICE: &str = include_str!("../NOTICE");
/// `SOURCES.toml`: the sources, and of each file what it was made of, its licence and its SHA-256.
pub const SOURCES: &str = include_str!("../SOURCES.toml");

/// The forms, in order, with their roles in compounds: an `fst` map.
pub static WORDS_FST: &[u8] = include_bytes!("../words.fst");
/// The same forms as a table of fingerprints.
pub static WORDS_TABLE: &[u8] = include_bytes!("../words.table");
/// How frequent words are by wordfreq: a table of fingerprints.
pub static FREQUENCIES_WORDFREQ: &[u8] = include_bytes!("../frequencies-wordfreq.table");
/// How frequent words are in records and free texts: a table of fingerprints.
pub static FREQUENCIES_RECORDS: &[u8] = include_bytes!("../frequencies-records.table");
/// Which letters follow which: a letter model.
pub static LETTERS_MODEL: &[u8] = include_bytes!("../letters.model");
/// Which word follows which: a table of fingerprints.
pub static PAIRS: &[u8] = include_bytes!("../pairs.table");
/// Which words keep the same company: word classes.
pub static CLASSES: &[u8] = include_bytes!("../classes.model");
/// Forms of an older spelling that the words of today do not have: a table of fingerprints.
pub static OLD_FORMS: &[u8] = include_bytes!("../old-forms.table");
/// Words that may be other words, misread: a table of fingerprints.
pub static LOOK_ALIKES: &[u8] = include_bytes!("../look-alikes.table");

/// What OCR takes letters for: what was printed, what was read, its share; a row a line, parted by tabs.
pub static CONFUSIONS: &str = include_str!("../confusions.tsv");
/// How words were spelled before 1948: what is written today, what was written then, its share.
pub static SPELLINGS: &str = include_str!("../spellings.tsv");
/// Lists of words and letters that rules ask for by name, a line each.
pub static LISTS: &str = include_str!("../lists.tsv");
/// What keeps its hyphen before the rest of a word, a line each.
pub static HYPHENATED: &str = include_str!("../hyphenated.txt");
/// How rare each letter beyond ASCII is: the letter, its cost in the world, its cost in Danish, in nats.
pub static LETTER_COSTS: &str = include_str!("../letters.tsv");
