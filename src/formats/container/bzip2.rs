use std::io::{self, BufRead, Read, Write};

use bzip2::Compression;
use bzip2::bufread::MultiBzDecoder;
use bzip2::write::BzEncoder;

use super::packing::{Encoder, Packing};

/// bzip2, of one stream or many. What is written is one stream of the first one's block size.
pub(super) struct Bzip2;

impl Packing for Bzip2 {
    fn name(&self) -> &'static str {
        "bzip2"
    }

    fn endings(&self) -> &'static [(&'static str, &'static str)] {
        &[(".bz2", ""), (".tbz", ".tar"), (".tbz2", ".tar")]
    }

    fn begins(&self, start: &[u8]) -> bool {
        block_size(start).is_some()
    }

    fn decoder<'a>(&self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn Read + 'a>> {
        Ok(Box::new(MultiBzDecoder::new(packed)))
    }

    fn encoder<'a>(&self, like: &[u8], out: Box<dyn Write + 'a>) -> io::Result<Box<dyn Encoder + 'a>> {
        let size = block_size(like).map_or(Compression::best(), Compression::new);
        Ok(Box::new(BzEncoder::new(out, size)))
    }
}

/// The size of blocks, in units of 100 kB, of a stream that begins so.
fn block_size(start: &[u8]) -> Option<u32> {
    match start {
        [b'B', b'Z', b'h', digit @ b'1'..=b'9', ..] => Some(u32::from(digit - b'0')),
        _ => None,
    }
}

impl Encoder for BzEncoder<Box<dyn Write + '_>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        BzEncoder::finish(*self)?.flush()
    }
}
