use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

/// Which blocks of a document begin where a marker has left the repair off. A block is known by its hash: one that has the bytes of
/// such a block is left alone, too.
#[derive(Clone, Debug, Default)]
pub(in crate::repair) struct Switches {
    /// Whether the repair is off behind the last block.
    is_off: bool,
    begin_off: HashSet<u64>,
    /// Of one block: its hash, and whether it is off behind it.
    block: Option<(u64, Option<bool>)>,
}

impl Switches {
    /// What one block says: whether the repair is off behind it, or nothing.
    pub fn of(block: &[u8], switched: Option<bool>) -> Self {
        Self { block: Some((xxh3_64(block), switched)), ..Self::default() }
    }

    /// Adds what the next block says.
    pub fn add(&mut self, of_block: &Self) {
        let Some((hash, switched)) = of_block.block else { return };
        if self.is_off {
            self.begin_off.insert(hash);
        }
        self.is_off = switched.unwrap_or(self.is_off);
    }

    /// Whether the repair is off where a block begins.
    pub fn begins_off(&self, block: &[u8]) -> bool {
        !self.begin_off.is_empty() && self.begin_off.contains(&xxh3_64(block))
    }
}
