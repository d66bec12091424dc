//! A ready-made table from words to one byte each, read where it lies.
//!
//! *Why a table of fingerprints:* a million Danish forms as a hash map would take seconds and 60 MB to build
//! at every start. This table is built once by the recipe, embedded as bytes and never unpacked: a slot is four
//! bytes (24 bits of the word's hash, 8 bits of payload), a lookup touches one cache line as a rule. The words
//! themselves are not in it, so a stranger is taken for a listed word about three times in ten million lookups;
//! `words.fst` holds the words exactly, for search and for checking the table.
//!
//! Layout, little-endian: magic (8 bytes), seed (u32), entries (u32), then the slots (u32 each; 0 = empty). A
//! word's home slot is taken from the upper half of its hash; collisions go to the next slot, round the end.

use std::borrow::Cow;

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Names the format and its version: a changed layout gets a new magic.
const MAGIC: [u8; 8] = *b"ORDFPT01";
const HEADER: usize = 16;
/// Share of slots in use when the table is written: 6 of 10 keeps runs of full slots short.
const LOAD_TENTHS: usize = 6;
/// Seeds to try before giving up. Two words sharing a fingerprint in one run is a matter of chance (about one
/// table in five), so the second or third seed is always enough for tables of this size.
const MAX_SEEDS: u32 = 64;

/// What can be wrong with the bytes of a table, or with the entries a table is to be made of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The bytes do not begin as a table of this version does.
    #[error("not a fingerprint table of this version")]
    Magic,
    /// The bytes end early, or hold something after the last slot.
    #[error("a fingerprint table has a length of {HEADER} + 4 × slots bytes, this one has {0}")]
    Length(usize),
    /// The header counts more entries than there are slots.
    #[error("a table of {slots} slots cannot hold {entries} entries")]
    Overfull {
        /// Slots in the table.
        slots: usize,
        /// Entries its header claims.
        entries: usize,
    },
    /// A payload of 0 stands for "no such word" and cannot be stored.
    #[error("the word {0:?} has a payload of 0, which means absent")]
    ZeroPayload(String),
    /// A word was given twice with different payloads.
    #[error("the word {0:?} is listed twice")]
    Duplicate(String),
    /// No seed keeps the fingerprints of the words apart.
    #[error("no seed keeps the fingerprints apart")]
    Collision,
}

/// A table of fingerprints, borrowed from the binary or owned.
#[derive(Debug, Clone)]
pub struct FingerprintTable {
    bytes: Cow<'static, [u8]>,
    slots: usize,
    seed: u64,
}

impl FingerprintTable {
    /// Reads a table. Checks the header only: cost does not grow with the table.
    ///
    /// # Errors
    /// When the bytes are not a table of this version, or its length and counts disagree.
    pub fn new(bytes: Cow<'static, [u8]>) -> Result<Self, TableError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(TableError::Magic);
        }
        if bytes.len() <= HEADER || !(bytes.len() - HEADER).is_multiple_of(4) {
            return Err(TableError::Length(bytes.len()));
        }
        let slots = (bytes.len() - HEADER) / 4;
        let entries = read_u32(&bytes, 12) as usize;
        if entries >= slots {
            return Err(TableError::Overfull { slots, entries });
        }
        let seed = u64::from(read_u32(&bytes, 8));
        Ok(Self { bytes, slots, seed })
    }

    /// The payload of a word; 0 when it is not in the table.
    #[inline]
    #[must_use]
    pub fn get(&self, word: &[u8]) -> u8 {
        let hash = xxh3_64_with_seed(word, self.seed);
        let (slots, _) = self.bytes[HEADER..].as_chunks::<4>();
        let wanted = fingerprint(hash);
        let mut at = home(hash, self.slots);
        // `new` made sure that fewer slots are used than there are; the count bounds the walk even in a
        // table whose header lies.
        for _ in 0..slots.len() {
            let slot = u32::from_le_bytes(slots[at]);
            if slot == 0 {
                return 0;
            }
            if slot & !0xFF == wanted {
                return slot as u8;
            }
            at = if at + 1 == slots.len() { 0 } else { at + 1 };
        }
        0
    }

    /// How many words the table holds.
    #[must_use]
    pub fn len(&self) -> usize {
        read_u32(&self.bytes, 12) as usize
    }

    /// Whether the table holds no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Writes a table of `entries`. The same entries give the same bytes, whatever their order.
    ///
    /// # Errors
    /// When a word is listed twice, has a payload of 0, or no seed keeps the fingerprints apart.
    pub fn write<W: AsRef<str>>(entries: &[(W, u8)]) -> Result<Vec<u8>, TableError> {
        check_entries(entries)?;
        (0..MAX_SEEDS).find_map(|seed| write_with_seed(entries, seed)).ok_or(TableError::Collision)
    }
}

/// The upper 24 bits of a slot.
fn fingerprint(hash: u64) -> u32 {
    (hash as u32) << 8
}

/// The slot where the search for a word begins: the upper half of the hash, scaled to the table.
fn home(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

fn read_u32(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn check_entries<W: AsRef<str>>(entries: &[(W, u8)]) -> Result<(), TableError> {
    let mut words: Vec<&str> = entries.iter().map(|(word, _)| word.as_ref()).collect();
    words.sort_unstable();
    if let Some(pair) = words.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(TableError::Duplicate(pair[0].to_owned()));
    }
    match entries.iter().find(|(_, payload)| *payload == 0) {
        Some((word, _)) => Err(TableError::ZeroPayload(word.as_ref().to_owned())),
        None => Ok(()),
    }
}

/// Writes the table under one seed; `None` when two words could be taken for each other.
fn write_with_seed<W: AsRef<str>>(entries: &[(W, u8)], seed: u32) -> Option<Vec<u8>> {
    let count = entries.len() * 10 / LOAD_TENTHS + 1;
    let mut slots = vec![0u32; count];
    let mut hashed: Vec<(u64, u8)> = entries
        .iter()
        .map(|(word, payload)| (xxh3_64_with_seed(word.as_ref().as_bytes(), seed.into()), *payload))
        .collect();
    hashed.sort_unstable();
    for (hash, payload) in hashed {
        let wanted = fingerprint(hash);
        let mut at = home(hash, count);
        while slots[at] != 0 {
            if slots[at] & !0xFF == wanted {
                return None;
            }
            at = (at + 1) % count;
        }
        slots[at] = wanted | u32::from(payload);
    }
    let mut bytes = MAGIC.to_vec();
    bytes.extend(seed.to_le_bytes());
    bytes.extend(u32::try_from(entries.len()).ok()?.to_le_bytes());
    bytes.extend(slots.iter().flat_map(|slot| slot.to_le_bytes()));
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(entries: &[(&str, u8)]) -> FingerprintTable {
        FingerprintTable::new(FingerprintTable::write(entries).unwrap().into()).unwrap()
    }

    #[test]
    fn what_was_written_is_found_and_nothing_else() {
        let words: Vec<String> = (0..5000).map(|n| format!("ord{n}")).collect();
        let entries: Vec<(&str, u8)> =
            words.iter().enumerate().map(|(n, w)| (w.as_str(), (n % 255) as u8 + 1)).collect();
        let table = table(&entries);
        assert_eq!(table.len(), 5000);
        for (word, payload) in entries {
            assert_eq!(table.get(word.as_bytes()), payload, "{word}");
        }
        assert_eq!(table.get(b"ord5000"), 0);
        assert_eq!(table.get(b""), 0);
    }

    #[test]
    fn the_order_of_entries_does_not_matter() {
        let forth = FingerprintTable::write(&[("a", 1), ("b", 2), ("c", 3)]).unwrap();
        let back = FingerprintTable::write(&[("c", 3), ("a", 1), ("b", 2)]).unwrap();
        assert_eq!(forth, back);
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        let table = table(&[]);
        assert!(table.is_empty());
        assert_eq!(table.get(b"ord"), 0);
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let good = FingerprintTable::write(&[("a", 1)]).unwrap();
        let read = |bytes: Vec<u8>| FingerprintTable::new(bytes.into()).unwrap_err();
        assert_eq!(read(b"something else".to_vec()), TableError::Magic);
        assert!(matches!(read(good[..good.len() - 1].to_vec()), TableError::Length(_)));
        assert!(matches!(read(good[..HEADER].to_vec()), TableError::Length(_)));
        let mut lying = good;
        lying[12..16].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(read(lying), TableError::Overfull { .. }));
    }

    #[test]
    fn a_table_without_an_empty_slot_still_ends_the_search() {
        let mut bytes = FingerprintTable::write(&[("a", 1)]).unwrap();
        bytes[HEADER..].fill(0xFF);
        let table = FingerprintTable::new(bytes.into()).unwrap();
        assert_eq!(table.get(b"b"), 0);
    }

    #[test]
    fn entries_that_cannot_be_told_apart_are_refused() {
        let write = |entries: &[(&str, u8)]| FingerprintTable::write(entries).unwrap_err();
        assert_eq!(write(&[("a", 1), ("a", 2)]), TableError::Duplicate("a".into()));
        assert_eq!(write(&[("a", 0)]), TableError::ZeroPayload("a".into()));
    }
}
