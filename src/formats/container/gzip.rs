use std::io::{self, BufRead, Read, Write};

use flate2::Compression;
use flate2::bufread::{GzDecoder, MultiGzDecoder};
use flate2::write::GzEncoder;
use flate2::{GzBuilder, GzHeader};

use super::packing::{Encoder, Packing};

/// Where a header tells how hard was packed, and what it says for hardest and fastest (RFC 1952, XFL).
const EFFORT_AT: usize = 8;
const HARDEST: u8 = 2;
const FASTEST: u8 = 4;

/// gzip (RFC 1952), of one member or many. What is written is one member with the first one's name, comment, time and system; its
/// extra field, which may be an index of the packed bytes, is not kept.
pub(super) struct Gzip;

impl Packing for Gzip {
    fn name(&self) -> &'static str {
        "gzip"
    }

    fn endings(&self) -> &'static [(&'static str, &'static str)] {
        &[(".gz", ""), (".tgz", ".tar")]
    }

    fn begins(&self, start: &[u8]) -> bool {
        start.starts_with(b"\x1f\x8b\x08")
    }

    fn decoder<'a>(&self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn Read + 'a>> {
        Ok(Box::new(MultiGzDecoder::new(packed)))
    }

    fn encoder<'a>(&self, like: &[u8], out: Box<dyn Write + 'a>) -> io::Result<Box<dyn Encoder + 'a>> {
        let effort = match like.get(EFFORT_AT) {
            Some(&HARDEST) => Compression::best(),
            Some(&FASTEST) => Compression::fast(),
            _ => Compression::default(),
        };
        // A header longer than what was read of the file is not kept.
        let decoder = GzDecoder::new(like);
        Ok(Box::new(builder(decoder.header()).write(out, effort)))
    }
}

fn builder(header: Option<&GzHeader>) -> GzBuilder {
    let Some(header) = header else { return GzBuilder::new() };
    let mut builder = GzBuilder::new().mtime(header.mtime()).operating_system(header.operating_system());
    if let Some(name) = header.filename() {
        builder = builder.filename(name);
    }
    if let Some(comment) = header.comment() {
        builder = builder.comment(comment);
    }
    builder
}

impl Encoder for GzEncoder<Box<dyn Write + '_>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        GzEncoder::finish(*self)?.flush()
    }
}
