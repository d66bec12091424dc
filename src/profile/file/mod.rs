//! A profile as bytes, for a file that is learned once and read on many machines. `docs/profile.md` has the layout.
//!
//! The same content gives the same bytes. Reading trusts nothing: length and checksum come first, and what a right
//! checksum covers is still checked as it is read.

mod reader;
mod writer;

use xxhash_rust::xxh3::xxh3_64;

use super::habits::LineEnds;
use super::{Profile, Verdicts};
use reader::Reader;
use writer::Writer;

/// The latest version; all up to it are read.
pub const VERSION: u16 = 2;
/// The version of a profile in which nothing was decided: older programs read it, too.
const UNDECIDED: u16 = 1;

const MAGIC: [u8; 8] = *b"ORDPROFL";
/// Magic, version, length of the body.
const HEADER: usize = 8 + 2 + 8;
const CHECKSUM: usize = 8;

/// Why bytes are refused as a profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The bytes do not begin as a profile does.
    #[error("it is no profile; `ordret learn` writes one")]
    Magic,
    /// The profile is of another version.
    #[error("it is a profile of version {0}, and this ordret reads versions up to {VERSION}; learn it anew")]
    Version(u16),
    /// The bytes end early, or go on.
    #[error("it is cut short or has grown: {found} bytes where it says {expected}; learn it anew or copy it again")]
    Length {
        /// Bytes that it should have.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("it is damaged, its checksum differs; learn it anew or copy it again")]
    Checksum,
    /// The checksum is right, and the content is not.
    #[error("it was not written by ordret: {0}")]
    Content(&'static str),
}

impl Profile {
    /// The profile as bytes: the same ones for the same content.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer(vec![0; HEADER]);
        out.counts(&self.counts);
        out.confusions(&self.taught);
        out.confusions(&self.found);
        out.numbers([self.line_ends.removed, self.line_ends.kept, self.line_ends.open]);
        out.furniture(&self.furniture);
        let version = if self.verdicts.is_empty() { UNDECIDED } else { VERSION };
        if version == VERSION {
            out.verdicts(&self.verdicts);
        }
        let Writer(mut bytes) = out;
        let length = (bytes.len() - HEADER) as u64;
        bytes.splice(..HEADER, MAGIC.into_iter().chain(version.to_le_bytes()).chain(length.to_le_bytes()));
        bytes.extend(xxh3_64(&bytes).to_le_bytes());
        bytes
    }

    /// Reads what [`Profile::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are anything else; never panics.
    pub fn read(bytes: &[u8]) -> Result<Self, ProfileError> {
        let (version, body) = checked_body(bytes)?;
        let mut body = Reader(body);
        let profile = Self {
            counts: body.counts()?,
            taught: body.confusions()?,
            found: body.confusions()?,
            line_ends: LineEnds { removed: body.number()?, kept: body.number()?, open: body.number()? },
            furniture: body.furniture()?,
            verdicts: if version > UNDECIDED { body.verdicts()? } else { Verdicts::default() },
        };
        if body.0.is_empty() { Ok(profile) } else { Err(ProfileError::Content("it goes on after its end")) }
    }
}

/// The version and the body of a profile whose header and checksum are right.
fn checked_body(bytes: &[u8]) -> Result<(u16, &[u8]), ProfileError> {
    let rest = bytes.strip_prefix(&MAGIC).ok_or(ProfileError::Magic)?;
    let cut_short = ProfileError::Length { expected: (HEADER + CHECKSUM) as u64, found: bytes.len() as u64 };
    let (version, rest) = rest.split_first_chunk().ok_or(cut_short.clone())?;
    let version = u16::from_le_bytes(*version);
    if !(UNDECIDED..=VERSION).contains(&version) {
        return Err(ProfileError::Version(version));
    }
    let (length, rest) = rest.split_first_chunk().ok_or(cut_short)?;
    let expected = u64::from_le_bytes(*length).saturating_add((HEADER + CHECKSUM) as u64);
    if expected != bytes.len() as u64 {
        return Err(ProfileError::Length { expected, found: bytes.len() as u64 });
    }
    let (body, checksum) = rest.split_last_chunk().ok_or(ProfileError::Checksum)?;
    let covered = &bytes[..bytes.len() - CHECKSUM];
    if xxh3_64(covered) == u64::from_le_bytes(*checksum) { Ok((version, body)) } else { Err(ProfileError::Checksum) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Learner;
    use super::super::{Confusions, Verdict};
    use super::*;

    fn profile(texts: &[String]) -> Profile {
        let mut learner = Learner::default();
        for text in texts {
            learner.begin_document();
            learner.read(text);
        }
        let mut profile = learner.finish();
        let mut confusions = Confusions::default();
        confusions.add("a", "å", texts.len() as f64);
        profile.teach(&confusions);
        for text in texts.iter().filter(|text| text.len() % 2 == 1) {
            let (reading, reason) = (Some(text.to_uppercase()), "decided by KB".to_owned());
            profile.decide("W101", text, Verdict { reading, reason });
        }
        profile
    }

    /// Texts with many words in common.
    fn texts() -> impl Strategy<Value = Vec<String>> {
        let word = prop_oneof![
            "[a-cæøå]{1,3}",
            "[A-CÆ][a-cæøå]{0,2}",
            Just("Side 3".into()),
            Just(".\n\n".into()),
            Just("by-\nråd".into()),
            Just("byråd\u{c}".into()),
            Just("by-råd".into()),
        ];
        let text = prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "));
        prop::collection::vec(text, 0..6)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(texts in texts()) {
            let written = profile(&texts);
            let read = Profile::read(&written.write()).unwrap();
            prop_assert_eq!(read.write(), written.write());
            for word in written.counts().words() {
                prop_assert_eq!(read.counts().word(word.form), word.count);
                prop_assert_eq!(read.counts().documents(word.form), written.counts().documents(word.form));
            }
            for pair in written.counts().pairs() {
                prop_assert_eq!(read.counts().pair(pair.left, pair.right), pair.count);
            }
        }

        #[test]
        fn parts_merged_are_the_whole_in_any_order(texts in texts(), at in 0usize..6) {
            let (one, other) = texts.split_at(at.min(texts.len()));
            let [one, other] = [one, other].map(profile);
            let [mut forth, mut back] = [one.clone(), other.clone()];
            forth.merge(&other);
            back.merge(&one);
            prop_assert_eq!(forth.write(), back.write());
            prop_assert_eq!(forth.write(), profile(&texts).write());
        }

        #[test]
        fn a_flipped_bit_or_a_cut_is_refused(texts in texts(), place: prop::sample::Index, bit in 0u8..8) {
            let mut bytes = profile(&texts).write();
            let at = place.index(bytes.len());
            prop_assert!(Profile::read(&bytes[..at]).is_err());
            bytes[at] ^= 1 << bit;
            prop_assert!(Profile::read(&bytes).is_err());
        }

        #[test]
        fn bytes_with_a_right_checksum_never_panic(texts in texts(), changes: Vec<(prop::sample::Index, u8)>) {
            let bytes = profile(&texts).write();
            let mut body = bytes[HEADER..bytes.len() - CHECKSUM].to_vec();
            for (place, byte) in changes {
                let at = place.index(body.len());
                body[at] = byte;
            }
            let mut forged = bytes[..HEADER].to_vec();
            forged.extend(body);
            forged.extend(xxh3_64(&forged).to_le_bytes());
            if let Ok(read) = Profile::read(&forged) {
                let again = Profile::read(&read.write()).unwrap();
                prop_assert_eq!(again.write(), read.write());
            }
        }

        #[test]
        fn any_bytes_are_refused(bytes: Vec<u8>) {
            prop_assert!(Profile::read(&bytes).is_err());
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let bytes = Profile::default().write();
        let changed = |at: usize| {
            let mut bytes = bytes.clone();
            bytes[at] ^= 2;
            Profile::read(&bytes).unwrap_err()
        };
        assert_eq!(Profile::read(b"Referat").unwrap_err(), ProfileError::Magic);
        assert_eq!(changed(8), ProfileError::Version(3));
        assert_eq!(changed(HEADER), ProfileError::Checksum);
        let found = bytes.len() as u64 - 1;
        let expected = found + 1;
        assert_eq!(Profile::read(&bytes[..bytes.len() - 1]).unwrap_err(), ProfileError::Length { expected, found });
    }
}
