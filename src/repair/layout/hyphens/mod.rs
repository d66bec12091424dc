//! A word that the end of a line cut is made whole, and a hyphen that belongs to its word is kept.
//!
//! **Why it is damage.** A hyphen at the end of a line may be the printer's (`kom-⏎mune`), the word's own
//! (`IT-⏎afdelingen`, `2023-⏎2026`), or a suspended one (`kultur-⏎og fritid`). Taken out of its layout the text has half
//! words that no search finds; and to drop every hyphen would make words that never were.
//!
//! **Example.** `kom-⏎mune` → `kommune`, `IT-⏎afdelingen` → `IT-afdelingen`, `voice-⏎og chatbot` → `voice- og chatbot`.
//!
//! **When it is certain.** The hyphen goes where the whole word is known, where the text has it elsewhere, or where the
//! halves are no words. It stays between digits, before a capital, after a number or an abbreviation in capitals, and
//! where the text has the word with its hyphen elsewhere. A soft hyphen or another mark that only printers set goes, unless a
//! hyphen in its place would surely stay. It is suspended before `og`, `eller`, `samt` and the like,
//! unless both together are a word (`ind-⏎til`). Where both halves are words and the whole is none, both readings are
//! reported and the lines stay as they are.

mod cases;
mod cut;
mod facts;

use self::cases::RULES;
pub(super) use self::cut::{Cut, cut};
use self::facts::Facts;
use super::evidence::Evidence;
use super::join::Seam;
use Seam::{Close, Hyphen};
use smallvec::SmallVec;

/// A part of a compound has at least so many letters to be told from the rest of a cut name.
const WHOLE_PART: usize = 4;
/// What a mark says that only a printer sets, unless a plain hyphen in its place would be the word's own: programs write such
/// marks for every hyphen at a line's end.
const PRINTED: &[(Seam, f32)] = &[(Close, 0.999)];
/// What a sign says that is a hyphen only where a word asks for one: `opts=⏎for` is of a script.
const OTHER_SIGN: &[(Seam, f32)] = &[(Close, 0.5)];
/// The same where a plain hyphen in its place would stay, by a half that is no word: more often it was misread.
const OTHER_SIGN_KEPT: &[(Seam, f32)] = &[(Hyphen, 0.5), (Close, 0.4)];
/// What is said where no case holds.
const UNDECIDED: &[(Seam, f32)] = &[(Hyphen, 0.5), (Close, 0.5)];

/// What the cut may have been, best first, with probabilities; and why.
pub(super) struct Verdict {
    pub readings: SmallVec<[(Seam, f32); 2]>,
    pub evidence: &'static str,
}

/// Whether a cut at a sign that may be a misread hyphen makes a word.
pub(super) fn makes_word(cut: &Cut, evidence: &Evidence) -> bool {
    Facts::of(cut, evidence).is_whole_word()
}

/// Decides a cut, in a text that has other signs for hyphens or has none.
pub(super) fn decide(cut: &Cut, has_other_hyphens: bool, evidence: &Evidence) -> Verdict {
    let facts = Facts::of(cut, evidence);
    let rule = RULES.iter().find(|rule| (rule.holds)(&facts));
    let (readings, why) =
        rule.map_or((UNDECIDED, "both halves are words, the whole is none"), |rule| (rule.readings, rule.evidence));
    if cut.is_other_sign && !has_other_hyphens && !facts.is_whole_word() {
        return Verdict { readings: OTHER_SIGN.into(), evidence: "a sign that may be a misread hyphen" };
    }
    if cut.is_other_sign && facts.is_doubtful_sign(readings) {
        return Verdict { readings: OTHER_SIGN_KEPT.into(), evidence: "a sign that may be a misread hyphen" };
    }
    if facts.printers_mark && !facts.is_hyphen_of_word(readings) {
        return Verdict { readings: PRINTED.into(), evidence: "a soft hyphen at the end of a line" };
    }
    Verdict { readings: readings.into(), evidence: why }
}
