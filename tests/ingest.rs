//! The example of a service does what it says.
#![cfg(feature = "serde")]

#[path = "../examples/ingest.rs"]
#[allow(dead_code)]
mod example;

use std::fs;

use serde_json::Value;

/// Documents of which one is damaged, one is in another encoding, one is doubtful and one is no text.
const DOCUMENTS: [(&str, &[u8]); 4] = [
    ("brev.txt", "Sagen blev drÃ¸ftet pÃ¥ mødet.\n".as_bytes()),
    ("gammel.txt", b"R\xf8dgr\xf8d med fl\xf8de p\xe5 K\xf8benhavns bord.\n"),
    ("referat.txt", "Udvalget drøftede sagen. Det var for mange ar siden.\n".as_bytes()),
    ("segl.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
];

#[test]
fn documents_are_repaired_logged_and_doubted() {
    let home = tempfile::tempdir().unwrap();
    let (documents, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir(&documents).unwrap();
    for (name, bytes) in DOCUMENTS {
        fs::write(documents.join(name), bytes).unwrap();
    }
    let mut review = Vec::new();
    example::ingest(&documents, &out, &mut review).unwrap();

    let text = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    assert_eq!(text("brev.txt"), "Sagen blev drøftet på mødet.\n");
    assert_eq!(text("gammel.txt"), "Rødgrød med fløde på Københavns bord.\n");
    assert_eq!(fs::read(out.join("segl.png")).unwrap(), DOCUMENTS[3].1);

    let log: Vec<Value> = text("edits.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(log.len(), 2);
    let wanted = serde_json::json!({
        "document": "brev.txt", "encoding": "UTF-8", "input": [13, 17], "output": [13, 15],
        "before": "Ã¸", "after": "ø", "rules": ["E101"], "level": "certain",
    });
    for (key, value) in wanted.as_object().unwrap() {
        assert_eq!(&log[0][key], value, "{key}");
    }

    let review = String::from_utf8(review).unwrap();
    assert!(review.contains("segl.png: no text"), "{review}");
    assert!(review.lines().any(|line| line.contains(r#"referat.txt: W102 "ar" may be "år""#)), "{review}");
}

/// What is no UTF-8 is logged with its bytes, so that it is not lost.
#[test]
fn bytes_that_are_no_text_are_logged() {
    let input = b"M\xf8det blev holdt i r\xc3\xa5dhuset p\xc3\xa5 pladsen i \xc3\x98stbyen ved \xc3\xa5en.";
    let repair = ordret::Repairer::danish().repair(input);
    let edit = serde_json::to_value(&repair.edits()[0]).unwrap();
    assert_eq!((edit["before_bytes"].as_str(), edit["level"].as_str()), (Some("4df8646574"), Some("certain")));
    assert!(edit["before"].as_str().unwrap().contains('\u{fffd}'));
}
