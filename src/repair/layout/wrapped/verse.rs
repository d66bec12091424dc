//! Whether a stretch of lines is a list without marks, or verse.

use super::super::evidence::Evidence;
use super::super::lines::SLACK;
use super::super::measure::{Fill, NARROW};
use super::super::pairs::Pair;
use super::super::signs::{Ending, Start};
use super::ends::{AUTHORS, Signs, Usage, VERSES};
use super::inside::Inside;
use memchr::memchr3_iter;

/// How much less likely verse, or what is written without capitals, is than prose to begin with a capital and end with a full
/// stop; and how much likelier not to.
const SENTENCES: f32 = 0.12;
const NO_SENTENCES: f32 = 6.0;
/// Shares of the line ends of prose and of lists whose last word leans on the next, of those without a sign; and of lines in
/// which a sentence ends.
const LEANING_PROSE: f32 = 0.3;
const LEANING_LIST: f32 = 0.01;
const INNER_STOP_PROSE: f32 = 0.25;
const INNER_STOP_VERSE: f32 = 0.03;
/// The odds that a stretch of full lines is a list without marks, each line of it an item, a question, a verse: in a text of
/// which nothing else is known; every paragraph that is none makes it less likely, down to the least. And the most that other stretches
/// say of one.
const LIST: f32 = 0.01;
const LIST_BESIDE_PROSE: f32 = 0.3;
const LEAST_LIST: f32 = 0.0001;
const MOST_THROUGHOUT: f32 = 10.0;
/// The same in a text of so many line ends and more in which no sentence begins or ends: six lines of prose without a full stop or a capital
/// are as rare as a list or a poem.
const LIST_WITHOUT_SENTENCES: f32 = 1.0;
const LEAST_WITHOUT_SENTENCES: usize = 5;
/// How much less likely it is free verse than a list or verse of another kind.
const FREE: f32 = 0.5;
/// How much of what narrow lines say is said of all of them together; the rest is said of each.
const NARROW_FREE: f32 = 0.5;
/// Shares of the wrapped lines of a paragraph that are full, nearly so, and broken off inside a sentence: by a printer's mistake, a scan.
const FULL: f32 = 0.97;
const NEARLY: f32 = 0.025;
const BROKEN: f32 = 0.02;
/// Columns of a word with its space; and the share of the measure by which lines of free verse differ, at least: the narrower they are, the
/// less do widths tell.
const WORD: f32 = 6.5;
const SPREAD: f32 = 0.4;
/// How much likelier a line that ends inside a word is in prose.
const CUT: f32 = 100.0;
/// No lines say more than this.
const LEAST_ODDS: f32 = 1e-15;
const MOST_ODDS: f32 = 1e15;
/// What narrow lines without a hyphen say, as log odds: for any measure below [`NARROW`], and for each column.
const VERSE: f32 = -2.0;
const VERSE_A_COLUMN: f32 = -0.45;

/// The odds of a stretch that it is a list without marks, and verse, by how its lines end and begin: from every full line of it, the one
/// that is asked about as well. What is open an author ended, in either.
pub(super) fn list_odds(signs: impl Iterator<Item = Signs>, inside: &Inside) -> (f32, f32) {
    let full = signs.filter(|signs| matches!(signs.fill, Fill::Full | Fill::Nearly));
    full.map(|signs| list_odds_of_line(signs, inside))
        .fold((1.0, 1.0), |(list, verse), line| (bounded(list * line.0), bounded(verse * line.1)))
}

/// The odds that an author ended the lines of a stretch where he would, by what they leave free alone: free verse ends and begins its lines
/// as a printer does. A printer's lines are full to the last column, or to what the widths of letters make of it.
pub(super) fn free_odds(signs: impl Iterator<Item = Signs> + Clone) -> f32 {
    let odds = |of_line: fn(Signs) -> f32| signs.clone().map(of_line).fold(1.0, |all, line| bounded(all * line));
    odds(free_odds_where_exact).min(odds(free_odds_where_printed))
}

fn bounded(odds: f32) -> f32 {
    odds.clamp(LEAST_ODDS, MOST_ODDS)
}

/// What a full line says for a list without marks, and for verse.
fn list_odds_of_line(signs: Signs, inside: &Inside) -> (f32, f32) {
    let share = |holds: bool, share: f32| if holds { share } else { 1.0 - share };
    let leans = |usual: f32| if signs.ending == Ending::Bare { share(signs.leans, usual) } else { 1.0 };
    let odds = |usage: &Usage| {
        usage.ending(signs.ending) * leans(LEANING_LIST) * usage.start(signs.start) * full_by_accident(signs.free)
    };
    let prose = inside.ending(signs.ending)
        * leans(LEANING_PROSE)
        * inside.start(signs.ending, signs.start)
        * if signs.fill == Fill::Full { FULL } else { NEARLY };
    // Nobody's verse or item ends inside a word.
    let prose = if signs.is_cut { CUT * prose } else { prose };
    // Questions with their answers have full stops inside the line as prose has, verse hardly.
    let stops = share(signs.has_stop, INNER_STOP_VERSE) / share(signs.has_stop, INNER_STOP_PROSE);
    (odds(&AUTHORS) / prose, stops * odds(&VERSES) / prose)
}

/// What a line says for free verse where letters are equally wide.
fn free_odds_where_exact(signs: Signs) -> f32 {
    match signs.fill {
        Fill::Full | Fill::Nearly if signs.is_filled || signs.is_cut => full_odds(&signs, 0.0),
        Fill::Full | Fill::Nearly | Fill::Open if signs.goes_on() => (1.0 - full_by_accident(signs.free)) / BROKEN,
        _ => 1.0,
    }
}

/// The same where they are not.
fn free_odds_where_printed(signs: Signs) -> f32 {
    match signs.fill {
        Fill::Full => full_odds(&signs, SLACK),
        Fill::Open if signs.goes_on() => (1.0 - full_by_accident(signs.room)) / BROKEN,
        _ => 1.0,
    }
}

/// What a full line says for free verse: a printer leaves free what a word does not fill, a poet anything up to a share of the measure.
fn full_odds(signs: &Signs, slack: f32) -> f32 {
    let measure = signs.measure as f32;
    let odds = ((WORD + slack * measure) / (SPREAD * measure)).min(FULL);
    if signs.is_cut { odds / CUT } else { odds }
}

/// Whether no sentence begins or ends in a stretch: no full stop, and no capital at its start.
pub(super) fn lacks_sentences<'t>(
    run: &[Pair],
    signs: &[Signs],
    seen: &impl Fn(usize) -> &'t str,
    evidence: &Evidence,
) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let ends = |ending: Ending| matches!(ending, Ending::Stop | Ending::Colon);
    Start::of(seen(first.first)) == Start::Lower
        && !ends(Ending::of(seen(last.second), evidence))
        && !signs.iter().any(|signs| signs.has_stop || ends(signs.ending))
}

/// What the first and the last line of a stretch say for verse against prose.
pub(super) fn by_sentences<'t>(run: &[Pair], seen: &impl Fn(usize) -> &'t str, evidence: &Evidence) -> f32 {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return 1.0 };
    let is_sentence = Start::of(seen(first.first)) == Start::Upper
        && matches!(Ending::of(seen(last.second), evidence), Ending::Stop | Ending::Colon);
    if is_sentence { SENTENCES } else { NO_SENTENCES }
}

/// Whether a sentence ends and another begins inside a line.
pub(super) fn has_stop(line: &str) -> bool {
    let begins = |stop: usize| {
        let next = line[stop + 1..].strip_prefix(' ').and_then(|next| next.chars().next());
        next.is_some_and(char::is_uppercase)
    };
    memchr3_iter(b'.', b'?', b'!', line.as_bytes()).any(begins)
}

/// The probability that the word after a line does not fit beside it where lines end anywhere: that it is longer than what is
/// free. Words of running Danish, counted.
fn full_by_accident(free: usize) -> f32 {
    const LONGER: [f32; 13] = [0.97, 0.97, 0.95, 0.78, 0.57, 0.48, 0.39, 0.31, 0.25, 0.2, 0.15, 0.12, 0.1];
    LONGER[free.min(LONGER.len() - 1)]
}

/// Log odds that hold in prose, where the stretch may be a list instead.
pub(super) fn unless_list(odds: f32, list: f32) -> f32 {
    let wrapped = (1.0 - list) / (1.0 + (-odds).exp());
    (wrapped / (1.0 - wrapped).max(1e-9)).max(1e-9).ln().min(odds)
}

/// A stretch of lines, and what they say of it.
pub(super) struct Run {
    /// Line ends.
    pub length: usize,
    /// The odds that it is a list or verse, by how its lines end and begin; and that it is free verse.
    pub list: f32,
    pub free: f32,
    /// The log odds that lines as narrow are prose.
    pub narrow: f32,
    /// Whether no sentence begins or ends in it.
    pub lacks_sentences: bool,
}

/// The probability, for each line end, that its stretch is a list or verse. A text is either so in whole, or here and there: the more of it
/// is prose, the seldomer.
pub(super) fn probabilities(runs: &[Run]) -> Vec<f32> {
    let by_lines = |run: &Run| run.list.max(FREE * run.free);
    let prose: f32 = runs.iter().map(|run| (by_lines(run).ln() / LIST_BESIDE_PROSE.ln()).clamp(0.0, 1.0)).sum();
    let somewhere = (LIST * LIST_BESIDE_PROSE.powf(prose)).max(LEAST_LIST);
    let widest = runs.iter().map(|run| run.narrow).fold(LEAST_ODDS.ln(), f32::max);
    let free = runs.iter().fold(FREE * (-NARROW_FREE * widest).exp(), |all, run| bounded(all * run.free));
    let lists = runs.iter().fold(1.0, |all, run| bounded(all * run.list));
    let ends: usize = runs.iter().map(|run| run.length).sum();
    let lacks_sentences = ends >= LEAST_WITHOUT_SENTENCES && runs.iter().all(|run| run.lacks_sentences);
    let bare = if lacks_sentences { LIST_WITHOUT_SENTENCES } else { 0.0 };
    let prior = somewhere.max((LIST * free.max(lists)).min(MOST_THROUGHOUT)).max(bare);
    let probability = |run: &Run| {
        let odds = prior * run.list.max(FREE * run.free * (-NARROW_FREE * run.narrow).exp());
        odds / (1.0 + odds)
    };
    runs.iter().flat_map(|run| std::iter::repeat_n(probability(run), run.length)).collect()
}

/// The odds that all lines of a text are verse or a list, by how they end and begin and by what they leave free.
pub(super) fn throughout(runs: &[Run]) -> f32 {
    let all = |odds: fn(&Run) -> f32| runs.iter().fold(1.0, |all, run| bounded(all * odds(run)));
    all(|run| run.free).max(all(|run| run.list))
}

/// The log odds that narrow lines are prose, in a text of which so much is known of all lines: those of a text that is surely wrapped say
/// nothing by being narrow.
pub(super) fn narrow_in(measure: usize, throughout: f32) -> f32 {
    -(1.0 + (-narrow(measure)).exp() * throughout).ln().min(-narrow(measure))
}

/// The log odds that lines of so many columns are prose where no hyphen ends any.
pub(super) fn narrow(measure: usize) -> f32 {
    let lacking = NARROW.saturating_sub(measure) as f32;
    if measure == 0 || lacking == 0.0 { 0.0 } else { VERSE + VERSE_A_COLUMN * lacking }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    fn repaired(text: &str) -> String {
        Repairer::danish().repair(text.as_bytes()).into_text().into_owned()
    }

    #[test]
    fn free_verse_keeps_its_lines() {
        let poems = [
            "Bussen\n\nDer holder en bus ved\nkanten af byen og\nventer på nogen som\naldrig har købt en\nbillet\n\nChaufføren ser på sit ur og\nlægger hånden på\ndøren der stadig er\nvarm efter solen\n\nSå kører den uden\nat vente på nogen\n",
            "Jeg tænker på en\nstol der står i et\nkøkken og holder på\nvarmen fra en som har\nrejst sig for at\nhente mere kaffe og\nglemt hvad hun ville\n",
            "Mørket har panser-\ni hvert fald om\nnatten når det er\nalene med os og\nde andre er gået i\nseng\n",
        ];
        for poem in poems {
            assert_eq!(repaired(poem), poem);
        }
    }

    #[test]
    fn lines_without_a_sentence_are_not_joined() {
        let texts = [
            "ved midnat gik jeg ud i haven for at høre havet\nsom lå og åndede bag diget hvor de gamle hjelme gror\nog ingen vidste længere hvem der havde plantet dem\nder stod en stige op ad muren glemt siden i oktober\ndens trin var grønne af den regn som faldt i foråret\njeg talte dem og satte mig på det nederste og så\nat lygten ude på molen blinkede tre gange for hver\nbåd der kom hjem og kun en gang for dem der var borte\n",
            "nøgler til kælderen og til den lille port mod gaden\nregninger fra elværket for de seneste to kvartaler\nen liste over beboere der har betalt for vaskeriet\ntegninger af det nye skur som blev vedtaget i maj\nbrev fra kommunen om de lindetræer der skal fældes\nkopi af forsikringen og af brandmyndighedens krav\nreferat fra sidste møde med rettelser i margenen\net billede af gården som den så ud før ombygningen\n",
        ];
        for text in texts {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn wrapped_prose_is_joined_however_short_its_paragraphs_are() {
        let text = "Foreningen holder åbent hus i den gamle skole på lørdag, og alle er\nvelkomne til at kigge forbi mellem klokken ti og fire.\n\nDer bliver kaffe og kage i salen, hvor også de nye planer for haven\nhænger fremme, så man kan skrive sine forslag på dem.\n\nBørnene kan bygge fuglekasser i værkstedet, hvis de har en voksen med,\nsom kan holde på brættet, mens de saver.\n";
        assert_eq!(repaired(text).lines().count(), 5);
    }
}
