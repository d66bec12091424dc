use std::ops::Range;

use crate::formats::record::Field;
use crate::text::Edit;
use crate::{Repair, Suspect, next_block};

/// What stands between two fields: what ends a paragraph.
const BORDER: &[u8] = b"\n\n";

/// Fields, one after the other, as one text: three words by themselves prove neither their language nor their damage.
pub(super) struct Joined {
    pub text: Vec<u8>,
    /// Where each field stands.
    places: Vec<Range<usize>>,
}

impl Joined {
    pub fn of<'f, 'r: 'f>(fields: impl Iterator<Item = &'f Field<'r>>) -> Self {
        let (mut text, mut places) = (Vec::new(), Vec::new());
        for field in fields {
            if !text.is_empty() {
                text.extend_from_slice(BORDER);
            }
            let start = text.len();
            text.extend_from_slice(&field.text);
            places.push(start..text.len());
        }
        Self { text, places }
    }

    /// The text in blocks, as a document's is.
    pub fn blocks(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &self.text[..];
        std::iter::from_fn(move || {
            let (block, left) = rest.split_at_checked(next_block(rest, 1)).filter(|(block, _)| !block.is_empty())?;
            rest = left;
            Some(block)
        })
    }

    /// What a repair of the text found, field by field. What crosses the border of a field is left out.
    pub fn parted(&self, repair: &Repair) -> Vec<(Vec<Edit>, Vec<Suspect>)> {
        let mut parts: Vec<_> = self.places.iter().map(|_| (Vec::new(), Vec::new())).collect();
        for edit in repair.edits() {
            if let Some((field, input)) = self.place(&edit.input) {
                parts[field].0.push(Edit { input, ..edit.clone() });
            }
        }
        for suspect in repair.suspects() {
            if let Some((field, input)) = self.place(&suspect.input) {
                parts[field].1.push(Suspect { input, ..suspect.clone() });
            }
        }
        parts
    }

    /// The field that a range of the text stands in, and where in it.
    fn place(&self, range: &Range<usize>) -> Option<(usize, Range<usize>)> {
        let field = self.places.partition_point(|place| place.end < range.start);
        let place = self.places.get(field).filter(|place| place.start <= range.start && range.end <= place.end)?;
        Some((field, range.start - place.start..range.end - place.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Repairer;
    use crate::formats::record::Code;

    #[test]
    fn findings_are_those_of_their_fields_and_none_crosses_a_border() {
        let texts = ["Vi sÃ¥s pÃ¥ mÃ¸det i kom-", "munen. Der var ogsÃ¥ kaffe.", "", "rÃ¸dgrÃ¸d"];
        let fields: Vec<_> = texts.iter().map(|text| Field::copied(text.as_bytes(), 0, Code::Xml)).collect();
        let joined = Joined::of(fields.iter());
        let repairer = Repairer::danish();
        let repair = repairer.repair(&joined.text);
        let parts = joined.parted(&repair);
        assert_eq!(parts.iter().map(|(edits, _)| edits.len()).collect::<Vec<_>>(), [3, 1, 0, 2]);
        for ((edits, _), text) in parts.iter().zip(texts) {
            assert!(edits.iter().all(|edit| text.as_bytes()[edit.input.clone()] == *edit.before()));
        }
    }
}
