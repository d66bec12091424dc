//! The portrait: what is known of a document and of each of its passages before any of its words is judged.
//!
//! In goes the text of a block, and what the survey summed up of all blocks ([`Summary`]); out comes a [`Portrait`] that
//! says whether it is prose ([`kind`]), and of any place which language its passage is in ([`passages`]) and in which age's
//! spelling ([`age`]).
//! Damage happens to files; language and spelling belong to passages; a word is asked last.
//!
//! A passage is looked at when it is first asked about, so right text costs next to nothing.

mod age;
pub(super) mod kind;
mod passage_ends;
mod passages;
mod summary;
mod told;

use std::ops::Range;
use std::rc::Rc;

pub(super) use age::Age;
pub(super) use passage_ends::ends as passage_ends;
use passages::FOREIGN_THOUGH_DAMAGED;
pub(super) use passages::{FOREIGN, SURELY_OWN};
pub(crate) use summary::Summary;
pub(super) use told::Told;

use self::age::Ages;
use self::passages::Passages;
use super::Options;
use super::reading::Reading;
use crate::language::{Language, identify};
use crate::text::SignIndex;
use crate::tokenize;

/// Log odds for another language where none is told apart: so far below 0 that more says nothing to any rule.
const ITS_OWN: f32 = -20.0;

/// What is known of a block's text and of the document that it is of.
pub(super) struct Portrait<'t> {
    passages: Passages<'t>,
    ages: Option<Ages<'t>>,
    /// Whether the model of languages tells the options' language from all others.
    has_model: bool,
    /// Whether the options say that all is in old spelling.
    is_said_old: bool,
}

impl<'t> Portrait<'t> {
    /// The portrait of a block's text. `summary` is what the survey of a document of several blocks summed up; without one
    /// the block is the document. `told` is what was told of the same text before.
    pub fn new(text: &'t str, options: &Options, summary: Option<&Summary>, told: Rc<Told>) -> Self {
        let language: Option<&'static Language> = options.language.pack();
        Self {
            ages: language.map(|language| Ages::new(text, language, summary, Rc::clone(&told))),
            passages: Passages::new(text, summary, told),
            has_model: language.is_some_and(|language| language.name() == identify::TOLD_APART),
            is_said_old: options.language.is_historical(),
        }
    }

    /// Log odds that a place is in another language than the options'. Where the model of languages does not know that one,
    /// all is taken to be in it.
    pub fn foreign(&self, place: &Range<usize>) -> f32 {
        if self.has_model { self.passages.foreign(place) } else { ITS_OWN }
    }

    /// Whether a place is in another language beyond doubt: nothing that leans on its words is done there.
    pub fn is_foreign(&self, place: &Range<usize>) -> bool {
        self.foreign(place) >= FOREIGN
    }

    /// Whether that is so beyond doubt also where letters are damaged, which makes Danish look foreign: less will do in a document that is
    /// foreign throughout.
    pub fn is_foreign_though_damaged(&self, place: &Range<usize>) -> bool {
        let foreign = self.foreign(place);
        foreign >= FOREIGN_THOUGH_DAMAGED || foreign >= FOREIGN && self.passages.is_foreign_throughout()
    }

    /// Whether a letter that was lost in a place is none of its language: that is another, and its words have lost letters of their own. English
    /// writes none, so that in a document of both what lost a letter in an English passage (`"title": "K?b"`) is of the other language.
    pub fn has_lost_others(&self, place: &Range<usize>) -> bool {
        self.is_foreign_though_damaged(place)
            && (self.passages.is_foreign_throughout() || !self.passages.is_in_plain_letters(place))
    }

    /// Whether the document as a whole is in the options' language, so that only a passage which looks foreign need be asked.
    pub fn is_own_throughout(&self) -> bool {
        !self.has_model || self.passages.is_own_throughout()
    }

    /// Whether more of the document's passages are in another language than in the options'. What looks like a misread word of these may be
    /// one of theirs, also in a passage that has few such words: a dialect's sentences differ in how many they have.
    pub fn is_foreign_rather(&self) -> bool {
        self.has_model && self.passages.is_foreign_rather()
    }

    /// Whether the options' language is told from others.
    pub fn tells_languages(&self) -> bool {
        self.has_model
    }

    /// Whether the block is prose: neither program source nor data nor markup, whose lines and words are meant.
    pub fn is_prose(&self) -> bool {
        self.passages.are_prose()
    }

    /// The text with its words.
    pub fn reading(&self, language: &'static Language) -> Reading<'_> {
        self.passages.reading(language)
    }

    /// The words that the text is cut into.
    pub fn cut(&self) -> &[tokenize::Word] {
        self.passages.cut()
    }

    /// Where the signs of the text stand.
    pub fn signs(&self) -> &SignIndex {
        self.passages.signs()
    }

    /// Where the passage ends that a place stands in.
    pub fn passage_end(&self, at: usize) -> usize {
        self.passages.end(at)
    }

    /// How old the spelling of a place is.
    pub fn age(&self, place: &Range<usize>) -> Age {
        let age = self.ages.as_ref().map_or(Age::Modern, |ages| ages.at(place));
        if self.is_said_old { age.max(Age::Old) } else { age }
    }

    /// How old the spelling of the document is, taken as a whole.
    pub fn age_of_document(&self) -> Age {
        let age = self.ages.as_ref().map_or(Age::Modern, Ages::of_document);
        if self.is_said_old { age.max(Age::Old) } else { age }
    }

    /// Whether a place is in a text that writes letters of the language out with plain ones (`hoejskole`), all over or around it.
    pub fn writes_letters_out(&self, place: &Range<usize>) -> bool {
        self.ages.as_ref().is_some_and(|ages| ages.are_written_out(place))
    }

    /// Whether the document does so as a whole.
    pub fn has_letters_written_out(&self) -> bool {
        self.ages.as_ref().is_some_and(Ages::are_written_out_in_document)
    }

    /// How often old spellings stand where they may in the document, 1 being always: as said, else as in a text of its age,
    /// whose printers and readers differ; 0 where it is modern.
    pub fn oldness(&self) -> f32 {
        /// Of the share that the table of spellings has, so much is found in Fraktur pages of 1830 to 1860.
        const USUAL: f32 = 0.4;
        match self.age_of_document() {
            Age::Modern => 0.0,
            _ if self.is_said_old => 1.0,
            Age::Old | Age::Oldest => USUAL,
        }
    }

    /// What the block adds to the summary of its document.
    pub fn summary(&self) -> Summary {
        Summary { said: self.passages.sample(), marks: self.ages.as_ref().map_or_else(Default::default, Ages::sample) }
    }
}
