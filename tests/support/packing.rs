//! Bytes, packed and unpacked by every packing that is looked into.

use std::io::{self, Read, Write};

/// Endings of the packings; nothing for none.
pub const PACKINGS: [&str; 5] = ["", ".gz", ".zst", ".bz2", ".xz"];

pub fn packed(ending: &str, bytes: &[u8]) -> Vec<u8> {
    match ending {
        ".gz" => {
            let header = flate2::GzBuilder::new().filename("maj.txt").mtime(1_500_000_000).comment("protokol");
            let mut encoder = header.write(Vec::new(), flate2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".zst" => {
            let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
            encoder.include_checksum(true).unwrap();
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".bz2" => {
            let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        ".xz" => {
            let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 0);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        }
        _ => bytes.to_vec(),
    }
}

pub fn unpacked(ending: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let read = match ending {
        ".gz" => flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut unpacked),
        ".zst" => zstd::Decoder::new(bytes).unwrap().read_to_end(&mut unpacked),
        ".bz2" => bzip2::read::MultiBzDecoder::new(bytes).read_to_end(&mut unpacked),
        ".xz" => liblzma::read::XzDecoder::new_multi_decoder(bytes).read_to_end(&mut unpacked),
        _ => io::Read::read_to_end(&mut &bytes[..], &mut unpacked),
    };
    read.unwrap();
    unpacked
}
