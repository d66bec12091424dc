//! A word that the end of a line cut is made whole, and a hyphen that belongs to its word is kept.
//!
//! **Why it is damage.** A hyphen at the end of a line may be the printer's (`kom-⏎mune`), the word's own
//! (`IT-⏎afdelingen`, `2023-⏎2026`), or a suspended one (`kultur-⏎og fritid`). Taken out of its layout the text has half
//! words that no search finds; and to drop every hyphen would make words that never were.
//!
//! **Example.** `kom-⏎mune` → `kommune`, `IT-⏎afdelingen` → `IT-afdelingen`, `voice-⏎og chatbot` → `voice- og chatbot`.
//!
//! **When it is certain.** The hyphen goes where the whole word is known, where the text has it elsewhere, or where the
//! halves are no words. It stays between digits, before a capital, after a number or an abbreviation in capitals, and
//! where the text has the word with its hyphen elsewhere. A soft hyphen or another mark that only printers set goes, unless a
//! hyphen in its place would surely stay. It is suspended before `og`, `eller`, `samt` and the like,
//! unless both together are a word (`ind-⏎til`). Where both halves are words and the whole is none, both readings are
//! reported and the lines stay as they are.

use smallvec::SmallVec;

use super::evidence::Evidence;
use super::join::Seam;
use crate::language::{Case, Knowledge, List, lowercase};
use crate::repair::addresses;

/// How often one way to write a word is seen for each time of the other, to say anything.
const PREVAILING: u32 = 8;
/// Words from this probability on are known better than by a list of words.
const USUAL: f32 = -14.5;
/// Words from this probability on are common enough to begin a sentence.
const BEGINS_SENTENCE: f32 = -8.0;
/// A word that begins a compound has at least so many letters to be told from the start of a name.
const LONG_WORD: usize = 5;
/// A part of a compound has at least so many letters to be told from the rest of a cut name.
const WHOLE_PART: usize = 4;

/// A word cut at a line end.
pub(super) struct Cut<'t> {
    /// What stands before the hyphen, back to the last space or opening sign.
    pub left: &'t str,
    /// The word that the next line begins with, without signs behind it.
    pub right: &'t str,
    /// Bytes of a hyphen that the next line begins with once more.
    pub doubled: usize,
    /// Whether the next line's word has a suspended hyphen itself.
    pub is_hanging_on: bool,
    /// Whether the next line has no letter: a number there may be that of the page.
    pub is_before_number: bool,
    /// The word before, if it has a capital and no sign parts them: what is cut may be a surname.
    pub name_before: &'t str,
    /// Whether the mark is a soft hyphen or another sign that only a printer sets.
    pub printers_mark: bool,
    /// Whether the mark is another sign, for which a hyphen may have been read.
    pub is_other_sign: bool,
    /// Whether both lines have nothing but the halves: items of a list, more often than a column of one word.
    pub are_alone: bool,
}

/// What the cut may have been, best first, with probabilities; and why.
pub(super) struct Verdict {
    pub readings: SmallVec<[(Seam, f32); 2]>,
    pub evidence: &'static str,
}

/// What is asked of a cut.
struct Facts<'a, 't> {
    left: &'a str,
    right: &'a str,
    printers_mark: bool,
    are_alone: bool,
    is_doubled: bool,
    is_hanging_on: bool,
    is_before_number: bool,
    follows_name: bool,
    /// Whether nothing of the word stands before what was cut.
    is_first_part: bool,
    /// The part that was cut, whole.
    joined: String,
    /// The word, whole; and with a hyphen where it was cut.
    whole: String,
    hyphenated: String,
    knowledge: Knowledge,
    left_case: Case,
    right_case: Case,
    evidence: &'a Evidence<'t>,
}

/// A case: when it holds, what it says, why.
struct Rule {
    holds: fn(&Facts) -> bool,
    readings: &'static [(Seam, f32)],
    evidence: &'static str,
}

use Seam::{Close, Hang, Hyphen};

/// The cases, first to last; the first that holds decides. How often each is right on text with known line ends is what
/// `cargo bench --bench quality` prints by this evidence.
const RULES: [Rule; 38] = [
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
        holds: |f| f.left.chars().count() == 1 && f.is_first_part && f.is_right_usual(),
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

/// What a mark says that only a printer sets, unless a plain hyphen in its place would be the word's own: programs write such
/// marks for every hyphen at a line's end.
const PRINTED: &[(Seam, f32)] = &[(Close, 0.999)];
/// How sure that has to be.
const OWN_HYPHEN: f32 = 0.99;

/// What a sign says that is a hyphen only where a word asks for one: `opts=⏎for` is of a script.
const OTHER_SIGN: &[(Seam, f32)] = &[(Close, 0.5)];

/// The same where a plain hyphen in its place would stay, by a half that is no word: more often it was misread.
const OTHER_SIGN_KEPT: &[(Seam, f32)] = &[(Hyphen, 0.5), (Close, 0.4)];

/// What is said where no case holds.
const UNDECIDED: &[(Seam, f32)] = &[(Hyphen, 0.5), (Close, 0.5)];

/// The hyphens of line ends: those that a word may keep, those that only a printer sets, and what a hyphen is read as
/// where a line has nothing else to say with it.
const HYPHENS: [char; 4] = ['-', '‐', '‑', '–'];
const PRINTERS: [char; 3] = ['\u{ad}', '¬', '⸗'];
const READ_AS: [char; 2] = ['=', '~'];

/// The cut at the end of the first line, and how many bytes its mark has; `None` where no hyphen ends a word there.
pub(super) fn cut<'t>(first: &'t str, second: &'t str) -> Option<(Cut<'t>, usize)> {
    let mark = first.chars().next_back()?;
    if !HYPHENS.contains(&mark) && !PRINTERS.contains(&mark) && !READ_AS.contains(&mark) {
        return None;
    }
    let left = last_part(&first[..first.len() - mark.len_utf8()]);
    let doubled = usize::from(second.starts_with('-'));
    let right = first_part(&second[doubled..]);
    if left.is_empty() || right.is_empty() || is_in_address(first, second) || is_cue(left, right) {
        return None;
    }
    let is_cut = HYPHENS.contains(&mark)
        || PRINTERS.contains(&mark)
        || (READ_AS.contains(&mark) && left.ends_with(char::is_alphabetic) && right.starts_with(char::is_lowercase));
    let raw = &second[doubled + right.len()..];
    // `for-⏎ud-⏎ind-`: a list of beginnings, each on its line.
    if raw == "-" && first.len() == left.len() + mark.len_utf8() {
        return None;
    }
    let cut = Cut {
        left,
        right,
        doubled,
        is_hanging_on: raw.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',').starts_with("- "),
        is_before_number: !second.contains(char::is_alphabetic),
        name_before: name_before(&first[..first.len() - mark.len_utf8() - left.len()]),
        printers_mark: PRINTERS.contains(&mark),
        is_other_sign: READ_AS.contains(&mark),
        are_alone: first.len() == left.len() + mark.len_utf8() && second.trim_end_matches('-').len() == right.len(),
    };
    is_cut.then(|| (cut, mark.len_utf8()))
}

/// Whether what follows is in capitals and the word before is not: the name of who speaks next, whom a dash cut short
/// (`Vi er De-⏎MINE.`), or a heading.
fn is_cue(left: &str, right: &str) -> bool {
    Case::of(right) == Case::Upper && left.ends_with(char::is_lowercase) && right.chars().count() > 3
}

/// The capitalised word that a line so far ends in, if no sign parts it from what follows.
fn name_before(line: &str) -> &str {
    let word = line.strip_suffix(' ').and_then(|line| line.rsplit(' ').next()).unwrap_or_default();
    if Case::of(word) == Case::Capitalised && word.ends_with(char::is_alphabetic) { word } else { "" }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')
}

/// What a line ends in, back to a space or sign.
fn last_part(line: &str) -> &str {
    let part = &line[line.trim_end_matches(is_part).len()..];
    if part.ends_with(char::is_alphanumeric) { part.trim_start_matches(['-', '\'', '’']) } else { "" }
}

/// Whether a line's end cuts an address: whether its hyphen is a part of it nobody can tell.
fn is_in_address(first: &str, second: &str) -> bool {
    let head = first.split_whitespace().next_back().unwrap_or_default();
    let tail = second.split_whitespace().next().unwrap_or_default();
    let whole = format!("{head}{tail}");
    addresses::is_at(&whole, &(head.len()..head.len()))
}

/// What a line begins with, up to a space or sign.
fn first_part(line: &str) -> &str {
    let part = &line[..line.len() - line.trim_start_matches(is_part).len()];
    if part.starts_with(char::is_alphanumeric) { part.trim_end_matches(['-', '\'', '’']) } else { "" }
}

/// Whether a cut at a sign that may be a misread hyphen makes a word.
pub(super) fn makes_word(cut: &Cut, evidence: &Evidence) -> bool {
    Facts::of(cut, evidence).is_whole_word()
}

/// Decides a cut.
pub(super) fn decide(cut: &Cut, evidence: &Evidence) -> Verdict {
    let facts = Facts::of(cut, evidence);
    let rule = RULES.iter().find(|rule| (rule.holds)(&facts));
    let (readings, why) =
        rule.map_or((UNDECIDED, "both halves are words, the whole is none"), |rule| (rule.readings, rule.evidence));
    if cut.is_other_sign && !evidence.has_other_hyphens() && !facts.is_whole_word() {
        return Verdict { readings: OTHER_SIGN.into(), evidence: "a sign that may be a misread hyphen" };
    }
    if cut.is_other_sign && facts.is_doubtful_sign(readings) {
        return Verdict { readings: OTHER_SIGN_KEPT.into(), evidence: "a sign that may be a misread hyphen" };
    }
    if facts.printers_mark && !facts.is_hyphen_of_word(readings) {
        return Verdict { readings: PRINTED.into(), evidence: "a soft hyphen at the end of a line" };
    }
    Verdict { readings: readings.into(), evidence: why }
}

impl<'a, 't> Facts<'a, 't> {
    fn of(cut: &'a Cut, evidence: &'a Evidence<'t>) -> Self {
        // Of a word with hyphens only the part that was cut is asked about: `Euro-⏎pa-Cup-runde`.
        let left = cut.left.rsplit('-').next().unwrap_or_default();
        let right = cut.right.split('-').next().unwrap_or_default();
        let joined = format!("{left}{right}");
        Self {
            left,
            right,
            is_first_part: left.len() == cut.left.len(),
            printers_mark: cut.printers_mark,
            are_alone: cut.are_alone,
            is_doubled: cut.doubled > 0,
            is_hanging_on: cut.is_hanging_on,
            is_before_number: cut.is_before_number,
            follows_name: !cut.name_before.is_empty() && !evidence.is_known(&cut.name_before.to_lowercase()),
            hyphenated: format!("{}-{}", cut.left, cut.right),
            knowledge: evidence.knowledge(&joined),
            joined,
            whole: format!("{}{}", cut.left, cut.right),
            left_case: Case::of(left),
            right_case: Case::of(right),
            evidence,
        }
    }

    /// Whether both halves are a word that is known or stands elsewhere, or make a compound.
    fn is_whole_word(&self) -> bool {
        self.knowledge > Knowledge::Unknown || self.is_seen_joined()
    }

    /// Whether what is said of a plain hyphen leaves no doubt that it stays, or digits stand beside it, which no printer parts.
    fn is_hyphen_of_word(&self, readings: &[(Seam, f32)]) -> bool {
        let is_kept = matches!(readings.first(), Some((Hyphen | Hang, sure)) if *sure >= OWN_HYPHEN);
        is_kept && self.knowledge < Knowledge::Known
            || self.ends_in_digit()
            || self.right.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether another sign than a hyphen would stay in a word that nobody has seen with one.
    fn is_doubtful_sign(&self, readings: &[(Seam, f32)]) -> bool {
        let is_left_unknown = || self.evidence.knowledge(self.left) == Knowledge::Unknown;
        match readings.first() {
            Some((Hyphen, _)) => !self.is_seen_hyphenated() && !self.evidence.is_hyphenated_form(&self.hyphenated),
            Some((Hang, _)) => is_left_unknown() && !self.evidence.begins_compound(&lowercase(self.left)),
            _ => false,
        }
    }

    fn ends_in_digit(&self) -> bool {
        self.left.ends_with(|c: char| c.is_ascii_digit())
    }

    /// `2003-`: since then.
    fn ends_in_year(&self) -> bool {
        let is_digits = self.left.len() == 4 && self.left.bytes().all(|byte| byte.is_ascii_digit());
        is_digits && matches!(&self.left[..2], "15" | "16" | "17" | "18" | "19" | "20")
    }

    fn is_conjunction(&self) -> bool {
        self.evidence.lists(List::Conjunctions, self.right)
    }

    fn is_seen_joined(&self) -> bool {
        prevails(self.evidence.seen(&self.whole), self.evidence.seen(&self.hyphenated))
    }

    fn is_seen_hyphenated(&self) -> bool {
        prevails(self.evidence.seen(&self.hyphenated), self.evidence.seen(&self.whole))
    }

    /// `Min So-⏎Min Søn!`: somebody is cut short, and a common word with a capital begins anew.
    fn breaks_off(&self) -> bool {
        let lower = self.right.to_lowercase();
        self.right_case == Case::Capitalised
            && self.evidence.is_known(&lower)
            && self.evidence.log_probability(&lower) >= BEGINS_SENTENCE
    }

    /// `dansk-norske`: both halves name a people, the second with an ending or without.
    fn are_peoples(&self) -> bool {
        let is_people = |word: &str| self.evidence.lists(List::Peoples, word);
        let (left, right) = (self.left.to_lowercase(), self.right.to_lowercase());
        let stem = |word: &str| word.char_indices().next_back().map_or(0, |(at, _)| at);
        is_people(&left) && (is_people(&right) || is_people(&right[..stem(&right)]))
    }

    /// Whether what stands before the hyphen is no word and no name, and what begins the next line is one with a capital:
    /// something that stands between the halves of a word.
    fn is_half_before_word(&self) -> bool {
        let lower = self.left.to_lowercase();
        let is_word =
            || self.evidence.knowledge(self.left) > Knowledge::Unknown || self.evidence.begins_compound(&lower);
        let right = self.right.to_lowercase();
        self.right_case == Case::Capitalised
            && self.evidence.is_known(&right)
            && self.evidence.knowledge(&lower) == Knowledge::Unknown
            && self.evidence.seen(&lower) == 0
            && !is_word()
    }

    /// Whether what follows is a word that texts have.
    fn is_right_usual(&self) -> bool {
        self.evidence.knowledge(self.right) > Knowledge::Unknown && self.evidence.log_probability(self.right) >= USUAL
    }

    /// Both halves in capitals.
    fn is_upper(&self) -> bool {
        self.right_case != Case::Lower
            && Case::of(&self.joined) == Case::Upper
            && self.left.chars().count() > 1
            && self.right.chars().count() > 1
    }

    /// `IT`, `EU`, `A`: capitals before small letters.
    fn is_abbreviation(&self) -> bool {
        let (mut letters, mut capitals) = (0, 0);
        for c in self.left.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            capitals += usize::from(c.is_uppercase());
        }
        self.right_case == Case::Lower && letters == capitals && (letters > 1 || (letters == 1 && self.is_first_part))
    }

    /// `it`, `pdf`: abbreviations and the like that a word goes on with after a hyphen.
    fn keeps_hyphen(&self) -> bool {
        self.evidence.keeps_hyphen(&self.left.to_lowercase())
            && self.right.chars().count() >= 3
            && self.evidence.knowledge(self.right) > self.least_knowledge()
    }

    /// Capitals may be the start of any word that was cut: what follows has to be known better.
    fn least_knowledge(&self) -> Knowledge {
        if self.left_case == Case::Lower { Knowledge::Unknown } else { Knowledge::Compound }
    }

    /// Whether the whole word is one that texts have.
    fn is_usual(&self) -> bool {
        self.knowledge == Knowledge::Known && self.evidence.log_probability(&self.joined) >= USUAL
    }

    /// Whether what was cut begins with what begins compounds (`Administrationspro-⏎grammet`): no name does.
    fn begins_with_word(&self) -> bool {
        let lower = self.left.to_lowercase();
        let ends = lower.char_indices().skip(LONG_WORD).map(|(at, _)| at);
        ends.into_iter().any(|end| self.evidence.begins_compound(&lower[..end]))
    }

    /// Whether a name, known or at least no known word, stands before a whole word.
    fn begins_with_name(&self) -> bool {
        let lower = self.left.to_lowercase();
        let is_word = || self.evidence.knowledge(&lower) > Knowledge::Unknown || self.evidence.begins_compound(&lower);
        self.left_case == Case::Capitalised
            && self.right.chars().count() >= WHOLE_PART
            && self.left.chars().count() >= 3
            && self.evidence.knowledge(self.right) > Knowledge::Unknown
            && !is_word()
    }

    fn is_known_name(&self) -> bool {
        self.evidence.is_known(self.left) || self.evidence.seen(self.left) > 0
    }

    /// Whether each half may stand by itself in a word with a hyphen. The rest of a name that was cut is often a word by
    /// accident (`Ander-⏎sen`), so after a capital it has to be longer.
    fn are_both_words(&self) -> bool {
        let least = if self.left_case == Case::Lower { 2 } else { WHOLE_PART };
        let whole = |part: &str| part.chars().count() >= least;
        let is_left = self.left_case != Case::Lower || self.evidence.knowledge(self.left) > Knowledge::Unknown;
        whole(self.right) && whole(self.left) && is_left && self.evidence.knowledge(self.right) > Knowledge::Unknown
    }
}

/// Whether one way to write a word is seen, and the other one seldom beside it.
fn prevails(one: u32, other: u32) -> bool {
    one > 0 && one >= PREVAILING * other
}
