//! XML, HTML and style sheets.

use std::ops::Range;

use super::Family;
use super::lines::{find, name_at, start, starts_with, value_of};
use crate::codecs::Label;

/// `<?xml version="1.0" encoding="NAME"?>`, and `<meta charset="NAME">` in the head of a page, in both its forms.
pub(super) const MARKUP: Family =
    Family { name: "XML or HTML", begins: is_markup, places: markup_places, read: Label::read, utf8: "UTF-8" };

/// `@charset "NAME";`, which is a rule at the very start alone.
pub(super) const STYLES: Family =
    Family { name: "CSS", begins: is_style_sheet, places: style_places, read: Label::read, utf8: "UTF-8" };

/// What a page begins with.
const PAGE: [&[u8]; 5] = [b"<!doctype html", b"<html", b"<head", b"<meta", b"<title"];
/// Elements of a head whose content is no markup.
const OPAQUE: [(&[u8], &[u8]); 4] =
    [(b"<!--", b"-->"), (b"<script", b"</script"), (b"<style", b"</style"), (b"<title", b"</title")];
/// Where a head ends.
const ENDS: [&[u8]; 2] = [b"<body", b"</head"];

fn is_markup(head: &[u8]) -> bool {
    let rest = &head[start(head)..];
    starts_with(rest, b"<?xml ") || starts_with(rest, b"<!--") || PAGE.iter().any(|tag| starts_with(rest, tag))
}

fn markup_places(bytes: &[u8]) -> Vec<Range<usize>> {
    let start = start(bytes);
    let prologue = starts_with(&bytes[start..], b"<?xml ").then(|| find(bytes, start, b"?>")).flatten();
    let declared = prologue.and_then(|end| value_of(bytes, start..end, b" encoding"));
    let from = prologue.unwrap_or(start);
    declared.into_iter().chain(meta_places(bytes, from)).collect()
}

/// The names in the `meta` elements of a page's head.
fn meta_places(bytes: &[u8], from: usize) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = from;
    let mut is_page = false;
    while let Some(tag) = bytes[at..].iter().position(|&byte| byte == b'<').map(|length| at + length) {
        let rest = &bytes[tag..];
        if ENDS.iter().any(|end| starts_with(rest, end)) {
            break;
        }
        is_page |= PAGE.iter().any(|page| starts_with(rest, page));
        if let Some((_, end)) = OPAQUE.iter().find(|(begin, _)| starts_with(rest, begin)) {
            let Some(end) = find(bytes, tag, end) else { break };
            at = end + 1;
            continue;
        }
        let Some(end) = rest.iter().position(|&byte| byte == b'>').map(|length| tag + length) else { break };
        if starts_with(rest, b"<meta") {
            places.extend(charset_of(bytes, tag..end));
        } else if !is_page && !matches!(rest.get(1), Some(b'!' | b'?')) {
            // The root of something that is no page.
            break;
        }
        at = end;
    }
    places
}

/// The name in a `meta` element: its `charset`, or that in the content that it gives for the header `Content-Type`.
fn charset_of(bytes: &[u8], tag: Range<usize>) -> Option<Range<usize>> {
    let element = &bytes[..tag.end];
    let is_header =
        find(element, tag.start, b"http-equiv").is_some() && find(element, tag.start, b"content-type").is_some();
    let is_attribute = || find(element, tag.start, b"content").is_none();
    (is_header || is_attribute()).then(|| value_of(bytes, tag, b"charset")).flatten()
}

fn is_style_sheet(head: &[u8]) -> bool {
    starts_with(&head[start(head)..], b"@charset \"")
}

fn style_places(bytes: &[u8]) -> Vec<Range<usize>> {
    let start = start(bytes);
    let name = starts_with(&bytes[start..], b"@charset \"").then(|| name_at(bytes, start + b"@charset ".len()));
    name.flatten().into_iter().collect()
}
