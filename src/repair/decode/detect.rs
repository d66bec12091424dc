use std::io;

use super::score::Scorer;
use super::tally::{self, Tally};
use super::words::{is_high, words_with};
use super::{Hints, binary, iso646, utf16};
use crate::codecs::{Encoding, codec};
use crate::repair::{Blocks, DocumentKind, LanguageChoice, Options};

/// So many of a document's first bytes show whether it is binary or UTF-16.
const HEAD: usize = 64 << 10;

/// A document with UTF-8 words in it is UTF-8 with foreign words, and not the other way round, when at least one in so
/// many of its words beyond ASCII is UTF-8. Below that the few are mojibake of the encoding all others are in.
const UTF8_SHARE: u64 = 50;
/// Words that are UTF-8 in letters no Danish text has may be accidents; so many times the foreign words they are not.
const NO_ACCIDENT: u64 = 3;

/// What was found about a document's bytes.
#[derive(Clone, Debug)]
pub(crate) struct Detection {
    pub encoding: Encoding,
    pub kind: DocumentKind,
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
    let mut detection = Detection {
        encoding: survey.encoding.unwrap_or(Encoding::Utf8),
        kind: if survey.binary { DocumentKind::Binary } else { DocumentKind::Text },
        blocks: survey.blocks,
        hints: Hints { iso646: survey.iso646, ..Hints::new(language) },
    };
    if detection.kind == DocumentKind::Binary {
        return Ok(detection);
    }
    match survey.encoding {
        Some(encoding @ (Encoding::Utf16Le { .. } | Encoding::Utf16Be { .. }))
            if !utf16::is_exact(blocks, encoding)? => {
                detection.kind = DocumentKind::Undecodable;
            }
        Some(Encoding::SingleByte(_)) => {}
        _ if !survey.utf8 => {
            let words = Words::count(blocks, language)?;
            detection.encoding = survey.encoding.unwrap_or_else(|| words.encoding());
            detection.hints.foreign = words.foreign;
        }
        None if survey.ascii && detection.hints.iso646.is_throughout() => {
            detection.encoding = single_byte("ISO646-DK");
        }
        _ => {}
    }
    Ok(detection)
}

fn single_byte(name: &str) -> Encoding {
    Encoding::SingleByte(codec(name).expect("the codecs include every encoding that is detected"))
}

/// What the first pass learns.
struct FirstLook {
    /// The encoding that was given, or that the document's first bytes show.
    encoding: Option<Encoding>,
    binary: bool,
    blocks: usize,
    /// Whether all is UTF-8, and ASCII.
    utf8: bool,
    ascii: bool,
    language: LanguageChoice,
    iso646: iso646::Proof,
}

impl FirstLook {
    fn new(given: Option<Encoding>, language: LanguageChoice) -> Self {
        Self {
            encoding: given,
            binary: false,
            blocks: 0,
            utf8: true,
            ascii: true,
            language,
            iso646: iso646::Proof::default(),
        }
    }

    fn look(&mut self, block: &[u8]) {
        if self.blocks == 0 {
            self.look_at_head(&block[..block.len().min(HEAD)]);
        }
        self.blocks += 1;
        if self.binary || !matches!(self.encoding, None | Some(Encoding::Utf8)) || !self.utf8 {
            return;
        }
        let Ok(text) = simdutf8::basic::from_utf8(block) else {
            self.utf8 = false;
            return;
        };
        self.ascii = self.ascii && text.is_ascii();
        if self.language == LanguageChoice::Danish {
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
    }
}

/// What the words beyond ASCII of a document that is not UTF-8 say.
struct Words {
    /// Words that are UTF-8 in letters and signs that Danish text has.
    danish: u64,
    /// Words that are UTF-8 in others.
    other: u64,
    /// Words that are not UTF-8.
    outside: u64,
    /// Which encoding the words outside are in, and which all of them are in.
    foreign: Tally,
    all: Tally,
}

impl Words {
    fn count(blocks: &mut impl Blocks, language: LanguageChoice) -> io::Result<Self> {
        let foreign = Tally::new(language, tally::read_in_pieces);
        let all = Tally::new(language, tally::read);
        let mut words = Self { danish: 0, other: 0, outside: 0, foreign, all };
        let scorer = Scorer::new(language);
        blocks.for_each_block(1, &mut |block| {
            words_with(block, is_high).for_each(|word| words.add(&block[word], &scorer));
        })?;
        Ok(words)
    }

    fn add(&mut self, word: &[u8], scorer: &Scorer) {
        self.all.add(word, scorer);
        match simdutf8::basic::from_utf8(word) {
            Ok(text) if text.chars().any(is_usual) => self.danish += 1,
            Ok(_) => self.other += 1,
            Err(_) => {
                self.outside += 1;
                self.foreign.add(word, scorer);
            }
        }
    }

    /// UTF-8 if enough of it is, else the encoding that all words together say.
    fn encoding(&self) -> Encoding {
        let mixed = self.danish * UTF8_SHARE >= self.outside && self.danish > 0;
        if mixed || self.other > self.outside * NO_ACCIDENT {
            return Encoding::Utf8;
        }
        Encoding::SingleByte(tally::candidate(self.all.best()))
    }
}

/// Characters whose bytes in UTF-8 make no sense in the encodings that are candidates: the letters and signs of Latin-1,
/// and typographic signs.
fn is_usual(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{ff}' | '\u{2010}'..='\u{203a}' | '€')
}
