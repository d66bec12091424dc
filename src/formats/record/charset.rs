//! Bytes of an encoding as pieces of a field.

use super::{FieldBuilder, Way};
use crate::codecs::Encoding;

/// Adds bytes that begin at byte `at` of the record.
pub(super) fn push(builder: &mut FieldBuilder, bytes: &[u8], at: usize, encoding: Encoding) {
    if !matches!(encoding, Encoding::SingleByte(_)) {
        return builder.push(bytes, at..at + bytes.len(), Way::Copied);
    }
    for (number, byte) in bytes.iter().enumerate() {
        let said = encoding.decode_exact(std::slice::from_ref(byte)).unwrap_or_default();
        let way = if said.as_bytes() == [*byte] { Way::Copied } else { Way::Coded };
        builder.push(said.as_bytes(), at + number..at + number + 1, way);
    }
}
