//! A place where a word stands, and what else may stand there.

use std::ops::Range;

use smallvec::SmallVec;

use super::fit::{Around, Fit};
use super::signs::Signs;
use super::{Doubted, MOST_OF_NEXT, Scores};
use crate::language::{Case, Company, Context, Language, Member, Neighbour};
use crate::profile;
use crate::repair::words::look_alikes::{self, LookAlike};
use crate::repair::words::tokens::{self, Begins, Beside, Side};
use crate::tokenize::Shape;

/// A word that is counted beside a neighbour is doubted from this pull on; beside both it never is.
const PULL_BESIDE_ONE: f32 = 3.0;
/// A look-alike that leads by less, in nats, is not weighed further; no misread word was ever told by so little.
const LEAST_LEAD: f32 = 5.0;
/// How much of a confusion's cost counts: which one OCR makes depends on the scan more than on the letters.
const OF_COST: f32 = 0.5;
/// Times that an archive has a pair before it is no chance.
const LEAST_PAIRS: u32 = 2;

/// A place in a text where a word stands.
pub(super) struct Place<'t> {
    pub text: &'t str,
    pub language: &'static Language,
    pub profile: Option<&'t profile::Counts>,
    pub range: Range<usize>,
    /// How the letters of the word look.
    pub shape: Shape,
}

impl<'t> Place<'t> {
    /// The word as another may stand for it, which is `standing` in small letters and has a look-alike so much likelier. What costs
    /// most is asked last: of most words a neighbour says that they are right.
    pub fn doubted(&self, standing: &str, pull: f32) -> Option<Doubted> {
        let word = &self.text[self.range.clone()];
        let is_small = word == standing;
        let is_capitalised = !is_small && word.chars().skip(1).all(|c| !c.is_uppercase());
        if !(is_small || is_capitalised) || !self.is_word() {
            return None;
        }
        let (left_side, begins) = tokens::left_of(self.text, &self.range, self.language);
        if is_capitalised && begins != Begins::Yes {
            return None;
        }
        let is_counted = |left: &Option<Member>, right: &Option<Member>| {
            self.language.is_pair_of_members(left.as_ref(), right.as_ref())
        };
        let member = Member::of(standing);
        let left = left_side.context(self.text);
        let on_the_left = left.member_on_the_left();
        let is_counted_before = is_counted(&on_the_left, &member);
        if is_counted_before && pull < PULL_BESIDE_ONE {
            return None;
        }
        let beside = Beside { left: left_side, right: tokens::right_of(self.text, &self.range), begins };
        if ![&beside.left, &beside.right].iter().any(|side| matches!(side, Side::Word(_))) {
            return None;
        }
        let right = beside.right.context(self.text);
        let on_the_right = right.member_on_the_right();
        if (is_counted_before || pull < PULL_BESIDE_ONE) && is_counted(&member, &on_the_right) {
            return None;
        }
        let known = look_alikes::of(standing, self.language);
        if known.others.is_empty() {
            return None;
        }
        let mut around = self.around(&beside, (left, on_the_left), (right, on_the_right));
        let mut stands = self.fit(member.as_ref(), known.class, known.log_probability, &around);
        let mut ranked = self.ranked(&known.others, &around);
        let next = ranked.get(1).map_or(MOST_OF_NEXT, |next| (ranked[0].2 - next.2).min(MOST_OF_NEXT));
        let (best, fits, _) = ranked.first_mut()?;
        if fits.total() - stands.total() < LEAST_LEAD {
            return None;
        }
        self.look_further(&beside, &mut around);
        self.fit_further(&mut stands, member.as_ref(), &around);
        self.fit_further(fits, best.member.as_ref(), &around);
        let signs = Signs::of(self.language, standing, (best, fits), &stands, &around, next);
        let written = |word: &str| {
            if is_small { word.to_owned() } else { Case::Capitalised.apply(word) }
        };
        let scores = |fit: &Fit, cost: f32| Scores {
            channel: -cost,
            language: fit.log_probability,
            neighbours: fit.neighbours(),
        };
        Some(Doubted {
            range: self.range.clone(),
            standing: scores(&stands, 0.0),
            candidates: ranked
                .iter()
                .map(|(other, fits, _)| (written(&other.word), scores(fits, other.cost)))
                .collect(),
            log_odds: signs.log_odds(),
            probability: 0.0,
            signs,
            left: around.start,
        })
    }

    /// Whether it is a word to look at.
    fn is_word(&self) -> bool {
        match self.shape {
            Shape::Small => tokens::stands_as_word(self.text, &self.range),
            _ => tokens::is_word(self.text, &self.range),
        }
    }

    /// Look-alikes, best first, each with how it fits and what that is worth beside its confusion.
    fn ranked<'l>(&self, look_alikes: &'l [LookAlike], around: &Around) -> SmallVec<[(&'l LookAlike, Fit, f32); 4]> {
        let weighed = look_alikes.iter().map(|other| {
            let fit = self.fit(other.member.as_ref(), other.class, other.log_probability, around);
            let fits = self.taught(other, fit, around);
            let worth = fits.total() - OF_COST * other.cost;
            (other, fits, worth)
        });
        let mut ranked: SmallVec<[_; 4]> = weighed.collect();
        ranked.sort_by(|a, b| b.2.total_cmp(&a.2));
        ranked
    }

    /// The words beside the place, each with how the table of pairs writes it.
    fn around(
        &self,
        beside: &Beside,
        (left, on_the_left): (Context<'t>, Option<Member>),
        (right, on_the_right): (Context<'t>, Option<Member>),
    ) -> Around<'t> {
        let start = match &beside.left {
            Side::Word(range) => Some(range.start),
            _ => None,
        };
        Around {
            left,
            right,
            left_neighbour: self.language.neighbour_on_the_left(left, on_the_left),
            right_neighbour: self.language.neighbour_on_the_right(right, on_the_right),
            next_left: Neighbour::default(),
            next_right: Neighbour::default(),
            begins: beside.begins == Begins::Yes,
            start,
        }
    }

    /// Takes in the words behind those.
    fn look_further(&self, beside: &Beside, around: &mut Around<'t>) {
        let next = |side: &Side, pick: fn(Beside) -> Side| match side {
            Side::Word(range) => match pick(tokens::beside(self.text, range, self.language)) {
                Side::Word(range) => Context::Word(&self.text[range]),
                _ => Context::Unknown,
            },
            _ => Context::Unknown,
        };
        let (left, right) = (next(&beside.left, |beside| beside.left), next(&beside.right, |beside| beside.right));
        around.next_left = self.language.neighbour_on_the_left(left, left.member_on_the_left());
        around.next_right = self.language.neighbour_on_the_right(right, right.member_on_the_right());
    }

    /// How a word fits between the words beside the place.
    fn fit(&self, word: Option<&Member>, class: Option<u8>, log_probability: f32, around: &Around) -> Fit {
        Fit {
            log_probability,
            class,
            left: self.language.company(&around.left_neighbour, word, class, log_probability),
            right: self.language.company_after(word, class, &around.right_neighbour),
            next_left: Company::default(),
            next_right: Company::default(),
        }
    }

    /// The same of the words behind those.
    fn fit_further(&self, fit: &mut Fit, word: Option<&Member>, around: &Around) {
        fit.next_left = self.language.company(&around.next_left, word, fit.class, fit.log_probability);
        fit.next_right = self.language.company_after(word, fit.class, &around.next_right);
    }

    /// How a look-alike fits by what the archive has of its pairs; what stands there gains nothing by them, since what
    /// was misread once is misread again.
    fn taught(&self, other: &LookAlike, mut fit: Fit, around: &Around) -> Fit {
        let Some(profile) = self.profile else { return fit };
        let gain = |pairs: u32, left: &str, log_probability: f32| {
            let share = f64::from(pairs) / f64::from(profile.lower(left).max(pairs));
            (pairs >= LEAST_PAIRS).then(|| share.ln() as f32 - log_probability)
        };
        let better = |company: Company, gain: Option<f32>| match gain {
            Some(gain) if gain > company.gain => Company { gain, is_listed: true, ..company },
            _ => company,
        };
        if let Context::Word(left) = around.left {
            let left = left.to_lowercase();
            fit.left = better(fit.left, gain(profile.pair(&left, &other.word), &left, other.log_probability));
        }
        if let Context::Word(right) = around.right {
            let right = right.to_lowercase();
            let pairs = profile.pair(&other.word, &right);
            fit.right = better(fit.right, gain(pairs, &other.word, self.language.log_probability(&right)));
        }
        fit
    }
}
