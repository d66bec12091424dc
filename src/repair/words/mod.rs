//! The words stage: what OCR misread.
//!
//! A noisy channel with a strict decoder. [`tokens`] finds the words that no list knows; [`candidates`] says what each may have
//! been, by the table of confusions; [`decoder`] weighs what stands there against what may have, in the language
//! ([`weigh`]), and by what the document has proven of its own misreadings ([`evidence`]); [`calibration`] makes of the
//! scores a probability that keeps its promise. Beside the pack's words stand those that the archive and the document taught
//! ([`archive`], [`learned`]), and beside the table's rates those of the archive's scanner ([`scanner`]). Known words with a
//! look-alike ([`look_alikes`]) are weighed by nothing but what stands around them ([`in_context`]), which a lone sentence
//! has too.
//!
//! What is told by a pattern rather than by its letters is read by rules of its own, over the same words and once over the
//! text's signs ([`patterns`], which asks each of a [`page`]):
//!
//! | rule | what it mends |
//! |---|---|
//! | [`misread`] W101 | unknown words that look like known ones |
//! | [`real_word`] W102 | known words that were others |
//! | [`missing_space`] W103 | `31.oktober`, `iDanmark`, `tildagsorden` |
//! | [`split_word`] W104 | `Økono miske`, `administrations bidrag` |
//! | [`inner_case`] W105 | `kanaIstrategi`, `ØkonomI`, `lT-afdelingen` |
//! | [`letter_digits`] W106 | `Økon0mi`; `2O24` as a suspect |
//! | [`lone_bar`] W107 | a bar for the word `I` |
//! | [`speck`] W108 | signs that are dirt on the page |

mod archive;
mod attested;
mod before;
mod calibration;
mod candidates;
mod confusions;
mod cut_words;
mod decoder;
mod evidence;
mod explain;
mod features;
mod in_context;
mod inner_case;
mod learned;
mod letter_digits;
mod lone_bar;
mod look_alikes;
mod misread;
mod missing_space;
mod neighbours_letters;
mod old_forms;
mod other_tongue;
mod page;
mod patterns;
mod real_word;
mod reasons;
mod scanner;
mod speck;
mod spellings;
mod split_word;
mod tokens;
mod weigh;

use self::confusions::Confusions;
use self::decoder::{Decoder, Doubt, Judgement};
use self::in_context::Doubted;
use self::page::Page;
use super::document::{Age, Portrait};
use super::proposal::Proposal;
use super::reading::Reading;
use super::{Candidate, Options, Rule};
use crate::language::Language;
use crate::text::{Confidence, RuleCode};

pub(super) use archive::Archive;
pub(super) use evidence::Evidence;
pub(super) use explain::judgements;
pub use explain::{WordJudgement, WordScores};

/// The rules of this stage.
pub(super) const RULES: [Rule; 8] = [
    Rule::new(misread::CODE, "misread-word", include_str!("misread.rs")),
    Rule::new(real_word::CODE, "misread-as-a-word", include_str!("real_word.rs")),
    Rule::new(missing_space::CODE, "missing-space", include_str!("missing_space.rs")),
    Rule::new(split_word::CODE, "split-word", include_str!("split_word.rs")),
    Rule::new(inner_case::CODE, "case-inside-word", include_str!("inner_case.rs")),
    Rule::new(letter_digits::CODE, "digit-in-word", include_str!("letter_digits.rs")),
    Rule::new(lone_bar::CODE, "bar-for-i", include_str!("lone_bar.rs")),
    Rule::new(speck::CODE, "speck", include_str!("speck.rs")),
];

/// The least probability that is reported.
const WORTH_A_LOOK: f32 = 0.3;
/// The lead in nats without which no reading has that: [`calibration`] believes none more than its lead. (Log odds of
/// that are -0.85.)
const LEAST_LEAD: f32 = -1.0;

/// The proposals for a block, which a profile helps to judge. `known` is what a document of several blocks has proven besides what
/// the block proves.
pub(super) fn pass(
    text: &str,
    options: &Options,
    archive: Option<&Archive>,
    portrait: &Portrait,
    known: Option<&Evidence>,
) -> Vec<Proposal> {
    let Some(language) = language_of(portrait, options) else { return Vec::new() };
    let reading = portrait.reading(language);
    let in_context = |evidence: Option<&Evidence>| {
        let doubted =
            doubted_in_context(&reading, language, options, archive, portrait, evidence, in_context::REPORTED);
        doubted.into_iter().map(|doubted| doubt_typing(text, in_context::proposal(doubted), language))
    };
    let Some(decoder) = Decoder::new(&reading, language, archive, options, portrait) else {
        let page = Page::new(text, language, archive, portrait, Vec::new(), 0.0);
        return patterns::proposals(&page, &reading).into_iter().chain(in_context(known)).collect();
    };
    let unknown = decoder.unknown();
    let (proposals, own) = decoder.judge(known, LEAST_LEAD, |judgement| proposal(&judgement, language));
    let evidence = &*Evidence::of_block(&own, known);
    let mut proposals: Vec<Proposal> = proposals.into_iter().flatten().collect();
    let page = Page::new(text, language, archive, portrait, unknown, evidence.damage());
    proposals.extend(patterns::proposals(&page, &reading));
    proposals.extend(speck::among(&page, options.lines));
    proposals.extend(in_context(Some(evidence)));
    doubt_oldest(&mut proposals, portrait);
    if portrait.tells_languages() {
        other_tongue::doubt(text, &mut proposals, evidence.damage());
    }
    proposals.retain(|proposal| !mends_long_s_alone(text, proposal));
    proposals
}

/// Doubts what a neighbour says of a known word that gains no letter of the language: in a text that no machine misread, people mistype (`inter` for
/// `intet`), and of such words two in five are others than they seem (`hej, tak` is no `nej, tak`). A letter that went with its mark is what machines lose.
fn doubt_typing(text: &str, mut proposal: Proposal, language: &Language) -> Proposal {
    let count = |word: &str| word.chars().filter(|c| language.own_letters().contains(*c)).count();
    let stands = count(&text[proposal.range.clone()]);
    for candidate in proposal.candidates.iter_mut().filter(|candidate| count(&candidate.text) <= stands) {
        candidate.probability = candidate.probability.min(page::SUSPECT);
    }
    proposal
}

/// Whether a proposal is applied that makes another word of what was misread, which tells of the words beside it.
pub(super) fn mends_misreading(proposal: &Proposal, options: &Options) -> bool {
    let rules = [misread::CODE, real_word::CODE, split_word::CODE, speck::CODE];
    rules.contains(&proposal.rule)
        && Confidence::from_probability(proposal.probability()) >= options.apply
        && options.rules.allows(proposal.rule)
}

/// Whether all that a proposal changes is ſ to s: that is right as it stands, and asked for by an option of its own.
fn mends_long_s_alone(text: &str, proposal: &Proposal) -> bool {
    let token = &text[proposal.range.clone()];
    let best = proposal.candidates.first().map_or("", |best| best.text.as_str());
    token.contains('ſ') && token.chars().map(|c| if c == 'ſ' { 's' } else { c }).eq(best.chars())
}

/// What a block of a longer document proves of its misreadings.
pub(super) fn evidence(text: &str, options: &Options, archive: Option<&Archive>, portrait: &Portrait) -> Evidence {
    let Some(language) = language_of(portrait, options) else { return Evidence::of(text, None) };
    let reading = portrait.reading(language);
    let decoder = Decoder::new(&reading, language, archive, options, portrait);
    decoder.map_or_else(
        || Evidence::of(text, Some(Confusions::of(language))),
        |decoder| decoder.judge(None, f32::INFINITY, |_| ()).1,
    )
}

/// The language whose words the stage knows; none for text that has no sentences, and where no rule may work.
fn language_of(portrait: &Portrait, options: &Options) -> Option<&'static Language> {
    let is_asked = options.rules.allows_any(RULES.iter().map(|rule| rule.code));
    options.language.pack().filter(|_| is_asked && portrait.is_prose())
}

/// In the spelling of before 1800 a word that looks misread is as likely spelled so: it is reported at most.
fn doubt_oldest(proposals: &mut [Proposal], portrait: &Portrait) {
    let oldest = proposals.iter_mut().filter(|proposal| portrait.age(&proposal.range) == Age::Oldest);
    oldest.for_each(|proposal| proposal.limit(page::SUSPECT));
}

/// The known words that their neighbours speak against. What is counted of neighbours is of today: nothing speaks against
/// words in old spelling.
fn doubted_in_context(
    reading: &Reading,
    language: &'static Language,
    options: &Options,
    archive: Option<&Archive>,
    portrait: &Portrait,
    evidence: Option<&Evidence>,
    least: f32,
) -> Vec<Doubted> {
    // Evidence is of damaged words, of which it was asked how old they are; of others that is asked where one is doubted.
    let is_known_old = evidence.is_some() && portrait.age_of_document() > Age::Modern;
    if is_known_old || !options.rules.allows(real_word::CODE) {
        return Vec::new();
    }
    in_context::doubted(reading, language, archive.map(Archive::counts), portrait, evidence, least)
}

/// The rule that speaks.
fn rule_of(judgement: &Judgement) -> RuleCode {
    match judgement.doubt {
        Doubt::Unknown => misread::CODE,
        Doubt::Known => real_word::CODE,
    }
}

fn proposal(judgement: &Judgement, language: &'static Language) -> Option<Proposal> {
    let probability = judgement.probability();
    if probability < WORTH_A_LOOK {
        return None;
    }
    let rule = rule_of(judgement);
    let best = judgement.ranked.first()?.1.total();
    let candidates = judgement.ranked.iter().take(5).map(|(reading, score)| Candidate {
        text: reading.word.written.as_str().into(),
        probability: probability * (score.total() - best).exp(),
    });
    let evidence = reasons::of(judgement, language);
    Some(Proposal { range: judgement.range.clone(), rule, candidates: candidates.collect(), evidence: evidence.into() })
}

#[cfg(test)]
mod tests {
    use crate::{Allowance, Allowances, Confidence, Options, Repairer};

    fn repaired(text: &str, apply: Confidence) -> String {
        Repairer::new(Options { apply, ..Options::default() }).repair(text.as_bytes()).into_text().into_owned()
    }

    /// What an English model reads of a page, over and over, so that the page proves what it does.
    const PAGE: &str = "Storste bekymring er vejene. Foreningen foreslar at sporge kommunen om stotte til losningen, for \
        naeste ar begynder, og bestyrelsen onsker at drofte spergsmalet pa modet. ";

    #[test]
    fn a_page_proves_what_was_misread_on_it() {
        let mended = repaired(PAGE, Confidence::Likely);
        for word in ["Største", "spørge", "støtte", "løsningen", "ønsker", "drøfte", "mødet"] {
            assert!(mended.contains(word), "{word} in {mended}");
        }
    }

    #[test]
    fn what_a_reader_does_often_is_looked_for_though_other_readers_do_it_rarely() {
        // `c` for `e`, which costs more than `c` for `æ` elsewhere.
        let page = "Kommuncn har bcsluttet at udvide vejen mcllem skolen og kirken, og arbejdct begynder til foråret. \
            Formandcn sagde, at borgerne havde ventct længe, og at naboerne nu kunne komme sikkert ovcr til den anden side. \
            Udvalget drøftcde også lyset på pladsen, og det blev vedtagct at sætte flcre lamper op. Regnskabct blev lagt \
            frem, og rcvisoren havde ingen bemærkninger. Hun spurgte, om det hcle kunne vente til næste år, men det mente \
            flertallet ikke, og derfor blev planen sendt ud til alle.";
        let mended = repaired(page, Confidence::Certain);
        assert!(mended.contains("om det hele kunne"), "{mended}");
    }

    #[test]
    fn known_words_stay_where_nothing_was_misread() {
        for text in ["Hun havde modet til at sige det.", "Hatten hang pa en krog.", "De har far og mor i hus."] {
            assert_eq!(repaired(text, Confidence::Certain), text);
        }
    }

    #[test]
    fn neighbours_tell_in_a_lone_sentence() {
        for (read, right) in [
            ("Den gamle præst boede her for hundrede ar siden.", "Den gamle præst boede her for hundrede år siden."),
            ("Husk at slukke lyset, nar du går hjem.", "Husk at slukke lyset, når du går hjem."),
            ("Hun havde modet til at sige det.", "Hun havde modet til at sige det."),
            ("Han plukkede bær på sin mark.", "Han plukkede bær på sin mark."),
            ("Drengen havde langt hår og en maske på.", "Drengen havde langt hår og en maske på."),
        ] {
            assert_eq!(repaired(read, Confidence::Likely), right);
            assert_eq!(repaired(read, Confidence::Certain), read, "never certain");
        }
    }

    #[test]
    fn a_lone_odd_word_is_no_damage() {
        for text in ["Han installerede tsort og kolonnet i går.", "Den nye iphoneapp hedder Trabzo."] {
            assert_eq!(repaired(text, Confidence::Likely), text);
        }
    }

    #[test]
    fn what_may_be_another_word_as_well_is_a_suspect() {
        let text = format!("{PAGE}Det var godt atgive os lov til alt. ");
        let mended = repaired(&text, Confidence::Likely);
        assert!(mended.contains("atgive"), "two words without their space, in {mended}");
    }

    #[test]
    fn old_texts_do_not_gain_letters_that_they_write_otherwise() {
        let old = "Han gik op paa Loftet og saa ud over Haven, der laa Sneen endnu, skjondt det var langt hen i Foraaret, og han \
            kunde ikke lade vare at tanke pa, hvad hun havde sagt, da de skiltes ad paa Gaarden efter Host. ";
        let mended = repaired(&old.repeat(4), Confidence::Likely);
        assert!(!mended.contains('å'), "{mended}");
    }

    #[test]
    fn rubbish_stays_rubbish_and_takes_no_time() {
        for text in ["qxzvbnmtrk".repeat(100_000), "ab\u{fffd}".repeat(3000), "ab?".repeat(3000)] {
            assert_eq!(repaired(&text, Confidence::Likely), text);
        }
        let row = format!("{PAGE}ord . ord ; ord ' ord . ord\n{}\n", "-".repeat(300_000));
        assert!(repaired(&row, Confidence::Certain).ends_with("---\n"));
        let words: String = (0..3000).map(|n| format!("x{}q ", "abcdefgh".repeat(n % 7).replace('c', "rnm"))).collect();
        assert_eq!(repaired(&words, Confidence::Certain), words);
    }

    #[test]
    fn own_words_stay_and_are_what_others_were() {
        let text = format!("{PAGE}Rask Sorensen sporger, om Tavlensystemet er nævnt i Grimmelhjerg. ");
        let with = |words: &str| {
            let options = Options::default().with_apply(Confidence::Likely).with_words(words.parse().unwrap());
            Repairer::new(options).repair(text.as_bytes()).into_text().into_owned()
        };
        assert!(with("").contains("Rask Sørensen"));
        let mended = with("Rask Sorensen\nTavlen+\nGrimmelbjerg");
        for part in ["Rask Sorensen", "Tavlensystemet", "i Grimmelbjerg."] {
            assert!(mended.contains(part), "{part} in {mended}");
        }
    }

    #[test]
    fn what_is_allowed_stands_with_the_rule_that_would_change_it() {
        let allowed = |passage: &str, rule: &str| {
            let allowance = Allowance { passage: Some(passage.to_owned()), rule: Some(rule.to_owned()), path: None };
            let options =
                Options::default().with_apply(Confidence::Likely).with_allowances(Allowances::new([allowance]));
            Repairer::new(options).repair(PAGE.as_bytes()).into_text().into_owned()
        };
        assert!(allowed("onsker", "W101").contains("onsker"));
        assert!(allowed("onsker", "E").contains("ønsker"));
    }

    #[test]
    fn words_are_explained_by_what_speaks_for_each() {
        let judgements = Repairer::danish().judge_words("Storste modet i Okonomiudvalget".as_bytes());
        let best: Vec<&str> = judgements.iter().map(|judgement| judgement.candidates[0].0.as_str()).collect();
        assert_eq!(best, ["Største", "mødet", "Økonomiudvalget"]);
        assert!(judgements[0].candidates[0].1.total() > judgements[0].standing.total());
    }
}
