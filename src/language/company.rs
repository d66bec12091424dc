//! How probable a word is between its neighbours, by the table of pairs and the classes of words.

use std::cell::OnceCell;

use super::Language;
use super::pairs::{Context, Member, Pairs};

/// How two words go together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Company {
    /// How much oftener the second stands after the first than anywhere, in nats.
    pub gain: f32,
    /// The same of their classes.
    pub class_gain: f32,
    /// Whether they are listed as a pair.
    pub is_listed: bool,
}

/// What stands beside a place, with what is known of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Neighbour<'c> {
    context: Context<'c>,
    /// As the table of pairs writes it; nothing where nothing is known.
    written: Option<Member>,
    class: Option<u8>,
    /// On the left: the logarithm of what the words listed after it leave to all others.
    left_over: f32,
    /// On the right: the logarithm of its probability, once a listed pair asks for it.
    log_probability: OnceCell<f32>,
}

/// A word that may stand in many places, with what those ask of it; each is found when it is first asked.
#[derive(Debug, Clone)]
pub(crate) struct Companion {
    member: Option<Member>,
    case_penalty: OnceCell<f32>,
    left_over: OnceCell<f32>,
}

impl Companion {
    pub fn new(word: &str) -> Self {
        Self { member: Member::of(word), case_penalty: OnceCell::new(), left_over: OnceCell::new() }
    }

    /// The logarithm of what the words listed after it leave to all others.
    fn left_over(&self, language: &Language) -> f32 {
        let of = |pairs: &Pairs| self.member.as_ref().map_or(0.0, |member| pairs.left_over_by(member));
        *self.left_over.get_or_init(|| language.pairs.as_ref().map_or(0.0, of))
    }
}

/// A place between two neighbours, with what is asked of them for every word that may stand there.
#[derive(Debug)]
pub(crate) struct Between<'c> {
    left: Option<Member>,
    /// The logarithm of what the words listed after the left one leave to all others.
    left_over: f32,
    right: Context<'c>,
    right_member: Option<Member>,
    /// The logarithm of the probability of the right one.
    log_probability: OnceCell<f32>,
}

impl Between<'_> {
    /// The logarithm of what the words listed after the left neighbour leave to all others.
    pub fn left_over(&self) -> f32 {
        self.left_over
    }
}

impl Language {
    /// The natural logarithm of the probability that the word after `left` is this one, whatever its case.
    ///
    /// Pairs that are listed are as probable as they were frequent; another word has its share by
    /// [`Self::log_probability`] of what they leave over. Where nothing is known of `left`, or of what follows it,
    /// it is [`Self::log_probability`].
    ///
    /// ```
    /// use ordret::language::{Context, Language};
    ///
    /// let after = |left, word| Language::danish().log_probability_after(Context::Word(left), word);
    /// assert!(after("et", "møde") > after("et", "måde"));
    /// assert!(after("denne", "måde") > after("denne", "møde"));
    /// ```
    #[must_use]
    pub fn log_probability_after(&self, left: Context<'_>, word: &str) -> f32 {
        self.log_probability_after_known(left, word, || self.log_probability(word))
    }

    /// The same where [`Self::log_probability`] of the word may be known already.
    pub(crate) fn log_probability_after_known(
        &self,
        left: Context<'_>,
        word: &str,
        alone: impl FnOnce() -> f32,
    ) -> f32 {
        let (Some(pairs), Some(left)) = (&self.pairs, left.on_the_left()) else {
            return alone();
        };
        let listed = if word.is_empty() { None } else { pairs.listed(left, word) };
        listed.map_or_else(|| pairs.left_over(left) + alone(), |listed| listed + self.case_penalty(word))
    }

    /// The natural logarithm of the probability that what stands after the word is `right`; 0 where nothing is known
    /// of `right`, so that the words that may stand before it compare alike.
    #[must_use]
    pub fn log_probability_before(&self, word: &str, right: Context<'_>) -> f32 {
        let mark = |probability: fn(&Pairs) -> f32| {
            let (Some(pairs), Some(mark)) = (&self.pairs, right.on_the_right()) else {
                return 0.0;
            };
            let listed = if word.is_empty() { None } else { pairs.listed(word, mark) };
            listed.unwrap_or_else(|| pairs.left_over(word) + probability(pairs))
        };
        match right {
            Context::Unknown => 0.0,
            Context::Edge => mark(Pairs::end),
            Context::Number => mark(Pairs::number),
            Context::Word(right) => self.log_probability_after(Context::Word(word), right),
        }
    }

    /// How well the word fits between its neighbours: [`Self::log_probability_after`] the left one and
    /// [`Self::log_probability_before`] the right one, together. Compares words for one place.
    #[must_use]
    pub fn log_probability_between(&self, left: Context<'_>, word: &str, right: Context<'_>) -> f32 {
        self.log_probability_after(left, word) + self.log_probability_before(word, right)
    }

    /// A place between two neighbours.
    pub(crate) fn between<'c>(&self, left: Context<'c>, right: Context<'c>) -> Between<'c> {
        let left = left.member_on_the_left();
        let left_over = match (&self.pairs, &left) {
            (Some(pairs), Some(left)) => pairs.left_over_by(left),
            _ => 0.0,
        };
        let right_member = right.member_on_the_right();
        Between { left, left_over, right, right_member, log_probability: OnceCell::new() }
    }

    /// What the neighbours of a word add to its own `log_probability`: how much more often it stands between them than
    /// anywhere.
    pub(crate) fn log_gain_between(
        &self,
        place: &Between,
        word: &str,
        companion: &Companion,
        log_probability: f32,
    ) -> f32 {
        let Some(pairs) = &self.pairs else { return 0.0 };
        if word.is_empty() {
            return 0.0;
        }
        let after = self.listed(&place.left, &companion.member).map_or(place.left_over, |listed| {
            listed + companion.case_penalty.get_or_init(|| self.case_penalty(word)) - log_probability
        });
        let before = match (self.listed(&companion.member, &place.right_member), place.right) {
            (_, Context::Unknown | Context::Word("")) => 0.0,
            (Some(listed), Context::Word(right)) => {
                listed - place.log_probability.get_or_init(|| self.log_probability(right))
            }
            (Some(listed), Context::Number) => listed - pairs.number(),
            (Some(listed), Context::Edge) => listed - pairs.end(),
            (None, _) => companion.left_over(self),
        };
        after + before
    }

    /// [`Self::log_probability_after`] the left neighbour, of a word whose own is `alone`.
    pub(crate) fn log_probability_at(&self, place: &Between, word: &str, companion: &Companion, alone: f32) -> f32 {
        match self.listed(&place.left, &companion.member) {
            Some(listed) => listed + companion.case_penalty.get_or_init(|| self.case_penalty(word)),
            None => place.left_over + alone,
        }
    }

    /// [`Self::log_probability_before`] the right neighbour, whose own is `alone` if it is a word.
    pub(crate) fn log_probability_of_right(&self, place: &Between, companion: &Companion, alone: f32) -> f32 {
        let of_any = match (place.right, &self.pairs) {
            (Context::Unknown, _) => return 0.0,
            (Context::Word(_), _) => alone,
            (Context::Edge | Context::Number, None) => return 0.0,
            (Context::Edge, Some(pairs)) => pairs.end(),
            (Context::Number, Some(pairs)) => pairs.number(),
        };
        match (self.listed(&companion.member, &place.right_member), place.right) {
            (Some(listed), Context::Word(right)) => listed + self.case_penalty(right),
            (Some(listed), _) => listed,
            (None, _) => companion.left_over(self) + of_any,
        }
    }

    fn listed(&self, left: &Option<Member>, right: &Option<Member>) -> Option<f32> {
        self.pairs.as_ref()?.listed_members(left.as_ref()?, right.as_ref()?)
    }

    /// What stands to the left of a place, with what is asked of it for every word that may stand there. `written` is how the table
    /// of pairs writes it.
    #[must_use]
    pub(crate) fn neighbour_on_the_left<'c>(&self, left: Context<'c>, written: Option<Member>) -> Neighbour<'c> {
        let left_over = match (&self.pairs, &written) {
            (Some(pairs), Some(left)) => pairs.left_over_by(left),
            _ => 0.0,
        };
        let class = left.on_the_left().and_then(|left| self.class_of(left));
        Neighbour { context: left, written, class, left_over, log_probability: OnceCell::new() }
    }

    /// The same of what stands to the right.
    #[must_use]
    pub(crate) fn neighbour_on_the_right<'c>(&self, right: Context<'c>, written: Option<Member>) -> Neighbour<'c> {
        let class = right.on_the_right().and_then(|right| self.class_of(right));
        Neighbour { context: right, written, class, left_over: 0.0, log_probability: OnceCell::new() }
    }

    /// The logarithm of the probability of what stands to the right of a place, by itself.
    fn log_probability_by_itself(&self, right: Context<'_>) -> f32 {
        let mark = |probability: fn(&Pairs) -> f32| self.pairs.as_ref().map_or(0.0, probability);
        match right {
            Context::Unknown => 0.0,
            Context::Word(right) => self.log_probability(right),
            Context::Number => mark(Pairs::number),
            Context::Edge => mark(Pairs::end),
        }
    }

    /// What a word of this class gains by standing after a neighbour, with the classes of both to speak for a pair that is
    /// not listed.
    #[must_use]
    pub(crate) fn company(
        &self,
        left: &Neighbour,
        word: Option<&Member>,
        class: Option<u8>,
        log_probability: f32,
    ) -> Company {
        let (Some(pairs), Some(written)) = (&self.pairs, &left.written) else { return Company::default() };
        let listed = word.and_then(|word| pairs.listed_members(written, word));
        self.pair_gain(listed.map(|listed| listed - log_probability), (left.class, class), || left.left_over)
    }

    /// The same of what stands after the word: how much oftener it does than anywhere.
    #[must_use]
    pub(crate) fn company_after(&self, word: Option<&Member>, class: Option<u8>, right: &Neighbour) -> Company {
        let (Some(pairs), Some(written)) = (&self.pairs, &right.written) else { return Company::default() };
        let listed = word.and_then(|word| pairs.listed_members(word, written));
        let left_over = || word.map_or(0.0, |word| pairs.left_over_by(word));
        let alone = || right.log_probability.get_or_init(|| self.log_probability_by_itself(right.context));
        self.pair_gain(listed.map(|listed| listed - alone()), (class, right.class), left_over)
    }

    fn pair_gain(
        &self,
        listed: Option<f32>,
        classes: (Option<u8>, Option<u8>),
        left_over: impl FnOnce() -> f32,
    ) -> Company {
        /// The share of pairs that are not listed which goes by classes; the others are as frequent as chance.
        const BY_CLASSES: f32 = 0.8;
        let class_gain = match (&self.classes, classes) {
            (Some(known), (Some(left), Some(right))) => known.gain(left, right),
            _ => 0.0,
        };
        match listed {
            Some(gain) => Company { gain, class_gain, is_listed: true },
            None => {
                let gain = left_over() + (1.0 - BY_CLASSES + BY_CLASSES * class_gain.exp()).ln();
                Company { gain, class_gain, is_listed: false }
            }
        }
    }

    /// The class of a word: which words keep the same company.
    #[must_use]
    pub(crate) fn class_of(&self, word: &str) -> Option<u8> {
        self.classes.as_ref()?.of(word)
    }

    /// Whether a word in small letters was counted among other words, so that its company is known.
    #[must_use]
    pub(crate) fn is_counted(&self, word: &str) -> bool {
        self.classes.as_ref().is_some_and(|classes| classes.lists(word))
    }

    /// Whether the two are listed as a pair. Rare pairs are not; a pair of strangers is taken for a listed one less
    /// than once in a million.
    #[must_use]
    pub fn is_pair(&self, left: Context<'_>, right: Context<'_>) -> bool {
        let (Some(pairs), Some(left), Some(right)) = (&self.pairs, left.on_the_left(), right.on_the_right()) else {
            return false;
        };
        pairs.listed(left, right).is_some()
    }

    /// [`Self::is_pair`] of two that are written as the table of pairs writes them.
    #[must_use]
    pub(crate) fn is_pair_of_members(&self, left: Option<&Member>, right: Option<&Member>) -> bool {
        let (Some(pairs), Some(left), Some(right)) = (&self.pairs, left, right) else { return false };
        pairs.listed_members(left, right).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::PackFiles;

    fn da() -> &'static Language {
        Language::danish()
    }

    /// Which of the words fits best between its neighbours.
    fn fitting<'a>(left: Context<'_>, words: &[&'a str], right: Context<'_>) -> &'a str {
        let score = |word: &str| da().log_probability_between(left, word, right);
        words.iter().copied().max_by(|a, b| score(a).total_cmp(&score(b))).unwrap()
    }

    #[test]
    fn neighbours_choose_between_words_that_are_all_right_alone() {
        use Context::Word;
        let cases = [
            ("et", ["møde", "måde", "mode"], "med", "møde"),
            ("denne", ["møde", "måde", "mode"], "at", "måde"),
            ("lagt", ["pa", "på", "pæ"], "at", "på"),
            ("vi", ["har", "hår", "hør"], "haft", "har"),
            ("for", ["år", "ar", "ør"], "siden", "år"),
            ("vil", ["gøre", "gåre", "gare"], "det", "gøre"),
            ("han", ["før", "får", "far"], "at", "får"),
            ("min", ["før", "får", "far"], "er", "far"),
        ];
        for (left, words, right, wanted) in cases {
            assert_eq!(fitting(Word(left), &words, Word(right)), wanted, "{left} … {right}");
        }
    }

    #[test]
    fn edges_and_numbers_are_neighbours_too() {
        let after = |left, word| da().log_probability_after(left, word);
        let before = |word, right| da().log_probability_before(word, right);
        assert!(after(Context::Edge, "hvis") > after(Context::Word("af"), "hvis"));
        assert!(after(Context::Number, "år") > after(Context::Unknown, "år") + 2.0);
        assert!(before("kl", Context::Number) > before("jeg", Context::Number) + 2.0);
        assert!(before("mig", Context::Edge) > before("jeg", Context::Edge));
        assert_eq!(before("møde", Context::Unknown), 0.0);
    }

    #[test]
    fn what_is_unknown_beside_a_word_leaves_it_as_probable_as_alone() {
        let alone = da().log_probability("møde");
        for left in [Context::Unknown, Context::Word("rnindre"), Context::Word(""), Context::Word(&"x".repeat(999))] {
            assert_eq!(da().log_probability_after(left, "møde"), alone, "{left:?}");
        }
        let unknown = da().log_probability_after(Context::Word("et"), "rnindre");
        assert!(unknown < da().log_probability("rnindre") && unknown.is_finite());
        assert!(da().log_probability_after(Context::Word("et"), "").is_finite());
        assert_eq!(da().log_probability_before("rnindre", Context::Word("møde")), alone);
    }

    #[test]
    fn case_is_nothing_to_pairs_but_names_want_theirs() {
        let after = |left, word| da().log_probability_after(Context::Word(left), word);
        assert_eq!(after("ET", "Møde"), after("et", "møde"));
        assert!(after("i", "København") > after("i", "københavn") + 4.0);
        assert!(da().is_pair(Context::Word("I"), Context::Word("københavn")));
        assert!(!da().is_pair(Context::Word("af"), Context::Word("hvorimod")));
        assert!(!da().is_pair(Context::Unknown, Context::Number) && !da().is_pair(Context::Word(""), Context::Number));
    }

    #[test]
    fn strangers_are_hardly_ever_taken_for_pairs() {
        let strangers = (0..1_000_000).filter(|n| {
            let (left, right) = (format!("x{n}"), format!("q{n}"));
            da().is_pair(Context::Word(&left), Context::Word(&right))
        });
        assert!(strangers.count() <= 5);
    }

    #[test]
    fn a_pack_without_pairs_has_no_neighbours() {
        let lone = Language::new(PackFiles { pairs: None, ..PackFiles::danish() }).unwrap();
        assert_eq!(lone.log_probability_after(Context::Word("et"), "møde"), lone.log_probability("møde"));
        assert_eq!(lone.log_probability_before("et", Context::Number), 0.0);
        assert!(!lone.is_pair(Context::Word("det"), Context::Word("er")));
    }
}
