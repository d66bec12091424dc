//! One pass over a block that finds every place where damage could begin, so that clean text costs one pass.

use std::ops::Range;

use crate::text::strides::{self, Lanes, STRIDE};

/// Places worth a closer look, each list ascending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scan {
    /// Runs of characters beyond ASCII in which something is no common Danish letter.
    pub passages: Vec<Range<usize>>,
    /// Offsets of `&`.
    pub ampersands: Vec<usize>,
    /// Offsets of `?`.
    pub questions: Vec<usize>,
    /// Offsets of `=`.
    pub equals: Vec<usize>,
    /// Offsets of `%`.
    pub percents: Vec<usize>,
    /// Offsets of `\`.
    pub backslashes: Vec<usize>,
    /// Offsets of `+`.
    pub pluses: Vec<usize>,
    /// Offsets of `x` and `X`.
    pub crosses: Vec<usize>,
    /// Offsets of control characters other than tab and line ends.
    pub controls: Vec<usize>,
    /// Offsets of `<` where two hexadecimal digits and `>` follow, of a byte beyond ASCII.
    pub bytes: Vec<usize>,
}

/// What a byte is to the scan.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Ampersand,
    Question,
    Equals,
    Percent,
    Backslash,
    Plus,
    Cross,
    Control,
    /// A byte of a character beyond ASCII.
    High,
}

const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Plain; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'&' => Kind::Ampersand,
            b'?' => Kind::Question,
            b'=' => Kind::Equals,
            b'%' => Kind::Percent,
            b'\\' => Kind::Backslash,
            b'+' => Kind::Plus,
            b'x' | b'X' => Kind::Cross,
            b'\t' | b'\n' | b'\r' => Kind::Plain,
            0..=0x1f | 0x7f => Kind::Control,
            0x80.. => Kind::High,
            _ => Kind::Plain,
        };
        byte += 1;
    }
    kinds
};

/// The bytes of æ, ø, å, Æ, Ø, é.
const DANISH: [u8; 7] = [0xc3, 0xa6, 0xb8, 0xa5, 0x98, 0x86, 0xa9];

/// Which bytes of ASCII are worth a look.
#[inline(always)]
fn triggers(bytes: Lanes) -> Lanes {
    let signs =
        [b'?', b'=', b'%', b'\\', b'+', 0x7f].into_iter().fold(bytes.is(b'&'), |all, sign| all.or(bytes.is(sign)));
    let spaces = bytes.is(b'\t').or(bytes.is(b'\n')).or(bytes.is(b'\r'));
    signs.or(bytes.lowered().is(b'x')).or(bytes.is_of_run(b' ' - 1, b' ').and_not(spaces))
}

/// Scans a block.
pub(crate) fn scan(text: &str) -> Scan {
    let bytes = text.as_bytes();
    let mut scan = Scan::default();
    let mut at = 0;
    let ask = |bytes: Lanes| {
        let danish = DANISH.into_iter().skip(1).fold(bytes.is(DANISH[0]), |all, byte| all.or(bytes.is(byte)));
        [triggers(bytes), bytes.is_high(), bytes.is_high().and_not(danish)]
    };
    while let Some(stride) = bytes[at..].first_chunk::<STRIDE>() {
        at = match strides::bits(stride, ask) {
            [0, _, 0] => at + STRIDE,
            [0, high, _] => scan.passages_from(text, at, high),
            _ => scan.look(text, at, at + STRIDE),
        };
    }
    scan.look(text, at, bytes.len());
    scan.bytes = memchr::memchr_iter(b'<', bytes).filter(|at| is_byte_in_brackets(&bytes[*at..])).collect();
    scan
}

/// Whether bytes begin as `<f8>`.
fn is_byte_in_brackets(bytes: &[u8]) -> bool {
    matches!(bytes, [b'<', b'8'..=b'9' | b'a'..=b'f', low, b'>', ..] if low.is_ascii_hexdigit() && !low.is_ascii_uppercase())
}

impl Scan {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.passages.is_empty()
            && self.ampersands.is_empty()
            && self.questions.is_empty()
            && self.equals.is_empty()
            && self.percents.is_empty()
            && self.backslashes.is_empty()
            && self.pluses.is_empty()
            && self.crosses.is_empty()
            && self.controls.is_empty()
            && self.bytes.is_empty()
    }

    /// Whether so many places were found in a text of so many bytes as another language's letters make, rather than damage or
    /// signs here and there: then it pays to ask for the language first.
    pub fn is_dense(&self, bytes: usize) -> bool {
        const BYTES_A_PLACE: usize = 64;
        self.passages.len() + self.questions.len() > bytes / BYTES_A_PLACE
    }

    /// The same without passages and question marks in places that are left out.
    pub fn without(&self, is_left_out: impl Fn(&Range<usize>) -> bool) -> Self {
        let mut scan = self.clone();
        scan.passages.retain(|place| !is_left_out(place));
        scan.questions.retain(|at| !is_left_out(&(*at..*at + 1)));
        scan
    }

    /// Looks at each byte of `from..to`; returns where to go on, which is later when a passage reaches further.
    fn look(&mut self, text: &str, from: usize, to: usize) -> usize {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < to {
            match KINDS[bytes[at] as usize] {
                Kind::Plain => {}
                Kind::High => {
                    at = self.passage(text, at);
                    continue;
                }
                Kind::Ampersand => self.ampersands.push(at),
                Kind::Question => self.questions.push(at),
                Kind::Equals => self.equals.push(at),
                Kind::Percent => self.percents.push(at),
                Kind::Backslash => self.backslashes.push(at),
                Kind::Plus => self.pluses.push(at),
                Kind::Cross => self.crosses.push(at),
                Kind::Control => self.controls.push(at),
            }
            at += 1;
        }
        at
    }

    /// Takes in the runs of characters beyond ASCII in the stride from `from` on, whose bytes the bits name; returns
    /// where to go on.
    fn passages_from(&mut self, text: &str, from: usize, mut bits: u64) -> usize {
        let mut at = from + STRIDE;
        while bits != 0 {
            let first = bits.trailing_zeros();
            let length = (bits >> first).trailing_ones();
            let start = from + first as usize;
            if first == 0 || first + length == u64::BITS {
                // It may begin before the stride, or go on after it.
                at = at.max(self.passage(text, start));
            } else {
                self.take(text, start..start + length as usize);
            }
            // Two steps, for a run may have all 64 bits.
            bits &= (u64::MAX << first << (length - 1)) << 1;
        }
        at
    }

    /// Takes in the run of characters beyond ASCII around `at`; returns its end.
    fn passage(&mut self, text: &str, at: usize) -> usize {
        let bytes = text.as_bytes();
        let is_high = |byte: &u8| *byte >= 0x80;
        let end = bytes[at..].iter().position(|byte| !is_high(byte)).map_or(bytes.len(), |length| at + length);
        let start = bytes[..at].iter().rposition(|byte| !is_high(byte)).map_or(0, |before| before + 1);
        self.take(text, start..end);
        end
    }

    /// Takes in a run, unless it is of plain letters alone.
    fn take(&mut self, text: &str, run: Range<usize>) {
        let bytes = text.as_bytes();
        let before = run.start.checked_sub(1).map(|before| bytes[before]);
        if !is_plain_letters(before, &bytes[run.clone()], bytes.get(run.end).copied()) {
            self.passages.push(run);
        }
    }
}

/// Whether a run is nothing but æ, ø, å, Æ, Ø, é, or an Å where words have one: at their start, or between capitals.
fn is_plain_letters(before: Option<u8>, run: &[u8], next: Option<u8>) -> bool {
    const RING: [u8; 2] = [0xc3, 0x85];
    let (pairs, rest) = run.as_chunks::<2>();
    let plain = |pair: &[u8; 2]| matches!(pair, [0xc3, 0xa6 | 0xb8 | 0xa5 | 0x98 | 0x86 | 0xa9 | 0x85]);
    let letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic());
    let ring_fits = match pairs {
        [RING] if letter(before) => !(before > Some(b'Z') || next.is_some_and(|next| !next.is_ascii_uppercase())),
        [RING] => letter(next),
        _ => !pairs.contains(&RING),
    };
    rest.is_empty() && pairs.iter().all(plain) && ring_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_danish_has_nothing_to_look_at() {
        let text = "Mødet blev afholdt på rådhuset i Ærøskøbing, og Ålborg var med på en café.\r\n".repeat(9);
        assert!(scan(&text).is_empty());
    }

    #[test]
    fn what_stands_across_strides_is_found_whole() {
        for pad in 0..130 {
            let text = format!("{}Ã¸ & x", "a".repeat(pad));
            let scan = scan(&text);
            assert_eq!(scan.passages, std::slice::from_ref(&(pad..pad + 4)));
            assert_eq!(scan.ampersands, [pad + 5]);
            assert_eq!(scan.crosses, [pad + 7]);
        }
    }
}
