//! Where code stands in a text of prose: an example, the lines of a session, a piece of a configuration.
//!
//! What stands between blank lines is told as one; what is indented, like a quotation of code, together with what is indented
//! before and after it.

use std::ops::Range;

use super::code_lines::Signs;
use super::settings::is_key_line;
use super::{indent, lines};
use crate::text::SignIndex;

/// Columns from which on a block is set in.
const SET_IN: usize = 4;
/// A block is code where more than one line in so many is; one that is set in, where one line in so many is.
const LINES_A_CODE: usize = 2;
const LINES_A_CODE_SET_IN: usize = 3;

/// The lines between two blank ones.
struct Block {
    range: Range<usize>,
    lines: usize,
    code: usize,
    is_set_in: bool,
}

/// The bytes of a text that are code, block by block, ascending. A text without the signs that code has nearly always is not looked at
/// closely.
pub(in crate::repair) fn regions_of_code(text: &str, signs: &SignIndex) -> Vec<Range<usize>> {
    if !may_have_code(text, signs) {
        return Vec::new();
    }
    let blocks = blocks(text, signs);
    let together = |one: &Block, two: &Block| one.is_set_in && two.is_set_in;
    let mut regions = Vec::new();
    for group in blocks.chunk_by(together) {
        let sum = |of: fn(&Block) -> usize| group.iter().map(of).sum::<usize>();
        let (lines, code) = (sum(|block| block.lines), sum(|block| block.code));
        let is_set_in = group[0].is_set_in;
        if (is_set_in && LINES_A_CODE_SET_IN * code >= lines) || LINES_A_CODE * code > lines {
            regions.extend(group.iter().map(|block| block.range.clone()));
        }
    }
    regions
}

/// Whether a text has any of the signs without which hardly any code is: a single one, or several that stand together.
fn may_have_code(text: &str, signs: &SignIndex) -> bool {
    const SINGLE: [u8; 7] = *b"={}$\\&`";
    /// Each with the byte of it that is a sign.
    const TOGETHER: [(&str, usize); 6] = [("()", 0), ("(\"", 0), ("::", 0), (";\n", 0), ("  - ", 2), ("\tfi", 0)];
    SINGLE.iter().any(|sign| signs.has(*sign)) || TOGETHER.iter().any(|(sign, at)| signs.has_passage(text, sign, *at))
}

fn blocks(text: &str, signs: &SignIndex) -> Vec<Block> {
    let mut signs = Signs::of(text, signs);
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for line in lines(text) {
        if line.is_empty() {
            is_open = false;
            continue;
        }
        let is_set_in = indent(text, &line) >= SET_IN;
        let seen = &text[line.clone()];
        let code = usize::from(signs.tell(line.clone()) || (is_set_in && is_key_line(seen)));
        match blocks.last_mut().filter(|_| is_open) {
            Some(block) => {
                block.range.end = line.end;
                block.lines += 1;
                block.code += code;
                block.is_set_in &= is_set_in;
            }
            None => blocks.push(Block { range: line, lines: 1, code, is_set_in }),
        }
        is_open = true;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_the_prose_around_it() {
        let cases = [
            (
                "Kør så dette:\n\n    opts=\n\n    for x in a b; do\n        echo $x\n    done\n\nDerefter er alt klar.",
                2,
            ),
            ("Klubben er åben (også i ferien); prisen er $100.\n\nKom og vær med.", 0),
            ("Sæt den sådan:\n\n    server:\n      port: 80\n      navn: {a}\n\nog start igen.", 1),
            ("Kære Bo.\n\n    Her er et citat & nogle ord,\n    som er rykket ind.\n\nHilsen Anna", 0),
            ("", 0),
        ];
        for (text, wanted) in cases {
            assert_eq!(regions_of_code(text, &SignIndex::of(text)).len(), wanted, "{text}");
        }
    }
}
