//! Lists of words and letters that rules ask a language for by name, read from the pack's `lists.tsv`.

use std::borrow::Cow;
use std::sync::OnceLock;

use compact_str::CompactString;

use crate::text::QuickSet;

/// A list, by what its members do in the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum List {
    /// Its letters beyond ASCII, a member each.
    Letters,
    /// Letters beyond ASCII that its text borrows.
    BorrowedLetters,
    /// Letters that are written out with two plain ones where there are no others: a letter, a sign of equality, the two.
    WrittenOut,
    /// Letters of a neighbour that texts use throughout for one of the language: that, a sign of equality, the neighbour's.
    NeighboursLetters,
    /// The national 7-bit codes that its text was written in, by their names among the codecs.
    SevenBit,
    /// Words that a suspended hyphen stands before.
    Conjunctions,
    /// Numbers in letters, of which two make a span.
    Numerals,
    /// Words for what is of a people or land, without endings, of which two keep a hyphen between them.
    Peoples,
    /// Endings of adjectives of which two that end alike keep a hyphen between them.
    AdjectiveEndings,
    /// Words that lean on the next one: no heading, item or verse ends in one.
    Leaning,
    /// The months.
    Months,
    /// Words that name what they count, with the dots of their abbreviations.
    Counted,
    /// Words that number parts of a text.
    Parts,
    /// Words that name the number of a page.
    Page,
    /// What else stands beside the number of a page.
    BesidePage,
    /// Words of one letter, in each case that they are written in.
    OneLetter,
    /// Words that run into the name of a place behind them.
    BeforePlaces,
    /// Words that run into the next one more than others.
    Short,
    /// Those that words run into, and that are no endings of words.
    ShortEndings,
    /// Words that were once written in one with the next.
    OnceJoined,
    /// Endings of inflection.
    Endings,
    /// What makes its opposite of a word that it stands before.
    Negations,
}

/// The names that the file has for them, in order.
const NAMES: [&str; 22] = [
    "letters",
    "borrowed-letters",
    "written-out",
    "neighbours-letters",
    "seven-bit",
    "conjunctions",
    "numerals",
    "peoples",
    "adjective-endings",
    "leaning",
    "months",
    "counted",
    "parts",
    "page",
    "beside-page",
    "one-letter",
    "before-places",
    "short",
    "short-endings",
    "once-joined",
    "endings",
    "negations",
];

/// The lists of a language.
pub(super) struct Lists {
    file: Cow<'static, str>,
    /// Read when first asked for: a document of another kind than prose asks for none.
    lists: OnceLock<[Members; NAMES.len()]>,
}

/// The members of a list.
#[derive(Default)]
struct Members {
    all: Vec<CompactString>,
    set: QuickSet<CompactString>,
    /// A bit for each length that a member has, in bytes; longer ones count as the longest.
    lengths: u64,
}

impl Members {
    fn of(all: Vec<CompactString>) -> Self {
        let lengths = all.iter().fold(0, |lengths, member| lengths | length_bit(member));
        Self { set: all.iter().cloned().collect(), all, lengths }
    }

    fn has(&self, word: &str) -> bool {
        self.lengths & length_bit(word) != 0 && self.set.contains(word)
    }
}

fn length_bit(word: &str) -> u64 {
    1 << word.len().min(u64::BITS as usize - 1)
}

/// A line of `lists.tsv` names no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} names no list: {name:?}; known are {}", NAMES.join(", "))]
pub struct ListsError {
    /// The line, counted from 1.
    pub line: usize,
    /// The name that it begins with.
    pub name: String,
}

impl Lists {
    /// The lists of a file: by line a name, a tab, and the members, parted by spaces. A list that is missing is empty.
    ///
    /// # Errors
    /// When a line begins with the name of no list.
    pub fn new(file: Cow<'static, str>) -> Result<Self, ListsError> {
        let unknown = entries(&file).find(|(_, name, _)| !NAMES.contains(name));
        match unknown {
            Some((line, name, _)) => Err(ListsError { line, name: name.to_owned() }),
            None => Ok(Self { file, lists: OnceLock::new() }),
        }
    }

    pub fn of(&self, list: List) -> &[CompactString] {
        &self.members(list).all
    }

    /// Whether a list has a member.
    pub fn has(&self, list: List, member: &str) -> bool {
        self.members(list).has(member)
    }

    fn members(&self, list: List) -> &Members {
        &self.lists.get_or_init(|| self.read())[list as usize]
    }

    fn read(&self) -> [Members; NAMES.len()] {
        let mut lists: [Members; NAMES.len()] = Default::default();
        for (_, name, members) in entries(&self.file) {
            if let Some(at) = NAMES.iter().position(|known| *known == name) {
                let members = members.split(' ').filter(|member| !member.is_empty());
                lists[at] = Members::of(members.map(CompactString::from).collect());
            }
        }
        lists
    }
}

/// The lines that are no comments, with their numbers: name and members.
fn entries(file: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let lines = file.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| {
        let (name, members) = line.split_once('\t').unwrap_or((line, ""));
        (at + 1, name, members)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_by_name() {
        let lists = Lists::new("# one\nshort\taf at\nmonths\tmaj\n".into()).unwrap();
        assert_eq!(lists.of(List::Short), ["af", "at"]);
        assert_eq!(lists.of(List::Months), ["maj"]);
        assert!(lists.of(List::OnceJoined).is_empty());
        assert_eq!(
            Lists::new("# one\nshrot\taf\n".into()).err(),
            Some(ListsError { line: 2, name: "shrot".to_owned() })
        );
    }

    #[test]
    fn the_danish_pack_has_every_list() {
        let lists = Lists::new(ordret_da::LISTS.into()).unwrap();
        assert!(lists.read().iter().all(|list| !list.all.is_empty()));
        assert!(lists.has(List::OnceJoined, &lists.of(List::OnceJoined)[0]) && !lists.has(List::Months, "aften"));
        assert_eq!(lists.of(List::OnceJoined).len(), 7);
    }
}
