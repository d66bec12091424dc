//! The parts of a message against those that another reader of mail finds, `mail-parser`: of real shapes, and of trees of parts at random.

use std::ops::Range;

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};
use proptest::prelude::*;

use super::{Mail, structure};
use crate::formats::record::Records;

/// The bytes of each text that is no attachment and not signed, and what it says.
fn theirs(bytes: &[u8]) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let message = MessageParser::default().parse(bytes).unwrap();
    collect(&message, 0, &mut found);
    found.sort_by_key(|(range, _)| range.start);
    found
}

fn collect(message: &Message, part: usize, found: &mut Vec<(Range<usize>, String)>) {
    let Some(part) = message.parts.get(part) else { return };
    let is_attachment = part.content_disposition().is_some_and(|said| said.ctype().eq_ignore_ascii_case("attachment"));
    let is_read = !part.is_content_type("multipart", "signed")
        && part
            .content_type()
            .is_none_or(|said| said.ctype() != "text" || matches!(said.subtype(), Some("plain" | "html")));
    match &part.body {
        PartType::Multipart(parts) if is_read => {
            parts.iter().for_each(|part| collect(message, *part as usize, found));
        }
        PartType::Message(inner) => collect(inner, 0, found),
        PartType::Text(text) | PartType::Html(text) if is_read && !is_attachment => {
            found.push((part.offset_body as usize..part.offset_end as usize, text.to_string()));
        }
        _ => {}
    }
}

/// The same, as they are read here.
fn ours(bytes: &[u8]) -> Vec<(Range<usize>, String)> {
    let parts = structure::read(bytes, 0).unwrap().parts;
    let fields = Mail { is_box: false }.fields(bytes).unwrap();
    assert_eq!(parts.len(), fields.len(), "no part is in an unknown character set");
    let text = |field: &crate::formats::record::Field| String::from_utf8(field.text.to_vec()).unwrap();
    parts.into_iter().zip(&fields).map(|(part, field)| (part.body, text(field))).collect()
}

fn compare(message: &[u8]) {
    let shown = String::from_utf8_lossy(message);
    let (ours, theirs) = (ours(message), theirs(message));
    assert_eq!(ours.len(), theirs.len(), "{shown}\n{ours:?}\n{theirs:?}");
    for ((our_range, our_text), (their_range, their_text)) in ours.iter().zip(&theirs) {
        assert_eq!(our_range.start, their_range.start, "{shown}");
        // The line break before a border is of the border, which not all count so.
        let content = |range: &Range<usize>| message[range.clone()].trim_ascii_end().len();
        assert_eq!(content(our_range), content(their_range), "{shown}");
        let lines = |text: &str| text.replace("\r\n", "\n").trim_end().to_owned();
        assert_eq!(lines(our_text), lines(their_text), "{shown}");
    }
}

#[test]
fn shapes_of_real_mail_have_the_same_parts() {
    let text = "Content-Type: text/plain; charset=utf-8\n\nMødet\n";
    let cases = [
        "Subject: x\n\nMødet\n".to_owned(),
        format!("Content-Type: multipart/mixed; boundary=\"a b\"\n\nforord\n--a b\n{text}\n--a b\n{text}--a b--\nefterord\n"),
        format!("Content-Type: multipart/mixed;\n\tboundary*0=\"=_en\";\n\tboundary*1=\"to\"\n\n--=_ento\n{text}--=_ento--\n"),
        format!("Content-Type: multipart/mixed; boundary=\"a\\\"b\"\n\n--a\"b\n{text}--a\"b--\n"),
        format!("Content-Type: multipart/mixed; boundary=a (ord)\n\n--a\n{text}--a  \n{text}--a--\n"),
        format!("Content-Type: multipart/mixed; boundary=a\n\n--a\n{text}"),
        format!(
            "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=aa\n\n--aa\n{text}--aa\nContent-Type: text/html\n\n<p>x</p>\n--aa--\n--a\nContent-Type: message/rfc822\n\nSubject: y\n{text}--a--\n"
        ),
        format!("Content-Type: multipart/signed; boundary=a\n\n--a\n{text}--a--\n"),
        "Content-Type: multipart/digest; boundary=a\n\n--a\n\nSubject: y\n\nen\n--a\n\nSubject: z\n\nto\n--a--\n".into(),
        "Content-Type: text/plain; charset*=us-ascii'da'iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nM=F8d=\net\n=\nslut =3D\n".into(),
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nTcO\n4ZGV\n0IGkgbW\n9yZ2Vu\n".into(),
        "Content-Type: text/plain; charset=\"utf-8\"; format=flowed; delsp=yes\n\nen linje \nder flyder\n".into(),
        "Content-Type: text/plain; name=\"a.txt\"; charset=utf-8\nContent-Disposition: attachment\n\nvedlagt\n".into(),
        "Content-Type: text/calendar; charset=utf-8\n\nBEGIN:VCALENDAR\n".into(),
        "Content-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\nMødet\0\n".into(),
    ];
    for message in &cases {
        compare(message.as_bytes());
        compare(message.replace('\n', "\r\n").as_bytes());
    }
}

/// Parts lie so deep in each other.
const DEPTH: u32 = 3;

/// A part with its headers.
fn part(depth: u32) -> BoxedStrategy<String> {
    let text = (0usize..5, "[a-zæøå =\n.-]{0,60}").prop_map(|(kind, text)| {
        let text = text.trim_start_matches(['-', '\n']);
        match kind {
            0 => format!("\n{text}\n"),
            1 => format!("Content-Type: text/plain; charset=utf-8\n\n{text}\n"),
            2 => format!("Content-Type: text/html;\n charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"),
            3 => format!("content-type: image/png\n\n{text}\n"),
            _ => format!("Content-Disposition: attachment; filename=a\nContent-Type: text/plain\n\n{text}\n"),
        }
    });
    if depth == 0 {
        return text.boxed();
    }
    let several = (prop::collection::vec(part(depth - 1), 1..4), "[a-z]{4}", any::<(bool, bool)>());
    // Of what nothing ends, the other reader does not see that the border of what is around it does (RFC 2046, 5.1.2).
    let several = several.prop_map(move |(parts, mark, (is_quoted, has_epilogue))| {
        let mark = format!("{mark}{depth}");
        let quote = if is_quoted { "\"" } else { "" };
        let mut message = format!("Content-Type: multipart/mixed; boundary={quote}{mark}{quote}\n\n");
        parts.iter().for_each(|part| message += &format!("--{mark}\n{part}"));
        message + &format!("--{mark}--\n") + if has_epilogue { "efterord\n" } else { "" }
    });
    prop_oneof![1 => text, 2 => several].boxed()
}

proptest! {
    #[test]
    fn trees_of_parts_are_the_same(message in part(DEPTH), is_crlf in any::<bool>()) {
        let message = format!("Subject: x\n{message}");
        compare(if is_crlf { message.replace('\n', "\r\n") } else { message }.as_bytes());
    }
}
