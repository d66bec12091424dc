//! The file of the language model: what each word and each letter costs in each lane.

use super::letters::{self, OTHER_SCRIPT, Word};

/// Languages and faces of languages that a row has costs of.
pub const LANES: usize = 64;
/// Bytes of a row: two costs a byte. Lane `i` is the low half of byte `i`, lane `i + 32` the high half.
pub const ROW: usize = LANES / 2;
/// The highest cost.
pub const MOST: u8 = 15;
/// Nats of a cost of 1. With 15 of them a word says at most 7.5 nats: finer steps would say less, and OCR text wants no
/// word to say more.
pub const STEP: f32 = 0.5;
/// Rows added to bytes before those are added to wider sums: 17 times 15 is the most that a byte holds.
const BATCH: usize = 17;
/// What begins the file.
const MAGIC: &[u8; 4] = b"OLM1";
/// The row number of a slot that has none.
const NONE: u16 = u16::MAX;

/// One row of costs.
pub type Row = [u8; ROW];

/// The tables of a model.
///
/// The file: its magic bytes; then a byte each for the bits of a slot's number, the bits of a gram's number, and how many letters a gram
/// has; and a zero. Then the slots, two bytes of fingerprint and two of row number, little-endian; the rows of grams; the rows of words.
#[derive(Debug)]
pub struct Model<'a> {
    slots: &'a [[u8; 4]],
    grams: &'a [Row],
    words: &'a [Row],
    slot_bits: u32,
    gram_bits: u32,
    order: u32,
}

impl<'a> Model<'a> {
    /// Reads a file; nothing when it is none.
    pub fn parse(file: &'a [u8]) -> Option<Self> {
        let [slot_bits, gram_bits, order, 0] = *file.strip_prefix(MAGIC)?.first_chunk()? else {
            return None;
        };
        let fits = (1..=16).contains(&slot_bits) && (1..=16).contains(&gram_bits) && (1..=4).contains(&order);
        if !fits {
            return None;
        }
        let (slots, rows) = file[8..].split_at_checked(4 << slot_bits)?;
        let (rows, rest) = rows.as_chunks::<ROW>();
        let (grams, words) = rows.split_at_checked(1 << gram_bits)?;
        let (slots, _) = slots.as_chunks::<4>();
        let whole = rest.is_empty() && slots.iter().any(|[.., a, b]| u16::from_le_bytes([*a, *b]) == NONE);
        whole.then_some(Self {
            slots,
            grams,
            words,
            slot_bits: u32::from(slot_bits),
            gram_bits: u32::from(gram_bits),
            order: u32::from(order),
        })
    }

    /// Makes a file. `words` are keys ([`letters::key`]) with their rows, at most three quarters as many as there are slots;
    /// `grams` are as many rows as a power of two.
    pub fn write(words: &[(u64, Row)], slot_bits: u32, grams: &[Row], order: u32) -> Option<Vec<u8>> {
        let mut rows: Vec<Row> = words.iter().map(|(_, row)| *row).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut slots = vec![[0xff; 4]; 1 << slot_bits];
        if words.len() * 4 > slots.len() * 3 || rows.len() >= usize::from(NONE) || !grams.len().is_power_of_two() {
            return None;
        }
        for (key, row) in words {
            let number = u16::try_from(rows.binary_search(row).ok()?).ok()?;
            let mut at = first_slot(*key, slot_bits);
            while slots[at][2..] != NONE.to_le_bytes() {
                at = (at + 1) % slots.len();
            }
            let ([a, b], [c, d]) = (print(*key), number.to_le_bytes());
            slots[at] = [a, b, c, d];
        }
        let bits = [slot_bits, grams.len().trailing_zeros(), order, 0].map(|number| number as u8);
        Some([MAGIC.as_slice(), &bits, &slots.concat(), &grams.concat(), &rows.concat()].concat())
    }

    /// Where the costs of grams belong that end in the lowest byte of `gram`.
    pub fn gram_place(gram: u32, bits: u32) -> usize {
        letters::place(gram, bits)
    }

    /// The costs of a word that has a row.
    #[inline]
    fn word(&self, key: u64) -> Option<&'a Row> {
        let mut at = first_slot(key, self.slot_bits);
        let print = print(key);
        loop {
            let [a, b, c, d] = *self.slots.get(at)?;
            let number = u16::from_le_bytes([c, d]);
            if number == NONE {
                return None;
            }
            if [a, b] == print {
                return self.words.get(usize::from(number));
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Whether a word of these letters has a row of its own, as frequent ones have.
    pub(super) fn has_word(&self, codes: &[u8]) -> bool {
        self.word(letters::key(codes)).is_some()
    }

    /// What the words of a text cost.
    pub(super) fn costs(&self, text: &str) -> Costs {
        let mut costs = Costs::default();
        letters::words(text, |word| self.add(word, &mut costs));
        costs.widen();
        costs
    }

    #[inline]
    fn add(&self, word: &Word, costs: &mut Costs) {
        if let Some(row) = self.word(word.key()) {
            costs.words += 1;
            costs.add(row);
        } else if word.codes().contains(&OTHER_SCRIPT) {
            costs.other_script += u32::from(word.codes().len() > 2);
        } else {
            costs.words += 1;
            for gram in letters::grams(word.codes(), self.order) {
                if let Some(row) = self.grams.get(letters::place(gram, self.gram_bits)) {
                    costs.add(row);
                }
            }
        }
    }
}

/// Where the search for a word begins.
const fn first_slot(key: u64, bits: u32) -> usize {
    (key >> (64 - bits)) as usize
}

/// What tells a word from the others of its slot.
const fn print(key: u64) -> [u8; 2] {
    (key as u16).to_le_bytes()
}

/// Sums of rows: in bytes as long as they hold, then wider.
pub(super) struct Costs {
    /// A byte for each lane.
    narrow: [u8; LANES],
    rows: usize,
    /// The sums, once all is widened.
    pub wide: [u32; LANES],
    /// How many words went in.
    pub words: u32,
    /// How many words of three letters or more are of other scripts.
    pub other_script: u32,
}

impl Default for Costs {
    fn default() -> Self {
        Self { narrow: [0; LANES], rows: 0, wide: [0; LANES], words: 0, other_script: 0 }
    }
}

impl Costs {
    #[inline]
    fn add(&mut self, row: &Row) {
        let (low, high) = self.narrow.split_at_mut(ROW);
        // No byte of a batch overflows. Two loops, of which the compiler makes vectors.
        for (at, pair) in row.iter().enumerate() {
            low[at] = low[at].wrapping_add(pair & 0x0f);
        }
        for (at, pair) in row.iter().enumerate() {
            high[at] = high[at].wrapping_add(pair >> 4);
        }
        self.rows += 1;
        if self.rows == BATCH {
            self.widen();
        }
    }

    fn widen(&mut self) {
        for (wide, narrow) in self.wide.iter_mut().zip(&mut self.narrow) {
            *wide = wide.saturating_add(u32::from(std::mem::take(narrow)));
        }
        self.rows = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> u64 {
        letters::key(&word.chars().map(letters::code).collect::<Vec<_>>())
    }

    #[test]
    fn a_file_says_what_was_written() {
        let (mut dear, mut cheap) = ([0x31; ROW], [0x02; ROW]);
        (dear[0], cheap[0]) = (0xff, 0);
        let file = Model::write(&[(key("og"), dear), (key("är"), cheap)], 4, &[[0x11; ROW]; 8], 3).unwrap();
        let model = Model::parse(&file).unwrap();
        let costs = model.costs("OG är og, och λόγος");
        assert_eq!((costs.words, costs.other_script), (4, 1));
        assert_eq!(costs.wide[0], 15 + 15 + 4);
        assert_eq!(costs.wide[1], 1 + 2 + 1 + 4);
        assert_eq!(costs.wide[33], 3 + 3 + 4);
    }

    #[test]
    fn sums_hold_however_many_rows_there_are() {
        let file = Model::write(&[(key("og"), [0xff; ROW])], 2, &[[0; ROW]; 2], 2).unwrap();
        assert_eq!(Model::parse(&file).unwrap().costs(&"og ".repeat(1000)).wide, [15_000; LANES]);
    }

    #[test]
    fn what_is_no_file_is_refused() {
        let file = Model::write(&[(key("og"), [0; ROW])], 2, &[[0; ROW]; 2], 2).unwrap();
        assert!(Model::parse(&file).is_some());
        for end in 0..file.len() {
            assert!(Model::parse(&file[..end]).is_none() || (file.len() - end).is_multiple_of(ROW), "{end}");
        }
        assert!(Model::parse(b"OLM1\x40\x40\x09\x00").is_none());
        assert!(Model::write(&[], 2, &[[0; ROW]; 3], 2).is_none());
    }
}
