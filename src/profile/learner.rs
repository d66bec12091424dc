//! Makes a profile, document by document.

use super::Profile;
use super::counts::{Counts, Limits};
use super::habits::{LineEnds, Pages, cut_words};

/// Words cut at line ends that are looked at in one document.
const MAX_CUT_WORDS: usize = 10_000;

/// Makes a [`Profile`] of documents, one after the other.
///
/// Its memory grows with what it learns, up to a little more than the [`Limits`] of words and pairs. To share an archive
/// out between threads, learn fixed parts of about a megabyte each and [`merge`](Profile::merge) them in their order:
/// then the profile does not depend on who learned which.
#[derive(Clone, Debug, Default)]
pub struct Learner {
    profile: Profile,
    pages: Option<Pages>,
    cut_words: Vec<[String; 2]>,
}

impl Learner {
    /// What is read from now on belongs to another document.
    pub fn begin_document(&mut self) {
        self.end_document();
        self.profile.counts.begin_document();
        self.pages = Some(Pages::default());
    }

    /// Learns from a document's text, or from a part of it that begins and ends with a line.
    pub fn read(&mut self, text: &str) {
        self.profile.counts.read(text);
        self.pages.get_or_insert_default().read(text);
        let room = MAX_CUT_WORDS - self.cut_words.len();
        self.cut_words.extend(cut_words(text).take(room).map(|(left, right)| [left.to_owned(), right.to_owned()]));
        self.profile.forget();
    }

    /// What was learned.
    #[must_use]
    pub fn finish(mut self) -> Profile {
        self.end_document();
        self.profile
    }

    fn end_document(&mut self) {
        if let Some(pages) = self.pages.take() {
            pages.finish(&mut self.profile.furniture);
        }
        for halves in self.cut_words.drain(..) {
            let ends = &mut self.profile.line_ends;
            *count_of(ends, &self.profile.counts, &halves) += 1;
        }
    }
}

/// What the document says of a word that is cut at a line end.
fn count_of<'a>(ends: &'a mut LineEnds, counts: &Counts, halves: &[String; 2]) -> &'a mut u64 {
    let [removed, kept] = ["", "-"].map(|joint| counts.is_in_document(&halves.join(joint)));
    match (removed, kept) {
        (true, false) => &mut ends.removed,
        (false, true) => &mut ends.kept,
        _ => &mut ends.open,
    }
}

impl Profile {
    /// Forgets what is rarest, if more is known than is kept.
    pub(super) fn forget(&mut self) {
        self.counts.forget(Limits::default());
        self.furniture.forget();
    }
}
