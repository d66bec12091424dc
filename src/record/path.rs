use std::cmp::Ordering;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::text::hex;

/// What stands between the path of a container and the name of its member.
const MEMBER: &str = "//";

/// The path of a document, kept without loss.
///
/// Folders are separated by `/` on every system. A path that is not UTF-8 has its bytes beside its lossy reading.
/// Paths are ordered folder by folder, each by its bytes, as an archive is walked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPath {
    /// The path as text; lossy where it is not UTF-8.
    path: String,
    /// Its bytes, hexadecimal, where it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    path_bytes: Option<String>,
}

impl DocumentPath {
    /// The path as it is kept. `None` if it cannot be kept without loss, which no path of a Unix system is.
    pub fn new(path: &Path) -> Option<Self> {
        if let Some(text) = path.to_str() {
            let path = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
            return Some(Self { path, path_bytes: None });
        }
        let bytes = path_bytes(path.as_os_str())?;
        Some(Self { path: String::from_utf8_lossy(bytes).into_owned(), path_bytes: Some(hex::encode(bytes)) })
    }

    /// The path, lossy where it cannot be kept otherwise: one that is only shown.
    pub fn lossy(path: &Path) -> Self {
        Self::new(path).unwrap_or_else(|| Self { path: path.to_string_lossy().into_owned(), path_bytes: None })
    }

    /// The path on this system. `None` if its bytes are no path here.
    pub fn to_path(&self) -> Option<PathBuf> {
        match &self.path_bytes {
            None => Some(PathBuf::from(&self.path)),
            Some(digits) => os_string(hex::decode(digits)?).map(PathBuf::from),
        }
    }

    /// The path on this system, if it stays below the folder that it is joined to.
    pub fn to_path_below(&self) -> Option<PathBuf> {
        let path = self.to_path()?;
        let below = !path.as_os_str().is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)));
        below.then_some(path)
    }

    /// The path of a member of this container, whatever the member's name is.
    ///
    /// Two slashes stand before the name. No path of a file has them: so what stands before the first two is the container, and
    /// what stands behind them is the name.
    pub fn member(&self, name: &[u8]) -> Self {
        let bytes = [&*self.bytes(), MEMBER.as_bytes(), name].concat();
        let path_bytes = std::str::from_utf8(&bytes).is_err().then(|| hex::encode(&bytes));
        Self { path: String::from_utf8_lossy(&bytes).into_owned(), path_bytes }
    }

    /// The container that holds this member; of a file, the file.
    pub fn of_file(&self) -> Self {
        let bytes = self.bytes();
        let end = memchr::memmem::find(&bytes, MEMBER.as_bytes()).unwrap_or(bytes.len());
        let path_bytes = std::str::from_utf8(&bytes[..end]).is_err().then(|| hex::encode(&bytes[..end]));
        Self { path: String::from_utf8_lossy(&bytes[..end]).into_owned(), path_bytes }
    }

    /// Whether it is this folder or lies in it.
    pub fn is_in(&self, folder: &Self) -> bool {
        let (own, folder) = (self.bytes(), folder.bytes());
        own.strip_prefix(&*folder).is_some_and(|rest| rest.is_empty() || folder.is_empty() || rest[0] == b'/')
    }

    /// The name of the member that the path is of, as it is shown; none of a file.
    #[cfg(feature = "cli")]
    pub(crate) fn member_name(&self) -> Option<&str> {
        self.path.split_once(MEMBER).map(|(_, name)| name)
    }

    /// The same document, or member, of a file that is called otherwise.
    #[cfg(feature = "cli")]
    pub(crate) fn in_file(&self, file: &Self) -> Self {
        let bytes = self.bytes();
        match memchr::memmem::find(&bytes, MEMBER.as_bytes()) {
            Some(at) => file.member(&bytes[at + MEMBER.len()..]),
            None => file.clone(),
        }
    }

    /// The path's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let exact = self.path_bytes.as_deref().and_then(hex::decode);
        exact.unwrap_or_else(|| self.path.as_bytes().to_vec())
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.path)
    }
}

impl Ord for DocumentPath {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, others) = (self.bytes(), other.bytes());
        own.split(|&byte| byte == b'/').cmp(others.split(|&byte| byte == b'/'))
    }
}

impl PartialOrd for DocumentPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(unix)]
fn path_bytes(path: &OsStr) -> Option<&[u8]> {
    use std::os::unix::ffi::OsStrExt;
    Some(path.as_bytes())
}

#[cfg(not(unix))]
fn path_bytes(_: &OsStr) -> Option<&[u8]> {
    None
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(bytes))
}

#[cfg(not(unix))]
fn os_string(_: Vec<u8>) -> Option<OsString> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back() {
        for name in ["a/b.txt", "ø \\x/æ"] {
            let path = DocumentPath::new(Path::new(name)).unwrap();
            assert_eq!(path.to_path().unwrap(), Path::new(name));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_utf8_comes_back() {
        use std::os::unix::ffi::OsStrExt;
        let name = Path::new(OsStr::from_bytes(b"m\xf8de/\xff.txt"));
        let path = DocumentPath::new(name).unwrap();
        let line = serde_json::to_string(&path).unwrap();
        assert_eq!(line, r#"{"path":"m�de/�.txt","path_bytes":"6df864652fff2e747874"}"#);
        assert_eq!(serde_json::from_str::<DocumentPath>(&line).unwrap().to_path().unwrap(), name);
    }

    #[test]
    fn only_paths_below_are_below() {
        let below = |path: &str| DocumentPath::new(Path::new(path)).unwrap().to_path_below().is_some();
        assert!(below("a/b"));
        assert!(!below("../b") && !below("a/../../b") && !below("/etc/passwd") && !below(""));
    }

    #[test]
    fn a_member_is_no_file() {
        let archive = DocumentPath::new(Path::new("a/b.tar")).unwrap();
        assert_eq!(archive.member(b"../c.txt").to_string(), "a/b.tar//../c.txt");
        let latin = archive.member(b"m\xf8de.txt");
        assert_eq!(
            (latin.to_string().as_str(), latin.bytes()),
            ("a/b.tar//m\u{fffd}de.txt", b"a/b.tar//m\xf8de.txt".to_vec())
        );
    }

    #[test]
    fn paths_are_ordered_folder_by_folder() {
        let path = |path: &str| DocumentPath::new(Path::new(path)).unwrap();
        assert!(path("a/z") < path("a.txt"));
    }
}
