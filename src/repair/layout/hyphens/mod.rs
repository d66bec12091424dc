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
//! unless both together are a word (`ind-⏎til`). In a text of twenty lines and more that ends none inside a word, a hyphen between two words
//! is their own; in one whose nouns have capitals, as before 1948, such words are cut ones. A hyphen between a word and `i`, `på` and the like is reported. Where both halves are words and the whole is none, or its author parts such words by hyphens inside lines too, both readings are
//! reported and the lines stay as they are.

mod cases;
mod cut;
mod facts;
mod parted;

use self::cases::RULES;
pub(super) use self::cut::{Cut, cut};
use self::facts::Facts;
pub(super) use self::parted::share as share_of_parted;
use super::evidence::Evidence;
use super::join::Seam;
use crate::language::Knowledge;
use Seam::{Close, Hyphen};
use smallvec::SmallVec;

/// A part of a compound has at least so many letters to be told from the rest of a cut name.
const WHOLE_PART: usize = 4;
/// What a mark says that only a printer sets, unless a plain hyphen in its place would be the word's own: programs write such
/// marks for every hyphen at a line's end.
const PRINTED: &[(Seam, f32)] = &[(Close, 0.999)];
/// What a sign says that is a hyphen only where a word asks for one: `opts=⏎for` is of a script.
const OTHER_SIGN: &[(Seam, f32)] = &[(Close, 0.5)];
/// The same where a plain hyphen in its place would stay, by a half that is no word: more often it was misread.
const OTHER_SIGN_KEPT: &[(Seam, f32)] = &[(Hyphen, 0.5), (Close, 0.4)];
/// What is said in a text whose nouns have capitals where no case holds, or only a capital that may be a name's: of 56 such cuts in
/// texts of 1550 to 1930 all were the printer's, in modern ones half.
const IN_OLD_TEXT: &[(Seam, f32)] = &[(Close, 0.996), (Hyphen, 0.004)];
/// What is said where no case holds.
const UNDECIDED: &[(Seam, f32)] = &[(Hyphen, 0.5), (Close, 0.5)];

/// What the cut may have been, best first, with probabilities; and why.
pub(super) struct Verdict {
    pub readings: SmallVec<[(Seam, f32); 2]>,
    pub evidence: &'static str,
}

/// What hyphens at line ends are in a text, as all of them together tell.
#[derive(Clone, Copy, Default)]
pub(super) struct Usage {
    /// Whether other signs stand for hyphens, as in old prints and bad scans.
    pub has_other_signs: bool,
    /// Whether no line ends inside a word although many might: hyphens there are the words' own.
    pub has_own_only: bool,
    /// Whether nouns have capitals, as before 1948: a capital tells no name.
    pub has_capital_nouns: bool,
    /// The share of the cuts between two words that make a compound which are the author's own hyphens.
    pub parted: f32,
}

/// Whether a cut at a sign that may be a misread hyphen makes a word.
pub(super) fn makes_word(cut: &Cut, evidence: &Evidence) -> bool {
    Facts::of(cut, evidence).is_whole_word()
}

/// Whether a line ends inside a word that is known, whole.
pub(super) fn cuts_word(first: &str, second: &str, evidence: &Evidence) -> bool {
    let is_half = |part: &str| part.chars().all(char::is_alphabetic);
    let is_known = |whole: &str| evidence.language().is_none() || evidence.knowledge(whole) > Knowledge::Unknown;
    let cut = cut(first, second).filter(|cut| is_half(cut.left) && is_half(cut.right));
    cut.is_some_and(|cut| is_known(&format!("{}{}", cut.left, cut.right)))
}

/// Whether a printer cut a word: the mark is one that only they set, or the word is known, and one half of it is none.
pub(super) fn is_printers(cut: &Cut, evidence: &Evidence) -> bool {
    let is_inside_part = || {
        let facts = Facts::of(cut, evidence);
        facts.knowledge > Knowledge::Unknown && !facts.are_both_words()
    };
    cut.printers_mark || is_inside_part()
}

/// Decides a cut, in a text that uses hyphens so.
pub(super) fn decide(cut: &Cut, usage: Usage, evidence: &Evidence) -> Verdict {
    let mut facts = Facts::of(cut, evidence);
    // Where nouns have capitals one inside a sentence tells no name.
    facts.is_inside_sentence &= !usage.has_capital_nouns;
    let rule = RULES.iter().find(|rule| (rule.holds)(&facts));
    let (readings, why) =
        rule.map_or((UNDECIDED, "both halves are words, the whole is none"), |rule| (rule.readings, rule.evidence));
    // Two words make some compound more often than a reader takes their hyphen for a dash.
    let is_untold = !facts.is_whole_word() || facts.knowledge == Knowledge::Compound && facts.are_both_words();
    if cut.is_other_sign && !usage.has_other_signs && is_untold {
        return Verdict { readings: OTHER_SIGN.into(), evidence: "a sign that may be a misread hyphen" };
    }
    if cut.is_other_sign && facts.is_doubtful_sign(readings) {
        return Verdict { readings: OTHER_SIGN_KEPT.into(), evidence: "a sign that may be a misread hyphen" };
    }
    if facts.printers_mark && !facts.is_hyphen_of_word(readings) {
        return Verdict { readings: PRINTED.into(), evidence: "a soft hyphen at the end of a line" };
    }
    if usage.has_own_only && !cut.is_other_sign && facts.may_be_hyphen_of_word(readings) {
        let (readings, evidence) = facts.of_own_hyphens();
        return Verdict { readings: readings.into(), evidence };
    }
    let is_open = matches!(readings.first(), Some((_, sure)) if *sure < 0.99);
    if usage.has_capital_nouns && is_open && (rule.is_none() || facts.begins_with_name()) {
        return Verdict {
            readings: IN_OLD_TEXT.into(),
            evidence: "a word that was cut, in a text whose nouns have capitals",
        };
    }
    let may_be_parted =
        matches!(readings.first(), Some((Close, _))) && facts.may_be_parted() && !facts.is_seen_joined();
    if may_be_parted && usage.parted > 0.0 {
        return Verdict {
            readings: unless_parted(readings[0].1, usage.parted),
            evidence: "two words make a compound, in a text that parts such by hyphens",
        };
    }
    Verdict { readings: readings.into(), evidence: why }
}

/// A word that a printer cut as surely as this, or that its author parts by a hyphen, with that probability.
fn unless_parted(sure: f32, parted: f32) -> SmallVec<[(Seam, f32); 2]> {
    let mut readings = SmallVec::from([(Close, sure * (1.0 - parted)), (Hyphen, parted)]);
    readings.sort_by(|one: &(Seam, f32), other| other.1.total_cmp(&one.1));
    readings
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    /// Wrapped lines of a letter that ends none inside a word, with a place for a hyphen.
    fn letter(place: &str) -> String {
        const PARAGRAPH: &str = "Kære alle sammen, der har hjulpet med at gøre klar til festen på\nlørdag. Vi har nu fået både borde og stole \
                                 på plads, og der er\nbestilt mad til firs gæster. Musikken begynder klokken otte, så kom\nikke for sent, og husk at \
                                 tage varmt tøj på, for salen er kold, når\nsolen er gået ned bag skoven.\n\n";
        format!("{}{place}\n", PARAGRAPH.repeat(5))
    }

    #[test]
    fn numbers_are_made_whole_where_a_text_cuts_no_word() {
        let items: String = (1..=24).map(|n| format!("Punkt {n}: Orientering fra formanden\n")).collect();
        let text = format!("{items}Sagsnummer i arkivet: 214-2019-\n305771\nMødet sluttede klokken ti\n");
        assert!(repaired(&text).contains("214-2019-305771"), "{}", repaired(&text));
    }

    #[test]
    fn hyphens_are_words_own_where_a_text_cuts_no_word() {
        let own = letter(
            "Bagefter går vi over til den nye restaurant ved søen og holder kæmpe-\nbankospil for alle, der har lyst.",
        );
        assert!(!repaired(&own).contains("kæmpebankospil"), "{}", repaired(&own));
        let names =
            letter("Bagefter går vi over til den nye restaurant, hvor de har fået azure-\nportalen til at virke igen.");
        assert!(!repaired(&names).contains("azureportalen"), "{}", repaired(&names));
        let printed =
            letter("Bagefter går vi over til den nye restaurant ved søen, hvor kom-\nmunen holder en tale om havnen.");
        assert!(repaired(&printed).contains("kommunen holder"), "{}", repaired(&printed));
    }

    #[test]
    fn nouns_with_capitals_are_no_names() {
        const PARAGRAPH: &str = "Manden gik med sin Hund over Marken til den gamle Kirke, hvor Degnen\nsad paa en Bænk i Skyggen og saae ud over \
                                 Havet. De talte om Høsten\nog om Skibet, der i Foraaret var kommet til Byen med Korn og Salt fra\nTydskland.\n\n";
        let text = format!(
            "{}Derpaa stillede Præsten ham det alvorlige Spørgs-\nmaal, om han vilde blive hos ham i Vinteren.\n",
            PARAGRAPH.repeat(3)
        );
        assert!(repaired(&text).contains("Spørgsmaal, om"), "{}", repaired(&text));
    }

    #[test]
    fn letters_ordinals_and_chains_keep_their_hyphens() {
        for (place, whole) in [
            (
                "og hele bestyrelsen bad om at få både dagsorden og bilag sendt til sin e-\nmailadresse",
                "sin e-mailadresse",
            ),
            (
                "og indskrivningen til den nye skole begynder mandag morgen for 2.-\nog 3. klasse",
                "for 2.- og 3. klasse",
            ),
        ] {
            assert!(repaired(&letter(place)).contains(whole), "{}", repaired(&letter(place)));
        }
        let chain = letter("og i den lange samtale, som alle havde ventet på, lå et gammelt far-\nsøn-forhold");
        assert!(!repaired(&chain).contains("farsøn"), "{}", repaired(&chain));
    }

    #[test]
    fn no_word_is_joined_with_a_particle() {
        for place in
            ["en ridder i fuldt panser-\ni hvert fald om natten, når", "hun købte stole-\npå lørdag, men solgte dem"]
        {
            assert!(repaired(&letter(place)).contains(place), "{}", repaired(&letter(place)));
        }
    }

    #[test]
    fn adjectives_and_words_with_hyphens_keep_theirs_and_rests_of_words_do_not_hang() {
        let adjectives = letter(
            "og alle, der vil vide mere om det, kan komme til et foredrag om historisk-\npoetiske værker på lørdag",
        );
        assert!(repaired(&adjectives).contains("historisk-poetiske"), "{}", repaired(&adjectives));
        for (place, never) in [
            (
                "og hvis nogen mangler programmet, så ligger det nu på en drop-down-\nliste i foreningens kalender",
                "downliste",
            ),
            (
                "og derefter taler vi om ordenes bøjning og om, hvordan man finder grundfor-\nmen: det er den uden endelse",
                "grundfor- men",
            ),
        ] {
            assert!(!repaired(&letter(place)).contains(never), "{}", repaired(&letter(place)));
        }
    }

    #[test]
    fn who_parts_compounds_inside_lines_parts_them_at_their_ends() {
        const CUT: &str =
            "og derefter taler vi alle sammen om, hvad der skal ske, når kom-\nmunen kommer på besøg.\n\n";
        const OWN: &str = "Vi har købt lampe-brædder, stole-plader, bord-hængsler og gulv-skærme, og\nnu mangler kun skabs-brædder, tag-hængsler, dør-plader og væg-skærme i\nhuset.\n\n";
        let place =
            letter("Bagefter henter vi de nye stole, og så skal der sættes nye kælder-\nhængsler op i køkkenet.");
        assert!(repaired(&format!("{CUT}{place}")).contains("kælderhængsler"));
        let parted = repaired(&format!("{CUT}{}{place}", OWN.repeat(2)));
        assert!(!parted.contains("kælderhængsler"), "{parted}");
    }
}
