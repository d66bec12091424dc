//! Documents longer than a block: they mend as short ones do, and what a block's end cuts is decided as anywhere else.

use ordret::{BLOCK_BYTES, Confidence, Options, Repair, Repairer};

/// What an English model reads of a page: ø, å and æ lost. Every sentence is different, so that each counts.
const PAGE: [&str; 8] = [
    "Storste bekymring er vejene, skriver foreningen.\n",
    "Bestyrelsen onsker at drofte spergsmalet pa modet.\n",
    "Udvalget modes igen, nar svaret foreligger.\n",
    "Sagen blev droftet, og losningen blev fundet.\n",
    "Kobmanden pa torvet star for indkobet i ar.\n",
    "De faerreste borgere har faet besked om aendringen.\n",
    "Okonomien er en storre hindring end forst antaget.\n",
    "Naeste ar begynder arbejdet med den nye bro.\n",
];

fn repairer(apply: Confidence) -> Repairer {
    Repairer::new(Options::default().with_apply(apply))
}

/// Mends a document and checks that it comes back.
fn mended<'t>(text: &'t str, apply: Confidence) -> Repair<'t> {
    let repair = repairer(apply).repair(text.as_bytes());
    assert_eq!(repair.restore(), text.as_bytes());
    repair
}

/// A text of at least so many bytes, of whole pages.
fn pages(bytes: usize) -> String {
    let page = PAGE.concat();
    page.repeat(bytes.div_ceil(page.len()))
}

#[test]
fn misread_words_of_long_documents_are_mended_as_those_of_short_ones() {
    let short = mended(&pages(BLOCK_BYTES / 8), Confidence::Certain).edits().len() as f64 / (BLOCK_BYTES / 8) as f64;
    let text = pages(2 * BLOCK_BYTES + BLOCK_BYTES / 2);
    let long = mended(&text, Confidence::Certain).edits().len() as f64 / text.len() as f64;
    assert!(short > 0.0 && (long / short - 1.0).abs() < 0.02, "{short} edits a byte, in a long document {long}");
}

#[test]
fn a_foreign_document_of_several_blocks_stays() {
    let sentence = "Hallitus päätti eilen, että uudet säännöt tulevat voimaan vasta ensi vuoden alussa.\n";
    let text = sentence.repeat(BLOCK_BYTES * 2 / sentence.len());
    assert_eq!(mended(&text, Confidence::Likely).text(), text);
}

/// A filler of Danish that needs no repair, so long that what comes next begins so many bytes before a block's end.
fn filler(before_end: usize) -> String {
    let sentence = "Formanden takkede for fremmødet og gav ordet til kassereren.\n\n";
    let length = BLOCK_BYTES - before_end;
    let mut filler = sentence.repeat(length / sentence.len() - 1);
    let rest = length - filler.len();
    filler.push_str(&"o".repeat(rest - 2));
    filler.push_str("\n\n");
    filler
}

/// What is mended at a document's start is mended across a block's end, wherever that cuts it.
fn mends_on_the_border(damaged: &str, right: &str) {
    let alone = mended(damaged, Confidence::Certain).text().to_owned();
    assert_eq!(alone, right, "alone");
    for before_end in (1..damaged.len()).step_by(3).filter(|at| damaged.is_char_boundary(*at)) {
        let filler = filler(before_end);
        let text = format!("{filler}{damaged}\n\nFormanden takkede for fremmødet og gav ordet til kassereren.\n");
        let repair = mended(&text, Confidence::Certain);
        let mended = &repair.text()[filler.len()..];
        assert!(
            mended.starts_with(right),
            "{before_end} bytes before a block's end: {:?}",
            &mended[..right.len() + 20]
        );
    }
}

#[test]
fn a_hyphen_at_a_blocks_end_is_decided() {
    mends_on_the_border(
        "Udvalget for kultur og fritid besøgte kom-\nmunens nye arkiv og fik en rundvisning af lederen der.",
        "Udvalget for kultur og fritid besøgte kommunens nye arkiv og fik en rundvisning af lederen der.",
    );
}

#[test]
fn mojibake_at_a_blocks_end_is_read() {
    mends_on_the_border("Sagen blev drÃ¸ftet pÃ¥ mÃ¸det i KÃ¸benhavn.", "Sagen blev drøftet på mødet i København.");
}
