//! What became of a block, as it is kept until its document is done. In: a repair without its block. Out: bytes, and of them and the
//! block the same repair again.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::io::{self, Read, Write};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_128;

use super::outcome::DetachedRepair;
use super::rules::rules;
use super::{Candidate, DocumentKind, Suspect};
use crate::codecs::Encoding;
use crate::text::{Edit, Ledger, QuickMap, RuleCode};

/// One of the pieces that are kept, each by itself: a block may have a hundred thousand of them.
#[derive(Serialize, Deserialize)]
enum Piece<'k> {
    /// What the edits that follow may say, each by its place among them.
    Kinds(Vec<Kind<'k>>),
    Edits(Vec<KeptEdit>),
    Suspect(KeptSuspect<'k>),
    /// The hash of the text, which tells whether it comes out as it did. It is the last.
    Text(Cow<'k, str>),
}

/// What edits say but for where they stand: thousands say the same.
#[derive(Serialize, Deserialize)]
struct Kind<'k> {
    after: Cow<'k, str>,
    rules: Vec<Cow<'k, str>>,
    evidence: Cow<'k, str>,
    /// The bits of the probability: no digit is lost.
    probability: u32,
}

/// An edit, less the bytes that it took, which the block has: its kind; bytes that are left between it and the edit before it, in the
/// input and in the output; and bytes that it takes.
#[derive(Serialize, Deserialize)]
struct KeptEdit(usize, usize, usize, usize);

#[derive(Serialize, Deserialize)]
struct KeptSuspect<'k> {
    places: Places,
    rule: Cow<'k, str>,
    probability: u32,
    evidence: Cow<'k, str>,
    candidates: Vec<(Cow<'k, str>, u32)>,
}

/// Start and end in the input, and in the output.
type Places = [usize; 4];

/// What an edit says but for where it stands, to find its kind by.
struct Said<'e>(&'e Edit);

impl Said<'_> {
    fn all(&self) -> (&str, u32, &[RuleCode], &str) {
        let Self(edit) = self;
        (&edit.after, edit.probability.to_bits(), &edit.rules, &edit.evidence)
    }
}

impl PartialEq for Said<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.all() == other.all()
    }
}

impl Eq for Said<'_> {}

impl Hash for Said<'_> {
    /// Of these two there are few, and they tell nearly all kinds apart.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (after, probability, ..) = self.all();
        (after, probability).hash(state);
    }
}

/// Edits that are written down together.
const TOGETHER: usize = 4096;

impl DetachedRepair {
    /// Writes it without its text: the block has that, but for the edits.
    pub(crate) fn keep(&self, block: &[u8], out: &mut impl Write) -> io::Result<()> {
        let mut write = |piece: Piece| serde_json::to_writer(&mut *out, &piece);
        let mut here = Here::default();
        for edits in self.ledger.edits.chunks(TOGETHER) {
            let (mut kinds, mut places) = (Vec::new(), QuickMap::default());
            let mut kept = Vec::with_capacity(edits.len());
            for edit in edits {
                let kind = *places.entry(Said(edit)).or_insert(kinds.len());
                if kind == kinds.len() {
                    kinds.push(edit.into());
                }
                kept.push(here.keep(kind, edit));
            }
            write(Piece::Kinds(kinds))?;
            write(Piece::Edits(kept))?;
        }
        self.suspects.iter().try_for_each(|suspect| write(Piece::Suspect(suspect.into())))?;
        let text = self.text.as_ref().map_or(block, String::as_bytes);
        Ok(write(Piece::Text(Cow::Owned(hash(text))))?)
    }

    /// The repair of a block that was kept; nothing if it is not of this block, or of rules that are not known.
    pub(crate) fn of_kept(kept: impl Read, block: &[u8], encoding: Encoding) -> Option<Self> {
        let (mut edits, mut suspects) = (Vec::new(), Vec::new());
        let (mut kinds, mut here) = (Vec::new(), Here::default());
        for piece in serde_json::Deserializer::from_reader(kept).into_iter::<Piece>() {
            match piece.ok()? {
                Piece::Kinds(said) => kinds = said.into_iter().map(Kind::edit).collect::<Option<_>>()?,
                Piece::Edits(kept) => {
                    let all = kept.into_iter().map(|edit| here.edit(edit, &kinds, block));
                    edits.extend(all.collect::<Option<Vec<Edit>>>()?);
                }
                Piece::Suspect(suspect) => suspects.push(suspect.of()?),
                Piece::Text(before) => {
                    let text = text_of(block, &edits, encoding)?;
                    let is_it = hash(text.as_bytes()) == before;
                    let (text, ledger, kind) = (Some(text), Ledger { edits }, DocumentKind::Text);
                    return is_it.then_some(Self { text, ledger, suspects, encoding, kind });
                }
            }
        }
        None
    }
}

/// The end of the edit that was met last, in the input and in the output.
#[derive(Default)]
struct Here {
    input: usize,
    output: usize,
}

impl Here {
    fn keep(&mut self, kind: usize, edit: &Edit) -> KeptEdit {
        let passed = [edit.input.start - self.input, edit.output.start - self.output];
        *self = Self { input: edit.input.end, output: edit.output.end };
        KeptEdit(kind, passed[0], passed[1], edit.input.len())
    }

    /// The edit that was kept, which says what those of its kind do; nothing if it does not stand in the block.
    fn edit(
        &mut self,
        KeptEdit(kind, passed, out_passed, taken): KeptEdit,
        kinds: &[Edit],
        block: &[u8],
    ) -> Option<Edit> {
        let kind = kinds.get(kind)?;
        let (start, out) = (self.input.checked_add(passed)?, self.output.checked_add(out_passed)?);
        *self = Self { input: start.checked_add(taken)?, output: out.checked_add(kind.after.len())? };
        let (input, output) = (start..self.input, out..self.output);
        Some(Edit { before: block.get(input.clone())?.into(), input, output, ..kind.clone() })
    }
}

impl<'k> From<&'k Edit> for Kind<'k> {
    fn from(edit: &'k Edit) -> Self {
        Self {
            after: Cow::Borrowed(&edit.after),
            rules: edit.rules.iter().map(|rule| Cow::Borrowed(rule.0)).collect(),
            evidence: Cow::Borrowed(&edit.evidence),
            probability: edit.probability.to_bits(),
        }
    }
}

impl Kind<'_> {
    /// An edit of the kind that stands nowhere.
    fn edit(self) -> Option<Edit> {
        Some(Edit {
            input: 0..0,
            output: 0..0,
            before: SmallVec::new(),
            after: self.after.into(),
            rules: self.rules.iter().map(|rule| code(rule)).collect::<Option<_>>()?,
            probability: f32::from_bits(self.probability),
            evidence: self.evidence.into_owned().into(),
        })
    }
}

impl<'k> From<&'k Suspect> for KeptSuspect<'k> {
    fn from(suspect: &'k Suspect) -> Self {
        let candidate = |candidate: &'k Candidate| (Cow::Borrowed(&*candidate.text), candidate.probability.to_bits());
        Self {
            places: [suspect.input.start, suspect.input.end, suspect.output.start, suspect.output.end],
            rule: Cow::Borrowed(suspect.rule.0),
            probability: suspect.probability.to_bits(),
            evidence: Cow::Borrowed(&suspect.evidence),
            candidates: suspect.candidates.iter().map(candidate).collect(),
        }
    }
}

impl KeptSuspect<'_> {
    fn of(self) -> Option<Suspect> {
        let [start, end, out, out_end] = self.places;
        let candidate = |(text, probability): (Cow<str>, u32)| Candidate {
            text: text.into(),
            probability: f32::from_bits(probability),
        };
        Some(Suspect {
            input: start..end,
            output: out..out_end,
            rule: code(&self.rule)?,
            probability: f32::from_bits(self.probability),
            evidence: self.evidence.into_owned().into(),
            candidates: self.candidates.into_iter().map(candidate).collect::<Arc<[_]>>(),
        })
    }
}

/// The hash of a text that nobody would forge: its file is the run's own.
fn hash(text: &[u8]) -> String {
    format!("{:032x}", xxh3_128(text))
}

fn code(name: &str) -> Option<RuleCode> {
    rules().iter().map(|rule| rule.code).find(|code| code.0 == name)
}

/// What the edits make of a block.
fn text_of(block: &[u8], edits: &[Edit], encoding: Encoding) -> Option<String> {
    let (mut text, mut at) = (String::with_capacity(block.len()), 0);
    for edit in edits {
        text.push_str(&encoding.decode_exact(block.get(at..edit.input.start)?)?);
        text.push_str(&edit.after);
        at = edit.input.end;
    }
    text.push_str(&encoding.decode_exact(block.get(at..)?)?);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::super::{Options, Repair, Repairer};
    use super::*;

    fn repaired<'b>(block: &'b [u8]) -> Repair<'b> {
        let repairer = Repairer::new(Options::default());
        let survey = repairer.survey(&mut &*block).unwrap();
        repairer.repair_block(block, &survey)
    }

    #[test]
    fn what_is_kept_becomes_what_it_was() {
        let latin =
            b"Formanden \xf8nskede en afg\xf8relse om \xe5en inden n\xe6ste m\xf8de, og l\x91rer kom ogs\xe5.\n"
                .repeat(3);
        let page = "Storste bekymring er vejene. Foreningen foreslar at sporge kommunen om stotte til losningen, for naeste \
            ar begynder, og bestyrelsen onsker at drofte spergsmalet pa modet.\nMÃ¸det sluttede kl. 10, og kom-\nmunen tav.\n";
        let alone = "Husk at slukke lyset, nar du går hjem, og hils dem alle fra mig.\n";
        let (mut edits, mut suspects) = (0, 0);
        for block in [&latin[..], page.repeat(3).as_bytes(), alone.as_bytes(), b"Den er god nok.\n", b""] {
            let whole = repaired(block);
            let (encoding, detached) = (whole.encoding, whole.clone().detached());
            let mut kept = Vec::new();
            detached.keep(block, &mut kept).unwrap();
            let back = DetachedRepair::of_kept(&kept[..], block, encoding).unwrap().attached(block);
            assert_eq!((back.text(), back.edits(), back.suspects()), (whole.text(), whole.edits(), whole.suspects()));
            let other = [block, b"x"].concat();
            assert!(DetachedRepair::of_kept(&kept[..], &other, encoding).is_none());
            assert!(DetachedRepair::of_kept(&kept[..kept.len() / 2], block, encoding).is_none());
            (edits, suspects) = (edits + back.edits().len(), suspects + back.suspects().len());
        }
        assert!(edits > 3 && suspects > 0, "{edits} {suspects}");
    }
}
