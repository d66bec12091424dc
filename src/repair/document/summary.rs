use super::age::Marks;
use crate::language::identify::Tongues;

/// What the blocks of a document say together of its language and spelling, by samples of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    pub tongues: Tongues,
    pub marks: Marks,
}

impl Summary {
    /// Adds what another block says.
    pub fn add(&mut self, other: &Self) {
        self.tongues.add(&other.tongues);
        self.marks.add(&other.marks);
    }
}
