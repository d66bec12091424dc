use encoding_rs as web;

use super::{Encoding, codec, marked_codec};

/// What the name of an encoding stands for, as documents, mails and programs write it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Label {
    /// An encoding that is read here.
    Known(Encoding),
    /// One of several bytes a character that is not.
    Wide(&'static web::Encoding),
    /// No encoding that is known.
    Unknown,
}

/// Names that the web does not have, or has for something else, without what is neither letter nor digit.
const ALIASES: [(&str, &str); 29] = [
    ("latin1", "ISO-8859-1"),
    ("iso88591", "ISO-8859-1"),
    ("latin9", "ISO-8859-15"),
    ("latin15", "ISO-8859-15"),
    ("ansi", "windows-1252"),
    ("ibmwindows", "windows-1252"),
    ("1252", "windows-1252"),
    ("ibm437", "CP437"),
    ("dos437", "CP437"),
    ("437", "CP437"),
    ("ibmpc", "CP850"),
    ("ibm", "CP850"),
    ("ibmdos", "CP850"),
    ("msdos", "CP850"),
    ("ibm850", "CP850"),
    ("dos850", "CP850"),
    ("850", "CP850"),
    ("ibm865", "CP865"),
    ("dos865", "CP865"),
    ("865", "CP865"),
    ("mac", "MacRoman"),
    ("macintosh", "MacRoman"),
    ("macos", "MacRoman"),
    ("ds2089", "ISO646-DK"),
    ("iso646no", "ISO646-DK"),
    ("ibm866", "CP866"),
    ("iso88599", "windows-1254"),
    ("marc8", "ANSEL"),
    ("iso5426", "ISO-5426"),
];

impl Label {
    /// Reads a name. Case, hyphens, spaces and underscores do not count.
    pub fn read(name: &str) -> Self {
        let plain = plain(name);
        let alias = ALIASES.iter().find(|(alias, _)| *alias == plain).map(|(_, name)| *name);
        let own = alias.or_else(|| Encoding::NAMES.iter().copied().find(|name| self::plain(name) == plain));
        if let Some(encoding) = own.and_then(encoding) {
            return Self::Known(encoding);
        }
        match plain.as_str() {
            "utf8" => return Self::Known(Encoding::Utf8),
            "utf16" | "utf16le" | "unicode" => return Self::Known(Encoding::Utf16Le { bom: false }),
            "utf16be" => return Self::Known(Encoding::Utf16Be { bom: false }),
            _ => {}
        }
        let code_page =
            plain.strip_prefix("cp").or_else(|| plain.strip_prefix("win")).map(|page| format!("windows-{page}"));
        let of_web = web::Encoding::for_label(name.as_bytes())
            .or_else(|| web::Encoding::for_label(code_page?.as_bytes()))
            .or_else(|| web::Encoding::for_label(plain.as_bytes()));
        match of_web {
            None => Self::Unknown,
            Some(found) if found == web::UTF_8 => Self::Known(Encoding::Utf8),
            Some(found) => encoding(own_name(found.name())).map_or_else(|| wide(found), Self::Known),
        }
    }

    /// Whether a name means UTF-8, in which every text of ASCII is, too.
    pub fn is_utf8(name: &str) -> bool {
        matches!(Self::read(name), Self::Known(Encoding::Utf8))
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn wide(found: &'static web::Encoding) -> Label {
    if found.is_single_byte() || found == web::REPLACEMENT || found == web::X_USER_DEFINED {
        return Label::Unknown;
    }
    Label::Wide(found)
}

/// Our name of an encoding of the web.
fn own_name(of_web: &'static str) -> &'static str {
    match of_web {
        "macintosh" => "MacRoman",
        "IBM866" => "CP866",
        other => other,
    }
}

/// The encoding of several ones of single bytes that has this name.
fn encoding(name: &str) -> Option<Encoding> {
    codec(name).map(Encoding::SingleByte).or_else(|| marked_codec(name).map(Encoding::Marked))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_documents_write_them() {
        for (label, name) in [
            ("ISO-8859-1", "ISO-8859-1"),
            ("iso8859-15", "ISO-8859-15"),
            ("Windows-1252", "windows-1252"),
            ("cp1251", "windows-1251"),
            ("x-mac-roman", "MacRoman"),
            ("cp866", "CP866"),
            ("koi8-r", "KOI8-R"),
            ("ANSEL", "ANSEL"),
            ("IBMPC", "CP850"),
            ("utf-8", "UTF-8"),
            ("utf8", "UTF-8"),
            ("us-ascii", "windows-1252"),
        ] {
            assert!(matches!(Label::read(label), Label::Known(known) if known.name() == name), "{label}");
        }
        assert!(matches!(Label::read("GB2312"), Label::Wide(_)));
        assert!(matches!(Label::read("klingon"), Label::Unknown));
    }

    #[test]
    fn every_alias_is_of_a_known_encoding() {
        for (alias, name) in ALIASES {
            assert!(encoding(name).is_some(), "{alias}");
        }
    }
}
