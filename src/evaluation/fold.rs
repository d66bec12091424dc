use std::borrow::Cow;
use std::str::FromStr;

use thiserror::Error;

/// How texts are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Characters are compared as they stand, lines and all, save that every line end is `\n`; else white space counts
    /// only as what parts words.
    pub keep_lines: bool,
    /// What is taken for the same.
    pub fold: Folding,
}

/// Of a comparison that folds nothing but white space, unless `keep_lines`.
impl From<bool> for Comparison {
    fn from(keep_lines: bool) -> Self {
        Self { keep_lines, fold: Folding::default() }
    }
}

/// Signs that are taken for the same in all texts that are compared: gold texts and readers of pages have habits of their
/// own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folding {
    /// ſ is s.
    pub long_s: bool,
    /// Every style of double quotation mark is `"`, also two commas or two apostrophes in its place; every style of single
    /// one, and of apostrophe, is `'`.
    pub quotes: bool,
    /// Every dash and hyphen is `-`.
    pub dashes: bool,
}

/// One sort of signs that may be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FoldKind {
    /// [`Folding::long_s`].
    LongS,
    /// [`Folding::quotes`].
    Quotes,
    /// [`Folding::dashes`].
    Dashes,
}

/// The name is of no known kind of folding.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("unknown kind of folding {0:?}; known are long-s, quotes, dashes")]
pub struct ParseFoldError(String);

impl FromStr for FoldKind {
    type Err = ParseFoldError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "long-s" => Ok(Self::LongS),
            "quotes" => Ok(Self::Quotes),
            "dashes" => Ok(Self::Dashes),
            other => Err(ParseFoldError(other.to_owned())),
        }
    }
}

impl FromIterator<FoldKind> for Folding {
    fn from_iter<I: IntoIterator<Item = FoldKind>>(kinds: I) -> Self {
        let mut folding = Self::default();
        for kind in kinds {
            match kind {
                FoldKind::LongS => folding.long_s = true,
                FoldKind::Quotes => folding.quotes = true,
                FoldKind::Dashes => folding.dashes = true,
            }
        }
        folding
    }
}

impl Folding {
    /// The characters of a text as they are compared, each with the byte where it stands.
    pub(super) fn characters(self, text: &str) -> impl Iterator<Item = (usize, char)> {
        let mut characters = text.char_indices().peekable();
        std::iter::from_fn(move || {
            let (at, c) = characters.next()?;
            let is_pair = self.quotes && matches!(c, ',' | '\'') && characters.peek().is_some_and(|next| next.1 == c);
            if is_pair {
                characters.next();
                return Some((at, '"'));
            }
            Some((at, self.character(c)))
        })
    }

    fn character(self, c: char) -> char {
        match c {
            'ſ' if self.long_s => 's',
            '“' | '”' | '„' | '‟' | '»' | '«' | '″' if self.quotes => '"',
            '‘' | '’' | '‚' | '‛' | '›' | '‹' | '′' | '´' | '`' if self.quotes => '\'',
            '\u{2010}'..='\u{2015}' | '−' | '⸗' if self.dashes => '-',
            c => c,
        }
    }

    /// A word as it is compared.
    pub(super) fn word(self, word: &str) -> Cow<'_, str> {
        if self == Self::default() {
            return Cow::Borrowed(word);
        }
        self.characters(word).map(|(_, c)| c).collect::<String>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_folded() {
        let folded = |kinds: &[FoldKind], word| kinds.iter().copied().collect::<Folding>().word(word).into_owned();
        assert_eq!(folded(&[], "„ſaa“"), "„ſaa“");
        assert_eq!(folded(&[FoldKind::LongS], "„ſaa“"), "„saa“");
        assert_eq!(folded(&[FoldKind::Quotes], ",,ſaa''"), "\"ſaa\"");
        assert_eq!(folded(&[FoldKind::Quotes, FoldKind::LongS], "»ſaa’s«"), "\"saa's\"");
        assert_eq!(folded(&[FoldKind::Dashes], "1840—48⸗"), "1840-48-");
    }
}
