//! Further hypotheses of unknown words, which only what the first round found makes worth looking for: rarer confusions, and words
//! that the document has again and again.

use super::super::candidates::{Found, Reading};
use super::super::evidence::Rates;
use super::super::{learned, tokens};
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
}
