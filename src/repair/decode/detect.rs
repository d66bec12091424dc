use std::io;

use super::appended::Appended;
use super::beyond::Words;
use super::declarations::Declaration;
use super::declared::{Claim, Declared};
use super::known::single_byte;
use super::tally;
use super::{Hints, binary, iso646, utf16};
use crate::codecs::{Encoding, Label};
use crate::repair::{BLOCK_BYTES, Blocks, DocumentKind, LanguageChoice, Options, next_block};

/// So many of a document's first bytes show whether it is binary or UTF-16.
const HEAD: usize = 64 << 10;

/// So many bytes of UTF-16 show what a document declares.
const WIDE_HEAD: usize = 4 << 10;

/// What was found about a document's bytes.
#[derive(Clone, Debug)]
pub(crate) struct Detection {
    pub encoding: Encoding,
    pub kind: DocumentKind,
    /// The encoding that may be it as well, where it was found among several.
    pub rival: Option<Encoding>,
    /// How many blocks it has.
    pub blocks: usize,
    /// What its blocks need to know of each other to be decoded.
    pub hints: Hints,
}

/// Finds the encoding of a document, or takes the one that the options give.
///
/// Reads the document once; again if it is not UTF-8. Memory does not grow with it.
pub(crate) fn detect(blocks: &mut impl Blocks, options: &Options) -> io::Result<Detection> {
    let language = options.language;
    let mut survey = FirstLook::new(options.encoding, language);
    blocks.for_each_block(1, &mut |block| survey.look(block))?;
    let claim = survey.claim();
    let mut detection = Detection {
        encoding: survey.encoding.unwrap_or(Encoding::Utf8),
        kind: if survey.binary { DocumentKind::Binary } else { DocumentKind::Text },
        rival: None,
        blocks: survey.blocks,
        hints: Hints { iso646: survey.iso646, ..Hints::new(language) },
    };
    if detection.kind == DocumentKind::Binary {
        return Ok(detection);
    }
    if survey.appended.is_some() {
        detection.hints.appended = survey.appended;
        return Ok(detection);
    }
    match survey.encoding {
        Some(encoding @ (Encoding::Utf16Le { .. } | Encoding::Utf16Be { .. }))
            if !utf16::is_exact(blocks, encoding)? =>
        {
            detection.kind = DocumentKind::Undecodable;
        }
        Some(Encoding::SingleByte(_) | Encoding::Marked(_)) => {}
        _ if !survey.utf8 => {
            let words = Words::count(blocks, language, claim)?;
            detection.encoding = survey.encoding.unwrap_or_else(|| words.encoding());
            if survey.encoding.is_none() && words.is_unread() {
                detection.encoding = Encoding::Utf8;
                detection.kind = DocumentKind::Undecodable;
            } else if survey.encoding.is_none() && matches!(detection.encoding, Encoding::SingleByte(_)) {
                detection.rival = words.all.rival().map(|at| Encoding::SingleByte(tally::candidate(at)));
            }
            if survey.encoding.is_none() && detection.kind == DocumentKind::Text {
                let trusted = words.trusted(blocks, detection.encoding)?;
                detection.encoding = trusted.unwrap_or(Encoding::Utf8);
                detection.kind = if trusted.is_some() { DocumentKind::Text } else { DocumentKind::Undecodable };
            }
            detection.hints.has_utf8 = words.danish > 0;
            detection.hints.foreign = words.foreign;
        }
        None if survey.ascii && detection.hints.iso646.is_throughout() => {
            detection.encoding = single_byte(iso646::CODEC);
        }
        _ => {}
    }
    let is_utf8 = detection.encoding == Encoding::Utf8 && survey.utf8;
    let declaration = survey.declared.filter(|_| !is_utf8 || !survey.ascii);
    detection.hints.declared = declaration.map(|declaration| Declared { declaration, is_utf8 });
    Ok(detection)
}

/// What is to be known of a text that was decoded before it came here: it is UTF-8, and text whatever its signs are.
pub(crate) fn detect_text(text: &str, options: &Options) -> Detection {
    let mut look = FirstLook::new(Some(Encoding::Utf8), options.language);
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let (block, left) = rest.split_at(next_block(rest, 1));
        look.count(block);
        rest = left;
    }
    Detection {
        encoding: Encoding::Utf8,
        kind: DocumentKind::Text,
        rival: None,
        blocks: look.blocks,
        hints: Hints { iso646: look.iso646, ..Hints::new(options.language) },
    }
}

/// What is to be known of the fields of a document, each a block: they are UTF-8, and text whatever their signs are; bytes that are
/// not were left as they came.
#[cfg(feature = "cli")]
pub(crate) fn detect_fields(fields: &mut impl Blocks, options: &Options) -> io::Result<Detection> {
    let mut look = FirstLook::new(Some(Encoding::Utf8), options.language);
    fields.for_each_block(1, &mut |field| look.count(field))?;
    let mut hints = Hints { iso646: look.iso646, ..Hints::new(options.language) };
    let (encoding, mut kind) = (Encoding::Utf8, DocumentKind::Text);
    if !look.utf8 {
        let words = Words::count(fields, options.language, None)?;
        if words.trusted(fields, encoding)?.is_none() {
            kind = DocumentKind::Undecodable;
        }
        hints.has_utf8 = words.danish > 0;
        hints.foreign = words.foreign;
    }
    Ok(Detection { encoding, rival: None, kind, blocks: look.blocks, hints })
}

/// What the first pass learns.
struct FirstLook {
    /// The encoding that was given, or that the document's first bytes show.
    encoding: Option<Encoding>,
    /// Whether it was given.
    is_given: bool,
    binary: bool,
    /// The end of a short document, where that is in UTF-16 and the rest is not.
    appended: Option<Appended>,
    blocks: usize,
    /// Whether all is UTF-8, and ASCII.
    utf8: bool,
    ascii: bool,
    language: LanguageChoice,
    iso646: iso646::Proof,
    /// What the document says of its encoding.
    declared: Option<Declaration>,
    /// Whether its first bytes are exact in the encoding of several bytes a character that it says.
    is_exact_in_wide: bool,
}

impl FirstLook {
    fn new(given: Option<Encoding>, language: LanguageChoice) -> Self {
        Self {
            encoding: given,
            is_given: given.is_some(),
            binary: false,
            appended: None,
            blocks: 0,
            utf8: true,
            ascii: true,
            language,
            iso646: iso646::Proof::new(language.pack()),
            declared: None,
            is_exact_in_wide: false,
        }
    }

    fn look(&mut self, block: &[u8]) {
        if self.blocks == 0 {
            self.look_at_head(&block[..block.len().min(HEAD)]);
            self.look_for_appended(block);
        }
        if self.binary || !matches!(self.encoding, None | Some(Encoding::Utf8)) || !self.utf8 {
            self.blocks += 1;
            return;
        }
        self.count(block);
    }

    /// Looks for an end in UTF-16 in a document of one block.
    fn look_for_appended(&mut self, block: &[u8]) {
        let is_said = self.is_given || self.encoding.is_some_and(Encoding::has_bom);
        let has_zero = memchr::memchr(0, &block[..block.len().min(HEAD)]).is_some();
        if is_said || !has_zero || block.len() >= BLOCK_BYTES {
            return;
        }
        self.appended = Appended::find(block);
        if self.appended.is_some() {
            self.encoding = None;
            self.binary = false;
        }
    }

    /// Counts what a block of UTF-8 says.
    fn count(&mut self, block: &[u8]) {
        self.blocks += 1;
        let Ok(text) = simdutf8::basic::from_utf8(block) else {
            self.utf8 = false;
            return;
        };
        self.ascii = self.ascii && text.is_ascii();
        if self.language.pack().is_some() {
            self.iso646.count(text);
        }
    }

    fn look_at_head(&mut self, head: &[u8]) {
        let marked = utf16::marked(head);
        self.encoding = match (self.encoding, marked) {
            (Some(Encoding::Utf16Le { .. }), Some(marked @ Encoding::Utf16Le { .. })) => Some(marked),
            (Some(Encoding::Utf16Be { .. }), Some(marked @ Encoding::Utf16Be { .. })) => Some(marked),
            (Some(given), _) => Some(given),
            (None, marked) => marked.or_else(|| utf16::unmarked(head)),
        };
        let wide = matches!(self.encoding, Some(Encoding::Utf16Le { .. } | Encoding::Utf16Be { .. }));
        self.binary = !wide && binary::is_binary(head);
        self.declared = self.declared_in(head);
        if let Some(Declaration { label: Label::Wide(said), .. }) = &self.declared {
            let whole_lines = &head[..memchr::memrchr(b'\n', head).map_or(head.len(), |end| end + 1)];
            self.is_exact_in_wide = said.decode_without_bom_handling_and_without_replacement(whole_lines).is_some();
        }
    }

    /// What the first bytes declare; those of UTF-16 are read first.
    fn declared_in(&self, head: &[u8]) -> Option<Declaration> {
        match self.encoding {
            Some(encoding @ (Encoding::Utf16Le { .. } | Encoding::Utf16Be { .. })) => {
                let body = &head[encoding.bom().len()..];
                let text = encoding.decode_exact(&body[..body.len().min(WIDE_HEAD) & !1])?;
                Declaration::find(text.as_bytes())
            }
            _ => Declaration::find(head),
        }
    }

    /// What it claims to be in, where that is told by its words.
    fn claim(&self) -> Option<Claim> {
        let said = self.declared.as_ref()?.single_byte();
        (said.is_some() || self.is_exact_in_wide).then(|| Claim::new(said))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of at most so many bytes, cut anywhere but inside a unit.
    struct Small<'b>(&'b [u8], usize);

    impl Blocks for Small<'_> {
        fn for_each_block(&mut self, unit: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
            self.0.chunks(self.1 * unit).for_each(each);
            Ok(())
        }
    }

    fn found(bytes: &[u8], given: Option<Encoding>) -> (String, DocumentKind) {
        let options = Options { encoding: given, ..Options::default() };
        let detection = detect(&mut &*bytes, &options).unwrap();
        let bom = if detection.encoding.has_bom() { " with BOM" } else { "" };
        (format!("{}{bom}", detection.encoding), detection.kind)
    }

    fn encoded(text: &str, name: &str) -> Vec<u8> {
        name.parse::<Encoding>().unwrap().encode_exact(text).unwrap().into_owned()
    }

    #[test]
    fn every_encoding_is_found() {
        for (text, name) in [
            ("Vejen er spærret på grund af høstfest", "UTF-8"),
            ("\u{feff}Vejen er spærret", "UTF-8"),
            ("plain ASCII, {no} [letters] | at \\all", "UTF-8"),
            ("", "UTF-8"),
            ("Ø", "UTF-16LE"),
            ("Åen løber ud i fjorden", "UTF-16BE"),
            ("Kærnehuset ligger på bordet", "windows-1252"),
            ("“Nå,” sagde smeden – og blæste på gløderne …", "windows-1252"),
            ("Gæret dej til 3 € stykket, sagde bageren på hjørnet", "ISO-8859-15"),
            ("Gæsterne så på månen", "CP850"),
            ("»Tør I gå på isen?« spurgte læreren", "CP850"),
            ("╒══╕ skål på kø ╘══╛", "CP865"),
            ("SMØRREBRØD OG ÆBLER PÅ FAD", "MacRoman"),
            ("Æblerne på træet er røde", "MacRoman"),
            ("Når klokken slår otte, løber børnene hjem på grødmad", "ISO646-DK"),
        ] {
            assert_eq!(found(&encoded(text, name), None), (name.to_owned(), DocumentKind::Text), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let utf16 = |bom| Some(Encoding::Utf16Le { bom });
        for (bytes, given, encoding, kind) in [
            (&b"\xff\xfeS\0\xe5\0"[..], None, "UTF-16LE with BOM", DocumentKind::Text),
            (b"\xff\xfeS\0\xe5", None, "UTF-16LE with BOM", DocumentKind::Undecodable),
            (b"\xfe\xff\0S\xd8\0\0s", None, "UTF-16BE with BOM", DocumentKind::Undecodable),
            (b"\xff\xfeS\0", utf16(false), "UTF-16LE with BOM", DocumentKind::Text),
            (b"abc", utf16(false), "UTF-16LE", DocumentKind::Undecodable),
            (b"S\xe5", Some(Encoding::Utf8), "UTF-8", DocumentKind::Text),
            (b"S\x86", Some("cp865".parse().unwrap()), "CP865", DocumentKind::Text),
            (b"GIF89a\x01\0\x01\0", Some(Encoding::Utf8), "UTF-8", DocumentKind::Binary),
            (b"en linje\0 med et nul", None, "UTF-8", DocumentKind::Text),
        ] {
            assert_eq!(found(bytes, given), (encoding.to_owned(), kind), "{bytes:?}");
        }
    }

    #[test]
    fn a_document_is_utf8_if_words_of_it_are() {
        let mixed = ["Blåbærgrød på sølvfad\n".as_bytes(), b"og fl\xf8de p\xe5 k\xf8l\n"].concat();
        assert_eq!(found(&mixed, None).0, "UTF-8");
        assert_eq!(found(b"S\xc5\x94 og s\xe5 videre til b\xe5den", None).0, "windows-1252");
    }

    #[test]
    fn the_size_of_blocks_does_not_matter() {
        for name in ["windows-1252", "CP850", "MacRoman", "UTF-16LE", "ISO646-DK"] {
            let bytes = encoded(&"Båden sejler på søen i måneskin\n".repeat(9), name);
            for size in [32, 64, 4096] {
                let detection = detect(&mut Small(&bytes, size), &Options::default()).unwrap();
                assert_eq!(detection.encoding.name(), name);
            }
        }
    }

    #[test]
    fn without_a_language_doubt_is_windows_1252_and_brackets_stay() {
        let options = Options { language: LanguageChoice::None, ..Options::default() };
        let name = |bytes: &[u8]| detect(&mut &*bytes, &options).unwrap().encoding.name();
        assert_eq!(name(b"caf\xe9 \x93quoted\x94"), "windows-1252");
        assert_eq!(name(b"\x82"), "windows-1252");
        assert_eq!(name(b"vi s}s p} den bl} b{nk"), "UTF-8");
    }
}
