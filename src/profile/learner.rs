//! Makes a profile, document by document.

use super::Profile;
use super::counts::{Counts, Limits};

/// Makes a [`Profile`] of documents, one after the other.
///
/// Learners of parts of an archive, merged in the order of the parts, give what one learner of the whole gives.
#[derive(Clone, Debug, Default)]
pub struct Learner {
    profile: Profile,
}

impl Learner {
    /// What is read from now on belongs to another document.
    pub fn begin_document(&mut self) {
        self.profile.counts.begin_document();
    }

    /// Learns from a document's text, or from a part of it that begins and ends with a line.
    pub fn read(&mut self, text: &str) {
        self.profile.counts.read(text);
    }

    /// Adds what was learned elsewhere.
    pub fn merge(&mut self, other: &Profile) {
        self.profile.merge(other);
    }

    /// What was learned.
    #[must_use]
    pub fn finish(mut self) -> Profile {
        self.profile.counts.forget(Limits::default());
        self.profile
    }
}

impl From<Counts> for Profile {
    /// A profile of words and pairs alone.
    fn from(counts: Counts) -> Self {
        Self { counts, ..Self::default() }
    }
}
