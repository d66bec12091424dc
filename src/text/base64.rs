//! Bytes as digits of base 64 (RFC 4648).

#[cfg(feature = "cli")]
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The six bits that a digit says.
pub(crate) fn value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// The bytes that digits say, which are given without what fills up the last four; bits that make no byte say nothing. `None` where
/// one is no digit.
pub(crate) fn decode(digits: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut bits, mut held) = (Vec::with_capacity(digits.len() / 4 * 3 + 2), 0u32, 0);
    for digit in digits {
        bits = bits << 6 | u32::from(value(*digit)?);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    Some(bytes)
}

/// Four digits for three bytes, with what fills up the last four.
#[cfg(feature = "cli")]
pub(crate) fn encode(bytes: &[u8]) -> Vec<u8> {
    let mut digits = Vec::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digit = |number: usize| match number <= group.len() {
            true => DIGITS[(bits >> (18 - 6 * number) & 63) as usize],
            false => b'=',
        };
        digits.extend((0..4).map(digit));
    }
    digits
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_those_of_the_standard_both_ways() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("ø?", "w7g/")];
        for (bytes, digits) in cases {
            assert_eq!(encode(bytes.as_bytes()), digits.as_bytes());
            assert_eq!(decode(digits.trim_end_matches('=').as_bytes()).unwrap(), bytes.as_bytes());
        }
        assert_eq!(decode(b"Zg="), None);
    }
}
