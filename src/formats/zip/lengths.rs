use std::io;
use std::ops::Range;

use super::{ELSEWHERE, put, u16_at, u32_at, u64_at};

/// The extra field that holds lengths and offsets of 64 bits.
const EXTRA64: u16 = 1;
/// The bytes of such a number.
const LONG: usize = 8;

/// Where in a header a number stands: in a field of 32 bits, or in the extra field for those of 64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Short(usize),
    Long(usize),
}

impl Field {
    /// The number at this field of 32 bits, unless that says that it stands elsewhere.
    ///
    /// `before` are the fields whose numbers stand before it in the extra field if they are there, too; `extra` is where the header's
    /// extra fields stand.
    pub fn find(header: &[u8], at: usize, before: &[usize], extra: &Range<usize>) -> Option<Self> {
        if u32_at(header, at) != ELSEWHERE {
            return Some(Self::Short(at));
        }
        let long = extra64(header, extra)?;
        let skipped = before.iter().filter(|at| u32_at(header, **at) == ELSEWHERE).count();
        let start = long.start + LONG * skipped;
        (start + LONG <= long.end).then_some(Self::Long(start))
    }

    pub fn get(self, header: &[u8]) -> u64 {
        match self {
            Self::Short(at) => u64::from(u32_at(header, at)),
            Self::Long(at) => u64_at(header, at),
        }
    }

    /// Writes another number there. Fails if it does not fit.
    pub fn set(self, header: &mut [u8], number: u64) -> io::Result<()> {
        match self {
            Self::Short(at) => put(header, at, &short(number)?),
            Self::Long(at) => put(header, at, &number.to_le_bytes()),
        }
        Ok(())
    }
}

/// A number in 32 bits.
pub(super) fn short(number: u64) -> io::Result<[u8; 4]> {
    let short = u32::try_from(number).ok().filter(|number| *number != ELSEWHERE);
    let short = short.ok_or_else(|| io::Error::other("it becomes larger than 4 GiB, which its headers cannot tell"))?;
    Ok(short.to_le_bytes())
}

/// Where the content of the extra field for numbers of 64 bits stands, if there is one.
fn extra64(header: &[u8], extra: &Range<usize>) -> Option<Range<usize>> {
    let mut at = extra.start;
    while at + 4 <= extra.end {
        let length = usize::from(u16_at(header, at + 2));
        if u16_at(header, at) == EXTRA64 {
            return Some(at + 4..(at + 4 + length).min(extra.end));
        }
        at += 4 + length;
    }
    None
}

/// Where a header tells how long a member is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lengths {
    pub packed: Field,
    pub length: Field,
}

impl Lengths {
    /// Finds them in a header that has a field of 32 bits for each. `None` where it lacks what it says stands elsewhere.
    pub fn find(header: &[u8], packed: usize, length: usize, extra: &Range<usize>) -> Option<Self> {
        Some(Self {
            packed: Field::find(header, packed, &[length], extra)?,
            length: Field::find(header, length, &[], extra)?,
        })
    }

    pub fn set(self, header: &mut [u8], packed: u64, length: u64) -> io::Result<()> {
        self.packed.set(header, packed)?;
        self.length.set(header, length)
    }
}
