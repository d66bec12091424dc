//! Words that OCR misread become what they were: letters taken for letters that look like them.
//!
//! **Why it is damage.** A program that reads pages takes one glyph for another (`rn` for `m`), and one that was made for
//! another language does not have Danish letters at all and reads the nearest ones it has.
//!
//! **Example.** `Storste rnødedeltagere` → `Største mødedeltagere`.
//!
//! **When it is certain.** When no list knows the word as it stands, and one word that looks like it is so much more
//! probable, in the language, between its neighbours and in the document, that neither the word as it stands nor any other
//! candidate comes near. What the document has proven of its misreadings counts. Names, abbreviations, addresses,
//! programs, numbers and other languages are left alone. So is old spelling (`Kjøbenhavn`, `skulde`): by what the document
//! shows of its age, or from the first word on with `--language da-historical`, where a candidate may be in it too.

use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W101");
