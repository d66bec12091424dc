//! Which single-byte encoding words are in: every candidate reads them all, and the best sum wins.

use smallvec::SmallVec;

use super::score::Scorer;
use super::words::is_high;
use crate::codecs::{Codec, codec};
use crate::repair::LanguageChoice;

/// The candidates, the usual name first where two give the same text, and what one must prove against the first, in
/// nats: with a language, and without one, where doubt is larger. ISO-8859-1 is no candidate: it differs from
/// windows-1252 in the C1 controls alone, which no text has. Nor is CP437: where Danes wrote ø in it, they wrote the bytes of
/// CP865.
pub(super) const CANDIDATES: [(&str, f32, f32); COUNT] = [
    ("windows-1252", 0.0, 0.0),
    ("ISO-8859-15", 2.0, 3.0),
    ("CP850", 2.0, 5.0),
    ("CP865", 2.5, 5.5),
    ("MacRoman", 3.0, 6.0),
];
const COUNT: usize = 5;

/// Those that nearly every document is in that is in none of Unicode.
const USUAL: [&str; 3] = ["windows-1252", "ISO-8859-15", "ISO-8859-1"];

/// So few bytes beyond ASCII are signs and foreign letters of windows-1252 far more often than box letters of CP865 or daggers of
/// MacRoman: `à la`, `¤`, `señor`.
pub(super) const FEW: usize = 3;
/// What a candidate pays there that makes a word of none of them, in nats: more than signs gain.
pub(super) const NO_WORD: f32 = 20.0;

/// A candidate this near behind the best, in nats, may as well be it: words of Danish part them by ten for each.
const NEAR: f32 = 5.0;

/// A byte value is looked at in so many words; more say nothing new, and a long document would cost much.
const ENOUGH: u8 = 48;
/// Of a word so many bytes are scored.
const LONGEST: usize = 96;

/// A score for each candidate.
pub(super) type Scores = [f32; COUNT];

/// What a document's words say for each candidate.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    scores: Scores,
    /// How often each byte beyond ASCII was scored.
    seen: [u8; 128],
    /// How many bytes beyond ASCII there were, counted no further than to [`FEW`] and one.
    high: usize,
    /// Which candidates make a known word with such a byte.
    is_word: [bool; COUNT],
    reader: Reader,
}

/// How a word's bytes are read in a single-byte encoding.
pub(super) type Reader = fn(&[u8], &Codec) -> String;

impl Tally {
    pub fn new(language: LanguageChoice, reader: Reader) -> Self {
        let prior = |&(_, with, without): &(&str, f32, f32)| if language.pack().is_some() { -with } else { -without };
        Self { scores: CANDIDATES.each_ref().map(prior), seen: [0; 128], high: 0, is_word: [false; COUNT], reader }
    }

    /// Counts a word, unless all of its bytes have been seen often enough.
    pub fn add(&mut self, word: &[u8], scorer: &Scorer) {
        let high = word.iter().filter(|&&byte| is_high(byte)).map(|&byte| usize::from(byte & 0x7f));
        if high.clone().all(|at| self.seen[at] >= ENOUGH) {
            return;
        }
        self.high = (self.high + high.clone().count()).min(FEW + 1);
        high.for_each(|at| self.seen[at] = self.seen[at].saturating_add(1));
        if self.high <= FEW {
            let is_word = |at: usize| scorer.knows_word(&(self.reader)(word, candidate(at)));
            self.is_word = std::array::from_fn(|at| self.is_word[at] || is_word(at));
        }
        let scores = scores(word, scorer, self.reader);
        self.scores.iter_mut().zip(scores).for_each(|(sum, one)| *sum += one);
    }

    /// How far each candidate is behind the best: 0 for the best, else less.
    pub fn behind(&self) -> Scores {
        let scores = self.believed();
        let most = scores.iter().copied().fold(f32::MIN, f32::max);
        scores.map(|score| score - most)
    }

    /// The best candidate; of equals the one with the more usual name.
    pub fn best(&self) -> usize {
        best(&self.believed())
    }

    /// The candidate that the words read otherwise in, and nearly as well as in the best one, or better where a few bytes say too
    /// little; nothing where none does.
    pub fn rival(&self) -> Option<usize> {
        let best = self.best();
        let behind = self.scores.map(|score| score - self.scores[best]);
        let reads_otherwise = |at: usize| {
            let reads = |high: usize, of: usize| candidate(of).decode(0x80 | high as u8);
            (0..self.seen.len()).any(|high| self.seen[high] > 0 && reads(high, at) != reads(high, best))
        };
        let near = (0..COUNT).filter(|at| *at != best && behind[*at] > -NEAR && reads_otherwise(*at));
        near.max_by(|one, two| behind[*one].total_cmp(&behind[*two]))
    }

    /// The scores; of a few bytes beyond ASCII a candidate that makes no word of any says little against the most usual one.
    fn believed(&self) -> Scores {
        if self.high > FEW {
            return self.scores;
        }
        std::array::from_fn(|at| self.scores[at] - if at == 0 || self.is_word[at] { 0.0 } else { NO_WORD })
    }
}

/// The place of the largest score, the first of equals.
pub(super) fn best(scores: &Scores) -> usize {
    (0..COUNT).rev().max_by(|&one, &two| scores[one].total_cmp(&scores[two])).unwrap_or(0)
}

/// What each candidate's reading of a word is worth.
pub(super) fn scores(word: &[u8], scorer: &Scorer, reader: Reader) -> Scores {
    let word = &word[..word.len().min(LONGEST)];
    let mut known: SmallVec<[(String, f32); COUNT]> = SmallVec::new();
    std::array::from_fn(|at| {
        let text = reader(word, candidate(at));
        if let Some((_, score)) = known.iter().find(|(other, _)| *other == text) {
            return *score;
        }
        let score = scorer.score(&text);
        known.push((text, score));
        score
    })
}

/// The candidate of this number.
pub(super) fn candidate(at: usize) -> &'static Codec {
    codec(CANDIDATES[at].0).expect("every candidate is a known codec, as a test shows")
}

/// Whether nearly every document is in this encoding that is in none of Unicode.
pub(super) fn is_usual(codec: &Codec) -> bool {
    USUAL.contains(&codec.name())
}

/// Whether an encoding is one of the candidates, or the one of them that is as good as another.
pub(super) fn is_western(codec: &Codec) -> bool {
    is_usual(codec) || CANDIDATES.iter().any(|(name, ..)| *name == codec.name())
}

/// The text of bytes in a single-byte encoding.
pub(super) fn read(bytes: &[u8], codec: &Codec) -> String {
    bytes.iter().map(|&byte| codec.decode(byte)).collect()
}

/// The text of bytes that are UTF-8 in places: those stay, the others are read in a single-byte encoding.
pub(super) fn read_in_pieces(bytes: &[u8], codec: &Codec) -> String {
    bytes.utf8_chunks().map(|chunk| chunk.valid().to_owned() + &read(chunk.invalid(), codec)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn winner(text: &str, name: &str) -> &'static str {
        let scorer = Scorer::new(LanguageChoice::Danish);
        let codec = codec(name).unwrap();
        let mut tally = Tally::new(LanguageChoice::Danish, read);
        for word in text.split(' ') {
            let bytes: Vec<u8> = word.chars().map(|c| codec.encode(c).unwrap()).collect();
            if bytes.iter().any(|&byte| is_high(byte)) {
                tally.add(&bytes, &scorer);
            }
        }
        candidate(tally.best()).name()
    }

    fn rival(text: &[u8]) -> Option<&'static str> {
        let scorer = Scorer::new(LanguageChoice::Danish);
        let mut tally = Tally::new(LanguageChoice::Danish, read);
        text.split(|byte| *byte == b' ')
            .filter(|word| word.iter().any(|&b| is_high(b)))
            .for_each(|word| tally.add(word, &scorer));
        tally.rival().map(|at| candidate(at).name())
    }

    #[test]
    fn every_candidate_is_a_codec() {
        for (at, (name, ..)) in CANDIDATES.iter().enumerate() {
            assert_eq!(candidate(at).name(), *name);
        }
    }

    #[test]
    fn a_sentence_names_its_encoding() {
        for (text, encodings) in [
            ("Fåret bræger på græsset, og gæssene går i søen", &["windows-1252", "CP850", "MacRoman"][..]),
            ("LØRDAG ÅBNER BÅDEBROEN PÅ ÆRØ", &["windows-1252", "CP850", "MacRoman"]),
            ("“Gå nu hjem” – sagde bådføreren … for 5 €", &["windows-1252"]),
            ("Billetten til båden koster 12 €", &["ISO-8859-15"]),
            ("Jf. § 12 må »hegnet« være 1½ m højt", &["windows-1252", "CP850"]),
        ] {
            for name in encodings {
                assert_eq!(winner(text, name), *name, "{text}");
            }
        }
        assert_eq!(winner("Blå tønder på kajen", "ISO-8859-1"), "windows-1252");
        assert_eq!(rival(b"Bl\xe5 t\xf8nder p\xe5 kajen"), None);
        // Of single bytes between figures some are told, and some may be either of two.
        let doubtful = (0x80..=0xffu8).filter(|byte| rival(&[b'1', b' ', *byte, b' ', b'2']).is_some()).count();
        assert!((1..128).contains(&doubtful), "{doubtful}");
        assert_eq!(winner("╒═══╕ │ Øl │ ╘═══╛ på søen", "CP865"), "CP865");
    }
}
