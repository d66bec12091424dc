//! What a person decided of single places of a document, done to its finished repair.

use std::ops::Range;

use super::rules::rules;
use super::{Repair, Suspect};
use crate::text::{Edit, Evidence, RuleCode};

/// What becomes of one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amendment<'d> {
    /// Bytes of the block.
    pub start: usize,
    pub end: usize,
    /// The passage, as decoded.
    pub text: &'d str,
    /// What it becomes; nothing where it is right as it stands.
    pub reading: Option<&'d str>,
    /// Codes of the rules that found it, joined with `+`.
    pub codes: &'d str,
    /// Why: the edit's evidence.
    pub reason: &'d str,
}

impl<'a> Repair<'a> {
    /// The repair with these places as they were decided, and which of them were found. Nothing where the block cannot be put
    /// together anew.
    pub(crate) fn amended(&self, amendments: &[Amendment<'_>]) -> Option<(Self, Vec<bool>)> {
        let mut repair = self.clone();
        let met = amendments.iter().map(|amendment| repair.amend(amendment)).collect();
        repair.rebuild()?;
        Some((repair, met))
    }

    /// Does one of them, and leaves the output's ranges to be found; whether it was found.
    fn amend(&mut self, amendment: &Amendment<'_>) -> bool {
        let place = amendment.start..amendment.end;
        let is_it = |bytes: &[u8]| self.encoding.decode_exact(bytes).is_some_and(|text| text == amendment.text);
        if !self.input.get(place.clone()).is_some_and(is_it) {
            return false;
        }
        let reading = amendment.reading.filter(|reading| *reading != amendment.text);
        let edits = &mut self.ledger.edits;
        let at = edits.partition_point(|edit| edit.input.end <= place.start);
        match (edits.get_mut(at).filter(|edit| edit.input.start < place.end), reading) {
            (Some(edit), _) if edit.input != place => return false,
            (Some(_), None) => drop(edits.remove(at)),
            (Some(edit), Some(reading)) => {
                edit.after = reading.into();
                edit.probability = 1.0;
                edit.evidence = amendment.reason.to_owned().into();
            }
            (None, Some(reading)) => {
                edits.insert(at, amendment.edit(place.clone(), &self.input[place.clone()], reading))
            }
            (None, None) => {}
        }
        let is_apart = |suspect: &Suspect| suspect.input.end <= place.start || place.end <= suspect.input.start;
        self.suspects.retain(is_apart);
        true
    }

    /// Puts the text together anew of the input and the edits, and finds where edits and suspects stand in it.
    fn rebuild(&mut self) -> Option<()> {
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        let mut suspects = self.suspects.iter_mut().peekable();
        let mut pass = |text: &mut String, to: usize| -> Option<()> {
            text.push_str(&self.encoding.decode_exact(self.input.get(at..to)?)?);
            at = to;
            Some(())
        };
        for edit in &mut self.ledger.edits {
            while let Some(suspect) = suspects.next_if(|suspect| suspect.input.end <= edit.input.start) {
                stand(suspect, &mut text, &mut pass)?;
            }
            pass(&mut text, edit.input.start)?;
            let start = text.len();
            text.push_str(&edit.after);
            edit.output = start..text.len();
            // What was there before stands nowhere.
            pass(&mut String::new(), edit.input.end)?;
        }
        for suspect in suspects {
            stand(suspect, &mut text, &mut pass)?;
        }
        pass(&mut text, self.input.len())?;
        self.text = text.into();
        Some(())
    }
}

/// Passes a suspect, and notes where it stands.
fn stand(
    suspect: &mut Suspect,
    text: &mut String,
    pass: &mut impl FnMut(&mut String, usize) -> Option<()>,
) -> Option<()> {
    pass(text, suspect.input.start)?;
    let start = text.len();
    pass(text, suspect.input.end)?;
    suspect.output = start..text.len();
    Some(())
}

impl Amendment<'_> {
    /// The edit that makes the passage `reading`; where it stands in the output is to be found.
    pub(crate) fn edit(&self, input: Range<usize>, before: &[u8], reading: &str) -> Edit {
        let code = |code: &str| rules().iter().map(|rule| rule.code).find(|known| known.0 == code);
        Edit {
            input,
            output: 0..0,
            before: before.into(),
            after: reading.into(),
            rules: self.codes.split('+').filter_map(code).collect::<Vec<RuleCode>>().as_slice().into(),
            probability: 1.0,
            evidence: Evidence::from(self.reason.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Repairer;
    use super::*;

    #[test]
    fn places_become_what_was_decided_and_the_rest_stays() {
        let text = "Det ny mÃ¸de er pa mandag. Et mÃ¸de er nok, og et mÃ¸de mere er for meget.";
        let repairer = Repairer::danish();
        let mut blocks = text.as_bytes();
        let survey = repairer.survey(&mut blocks).unwrap();
        let repair = repairer.repair_block(text.as_bytes(), &survey);
        assert_eq!(repair.edits().len(), 3);
        let at = |passage: &str| text.find(passage).unwrap();
        let second = at("Et mÃ¸de") + 4;
        let amendment = |start: usize, passage: &'static str, reading| Amendment {
            start,
            end: start + passage.len(),
            text: passage,
            reading,
            codes: "W101",
            reason: "decided",
        };
        let decided = [
            amendment(at("pa mandag"), "pa", Some("på")),
            amendment(second, "Ã¸", None),
            amendment(0, "Den", Some("Dem")),
        ];
        let (amended, met) = repair.amended(&decided).unwrap();
        assert_eq!(met, [true, true, false]);
        assert_eq!(amended.text(), "Det ny møde er på mandag. Et mÃ¸de er nok, og et møde mere er for meget.");
        for edit in amended.edits() {
            assert_eq!(&amended.text()[edit.output.clone()], edit.after());
        }
        assert_eq!(amended.restore(), text.as_bytes());
    }
}
