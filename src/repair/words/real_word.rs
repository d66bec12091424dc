//! Words that OCR misread as other words become what they were, where their neighbours tell.
//!
//! **Why it is damage.** A page on which every ø was read as o has `for` for `før` and `mode` for `møde`: words, all of
//! them, and wrong.
//!
//! **Example.** In a document with many such misreadings: `et mode pa radhuset` → `et møde på rådhuset`.
//!
//! **When it is certain.** When the document has proven the misreading on words that cannot be right, and the
//! word's neighbours or the language make the other word so much more probable that the one that stands there has no
//! case. A word list alone never tells.

use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W102");
