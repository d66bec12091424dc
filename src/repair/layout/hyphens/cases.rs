//! The cases of words that were cut.

use super::super::join::Seam;
use super::WHOLE_PART;
use super::facts::Facts;
use crate::language::{Case, Knowledge, List};
use Seam::{Close, Hang, Hyphen};

/// A case: when it holds, what it says, why.
pub(super) struct Rule {
    pub holds: fn(&Facts) -> bool,
    pub readings: &'static [(Seam, f32)],
    pub evidence: &'static str,
}

/// The cases, first to last; the first that holds decides. How often each is right on text with known line ends is what
/// `cargo bench --bench quality` prints by this evidence.
pub(super) const RULES: [Rule; 45] = [
    Rule {
        holds: |f| f.is_doubled,
        readings: &[(Hyphen, 0.996)],
        evidence: "a hyphen at the end of a line and once more on the next",
    },
    Rule {
        holds: |f| f.ends_in_digit() && f.right.starts_with(|c: char| c.is_ascii_digit()) && f.is_hanging_on,
        readings: &[(Hang, 0.99), (Hyphen, 0.01)],
        evidence: "two suspended numbers",
    },
    Rule {
        holds: |f| f.ends_in_digit() && f.right.starts_with(|c: char| c.is_ascii_digit()),
        readings: &[(Hyphen, 0.999)],
        evidence: "a hyphen between digits",
    },
    Rule {
        holds: |f| f.ends_in_digit() && f.is_conjunction(),
        readings: &[(Hang, 0.996)],
        evidence: "a suspended hyphen before a conjunction",
    },
    Rule {
        holds: |f| f.ends_in_ordinal() && f.is_conjunction(),
        readings: &[(Hang, 0.996)],
        evidence: "a suspended hyphen before a conjunction",
    },
    Rule { holds: |f| f.ends_in_ordinal(), readings: &[(Hyphen, 0.8)], evidence: "a hyphen after an ordinal" },
    Rule {
        holds: |f| f.ends_in_year(),
        readings: &[(Hyphen, 0.6), (Hang, 0.2)],
        evidence: "a hyphen after a year, which may be open",
    },
    Rule { holds: |f| f.ends_in_digit(), readings: &[(Hyphen, 0.998)], evidence: "a hyphen after a number" },
    Rule {
        holds: |f| f.is_before_number && f.left_case != Case::Upper && !f.ends_in_digit(),
        readings: &[(Hyphen, 0.7), (Hang, 0.1)],
        evidence: "a hyphen before a number, which may be that of the page",
    },
    Rule {
        holds: |f| f.right.starts_with(|c: char| c.is_ascii_digit()),
        readings: &[(Hyphen, 0.997), (Hang, 0.002)],
        evidence: "a hyphen before a number",
    },
    Rule {
        holds: |f| f.is_conjunction() && !f.is_usual() && !f.is_seen_joined(),
        readings: &[(Hang, 0.998), (Close, 0.001)],
        evidence: "a suspended hyphen before a conjunction",
    },
    Rule {
        holds: |f| f.is_conjunction() && f.left.chars().count() > WHOLE_PART && f.evidence.is_known(f.left),
        readings: &[(Hang, 0.8), (Close, 0.2)],
        evidence: "a suspended hyphen before a conjunction, or a word that both make",
    },
    Rule {
        holds: |f| f.is_seen_joined(),
        readings: &[(Close, 0.999)],
        evidence: "the text has the whole word elsewhere",
    },
    Rule {
        holds: |f| f.is_seen_hyphenated() && f.knowledge < Knowledge::Known,
        readings: &[(Hyphen, 0.998)],
        evidence: "the text has the word with its hyphen elsewhere",
    },
    Rule {
        holds: |f| f.is_seen_hyphenated(),
        readings: &[(Hyphen, 0.9), (Close, 0.1)],
        evidence: "the text has the word with its hyphen, and it is known without",
    },
    Rule {
        holds: |f| f.is_upper() && f.knowledge >= Knowledge::Known,
        readings: &[(Close, 0.998)],
        evidence: "the whole word is known",
    },
    Rule {
        holds: |f| f.is_upper() && !(f.evidence.is_known(f.left) && f.evidence.is_known(f.right)),
        readings: &[(Close, 0.97), (Hyphen, 0.03)],
        evidence: "halves of a word in capitals",
    },
    Rule {
        holds: |f| f.breaks_off(),
        readings: &[(Hyphen, 0.6)],
        evidence: "a hyphen before what may begin a sentence",
    },
    Rule {
        holds: |f| f.left_case == Case::Capitalised && f.is_half_before_word(),
        readings: &[(Hyphen, 0.9)],
        evidence: "a hyphen between the half of a word and another word",
    },
    Rule {
        holds: |f| f.right_case != Case::Lower && f.left_case != Case::Lower,
        readings: &[(Hyphen, 0.997)],
        evidence: "a hyphen between capitals",
    },
    Rule {
        holds: |f| f.right_case != Case::Lower,
        readings: &[(Hyphen, 0.9), (Close, 0.05)],
        evidence: "a hyphen before a capital",
    },
    Rule {
        holds: |f| f.is_abbreviation() && (f.left.len() > 1 || f.is_right_usual()),
        readings: &[(Hyphen, 0.997)],
        evidence: "a hyphen after an abbreviation in capitals",
    },
    Rule {
        holds: |f| f.left.chars().count() == 1 && f.is_first_part && (f.is_right_usual() || f.is_right_word()),
        readings: &[(Hyphen, 0.996), (Close, 0.004)],
        evidence: "a hyphen after a single letter",
    },
    Rule {
        holds: |f| f.left.chars().count() == 1 && f.is_first_part,
        readings: &[(Hyphen, 0.9), (Close, 0.1)],
        evidence: "a hyphen after a single letter",
    },
    Rule {
        holds: |f| f.left_case == Case::Mixed && f.evidence.knowledge(f.right) > Knowledge::Unknown,
        readings: &[(Hyphen, 0.997)],
        evidence: "a hyphen after a name with capitals inside",
    },
    Rule {
        holds: |f| f.knowledge < Knowledge::Known && f.evidence.is_hyphenated_form(&f.hyphenated),
        readings: &[(Hyphen, 0.998)],
        evidence: "the word is known with its hyphen",
    },
    Rule { holds: |f| f.are_peoples(), readings: &[(Hyphen, 0.997)], evidence: "a hyphen between two peoples" },
    Rule {
        holds: |f| f.keeps_hyphen() && !f.is_usual(),
        readings: &[(Hyphen, 0.997)],
        evidence: "what begins the word keeps its hyphen",
    },
    Rule {
        holds: |f| f.are_adjectives_alike(),
        readings: &[(Hyphen, 0.997)],
        evidence: "a hyphen between two adjectives",
    },
    Rule {
        holds: |f| f.follows_hyphenated(),
        readings: &[(Hyphen, 0.6), (Close, 0.4)],
        evidence: "one hyphen more behind a word that has one",
    },
    Rule {
        holds: |f| f.is_name_before_word(),
        readings: &[(Hyphen, 0.996), (Close, 0.004)],
        evidence: "a hyphen after a name, inside a sentence",
    },
    Rule {
        holds: |f| f.knowledge == Knowledge::Known,
        readings: &[(Close, 0.9995)],
        evidence: "the whole word is known",
    },
    Rule {
        holds: |f| f.are_alone && !f.printers_mark,
        readings: &[(Hyphen, 0.5), (Close, 0.4)],
        evidence: "a hyphen at the end of an item of a list, or in a word alone on its lines",
    },
    Rule {
        holds: |f| f.is_word_before_particle(),
        readings: &[(Hang, 0.5), (Close, 0.3), (Hyphen, 0.1)],
        evidence: "a hyphen between a word and one that begins no part of a word",
    },
    Rule {
        holds: |f| [f.left, f.right].iter().all(|half| f.evidence.lists(List::Numerals, &half.to_lowercase())),
        readings: &[(Hyphen, 0.996)],
        evidence: "a hyphen between numbers in letters",
    },
    Rule {
        holds: |f| f.begins_with_name() && f.is_known_name() && !f.follows_name && f.right.chars().count() > WHOLE_PART,
        readings: &[(Hyphen, 0.996), (Close, 0.004)],
        evidence: "a hyphen after a name",
    },
    Rule {
        holds: |f| f.begins_with_name() && f.is_known_name(),
        readings: &[(Hyphen, 0.8), (Close, 0.2)],
        evidence: "a hyphen after a name, or in one",
    },
    Rule {
        holds: |f| f.begins_with_name() && f.begins_with_word(),
        readings: &[(Close, 0.996), (Hyphen, 0.004)],
        evidence: "a compound that was cut",
    },
    Rule {
        holds: |f| f.begins_with_name() && f.left.chars().count() > WHOLE_PART,
        readings: &[(Hyphen, 0.8), (Close, 0.2)],
        evidence: "a hyphen after what may be a name",
    },
    Rule {
        holds: |f| f.begins_with_name(),
        readings: &[(Close, 0.6), (Hyphen, 0.4)],
        evidence: "a hyphen after what may be a name",
    },
    Rule {
        holds: |f| !f.is_first_part && f.are_both_words(),
        readings: &[(Hyphen, 0.9), (Close, 0.1)],
        evidence: "one hyphen more in a word with hyphens",
    },
    // In 13 million words of correct Danish words like `far-søn-forhold` stand 302 times and unknown compounds before a hyphen
    // (`slutbruger-visning`) 16 times; a line's end cuts the former there twice as often.
    Rule {
        holds: |f| f.goes_on && f.is_first_part && f.are_both_words(),
        readings: &[(Hyphen, 0.975), (Close, 0.025)],
        evidence: "words with hyphens between them",
    },
    Rule {
        holds: |f| f.knowledge == Knowledge::Compound && f.are_both_words(),
        readings: &[(Close, 0.996), (Hyphen, 0.004)],
        evidence: "two words make a compound",
    },
    Rule {
        holds: |f| f.knowledge == Knowledge::Compound,
        readings: &[(Close, 0.997), (Hyphen, 0.003)],
        evidence: "both halves make a compound",
    },
    Rule {
        holds: |f| !f.are_both_words(),
        readings: &[(Close, 0.997), (Hyphen, 0.003)],
        evidence: "the halves are no words",
    },
];
