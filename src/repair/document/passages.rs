//! Which language a place is in, by the passage around it.
//!
//! A passage is a line; a longer one is cut at the ends of its sentences, so that a single foreign sentence of a Danish
//! paragraph is told too. Lines of a word each, as lists have them, with a number or a code beside it, are one passage together: a word is in
//! no language ([`super::passage_ends`]). What a short passage leaves open is told by the ones beside it, and by the document.

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use memchr::memchr;

use super::passage_ends::{ENOUGH, ends};
use super::{Summary, Told, kind};
use crate::language::Language;
use crate::language::identify::{Tongue, Tongues};
use crate::repair::reading::Reading;
use crate::text::SignIndex;
use crate::tokenize;

/// Log odds from which a place is held to be in another language.
pub(in crate::repair) const FOREIGN: f32 = 2.0;
/// The same where the letters of the place are said to be damaged: of lone lines of Danish in wrong letters one in fifty stands
/// above [`FOREIGN`].
pub(in crate::repair) const FOREIGN_THOUGH_DAMAGED: f32 = 5.0;
/// Log odds for another language below which a place is known to be Danish: of the misread words that were right on pages of
/// four scanners 3 in a hundred stand above.
pub(in crate::repair) const SURELY_OWN: f32 = -1.0;

/// Words from which on a passage, with those beside it, tells its language.
const TELLING: f32 = 4.0;
/// How much the passages beside a short one count.
const BESIDE: f32 = 0.5;
/// What a passage says for the document is cut off here: one that is long says no more than that it is what it is.
const MOST_OF_PASSAGE: f32 = 3.0;
/// How much the mean of the passages counts for each of them: a short one in a document that is Danish, or is not,
/// throughout is so too by some 90 to 1 before it is looked at; in a mixed one nothing is known before.
const OF_DOCUMENT: f32 = 1.5;
/// Log odds for another language below which a document is Danish throughout: [`OF_DOCUMENT`] times a mean of 2 nats a passage, of
/// the 3 that count at most.
const THROUGHOUT: f32 = -3.0;
/// As if so many passages had said nothing.
const UNSEEN: f32 = 2.0;
/// A passage of fewer words says nothing for the document.
const LEAST_WORDS: f32 = 3.0;
/// Passages of a block, spread evenly, that tell the document's language; each is of some hundred bytes at most.
const SAMPLES: usize = 24;
/// Passages of which is kept what they say; places are asked about one after the other.
const KEPT: usize = 1024;

/// The passages of a block's text.
pub(super) struct Passages<'t> {
    text: &'t str,
    told: Rc<Told>,
    document: OnceCell<f32>,
}

impl<'t> Passages<'t> {
    /// Of a text of which so much was told before.
    pub fn new(text: &'t str, summary: Option<&Summary>, told: Rc<Told>) -> Self {
        let document = OnceCell::new();
        if let Some(summary) = summary {
            let _ = document.set(summary.said.prior());
        }
        Self { text, told, document }
    }

    /// Log odds that a place is in another language than Danish.
    pub fn foreign(&self, place: &Range<usize>) -> f32 {
        let number = self.number_at(place);
        if let Some(known) = self.told.foreign.borrow().get(&number) {
            return *known;
        }
        let foreign = self.weigh(number);
        self.told.foreign.borrow_mut().insert(number, foreign);
        foreign
    }

    /// The number of the passage that a place begins in.
    fn number_at(&self, place: &Range<usize>) -> usize {
        let ends = self.ends();
        ends.partition_point(|end| *end <= place.start).min(ends.len().saturating_sub(1))
    }

    /// Whether a place that is in another language is in one which writes nearly no letters beyond ASCII, as English does, by its passage and those
    /// beside it. Names of fields and commands among them look like any language.
    pub fn is_in_plain_letters(&self, place: &Range<usize>) -> bool {
        /// Nats by which another may be likelier: less than two of its common words. Chosen.
        const NEAR: f32 = 8.0;
        let number = self.number_at(place);
        let mut tongues = self.tongues(number);
        tongues.add(&self.beside(number));
        tongues.near(NEAR).any(|tongue| tongue == Tongue::English) || tongues.best() == Tongue::Danish
    }

    fn weigh(&self, number: usize) -> f32 {
        let own = self.tongues(number);
        let missing = ENOUGH.saturating_sub(self.range(number).len()) as f32 / ENOUGH as f32;
        let beside = if missing > 0.0 { self.beside(number) } else { Tongues::default() };
        let document = self.prior();
        let odds = document - own.danish_log_odds() - BESIDE * missing * beside.danish_log_odds();
        // Some pages of a dictionary have nothing but words that are Danish as well.
        let odds = if self.is_list(number) { odds.max(document) } else { odds };
        // A word or two are in no language: a misread one looks like none.
        odds * ((own.words() + beside.words()) / TELLING).min(1.0)
    }

    /// Whether a passage is the entries of a list.
    fn is_list(&self, number: usize) -> bool {
        self.text[self.range(number)].trim_end().contains('\n')
    }

    /// Log odds that a passage of the document is in another language, before it is looked at.
    fn prior(&self) -> f32 {
        *self.document.get_or_init(|| self.sample().prior())
    }

    /// Whether the passages of the document are Danish, as far as they were looked at.
    pub fn is_own_throughout(&self) -> bool {
        self.prior() <= THROUGHOUT
    }

    /// Whether nearly all of them are in another language.
    pub fn is_foreign_throughout(&self) -> bool {
        self.prior() >= -THROUGHOUT
    }

    /// Whether more of them say so than say that they are Danish.
    pub fn is_foreign_rather(&self) -> bool {
        self.prior() > 0.0
    }

    /// What the passages beside one say.
    fn beside(&self, number: usize) -> Tongues {
        let mut tongues = Tongues::default();
        for other in [number.checked_sub(1), Some(number + 1)].into_iter().flatten() {
            if other < self.ends().len() {
                tongues.add(&self.tongues(other));
            }
        }
        tongues
    }

    /// What passages say that are spread evenly over the block.
    pub fn sample(&self) -> Said {
        let mut said = Said::default();
        let passages = self.ends().len();
        for number in (0..passages).step_by(passages.div_ceil(SAMPLES).max(1)) {
            said.count(&self.tongues(number));
        }
        said
    }

    /// Where the passage ends that a place stands in.
    pub fn end(&self, at: usize) -> usize {
        let ends = self.ends();
        ends.get(ends.partition_point(|end| *end <= at)).copied().unwrap_or(self.text.len())
    }

    fn tongues(&self, number: usize) -> Tongues {
        if let Some(known) = self.told.tongues.borrow().get(&number) {
            return *known;
        }
        let passage = &self.text[self.range(number)];
        let has_escapes = memchr(b'\\', passage.as_bytes()).is_some() && self.are_troff();
        let tongues = if has_escapes { Tongues::of(&kind::read_troff(passage)) } else { Tongues::of(passage) };
        let mut kept = self.told.tongues.borrow_mut();
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(number, tongues);
        tongues
    }

    fn range(&self, number: usize) -> Range<usize> {
        let ends = self.ends();
        let start = number.checked_sub(1).map_or(0, |before| ends[before]);
        start..ends.get(number).copied().unwrap_or(start)
    }

    /// Whether the text is prose: neither program source nor data nor markup.
    pub fn are_prose(&self) -> bool {
        *self.told.is_prose.get_or_init(|| kind::is_prose(self.text, self.signs()))
    }

    /// Where the signs of the text stand.
    pub fn signs(&self) -> &SignIndex {
        self.told.signs(self.text)
    }

    /// The text with its words.
    pub fn reading(&self, language: &'static Language) -> Reading<'_> {
        Reading { text: self.text, words: self.told.words(self.text, language) }
    }

    /// The words that the text is cut into.
    pub fn cut(&self) -> &[tokenize::Word] {
        self.told.cut(self.text)
    }

    /// Whether the text is a source for troff.
    fn are_troff(&self) -> bool {
        *self.told.is_troff.get_or_init(|| kind::is_troff(self.text))
    }

    fn ends(&self) -> &[usize] {
        self.told.ends.get_or_init(|| ends(self.text))
    }
}

/// What passages of a document say of its language.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Said {
    passages: f32,
    /// Log odds for Danish, all together.
    danish: f32,
}

impl Said {
    fn count(&mut self, tongues: &Tongues) {
        if tongues.words() >= LEAST_WORDS {
            self.passages += 1.0;
            self.danish += tongues.danish_log_odds().clamp(-MOST_OF_PASSAGE, MOST_OF_PASSAGE);
        }
    }

    pub fn add(&mut self, other: &Self) {
        self.passages += other.passages;
        self.danish += other.danish;
    }

    /// Log odds that a passage of the document is in another language, before it is looked at.
    fn prior(&self) -> f32 {
        -OF_DOCUMENT * self.danish / (self.passages + UNSEEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_words_is_told_by_all_of_them() {
        let swedish = "accelerera acceptera adress affisch aktuell allmän anläggning bageri beröring beställning bokhylla budgetförslag \
            cykla dagis effektivisera familjefilm fönster glödlampa hjälpa jämföra kläder kyckling lägenhet mellanrum nyckel \
            obehörig påse rättvisa sjukhus skärm snäll stämpel tjänst uppgift utveckling vägg välja ögonblick överens";
        let danish = "accelerere acceptere adresse affald aktuel almindelig anlæg bageri berøring bestilling boghylde budgetforslag \
            cykle daginstitution effektivisere familiefilm vindue glødelampe hjælpe jævnføre tøj kylling lejlighed mellemrum nøgle \
            uvedkommende pose retfærdighed sygehus skærm rar stempel tjeneste opgave udvikling væg vælge øjeblik enig";
        let is_foreign_with = |words: &str, code: &str| {
            let entries: Vec<String> = words.split_whitespace().map(|word| format!("{word}{code}")).collect();
            let list = entries.join("\n");
            let passages = Passages::new(&list, None, Rc::default());
            let places = list.match_indices('\n').map(|(at, _)| at + 1);
            places.map(|at| passages.foreign(&(at..at + 1)) >= FOREIGN).collect::<Vec<_>>()
        };
        for code in ["", " 4711", "\tS 3", "      // [1F38E]"] {
            assert!(is_foreign_with(swedish, code).into_iter().all(|foreign| foreign), "{code}");
            assert!(is_foreign_with(danish, code).into_iter().all(|foreign| !foreign), "{code}");
        }
    }

    #[test]
    fn a_foreign_sentence_of_a_danish_paragraph_is_told() {
        let danish = "Udvalget drøftede sagen på mødet, og formanden lovede at vende tilbage med et svar i næste uge. ";
        let finnish = "Hallitus päätti eilen, että uudet säännöt tulevat voimaan vasta ensi vuoden alussa kaikkialla. ";
        let text = format!("{}{finnish}{}", danish.repeat(4), danish.repeat(4));
        let passages = Passages::new(&text, None, Rc::default());
        let at = |word: &str| passages.foreign(&(text.find(word).unwrap()..text.find(word).unwrap() + 3));
        assert!(at("päätti") > FOREIGN && at("formanden") < SURELY_OWN, "{} {}", at("päätti"), at("formanden"));
    }
}
