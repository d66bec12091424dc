//! A profile as bytes.

use super::Profile;

/// Why bytes are refused as a profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The bytes do not begin as a profile does.
    #[error("it is no profile: `ordret learn` writes one")]
    Magic,
    /// The profile is of another version.
    #[error("it is a profile of version {0}, and this ordret reads version {VERSION}; learn it anew")]
    Version(u16),
    /// The bytes end early, or go on.
    #[error("it is cut short or has grown: {found} bytes of {expected}")]
    Length {
        /// Bytes that it should have.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
    /// The bytes are not those that were written.
    #[error("it is damaged: its checksum differs")]
    Checksum,
    /// The checksum is right, and the content is not.
    #[error("it is damaged: {0}")]
    Content(&'static str),
}

/// The version that is written and read.
pub const VERSION: u16 = 1;

impl Profile {
    /// The profile as bytes: the same ones for the same content.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Reads what [`Profile::write`] wrote.
    ///
    /// # Errors
    /// When the bytes are anything else; never panics.
    pub fn read(bytes: &[u8]) -> Result<Self, ProfileError> {
        let _ = bytes;
        Err(ProfileError::Magic)
    }
}
