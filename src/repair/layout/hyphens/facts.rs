//! What is asked of a word that was cut.

use super::super::evidence::Evidence;
use super::super::join::Seam;
use super::WHOLE_PART;
use super::cut::Cut;
use crate::language::{Case, Knowledge, List, lowercase};
use Seam::{Close, Hang, Hyphen};

/// How often one way to write a word is seen for each time of the other, to say anything.
const PREVAILING: u32 = 8;
/// Words from this probability on are known better than by a list of words.
const USUAL: f32 = -14.5;
/// Words from this probability on are common enough to begin a sentence.
const BEGINS_SENTENCE: f32 = -8.0;
/// A word that begins a compound has at least so many letters to be told from the start of a name.
const LONG_WORD: usize = 5;
/// How sure that has to be.
const OWN_HYPHEN: f32 = 0.99;

/// What is asked of a cut.
pub(super) struct Facts<'a, 't> {
    pub left: &'a str,
    pub right: &'a str,
    pub printers_mark: bool,
    pub are_alone: bool,
    pub is_doubled: bool,
    pub is_hanging_on: bool,
    pub is_before_number: bool,
    pub follows_name: bool,
    pub is_inside_sentence: bool,
    ends_sentence: bool,
    /// Whether nothing of the word stands before what was cut.
    pub is_first_part: bool,
    /// Whether the word goes on behind it with another hyphen.
    pub goes_on: bool,
    /// The part that was cut, whole.
    pub joined: String,
    /// The word, whole; and with a hyphen where it was cut.
    pub whole: String,
    pub hyphenated: String,
    pub knowledge: Knowledge,
    pub left_case: Case,
    pub right_case: Case,
    /// What the line before has of the word.
    beginning: &'a str,
    pub evidence: &'a Evidence<'t>,
}

impl<'a, 't> Facts<'a, 't> {
    pub fn of(cut: &'a Cut, evidence: &'a Evidence<'t>) -> Self {
        // Of a word with hyphens only the part that was cut is asked about: `Euro-⏎pa-Cup-runde`.
        let left = cut.left.rsplit('-').next().unwrap_or_default();
        let right = cut.right.split('-').next().unwrap_or_default();
        let joined = format!("{left}{right}");
        Self {
            left,
            right,
            is_first_part: left.len() == cut.left.len(),
            goes_on: right.len() < cut.right.len(),
            printers_mark: cut.printers_mark,
            are_alone: cut.are_alone,
            is_doubled: cut.doubled > 0,
            is_hanging_on: cut.is_hanging_on,
            is_before_number: cut.is_before_number,
            follows_name: !cut.name_before.is_empty() && !evidence.is_known(&cut.name_before.to_lowercase()),
            is_inside_sentence: cut.is_inside_sentence,
            ends_sentence: cut.ends_sentence,
            hyphenated: format!("{}-{}", cut.left, cut.right),
            knowledge: evidence.knowledge(&joined),
            joined,
            whole: format!("{}{}", cut.left, cut.right),
            left_case: Case::of(left),
            right_case: Case::of(right),
            beginning: cut.left,
            evidence,
        }
    }

    /// How often the text and the archive have a word elsewhere.
    fn seen(&self, word: &str) -> u32 {
        self.evidence.seen_elsewhere(word, self.beginning)
    }

    /// Whether both halves are a word that is known or stands elsewhere, or make a compound.
    pub fn is_whole_word(&self) -> bool {
        self.knowledge > Knowledge::Unknown || self.is_seen_joined()
    }

    /// Whether what is said of a plain hyphen leaves no doubt that it stays, or digits stand beside it, which no printer parts.
    pub fn is_hyphen_of_word(&self, readings: &[(Seam, f32)]) -> bool {
        let is_kept = matches!(readings.first(), Some((Hyphen | Hang, sure)) if *sure >= OWN_HYPHEN);
        is_kept && self.knowledge < Knowledge::Known
            || self.ends_in_digit()
            || self.right.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether what is said of a plain hyphen leaves it open that it is the word's own, where no other hyphen of the text is a printer's.
    pub fn may_be_hyphen_of_word(&self, readings: &[(Seam, f32)]) -> bool {
        let is_settled = self.knowledge == Knowledge::Known || self.is_seen_joined() || self.is_word_before_particle();
        let is_open = match readings.first() {
            Some((Close, _)) => true,
            Some((Hyphen, sure)) => *sure < OWN_HYPHEN && !self.breaks_off() && !self.ends_in_digit(),
            _ => false,
        };
        is_open && !is_settled && self.right_case == Case::Lower && !self.is_before_number && !self.are_alone
    }

    /// What is said there: that it is, for certain between two words that make none.
    pub fn of_own_hyphens(&self) -> (&'static [(Seam, f32)], &'static str) {
        match self.knowledge == Knowledge::Unknown && self.are_both_words() {
            true => (&[(Hyphen, 0.996), (Close, 0.004)], "a hyphen between words, in a text that cuts none"),
            false => (&[(Hyphen, 0.8), (Close, 0.2)], "a hyphen that may be the word's own, in a text that cuts none"),
        }
    }

    /// Whether another sign than a hyphen would stay in a word that nobody has seen with one.
    pub fn is_doubtful_sign(&self, readings: &[(Seam, f32)]) -> bool {
        let is_left_unknown = || self.evidence.knowledge(self.left) == Knowledge::Unknown;
        match readings.first() {
            Some((Hyphen, _)) => !self.is_seen_hyphenated() && !self.evidence.is_hyphenated_form(&self.hyphenated),
            Some((Hang, _)) => is_left_unknown() && !self.evidence.begins_compound(&lowercase(self.left)),
            _ => false,
        }
    }

    /// Whether what stands before the hyphen is no word and no name, and what begins the next line is one with a capital:
    /// something that stands between the halves of a word.
    pub fn is_half_before_word(&self) -> bool {
        let lower = self.left.to_lowercase();
        let is_word =
            || self.evidence.knowledge(self.left) > Knowledge::Unknown || self.evidence.begins_compound(&lower);
        let right = self.right.to_lowercase();
        self.right_case == Case::Capitalised
            && self.evidence.is_known(&right)
            && self.evidence.knowledge(&lower) == Knowledge::Unknown
            && self.seen(&lower) == 0
            && !is_word()
    }

    /// Whether what follows is a word that texts have.
    pub fn is_right_usual(&self) -> bool {
        self.evidence.knowledge(self.right) > Knowledge::Unknown && self.evidence.log_probability(self.right) >= USUAL
    }

    /// Whether what follows is a word, of more than a few letters.
    pub fn is_right_word(&self) -> bool {
        self.right.chars().count() >= WHOLE_PART && self.evidence.knowledge(self.right) > Knowledge::Unknown
    }

    pub fn ends_in_digit(&self) -> bool {
        self.left.ends_with(|c: char| c.is_ascii_digit())
    }

    /// `2.-`: the first of several, most often (`2.- og 3. klasse`).
    pub fn ends_in_ordinal(&self) -> bool {
        self.left.ends_with('.')
    }

    /// `2003-`: since then.
    pub fn ends_in_year(&self) -> bool {
        let is_digits = self.left.len() == 4 && self.left.bytes().all(|byte| byte.is_ascii_digit());
        is_digits && matches!(&self.left[..2], "15" | "16" | "17" | "18" | "19" | "20")
    }

    /// `kultur-⏎og`; but not `grundfor-⏎men:`, for a conjunction has something to join, nor `Militaris-⏎men`, the rest of a word.
    pub fn is_conjunction(&self) -> bool {
        self.evidence.lists(List::Conjunctions, self.right) && !self.ends_sentence && !self.is_rest_of_word()
    }

    /// Whether both halves make a word, and what stands before the hyphen is none and begins none.
    fn is_rest_of_word(&self) -> bool {
        let lower = self.left.to_lowercase();
        self.knowledge > Knowledge::Unknown
            && self.left.chars().count() >= WHOLE_PART
            && self.evidence.knowledge(&lower) == Knowledge::Unknown
            && !self.evidence.begins_compound(&lower)
    }

    pub fn is_seen_joined(&self) -> bool {
        prevails(self.seen(&self.whole), self.seen(&self.hyphenated))
    }

    pub fn is_seen_hyphenated(&self) -> bool {
        prevails(self.seen(&self.hyphenated), self.seen(&self.whole))
    }

    /// `Min So-⏎Min Søn!`: somebody is cut short, and a common word with a capital begins anew.
    pub fn breaks_off(&self) -> bool {
        let lower = self.right.to_lowercase();
        self.right_case == Case::Capitalised
            && self.evidence.is_known(&lower)
            && self.evidence.log_probability(&lower) >= BEGINS_SENTENCE
    }

    /// `panser-⏎i`: a whole word before one that leans on the next (`og`, `i`, `på`): the hyphen is suspended, or the author's.
    pub fn is_word_before_particle(&self) -> bool {
        let (left, right) = (lowercase(self.left), lowercase(self.right));
        let is_word = || self.evidence.is_known(&left) || self.evidence.begins_compound(&left);
        left.chars().count() >= 3
            && self.knowledge < Knowledge::Known
            && self.evidence.leans_on_next(&right)
            && is_word()
    }

    /// `dansk-norske`: both halves name a people, the second with an ending or without.
    pub fn are_peoples(&self) -> bool {
        let is_people = |word: &str| self.evidence.lists(List::Peoples, word);
        let (left, right) = (self.left.to_lowercase(), self.right.to_lowercase());
        let stem = |word: &str| word.char_indices().next_back().map_or(0, |(at, _)| at);
        is_people(&left) && (is_people(&right) || is_people(&right[..stem(&right)]))
    }

    /// `fysisk-kemisk`: both halves are adjectives with the same ending, the second inflected or not, which make no word without a hyphen.
    pub fn are_adjectives_alike(&self) -> bool {
        let endings = self.evidence.language().map_or(&[][..], |language| language.list(List::AdjectiveEndings));
        let is_word = |word: &str| word.chars().count() > WHOLE_PART && self.evidence.is_known(word);
        let end_alike = |ending: &str| {
            let rest = self.right.rsplit_once(ending).map(|(_, rest)| rest.chars().count());
            self.left.ends_with(ending) && rest.is_some_and(|rest| rest <= 1)
        };
        self.knowledge < Knowledge::Known
            && endings.iter().any(|ending| end_alike(ending))
            && is_word(self.left)
            && is_word(self.right)
    }

    /// `Paris-aftalen`: a name inside a sentence stands before a word, and both are known as one in small letters only, which no name has.
    /// A genitive is of a name that was cut: `Jyllands-⏎posten`.
    pub fn is_name_before_word(&self) -> bool {
        let is_genitive = || self.left.strip_suffix('s').is_some_and(|name| self.evidence.is_known(name));
        self.is_inside_sentence
            && self.knowledge == Knowledge::Known
            && self.left_case == Case::Capitalised
            && self.right_case == Case::Lower
            && self.is_right_word()
            && self.is_known_name()
            && !self.evidence.is_known(&self.left.to_lowercase())
            && !self.follows_name
            && !is_genitive()
            && !self.evidence.is_hyphenated_form(&self.joined)
    }

    /// `e-mail-⏎adresse`, `drop-down-⏎listen`: what stands before the last hyphen has one itself and is known so, or its last part is no
    /// word of its own.
    pub fn follows_hyphenated(&self) -> bool {
        let is_seen = || self.evidence.is_hyphenated_form(&self.beginning.to_lowercase());
        let is_part =
            || self.evidence.knowledge(self.left) == Knowledge::Unknown && self.knowledge == Knowledge::Unknown;
        !self.is_first_part && self.is_right_word() && (is_seen() || is_part())
    }

    /// Whether two words in small letters make a compound: cut by a printer, or parted by an author who likes hyphens.
    pub fn may_be_parted(&self) -> bool {
        self.is_first_part
            && !self.printers_mark
            && self.left_case == Case::Lower
            && self.knowledge == Knowledge::Compound
            && self.are_both_words()
    }

    /// Both halves in capitals.
    pub fn is_upper(&self) -> bool {
        self.right_case != Case::Lower
            && Case::of(&self.joined) == Case::Upper
            && self.left.chars().count() > 1
            && self.right.chars().count() > 1
    }

    /// `IT`, `EU`, `A`: capitals before small letters.
    pub fn is_abbreviation(&self) -> bool {
        let (mut letters, mut capitals) = (0, 0);
        for c in self.left.chars().filter(|c| c.is_alphabetic()) {
            letters += 1;
            capitals += usize::from(c.is_uppercase());
        }
        self.right_case == Case::Lower && letters == capitals && (letters > 1 || (letters == 1 && self.is_first_part))
    }

    /// `it`, `pdf`: abbreviations and the like that a word goes on with after a hyphen.
    pub fn keeps_hyphen(&self) -> bool {
        self.evidence.keeps_hyphen(&self.left.to_lowercase())
            && self.right.chars().count() >= 3
            && self.evidence.knowledge(self.right) > self.least_knowledge()
    }

    /// Capitals may be the start of any word that was cut: what follows has to be known better.
    pub fn least_knowledge(&self) -> Knowledge {
        if self.left_case == Case::Lower { Knowledge::Unknown } else { Knowledge::Compound }
    }

    /// Whether the whole word is one that texts have.
    pub fn is_usual(&self) -> bool {
        self.knowledge == Knowledge::Known && self.evidence.log_probability(&self.joined) >= USUAL
    }

    /// Whether what was cut begins with what begins compounds (`Administrationspro-⏎grammet`): no name does.
    pub fn begins_with_word(&self) -> bool {
        let lower = self.left.to_lowercase();
        let ends = lower.char_indices().skip(LONG_WORD).map(|(at, _)| at);
        ends.into_iter().any(|end| self.evidence.begins_compound(&lower[..end]))
    }

    /// Whether a name, known or at least no known word, stands before a whole word.
    pub fn begins_with_name(&self) -> bool {
        let lower = self.left.to_lowercase();
        let is_word = || self.evidence.knowledge(&lower) > Knowledge::Unknown || self.evidence.begins_compound(&lower);
        self.left_case == Case::Capitalised
            && self.right.chars().count() >= WHOLE_PART
            && self.left.chars().count() >= 3
            && self.evidence.knowledge(self.right) > Knowledge::Unknown
            && !is_word()
    }

    pub fn is_known_name(&self) -> bool {
        self.evidence.is_known(self.left) || self.evidence.seen(self.left) > 0
    }

    /// Whether each half may stand by itself in a word with a hyphen. The rest of a name that was cut is often a word by
    /// accident (`Ander-⏎sen`), so after a capital it has to be longer.
    pub fn are_both_words(&self) -> bool {
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
