//! The signs that a judgement's probability is made of.

/// What a judgement's probability is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Features {
    /// Log odds of the best reading against the text as it stands, and against the next.
    pub over_standing: f32,
    pub over_next: f32,
    /// ln P(what stands there | best reading).
    pub channel: f32,
    pub letters: f32,
    pub is_compound: bool,
    pub is_capitalised: bool,
    pub is_known: bool,
    /// Letters lost, added or changed in ways that the table does not have.
    pub others: f32,
    /// Unknown words without a likely reading among the nearest ones: another language, or rubbish.
    pub strangers: f32,
    /// ln P(best reading) in the language, and what the words beside it add.
    pub language: f32,
    pub neighbours: f32,
    /// Whether the confusion is at the word's start, where the case of a letter may go too.
    pub is_at_start: bool,
    /// Other words of the document that were misread, each as much as it is probable.
    pub company: f32,
    /// How damaged the document is.
    pub damage: f32,
    /// The share of the document's odd words that has a probable reading: where most have none, it was damaged in more ways than
    /// the table knows.
    pub explained: f32,
    /// Whether its spelling is of before 1948.
    pub is_old: bool,
    /// Cases that prove the least proven of its confusions.
    pub cases: f32,
    /// Log odds that it stands among words of another language.
    pub foreign: f32,
    /// Confusions of the best reading.
    pub steps: f32,
    /// Parts of the best reading: 1 unless it is known only as a compound.
    pub parts: f32,
    /// Times that the token stands in the document.
    pub times: f32,
}

impl Features {
    /// The share of its letters that each of the best reading's confusions takes, in the mean.
    pub fn rate(&self) -> f32 {
        (self.channel / self.steps.max(1.0)).exp()
    }

    /// Each by its name.
    pub fn named(&self) -> Vec<(&'static str, f32)> {
        vec![
            ("over_standing", self.over_standing),
            ("over_next", self.over_next),
            ("channel", self.channel),
            ("letters", self.letters),
            ("is_compound", f32::from(u8::from(self.is_compound))),
            ("is_capitalised", f32::from(u8::from(self.is_capitalised))),
            ("is_known", f32::from(u8::from(self.is_known))),
            ("others", self.others),
            ("strangers", self.strangers),
            ("language", self.language),
            ("neighbours", self.neighbours),
            ("is_at_start", f32::from(u8::from(self.is_at_start))),
            ("company", self.company),
            ("damage", self.damage),
            ("explained", self.explained),
            ("is_old", f32::from(u8::from(self.is_old))),
            ("cases", self.cases),
            ("foreign", self.foreign),
            ("steps", self.steps),
            ("parts", self.parts),
            ("times", self.times),
        ]
    }
}
