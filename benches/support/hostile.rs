//! Documents that cost programs like this one more than they are long: made of code alone, the same in every run.

use super::damage::{self, Entity, Letter};
use super::{Chance, built_in_lines};

/// Bytes of a character in UTF-8.
const LONGEST_CHARACTER: usize = 4;

/// A kind of document: its name, and what makes about so many bytes of it.
pub struct Kind {
    pub name: String,
    make: Box<dyn Fn(usize) -> Vec<u8>>,
}

impl Kind {
    fn new(name: impl Into<String>, make: impl Fn(usize) -> Vec<u8> + 'static) -> Self {
        Self { name: name.into(), make: Box::new(make) }
    }

    /// A document of this kind, so many bytes long; a little shorter where that would cut a character.
    pub fn document(&self, bytes: usize) -> Vec<u8> {
        let mut document = (self.make)(bytes + LONGEST_CHARACTER);
        let end = std::str::from_utf8(&document).map_or(bytes, |text| text.floor_char_boundary(bytes));
        document.truncate(end);
        document
    }
}

/// What is said over and over. `⏎` ends lines.
const REPEATED: [(&str, &str); 128] = [
    ("bars", "|"),
    ("bars with spaces", "| "),
    ("brackets and bars", "{|}"),
    ("letters like bars", "l1I|"),
    ("bars before carriage returns", "|\r"),
    ("table rows that end with carriage returns", "| 12 | Antal | l |\r"),
    ("7-bit letters that make no word", "m|de p} r{d "),
    ("7-bit letters that make no word, by line", "m|de p} r{d⏎"),
    ("page numbers and form feeds", "Side N⏎\u{c}"),
    ("page numbers, form feeds, words", "Side 1⏎\u{c}Der var ikke bemærkninger.⏎"),
    ("form feeds", "\u{c}"),
    ("form feeds by line", "\u{c}⏎"),
    ("replaced pairs", "a��b⏎"),
    ("replaced pairs without spaces", "a��b"),
    ("replacement characters", "�"),
    ("replacement characters and letters", "r�d "),
    ("replacement characters between spaces", "a � b "),
    ("question marks", "?"),
    ("question marks and letters", "?a"),
    ("question marks in short words", "a?b?c "),
    ("question marks in long words", "k?bm?ndsforr?tning"),
    ("combining rings", "a\u{30a}"),
    ("combining rings alone", "\u{30a}"),
    ("combining marks, many to a letter", "e\u{301}\u{308}\u{323}\u{30a}"),
    ("combining marks in words", "ra\u{30a}d "),
    ("minims", "rnm"),
    ("minims in words", "rnrn mm iii nmu "),
    ("minims by line", "rnm⏎"),
    ("long s", "ſtſſ "),
    ("entities in entities", "&amp;amp;amp;"),
    ("an entity after entities of ampersands", "&amp;amp;amp;aelig;"),
    ("ampersands", "&"),
    ("numbers of entities", "&#230;&#xE6;"),
    ("entities without end", "&#230"),
    ("quoted-printable", "=C3=A6"),
    ("quoted-printable, soft line ends", "=C3=A6r=⏎"),
    ("equals signs", "="),
    ("percent escapes", "%C3%A6"),
    ("percent signs", "%"),
    ("unicode escapes", "\\u00e6"),
    ("unicode escapes of surrogates", "\\ud83d\\ude00"),
    ("backslashes", "\\"),
    ("pluses", "+"),
    ("UTF-7", "+AOY-"),
    ("UTF-7 without end", "+AOY"),
    ("crosses", "xXxX "),
    ("hyphens at line ends", "kom-⏎mune "),
    ("hyphens at line ends, no words", "a-⏎"),
    ("hyphens", "-"),
    ("hyphens by line", "-⏎"),
    ("zero-width characters", "a\u{200b}\u{200c}\u{feff}b "),
    ("soft hyphens", "kom\u{ad}mune\u{ad}"),
    ("private use", "\u{e000}\u{f8ff}"),
    ("blank lines", "⏎"),
    ("blank lines with carriage returns", "\r"),
    ("blank lines with spaces", " ⏎"),
    ("spaces", " "),
    ("tabs", "\t"),
    ("leaders", ". . . . "),
    ("leaders by line", "Indledning . . . . . 7⏎"),
    ("letters with spaces", "S p æ r r e t "),
    ("letters with spaces by line", "S p æ r r e t⏎"),
    ("digits with spaces", "1 2 3 4 "),
    ("letters with two spaces", "a  b  c  "),
    ("letters after a gap", "a          b c d e "),
    ("one letter", "a "),
    ("capitals", "BYRÅDET BESLUTTEDE "),
    ("controls", "\u{1}\u{85}\u{9f}"),
    ("mojibake of mojibake by line", "ÃƒÂ¸⏎"),
    ("half mojibake", "Ã"),
    ("homoglyphs", "Kоmmunе "),
    ("quotes", "„“”»«"),
    ("words with a lost letter", "b�rn "),
    ("words with a lost letter, by line", "b�rn⏎"),
    ("words with a question mark for a letter", "k?bmand "),
    ("words with two question marks for a letter", "k??bmand "),
    ("comments that leave a rule alone", "mÃ¸de # ordret: allow W1 "),
    ("comments that leave a rule alone, by line", "# ordret: allow W1⏎mÃ¸de⏎"),
    ("ligatures", "ﬁﬀﬂ "),
    ("ligatures in words", "eﬀektiv ﬁn ﬂade "),
    ("fields without end", "Sønderborg;S�nderborg;12;"),
    ("fields with lost letters by line", "Sønderborg;S�nderborg;Åb?nrå;12⏎"),
    ("half mojibake and full stops", "Ã."),
    ("half mojibake in words", "pÃ¥ MÃ det bÃ¸r drÅ,ftes "),
    ("second bytes lost in words", "fÃlge mÃde lÃse "),
    ("controls in words", "kom\u{8}mune\u{8} "),
    ("byte order marks", "\u{feff}"),
    ("spaces before line ends", "ord                ⏎"),
    ("bullets", "• "),
    ("quoted lines", "> > > > Det er rigtigt.⏎"),
    ("nested markup", "<b><i>"),
    ("nested markup with words", "<b>møde<i>m�de</i></b>"),
    ("nested brackets", "[[[[("),
    ("percent chains", "%25C3%25A6"),
    ("percent chains, deep", "%252525252525C3"),
    ("nested quoted-printable", "=3DC3=3DA6"),
    ("nested unicode escapes", "\\\\u00c3\\\\u00a6"),
    ("table rows", "| Sag | Antal | Bel�b |⏎"),
    ("aligned columns", "Navn          Adresse          By⏎"),
    ("aligned columns with lost letters", "N�vn          Str�de          K?ge⏎"),
    ("tiny paragraphs", "En.⏎⏎"),
    ("tiny paragraphs with a misread word", "rnindre.⏎⏎"),
    ("misread words", "rnindre storste Iobende "),
    ("misread words by line", "storste⏎"),
    ("misread words, known ones among them", "han rnodtog storste delen af pengene for ar siden "),
    ("alternating scripts", "kоmмunе møde Комуна "),
    ("alternating letters of two scripts", "aаeеoо"),
    ("Greek letters in words", "møδet "),
    ("Chinese", "漢字"),
    ("Chinese with lost letters", "漢�字 "),
    ("emoji", "👍🏽 "),
    ("right to left marks", "a\u{200f}b\u{202e}"),
    ("hyphens at each line's end", "be-⏎slut-⏎nin-⏎gen "),
    ("hyphens at line ends, cut words misread", "op-⏎leg "),
    ("soft hyphens at line ends", "kom\u{ad}⏎mune "),
    ("capitals and lost letters", "K�BENHAVN M�DE "),
    ("addresses", "https://a.dk/m?de "),
    ("addresses without end", "a.dk/"),
    ("mail addresses", "a@b.dk,"),
    ("dots", "."),
    ("abbreviations", "bl.a. f.eks. "),
    ("numbers", "1.234.567,89 "),
    ("digits in words", "Økon0mi 2O24 "),
    ("page heads", "\u{c}Referat side 3⏎Der var intet at bemærke.⏎"),
    ("numbers by line", "1⏎"),
    ("indented lines", "        ord⏎"),
    ("carriage returns and line feeds by turns", "ord\r\nord\rord\n"),
    ("zeros and letters", "a\0b\0"),
];

/// Alphabets whose signs follow each other by chance.
const ALPHABETS: [(&str, &str); 26] = [
    ("brackets and bars", "{|}"),
    ("brackets, bars, letters", "{|}mdepr "),
    ("letters like bars", "l1I|"),
    ("letters like bars, spaces", "l1I| "),
    ("minims", "rnm"),
    ("minims and spaces", "rnmiu "),
    ("questions", "?aeg "),
    ("replacements", "�aeg "),
    ("low letters", "abcdefghijklmnopqrstuvwxyzæøå"),
    ("low letters and spaces", "abcdefghijklmnopqrstuvwxyzæøå    "),
    ("capitals and spaces", "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ    "),
    ("letters and digits", "abcdefgoOlI0123456789  "),
    ("digits", "0123456789.,- "),
    ("punctuation", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    ("punctuation and letters", "aeinrst.,:;-'\"()!? \n"),
    ("mojibake", "ÃƒÂ¸¦¥â€œ"),
    ("mojibake and letters", "Ã¸¦¥aernd "),
    ("mojibake printed", "Å,¢£gers \n"),
    ("escapes", "&amp;#x=%C3\\u\n"),
    ("line ends", "a\r\n\u{c}- "),
    ("hyphens and line ends", "aer-\n"),
    ("brackets of 7-bit words", "[\\]{|}aerd \n"),
    ("two scripts", "aeoаеоrmnтмн "),
    ("words and form feeds", "aern \n\u{c}"),
    ("marks and letters", "�?Ã¸aern \n"),
    ("accents", "éèêëáàâäóòôöaern "),
];

/// Every kind of document.
pub fn kinds() -> Vec<Kind> {
    let mut kinds = Vec::new();
    kinds.extend(REPEATED.map(|(name, unit)| Kind::new(name, |bytes| repeat(&unit.replace('⏎', "\n"), bytes))));
    kinds.extend(ALPHABETS.map(|(name, signs)| Kind::new(format!("chance: {name}"), |bytes| by_chance(signs, bytes))));
    kinds.extend((0..=u8::MAX).filter(|byte| !byte.is_ascii_alphanumeric()).map(of_one_byte));
    kinds.extend(of_words());
    kinds.extend(of_danish());
    kinds.extend(of_bytes());
    kinds
}

fn repeat(unit: &str, bytes: usize) -> Vec<u8> {
    unit.repeat(bytes / unit.len() + 1).into_bytes()
}

fn by_chance(signs: &str, bytes: usize) -> Vec<u8> {
    let signs: Vec<char> = signs.chars().collect();
    let mut chance = Chance::new(signs.len() as u64);
    fill(bytes, |text| text.push(signs[chance.below(signs.len())]))
}

/// Whatever `more` adds, until it is enough.
fn fill(bytes: usize, mut more: impl FnMut(&mut String)) -> Vec<u8> {
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        more(&mut text);
    }
    text.into_bytes()
}

fn of_one_byte(byte: u8) -> Kind {
    Kind::new(format!("byte {byte:02X}"), move |bytes| vec![byte; bytes])
}

/// A made-up word of so many syllables that no list has.
fn invented(chance: &mut Chance, syllables: usize) -> String {
    const SYLLABLES: [&str; 24] = [
        "bra", "kve", "lom", "fir", "syn", "gøl", "tæk", "våd", "nup", "dis", "rok", "mel", "hug", "pjo", "sti", "æl",
        "ur", "øst", "gri", "fle", "kun", "tam", "vip", "jas",
    ];
    (0..syllables).map(|_| SYLLABLES[chance.below(SYLLABLES.len())]).collect()
}

/// Made-up words: how many syllables each has, and what is done to it.
type Invented = (&'static str, usize, fn(&str, &mut Chance) -> String);

const INVENTED: [Invented; 12] = [
    ("unknown words", 3, |word, _| format!("{word} ")),
    ("unknown words of 64 bytes", 21, |word, _| format!("{word} ")),
    ("unknown words of 2,000 bytes", 660, |word, _| format!("{word} ")),
    ("unknown words by line", 3, |word, _| format!("{word}\n")),
    ("unknown capitalised words", 3, |word, _| format!("{} ", capitalised(word))),
    ("unknown capitalised words after full stops", 3, |word, _| format!("{}. ", capitalised(word))),
    ("unknown words in capitals", 3, |word, _| format!("{} ", word.to_uppercase())),
    ("unknown words with a question mark", 3, |word, chance| format!("{} ", struck(word, "?", chance))),
    ("unknown words with a replacement character", 3, |word, chance| format!("{} ", struck(word, "�", chance))),
    ("unknown words with two replacement characters", 3, |word, chance| format!("{} ", struck(word, "��", chance))),
    ("unknown words with a bar", 3, |word, chance| format!("{} ", struck(word, "|", chance))),
    ("unknown words with mojibake", 3, |word, _| format!("{} ", super::mojibake(word))),
];

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The word with one of its letters taken for a sign.
fn struck(word: &str, sign: &str, chance: &mut Chance) -> String {
    let place = chance.below(word.chars().count());
    let letters = word.chars().enumerate();
    letters.map(|(at, letter)| if at == place { sign.to_owned() } else { letter.to_string() }).collect()
}

fn of_words() -> impl Iterator<Item = Kind> {
    INVENTED.into_iter().map(|(name, syllables, change)| {
        Kind::new(name, move |bytes| {
            let mut chance = Chance::new(syllables as u64);
            fill(bytes, |text| {
                let word = invented(&mut chance, syllables);
                text.push_str(&change(&word, &mut chance));
            })
        })
    })
}

/// Danish sentences a line each: words of the benches' own lines in any order, and one in so many a compound of two of them
/// that is not met again.
fn danish(bytes: usize) -> String {
    const COMPOUND: usize = 8;
    let lines = built_in_lines();
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    let parts: Vec<&str> =
        words.iter().copied().filter(|word| word.chars().filter(|c| c.is_lowercase()).count() >= 5).collect();
    let mut chance = Chance::new(7);
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        for place in 0..12 {
            let part =
                |chance: &mut Chance| parts[chance.below(parts.len())].trim_matches(|c: char| !c.is_alphabetic());
            if chance.one_in(COMPOUND) {
                let (first, second) = (part(&mut chance), part(&mut chance));
                text.push_str(&format!("{first}{second}").to_lowercase());
            } else {
                text.push_str(words[chance.below(words.len())]);
            }
            text.push(if place == 11 { '\n' } else { ' ' });
        }
    }
    text
}

fn damaged(letter: &Letter, bytes: usize) -> Vec<u8> {
    let damaged = danish(bytes).chars().filter_map(letter).collect::<String>();
    damaged.into_bytes()
}

fn of_danish() -> Vec<Kind> {
    let letters = |becomes: &'static str| move || damage::danish_letters(move |_| becomes.to_owned());
    let mut kinds: Vec<Kind> = Vec::new();
    let mut add = |name: &str, letter: Box<dyn Fn() -> Letter>| {
        kinds.push(Kind::new(format!("Danish, {name}"), move |bytes| damaged(&letter(), bytes)));
    };
    add("right", Box::new(|| damage::danish_letters(|c| c.to_string())));
    add("æøå as two replacement characters", Box::new(letters("��")));
    add("æøå as a replacement character", Box::new(letters("�")));
    add("æøå as two question marks", Box::new(letters("??")));
    add("æøå as a question mark", Box::new(letters("?")));
    add("æøå as a sign", Box::new(letters("¿")));
    add("æøå lost", Box::new(letters("")));
    add("bits stripped", Box::new(|| damage::danish_letters(damage::high_bit_stripped)));
    add("second bytes lost", Box::new(|| damage::second_byte_becomes("")));
    add("second bytes spaces", Box::new(|| damage::second_byte_becomes(" ")));
    add("second bytes question marks", Box::new(|| damage::second_byte_becomes("?")));
    add("CP865 as windows-1252", Box::new(|| damage::page_read_as("CP865", "windows-1252")));
    add("entities", Box::new(|| damage::entities(Entity::Named)));
    add("entities twice", Box::new(|| damage::entities_twice(Entity::Hex)));
    add("quoted-printable", Box::new(|| damage::quoted_printable(true)));
    add("unicode escapes", Box::new(damage::json_escapes));
    add("percent escapes", Box::new(damage::percent_escapes));
    for times in 1..=8 {
        let name = format!("misread {times} times");
        add(&name, Box::new(move || damage::utf8_read_as("windows-1252", times)));
    }
    /// Makes a text of a unit.
    type Shape = fn(&str) -> String;
    let shaped: [(&str, Shape); 19] = [
        ("one line", |text| text.replace('\n', " ")),
        ("a line a word", |text| text.replace(' ', "\n")),
        ("carriage returns", |text| text.replace('\n', "\r")),
        ("carriage returns, a line a word", |text| text.replace(['\n', ' '], "\r")),
        ("no spaces", |text| text.replace([' ', '\n'], "")),
        ("spaced", |text| text.chars().flat_map(|c| [c, ' ']).collect()),
        ("capitals", str::to_uppercase),
        ("o for ø, a for å", |text| text.replace('ø', "o").replace('å', "a").replace('æ', "ae")),
        ("rn for m, l for i", |text| text.replace('m', "rn").replace('i', "l")),
        ("lines alternately misread", |text| {
            let lines = text.lines().enumerate();
            lines.map(|(at, line)| if at % 2 == 0 { super::mojibake(line) } else { line.to_owned() } + "\n").collect()
        }),
        ("a head over each four lines, another for each sixteen", |text| {
            let lines = text.lines().enumerate();
            lines
                .map(
                    |(at, line)| {
                        if at % 4 == 0 { format!("\u{c}Kapitel om {}\n{line}\n", at / 16) } else { format!("{line}\n") }
                    },
                )
                .collect()
        }),
        ("a page a line, heads alike but for letters", |text| {
            let lines = text.lines().map(|line| line.get(..40).unwrap_or(line));
            lines.flat_map(|line| [line, "\n", line, "\n\u{c}"]).collect()
        }),
        ("a hyphen in every word at a line's end", |text| {
            let cut = |word: &str| match word.char_indices().nth(word.chars().count() / 2) {
                Some((at, _)) if word.len() > 5 => format!("{}-\n{} ", &word[..at], &word[at..]),
                _ => format!("{word} "),
            };
            text.split_whitespace().map(cut).collect()
        }),
        ("a paragraph a word", |text| text.replace([' ', '\n'], "\n\n")),
        ("a form feed a word", |text| text.replace(' ', "\u{c}")),
        ("a table", |text| text.lines().map(|line| format!("| {} |\n", line.replace(' ', " | "))).collect()),
        ("fields", |text| text.replace(' ', ";")),
        ("fields with lost letters", |text| text.replace(' ', ";").replace(['æ', 'ø', 'å'], "�")),
        ("a page number every other line", |text| {
            text.lines().enumerate().map(|(at, line)| format!("{line}\n\n{at}\n\u{c}\n")).collect()
        }),
    ];
    kinds
        .extend(shaped.map(|(name, shape)| {
            Kind::new(format!("Danish, {name}"), move |bytes| shape(&danish(bytes)).into_bytes())
        }));
    kinds
}

fn of_bytes() -> Vec<Kind> {
    let chance_of = |bytes: usize, mut more: Box<dyn FnMut(&mut Chance) -> u8>| {
        let mut chance = Chance::new(1);
        (0..bytes).map(|_| more(&mut chance)).collect::<Vec<u8>>()
    };
    let characters = |end: usize| {
        move |bytes| {
            let mut chance = Chance::new(end as u64);
            fill(bytes, |text| text.extend(char::from_u32(chance.below(end) as u32)))
        }
    };
    vec![
        Kind::new("random bytes", move |bytes| chance_of(bytes, Box::new(|chance| chance.below(256) as u8))),
        Kind::new("random bytes from 20", move |bytes| chance_of(bytes, Box::new(|c| (32 + c.below(224)) as u8))),
        Kind::new("random bytes from 80", move |bytes| chance_of(bytes, Box::new(|c| (128 + c.below(128)) as u8))),
        Kind::new("random bytes from C0", move |bytes| chance_of(bytes, Box::new(|c| (192 + c.below(64)) as u8))),
        Kind::new("letters and bytes from 80", move |bytes| {
            chance_of(bytes, Box::new(|c| if c.one_in(3) { 128 + c.below(128) } else { 97 + c.below(26) } as u8))
        }),
        Kind::new("random Latin-1 characters", characters(0x100)),
        Kind::new("random characters to U+024F", characters(0x250)),
        Kind::new("random characters to U+FFFF", characters(0x1_0000)),
        Kind::new("random characters", characters(0x11_0000)),
        Kind::new("windows-1252 and UTF-8 by line", |bytes| {
            let page = damage::Page::named("windows-1252");
            let lines = danish(bytes);
            let lines = lines.lines().enumerate().map(|(at, line)| match (at % 2, page.encode(line)) {
                (0, Some(encoded)) => encoded,
                _ => line.as_bytes().to_vec(),
            });
            lines.flat_map(|line| line.into_iter().chain([b'\n'])).collect()
        }),
    ]
}
