//! What decoding keeps, for any bytes: every document has a text, and the ledger gives the bytes back.

use std::io;

use ordret::codecs::Encoding;
use ordret::{Blocks, Confidence, DocumentKind, Options, Repair, Repairer, RuleSelection};
use proptest::prelude::*;

/// A document that comes in small blocks, cut after spaces and line ends and at characters.
struct Small<'b>(&'b [u8]);

const SMALL: usize = 24;

impl<'b> Small<'b> {
    fn blocks(&self, unit: usize) -> Vec<&'b [u8]> {
        if unit > 1 {
            return vec![self.0];
        }
        let mut blocks = Vec::new();
        let mut rest = self.0;
        while rest.len() > SMALL {
            let cut =
                rest[..SMALL].iter().rposition(|&byte| byte == b'\n' || byte == b' ').map_or(rest.len(), |at| at + 1);
            let (block, left) = rest.split_at(cut);
            blocks.push(block);
            rest = left;
        }
        blocks.push(rest);
        blocks.retain(|block| !block.is_empty());
        blocks
    }
}

impl Blocks for Small<'_> {
    fn for_each_block(&mut self, unit: usize, each: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        self.blocks(unit).into_iter().for_each(each);
        Ok(())
    }
}

fn assert_exact(input: &[u8], repair: &Repair) {
    assert_eq!(repair.restore(), input);
    if repair.kind() == DocumentKind::Text {
        for edit in repair.edits() {
            assert_eq!(&input[edit.input.clone()], edit.before());
            assert_eq!(&repair.text()[edit.output.clone()], edit.after());
        }
    }
}

fn assert_all_exact(input: &[u8], repairer: &Repairer) {
    assert_exact(input, &repairer.repair(input));
    let survey = repairer.survey(&mut Small(input)).expect("memory can be read");
    let mut mark = survey.encoding.bom().len();
    for block in Small(input).blocks(survey.encoding.unit()) {
        let body = &block[std::mem::take(&mut mark)..];
        let repair = repairer.repair_block(body, &survey);
        // A byte order mark is no part of the block, and `restore` puts it back.
        let whole = [survey.encoding.bom(), body].concat();
        if repair.kind() == DocumentKind::Text {
            assert_eq!(repair.restore(), whole);
        }
        for edit in repair.edits() {
            assert_eq!(&body[edit.input.clone()], edit.before());
            assert_eq!(&repair.text()[edit.output.clone()], edit.after());
        }
    }
}

/// Pieces that documents are made of: words in many encodings, signs, line ends, rubbish.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let piece = |bytes: &[u8]| Just(bytes.to_vec());
    prop_oneof![
        piece("på søen ".as_bytes()),
        piece(b"p\xe5 s\xf8en "),
        piece(b"p\x86 s\x9ben "),
        piece(b"p\x8c s\xbfen "),
        piece(b"p} s|en "),
        piece("pÃ¥ ".as_bytes()),
        piece(b"a[i] |\\ {x} "),
        piece(b"\n"),
        piece(b"\r"),
        piece(b"\r\n"),
        piece(b"P\xc5\x94"),
        proptest::collection::vec(any::<u8>(), 0..6),
        proptest::collection::vec(0x80u8.., 0..6),
    ]
}

fn document() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_document_comes_back(input in document()) {
        assert_all_exact(&input, &Repairer::danish());
        assert_all_exact(&input, &Repairer::neutral());
    }

    #[test]
    fn any_bytes_come_back(input in proptest::collection::vec(any::<u8>(), 0..200)) {
        assert_all_exact(&input, &Repairer::danish());
    }

    /// What is UTF-8 is repaired alike, whether it has to be found out or is known; what only may be is text when that is known.
    #[test]
    fn text_that_is_known_to_be_utf8_comes_back(input in document()) {
        let text = String::from_utf8_lossy(&input);
        let (found, known) = (Repairer::danish().repair(text.as_bytes()), Repairer::danish().repair_str(&text));
        assert_exact(text.as_bytes(), &known);
        assert_eq!((known.kind(), known.encoding().name()), (DocumentKind::Text, "UTF-8"));
        if found.kind() == DocumentKind::Text && found.encoding().name() == "UTF-8" {
            assert_eq!(found.text(), known.text());
            assert_eq!(found.edits(), known.edits());
            assert_eq!(found.is_changed(), known.is_changed());
        }
        assert_eq!(known.is_changed(), known.text() != text);
    }

    #[test]
    fn any_given_encoding_comes_back(input in document(), at in 0..Encoding::NAMES.len()) {
        let encoding = Encoding::NAMES[at].parse().ok();
        assert_all_exact(&input, &Repairer::new(Options::default().with_encoding(encoding)));
    }

    #[test]
    fn every_level_and_selection_comes_back(input in document(), ignored in "E|E0|E001|E002|") {
        let rules = RuleSelection::default().except([ignored]);
        assert_all_exact(&input, &Repairer::new(Options::default().with_apply(Confidence::Doubtful).with_rules(rules)));
    }
}

#[test]
fn a_document_of_many_blocks_comes_back() {
    let foreign = b"G\xe6s p\xe5 s\xf8en ved \xe5en\r\n";
    let lines = [&"Gæs på søen ved åen\n".as_bytes().repeat(2000)[..], foreign].concat();
    let input = lines.repeat((5 << 20) / lines.len());
    let repair = Repairer::danish().repair(&input);
    assert_exact(&input, &repair);
    assert!(repair.text().lines().all(|line| line == "Gæs på søen ved åen"));
}

#[test]
fn foreign_bytes_are_read_whatever_rules_and_levels_are_chosen() {
    let rules = RuleSelection::only(["W"]).except(["E"]);
    let repairer = Repairer::new(Options::default().with_rules(rules));
    let repair =
        repairer.repair("Køb ind\n".as_bytes().iter().chain(b"og s\xe6lg").copied().collect::<Vec<_>>().leak());
    assert_eq!(repair.text(), "Køb ind\nog sælg");
}
