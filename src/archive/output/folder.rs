use std::fs::{self, DirBuilder};
use std::io;
use std::path::Path;

/// Makes a folder with the mode of another, in which its owner may always write.
pub(super) fn make_folder_like(folder: &Path, like: Option<&Path>) -> io::Result<()> {
    let like = like.and_then(|like| fs::metadata(if like.as_os_str().is_empty() { Path::new(".") } else { like }).ok());
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    if let Some(like) = like {
        use std::fs::Permissions;
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};

        let mode = like.permissions().mode() & 0o777 | 0o700;
        builder.mode(mode).create(folder)?;
        // What the process's mask took.
        return fs::set_permissions(folder, Permissions::from_mode(mode));
    }
    builder.create(folder)
}
