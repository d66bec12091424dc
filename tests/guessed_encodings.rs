//! Bytes in an encoding that is not looked for stay as they are, and those in one that is are read.

use encoding_rs::Encoding;
use ordret::{DocumentKind, Options, Repairer};

/// Texts in their languages, and the encodings that they are written in.
const LEFT: [(&str, &[&str]); 16] = [
    ("この関数は与えられた文字列を読み、誤りがあれば警告を表示します。", &["euc-jp", "shift_jis"]),
    ("这个函数读取给定的字符串，如果有错误，就显示警告。", &["gbk", "gb18030"]),
    ("這個函數讀取給定的字串，如果有錯誤，就顯示警告。", &["big5"]),
    ("이 함수는 주어진 문자열을 읽고 오류가 있으면 경고를 표시합니다.", &["euc-kr"]),
    (
        "Эта функция читает строку и показывает предупреждение.",
        &["koi8-r", "windows-1251", "iso-8859-5", "ibm866", "x-mac-cyrillic"],
    ),
    ("Ця функція читає рядок і показує попередження.", &["koi8-u", "windows-1251"]),
    ("Αυτή η συνάρτηση διαβάζει τη συμβολοσειρά.", &["windows-1253", "iso-8859-7"]),
    ("הפונקציה קוראת את המחרוזת ומציגה אזהרה", &["windows-1255", "iso-8859-8"]),
    ("تقرأ هذه الدالة السلسلة وتعرض تحذيرا", &["windows-1256", "iso-8859-6"]),
    ("Bu işlev verilen dizgiyi okur ve yanlışlık varsa uyarı gösterir.", &["windows-1254"]),
    ("Ta funkcja czyta podany łańcuch i wyświetla ostrzeżenie, jeśli są błędy.", &["windows-1250", "iso-8859-2"]),
    ("Tato funkce přečte daný řetězec a při chybě zobrazí varování.", &["windows-1250", "iso-8859-2"]),
    ("Ez a függvény beolvassa a szöveget, és hibaüzenetet küld, ha fűzér nélküli időt kap.", &["windows-1250"]),
    ("Ši funkcija perskaito duotą eilutę ir parodo įspėjimą, jei yra klaidų.", &["windows-1257", "iso-8859-13"]),
    ("Šī funkcija nolasa doto virkni un parāda brīdinājumu, ja ir kļūdas.", &["windows-1257"]),
    ("ฟังก์ชันนี้อ่านข้อความและแสดงคำเตือน", &["windows-874"]),
];

/// Texts that are read in each of these encodings.
const READ: [(&str, &[&str]); 8] = [
    ("Se også linje ø.", &["windows-1252", "ISO-8859-1"]),
    ("Båden til Ærø sejler klokken 9.", &["windows-1252", "ISO-8859-1", "CP850", "CP865", "MacRoman"]),
    ("Køb 3 kg æbler for 45 kr., »mens de er røde«.", &["windows-1252", "ISO-8859-1", "CP850"]),
    ("Die Tür war über Nacht geöffnet worden.", &["windows-1252", "ISO-8859-1"]),
    ("La clé a été oubliée à côté de la fenêtre.", &["windows-1252", "ISO-8859-1"]),
    ("El niño dejó la llave en el jardín.", &["windows-1252", "ISO-8859-1"]),
    ("Nyckeln låg på bordet när vi kom hem från sjön.", &["windows-1252", "ISO-8859-1", "CP850", "MacRoman"]),
    ("Copyright © 1998 by the author, all rights reserved, price 12 £.", &["windows-1252", "ISO-8859-1"]),
];

/// A text as it stands in files.
fn files(text: &[u8]) -> [Vec<u8>; 3] {
    let code = [
        b"/* reads a line */\nint read_line(FILE *file)\n{\n    char buffer[80];\n    /* ",
        text,
        b" */\n    return 0;\n}\n",
    ];
    let mail =
        [b"Hello all,\n\nthe new version does not build here, see below. Thanks for any help!\n\n> ", text, b"\n"];
    [[text, b"\n"].concat(), code.concat(), mail.concat()]
}

fn repairer() -> Repairer {
    let mut options = Options::default();
    options.apply = ordret::Confidence::Likely;
    Repairer::new(options)
}

#[test]
fn what_no_guess_makes_text_of_stays() {
    let repairer = repairer();
    for (text, encodings) in LEFT {
        for name in encodings {
            let (bytes, _, is_unmappable) = Encoding::for_label(name.as_bytes()).unwrap().encode(text);
            assert!(!is_unmappable, "{name}: {text}");
            for file in files(&bytes) {
                let repair = repairer.repair(&file);
                let found = (repair.kind(), repair.encoding(), repair.edits().len());
                assert_eq!(repair.kind(), DocumentKind::Undecodable, "{name}: {text}: {found:?}");
                assert!(repair.edits().is_empty() && repair.restore() == file, "{name}: {text}");
            }
        }
    }
}

#[test]
fn what_is_text_is_read_in_the_encoding_that_makes_it() {
    let repairer = repairer();
    for (text, encodings) in READ {
        for name in encodings {
            let bytes = name.parse::<ordret::codecs::Encoding>().unwrap().encode_exact(text).unwrap().into_owned();
            for file in files(&bytes) {
                let repair = repairer.repair(&file);
                assert!(repair.text().contains(text), "{name}: {text}: {}: {}", repair.encoding(), repair.text());
            }
        }
    }
}

#[test]
fn a_document_in_utf_8_with_lines_in_an_unknown_encoding_stays() {
    let (lines, ..) = encoding_rs::EUC_JP.encode("この関数は文字列を読みます。\n誤りがあれば警告を表示します。\n");
    let file = ["Fåret bræger på engen.\n".as_bytes(), &lines, "Søen er blå.\n".as_bytes()].concat();
    let repair = repairer().repair(&file);
    assert_eq!((repair.kind(), repair.edits().len()), (DocumentKind::Undecodable, 0));
}
