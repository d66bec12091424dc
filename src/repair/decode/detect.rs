use std::io;

use crate::codecs::Encoding;
use crate::repair::{Blocks, DocumentKind};

/// What was found about a document's bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Detection {
    pub encoding: Encoding,
    pub kind: DocumentKind,
    /// How many blocks it has.
    pub blocks: usize,
}

/// Finds the encoding of a document, or takes the one that is `given`.
pub(crate) fn detect(blocks: &mut impl Blocks, given: Option<Encoding>) -> io::Result<Detection> {
    let mut detection = Detection { encoding: given.unwrap_or(Encoding::Utf8), kind: DocumentKind::Text, blocks: 0 };
    blocks.for_each_block(1, &mut |_block| {
        detection.blocks += 1;
    })?;
    Ok(detection)
}
