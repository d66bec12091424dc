//! The characters stage: characters that are right by their meaning and wrong by their code.
//!
//! It runs when the encoding stage has read everything that it can, so that no character is lost which was evidence of
//! what a letter had been. The first pass mends characters by themselves; the second, with whole words to look up,
//! the letters of other scripts within words.

mod controls;
mod invisible;
mod ligatures;
mod long_s;
mod look_alikes;
mod neighbours;
mod nfc;
mod pictures;
mod soft_hyphens;
mod spaces;

use std::cell::LazyCell;
use std::ops::Range;

use super::code_spans::is_between_backticks;
use super::document::kind::{is_source, regions_of_code};
use super::encoding::{Pass, Votes};
use super::proposal::Proposal;
use super::scan::Scan;
use super::{Options, Rule};
use crate::language::List;
use crate::text::{QuickMap, Ranges, RuleCode, SignIndex};

/// It may have been a letter, a hyphen, a separator.
const UNKNOWN: f32 = 0.5;
/// Why a control goes.
const NOTHING: &str = "a control character, which text has none of";

const NFC: RuleCode = RuleCode("C101");
const LIGATURES: RuleCode = RuleCode("C102");
const LONG_S: RuleCode = RuleCode("C103");
const CONTROLS: RuleCode = RuleCode("C104");
const INVISIBLE: RuleCode = RuleCode("C105");
const SOFT_HYPHENS: RuleCode = RuleCode("C106");
const LOOK_ALIKES: RuleCode = RuleCode("C107");
const SPACES: RuleCode = RuleCode("C108");

/// The rules of this stage.
pub(super) const RULES: [Rule; 8] = [
    Rule::new(NFC, "decomposed-letter", include_str!("nfc.rs")),
    Rule::new(LIGATURES, "ligature", include_str!("ligatures.rs")),
    Rule::new(LONG_S, "long-s", include_str!("long_s.rs")),
    Rule::new(CONTROLS, "control", include_str!("controls.rs")),
    Rule::new(INVISIBLE, "invisible", include_str!("invisible.rs")),
    Rule::new(SOFT_HYPHENS, "soft-hyphen", include_str!("soft_hyphens.rs")),
    Rule::new(LOOK_ALIKES, "look-alike", include_str!("look_alikes.rs")),
    Rule::new(SPACES, "odd-space", include_str!("spaces.rs")),
];

/// The passes of this stage, in order.
pub(super) const PASSES: [Pass; 2] = [characters_pass, look_alikes::pass];

/// What a character's code alone proves.
const SURE: f32 = 0.999;

/// The most that anything proves of a character of code: worth a look.
const IN_CODE: f32 = 0.8;

/// Bytes of a line that are looked at for backticks on either side.
const REACH_OF_CODE: usize = 256;

/// A character of a passage, and where it stands.
struct Place<'t> {
    text: &'t str,
    at: usize,
    c: char,
    /// The run of characters beyond ASCII around it.
    passage: Range<usize>,
}

impl Place<'_> {
    fn range(&self) -> Range<usize> {
        self.at..self.at + self.c.len_utf8()
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn after(&self) -> Option<char> {
        self.text[self.range().end..].chars().next()
    }
}

/// What a rule says of one character.
type Propose = fn(&Place, &Options) -> Option<Proposal>;

/// The rule that a character beyond ASCII is a matter of, if any.
fn rule_of(c: char) -> Option<Propose> {
    match c {
        '\u{ad}' => Some(soft_hyphens::propose),
        '\u{ac}' => Some(soft_hyphens::propose_sign),
        '\u{17f}' => Some(long_s::propose),
        '\u{2da}' | '\u{b4}' | '\u{a8}' => Some(nfc::propose_spacing),
        '\u{300}'..='\u{36f}' | '\u{212b}' => Some(nfc::propose),
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(spaces::propose),
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => Some(invisible::propose),
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => Some(invisible::propose),
        '\u{fb00}'..='\u{fb06}' => Some(ligatures::propose),
        '\u{fffe}' => Some(controls::propose_hyphen),
        _ => None,
    }
}

fn characters_pass(text: &str, scan: &Scan, options: &Options, _: Option<&Votes>, _: &mut Votes) -> Vec<Proposal> {
    let mut proposals = controls::proposals(text, &scan.controls, options);
    for passage in &scan.passages {
        for (at, c) in text[passage.clone()].char_indices() {
            if let Some(propose) = rule_of(c) {
                let place = Place { text, at: passage.start + at, c, passage: passage.clone() };
                proposals.extend(propose(&place, options));
            }
        }
    }
    soft_hyphens::believe_in_numbers(&mut proposals);
    doubt_what_is_listed(text, &mut proposals);
    doubt_other_spelling(text, options, &mut proposals);
    doubt_in_code(text, &mut proposals);
    proposals
}

/// Letters with accents and ligatures that stand by themselves may be what a text is about: a table of characters, a map of a keyboard. Only
/// where words have them too are they mended, `å` for one; nor is what stands alone between quotation marks.
fn doubt_what_is_listed(text: &str, proposals: &mut [Proposal]) {
    let beside = |proposal: &Proposal| {
        let Range { start, end } = proposal.range;
        [text[..start].chars().next_back(), text[end..].chars().next()]
    };
    let is_in_word = |proposal: &Proposal| beside(proposal).into_iter().flatten().any(char::is_alphabetic);
    let is_quoted = |proposal: &Proposal| beside(proposal).iter().all(|c| matches!(c, Some('"' | '\'')));
    for rule in [NFC, LIGATURES, SOFT_HYPHENS, SPACES] {
        let are_lone = [NFC, LIGATURES].contains(&rule)
            && !proposals.iter().any(|proposal| proposal.rule == rule && is_in_word(proposal));
        let is_mapped = |proposal: &Proposal| rule == NFC && !is_in_word(proposal) && has_beside(text, proposal);
        let listed = |proposal: &&mut Proposal| {
            let is_one = text[proposal.range.clone()].starts_with('\u{212b}');
            proposal.rule == rule
                && ((are_lone && !is_one && !is_in_word(proposal)) || is_quoted(proposal) || is_mapped(proposal))
        };
        proposals.iter_mut().filter(listed).for_each(doubt);
    }
}

/// A text of another language, or what is written as it is spoken, may have its letters as letters and accents: only what the options' language
/// writes is always damage, else what the text has as one character as often.
fn doubt_other_spelling(text: &str, options: &Options, proposals: &mut [Proposal]) {
    let Some(language) = options.language.pack() else { return };
    let mut times: QuickMap<char, usize> = QuickMap::default();
    let becomes = |proposal: &Proposal| proposal.candidates.first().map(|best| best.text.clone()).unwrap_or_default();
    for proposal in proposals.iter().filter(|proposal| proposal.rule == NFC) {
        becomes(proposal).chars().for_each(|c| *times.entry(c).or_default() += 1);
    }
    let own = language.own_letters();
    let has_own = LazyCell::new(|| text.contains(|c| own.contains(c)) || times.keys().any(|c| own.contains(*c)));
    let borrowed = LazyCell::new(|| language.list(List::BorrowedLetters).concat());
    let mut usual: QuickMap<char, bool> = QuickMap::default();
    let mut is_usual = |c: char| {
        let is_as_often = || text.matches(c).count() >= times.get(&c).copied().unwrap_or(0);
        let is_so = || own.contains(c) || *has_own && borrowed.contains(c) || is_as_often();
        c.is_ascii() || *usual.entry(c).or_insert_with(is_so)
    };
    for proposal in proposals.iter_mut().filter(|proposal| proposal.rule == NFC) {
        if !becomes(proposal).chars().all(&mut is_usual) {
            doubt(proposal);
        }
    }
}

/// Whether what a character would become stands by itself near it on the same line: a table that maps one to the other.
fn has_beside(text: &str, proposal: &Proposal) -> bool {
    /// Bytes on each side in which a table has the other.
    const NEAR: usize = 256;
    let Some(becomes) = proposal.candidates.first().map(|best| best.text.as_str()) else { return false };
    let Range { start, end } = proposal.range;
    let least = text.ceil_char_boundary(start.saturating_sub(NEAR));
    let most = text.floor_char_boundary((end + NEAR).min(text.len()));
    let from = text[least..start].rfind('\n').map_or(least, |at| least + at + 1);
    let to = text[end..most].find('\n').map_or(most, |at| end + at);
    text[from..to]
        .split(|c: char| !c.is_alphabetic() && !('\u{300}'..='\u{36f}').contains(&c))
        .any(|word| word == becomes)
}

fn doubt(proposal: &mut Proposal) {
    proposal.limit(IN_CODE);
}

/// What a character of code, of data or of settings is, its author knows: a soft hyphen in a string may be what the string is
/// about, and a letter between backticks what a file is named. So nothing is certain there.
fn doubt_in_code(text: &str, proposals: &mut [Proposal]) {
    if proposals.is_empty() {
        return;
    }
    let is_code = is_source(text);
    let mut code = Ranges::default();
    if !is_code {
        code.extend(regions_of_code(text, &SignIndex::of(text)));
    }
    for proposal in proposals {
        let start = proposal.range.start;
        let is_named = || is_between_backticks(text, &proposal.range, REACH_OF_CODE);
        if is_code || code.overlap(&(start..start + 1)) || is_named() {
            doubt(proposal);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{LanguageChoice, Options, Repairer, RuleSelection};

    /// Asserts that the default level makes `right` of `damaged`, and that it can be undone.
    pub(super) fn certain(damaged: &str, right: &str) {
        certain_with(Options::default(), damaged, right);
    }

    pub(super) fn certain_with(options: Options, damaged: &str, right: &str) {
        // The stages after this one have tests of their own.
        let rules = RuleSelection { ignore: vec!["L".to_owned(), "W".to_owned()], ..RuleSelection::default() };
        let repairer = Repairer::new(Options { rules, ..options });
        let repair = repairer.repair(damaged.as_bytes());
        assert_eq!(repair.text(), right);
        assert_eq!(repair.restore(), damaged.as_bytes());
    }

    /// Asserts that the default level changes nothing, whatever the language.
    pub(super) fn stays(text: &str) {
        for language in [LanguageChoice::Danish, LanguageChoice::None] {
            certain_with(Options { language, ..Options::default() }, text, text);
        }
    }

    #[test]
    fn characters_that_a_text_lists_stay() {
        stays("<aa> \"a\u{30a}\"\n<oe> \"o\u{308}\"\n% a\u{30a}<<o\u{308}\n");
        certain("c\u{30c}:č  10\na\u{30a}:å  10\nba\u{30a}d\n", "c\u{30c}:č  10\na\u{30a}:å  10\nbåd\n");
        stays("ﬁ fi FB01\nﬂ fl FB02\n\"\u{ad}\" blødt bindetegn, \"\u{2008}\" mellemrum\n");
        certain("a\u{30a} og ba\u{30a}d", "å og båd");
    }

    #[test]
    fn other_languages_stay() {
        for text in [
            "« Où est-il ? » dit-elle\u{a0}; «\u{202f}Ici\u{202f}», répondit Zoë\u{202f}!",
            "„Größe“ sagte Jürgen, ‚später‘.",
            "Zażółć gęślą jaźń w Łodzi.",
            "Съешь ещё этих мягких французских булок, да выпей чаю.",
            "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.",
            "مرحبا بالعالم، كيف حالك؟ \u{200f}(نعم)\u{200e}",
            "שלום עולם, מה שלומך?",
            "हिन्दी में क्\u{200d}ष और र्\u{200c}य",
            "می\u{200c}خواهم کتاب\u{200c}ها را بخوانم",
            "👩\u{200d}🏫 👨\u{200d}👩\u{200d}👧 ❤\u{fe0f} 🏴\u{200d}☠\u{fe0f} 🇩🇰 👍🏽",
            "日本語\u{3000}テスト、한국어 각",
            "ภาษา\u{200b}ไทย",
            "Nguyễn Văn Ân và Đặng",
            "İstanbul Iğdır Škoda Łódź Garçon Señor",
            "∑ x² ≤ π·r² ± ½ µm, 5 kΩ, αβγ, Δt, λ₀, x\u{304}",
        ] {
            stays(text);
        }
    }
}
