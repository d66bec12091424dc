//! What a person decided of single places of documents: done to these versions of these documents, and refused for others.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use crate::Repair;
use crate::record::{DecidedPlace, DocumentPath, Span};
use crate::repair::Amendment;

/// A decision about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedDecision {
    /// Codes of the rules, joined with `+`.
    pub rule: String,
    /// The passage, as it stands.
    pub text: String,
    /// What it becomes; nothing where it is right as it stands.
    pub reading: Option<String>,
    /// Where it stands.
    pub place: DecidedPlace,
    /// Why: who decided it and where that is written.
    pub reason: String,
}

impl PlacedDecision {
    /// What it asks of a repair in which its passage stands there.
    pub(super) fn amendment(&self, range: Range<usize>) -> Amendment<'_> {
        Amendment {
            start: range.start,
            end: range.end,
            text: &self.text,
            reading: self.reading.as_deref(),
            codes: &self.rule,
            reason: &self.reason,
        }
    }
}

/// Decisions about single places, and what became of them. Copies share that.
#[derive(Clone, Debug, Default)]
pub struct PlacedDecisions(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    all: Vec<(PlacedDecision, AtomicU8)>,
    by_document: HashMap<String, Vec<usize>>,
    by_path: HashMap<String, Vec<usize>>,
}

/// What became of a decision.
const UNSEEN: u8 = 0;
const STALE: u8 = 1;
const MET: u8 = 2;

impl PlacedDecisions {
    /// All of them.
    pub fn new(decisions: impl IntoIterator<Item = PlacedDecision>) -> Self {
        let mut known = Known::default();
        for decision in decisions {
            let at = known.all.len();
            known.by_document.entry(decision.place.document.clone()).or_default().push(at);
            known.by_path.entry(decision.place.path.clone()).or_default().push(at);
            known.all.push((decision, AtomicU8::new(UNSEEN)));
        }
        for places in known.by_document.values_mut() {
            places.sort_by_key(|at| known.all[*at].0.place.input.start);
        }
        Self(Arc::new(known))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.all.is_empty()
    }

    /// Those that were refused, since their documents are not what they were.
    pub fn stale(&self) -> impl Iterator<Item = &PlacedDecision> {
        self.of(STALE)
    }

    /// Those that nothing was found for.
    pub fn unmet(&self) -> impl Iterator<Item = &PlacedDecision> {
        self.of(UNSEEN)
    }

    fn of(&self, fate: u8) -> impl Iterator<Item = &PlacedDecision> {
        self.0.all.iter().filter(move |(_, is)| is.load(Relaxed) == fate).map(|(decision, _)| decision)
    }

    /// Refuses the decisions about the document of this path that are of another version of it than the one whose input has this
    /// BLAKE3. A path may lead through folders that the decisions do not know of.
    pub(in crate::archive) fn refuse_stale(&self, path: &DocumentPath, blake3: &str) {
        let path = path.to_string();
        let ends = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
        for known in ends.filter_map(|from| self.0.by_path.get(&path[from..])).flatten() {
            let (decision, fate) = &self.0.all[*known];
            if decision.place.document != blake3 {
                // One that was met elsewhere is not stale.
                let _ = fate.compare_exchange(UNSEEN, STALE, Relaxed, Relaxed);
            }
        }
    }

    /// What was decided of exactly these bytes of the document whose input has this BLAKE3, and where that is kept.
    pub(super) fn at(&self, document: &str, input: Span) -> impl Iterator<Item = (usize, &PlacedDecision)> {
        let places = self.0.by_document.get(document).map(Vec::as_slice).unwrap_or_default();
        let place = |at: &usize| self.0.all[*at].0.place.input;
        let here = &places[places.partition_point(|at| place(at).start < input.start)..];
        let here = here.iter().copied().take_while(move |at| place(at).start == input.start);
        here.filter(move |at| place(at) == input).map(|at| (at, &self.0.all[at].0))
    }

    /// Notes that the decision was carried out.
    pub(super) fn meet(&self, at: usize) {
        self.0.all[at].1.store(MET, Relaxed);
    }

    /// A block's repair as it was decided; nothing where nothing was decided of it. `document` is BLAKE3 of the document's input,
    /// `base` the block's first byte there.
    pub(super) fn carry_out<'a>(
        &self,
        document: &str,
        base: u64,
        repair: &Repair<'a>,
        length: usize,
    ) -> Option<Repair<'a>> {
        let places = self.0.by_document.get(document)?;
        let end = base + length as u64;
        let place = |at: &usize| self.0.all[*at].0.place.input;
        let first = places.partition_point(|at| place(at).start < base);
        let here = places[first..].iter().take_while(|at| place(at).start < end);
        let (mut here_at, mut amendments) = (Vec::new(), Vec::new());
        for at in here.filter(|at| place(at).start < place(at).end && place(at).end <= end) {
            let Span { start, end } = place(at);
            here_at.push(*at);
            amendments.push(self.0.all[*at].0.amendment((start - base) as usize..(end - base) as usize));
        }
        if amendments.is_empty() {
            return None;
        }
        let (repair, met) = repair.amended(&amendments)?;
        for (at, _) in here_at.iter().zip(met).filter(|(_, met)| *met) {
            self.meet(*at);
        }
        Some(repair)
    }
}
