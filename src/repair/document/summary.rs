use super::age::Marks;
use super::passages::Said;

/// What the blocks of a document say together of its language and spelling, by samples of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    pub said: Said,
    pub marks: Marks,
}

impl Summary {
    /// Adds what another block says.
    pub fn add(&mut self, other: &Self) {
        self.said.add(&other.said);
        self.marks.add(&other.marks);
    }
}
