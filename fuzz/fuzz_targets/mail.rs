//! Any bytes as a message or a box of them: they come back, and another reader of mail finds the same headers and parts, the same but
//! for the text.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mail_parser::{MessageParser, PartType};
use ordret_fuzz::Place;

static PLACE: LazyLock<Place> = LazyLock::new(|| Place::new(&[], &[]));

fuzz_target!(|data: &[u8]| {
    let Some((choice, file)) = data.split_first() else { return };
    let is_box = choice % 2 == 1;
    let outcome = PLACE.round(if is_box { "a.mbox" } else { "a.eml" }, file);
    assert_eq!(outcome.restored.as_deref(), Some(file), "the input comes back");
    let cleaned = outcome.cleaned.expect("no such file is refused");
    if !is_box && cleaned != file {
        assert_eq!(all_but_text(file), all_but_text(&cleaned), "all but the text stays");
    }
});

/// The headers of each part, and the content of those that are no text.
fn all_but_text(message: &[u8]) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
    let Some(read) = MessageParser::default().parse(message) else { return Vec::new() };
    let part = |part: &mail_parser::MessagePart| {
        let headers = message.get(part.offset_header as usize..part.offset_body as usize).unwrap_or_default();
        let content = match &part.body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        (headers.to_vec(), content)
    };
    read.parts.iter().map(part).collect()
}
