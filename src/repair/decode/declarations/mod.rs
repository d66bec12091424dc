//! Where formats say which encoding a document is in, and what it is called there.
//!
//! Only the place that the format gives it is looked at: what an article says about XML is no declaration.

mod cards;
mod lines;
mod mail;
mod markup;
mod modelines;
mod records;
mod sources;

use std::ops::Range;

use crate::codecs::{Encoding, Label};

/// Documents of one format, and where they name their encoding.
#[derive(Debug)]
pub(super) struct Family {
    /// What the format is called.
    pub name: &'static str,
    /// Whether bytes begin as a document of the format does.
    begins: fn(&[u8]) -> bool,
    /// Where the names stand, ascending.
    places: fn(&[u8]) -> Vec<Range<usize>>,
    /// What a name stands for.
    read: fn(&str) -> Label,
    /// The name of UTF-8.
    utf8: &'static str,
}

/// The formats, those that are told more surely first.
const FAMILIES: [&Family; 10] = [
    &markup::MARKUP,
    &markup::STYLES,
    &cards::CARDS,
    &sources::CATALOGUES,
    &records::GEDCOM,
    &records::RTF,
    &records::MARC,
    &mail::MAIL,
    &sources::TEX,
    &modelines::MODELINES,
];

/// What a document says of its encoding.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    pub family: &'static Family,
    /// The encoding's name, as it stands there.
    pub name: String,
    /// What it stands for.
    pub label: Label,
}

impl Declaration {
    /// What the first bytes of a document declare: the first name of its format that says anything of bytes beyond ASCII.
    pub fn find(head: &[u8]) -> Option<Self> {
        let family = FAMILIES.into_iter().find(|family| (family.begins)(head))?;
        let names = (family.places)(head).into_iter().filter_map(|place| std::str::from_utf8(&head[place]).ok());
        let declared = names.map(|name| Self { family, name: name.to_owned(), label: family.read(name) });
        let mut declared = declared.filter(|declared| !is_ascii(&declared.name));
        declared.next()
    }

    /// The single-byte encoding that it says.
    pub fn single_byte(&self) -> Option<Encoding> {
        match self.label {
            // What is said to be ISO-8859-1 is windows-1252 wherever the two differ, as browsers know.
            Label::Known(Encoding::SingleByte(codec)) if codec.name() == "ISO-8859-1" => Some(windows_1252()),
            Label::Known(encoding @ (Encoding::SingleByte(_) | Encoding::Marked(_))) => Some(encoding),
            _ => None,
        }
    }
}

impl Family {
    fn read(&self, name: &str) -> Label {
        (self.read)(name)
    }

    /// The names in a text that mean another encoding than UTF-8, and what each becomes where it is UTF-8.
    pub fn other_names(&'static self, text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
        let places = (self.places)(text.as_bytes()).into_iter();
        places.filter_map(|place| {
            let name = text.get(place.clone())?;
            let is_known = !matches!(self.read(name), Label::Unknown | Label::Known(Encoding::Utf8));
            is_known.then(|| (place, self.utf8_like(name)))
        })
    }

    /// The name of UTF-8 in the case of another.
    fn utf8_like(&self, name: &str) -> String {
        let is_small =
            name.contains(|c: char| c.is_ascii_lowercase()) && !name.contains(|c: char| c.is_ascii_uppercase());
        if is_small { self.utf8.to_ascii_lowercase() } else { self.utf8.to_owned() }
    }
}

fn windows_1252() -> Encoding {
    super::known::single_byte("windows-1252")
}

/// Whether a name means ASCII, which says nothing of the bytes beyond it.
fn is_ascii(name: &str) -> bool {
    ["ascii", "us-ascii", "ansi_x3.4-1968"].iter().any(|ascii| name.eq_ignore_ascii_case(ascii))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a document declares, and what its names become.
    fn declared(text: &str) -> (Option<String>, Vec<String>) {
        let declaration = Declaration::find(text.as_bytes());
        let others = declaration.as_ref().map(|declared| declared.family.other_names(text));
        let others = others.into_iter().flatten().map(|(_, meant)| meant).collect();
        (declaration.map(|declared| declared.name), others)
    }

    #[test]
    fn formats_declare_where_they_declare() {
        for (text, name, becomes) in [
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a/>", "ISO-8859-1", "UTF-8"),
            ("<?xml version='1.0' encoding='windows-1252' standalone='yes'?>", "windows-1252", "utf-8"),
            ("<!DOCTYPE html>\n<html><head><meta charset=\"iso-8859-1\"></head>", "iso-8859-1", "utf-8"),
            (
                "<html>\n<head><title>charset=koi8-r</title>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=ISO-8859-15\">",
                "ISO-8859-15",
                "UTF-8",
            ),
            ("@charset \"iso-8859-1\";\nbody {}", "iso-8859-1", "utf-8"),
            ("BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1:Kjær;Bo\r\nEND:VCARD\r\n", "ISO-8859-1", "UTF-8"),
            (
                "# Dansk\nmsgid \"\"\nmsgstr \"\"\n\"MIME-Version: 1.0\\n\"\n\"Content-Type: text/plain; charset=iso-8859-1\\n\"\n",
                "iso-8859-1",
                "utf-8",
            ),
            (
                "From: a@example.dk\nSubject: Hej\nMIME-Version: 1.0\nContent-Type: text/plain;\n\tcharset=\"iso-8859-1\"\nContent-Transfer-Encoding: 8bit\n\nBlåbær",
                "iso-8859-1",
                "utf-8",
            ),
            (";; -*- mode: text; coding: latin-1-unix -*-\nBlåbær", "latin-1", "utf-8"),
            ("#!/usr/bin/python\n# coding: cp1252\nnavn = 'Åse'\n", "cp1252", "utf-8"),
            ("Blåbær\n# vim: set fileencoding=latin1 tw=72:\n", "latin1", "utf-8"),
            ("{\\rtf1\\ansi\\ansicpg1252\\deff0 Bl\u{e5}b\u{e6}r}", "1252", "65001"),
            ("0 HEAD\n1 SOUR X\n1 CHAR ANSEL\n0 @I1@ INDI\n1 CHAR ANSI\n", "ANSEL", "UTF-8"),
            ("=LDR  01234nam  2200289 a 4500\n=100  $aKjær\n", " ", "a"),
            ("% Afhandling\n\\documentclass{article}\n\\usepackage[latin1]{inputenc}\n", "latin1", "utf8"),
            (
                "\\documentclass{report}\n \\usepackage[T1]{fontenc}\\usepackage[latin1]{inputenc} % æ\n",
                "latin1",
                "utf8",
            ),
            ("\\documentclass{report}\n\t\\RequirePackage[ansinew]{inputenc}\n", "ansinew", "utf8"),
            ("\\documentclass{report}\n\\usepackage{inputenc}\\inputencoding{latin1}\n", "latin1", "utf8"),
        ] {
            let expected = (Some(name.to_owned()), vec![becomes.to_owned()]);
            assert_eq!(declared(text), expected, "{text}");
        }
    }

    #[test]
    fn what_speaks_of_declarations_declares_nothing() {
        for text in [
            "Skriv <?xml version=\"1.0\" encoding=\"ISO-8859-1\"?> øverst.",
            "Sæt <meta charset=\"iso-8859-1\"> ind i siden.",
            "<html><head><meta name=\"description\" content=\"Om charset=iso-8859-1\"></head><body><meta charset=\"latin1\">",
            "<html><head><!-- <meta charset=\"iso-8859-1\"> --></head></html>",
            "Filen begynder med @charset \"iso-8859-1\";",
            "Linje 1\nLinje 2\nLinje 3\n-*- coding: latin-1 -*-\n",
            "Content-Type: text/plain; charset=iso-8859-1",
            "Et brev\n\nContent-Type: text/plain; charset=iso-8859-1\n",
            "1 CHAR ANSEL\n",
            "I LaTeX skriver man \\usepackage[latin1]{inputenc}.",
            "\\documentclass{report}\n% \\usepackage[latin1]{inputenc}\n",
        ] {
            assert_eq!(declared(text), (None, Vec::new()), "{text}");
        }
    }
}
