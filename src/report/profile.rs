use std::cmp::Reverse;
use std::io::{self, Write};

use serde::Serialize;

use crate::profile::{Confusion, PairCount, Profile, WordCount};
use crate::text::visible;

/// What a profile holds, for a look at it.
#[derive(Debug, Serialize)]
pub struct ProfileSummary<'a> {
    documents: u32,
    /// Running words.
    total: u64,
    /// Different words, each way of casing them for itself.
    words: usize,
    /// Different pairs.
    pairs: usize,
    /// How much too low a count may be, of words and of pairs.
    missing: [u32; 2],
    line_ends: LineEnds,
    /// Passages that a person decided on.
    decisions: usize,
    most_frequent_words: Vec<Word<'a>>,
    most_frequent_pairs: Vec<Pair<'a>>,
    heaviest_confusions: Vec<Misreading>,
    most_frequent_edges: Vec<Edge<'a>>,
}

#[derive(Debug, Serialize)]
struct LineEnds {
    removed: u64,
    kept: u64,
    open: u64,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Word<'a> {
    word: &'a str,
    count: u32,
    documents: u32,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Pair<'a> {
    left: &'a str,
    right: &'a str,
    count: u32,
}

#[derive(Clone, Debug, Serialize)]
struct Misreading {
    observed: String,
    meant: String,
    weight: f64,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Edge<'a> {
    line: &'a str,
    pages: u32,
    documents: u32,
}

impl<'a> ProfileSummary<'a> {
    /// The totals of a profile and at most `most` of each kind of thing in it, the most frequent first.
    pub fn new(profile: &'a Profile, most: usize) -> Self {
        let counts = profile.counts();
        let (missing, ends) = (counts.missing(), profile.line_ends());
        let is_mark = |form: &str| form.starts_with('<');
        let words = counts.words().filter(|word| word.any_case > 0 && !is_mark(word.form));
        let pairs = counts.pairs().filter(|pair| !is_mark(pair.left) && !is_mark(pair.right));
        let word = |word: WordCount<'a>| Word { word: word.form, count: word.any_case, documents: word.documents };
        let pair = |pair: PairCount<'a>| Pair { left: pair.left, right: pair.right, count: pair.count };
        let confusions = profile.confusions();
        // Letters that were read right stand among those that pairs of texts taught.
        let misread = confusions.iter().filter(|confusion| confusion.observed != confusion.meant);
        let misreading = |confusion: Confusion<'_>| Misreading {
            observed: confusion.observed.to_owned(),
            meant: confusion.meant.to_owned(),
            weight: confusion.weight,
        };
        let edges = profile.furniture().iter().map(|(line, habit)| Edge {
            line,
            pages: habit.pages,
            documents: habit.documents,
        });
        Self {
            documents: counts.document_count(),
            total: counts.total(),
            words: counts.words().count(),
            pairs: counts.pairs().count(),
            missing: [missing.words, missing.pairs],
            decisions: profile.verdicts().len(),
            line_ends: LineEnds { removed: ends.removed, kept: ends.kept, open: ends.open },
            most_frequent_words: first(words.map(word), most, |word| (Reverse(word.count), word.word)),
            most_frequent_pairs: first(pairs.map(pair), most, |pair| (Reverse(pair.count), pair.left, pair.right)),
            heaviest_confusions: first(misread.map(misreading), most, |misreading| {
                (Reverse((misreading.weight * 1000.0) as u64), misreading.meant.clone(), misreading.observed.clone())
            }),
            most_frequent_edges: first(edges, most, |edge| (Reverse(edge.pages), edge.line)),
        }
    }
}

/// The first `most` in the order of their keys.
fn first<T, K: Ord>(all: impl Iterator<Item = T>, most: usize, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_unstable_by_key(|item| key(item));
    all.truncate(most);
    all
}

/// Prints what a profile holds as text.
///
/// # Errors
/// Those of writing.
pub fn print_profile(summary: &ProfileSummary<'_>, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "documents              {:>12}", summary.documents)?;
    writeln!(out, "words                  {:>12}, {} different", summary.total, summary.words)?;
    writeln!(out, "different pairs        {:>12}", summary.pairs)?;
    let [words, pairs] = summary.missing;
    if words + pairs > 0 {
        writeln!(out, "counts are at most so much too low: words {words}, pairs {pairs}")?;
    }
    if summary.decisions > 0 {
        writeln!(out, "decisions              {:>12}", summary.decisions)?;
    }
    let ends = &summary.line_ends;
    writeln!(out, "hyphens at line ends   {} removed, {} kept, {} open", ends.removed, ends.kept, ends.open)?;
    section(out, "word, count, documents", &summary.most_frequent_words, |out, word| {
        writeln!(out, "  {:30} {:>9} {:>9}", visible(word.word), word.count, word.documents)
    })?;
    section(out, "pair, count", &summary.most_frequent_pairs, |out, pair| {
        writeln!(out, "  {:30} {:>9}", visible(&format!("{} {}", pair.left, pair.right)), pair.count)
    })?;
    section(out, "read as, meant, weight", &summary.heaviest_confusions, |out, misreading| {
        writeln!(
            out,
            "  {:14} {:15} {:>9.1}",
            visible(&misreading.observed),
            visible(&misreading.meant),
            misreading.weight
        )
    })?;
    section(out, "line at the edge of a page, pages, documents", &summary.most_frequent_edges, |out, edge| {
        writeln!(out, "  {:60} {:>9} {:>9}", visible(edge.line), edge.pages, edge.documents)
    })
}

fn section<W: Write, T>(
    out: &mut W,
    title: &str,
    items: &[T],
    line: impl Fn(&mut W, &T) -> io::Result<()>,
) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    items.iter().try_for_each(|item| line(out, item))
}
