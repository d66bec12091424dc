//! Bytes as hexadecimal digits.

#[cfg(feature = "serde")]
use smallvec::SmallVec;

#[cfg(feature = "serde")]
const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two digits a byte, in lower case.
#[cfg(feature = "serde")]
pub(crate) fn encode<T: for<'d> From<&'d str>>(bytes: &[u8]) -> T {
    let digit = |value: u8| DIGITS[usize::from(value)];
    let digits: SmallVec<[u8; 64]> = bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    T::from(std::str::from_utf8(&digits).expect("digits are ASCII"))
}

/// The bytes that the digits say. `None` where they are none.
#[cfg(feature = "cli")]
pub(crate) fn decode(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

/// The byte that two digits say, in either case.
pub(crate) fn byte(&[high, low]: &[u8; 2]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(value(high)? << 4 | value(low)?).ok()
}

/// A text in which `%41` is `A`; what is no such escape stands for itself.
#[cfg(feature = "cli")]
pub(crate) fn percent_decoded(text: &str) -> String {
    let (mut said, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let coded = after.first_chunk().filter(|_| first == b'%').and_then(byte);
        said.push(coded.unwrap_or(first));
        rest = if coded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&said).into_owned()
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_come_back() {
        let digits: String = encode(&[0, 0x9f, 0xff]);
        assert_eq!(digits, "009fff");
        assert_eq!(decode(&digits), Some(vec![0, 0x9f, 0xff]));
        assert_eq!(decode("0"), None);
        assert_eq!(decode("+1"), None);
    }
}
