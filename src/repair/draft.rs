use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use super::addresses;
use super::decide::decide;
use super::document::Told;
use super::exceptions::Marked;
use super::proposal::Proposal;
use super::{DocumentKind, Options, Survey, Suspect, exceptions};
use crate::codecs::Encoding;
use crate::text::{Edit, Ranges, SourceMap, apply, compose};

/// A block on its way through the stages: its text so far, and how that came about.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    block: &'a [u8],
    encoding: Encoding,
    /// The text as the last stage left it.
    pub text: Cow<'a, str>,
    /// What is known of its markers.
    marked: Marked,
    /// What was told of the text, as it stands.
    pub told: Rc<Told>,
    /// The decoded text, once a stage has changed it.
    decoded: Option<Cow<'a, str>>,
    /// What leads to `text`. Ranges of the input count from the block where it is UTF-8, else from the decoded text
    /// until [`Draft::translate`].
    pub edits: Vec<Edit>,
    /// Passages of the text that are what a person decided: no later stage changes or doubts them.
    decided: Ranges,
    /// What was doubted on the way, ascending and disjoint; ranges as in `edits`.
    pub suspects: Vec<Suspect>,
}

impl<'a> Draft<'a> {
    /// The block as its encoding reads it.
    pub fn decode(block: &'a [u8], survey: &Survey) -> Self {
        let (text, edits) = match survey.kind {
            DocumentKind::Text => super::decode::decode(block, survey.encoding, &survey.hints),
            _ => (String::from_utf8_lossy(block), Vec::new()),
        };
        let (told, decided, suspects) = (Rc::default(), Ranges::default(), Vec::new());
        let marked = Marked::of(&text, survey.begins_off(block));
        Self { block, encoding: survey.encoding, text, marked, decoded: None, told, edits, decided, suspects }
    }

    /// Whether a block's markers leave the repair off behind it; nothing where it does not say.
    pub fn switched(block: &'a [u8], survey: &Survey) -> Option<bool> {
        let draft = exceptions::may_have_markers(block).then(|| Self::decode(block, survey))?;
        draft.marked.switched(&draft.text)
    }

    /// Decides what a stage proposes, applies it, and folds it into what was done before. Says whether the text
    /// changed.
    ///
    /// Addresses are left alone, whatever the stage, and what a person said of it is done.
    pub fn apply(&mut self, mut proposals: Vec<Proposal>, options: &Options) -> bool {
        addresses::leave_alone(&self.text, &mut proposals);
        proposals.retain(|proposal| !self.decided.overlap(&proposal.range));
        let decided = exceptions::obey(&self.text, &mut proposals, options, self.marked);
        self.decided.extend(decided);
        let decision = decide(proposals, options);
        self.doubt(decision.suspects);
        if decision.changes.is_empty() {
            return false;
        }
        let (text, edits) = apply(&self.text, decision.changes);
        if !self.suspects.is_empty() || !self.decided.is_empty() {
            let map = SourceMap::new(&edits);
            self.decided.map(|decided| map.to_output(decided));
            for suspect in &mut self.suspects {
                suspect.output = map.to_output(suspect.output.clone());
            }
        }
        self.told = Rc::default();
        let before = std::mem::replace(&mut self.text, Cow::Owned(text));
        let decoded = self.decoded.get_or_insert(before);
        let input = match self.encoding {
            Encoding::Utf8 => self.block,
            _ => decoded.as_bytes(),
        };
        self.edits = compose(input, std::mem::take(&mut self.edits), edits, &self.text);
        true
    }

    /// Keeps a stage's suspects, traced back to the input. Of two that overlap the more probable stays.
    fn doubt(&mut self, suspects: Vec<Suspect>) {
        if suspects.is_empty() {
            return;
        }
        let map = SourceMap::new(&self.edits);
        let traced =
            suspects.into_iter().map(|suspect| Suspect { input: map.to_input(suspect.input.clone()), ..suspect });
        let mut all: Vec<Suspect> = self.suspects.drain(..).chain(traced).collect();
        all.sort_by_key(|suspect| (suspect.input.start, suspect.input.end));
        for suspect in all {
            match self.suspects.last_mut() {
                Some(last) if overlap(&last.input, &suspect.input) || is_same(last, &suspect) => {
                    if suspect.probability > last.probability {
                        *last = suspect;
                    }
                }
                _ => self.suspects.push(suspect),
            }
        }
    }

    /// Ends the way: a passage that was mended after all is no suspect, and every range of the decoded text becomes
    /// one of the block.
    pub fn finish(&mut self) {
        let edits = &self.edits;
        self.suspects.retain(|suspect| {
            let at = edits.partition_point(|edit| edit.input.end <= suspect.input.start);
            !edits.get(at).is_some_and(|edit| overlap(&edit.input, &suspect.input))
        });
        if !matches!(self.encoding, Encoding::Utf8) {
            self.translate();
        }
    }

    /// Where ascending places of the text stand in the block, in bytes of it.
    pub fn places_in_block<'r>(&self, places: impl Iterator<Item = &'r Range<usize>>) -> Vec<Range<usize>> {
        let map = SourceMap::new(&self.edits);
        let decoded = places.map(|place| map.to_input(place.clone()));
        if matches!(self.encoding, Encoding::Utf8) {
            return decoded.collect();
        }
        let mut translation = Translation::new(self.decoded.as_ref().unwrap_or(&self.text), self.encoding);
        decoded.map(|place| translation.advance(&(place.start.max(translation.at.0)..place.end))).collect()
    }

    fn translate(&mut self) {
        let decoded = self.decoded.as_ref().unwrap_or(&self.text);
        let mut of_edits = Translation::new(decoded, self.encoding);
        for edit in &mut self.edits {
            edit.input = of_edits.advance(&edit.input);
            edit.before = self.block[edit.input.clone()].into();
        }
        let mut of_suspects = Translation::new(decoded, self.encoding);
        for suspect in &mut self.suspects {
            suspect.input = of_suspects.advance(&suspect.input);
        }
    }
}

/// Turns ascending ranges of a decoded text into ranges of its bytes, reading the text once.
struct Translation<'t> {
    decoded: &'t str,
    encoding: Encoding,
    /// The place reached, in the decoded text and in the bytes.
    at: (usize, usize),
}

impl<'t> Translation<'t> {
    fn new(decoded: &'t str, encoding: Encoding) -> Self {
        Self { decoded, encoding, at: (0, 0) }
    }

    fn advance(&mut self, range: &Range<usize>) -> Range<usize> {
        self.step(range.start)..self.step(range.end)
    }

    fn step(&mut self, offset: usize) -> usize {
        self.at.1 += self.encoding.encoded_len(&self.decoded[self.at.0..offset]);
        self.at.0 = offset;
        self.at.1
    }
}

/// Whether two suspects are one that was found twice: a place between two letters is nowhere else either.
fn is_same(one: &Suspect, two: &Suspect) -> bool {
    one.input == two.input && one.rule == two.rule
}

fn overlap(one: &Range<usize>, two: &Range<usize>) -> bool {
    one.start < two.end && two.start < one.end
}
