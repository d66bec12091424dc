//! What kind of text a document is: prose, or program source, data and markup, whose lines and signs are meant.
//!
//! In goes a block's text; out comes whether it is one of these, by the lines and tags that prose never has, or where in it
//! such lines stand ([`regions`]). So are single lines told ([`code_lines`]).

mod affixes;
mod changes;
mod code_lines;
mod markup;
mod markup_regions;
mod regions;
mod settings;
mod troff;

use std::ops::Range;

use memchr::memchr2_iter;

pub(in crate::repair) use self::affixes::AffixSigns;
use self::changes::is_list_of_changes;
pub(in crate::repair) use self::code_lines::is_code;
use self::code_lines::{Signs, begins_as_code};
use self::markup::is_markup_throughout;
pub(in crate::repair) use self::markup::{is_markup, tags};
pub(in crate::repair) use self::markup_regions::regions_of_markup;
pub(in crate::repair) use self::regions::regions_of_code;
use self::settings::is_settings;
pub(super) use self::troff::{is_troff, read as read_troff};
use crate::text::SignIndex;

/// How much of a document is read to tell whether it is program source.
const SAMPLE: usize = 1 << 16;
/// A document with code on one line in this many is program source or data.
const LINES_OF_PROSE: usize = 4;

/// How scripts and pages of PostScript begin.
const PROGRAM_HEADS: [&str; 2] = ["#!", "%!PS"];

/// Columns that a tab is taken for.
const TAB: usize = 4;

/// Whether a text is prose: neither program source nor data nor markup. `signs` are where its signs stand.
pub(super) fn is_prose(text: &str, signs: &SignIndex) -> bool {
    let is_markup = || signs.has(b'<') && is_markup_throughout(text);
    !is_source_by(text, signs) && !is_markup()
}

/// Whether a text is program source or data, not prose.
pub(in crate::repair) fn is_source(text: &str) -> bool {
    is_source_by(text, &SignIndex::of(sample(text)))
}

/// How much of a text tells.
fn sample(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE)]
}

/// The same where it is known where the signs stand.
fn is_source_by(text: &str, signs: &SignIndex) -> bool {
    let sample = sample(text);
    let is_data = |open, close| sample.trim_start().starts_with(open) && text.trim_end().ends_with(close);
    if is_data('{', '}') || is_data('[', ']') {
        return true;
    }
    if PROGRAM_HEADS.iter().any(|head| sample.starts_with(head)) {
        return true;
    }
    let mut signs = Signs::of(sample, signs);
    let lines: Vec<Range<usize>> = lines(sample).filter(|line| !line.is_empty()).collect();
    let is_code = |line: &&Range<usize>| signs.tell((*line).clone()) || begins_as_code(&sample[(*line).clone()]);
    let code = lines.iter().filter(is_code).count();
    // Of a line or two nothing can be told.
    (lines.len() > 2 && code * LINES_OF_PROSE > lines.len())
        || is_settings(sample, &lines)
        || is_list_of_changes(sample, &lines)
}

/// What is seen of each line of a text: empty for a blank one. Lines end with LF, CR LF or CR.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes()).chain((!text.is_empty()).then_some(text.len()));
    let mut start = 0;
    ends.filter_map(move |end| {
        let whole = &text[start..end];
        // The LF of a CR LF ends no line of its own.
        let is_second = whole.is_empty() && text[..end].ends_with('\r') && text[end..].starts_with('\n');
        let seen = start + (whole.len() - whole.trim_start().len());
        start = end + 1;
        (!is_second).then(|| seen..seen + whole.trim().len())
    })
}

/// Columns of white space before what is seen of a line; a tab is as wide as [`TAB`] of them.
fn indent(text: &str, line: &Range<usize>) -> usize {
    let before = text[..line.start].chars().rev().take_while(|c| matches!(c, ' ' | '\t'));
    before.map(|c| if c == '\t' { TAB } else { 1 }).sum()
}
