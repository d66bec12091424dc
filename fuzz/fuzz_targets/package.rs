//! Any XML as the body of a document of a word processor or of a book, and any bytes as such a file: they come back, and XML stays XML
//! with the same elements.
#![no_main]

use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use ordret_fuzz::Place;
use quick_xml::Reader;
use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

static PLACE: LazyLock<Place> = LazyLock::new(|| Place::new(&[], &[]));

/// Names of packages and of the file in them that holds the text.
const KINDS: [(&str, &str); 3] =
    [("a.docx", "word/document.xml"), ("a.odt", "content.xml"), ("a.epub", "OEBPS/kapitel.xhtml")];

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((choice, content)) = data.split_first() else { return Corpus::Reject };
    let (name, body) = KINDS[usize::from(choice & 0x3f) % KINDS.len()];
    let is_packed = choice & 0x80 == 0;
    let file = if is_packed { package(body, content) } else { content.to_vec() };
    let outcome = PLACE.round(name, &file);
    assert_eq!(outcome.restored.as_ref(), Some(&file), "the input comes back");
    let cleaned = outcome.cleaned.expect("no such file is refused");
    if is_packed && cleaned != file {
        let after = content_of(&cleaned, body).expect("what was a package is a package");
        assert_eq!(elements(content), elements(&after), "elements stay");
    }
    Corpus::Keep
});

/// A package that has this file, with other files around it.
fn package(body: &str, content: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("mimetype", &b"x"[..]), (body, content), ("meta.xml", b"<x/>")] {
        writer.start_file(name, SimpleFileOptions::default()).expect("memory can be written");
        writer.write_all(content).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}

fn content_of(package: &[u8], body: &str) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(package)).ok()?;
    let mut content = Vec::new();
    archive.by_name(body).ok()?.read_to_end(&mut content).ok()?;
    Some(content)
}

/// The tags of XML in their order, as far as it is XML.
fn elements(xml: &[u8]) -> Vec<String> {
    let mut reader = Reader::from_reader(xml);
    let (mut elements, mut buffer) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) => return elements,
            Ok(Event::Start(tag) | Event::Empty(tag)) => elements.push(tag.name().as_ref().to_owned()),
            Ok(Event::End(tag)) => elements.push(tag.name().as_ref().to_owned()),
            Ok(_) => {}
        }
        buffer.clear();
    }
}
