//! What an archive taught: its words, word pairs, misreadings and habits.
//!
//! An archive's own text is the best dictionary of its names and terms, the best model of their neighbours, and the
//! best teacher of its scanner's errors. [`Counts`] are what one text or many taught of words and pairs; a [`Profile`]
//! is what an archive taught, as a file that is learned once and reused; a [`Learner`] makes one, document by document.
//!
//! Nothing is cleaned here: a misreading that occurs a thousand times is counted a thousand times. Who asks weighs by
//! documents ([`Counts::documents`]) and by the ratio to what a word may be a misreading of.
//!
//! ```
//! use ordret::profile::{Learner, Profile};
//!
//! let mut learner = Learner::default();
//! learner.begin_document();
//! learner.read("Sagen blev drøftet på mødet. Mødet blev hævet.");
//! let profile = learner.finish();
//! assert_eq!((profile.counts().word("mødet"), profile.counts().lower("mødet")), (1, 2));
//! assert_eq!(profile.counts().pair("på", "mødet"), 1);
//!
//! let read = Profile::read(&profile.write())?;
//! assert_eq!(read.counts().total(), 8);
//! # Ok::<(), ordret::profile::ProfileError>(())
//! ```

mod confusion_mining;
mod confusions;
mod counts;
mod file;
mod habits;
mod learner;
mod tables;
mod tokens;
mod verdicts;

pub use confusions::{Confusion, Confusions};
pub(crate) use counts::fold;
pub use counts::{Counts, Limits, Missing, PairCount};
pub use file::{ProfileError, VERSION};
pub use habits::{Furniture, Habit, LineEnds, template};
pub use learner::Learner;
pub use tables::WordCount;
pub use tokens::{Kind, Token, Tokens, tokens};
pub use verdicts::{Verdict, Verdicts};

use std::fmt;

use crate::language::Language;

/// What an archive taught.
#[derive(Clone, Default)]
pub struct Profile {
    counts: Counts,
    /// Misreadings told by pairs of a damaged text and a right one.
    taught: Confusions,
    /// Misreadings found in the counts; none after a change of them until they are sought anew.
    found: Confusions,
    line_ends: LineEnds,
    furniture: Furniture,
    verdicts: Verdicts,
}

impl fmt::Debug for Profile {
    /// It holds millions of counts; their totals have to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (total, documents) = (self.counts.total(), self.counts.document_count());
        f.debug_struct("Profile").field("total", &total).field("documents", &documents).finish_non_exhaustive()
    }
}

impl Profile {
    /// Its words and word pairs.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What was misread as what: what was taught and what was found, together.
    #[must_use]
    pub fn confusions(&self) -> Confusions {
        let mut confusions = self.taught.clone();
        confusions.merge(&self.found);
        confusions
    }

    /// The misreadings that were taught, and with them, read as themselves, the letters that were read right.
    pub(crate) fn taught(&self) -> &Confusions {
        &self.taught
    }

    /// The misreadings that were found in the counts.
    pub(crate) fn found(&self) -> &Confusions {
        &self.found
    }

    /// What became of the hyphens at its line ends.
    #[must_use]
    pub fn line_ends(&self) -> LineEnds {
        self.line_ends
    }

    /// The lines at the edges of its pages.
    #[must_use]
    pub fn furniture(&self) -> &Furniture {
        &self.furniture
    }

    /// What a person decided of its passages.
    #[must_use]
    pub fn verdicts(&self) -> &Verdicts {
        &self.verdicts
    }

    /// Keeps what a person decided of a passage that a rule doubts, in place of what was decided before.
    pub fn decide(&mut self, rule: &str, text: &str, verdict: Verdict) {
        self.verdicts.insert(rule, text, verdict);
    }

    /// Adds misreadings that are known from elsewhere: from pairs of a damaged text and a right one.
    pub fn teach(&mut self, confusions: &Confusions) {
        self.taught.merge(confusions);
    }

    /// Finds misreadings in the counts: what makes known words of the archive of many unknown ones. To be called once,
    /// when all is learned and merged.
    pub fn find_confusions(&mut self, language: &Language) {
        self.found = confusion_mining::mine(&self.counts, language);
    }

    /// Adds what another profile holds. The order of profiles does not matter as long as nothing had to be forgotten
    /// (see [`Missing`]); of two it never does. Misreadings are to be found anew.
    pub fn merge(&mut self, other: &Self) {
        self.counts.merge(&other.counts);
        self.taught.merge(&other.taught);
        self.found = Confusions::default();
        self.line_ends.merge(other.line_ends);
        self.furniture.merge(&other.furniture);
        self.verdicts.merge(&other.verdicts);
        self.forget();
    }
}
