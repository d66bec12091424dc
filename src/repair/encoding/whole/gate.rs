//! The gate: which chains a block may have gone through at all, by the looks of its letters. Right text ends here.

use std::cell::LazyCell;

use super::chain::{Chain, Chains, Kind, Read};
use super::evidence::Weigher;
use super::tokens::Letters;
use super::{Nats, PROOF};
use crate::repair::scan::Scan;
use crate::text::{QuickMap, QuickSet};

/// Of the letters that a chain reads in a block's passages at least one in so many is one of the language's own: in Danish text
/// nine of ten letters beyond ASCII are, in Russian that is taken for misread one in ten.
const OWN_SHARE: usize = 3;

/// So many chains are looked at closely, those of most looks; more than explain one document alike.
const MOST: usize = 6;

/// The chains that a block may have gone through, by its passages (runs of characters that are not plainly the language's) and its
/// controls.
/// Those that the document has `proven` are among them if the block has any look of theirs.
pub(super) fn candidates(
    kind: Kind,
    text: &str,
    scan: &Scan,
    chains: &Chains,
    proven: &[usize],
    weigher: Weigher,
) -> Vec<usize> {
    let looks = Looks::find(kind, text, scan, chains);
    if looks.places.is_empty() {
        return Vec::new();
    }
    let characters = LazyCell::new(|| characters(text, scan));
    let mut counted: Vec<(usize, usize)> =
        looks.counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
    counted.retain(|&(chain, count)| proven.contains(&chain) || tell(&chains.all[chain], count, || &*characters));
    counted.sort_by_key(|&(chain, count)| (!proven.contains(&chain), std::cmp::Reverse(count), chain));
    counted.truncate(MOST);
    let mut found: Vec<usize> = counted.into_iter().map(|(chain, _)| chain).collect();
    if !found.is_empty() {
        let tokens = looks.tokens(text, &[]);
        found.retain(|number| {
            let chain = &chains.all[*number];
            proven.contains(number)
                || chain.plain().is_empty() && could_prove(&tokens, chain, weigher)
                || !chain.plain().is_empty() && could_prove(&looks.tokens(text, chain.plain()), chain, weigher)
        });
        found.sort_unstable();
    }
    found
}

/// Whether words in a row, each the first time it comes, would prove a chain if what has no looks of any said nothing.
fn could_prove(tokens: &[&str], chain: &Chain, weigher: Weigher) -> bool {
    let mut gain: Nats = 0;
    tokens.iter().any(|token| {
        // Twice what it says the first time, as words that come again count.
        gain = (gain + 2 * weigher.rough_gain(token, chain)).max(0);
        gain >= PROOF
    })
}

/// Where signs of ASCII stand between two capitals, in a text that has no small letter at all: there EBCDIC that was read as another
/// shows letters so (`M@DET`). In any other text they are signs.
pub(super) fn signs_among_capitals(text: &str) -> impl Iterator<Item = usize> {
    // Nearly every text ends here, at its first word.
    let bytes = if text.bytes().any(|byte| byte.is_ascii_lowercase()) { &[] } else { text.as_bytes() };
    let is_inside = |three: &[u8]| {
        three[0].is_ascii_uppercase() && three[1].is_ascii_punctuation() && three[2].is_ascii_uppercase()
    };
    bytes.windows(3).enumerate().filter(move |(_, three)| is_inside(three)).map(|(before, _)| before + 1)
}

/// The looks of a block.
struct Looks {
    /// How many there are of each chain.
    counts: Vec<usize>,
    /// Where they are.
    places: Vec<usize>,
}

impl Looks {
    fn find(kind: Kind, text: &str, scan: &Scan, chains: &Chains) -> Self {
        let mut looks = Self { counts: vec![0; chains.all.len()], places: Vec::new() };
        for passage in &scan.passages {
            for (at, _) in text[passage.clone()].char_indices() {
                looks.count(kind, text, passage.start + at, chains);
            }
        }
        let capitals: Vec<usize> = if kind == Kind::Signs { signs_among_capitals(text).collect() } else { Vec::new() };
        if !scan.controls.is_empty() || !capitals.is_empty() {
            scan.controls.iter().chain(&capitals).for_each(|at| looks.count(kind, text, *at, chains));
            looks.places.sort_unstable();
        }
        looks
    }

    /// Counts the looks at a place.
    fn count(&mut self, kind: Kind, text: &str, at: usize, chains: &Chains) {
        let mut is_look = false;
        for chain in chains.looks_at(kind, &text[at..]) {
            self.counts[chain] += 1;
            is_look = true;
        }
        if is_look {
            self.places.push(at);
        }
    }

    /// The different words with looks, in the order in which they come, where these characters of ASCII are letters too.
    fn tokens<'t>(&self, text: &'t str, plain: &[char]) -> Vec<&'t str> {
        let letters = Letters::new(plain.iter().copied());
        let mut seen = QuickSet::default();
        let mut tokens = Vec::new();
        let mut covered = 0;
        for &place in &self.places {
            if place < covered {
                continue;
            }
            let token = letters.token_around(text, place);
            covered = token.end;
            if seen.insert(&text[token.clone()]) {
                tokens.push(&text[token]);
            }
        }
        tokens
    }
}

/// How often each character of the passages stands there.
fn characters(text: &str, scan: &Scan) -> QuickMap<char, usize> {
    let mut characters = QuickMap::default();
    for c in scan.passages.iter().flat_map(|passage| text[passage.clone()].chars()) {
        *characters.entry(c).or_default() += 1;
    }
    characters
}

/// Whether so many looks of a chain are enough of what it reads, of the characters of all passages.
fn tell<'c>(chain: &Chain, looks: usize, characters: impl FnOnce() -> &'c QuickMap<char, usize>) -> bool {
    if !chain.has_plain_looks() {
        return true;
    }
    let is_letter = |c: char| match chain.read(c.encode_utf8(&mut [0; 4])) {
        Read::Text(text) => text.contains(char::is_alphabetic),
        // A half of what such a chain reads.
        Read::Never => c.is_alphabetic(),
        Read::Same => false,
    };
    let letters: usize = characters().iter().filter(|(c, _)| is_letter(**c)).map(|(_, count)| count).sum();
    looks * OWN_SHARE >= letters
}
