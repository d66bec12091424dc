//! Damage, made with other tables than the program's own, so that it is not tested by what it was built from.

use oem_cp::code_table::{DECODING_TABLE_CP437, DECODING_TABLE_CP850, DECODING_TABLE_CP865};

use super::Chance;

/// A bit of text as it was and as it became. Equal bits are undamaged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub gold: String,
    pub damaged: String,
}

impl Piece {
    pub fn new(gold: impl Into<String>, damaged: impl Into<String>) -> Self {
        Self { gold: gold.into(), damaged: damaged.into() }
    }

    pub fn same(text: impl Into<String>) -> Self {
        let gold = text.into();
        Self { damaged: gold.clone(), gold }
    }

    pub fn is_damaged(&self) -> bool {
        self.gold != self.damaged
    }
}

/// A single-byte code page.
#[derive(Clone)]
pub struct Page {
    characters: [char; 256],
}

/// What a byte without a character becomes.
#[derive(Clone, Copy)]
pub enum Undefined {
    /// The character of the same number, as Latin-1 has it.
    SameNumber,
    /// U+FFFD.
    Replacement,
}

impl Page {
    fn whatwg(encoding: &'static encoding_rs::Encoding, undefined: Undefined) -> Self {
        let characters = std::array::from_fn(|byte| {
            let bytes = [byte as u8];
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            match (text.chars().next(), undefined) {
                (Some('\u{fffd}') | None, Undefined::SameNumber) => byte as u8 as char,
                (Some(c), _) => c,
                (None, Undefined::Replacement) => '\u{fffd}',
            }
        });
        Self { characters }
    }

    /// A page of a table that only the program has.
    fn of_table(name: &str) -> Self {
        let codec = ordret::codecs::codec(name).expect("a known codec");
        Self { characters: std::array::from_fn(|byte| codec.decode(byte as u8)) }
    }

    fn dos(table: &[char; 128]) -> Self {
        Self { characters: std::array::from_fn(|byte| if byte < 128 { byte as u8 as char } else { table[byte - 128] }) }
    }

    /// A page by its usual name.
    pub fn named(name: &str) -> Self {
        match name {
            "windows-1252" => Self::whatwg(encoding_rs::WINDOWS_1252, Undefined::SameNumber),
            "ISO-8859-1" => Self { characters: std::array::from_fn(|byte| byte as u8 as char) },
            "ISO-8859-15" => Self::whatwg(encoding_rs::ISO_8859_15, Undefined::SameNumber),
            "MacRoman" => Self::whatwg(encoding_rs::MACINTOSH, Undefined::SameNumber),
            "cp1250" => Self::whatwg(encoding_rs::WINDOWS_1250, Undefined::SameNumber),
            "cp1257" => Self::whatwg(encoding_rs::WINDOWS_1257, Undefined::SameNumber),
            "cp1257, strict" => Self::whatwg(encoding_rs::WINDOWS_1257, Undefined::Replacement),
            "CP437" => Self::dos(&DECODING_TABLE_CP437),
            "CP850" => Self::dos(&DECODING_TABLE_CP850),
            "CP865" => Self::dos(&DECODING_TABLE_CP865),
            "ISO646-DK" => {
                let danish = |byte: u8| match byte {
                    b'{' => 'æ',
                    b'|' => 'ø',
                    b'}' => 'å',
                    b'[' => 'Æ',
                    b'\\' => 'Ø',
                    b']' => 'Å',
                    byte if byte < 128 => byte as char,
                    _ => '\u{fffd}',
                };
                Self { characters: std::array::from_fn(|byte| danish(byte as u8)) }
            }
            "IBM037" | "IBM1047" | "IBM277" | "GSM 03.38" => Self::of_table(name),
            other => {
                let known = encoding_rs::Encoding::for_label(other.as_bytes());
                Self::whatwg(known.unwrap_or_else(|| panic!("no page {other}")), Undefined::SameNumber)
            }
        }
    }

    pub fn decode(&self, bytes: &[u8]) -> String {
        bytes.iter().map(|&byte| self.characters[usize::from(byte)]).collect()
    }

    /// The byte of a character, if the page has it.
    pub fn byte(&self, c: char) -> Option<u8> {
        self.characters.iter().position(|&known| known == c && c != '\u{fffd}').map(|byte| byte as u8)
    }

    /// The bytes of a text, if the page has all its characters.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        text.chars().map(|c| self.byte(c)).collect()
    }
}

/// What happens to a character that is not ASCII; `None` when this damage cannot hold it.
pub type Letter = Box<dyn Fn(char) -> Option<String>>;

/// How a line is damaged.
pub enum Damage {
    /// Each character by itself, ASCII too.
    Letters(Letter),
    /// Each character of every second word, by chance.
    HalfOfWords(Letter),
    /// Runs of characters that are not ASCII together.
    Runs(Box<dyn Fn(&str) -> String>),
}

impl Damage {
    /// The line in pieces, or `None` where it holds what this damage cannot hold.
    pub fn line(&self, gold: &str, chance: &mut Chance) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        match self {
            Self::Letters(letter) => {
                for c in gold.chars() {
                    pieces.push(Piece::new(c, letter(c)?));
                }
            }
            Self::HalfOfWords(letter) => {
                for word in gold.split_inclusive(' ') {
                    let damaged = chance.one_in(2);
                    for c in word.chars() {
                        pieces.push(Piece::new(c, if damaged { letter(c)? } else { c.to_string() }));
                    }
                }
            }
            Self::Runs(run) => {
                let mut pending = String::new();
                for c in gold.chars() {
                    if !c.is_ascii() {
                        pending.push(c);
                        continue;
                    }
                    if !pending.is_empty() {
                        pieces.push(Piece::new(pending.clone(), run(&pending)));
                        pending.clear();
                    }
                    pieces.push(Piece::new(c, run(c.encode_utf8(&mut [0; 4]))));
                }
                if !pending.is_empty() {
                    pieces.push(Piece::new(pending.clone(), run(&pending)));
                }
            }
        }
        Some(pieces)
    }
}

/// UTF-8 read as another page, so many times.
pub fn utf8_read_as(page: &str, times: usize) -> Letter {
    let page = Page::named(page);
    Box::new(move |c| {
        let mut text = c.to_string();
        for _ in 0..times {
            text = page.decode(text.as_bytes());
        }
        Some(text)
    })
}

/// One single-byte page read as another.
pub fn page_read_as(from: &str, to: &str) -> Letter {
    let (from, to) = (Page::named(from), Page::named(to));
    Box::new(move |c| from.byte(c).map(|byte| to.decode(&[byte])))
}

/// Only letters of Danish, each to what `change` says.
pub fn danish_letters(change: impl Fn(char) -> String + 'static) -> Letter {
    Box::new(move |c| Some(if super::is_danish_letter(c) { change(c) } else { c.to_string() }))
}

/// The high bit of Latin-1 lost: `ø` to `x`.
pub fn high_bit_stripped(c: char) -> String {
    char::from((u32::from(c) & 0x7f) as u8).to_string()
}

/// UTF-8 read as windows-1252, where letters of two bytes lose the second character, or have another in its place.
pub fn second_byte_becomes(second: &'static str) -> Letter {
    let page = Page::named("windows-1252");
    Box::new(move |c| {
        let text = page.decode(c.to_string().as_bytes());
        let mut characters = text.chars();
        Some(match (characters.next(), characters.next(), characters.next()) {
            (Some(first), Some(_), None) => format!("{first}{second}"),
            _ => text,
        })
    })
}

/// UTF-8 read as windows-1252, no-break spaces then turned into `space`.
pub fn no_break_becomes(space: &'static str) -> Letter {
    let letter = utf8_read_as("windows-1252", 1);
    Box::new(move |c| letter(c).map(|text| text.replace('\u{a0}', space)))
}

/// HTML's names from U+00A0 to U+00FF.
const NAMES: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
    Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave \
    uacute ucirc uuml yacute thorn yuml";
/// HTML's names of what windows-1252 has besides.
const MORE_NAMES: [(char, &str); 23] = [
    ('€', "euro"),
    ('‚', "sbquo"),
    ('ƒ', "fnof"),
    ('„', "bdquo"),
    ('…', "hellip"),
    ('†', "dagger"),
    ('‡', "Dagger"),
    ('ˆ', "circ"),
    ('‰', "permil"),
    ('Š', "Scaron"),
    ('‹', "lsaquo"),
    ('Œ', "OElig"),
    ('‘', "lsquo"),
    ('’', "rsquo"),
    ('“', "ldquo"),
    ('”', "rdquo"),
    ('•', "bull"),
    ('–', "ndash"),
    ('—', "mdash"),
    ('˜', "tilde"),
    ('™', "trade"),
    ('š', "scaron"),
    ('œ', "oelig"),
];

/// A kind of character reference.
#[derive(Clone, Copy)]
pub enum Entity {
    Named,
    Decimal,
    Hex,
}

impl Entity {
    /// The reference of a character; `&` has one too, the rest of ASCII stays.
    fn of(self, c: char) -> String {
        match (self, c) {
            (_, '&') => "&amp;".to_owned(),
            (_, c) if c.is_ascii() => c.to_string(),
            (Self::Decimal, c) => format!("&#{};", u32::from(c)),
            (Self::Hex, c) => format!("&#x{:X};", u32::from(c)),
            (Self::Named, c) => {
                let number = u32::from(c) as usize;
                let name = match number {
                    0xa0..=0xff => NAMES.split_whitespace().nth(number - 0xa0),
                    _ => MORE_NAMES.iter().find(|(known, _)| *known == c).map(|(_, name)| *name),
                };
                name.map_or_else(|| format!("&#{number};"), |name| format!("&{name};"))
            }
        }
    }
}

/// Character references.
pub fn entities(kind: Entity) -> Letter {
    Box::new(move |c| Some(kind.of(c)))
}

/// Character references whose `&` was escaped once more.
pub fn entities_twice(kind: Entity) -> Letter {
    Box::new(move |c| Some(kind.of(c).replace('&', "&amp;")))
}

/// Character references of mojibake.
pub fn entities_of_mojibake(kind: Entity) -> Letter {
    let letter = utf8_read_as("windows-1252", 1);
    Box::new(move |c| letter(c).map(|text| text.chars().map(|c| kind.of(c)).collect()))
}

/// Quoted-printable of the bytes of UTF-8, or of windows-1252.
pub fn quoted_printable(utf8: bool) -> Letter {
    let page = Page::named("windows-1252");
    Box::new(move |c| match c {
        '=' => Some("=3D".to_owned()),
        c if c.is_ascii() => Some(c.to_string()),
        c if utf8 => Some(c.to_string().bytes().map(|byte| format!("={byte:02X}")).collect()),
        c => page.byte(c).map(|byte| format!("={byte:02X}")),
    })
}

/// `\u00f8`.
pub fn json_escapes() -> Letter {
    Box::new(|c| {
        let escape = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
        Some(if c.is_ascii() { c.to_string() } else { escape(c) })
    })
}

/// `%C3%B8`.
pub fn percent_escapes() -> Letter {
    Box::new(|c| {
        let escape = |c: char| c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
        Some(if c.is_ascii() { c.to_string() } else { escape(c) })
    })
}

/// UTF-7: a run of what is not ASCII as Base64 of UTF-16 between `+` and `-`.
pub fn utf7(run: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    match run {
        "+" => return "+-".to_owned(),
        run if run.is_ascii() => return run.to_owned(),
        _ => {}
    }
    let bytes: Vec<u8> = run.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut text = "+".to_owned();
    for three in bytes.chunks(3) {
        let mut bits = 0_u32;
        for place in 0..3 {
            bits = bits << 8 | u32::from(three.get(place).copied().unwrap_or(0));
        }
        for place in 0..=three.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text + "-"
}
