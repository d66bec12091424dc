use crate::codecs::{Encoding, codec};

/// An encoding of single bytes that documents are looked at for.
pub(super) fn single_byte(name: &str) -> Encoding {
    Encoding::SingleByte(codec(name).expect("the codecs include every encoding that is detected"))
}
