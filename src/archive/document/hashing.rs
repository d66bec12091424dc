use super::repair_error::RepairError;
use crate::archive::input::content;
use crate::archive::output::Restart;
use crate::record::Content;

/// A writer that hashes what it passes on.
pub(super) struct Hashing<'a> {
    out: &'a mut dyn Restart,
    /// Nothing as long as all is as it came: then the hash is the input's.
    hasher: Option<blake3::Hasher>,
    /// How many bytes were written.
    pub bytes: u64,
}

impl<'a> Hashing<'a> {
    pub fn new(out: &'a mut dyn Restart) -> Self {
        Self { out, hasher: None, bytes: 0 }
    }

    /// The input, which `input` has hashed, and the output, by hash and size.
    pub fn contents(&self, input: &blake3::Hasher) -> (Content, Content) {
        let input = content(input);
        let output = self.hasher.as_ref().map_or_else(|| input.clone(), content);
        (input, output)
    }

    /// What is written from now on is not as it came; `input` has hashed what was.
    pub fn part_from(&mut self, input: &blake3::Hasher) {
        self.hasher.get_or_insert_with(|| input.clone());
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), RepairError> {
        if let Some(hasher) = &mut self.hasher {
            hasher.update(bytes);
        }
        self.bytes += bytes.len() as u64;
        self.out.write_all(bytes).map_err(RepairError::Write)
    }
}
