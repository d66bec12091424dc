use tar::{EntryType, PaxExtensions};

/// Headers that say something of the member that comes after them.
#[derive(Default)]
pub(super) struct Extensions {
    /// Their bytes.
    pub bytes: Vec<u8>,
    pub name: Option<Vec<u8>>,
    pub size: Option<u64>,
    /// There is a pax header.
    pub is_pax: bool,
    /// The member's content is a map and pieces.
    pub is_sparse: bool,
    /// Something of them is too long to be kept, or cannot be read: the member passes through.
    pub is_unreadable: bool,
}

/// Whether a header of this type is such an extension, of one member.
pub(super) fn is_extension(kind: EntryType) -> bool {
    kind.is_gnu_longname() || kind.is_gnu_longlink() || kind.is_pax_local_extensions()
}

impl Extensions {
    /// Takes in the content of an extension.
    pub fn take(&mut self, kind: EntryType, content: &[u8]) {
        if kind.is_gnu_longname() {
            let name = content.split(|byte| *byte == 0).next().unwrap_or_default();
            self.name = Some(name.to_vec());
        } else if kind.is_pax_local_extensions() {
            self.is_pax = true;
            self.pax(content);
        }
    }

    fn pax(&mut self, content: &[u8]) {
        for record in PaxExtensions::new(content) {
            let Ok(record) = record else {
                self.is_unreadable = true;
                return;
            };
            match record.key_bytes() {
                b"path" => self.name = Some(record.value_bytes().to_vec()),
                b"size" => match record.value().ok().and_then(|value| value.parse().ok()) {
                    Some(size) => self.size = Some(size),
                    None => self.is_unreadable = true,
                },
                key if key.starts_with(b"GNU.sparse.") => self.is_sparse = true,
                _ => {}
            }
        }
    }
}
