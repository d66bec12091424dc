//! Paragraphs of XML: which text of a file is of which paragraph.

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::super::field::Code;
use super::super::{Field, FieldBuilder, Way};

/// How a kind of XML marks paragraphs.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Elements that are paragraphs, or hold them.
    blocks: &'static [&'static str],
    /// The elements whose text is text; none: all.
    texts: &'static [&'static str],
    /// Elements that are signs of the text.
    signs: &'static [(&'static str, &'static str)],
    /// Elements whose text is none of the paragraph.
    apart: &'static [&'static str],
}

/// WordprocessingML.
pub(super) const WORD: Vocabulary = Vocabulary {
    blocks: &["w:p"],
    texts: &["w:t"],
    signs: &[("w:tab", "\t"), ("w:br", "\n"), ("w:cr", "\n"), ("w:noBreakHyphen", "\u{2011}")],
    apart: &[],
};

/// OpenDocument.
pub(super) const ODF: Vocabulary = Vocabulary {
    blocks: &["text:p", "text:h"],
    texts: &[],
    signs: &[("text:s", " "), ("text:tab", "\t"), ("text:line-break", "\n")],
    apart: &["text:note-citation", "text:tracked-changes", "text:ruby-text", "office:scripts", "svg:desc", "svg:title"],
};

/// XHTML.
pub(super) const XHTML: Vocabulary = Vocabulary {
    blocks: &[
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "caption",
        "figcaption",
        "blockquote",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "body",
    ],
    texts: &[],
    signs: &[("br", "\n"), ("img", " ")],
    apart: &["script", "style", "pre", "code", "svg", "math", "rt"],
};

/// Paragraphs lie so deep in paragraphs at most that they are read.
const DEPTH: usize = 64;

/// The paragraphs of a file; `None` if it is not XML in UTF-8.
pub(super) fn fields(xml: &[u8], vocabulary: &Vocabulary) -> Option<Vec<Field<'static>>> {
    let text = std::str::from_utf8(xml).ok()?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { xml, vocabulary, open: Vec::new(), apart: 0, texts: 0, at: 0, fields: Vec::new() };
    loop {
        match reader.read_event().ok()? {
            Event::Eof => break,
            Event::Decl(decl) => {
                let encoding = decl.encoding().and_then(Result::ok);
                if encoding.is_some_and(|name| !matches!(name.to_ascii_lowercase().as_str(), "utf-8" | "us-ascii")) {
                    return None;
                }
            }
            Event::Start(start) => walk.start(&start)?,
            Event::End(end) => walk.end(end.name().as_ref()),
            Event::Empty(start) => walk.sign(&start),
            Event::Text(text) => walk.text(text.as_bytes())?,
            Event::GeneralRef(reference) => walk.reference(&reference)?,
            // What stands there as it is, is for other readers.
            Event::CData(_) => walk.hold(" "),
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
        }
        walk.at = usize::try_from(reader.buffer_position()).ok()?;
    }
    walk.fields.sort_by_key(|field| field.pieces.first().map(|piece| piece.file.start));
    Some(walk.fields)
}

struct Walk<'x> {
    xml: &'x [u8],
    vocabulary: &'x Vocabulary,
    /// The paragraphs that are open; one with an entity that is not known is none.
    open: Vec<Option<FieldBuilder>>,
    /// How many open elements are apart, and how many are those whose text counts.
    apart: usize,
    texts: usize,
    /// The byte that is read next.
    at: usize,
    fields: Vec<Field<'static>>,
}

impl Walk<'_> {
    fn start(&mut self, start: &BytesStart) -> Option<()> {
        let name = start.name();
        let is_in = |names: &[&str]| names.contains(&name.as_ref());
        self.apart += usize::from(is_in(self.vocabulary.apart));
        self.texts += usize::from(is_in(self.vocabulary.texts));
        if is_in(self.vocabulary.blocks) {
            if self.open.len() >= DEPTH {
                return None;
            }
            self.open.push(Some(FieldBuilder::default()));
        }
        self.sign(start);
        Some(())
    }

    fn end(&mut self, name: &str) {
        let is_in = |names: &[&str]| names.contains(&name);
        self.apart -= usize::from(is_in(self.vocabulary.apart) && self.apart > 0);
        self.texts -= usize::from(is_in(self.vocabulary.texts) && self.texts > 0);
        if is_in(self.vocabulary.blocks)
            && let Some(closed) = self.open.pop()
        {
            self.fields.extend(closed.filter(|builder| !builder.is_empty()).map(|builder| builder.finish(Code::Xml)));
            // What goes on behind a paragraph goes on on another line.
            self.hold("\n");
        }
    }

    /// An element that is a sign of the text.
    fn sign(&mut self, start: &BytesStart) {
        let sign = self.vocabulary.signs.iter().find(|(name, _)| *name == start.name().as_ref());
        if let Some((_, sign)) = sign {
            self.hold(sign);
        }
    }

    /// Holds a place in the text that nothing is written to.
    fn hold(&mut self, sign: &str) {
        let at = self.at;
        if self.apart == 0
            && let Some(Some(builder)) = self.open.last_mut()
        {
            builder.push(sign.as_bytes(), at..at, Way::Fixed);
        }
    }

    fn builder(&mut self) -> Option<&mut FieldBuilder> {
        let is_text = self.apart == 0 && (self.vocabulary.texts.is_empty() || self.texts > 0);
        if is_text { self.open.last_mut()?.as_mut() } else { None }
    }

    fn text(&mut self, text: &[u8]) -> Option<()> {
        let start = place_in(self.xml, text)?;
        if let Some(builder) = self.builder() {
            builder.push(text, start..start + text.len(), Way::Copied);
        }
        Some(())
    }

    fn reference(&mut self, reference: &BytesRef) -> Option<()> {
        let start = place_in(self.xml, reference.as_bytes())?.checked_sub(1)?;
        let end = start + reference.len() + 2;
        let said = match reference.resolve_char_ref() {
            Ok(Some(c)) => Some(c),
            _ => named(reference.as_bytes()),
        };
        match (said, self.builder()) {
            (Some(c), Some(builder)) => builder.push(c.encode_utf8(&mut [0; 4]).as_bytes(), start..end, Way::Coded),
            (None, Some(_)) => *self.open.last_mut()? = None,
            _ => {}
        }
        Some(())
    }
}

fn named(name: &[u8]) -> Option<char> {
    Some(match name {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        b"nbsp" => '\u{a0}',
        _ => return None,
    })
}

/// Where in the whole a part of it begins.
fn place_in(whole: &[u8], part: &[u8]) -> Option<usize> {
    let start = (part.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
    (whole.get(start..start + part.len())? == part).then_some(start)
}

/// Text as the content of an element.
pub(in super::super) fn encode(text: &str) -> Vec<u8> {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(xml: &str, vocabulary: &Vocabulary) -> Vec<String> {
        let fields = fields(xml.as_bytes(), vocabulary).unwrap();
        fields.iter().map(|field| String::from_utf8(field.text.to_vec()).unwrap()).collect()
    }

    #[test]
    fn paragraphs_are_read_over_their_runs() {
        let word = "<w:document><w:p><w:r><w:t>Rød</w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:t xml:space=\"preserve\">grød &amp; fl&#248;de</w:t><w:tab/></w:r></w:p><w:p/></w:document>";
        assert_eq!(texts(word, &WORD), ["Rødgrød & fløde\t"]);
        let odf = "<office:text><text:p>en<text:s/>to<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note> tre</text:p></office:text>";
        assert_eq!(texts(odf, &ODF), ["en to\n tre", "note"]);
        let page = "<html><head><title>x</title></head><body>før<p>en<br/>to</p><script>x</script><p>sm&oslash;r</p></body></html>";
        assert_eq!(texts(page, &XHTML), ["før\n\n", "en\nto"]);
    }

    #[test]
    fn pieces_are_the_bytes_that_say_them() {
        let xml = "<a><p>m&lt;d <b>på</b></p></a>";
        let field = &fields(xml.as_bytes(), &XHTML).unwrap()[0];
        for piece in &field.pieces {
            let (text, file) = (&field.text[piece.text.clone()], &xml.as_bytes()[piece.file.clone()]);
            assert!(text == file || encode(std::str::from_utf8(text).unwrap()) == file);
        }
        assert!(field.place(&(0..3)).is_some() && field.place(&(3..6)).is_none());
    }

    #[test]
    fn what_is_no_xml_in_utf8_is_not_read() {
        for xml in ["<p>x</q>", "<p", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><p>x</p>", &"<p>".repeat(1000)] {
            assert!(fields(xml.as_bytes(), &XHTML).is_none(), "{xml}");
        }
    }
}
