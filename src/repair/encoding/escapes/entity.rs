//! HTML entities become the letters and signs they name. Named, decimal or hexadecimal, however often they were escaped.
//!
//! **Why it is damage.** Entities are how HTML writes characters. Text that was taken out of a page without being
//! decoded keeps them; when it is put into a page again their ampersand is escaped too (`&amp;oslash;`). Numbers from
//! 128 to 159 are windows-1252, as browsers read them. Entities of mojibake become mojibake, which the next rules read.
//!
//! **Example.** `Dr&oslash;ftet` → `Drøftet`; `K&amp;amp;#248;b` → `Køb`; `R&#xE5;d` → `Råd`; `8&ndash;16` → `8–16`.
//!
//! **When it is certain.** For letters beside letters, always; for lone letters when the document has proven an entity;
//! for signs also when the language is known. A space or a sign that is
//! not seen which stands between spaces or beside a span of code, and what stands beside the word that it means, are spoken of: they stay, unless the
//! document has proven others. `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;` may be markup and stay,
//! and so does everything in HTML, XML, attributes, addresses, code, and catalogues of translations, whose messages go into pages.

use std::sync::LazyLock;

use super::bytes::{number, windows_1252};
use super::surroundings::Surroundings;
use super::{Group, LanguageChoice, Odds, Read, words};

/// A letter beside a letter, in text that is no markup.
const LETTER: f32 = 16.0;
/// A sign, where prose of a known language stands around it.
const SIGN: f32 = 15.0;
/// What the document has to prove first.
const UNPROVEN: f32 = 7.5;

/// The longest name is `thetasym`, and `Abreve` the like; the longest number `#x10FFFF`.
const LONGEST: usize = 10;
/// How often an ampersand may have been escaped.
const DEEPEST: usize = 6;

/// Ways to write an ampersand behind one.
const AMPERSANDS: [&[u8]; 4] = [b"amp;", b"#38;", b"#x26;", b"#038;"];

/// Names and what they mean, sorted by name.
static NAMES: LazyLock<Vec<(&str, char)>> = LazyLock::new(|| {
    let table = include_str!("../../../../dictionaries/entities.tsv");
    let row = |row: &'static str| {
        let (name, code) = row.split_once('\t')?;
        Some((name, u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?))
    };
    table.lines().filter_map(row).collect()
});

pub(super) fn read(text: &str, at: usize) -> Option<Read> {
    let bytes = text.as_bytes();
    let mut from = at + 1;
    for _ in 0..DEEPEST {
        let Some(ampersand) = AMPERSANDS.iter().find(|written| bytes[from..].starts_with(written)) else { break };
        from += ampersand.len();
    }
    let (name, mut end) = reference(bytes, from)?;
    let meant = match name.strip_prefix('#') {
        None => named(name)?,
        Some(digits) => match numbered(digits)? {
            high @ 0xd800..=0xdbff => {
                let (low, pair_end) = low_surrogate(bytes, end)?;
                end = pair_end;
                char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?
            }
            code => character(code, at.checked_sub(1).map(|before| bytes[before]), bytes.get(end))?,
        },
    };
    Some(Read { range: at..end, text: meant.into(), odds: 0.0 })
}

/// The name or number from `from` to a semicolon, and where that ends.
fn reference(bytes: &[u8], from: usize) -> Option<(&str, usize)> {
    let window = &bytes[from..bytes.len().min(from + LONGEST)];
    let Some(length) = window.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'#')) else {
        return bare_number(bytes, from);
    };
    let name = std::str::from_utf8(&window[..length]).ok().filter(|name| !name.is_empty())?;
    if window[length] == b';' {
        return Some((name, from + length + 1));
    }
    bare_number(bytes, from)
}

/// A number without its semicolon: that of a letter of Latin-1, in three digits, at or in a word (`M&#248det`).
fn bare_number(bytes: &[u8], from: usize) -> Option<(&str, usize)> {
    let end = from + 4;
    let name = std::str::from_utf8(bytes.get(from..end)?).ok()?;
    let is_letter = matches!(name.strip_prefix('#')?.parse(), Ok(0xc0_u32..=0xff));
    let goes_on = bytes.get(end).is_none_or(|next| !next.is_ascii_digit() && *next != b';');
    (is_letter && goes_on).then_some((name, end))
}

fn named(name: &str) -> Option<char> {
    let find = |name: &str| NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| NAMES[at].1);
    find(name).or_else(|| {
        // In text that was put in capitals: `K&OSLASH;B`.
        let small = find(&name.to_ascii_lowercase()).filter(|_| !name.bytes().any(|byte| byte.is_ascii_lowercase()))?;
        let mut capital = small.to_uppercase();
        let first = capital.next().filter(|first| *first != small)?;
        capital.next().is_none().then_some(first)
    })
}

/// The number that the digits say; a hexadecimal one begins with `x`.
fn numbered(digits: &str) -> Option<u32> {
    match digits.strip_prefix(['x', 'X']) {
        Some(digits) => number(digits.as_bytes(), 16),
        None => number(digits.as_bytes(), 10),
    }
}

fn low_surrogate(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    if bytes.get(at) != Some(&b'&') {
        return None;
    }
    let (name, end) = reference(bytes, at + 1)?;
    let code = numbered(name.strip_prefix('#')?)?;
    (0xdc00..=0xdfff).contains(&code).then_some((code, end))
}

/// The character of a number; `None` for markup, controls and what is no character.
fn character(code: u32, before: Option<u8>, after: Option<&u8>) -> Option<char> {
    let c = match code {
        0x80..=0x9f => windows_1252()?.decode(code as u8),
        _ => char::from_u32(code)?,
    };
    // What a writer escaped because it is a sign of his markup is meant: also of Markdown, as a bar in a table.
    if matches!(c, '&' | '<' | '>' | '"' | '\'' | '|' | '*' | '_' | '`' | '#' | '~' | '[' | ']' | '\\' | '{' | '}') {
        return None;
    }
    // A control stands in mojibake only, beside its other half, which is an entity too.
    let in_mojibake = code >= 0x80 && (before == Some(b';') || after == Some(&b'&'));
    (!c.is_control() || in_mojibake).then_some(c)
}

pub(super) fn in_prose(group: &Group, surroundings: &mut Surroundings) -> bool {
    let at = group.reads[0].range.start;
    !words::is_address(&group.text[group.token.clone()])
        && !surroundings.has_tag(at)
        && !surroundings.is_code_span(at)
        && !surroundings.is_code_line(at)
        && !surroundings.is_markup()
        && !surroundings.is_source()
        && !surroundings.is_catalogue()
}

pub(super) fn odds(group: &Group, language: LanguageChoice) -> Odds {
    let odds = |read: &Read| {
        let before = group.text[..read.range.start].chars().next_back();
        let after = group.text[read.range.end..].chars().next();
        let beside = before.is_some_and(|c| c.is_alphabetic() || c == ';')
            || after.is_some_and(|c| c.is_alphabetic() || c == '&');
        match (read.text.chars().all(is_letter), language) {
            (true, _) if beside => LETTER,
            (false, _)
                if is_space(&read.text)
                    && (stands_alone(before, after) || before == Some('`') || after == Some('`')) =>
            {
                UNPROVEN
            }
            (false, language) if language.pack().is_some() => SIGN,
            _ => UNPROVEN,
        }
    };
    group.reads.iter().map(odds).collect()
}

/// Whether an entity is a space, or a sign that is not seen.
fn is_space(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}'))
}

/// Whether nothing touches an entity but what parts words: a space has no use there, so the text may speak of it.
fn stands_alone(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([\"'“»«".contains(c))
        && after.is_none_or(|c| c.is_whitespace() || ")]\"'”«»-,.:;/".contains(c))
}

/// Whether a character is one of a spelling; Greek ones are signs of science as often.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !('\u{370}'..='\u{3ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{certain, certain_in, stays, stays_in};
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(NAMES.len() > 250);
        assert!(NAMES.iter().all(|(name, _)| name.len() < LONGEST));
        for (name, c) in [("oslash", 'ø'), ("AElig", 'Æ'), ("ndash", '–'), ("OSLASH", 'Ø'), ("lstrok", 'ł')] {
            assert_eq!(named(name), Some(c), "{name}");
        }
    }

    #[test]
    fn entities_of_prose_are_read_however_they_were_written() {
        certain(
            "B&oslash;rnene s&#229; f&#xe5;rene p&amp;amp;aring; &amp;AElig;r&amp;#248;",
            "Børnene så fårene på Ærø",
        );
        certain("K&OSLASH;BMANDSG&ARING;RDEN", "KØBMANDSGÅRDEN");
        certain(
            "&Aring;bent 8&ndash;16, 5&nbsp;kr. pr. &frac12; time &#150; k&oslash;b",
            "Åbent 8–16, 5\u{a0}kr. pr. ½ time – køb",
        );
        certain("&#55357;&#56832; hilsen S&oslash;s", "😀 hilsen Søs");
    }

    #[test]
    fn mojibake_in_entities_is_read_to_the_end() {
        certain("S&Atilde;&cedil;en, &Atilde;&#133;en", "Søen, Åen");
        certain("&#195;&#134;blet p&#195;&#165; &#195;&#152;en", "Æblet på Øen");
    }

    #[test]
    fn without_a_language_only_letters_are_certain() {
        stays_in(LanguageChoice::None, "10Î&frac14;s");
        certain_in(LanguageChoice::None, "k&oslash;b 1&frac12; pund", "køb 1½ pund");
    }

    #[test]
    fn entities_that_a_text_speaks_of_stay() {
        for text in [
            "Et hårdt mellemrum skrives &nbsp; i HTML, et og-tegn &amp; skrives sådan.",
            "- Rettet: &nbsp; blev vist i titlen, når redaktøren gemte.",
            "Et ekstra &nbsp;-tegn i slutningen er fjernet (&nbsp;).",
            "Navnet vises som S&oslash;ren i stedet for Søren på siden.",
            "Skriv \"&ndash;\" for en tankestreg.",
            "| `ja`&#xA0;`nej` | `ja`&nbsp;`måske` |",
        ] {
            stays(text);
        }
        certain(
            "Åbent fra 8&nbsp;til&nbsp;16.&nbsp; Kom &nbsp; ind!",
            "Åbent fra 8\u{a0}til\u{a0}16.\u{a0} Kom \u{a0} ind!",
        );
    }

    #[test]
    fn markup_code_and_addresses_stay() {
        stays("Bo &amp; S&#248n; &lt;b&gt; &#60; &#39; &apos; B&O; og &ukendt; &#0; &#xffffffff;");
        stays("Se <i>&aring;en</i> nu");
        stays("<post><navn>S&#248;ren</navn>\n<by>K&#248;ge</by></post>");
        stays("https://vejen.example/?q=s&oslash;&amp;x=1");
        stays("byen = \"K&oslash;ge\";");
        stays("#: side.php:12\nmsgid \"Price per m&sup2;\"\nmsgstr \"Pris pr. m&sup2; i K&oslash;ge\"\n");
        stays("```\nk&oslash;b\n```");
    }
}
