use std::sync::LazyLock;

/// The code units below which [`Codec::encode`] answers from a flat table.
const FLAT: usize = 0x300;
/// Marks a character that the flat table cannot encode (byte 0 encodes one character alone).
const NONE: u8 = 0;

/// A single-byte encoding as a bijection: 256 bytes, 256 characters.
///
/// Bytes that a standard leaves undefined stand for the C1 control of the same number, as browsers read them, or for one of private
/// use where the standard has that character elsewhere: so every byte string decodes and encodes back to itself.
#[derive(Debug)]
pub struct Codec {
    name: &'static str,
    decode: [char; 256],
    /// Whether the standard gives the byte a character, a bit each.
    defined: [u64; 4],
    flat: [u8; FLAT],
    /// Characters from U+0300 up, ascending, with their bytes.
    rest: Vec<(char, u8)>,
}

impl Codec {
    fn new(name: &'static str, to_char: impl Fn(u8) -> Option<char>) -> Self {
        let mut decode = ['\0'; 256];
        let mut defined = [0; 4];
        let mut flat = [NONE; FLAT];
        let mut rest = Vec::new();
        let is_taken = |c: char| (0..=255).any(|byte| to_char(byte) == Some(c));
        for byte in 0..=255u8 {
            let standard = to_char(byte);
            let same = Some(char::from(byte)).filter(|same| standard.is_some() || !is_taken(*same));
            let c = standard.or(same).or_else(|| char::from_u32(BEYOND + u32::from(byte))).unwrap_or_default();
            if byte < 0x80 || standard.is_some() && !('\u{80}'..='\u{9f}').contains(&c) {
                defined[usize::from(byte / 64)] |= 1 << (byte % 64);
            }
            decode[byte as usize] = c;
            match flat.get_mut(c as usize) {
                Some(slot) => *slot = byte,
                None => rest.push((c, byte)),
            }
        }
        rest.sort_unstable();
        Self { name, decode, defined, flat, rest }
    }

    /// The encoding's usual name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The character a byte stands for.
    #[inline]
    pub fn decode(&self, byte: u8) -> char {
        self.decode[byte as usize]
    }

    /// Whether the standard gives the byte a character. Where it does not, a strict reader shows `�`.
    pub fn is_defined(&self, byte: u8) -> bool {
        self.defined[usize::from(byte / 64)] >> (byte % 64) & 1 == 1
    }

    /// The byte that stands for a character, if any does.
    #[inline]
    pub fn encode(&self, c: char) -> Option<u8> {
        match self.flat.get(c as usize) {
            Some(&NONE) => (c == self.decode[0]).then_some(0),
            Some(&byte) => Some(byte),
            None => {
                let at = self.rest.binary_search_by_key(&c, |entry| entry.0).ok()?;
                Some(self.rest[at].1)
            }
        }
    }
}

/// The codec of this name, as [`Codec::name`] writes it.
pub fn codec(name: &str) -> Option<&'static Codec> {
    CODECS.iter().find(|codec| codec.name == name)
}

/// Every single-byte encoding known here.
static CODECS: LazyLock<Vec<Codec>> = LazyLock::new(|| {
    use encoding_rs as web;
    let standard = |encoding: &'static web::Encoding| {
        let high: [u8; 128] = std::array::from_fn(|place| place as u8 + 0x80);
        let (text, _) = encoding.decode_without_bom_handling(&high);
        let characters: Vec<char> = text.chars().collect();
        move |byte: u8| match byte.checked_sub(0x80) {
            None => Some(char::from(byte)),
            Some(place) => characters.get(usize::from(place)).copied().filter(|c| *c != char::REPLACEMENT_CHARACTER),
        }
    };
    let oem = |table: &'static [char; 128]| {
        move |byte: u8| match byte {
            0..=0x7f => Some(char::from(byte)),
            _ => Some(table[byte as usize - 0x80]),
        }
    };
    [
        Codec::new("windows-1252", standard(web::WINDOWS_1252)),
        Codec::new("ISO-8859-1", |byte| Some(char::from(byte))),
        Codec::new("ISO-8859-15", standard(web::ISO_8859_15)),
        Codec::new("ISO-8859-2", standard(web::ISO_8859_2)),
        Codec::new("windows-1250", standard(web::WINDOWS_1250)),
        Codec::new("windows-1251", standard(web::WINDOWS_1251)),
        Codec::new("windows-1253", standard(web::WINDOWS_1253)),
        Codec::new("windows-1254", standard(web::WINDOWS_1254)),
        Codec::new("windows-1255", standard(web::WINDOWS_1255)),
        Codec::new("windows-1256", standard(web::WINDOWS_1256)),
        Codec::new("windows-1257", standard(web::WINDOWS_1257)),
        Codec::new("windows-874", standard(web::WINDOWS_874)),
        Codec::new("ISO-8859-5", standard(web::ISO_8859_5)),
        Codec::new("ISO-8859-7", standard(web::ISO_8859_7)),
        Codec::new("ISO-8859-3", standard(web::ISO_8859_3)),
        Codec::new("ISO-8859-4", standard(web::ISO_8859_4)),
        Codec::new("ISO-8859-6", standard(web::ISO_8859_6)),
        Codec::new("ISO-8859-8", standard(web::ISO_8859_8)),
        Codec::new("ISO-8859-10", standard(web::ISO_8859_10)),
        Codec::new("ISO-8859-13", standard(web::ISO_8859_13)),
        Codec::new("ISO-8859-14", standard(web::ISO_8859_14)),
        Codec::new("ISO-8859-16", standard(web::ISO_8859_16)),
        Codec::new("KOI8-U", standard(web::KOI8_U)),
        Codec::new("x-mac-cyrillic", standard(web::X_MAC_CYRILLIC)),
        Codec::new("KOI8-R", standard(web::KOI8_R)),
        Codec::new("CP866", standard(web::IBM866)),
        Codec::new("CP437", oem(&oem_cp::code_table::DECODING_TABLE_CP437)),
        Codec::new("CP850", oem(&oem_cp::code_table::DECODING_TABLE_CP850)),
        Codec::new("CP775", oem(&oem_cp::code_table::DECODING_TABLE_CP775)),
        Codec::new("CP852", oem(&oem_cp::code_table::DECODING_TABLE_CP852)),
        Codec::new("CP857", |byte| match byte {
            0..=0x7f => Some(char::from(byte)),
            _ => oem_cp::code_table::DECODING_TABLE_CP857[usize::from(byte) - 0x80],
        }),
        Codec::new("CP865", oem(&oem_cp::code_table::DECODING_TABLE_CP865)),
        Codec::new("MacRoman", standard(web::MACINTOSH)),
        Codec::new("ISO646-DK", |byte| Some(iso646_dk(byte))),
    ]
    .into_iter()
    .chain(TABLES.lines().filter_map(of_table))
    .collect()
});

/// Encodings that no crate has, by [`tables.sh`](./tables.sh).
const TABLES: &str = include_str!("tables.tsv");
/// Where bytes stand that an encoding does not have, if their code points are in its table already.
const BEYOND: u32 = 0xf700;

/// The codec of a line of [`TABLES`]. In an encoding of seven bits the other bytes stand for the code points of their number, or
/// for one of private use where the table has that, so that it stays a bijection.
fn of_table(line: &'static str) -> Option<Codec> {
    let (name, points) = line.split_once('\t')?;
    let point = |hexadecimal: &str| u32::from_str_radix(hexadecimal, 16).ok().and_then(char::from_u32);
    let characters: Vec<char> = points.split(' ').filter_map(point).collect();
    let beyond = |byte: u8| match characters.contains(&char::from(byte)) {
        true => char::from_u32(BEYOND + u32::from(byte)),
        false => Some(char::from(byte)),
    };
    Some(Codec::new(name, |byte| characters.get(usize::from(byte)).copied().or_else(|| beyond(byte))))
}

/// Danish 7-bit ISO 646 (DS 2089): brackets and braces are letters. Bytes with the high bit set do not occur in
/// it; they stand for the code points of their number, except where that is one of the six letters, which then
/// stands for the bracket, so that the table stays a bijection.
fn iso646_dk(byte: u8) -> char {
    const PAIRS: [(u8, char); 6] = [(b'{', 'æ'), (b'|', 'ø'), (b'}', 'å'), (b'[', 'Æ'), (b'\\', 'Ø'), (b']', 'Å')];
    for (bracket, letter) in PAIRS {
        if byte == bracket {
            return letter;
        }
        if char::from(byte) == letter {
            return char::from(bracket);
        }
    }
    char::from(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_codec_is_a_bijection() {
        for codec in CODECS.iter() {
            for byte in 0..=255 {
                assert_eq!(codec.encode(codec.decode(byte)), Some(byte), "{} {byte:#x}", codec.name);
            }
        }
    }

    #[test]
    fn danish_letters_lie_where_their_standards_put_them() {
        let letters = |name: &str| -> Vec<u8> {
            let codec = codec(name).unwrap();
            "æøåÆØÅ".chars().map(|c| codec.encode(c).unwrap()).collect()
        };
        assert_eq!(letters("windows-1252"), [0xe6, 0xf8, 0xe5, 0xc6, 0xd8, 0xc5]);
        assert_eq!(letters("CP850"), [0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f]);
        assert_eq!(letters("CP865"), [0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f]);
        assert_eq!(letters("MacRoman"), [0xbe, 0xbf, 0x8c, 0xae, 0xaf, 0x81]);
        assert_eq!(letters("ISO646-DK"), *b"{|}[\\]");
    }
}
