//! How old the spelling of a place is, by the words around it that were written so then and are not now.
//!
//! The pack has two lists: common forms of 1830 to 1930 (`paa`, `skulde`, `igjen`), which modern text hardly has, and some
//! of before (`oc`, `hannem`, `haffuer`), which no text of the former has. Their shares of the words tell. So do words whose
//! letters are written out (`hoejskole`), beside those that have the letters.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use super::{Summary, Told};
use crate::language::{Language, OLDEST, TELLS_OLD, WrittenOut};
use crate::repair::reading::Word;
use crate::repair::short_words::ShortWords;
use crate::text::QuickMap;
use crate::tokenize::{self, Shape};

/// How old a spelling is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::repair) enum Age {
    /// Of 1948 and after.
    Modern,
    /// Of about 1800 to 1948: aa for å, capital nouns, `skulde`.
    Old,
    /// Of before, when every printer spelled in his own way: a word that looks misread is as likely spelled so.
    Oldest,
}

/// The shares of words that tell an age. Of the words of 1720 to 1930 4 to 9 in a hundred tell that they are old, also where
/// OCR read them; of modern prose, right or misread, at most one in a thousand, of modern hymns 4 in a thousand. Of
/// the words of 1530 to 1750 1 to 13 in a hundred are on the list of the oldest, after 1800 one in ten thousand. (Counted in
/// dramas, hymns, sermons, Bibles and prose of each time.)
const OLD_SHARE: f32 = 0.02;
const OLDEST_SHARE: f32 = 0.007;
/// A text of before 1800 has as many words of the first list as later ones, and more: a quotation in a modern text has not.
const OLD_SHARE_OF_OLDEST: f32 = 0.03;
/// As if so many modern words had been seen, and the least old ones: a few words tell nothing.
const UNSEEN: f32 = 12.0;
const LEAST_OLD: f32 = 4.0;

/// Words whose letters are written out from which on a text is taken to write all of them so, and how many of them stand for each that
/// has such a letter: a name or two are spelled so in any text.
const LEAST_WRITTEN_OUT: f32 = 3.0;
const WRITTEN_OUT_TIMES: f32 = 3.0;

/// Bytes of the windows that a place is told by.
const WINDOW: usize = 1024;
/// So many windows of a block, spread evenly, tell whether any of it can be old.
const SAMPLES: usize = 16;
/// The share of old words in the samples below which no window is looked at by itself.
const NOTHING_OLD: f32 = 0.002;

/// What a word tells of the age of its text; nothing where no list knows it, for a misread word tells nothing: of a page half of whose
/// words are damaged the others are as old as of one that is not.
#[derive(Clone, Copy, Debug, Default)]
enum Says {
    #[default]
    Nothing,
    /// A word of today.
    Known,
    /// One that has letters beyond ASCII.
    Lettered,
    /// Of what age it is, and whether it has such letters.
    Old(u8, bool),
    /// A word of today whose letters are written out.
    WrittenOut,
}

/// What a word says that is of such an age, 0 where it tells none.
fn says(age: u8, token: &str, is_known: impl FnOnce() -> bool, language: &'static Language) -> Says {
    match age {
        0 if is_known() => {
            if token.is_ascii() {
                Says::Known
            } else {
                Says::Lettered
            }
        }
        0 if language.written_out(token) == Some(WrittenOut::Surely) => Says::WrittenOut,
        0 => Says::Nothing,
        age => Says::Old(age, !token.is_ascii()),
    }
}

/// Counts of words that are known, and of those among them that are old; of those that have letters of the language beyond ASCII, and of
/// those whose letters are written out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Marks {
    words: f32,
    old: f32,
    oldest: f32,
    lettered: f32,
    written_out: f32,
}

impl Marks {
    /// Those of a text.
    fn of(text: &str, language: &'static Language, seen: &mut ShortWords<Says>) -> Self {
        let mut marks = Self::default();
        tokenize::words(text, |word| {
            let token = &text[word.range.clone()];
            marks.take(text, &word.range, word.shape, || language.is_known(token), language, seen);
        });
        marks
    }

    /// Those of a part of a text whose words are known.
    fn of_part(
        text: &str,
        part: &Range<usize>,
        words: &[Word],
        language: &'static Language,
        seen: &mut ShortWords<Says>,
    ) -> Self {
        let mut marks = Self::default();
        let first = words.partition_point(|word| word.range().end <= part.start);
        for word in words[first..].iter().take_while(|word| word.range().start < part.end) {
            let range = word.range();
            if part.start <= range.start && range.end <= part.end {
                marks.take(text, &range, word.shape, || word.is_known, language, seen);
            } else {
                // The part cuts it.
                marks.add(&Self::of(&text[range.start.max(part.start)..range.end.min(part.end)], language, seen));
            }
        }
        marks
    }

    /// Counts a word of a text, of which is asked whether the language knows it.
    #[inline]
    fn take(
        &mut self,
        text: &str,
        word: &Range<usize>,
        shape: Shape,
        is_known: impl FnOnce() -> bool,
        language: &'static Language,
        seen: &mut ShortWords<Says>,
    ) {
        let token = &text[word.clone()];
        match shape {
            Shape::Small => {
                let found = || says(language.age_of_small(token), token, is_known, language);
                self.count(seen.look_up(text, word, found));
            }
            Shape::Capitalised => {
                let found = || says(language.age_of(token), token, is_known, language);
                self.count(seen.look_up(text, word, found));
            }
            Shape::Joined | Shape::Other => {
                let parts = token.split(|c: char| !c.is_alphabetic()).filter(|part| !part.is_empty());
                parts.for_each(|part| {
                    self.count(says(language.age_of(part), part, || language.is_known(part), language));
                });
            }
        }
    }

    /// Counts what a word says.
    fn count(&mut self, says: Says) {
        let (age, is_lettered) = match says {
            Says::Nothing => return,
            Says::WrittenOut => {
                self.written_out += 1.0;
                return;
            }
            Says::Known => {
                self.words += 1.0;
                return;
            }
            Says::Lettered => (0, true),
            Says::Old(age, is_lettered) => (age, is_lettered),
        };
        self.words += 1.0;
        self.old += f32::from(u8::from(age >= TELLS_OLD));
        self.oldest += f32::from(u8::from(age == OLDEST));
        self.lettered += f32::from(u8::from(is_lettered));
    }

    fn are_written_out(&self) -> bool {
        self.written_out >= LEAST_WRITTEN_OUT && self.written_out > WRITTEN_OUT_TIMES * self.lettered
    }

    pub fn add(&mut self, other: &Self) {
        self.words += other.words;
        self.old += other.old;
        self.oldest += other.oldest;
        self.lettered += other.lettered;
        self.written_out += other.written_out;
    }

    fn share(&self, marked: f32) -> f32 {
        if marked < LEAST_OLD { 0.0 } else { marked / (self.words + UNSEEN) }
    }

    fn age(&self) -> Age {
        if self.share(self.oldest) >= OLDEST_SHARE && self.share(self.old) >= OLD_SHARE_OF_OLDEST {
            Age::Oldest
        } else if self.share(self.old) >= OLD_SHARE {
            Age::Old
        } else {
            Age::Modern
        }
    }
}

/// The ages of a block's places.
pub(super) struct Ages<'t> {
    text: &'t str,
    language: &'static Language,
    /// What all blocks of the document say.
    document: Option<Marks>,
    sample: OnceCell<Marks>,
    windows: RefCell<QuickMap<usize, Marks>>,
    told: Rc<Told>,
    /// What was found of its short words.
    seen: OnceCell<RefCell<ShortWords<Says>>>,
}

impl<'t> Ages<'t> {
    pub fn new(text: &'t str, language: &'static Language, summary: Option<&Summary>, told: Rc<Told>) -> Self {
        let document = summary.map(|summary| summary.marks);
        let (sample, windows, seen) = (OnceCell::new(), RefCell::default(), OnceCell::new());
        Self { text, language, document, sample, windows, told, seen }
    }

    /// The age of a place, by its window and the ones beside it.
    pub fn at(&self, place: &Range<usize>) -> Age {
        let sample = self.sample();
        let is_hopeless = |marks: &Marks| marks.share(marks.old) < NOTHING_OLD;
        if is_hopeless(&sample) && self.document.as_ref().is_none_or(is_hopeless) {
            return Age::Modern;
        }
        self.around(place).age()
    }

    /// What the window of a place and the ones beside it say.
    fn around(&self, place: &Range<usize>) -> Marks {
        let window = place.start / WINDOW;
        let mut marks = self.window(window);
        if let Some(before) = window.checked_sub(1) {
            marks.add(&self.window(before));
        }
        marks.add(&self.window(window + 1));
        marks
    }

    /// Whether a place is in a text that writes the letters of the language out: the document does, or what stands around it.
    pub fn are_written_out(&self, place: &Range<usize>) -> bool {
        self.are_written_out_in_document() || self.around(place).are_written_out()
    }

    /// The same of the document as a whole.
    pub fn are_written_out_in_document(&self) -> bool {
        self.document.unwrap_or_else(|| self.sample()).are_written_out()
    }

    /// The age of the document as a whole.
    pub fn of_document(&self) -> Age {
        self.document.unwrap_or_else(|| self.sample()).age()
    }

    /// What windows of the block say, spread evenly over it.
    pub fn sample(&self) -> Marks {
        *self.sample.get_or_init(|| {
            let windows = self.text.len().div_ceil(WINDOW);
            let mut marks = Marks::default();
            for number in (0..windows).step_by(windows.div_ceil(SAMPLES).max(1)) {
                marks.add(&self.window(number));
            }
            marks
        })
    }

    fn window(&self, number: usize) -> Marks {
        if let Some(known) = self.windows.borrow().get(&number) {
            return *known;
        }
        let border = |at: usize| self.text.floor_char_boundary(at.min(self.text.len()));
        let window = border(number * WINDOW)..border((number + 1) * WINDOW);
        let seen = &mut *self.seen.get_or_init(|| RefCell::new(ShortWords::of(self.text.len()))).borrow_mut();
        let marks = match self.told.known_words() {
            Some(words) => Marks::of_part(self.text, &window, words, self.language, seen),
            None => Marks::of(&self.text[window], self.language, seen),
        };
        self.windows.borrow_mut().insert(number, marks);
        marks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn age(text: &str) -> Age {
        let text = text.repeat(8);
        Ages::new(&text, Language::danish(), None, Rc::default()).at(&(text.len() / 2..text.len() / 2 + 1))
    }

    #[test]
    fn spelling_tells_the_age() {
        let modern = "Udvalget drøftede sagen på mødet, og formanden lovede at vende tilbage, når svaret var kommet. \
            Bagefter gik de hjem til Vestergade, hvor der også var noget at få at spise. ";
        let old = "Han gik op paa Loftet og saa ud over Haven; der laa Sneen endnu, skjøndt det var langt hen i Foraaret, og \
            han kunde ikke lade være at tænke paa, hvad hun havde sagt, da de skiltes ad. ";
        let oldest = "Oc der hand haffde seet det, da gick hand hen oc sagde til hannem, at hand icke vilde haffue noget \
            met dem at giøre, effterdi de vaare aff en anden Tro. ";
        assert_eq!([age(modern), age(old), age(oldest)], [Age::Modern, Age::Old, Age::Oldest]);
    }

    #[test]
    fn misread_words_tell_nothing() {
        let old = "Hau gik Xp paa Lostet og szu ud cver Hcvon, der lac Siieen eudnu, skjøndt dct vur langt hcn i Furaaret, og \
            hnn kundc ikkc ladc varre at taenkc qaa, hvnd hnn hwde sxgt, dx dc skilteo aol; og Miiren bleo jtille. ";
        assert_eq!(age(old), Age::Old);
    }

    #[test]
    fn words_that_are_known_say_what_a_text_says() {
        let danish = Language::danish();
        let text = "Oc der hand haffde seet det, gik han til Ærøskøbing i fløde-is paa Aabyvej; KL's hoejskole, bl.a. "
            .repeat(30);
        let words = crate::repair::reading::words(&text, &tokenize::cut(&text), danish);
        let mut seen = ShortWords::of(text.len());
        for start in (0..600).map(|at| text.floor_char_boundary(at)) {
            let part = start..text.floor_char_boundary(2 * start + 40);
            let marks = Marks::of_part(&text, &part, &words, danish, &mut seen);
            assert_eq!(marks, Marks::of(&text[part.clone()], danish, &mut seen), "{part:?}");
        }
    }

    #[test]
    fn a_few_words_tell_nothing() {
        assert_eq!(Ages::new("Han bor paa Aabyvej.", Language::danish(), None, Rc::default()).at(&(0..3)), Age::Modern);
    }
}
