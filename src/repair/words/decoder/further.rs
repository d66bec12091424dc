//! Further hypotheses, which only what the first round found makes worth looking for: rarer confusions of unknown words, words that
//! the document has again and again, and known words that a proven confusion could have made of others.

use super::super::archive::Archive;
use super::super::candidates::{self, Found, Reading};
use super::super::confusions::Confusions;
use super::super::cut_words::is_half;
use super::super::evidence::{Evidence, Rates};
use super::super::{learned, tokens};
use super::hypotheses::{Doubt, Hypotheses};
use super::worth_a_look::lost_a_letter;
use super::{Decoder, Times};
use crate::language::{Language, Reach, Respellings};
use crate::text::QuickMap;

/// Known words are doubted where a confusion takes so many of its letters' places, and was proven so often.
const STRONG_RATE: f32 = 0.01;
const STRONG_CASES: f32 = 1.5;
/// So common a confusion needs no case of its own: the document's damage says enough, where its letters are missing.
const EXPECTED_RATE: f32 = 0.06;

impl Decoder<'_> {
    /// In a document that is damaged: looks further for words that nothing explained so far.
    pub(super) fn search_on(&mut self, rates: &Rates, search: fn(&str, &'static Language) -> Found) {
        let mut found = false;
        for word in &mut self.suspicious {
            if word.readings.is_empty() {
                let further = search(word.token(self.text), self.language);
                if !further.readings.is_empty() {
                    found = true;
                    word.readings = further.readings;
                    word.leave_out(&self.unwritten);
                    word.beside = Some(tokens::beside(self.text, &word.range, self.language));
                }
            }
        }
        if found {
            self.weigh_all(rates);
            self.count_evidence();
        }
    }

    /// Reads words that no list knows as others that the document has again and again.
    pub(super) fn learn_names(&mut self, rates: &Rates) {
        let mut times = Times::default();
        for word in self.suspicious.iter().filter(|word| word.whole.is_none() && word.is_strange()) {
            *times.entry(&self.text[word.range.clone()]).or_default() += 1;
        }
        let Some(names) = learned::Names::of(&times, self.text) else { return };
        let mut found = false;
        let mut readings: QuickMap<&str, Vec<Reading>> = QuickMap::default();
        for word in self.suspicious.iter_mut().filter(|word| word.whole.is_none()) {
            let token = &self.text[word.range.clone()];
            let readings = readings.entry(token).or_insert_with(|| names.readings(token, self.language));
            if !readings.is_empty() {
                found = true;
                word.learn(self.text, readings.clone(), self.language);
            }
        }
        if found {
            self.weigh_all(rates);
            self.count_evidence();
        }
    }

    /// Takes in the known words that a proven confusion could have made of others.
    pub(super) fn doubt_known(&mut self, known: Option<&Evidence>) {
        let prior = self.archive.map_or(&[][..], Archive::rates);
        let Some(table) = strong(&self.evidence(known), prior, self.confusions()) else { return };
        let mut readings: QuickMap<&str, Option<Found>> = QuickMap::default();
        let (text, language) = (self.text, self.language);
        let mut doubted = Vec::new();
        let is_taken = |place: usize| {
            let next = self.suspicious.partition_point(|word| word.range.start <= place);
            next > 0 && self.suspicious[next - 1].range.end > place
        };
        for range in self.reading.words.iter().map(|word| word.range()) {
            if is_taken(range.start)
                || !tokens::is_word(text, &range)
                || is_half(text, &range)
                || lost_a_letter(text, &range)
            {
                continue;
            }
            let token = &text[range.clone()];
            let found = readings.entry(token).or_insert_with(|| of_known(token, &table, language));
            if let Some(found) = found {
                doubted.push(Hypotheses::with(text, range, Doubt::Known, found.clone(), language));
            }
        }
        doubted.iter_mut().for_each(|word| word.leave_out(&self.unwritten));
        self.suspicious.extend(doubted);
        self.suspicious.sort_by_key(|word| word.range.start);
    }
}

/// The rows of the table that the document has proven, or its archive has, so often that known words may come from them.
pub(super) fn strong(evidence: &Evidence, prior: &[f32], known: &'static Confusions) -> Option<Respellings> {
    let rates = evidence.rates(prior, known);
    let is_strong = |row: usize| is_strong(row, evidence, &rates);
    (0..known.shares.len()).any(is_strong).then(|| known.table.only(is_strong))
}

/// Whether a row is so common, by these rates, that known words may come from it.
pub(super) fn is_strong(row: usize, evidence: &Evidence, rates: &Rates) -> bool {
    let least = if evidence.cases(row) >= STRONG_CASES { STRONG_RATE } else { EXPECTED_RATE };
    rates.row(row) >= least
}

/// What a known word may have been, by the strong confusions: then also what one other confusion makes of it, so that
/// the best of all is found. `None` where they make nothing of it.
fn of_known(token: &str, strong: &Respellings, language: &'static Language) -> Option<Found> {
    if !strong.fit_somewhere(token) {
        return None;
    }
    let letters = token.chars().count();
    let names = token.starts_with(char::is_uppercase);
    let reach = Reach { rows: 2, cost: 12.0, letters: 0, compounds: false, names };
    let compound = letters >= 8 && !language.is_known(token);
    let mut readings = candidates::search(token, strong, Reach { compounds: compound, ..reach }, language);
    if readings.is_empty() {
        return None;
    }
    let table = &Confusions::of(language).table;
    let others = candidates::search(token, table, Reach { rows: 1, ..reach }, language);
    let is_new = |other: &Reading| readings.iter().all(|known| known.word.written != other.word.written);
    let new: Vec<Reading> = others.into_iter().filter(is_new).collect();
    readings.extend(new);
    Some(Found::new(token, readings, language))
}
