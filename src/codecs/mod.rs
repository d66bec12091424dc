//! Encodings: byte tables, names, exact ways there and back. Nothing here knows what language or damage is.

mod encoding;
mod label;
mod marked;
mod single_byte;
mod wide;

pub use encoding::{Encoding, ParseEncodingError};
pub use label::Label;
pub use marked::{MarkedCodec, marked_codec};
pub use single_byte::{Codec, codec};
pub use wide::{WideCodec, wide_codec};
