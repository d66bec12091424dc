use std::io::{self, BufRead, Read, Write};

use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Check, Error, Filters, LzmaOptions, PRESET_DEFAULT, Stream};
use liblzma::write::XzEncoder;

use super::packing::{Encoder, Packing};

const MAGIC: &[u8] = b"\xfd7zXZ\0";
/// Where the header tells which checksum is behind each block, and the bits that do (.xz file format 1.2.1, 2.1.1.2).
const CHECK_AT: usize = 7;
const CHECK_BITS: u8 = 0x0f;

/// A decoder may take so many bytes: `xz -9` makes files that need 65 MiB (xz(1), DecMem), but the format lets a few bytes ask for 4 GiB.
const MEMORY_BYTES: u64 = 66 << 20;
/// How far back the encoder looks for what is repeated. It takes some twelve times as much memory; with the 8 MiB of the usual preset that is
/// 94 MiB (xz(1), CompMem), which is nearly all that a run may take.
const DICTIONARY_BYTES: u32 = 2 << 20;

/// xz (.xz file format 1.2.1), of one stream or many, with or without padding. What is written is one stream with the first one's kind of
/// checksum.
pub(super) struct Xz;

impl Packing for Xz {
    fn name(&self) -> &'static str {
        "xz"
    }

    fn endings(&self) -> &'static [(&'static str, &'static str)] {
        &[(".xz", ""), (".txz", ".tar")]
    }

    fn begins(&self, start: &[u8]) -> bool {
        start.starts_with(MAGIC)
    }

    fn decoder<'a>(&self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn Read + 'a>> {
        let stream = Stream::new_stream_decoder(MEMORY_BYTES, CONCATENATED)?;
        Ok(Box::new(Told(XzDecoder::new_stream(packed, stream))))
    }

    fn encoder<'a>(&self, like: &[u8], out: Box<dyn Write + 'a>) -> io::Result<Box<dyn Encoder + 'a>> {
        let mut options = LzmaOptions::new_preset(PRESET_DEFAULT)?;
        options.dict_size(DICTIONARY_BYTES);
        let stream = Stream::new_stream_encoder(Filters::new().lzma2(&options), check(like))?;
        Ok(Box::new(XzEncoder::new_stream(out, stream)))
    }
}

/// The checksum of a stream that begins so.
fn check(start: &[u8]) -> Check {
    match start.get(CHECK_AT).map(|flags| flags & CHECK_BITS) {
        Some(0) => Check::None,
        Some(1) => Check::Crc32,
        Some(10) => Check::Sha256,
        _ => Check::Crc64,
    }
}

/// A decoder whose errors say what is wrong with what is packed, and not with the library.
struct Told<R>(R);

impl<R: Read> Read for Told<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.0.read(bytes).map_err(|cause| {
            let of_library = cause.get_ref().and_then(|cause| cause.downcast_ref::<Error>());
            let told = match of_library {
                Some(Error::MemLimit) => "to unpack it takes more memory than xz -9 asks for",
                Some(Error::Data | Error::Format) => "its packed data is damaged, or followed by other bytes",
                Some(Error::Options | Error::UnsupportedCheck) => "it is packed in a way that is not known",
                None if cause.kind() == io::ErrorKind::UnexpectedEof => "it is cut off",
                _ => return cause,
            };
            io::Error::new(io::ErrorKind::InvalidData, told)
        })
    }
}

impl Encoder for XzEncoder<Box<dyn Write + '_>> {
    fn finish(self: Box<Self>) -> io::Result<()> {
        XzEncoder::finish(*self)?.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(text: &[u8], check: Check) -> Vec<u8> {
        let stream = Stream::new_easy_encoder(0, check).unwrap();
        let mut encoder = XzEncoder::new_stream(Vec::new(), stream);
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn unpacked(packed: &[u8]) -> Result<Vec<u8>, String> {
        let mut unpacked = Vec::new();
        let read = Xz.decoder(Box::new(packed)).and_then(|mut decoder| decoder.read_to_end(&mut unpacked));
        read.map(|_| unpacked).map_err(|cause| cause.to_string())
    }

    #[test]
    fn streams_and_padding_are_read_to_the_end() {
        let one = packed(b"Maj\n", Check::Crc64);
        let two = [&one[..], &[0; 8], &one, &[0; 4]].concat();
        assert_eq!(unpacked(&two).unwrap(), b"Maj\nMaj\n");
        let mut damaged = one.clone();
        damaged[one.len() / 2] ^= 1;
        for (bytes, said) in [
            ([&one[..], b"og mere end det"].concat(), "followed"),
            ([&one[..], &[0; 3]].concat(), "damaged"),
            (one[..one.len() - 1].to_vec(), "cut off"),
            (one[..20].to_vec(), "cut off"),
            (damaged, "damaged"),
        ] {
            let error = unpacked(&bytes).unwrap_err();
            assert!(error.contains(said), "{error}: {said}");
        }
    }

    #[test]
    fn what_asks_for_much_memory_is_refused() {
        let with_dictionary = |bytes| {
            let mut options = LzmaOptions::new_preset(0).unwrap();
            options.dict_size(bytes);
            let stream = Stream::new_stream_encoder(Filters::new().lzma2(&options), Check::Crc64).unwrap();
            let mut encoder = XzEncoder::new_stream(Vec::new(), stream);
            encoder.write_all(b"Maj\n").unwrap();
            encoder.finish().unwrap()
        };
        assert_eq!(unpacked(&with_dictionary(64 << 20)).unwrap(), b"Maj\n");
        // As if `xz --lzma2=dict=1536MiB` had made it: the size stands in the header of the block, behind which is its checksum.
        let mut large = with_dictionary(64 << 20);
        let at = 12 + large[12..24].windows(2).position(|pair| pair == b"\x21\x01").unwrap() + 2;
        large[at] = 37;
        let header = 12..12 + 4 * usize::from(large[12]);
        let mut crc = flate2::Crc::new();
        crc.update(&large[header.clone()]);
        large[header.end..header.end + 4].copy_from_slice(&crc.sum().to_le_bytes());
        assert!(unpacked(&large).unwrap_err().contains("memory"));
    }

    #[test]
    fn the_kind_of_checksum_stays() {
        for check in [Check::None, Check::Crc32, Check::Crc64, Check::Sha256] {
            let before = packed(b"Maj\n", check);
            let mut after = Vec::new();
            let mut encoder = Xz.encoder(&before, Box::new(&mut after)).unwrap();
            encoder.write_all(b"Maj\n").unwrap();
            encoder.finish().unwrap();
            assert_eq!(after[CHECK_AT], before[CHECK_AT]);
        }
    }
}
