use encoding_rs as web;

/// An encoding of one or two bytes a character, as East Asia has them.
#[derive(Clone, Copy, Debug)]
pub struct WideCodec {
    name: &'static str,
    table: &'static web::Encoding,
}

/// Every such encoding known here.
static CODECS: [WideCodec; 4] = [
    WideCodec { name: "GBK", table: web::GBK },
    WideCodec { name: "Shift_JIS", table: web::SHIFT_JIS },
    WideCodec { name: "EUC-KR", table: web::EUC_KR },
    WideCodec { name: "Big5", table: web::BIG5 },
];

/// The codec of this name, as [`WideCodec::name`] writes it.
pub fn wide_codec(name: &str) -> Option<&'static WideCodec> {
    CODECS.iter().find(|codec| codec.name == name)
}

impl WideCodec {
    /// The encoding's usual name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What bytes say, if all of them say something.
    pub fn decode(&self, bytes: &[u8]) -> Option<String> {
        let text = self.table.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    }

    /// The bytes of a text, if the encoding has all its characters.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let (bytes, _, is_unmappable) = self.table.encode(text);
        (!is_unmappable).then(|| bytes.into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_written_back() {
        for codec in &CODECS {
            let letters = "æøå".as_bytes();
            let read = codec.decode(letters).unwrap();
            assert_eq!(codec.encode(&read).as_deref(), Some(letters), "{}", codec.name());
        }
    }
}
