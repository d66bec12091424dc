use std::io::{Read, Write};

use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::support::{RIGHT, clean, escaped, left, misread};

/// A file of a package: its name, its content, whether it is packed, and whether its sizes stand behind it.
type Part<'p> = (&'p str, &'p [u8], bool, bool);

/// A package as a program writes it.
fn package(parts: &[Part]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, content, is_packed, is_described) in parts {
        let mut crc = Crc::new();
        crc.update(content);
        let packed = if *is_packed { pack(content) } else { content.to_vec() };
        let sums = [crc.sum(), packed.len() as u32, content.len() as u32].map(u32::to_le_bytes).concat();
        let (flags, method) = (u16::from(*is_described) << 3, if *is_packed { 8u16 } else { 0 });
        let fixed =
            [&20u16.to_le_bytes()[..], &flags.to_le_bytes(), &method.to_le_bytes(), &[0x21, 0x43, 0x65, 0x57]].concat();
        let name_length = (name.len() as u16).to_le_bytes();
        let local = (bytes.len() as u32).to_le_bytes();
        let shown = if *is_described { vec![0; 12] } else { sums.clone() };
        bytes.extend(
            [b"PK\x03\x04", &fixed[..], &shown, &name_length, &[4, 0], name.as_bytes(), b"\xfe\xca\0\0", &packed]
                .concat(),
        );
        if *is_described {
            bytes.extend([b"PK\x07\x08", &sums[..]].concat());
        }
        directory
            .extend([b"PK\x01\x02\x14\0", &fixed[..], &sums, &name_length, &[0; 12], &local, name.as_bytes()].concat());
    }
    let (count, size, start) = (parts.len() as u16, directory.len() as u32, bytes.len() as u32);
    bytes.extend(directory);
    let count = count.to_le_bytes();
    bytes.extend(
        [b"PK\x05\x06\0\0\0\0", &count[..], &count, &size.to_le_bytes(), &start.to_le_bytes(), &[3, 0], b"ord"]
            .concat(),
    );
    bytes
}

fn pack(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The content of a file of a package, by its line of the directory, whose sums are right.
fn content(package: &[u8], name: &str) -> Vec<u8> {
    let number =
        |at: usize, length: usize| package[at..at + length].iter().rev().fold(0, |n, b| n << 8 | usize::from(*b));
    let end = package.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").unwrap();
    let mut at = number(end + 16, 4);
    while &package[at + 46..at + 46 + number(at + 28, 2)] != name.as_bytes() {
        at += 46 + number(at + 28, 2) + number(at + 30, 2) + number(at + 32, 2);
    }
    let local = number(at + 42, 4);
    assert_eq!(&package[local..local + 4], b"PK\x03\x04");
    let data = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    let packed = &package[data..data + number(at + 20, 4)];
    let mut content = Vec::new();
    match number(at + 10, 2) {
        0 => content.extend_from_slice(packed),
        _ => drop(DeflateDecoder::new(packed).read_to_end(&mut content).unwrap()),
    }
    let mut crc = Crc::new();
    crc.update(&content);
    assert_eq!((crc.sum() as usize, content.len()), (number(at + 16, 4), number(at + 24, 4)));
    content
}

fn word(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>"
    )
}

fn paragraph(runs: &[&str]) -> String {
    let runs = runs.iter().map(|text| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>"));
    format!("<w:p w:rsidR=\"00\">{}</w:p>", runs.collect::<String>())
}

/// The package with this body, of Word, with and without sizes behind its files.
fn docx(body: &str, is_described: bool) -> Vec<u8> {
    let (body, image) = (word(body), [7u8; 3000]);
    package(&[
        ("[Content_Types].xml", b"<Types/>", true, is_described),
        ("word/media/image1.png", &image, false, false),
        ("word/document.xml", body.as_bytes(), true, is_described),
        ("docProps/core.xml", "<t>MÃ¸det pÃ¥ rÃ¥dhuset</t>".as_bytes(), true, is_described),
    ])
}

#[test]
fn paragraphs_of_word_are_mended_where_they_stand() {
    let damaged = misread(RIGHT);
    let body = |text: &str| {
        [
            paragraph(&[text, " &amp; mere"]),
            "<w:p/>".into(),
            paragraph(&["Sagen ", text]),
            paragraph(&["Kø", "benhavn"]),
        ]
        .concat()
    };
    for is_described in [false, true] {
        let input = docx(&body(&damaged), is_described);
        let (output, notes) = clean("a.docx", &input);
        assert!(notes.is_empty(), "{notes:?}");
        assert_eq!(String::from_utf8(content(&output, "word/document.xml")).unwrap(), word(&body(RIGHT)));
        let image = 30 + "[Content_Types].xml".len();
        assert_eq!(output[..image], input[..image]);
        for name in ["[Content_Types].xml", "word/media/image1.png", "docProps/core.xml"] {
            assert_eq!(content(&output, name), content(&input, name));
        }
        let right = docx(&body(RIGHT), is_described);
        assert!(clean("a.docx", &right).0 == right);
    }
}

#[test]
fn a_word_that_is_split_over_runs_is_left_and_named() {
    let damaged = misread(RIGHT);
    let body = |text: &str| [paragraph(&[text]), paragraph(&["I mÃ", "¸det kom alle."])].concat();
    let input = docx(&body(&damaged), false);
    let (output, _) = clean("a.docx", &input);
    assert_eq!(String::from_utf8(content(&output, "word/document.xml")).unwrap(), word(&body(RIGHT)));
    let left = left("a.docx", &input);
    let [(2, 4, text, why)] = &left[..] else { panic!("{left:?}") };
    assert!(text == "Ã¸" && why.contains("left, as it stands in several pieces"), "{left:?}");
}

#[test]
fn texts_of_opendocument_and_books_are_mended() {
    let (damaged, escaped_damaged) = (misread(RIGHT), character_references(&misread(RIGHT)));
    let odf = |text: &str| {
        format!("<office:text><text:p>{text}<text:s/><text:span>{text}</text:span></text:p></office:text>")
    };
    let input = package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text", false, false),
        ("content.xml", odf(&damaged).as_bytes(), true, false),
    ]);
    let (output, _) = clean("a.odt", &input);
    assert_eq!(String::from_utf8(content(&output, "content.xml")).unwrap(), odf(RIGHT));
    let page = |text: &str| {
        format!(
            "<html><head><title>MÃ¸det</title></head><body><h1>{text}</h1><p>x<![CDATA[{damaged}]]></p><pre>{damaged}</pre></body></html>"
        )
    };
    let input = package(&[
        ("OPS/1.XHTML", page(&damaged).as_bytes(), true, false),
        ("OPS/2.html", page(&escaped_damaged).as_bytes(), false, false),
    ]);
    let (output, _) = clean("a.epub", &input);
    assert_eq!(String::from_utf8(content(&output, "OPS/1.XHTML")).unwrap(), page(RIGHT));
    assert_eq!(String::from_utf8(content(&output, "OPS/2.html")).unwrap(), page(RIGHT));
    assert_eq!(escaped("ø"), "\\u00f8");
}

fn character_references(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", c as u32) }).collect()
}

#[test]
fn hostile_packages_pass_through() {
    let damaged = paragraph(&[&misread(RIGHT)]);
    let whole = docx(&damaged, false);
    let mut wrong_sum = whole.clone();
    let directory = wrong_sum.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    wrong_sum[directory..].iter_mut().skip(16).step_by(3).for_each(|byte| *byte ^= 1);
    let bomb = package(&[("word/document.xml", &vec![b' '; 80 << 20], true, false)]);
    let signed = package(&[
        ("_xmlsignatures/origin.sigs", b"", false, false),
        ("word/document.xml", word(&damaged).as_bytes(), true, false),
    ]);
    let twice = [&whole[..], &whole].concat();
    let no_xml = package(&[
        ("word/document.xml", word(&damaged).replace("</w:p>", "").as_bytes(), true, false),
        ("../../etc/passwd", b"x", false, false),
    ]);
    for hostile in [
        &whole[..whole.len() - 1],
        &whole[1..],
        &wrong_sum,
        &bomb,
        &signed,
        &twice,
        &no_xml,
        b"",
        b"PK\x05\x06",
        b"{\\rtf1}",
    ] {
        let (output, notes) = clean("a.docx", hostile);
        assert!(output == hostile && notes.len() == 1, "{notes:?}");
    }
    for at in 0..whole.len() {
        let mut broken = whole.clone();
        broken[at] ^= 0x41;
        if at % 41 == 0 || at > whole.len() - 40 {
            clean("a.docx", &broken);
        }
    }
}
