use std::io::{self, Read};

/// How far a container is unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// To at most so many times its size.
    pub ratio: u64,
    /// To at most so many bytes.
    pub bytes: u64,
}

/// Text packs to a tenth of its size, or a twentieth where it is a log; deflate packs nothing to less than a 1,032nd (RFC 1951).
const RATIO: u64 = 200;
/// 1 TiB.
const BYTES: u64 = 1 << 40;
/// What unpacks to no more than so many bytes does no harm, however small it was: 64 MiB.
const FREE_BYTES: u64 = 64 << 20;

impl Default for Limits {
    fn default() -> Self {
        Self { ratio: RATIO, bytes: BYTES }
    }
}

impl Limits {
    /// To how many bytes a container of so many bytes may unpack.
    fn of(self, packed: u64) -> u64 {
        self.bytes.min(packed.saturating_mul(self.ratio).max(FREE_BYTES))
    }
}

/// What kind the error is of a reader from which more comes than the limits allow.
pub const TOO_MUCH: io::ErrorKind = io::ErrorKind::FileTooLarge;

/// A reader that fails where more comes than the limits allow.
pub struct Bounded<R> {
    from: R,
    left: u64,
    limits: Limits,
}

impl<R: Read> Bounded<R> {
    /// Reads what `packed` bytes unpack to.
    pub fn new(from: R, packed: u64, limits: Limits) -> Self {
        Self { from, left: limits.of(packed), limits }
    }

    /// The same, `read` bytes of which were read.
    pub fn after(from: R, packed: u64, limits: Limits, read: u64) -> Self {
        Self { from, left: limits.of(packed).saturating_sub(read), limits }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(bytes)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => Err(io::Error::new(
                TOO_MUCH,
                format!(
                    "it unpacks to more than {} times its size or {} bytes; if it is meant to, raise --max-ratio or --max-unpacked",
                    self.limits.ratio, self.limits.bytes
                ),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grows_too_much_is_not_read_on() {
        let limits = Limits { ratio: 10, bytes: 1 << 30 };
        let read = |length: u64, packed| {
            io::copy(&mut Bounded::new(io::repeat(0).take(length), packed, limits), &mut io::sink())
        };
        assert_eq!(read(FREE_BYTES, 1).unwrap(), FREE_BYTES);
        assert!(read(FREE_BYTES + 1, 1).unwrap_err().to_string().contains("--max-ratio"));
        assert_eq!(read(FREE_BYTES + 1, FREE_BYTES / 10 + 1).unwrap(), FREE_BYTES + 1);
        let small = Limits { ratio: 10, bytes: 100 };
        assert!(io::copy(&mut Bounded::new(&[0; 101][..], 101, small), &mut io::sink()).is_err());
    }
}
