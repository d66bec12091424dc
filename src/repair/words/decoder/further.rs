//! Further hypotheses of unknown words, which only what the first round found makes worth looking for: rarer confusions, and words
//! that the document has again and again.

use super::super::candidates::{self, Found, Reading};
use super::super::evidence::{Evidence, Rates};
use super::super::{learned, old_forms, tokens};
use super::doubted::{self, Usual};
use super::hypotheses::Hypotheses;
use super::{Decoder, Times};
use crate::language::Language;
use crate::text::QuickMap;

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
                    self.unwritten.leave_out(word);
                    word.beside = Some(tokens::beside(self.text, &word.range, self.language));
                }
            }
        }
        if found {
            self.weigh_all(rates);
            self.count_evidence();
        }
    }

    /// In a document that is damaged: looks for what its reader is proven to do, at what that costs here. A search ends with the
    /// cheapest confusions of the table that make a word of a token, so what is rare elsewhere (`e` read as `c`) would else be
    /// looked for only in words that no cheap one explains (`hcle` is `hele`, and not only `hæle`).
    pub(super) fn search_by_usual(&mut self, known: Option<&Evidence>, rates: &Rates) {
        let prior = self.archive.map_or(&[][..], super::Archive::rates);
        let often = doubted::rows_often(&self.evidence(known));
        if self.has_capital_nouns && !often.is_empty() {
            self.read_old_forms(rates, &often);
        }
        let Some(usual) = Usual::of(&self.evidence(known), prior, self.confusions()) else { return };
        let mut readings: QuickMap<String, Vec<Reading>> = QuickMap::default();
        let (text, language) = (self.text, self.language);
        let further = |word: &Hypotheses| {
            let token = word.token(text);
            let search = || candidates::of_unknown_by(token, &usual.table, language);
            if usual.fits(token) { readings.entry(token.to_owned()).or_insert_with(search).clone() } else { Vec::new() }
        };
        self.learn_readings(rates, further);
    }

    /// In a text of another time: reads words as forms of that time, by what its reader is proven to do.
    fn read_old_forms(&mut self, rates: &Rates, proven: &[u16]) {
        let mut readings: QuickMap<String, Vec<Reading>> = QuickMap::default();
        let (text, language) = (self.text, self.language);
        let further = |word: &Hypotheses| {
            let token = word.token(text);
            let search = || old_forms::readings(token, proven, language);
            readings.entry(token.to_owned()).or_insert_with(search).clone()
        };
        self.learn_readings(rates, further);
    }

    /// Gives each unknown word further readings.
    fn learn_readings(&mut self, rates: &Rates, mut further: impl FnMut(&Hypotheses) -> Vec<Reading>) {
        let mut found = false;
        for word in &mut self.suspicious {
            let readings = further(word);
            if !readings.is_empty() {
                found = true;
                word.learn(self.text, readings, self.language);
                self.unwritten.leave_out(word);
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
}
