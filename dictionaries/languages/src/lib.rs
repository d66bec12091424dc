//! The model by which [ordret](https://crates.io/crates/ordret) tells what language a passage is in, as embedded bytes: data
//! alone, no code.
//!
//! A recipe makes it (`dictionaries/build` in ordret's repository). Its licences differ from the program's: [`NOTICE`] tells
//! them, [`SOURCES`] says what it was made of. What its bytes mean is known by ordret alone, of the same version.

/// The version of the model's crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The licences of the crate as an SPDX expression.
pub const LICENCE: &str = "CC-BY-SA-4.0 AND MPL-1.1 AND Apache-2.0 AND MIT AND Unicode-3.0";
/// Whose the data is, and what may be done with it.
pub const NOTICE: &str = include_str!("../NOTICE");
/// `SOURCES.toml`: the sources, and of each file what it was made of, its licence and its SHA-256.
pub const SOURCES: &str = include_str!("../SOURCES.toml");

/// What words and letters cost in each language.
pub static MODEL: &[u8] = include_bytes!("../languages.model");
/// The letters beyond ASCII that each language writes: code and letters, a language a line, parted by a tab.
pub static ALPHABETS: &str = include_str!("../alphabets.tsv");
/// The languages of the model, in order: code, name, and what each was made of; a row a line, parted by tabs.
pub static LANGUAGES: &str = include_str!("../languages.tsv");
