//! The states of an fst as walks meet them, each decoded once.
//!
//! An fst is packed tightly: to look for the way on from a node takes a hundred instructions, and walks through the forms
//! come by the same nodes again and again. Here a node is a bit for each byte that leads on, and a step is a few instructions.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};

use fst::raw::{CompiledAddr, Fst};
use smallvec::SmallVec;

use super::search::Bytes;
use crate::text::QuickMap;

/// States that are kept; some 6 MB a thread.
const MOST_STATES: usize = 1 << 16;
/// Bytes of the longest form of a few that is kept: no token is read as one that is longer.
const LONGEST: usize = 256;
/// A state that is not decoded yet.
const UNKNOWN: u32 = u32::MAX;

/// A state, by the order in which they were decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State(u32);

/// The bytes that lead on from a state, a bit each.
pub(super) type Leads = [u64; 4];

/// Whether a byte leads on.
#[inline]
pub(super) fn leads(leads: &Leads, byte: u8) -> bool {
    leads[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
}

/// A node.
struct Node {
    leads: Leads,
    /// The place of the first arc of each 64 bytes; the arcs lie by their bytes, ascending.
    firsts: [u32; 4],
    /// What a form that ends here adds to the output; nothing where none does.
    ends: Option<u8>,
}

impl Node {
    /// One from which these bytes lead on, ascending, by arcs from this one on.
    fn leading_on(bytes: impl Iterator<Item = u8>, first: usize) -> Self {
        let (mut leads, mut firsts) = (Leads::default(), [first as u32; 4]);
        for byte in bytes {
            let word = usize::from(byte >> 6);
            leads[word] |= 1 << (byte & 63);
            firsts[word + 1..].iter_mut().for_each(|first| *first += 1);
        }
        Self { leads, firsts, ends: None }
    }
}

/// The way from a node to the next.
struct Arc {
    address: CompiledAddr,
    next: u32,
    output: u8,
}

/// The states of one fst that were met so far, or all those of a few forms. Outputs are roles, which fit a byte.
#[derive(Default)]
pub(super) struct States {
    nodes: Vec<Node>,
    arcs: Vec<Arc>,
    known: QuickMap<CompiledAddr, u32>,
}

/// What tells an fst from every other one that a run of the program has or had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// It is embedded, and lies there.
    Embedded(usize, usize),
    /// It was made, as that many before it.
    Made(u64),
    /// Nothing does.
    None,
}

impl Identity {
    /// That of an fst by its bytes.
    pub fn of(fst: &Fst<Bytes>) -> Self {
        match fst.as_inner() {
            Bytes::Borrowed(bytes) => Self::Embedded(bytes.as_ptr() as usize, bytes.len()),
            Bytes::Owned(_) => Self::None,
        }
    }

    /// One that no other fst has.
    pub fn new() -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        Self::Made(MADE.fetch_add(1, Ordering::Relaxed))
    }
}

/// How many fsts a thread remembers the states of: a pack's, those that an archive taught and those of a document.
const REMEMBERED: usize = 3;

thread_local! {
    /// The states of the fsts that were walked last, the last one first.
    static WALKED: RefCell<Vec<(Identity, States)>> = const { RefCell::new(Vec::new()) };
}

impl States {
    /// Does `walk` with the states of an fst, which are remembered from walk to walk.
    pub fn with<T>(fst: Identity, walk: impl FnOnce(&mut Self) -> T) -> T {
        if fst == Identity::None {
            return walk(&mut Self::default());
        }
        WALKED.with_borrow_mut(|walked| {
            let at = walked.iter().position(|(known, _)| *known == fst).unwrap_or_else(|| {
                walked.truncate(REMEMBERED - 1);
                walked.push((fst, Self::default()));
                walked.len() - 1
            });
            walked[..=at].rotate_right(1);
            let states = &mut walked[0].1;
            if states.nodes.len() > MOST_STATES {
                *states = Self::default();
            }
            walk(states)
        })
    }

    /// Those of a few forms, which need no fst: to build one takes 100,000 instructions however few they are. All have this
    /// output.
    pub fn of(forms: &BTreeSet<String>, output: u8) -> Self {
        let mut states = Self::default();
        let forms: Vec<&[u8]> = forms.iter().map(String::as_bytes).filter(|form| form.len() <= LONGEST).collect();
        states.add_node(&forms, 0, output);
        states
    }

    /// Adds the node that forms lead to which have their first `depth` bytes in common, and all nodes behind it.
    fn add_node(&mut self, forms: &[&[u8]], depth: usize, output: u8) -> u32 {
        let number = self.nodes.len() as u32;
        let (ending, longer) = forms.split_at(forms.partition_point(|form| form.len() == depth));
        let by_byte: Vec<&[&[u8]]> = longer.chunk_by(|one, other| one[depth] == other[depth]).collect();
        let ends = (!ending.is_empty()).then_some(output);
        let bytes = by_byte.iter().map(|forms| forms[0][depth]);
        self.nodes.push(Node { ends, ..Node::leading_on(bytes, self.arcs.len()) });
        let first = self.arcs.len();
        self.arcs.extend(by_byte.iter().map(|_| Arc { address: 0, next: UNKNOWN, output: 0 }));
        for (at, forms) in by_byte.into_iter().enumerate() {
            self.arcs[first + at].next = self.add_node(forms, depth + 1, output);
        }
        number
    }

    /// The state where every form begins, of an fst or of a few forms.
    pub fn root(&mut self, fst: Option<&Fst<Bytes>>) -> State {
        fst.map_or(State(0), |fst| self.decoded(fst, fst.root().addr()))
    }

    /// The bytes that lead on, and what a form that ends here adds to the output.
    #[inline]
    pub fn at(&self, state: State) -> (Leads, Option<u8>) {
        let Node { leads, ends, .. } = &self.nodes[state.0 as usize];
        (*leads, *ends)
    }

    fn ends(&self, state: State) -> Option<u8> {
        self.nodes[state.0 as usize].ends
    }

    /// The state that a byte leads to, and what the way adds to the output.
    #[inline]
    pub fn next(&mut self, fst: Option<&Fst<Bytes>>, state: State, byte: u8) -> Option<(State, u8)> {
        let node = &self.nodes[state.0 as usize];
        let (word, bit) = (usize::from(byte >> 6), byte & 63);
        if node.leads[word] >> bit & 1 == 0 {
            return None;
        }
        let before = node.leads[word] & ((1 << bit) - 1);
        // Mostly it is the first one: to count takes longer than all the rest.
        let place = node.firsts[word] + if before == 0 { 0 } else { before.count_ones() };
        let arc = &self.arcs[place as usize];
        let output = arc.output;
        if arc.next != UNKNOWN {
            return Some((State(arc.next), output));
        }
        let next = self.decoded(fst?, arc.address);
        self.arcs[place as usize].next = next.0;
        Some((next, output))
    }

    /// Where the forms end that a word begins with, in bytes of it: those of which `wanted` says so by their output.
    pub fn forms_that_begin<E: Extend<usize> + Default>(
        &mut self,
        fst: &Fst<Bytes>,
        word: &[u8],
        wanted: impl Fn(u8) -> bool,
    ) -> E {
        let mut ends = E::default();
        let (mut state, mut output) = (self.root(Some(fst)), 0u8);
        for (at, byte) in word.iter().enumerate() {
            if at > 0 && self.ends(state).is_some_and(|more| wanted(output.wrapping_add(more))) {
                ends.extend([at]);
            }
            let Some((next, more)) = self.next(Some(fst), state, *byte) else { break };
            (state, output) = (next, output.wrapping_add(more));
        }
        ends
    }

    fn decoded(&mut self, fst: &Fst<Bytes>, address: CompiledAddr) -> State {
        if let Some(known) = self.known.get(&address) {
            return State(*known);
        }
        let node = fst.node(address);
        let ends = node.is_final().then(|| node.final_output().value() as u8);
        let number = self.nodes.len() as u32;
        let first = self.arcs.len();
        // What it takes to unpack them is taken once.
        let bytes: SmallVec<[u8; 64]> = node
            .transitions()
            .map(|transition| {
                let output = transition.out.value() as u8;
                self.arcs.push(Arc { address: transition.addr, next: UNKNOWN, output });
                transition.inp
            })
            .collect();
        self.nodes.push(Node { ends, ..Node::leading_on(bytes.into_iter(), first) });
        self.known.insert(address, number);
        State(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_reached_with_its_roles() {
        let forms = [("a", 1), ("abe", 3), ("zebra", 1), ("æble", 9), ("æbler", 65)];
        let mut builder = fst::raw::Builder::memory();
        for (form, roles) in forms {
            builder.insert(form, roles).unwrap();
        }
        let fst = Fst::new(Bytes::Owned(builder.into_inner().unwrap())).unwrap();
        let mut states = States::default();
        for _ in 0..2 {
            for (form, roles) in forms {
                let mut place = (states.root(Some(&fst)), 0u8);
                for byte in form.bytes() {
                    assert!(leads(&states.at(place.0).0, byte));
                    let (state, output) = states.next(Some(&fst), place.0, byte).unwrap();
                    place = (state, place.1.wrapping_add(output));
                }
                assert_eq!(states.ends(place.0).map(|output| place.1.wrapping_add(output)), Some(roles as u8));
            }
            let root = states.root(Some(&fst));
            assert!(states.next(Some(&fst), root, b'b').is_none() && states.ends(root).is_none());
        }
    }
}
