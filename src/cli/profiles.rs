//! Profiles as files.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::exit::usage;
use super::inputs::read_regular;
use crate::profile::{Profile, ProfileError};
use crate::text::visible;

/// The largest profile that is read. That of an archive of a million documents has some hundred megabytes.
const PROFILE_BYTES: u64 = 1 << 30;

/// A profile that a run uses.
#[derive(Clone, Debug)]
pub(super) struct Taught {
    pub profile: Arc<Profile>,
    /// BLAKE3 of its file, for the ledger.
    pub blake3: String,
}

impl Taught {
    /// Reads a profile's file.
    ///
    /// Fails, as a usage error that names the file and the reason, where there is none.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let name = visible(&path.to_string_lossy());
        let refuse = |cause: &dyn std::fmt::Display| usage(format!("the profile {name}: {cause}"));
        let bytes = read_regular(path, PROFILE_BYTES).map_err(|cause| refuse(&cause))?;
        let profile = Profile::read(&bytes).map_err(|cause| refuse(&cause))?;
        Ok(Self { profile: Arc::new(profile), blake3: hash(&bytes) })
    }

    /// A profile as it was learned, and its file's bytes.
    pub fn learned(profile: Profile) -> (Self, Vec<u8>) {
        let bytes = profile.write();
        (Self { profile: Arc::new(profile), blake3: hash(&bytes) }, bytes)
    }
}

/// Refuses what is there and no profile: a text given by mistake would be lost, and a device is no file.
pub(super) fn refuse_other(path: &Path) -> anyhow::Result<()> {
    let Ok(there) = fs::metadata(path) else { return Ok(()) };
    let is_profile = || match read_regular(path, PROFILE_BYTES) {
        Ok(bytes) => bytes.is_empty() || !matches!(Profile::read(&bytes), Err(ProfileError::Magic)),
        Err(_) => false,
    };
    if there.is_file() && is_profile() {
        return Ok(());
    }
    let name = visible(&path.to_string_lossy());
    Err(usage(format!("{name} is there and is no profile; name another file with -o")))
}

/// Writes a profile's file, which takes its name only when it is whole.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("the profile {} cannot be written", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        // The process's mask takes its part of it.
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut file = builder.prefix(".ordret-").tempfile_in(folder).with_context(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(failed)?;
    file.persist(path).map(drop).map_err(|error| error.error).with_context(failed)
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}
