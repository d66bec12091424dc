//! Words that OCR misread as other words become what they were, where their neighbours tell.
//!
//! **Why it is damage.** A page on which every ø was read as o has `for` for `før` and `mode` for `møde`: words, all of
//! them, and wrong.
//!
//! **Example.** In a document with many such misreadings: `et mode pa radhuset` → `et møde på rådhuset`. In a lone sentence:
//! `Det var for mange ar siden.` → `Det var for mange år siden.`
//!
//! **When it is certain.** When the document has proven the misreading on words that cannot be right, and the
//! word's neighbours or the language make the other word so much more probable that the one that stands there has no
//! case. A word list alone never tells.
//!
//! **When it is likely.** In a sentence that proves nothing, when the other word fits far better on both sides, in the
//! counted pairs of words or, where a pair was never counted, in the company that such words keep: never more than likely, for
//! people write what is odd (`Min bror er tolk`). The longer a document goes on without another misread word, the
//! stronger must be what speaks for one.

use crate::text::RuleCode;

/// The rule's code.
pub(super) const CODE: RuleCode = RuleCode("W102");
