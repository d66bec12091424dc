//! One edit of a respelling.

/// One edit of a respelling: the place of its row, or one of the marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step(pub u16);

impl Step {
    pub(super) const LOST: u16 = u16::MAX - 2;
    /// A letter that is meant was not written.
    pub const LETTER_LOST: Self = Self(Self::LOST);
    /// A letter is written that is not meant.
    pub const LETTER_ADDED: Self = Self(u16::MAX - 1);
    /// A letter is written for another that no row knows.
    pub const LETTER_CHANGED: Self = Self(u16::MAX);
}
