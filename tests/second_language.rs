//! The seam between repair and language: with a pack of another language its words, confusions and lists speak, and nothing
//! that is Danish does.

use std::borrow::Cow;

use ordret::language::fingerprint::FingerprintTable;
use ordret::language::frequency::quantise;
use ordret::language::letters::Letters;
use ordret::language::{Language, PackError, PackFiles, Roles};
use ordret::{Confidence, LanguageChoice, Options, Repairer};

/// The words of an invented language, with their shares of its text in thousandths.
const WORDS: [(&str, u32); 24] = [
    ("amelu", 40),
    ("bavori", 30),
    ("ceminar", 20),
    ("dorumilŝ", 20),
    ("eŝtavo", 30),
    ("faminŝu", 20),
    ("ganuro", 30),
    ("kasemir", 30),
    ("la", 90),
    ("limenoŝ", 20),
    ("maŝurela", 30),
    ("meruno", 40),
    ("nasivo", 30),
    ("noŝ", 60),
    ("oremanuŝi", 20),
    ("paloŝeri", 30),
    ("ravumen", 30),
    ("salomaŝi", 30),
    ("sed", 70),
    ("taŝumera", 30),
    ("tu", 90),
    ("umilano", 30),
    ("vaŝemura", 30),
    ("zumerovaŝ", 20),
];

/// In this language a scanner takes ŝ for fz; and two of its lists.
const CONFUSIONS: &str = "# meant, read, share\nŝ\tfz\t0.6\n";
const LISTS: &str = "letters\tŝ Ŝ\nconjunctions\tsed\n";

fn files() -> PackFiles {
    let mut forms = fst::MapBuilder::memory();
    for (word, _) in WORDS {
        forms.insert(word, u64::from(Roles::WORD.bits())).unwrap();
    }
    let table = |payload: fn(u32) -> u8| {
        let entries: Vec<(&str, u8)> = WORDS.iter().map(|(word, share)| (*word, payload(*share))).collect();
        FingerprintTable::write(&entries).unwrap()
    };
    let letters = Letters::write(WORDS.iter().map(|(word, share)| (*word, f64::from(*share))));
    let mut files = PackFiles::new("x-invented", forms.into_inner().unwrap(), table(|_| Roles::WORD.bits()), letters);
    files.frequencies = vec![Cow::Owned(table(|share| quantise(f64::from(share) / 1000.0)))];
    files.confusions = CONFUSIONS.into();
    files.lists = LISTS.into();
    files
}

fn repaired(language: impl Into<LanguageChoice>, text: &str) -> String {
    let options = Options::default().with_language(language.into()).with_apply(Confidence::Likely);
    Repairer::new(options).repair(text.as_bytes()).into_text().into_owned()
}

/// Text in which the scanner misread some words, and how it was printed.
const READ: &str = "La bavori meruno tu maŝurela sed nasivo. Tu ganuro la taŝumera, noŝ kasemir ravumen. \
    La vafzemura umilano tu palofzeri sed salomaŝi. Noŝ meruno la oremanufzi tu ceminar. \
    Amelu tu zumerovafz, la efztavo sed faminŝu. Tu bavori la limenoŝ sed dorumilŝ.\n";

#[test]
fn a_word_misread_is_repaired_in_the_language_of_the_pack() {
    let invented = Language::leak(files()).unwrap();
    let printed = READ.replace("fz", "ŝ");
    assert_eq!(repaired(invented, READ), printed);
    assert_eq!(repaired(LanguageChoice::Danish, READ), READ, "Danish knows none of these words");
    assert_eq!(repaired(invented, &printed), printed);
    // What one language remembers of a word is nothing to another, whichever was asked first.
    assert_eq!(repaired(Language::leak(files()).unwrap(), READ), printed);
}

#[test]
fn danish_is_silent_in_another_language() {
    let invented = Language::leak(files()).unwrap();
    for (damaged, right) in [
        // Danish words and confusions.
        ("Storste bekymring er vejene. Foreningen foreslar at sporge kommunen om stotte til losningen.", None),
        ("Kommunen modtog en rnindre henvendelse om administrations bidrag.", None),
        // 7-bit ISO 646.
        ("S} m} vi l|be til k|benhavn, n}r vi f}r tid, og m|des p} r}dhuset.", Some("Så må vi løbe")),
    ] {
        assert_eq!(repaired(invented, damaged), damaged);
        let danish = repaired(LanguageChoice::Danish, damaged);
        assert!(right.is_none_or(|right| danish.contains(right)), "{danish}");
    }
}

#[test]
fn the_lists_of_the_pack_speak_instead_of_the_danish_ones() {
    let invented = Language::leak(files()).unwrap();
    let joined = repaired(invented, "La bavori meruno tu amelu-\nsed nasivo ganuro, noŝ kasemir.\n");
    assert!(joined.contains("amelu- sed"), "{joined}");
    let joined = repaired(invented, "La bavori meruno tu mer-\nuno nasivo ganuro, noŝ kasemir.\n");
    assert!(joined.contains("meruno nasivo"), "{joined}");
}

#[test]
fn repairs_in_two_languages_do_not_disturb_each_other() {
    let invented = Language::leak(files()).unwrap();
    let danish = "Mødet blev afholdt pÃ¥ rÃ¥dhuset.";
    for _ in 0..2 {
        assert_eq!(repaired(LanguageChoice::Danish, danish), "Mødet blev afholdt på rådhuset.");
        assert_eq!(repaired(invented, READ), READ.replace("fz", "ŝ"));
        assert_eq!(repaired(invented, "La meruno noÅ\u{9d} sed paloÅ\u{9d}eri."), "La meruno noŝ sed paloŝeri.");
    }
}

#[test]
fn a_pack_says_its_name_and_what_is_wrong_with_it() {
    let invented = Language::leak(files()).unwrap();
    let options = Options::default().with_language(LanguageChoice::Pack(invented));
    assert_eq!((options.language.as_str(), options.language.is_historical()), ("x-invented", false));
    let mut wrong = files();
    wrong.lists = "letter\tŝ\n".into();
    let error = Language::new(wrong).unwrap_err();
    assert!(matches!(error, PackError::Lists(_)) && error.to_string().contains("lists.tsv"), "{error}");
}
