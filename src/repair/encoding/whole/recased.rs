//! UTF-8 that was read as single bytes and then set in one case throughout: what each character was is told by what stands
//! beside it, for its case may have been either.

use smallvec::SmallVec;

use crate::codecs::Codec;
use crate::repair::plausibility::Plausibility;
use crate::text::QuickMap;

/// The case that a text was set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Lower,
    Upper,
}

/// What a character costs that stays as it stands, in nats, beside what it costs as text: one that no byte explains is rare.
const STAYS: f32 = 6.0;

impl Case {
    /// A text in this case.
    pub fn set(self, text: &str) -> String {
        match self {
            Self::Lower => text.to_lowercase(),
            Self::Upper => text.to_uppercase(),
        }
    }
}

/// How single bytes look after they were set in one case.
#[derive(Debug)]
pub(super) struct Recased {
    case: Case,
    /// The bytes that each character may stand for.
    bytes: QuickMap<char, SmallVec<[u8; 3]>>,
    plausibility: &'static Plausibility,
}

impl Recased {
    pub fn new(shown: &Codec, case: Case, plausibility: &'static Plausibility) -> Self {
        let mut bytes: QuickMap<char, SmallVec<[u8; 3]>> = QuickMap::default();
        for byte in 0x80..=0xff {
            let shown = case.set(shown.decode(byte).encode_utf8(&mut [0; 4]));
            let mut chars = shown.chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                bytes.entry(c).or_default().push(byte);
            }
        }
        Self { case, bytes, plausibility }
    }

    /// How a letter looks then.
    pub fn show(&self, shown: &Codec, letter: char) -> String {
        let look: String = letter.encode_utf8(&mut [0; 4]).bytes().map(|byte| shown.decode(byte)).collect();
        self.case.set(&look)
    }

    /// What a run was, in the same case: the most plausible of all ways to read it, if one reads any of it.
    pub fn read(&self, run: &str) -> Option<String> {
        let chars: Vec<char> = run.chars().collect();
        // From each place on: the least cost, and what is read there (nothing: the character stays) with how many characters.
        let mut best: Vec<(f32, Option<char>, usize)> = vec![(0.0, None, 0); chars.len() + 1];
        for at in (0..chars.len()).rev() {
            best[at] = (self.cost(chars[at]) + STAYS + best[at + 1].0, None, 1);
            for (c, length) in self.sequences(&chars[at..]) {
                let cost = self.cost(c) + best[at + length].0;
                if cost < best[at].0 {
                    best[at] = (cost, Some(c), length);
                }
            }
        }
        let mut text = String::with_capacity(run.len());
        let mut is_read = false;
        let mut at = 0;
        while at < chars.len() {
            let (_, read, length) = best[at];
            is_read |= read.is_some();
            text.push(read.unwrap_or(chars[at]));
            at += length;
        }
        is_read.then(|| self.case.set(&text))
    }

    fn cost(&self, c: char) -> f32 {
        self.plausibility.cost(None, c.encode_utf8(&mut [0; 4]), None)
    }

    /// Every character whose UTF-8 the next characters may stand for, and how many they are.
    fn sequences(&self, chars: &[char]) -> SmallVec<[(char, usize); 4]> {
        let mut found = SmallVec::new();
        let mut bytes: SmallVec<[u8; 4]> = SmallVec::new();
        self.extend(chars, &mut bytes, &mut found);
        found
    }

    fn extend(&self, chars: &[char], bytes: &mut SmallVec<[u8; 4]>, found: &mut SmallVec<[(char, usize); 4]>) {
        let Some(able) = chars.get(bytes.len()).and_then(|c| self.bytes.get(c)) else { return };
        for &byte in able {
            let fits = if bytes.is_empty() { (0xc2..=0xf4).contains(&byte) } else { (0x80..=0xbf).contains(&byte) };
            if !fits {
                continue;
            }
            bytes.push(byte);
            match std::str::from_utf8(bytes) {
                Ok(text) => found.extend(text.chars().map(|c| (c, bytes.len()))),
                Err(error) if error.error_len().is_none() => self.extend(chars, bytes, found),
                Err(_) => {}
            }
            bytes.pop();
        }
    }
}
