use crate::codecs::Encoding;
use crate::record::Document;

/// The encodings of a document as it came in and as it was written.
#[derive(Clone, Copy, Debug)]
pub(in crate::archive) struct Encodings {
    pub input: Encoding,
    pub output: Encoding,
}

/// The encodings that a document's record names; `None` for one that is unknown.
pub(in crate::archive) fn encodings(document: &Document) -> Option<Encodings> {
    let named = |name: &Option<String>| -> Option<Encoding> {
        let encoding: Encoding = name.as_deref().unwrap_or("UTF-8").parse().ok()?;
        Some(match encoding {
            Encoding::Utf16Le { .. } => Encoding::Utf16Le { bom: document.bom },
            Encoding::Utf16Be { .. } => Encoding::Utf16Be { bom: document.bom },
            other => other,
        })
    };
    Some(Encodings { input: named(&document.encoding)?, output: named(&document.output_encoding)? })
}
