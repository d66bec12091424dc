use std::io::{self, BufRead, Read, Write};

use super::packing::{Encoder, Packing};

/// Zstandard (RFC 8878), of one frame or many. What is written is one frame with a checksum.
pub(super) struct Zstd;

impl Packing for Zstd {
    fn name(&self) -> &'static str {
        "zstd"
    }

    fn endings(&self) -> &'static [(&'static str, &'static str)] {
        &[(".zst", ""), (".zstd", ""), (".tzst", ".tar")]
    }

    fn begins(&self, start: &[u8]) -> bool {
        start.starts_with(b"\x28\xb5\x2f\xfd")
    }

    fn decoder<'a>(&self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn Read + 'a>> {
        Ok(Box::new(zstd::stream::read::Decoder::with_buffer(packed)?))
    }

    fn encoder<'a>(&self, _: &[u8], out: Box<dyn Write + 'a>) -> io::Result<Box<dyn Encoder + 'a>> {
        let mut encoder = zstd::stream::write::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?;
        encoder.include_checksum(true)?;
        Ok(Box::new(encoder))
    }
}

impl Encoder for zstd::stream::write::Encoder<'_, Box<dyn Write + '_>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        zstd::stream::write::Encoder::finish(*self)?.flush()
    }
}
