//! The layout stage: lines and pages.
//!
//! A printer cut the text into lines and pages and set heads around it; this stage reads past that. [`lines`] cuts the
//! text into its lines and [`structure`] says what each is. What repeats over the pages is found first ([`furniture`]),
//! for a paragraph goes on behind it. Then every place between two lines is asked: is a word cut here ([`hyphens`],
//! [`lost_hyphens`], or once was: [`inline_hyphens`]), was the line wrapped ([`wrapped`]), did a page end the paragraph ([`page_cuts`])? What belongs
//! together is joined in one place ([`join`]). Last, signs that stand apart from their words are set to them ([`spaced_signs`]).

mod columns;
mod evidence;
mod furniture;
mod gaps;
mod hyphens;
mod inline_hyphens;
mod join;
mod letter_spaced;
mod lines;
mod lost_hyphens;
mod measure;
mod page_cuts;
mod pairs;
mod rhymes;
mod signs;
mod spaced_signs;
mod structure;
mod word_index;
mod wrapped;

use self::evidence::Evidence;
use super::document::Portrait;
use super::proposal::Proposal;
use super::{Options, Rule};
use crate::profile::Profile;
use crate::text::RuleCode;

const HYPHEN: RuleCode = RuleCode("L101");
const LOST_HYPHEN: RuleCode = RuleCode("L102");
const WRAPPED: RuleCode = RuleCode("L103");
const PAGE_CUT: RuleCode = RuleCode("L104");
const FURNITURE: RuleCode = RuleCode("L105");
const LETTER_SPACED: RuleCode = RuleCode("L106");
const COLUMNS: RuleCode = RuleCode("L107");
const INLINE_HYPHEN: RuleCode = RuleCode("L108");
const SPACED_SIGN: RuleCode = RuleCode("L109");

/// The rules of this stage.
pub(super) const RULES: [Rule; 9] = [
    Rule::new(HYPHEN, "line-end-hyphen", include_str!("hyphens/mod.rs")),
    Rule::new(LOST_HYPHEN, "lost-hyphen", include_str!("lost_hyphens.rs")),
    Rule::new(WRAPPED, "wrapped-line", include_str!("wrapped/mod.rs")),
    Rule::new(PAGE_CUT, "page-cut", include_str!("page_cuts.rs")),
    Rule::new(FURNITURE, "running-head", include_str!("furniture/mod.rs")),
    Rule::new(LETTER_SPACED, "letter-spaced", include_str!("letter_spaced.rs")),
    Rule::new(COLUMNS, "columns-read-across", include_str!("columns.rs")),
    Rule::new(INLINE_HYPHEN, "inline-hyphen", include_str!("inline_hyphens.rs")),
    Rule::new(SPACED_SIGN, "spaced-sign", include_str!("spaced_signs.rs")),
];

/// What a pass does: proposals for a block.
pub(super) type Pass = fn(&str, &Portrait, &Options, Option<&Profile>) -> Vec<Proposal>;

/// The passes of this stage with the rules that each speaks for, in order: spaced letters become words before words are
/// looked up.
pub(super) const PASSES: [(&[RuleCode], Pass); 3] = [
    (&[LETTER_SPACED], letter_spaced::pass),
    (&[HYPHEN, LOST_HYPHEN, WRAPPED, PAGE_CUT, FURNITURE, COLUMNS, INLINE_HYPHEN], pages_pass),
    (&[SPACED_SIGN], spaced_signs::pass),
];

fn pages_pass(text: &str, portrait: &Portrait, options: &Options, profile: Option<&Profile>) -> Vec<Proposal> {
    // Source, data and markup have lines that are meant.
    if text.is_empty() || !portrait.is_prose() {
        return Vec::new();
    }
    let lines = lines::split(text);
    let signs = portrait.signs();
    let kinds = structure::kinds(text, &lines, signs, options.language.pack());
    let mut proposals = Vec::new();
    let heads = furniture::find(text, &lines, &kinds, options, &mut proposals);
    columns::propose(text, &lines, signs, &mut proposals);
    let evidence = Evidence::new(options.language, text, portrait, profile);
    gaps::propose(text, &lines, &kinds, &heads, &evidence, options, &mut proposals);
    inline_hyphens::propose(text, &evidence, &mut proposals);
    proposals
}
