//! Documents longer than a block: they mend as short ones do, and what a block's end cuts is decided as anywhere else.

use fst::Streamer;
use ordret::language::Language;
use ordret::{BLOCK_BYTES, Confidence, Options, Repair, Repairer};

fn repairer(apply: Confidence) -> Repairer {
    Repairer::new(Options::default().with_apply(apply))
}

/// Mends a document and checks that it comes back.
fn mended<'t>(text: &'t str, apply: Confidence) -> Repair<'t> {
    let repair = repairer(apply).repair(text.as_bytes());
    assert_eq!(repair.restore(), text.as_bytes());
    repair
}

/// What an English model reads of a text of at least so many bytes: ø and å are lost, in ever new words, as in any text.
fn misread_pages(bytes: usize) -> String {
    let danish = Language::danish();
    let forms = fst::Map::new(ordret_da::WORDS_FST).unwrap();
    let mut words: Vec<String> = Vec::new();
    let mut stream = forms.stream();
    while let Some((form, _)) = stream.next() {
        let form = std::str::from_utf8(form).unwrap();
        let read = form.replace('ø', "o").replace('å', "a");
        let is_common = read.len() > 4 && form.chars().all(char::is_lowercase) && danish.log_probability(form) > -14.5;
        if read != form && is_common && !danish.is_known(&read) {
            words.push(read);
        }
    }
    // Neighbours in the list begin alike; so many apart they do not.
    let word = |at: usize| &words[at * 997 % words.len()];
    let mut text = String::new();
    for at in 0.. {
        if text.len() >= bytes {
            break;
        }
        let (one, two, three) = (word(3 * at), word(3 * at + 1), word(3 * at + 2));
        text += &format!("Det var ikke kun {one} eller {two}, men i mange tilfælde også {three}, der kom frem.\n");
    }
    text
}

#[test]
fn misread_words_of_long_documents_are_mended_as_those_of_short_ones() {
    let edits_a_line = |text: &str| {
        let edits = mended(text, Confidence::Certain).edits().len();
        edits as f64 / text.lines().count() as f64
    };
    let short = edits_a_line(&misread_pages(BLOCK_BYTES / 8));
    let long = edits_a_line(&misread_pages(2 * BLOCK_BYTES + BLOCK_BYTES / 2));
    assert!(short > 1.0 && (long / short - 1.0).abs() < 0.1, "{short} edits a line, in a long document {long}");
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

/// Danish in ever new words, damaged by one chain from end to end: ø and Ø alone look wrong.
fn read_as_cp437(text: &str) -> String {
    text.replace('ø', "¢").replace('Ø', "¥")
}

#[test]
fn a_chain_is_read_back_in_documents_of_any_length_and_in_their_last_words() {
    let paragraph =
        "Bestyrelsen mødtes på rådhuset i Søllerød og drøftede de højeste bøder, Ørsted Å og »grøften«.\n\n";
    // What the last block holds proves nothing by itself.
    let end = "Hilsen Børge Brøns\n";
    for bytes in [3 << 10, 3 * BLOCK_BYTES] {
        let right = paragraph.repeat(bytes / paragraph.len()) + end;
        let damaged = read_as_cp437(&right);
        assert_eq!(mended(&damaged, Confidence::Certain).text(), right, "{bytes} bytes");
    }
}

#[test]
fn a_damaged_region_of_a_long_document_is_read_back_and_the_rest_stays() {
    let right = "Lars’ bror sagde, at prisen på 5 ¢ var for høj, og ‘sådan’ blev det så.\n\n";
    let region = "Børnene løb på gården, mens bønderne høstede rødbeder og løg på de fjerneste åse.\n";
    let filler = right.repeat(BLOCK_BYTES / right.len());
    let damaged = format!("{filler}{}{filler}", region.replace('ø', "›").replace('å', "†"));
    assert_eq!(mended(&damaged, Confidence::Certain).text(), format!("{filler}{region}{filler}"));
}
