//! What language a passage is in: Danish, of any time and also misread, or one of some sixty others.
//!
//! A passage is a bag of words. A model knows what each word costs in each of 64 *lanes*, a lane being a language or a face of
//! one: Danish has four (modern; of 1800–1948; older; misread by machines). A word that is frequent somewhere has a row of costs
//! of its own; any other is spelled, and each of its letters costs what it costs after the two before it. A
//! cost is the negative logarithm of a probability, less that of the lane where it is least, in steps of half a nat
//! and never more than 15 of them: so no single word decides, whatever it is.
//!
//! Costs add up, and so do passages ([`Tongues::add`]). The model is one file, `languages.model` of the crate `ordret-languages`; which
//! languages it has stands in `dictionaries/languages/languages.tsv`, and `dictionaries/build/src/bin/languages` makes it.
//!
//! ```
//! use ordret::language::identify::{Tongue, Tongues};
//!
//! let danish = Tongues::of("Kommunen har besluttet at udskyde mødet til efter sommerferien.");
//! assert!(danish.danish_log_odds() > 4.0);
//! let norwegian = Tongues::of("Kommunen har bestemt seg for å utsette møtet til etter sommerferien.");
//! assert!(norwegian.danish_log_odds() < -4.0);
//! assert_eq!(norwegian.best(), Tongue::Norwegian);
//! ```

mod alphabets;
pub mod letters;
pub mod model;

use std::sync::LazyLock;

use smallvec::SmallVec;

use model::{LANES, Model, STEP};

/// Lanes of Danish; the others follow in the order of [`Tongue`]. The last is the mean of all that are not Danish: what a language
/// costs that the model lacks.
const DANISH: usize = 4;
/// The name of the language that all others are told from.
pub(crate) const TOLD_APART: &str = "da";
/// The lane of modern Danish.
const MODERN: usize = 0;
/// The lanes of old Danish.
const OLD: [usize; 2] = [1, 2];
/// How much of a difference of costs to believe: words are no independent witnesses. By `benches/languages.rs --fit`, which finds
/// it to be right (times 1.0 to 1.1 at a line, 50 and 100 characters; 0.6 at 200, where nothing is in doubt).
const TEMPER: f32 = 0.6;
/// Log odds that a passage is Danish which says neither: so that a handful of misread words is not foreign. Chosen, below what the same
/// fit would have (2.2, its texts being mostly Danish ones): each unit more lets twice as many lines of Norwegian pass for Danish.
const EXPECTED: f32 = 1.0;
/// Log odds against Danish of a word in another script, which a Danish text may quote. Chosen: two words outweigh [`EXPECTED`]
/// and a short name beside them.
const OTHER_SCRIPT: f32 = 3.0;

/// The model of this program.
static MODEL: LazyLock<Model<'static>> =
    LazyLock::new(|| Model::parse(ordret_languages::MODEL).expect("the embedded model is whole: tested"));

macro_rules! tongues {
    ($($(#[$doc:meta])* $name:ident $code:literal,)*) => {
        /// A language that passages can be told to be in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Tongue { $($(#[$doc])* $name,)* }

        impl Tongue {
            /// All of them, in the order of the model's lanes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its code: of ISO 639-1 where it has one, else of ISO 639-3; `other` for any other language.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

tongues! {
    /// Danish of any time.
    Danish "da",
    /// Norwegian bokmål.
    Norwegian "nb",
    /// Norwegian nynorsk.
    Nynorsk "nn",
    /// Swedish.
    Swedish "sv",
    /// Icelandic.
    Icelandic "is",
    /// Faroese.
    Faroese "fo",
    /// German.
    German "de",
    /// Low German.
    LowGerman "nds",
    /// Luxembourgish.
    Luxembourgish "lb",
    /// Dutch.
    Dutch "nl",
    /// Afrikaans.
    Afrikaans "af",
    /// West Frisian.
    Frisian "fy",
    /// English.
    English "en",
    /// French.
    French "fr",
    /// Catalan.
    Catalan "ca",
    /// Occitan.
    Occitan "oc",
    /// Spanish.
    Spanish "es",
    /// Galician.
    Galician "gl",
    /// Portuguese.
    Portuguese "pt",
    /// Italian.
    Italian "it",
    /// Romanian.
    Romanian "ro",
    /// Latin.
    Latin "la",
    /// Romansh.
    Romansh "rm",
    /// Finnish.
    Finnish "fi",
    /// Estonian.
    Estonian "et",
    /// Northern Sámi.
    NorthernSami "se",
    /// Hungarian.
    Hungarian "hu",
    /// Czech.
    Czech "cs",
    /// Slovak.
    Slovak "sk",
    /// Slovene.
    Slovene "sl",
    /// Croatian, Bosnian, Montenegrin and Serbian in Latin letters.
    Croatian "hr",
    /// Polish.
    Polish "pl",
    /// Upper Sorbian.
    Sorbian "hsb",
    /// Latvian.
    Latvian "lv",
    /// Lithuanian.
    Lithuanian "lt",
    /// Irish.
    Irish "ga",
    /// Scottish Gaelic.
    Gaelic "gd",
    /// Welsh.
    Welsh "cy",
    /// Breton.
    Breton "br",
    /// Albanian.
    Albanian "sq",
    /// Turkish.
    Turkish "tr",
    /// Azerbaijani.
    Azerbaijani "az",
    /// Basque.
    Basque "eu",
    /// Esperanto.
    Esperanto "eo",
    /// Maltese.
    Maltese "mt",
    /// Malay and Indonesian.
    Malay "id",
    /// Tagalog.
    Tagalog "tl",
    /// Vietnamese.
    Vietnamese "vi",
    /// Swahili.
    Swahili "sw",
    /// Somali.
    Somali "so",
    /// Shona.
    Shona "sn",
    /// Sotho and Tswana.
    Sotho "st",
    /// Tsonga.
    Tsonga "ts",
    /// Zulu and Xhosa.
    Zulu "zu",
    /// Ganda.
    Ganda "lg",
    /// Yoruba.
    Yoruba "yo",
    /// Maori and other Polynesian languages.
    Maori "mi",
    /// Greenlandic.
    Greenlandic "kl",
    /// Haitian Creole.
    Haitian "ht",
    /// Some other language, or none of them more than another.
    Other "other",
}

/// What a passage says of its language; can be added up over passages.
#[derive(Clone, Copy, Debug)]
pub struct Tongues {
    /// What its words cost in each lane, in nats.
    costs: [f32; LANES],
    words: f32,
    other_script: f32,
}

impl Default for Tongues {
    /// Nothing said.
    fn default() -> Self {
        Self { costs: [0.0; LANES], words: 0.0, other_script: 0.0 }
    }
}

impl Tongues {
    /// What a text says: one pass over its words.
    pub fn of(text: &str) -> Self {
        let costs = MODEL.costs(text);
        let mut tongues =
            Self { costs: [0.0; LANES], words: costs.words as f32, other_script: costs.other_script as f32 };
        for (nats, cost) in tongues.costs.iter_mut().zip(&costs.wide) {
            *nats = *cost as f32 * STEP;
        }
        tongues
    }

    /// Adds what another passage says.
    pub fn add(&mut self, other: &Self) {
        for (sum, cost) in self.costs.iter_mut().zip(&other.costs) {
            *sum += cost;
        }
        self.words += other.words;
        self.other_script += other.other_script;
    }

    /// How many words it rests on, those of other scripts counted from three letters on.
    pub fn words(&self) -> f32 {
        self.words + self.other_script
    }

    /// Log odds (nats) that this is Danish, of any time and be it misread, rather than the likeliest other language. 0 when there is no
    /// word.
    pub fn danish_log_odds(&self) -> f32 {
        if self.words() == 0.0 {
            return 0.0;
        }
        let difference = least(&self.costs[DANISH..]).1 - least(&self.costs[..DANISH]).1;
        EXPECTED + TEMPER * difference - OTHER_SCRIPT * self.other_script
    }

    /// Log odds (nats) that Danish text is in an old spelling rather than in the modern one. Words tell their time as well as their
    /// spelling, so that a tale in modern spelling may have 2 or 3 a sentence; a sentence in old spelling has 10 and more. Says nothing
    /// of text that is not Danish.
    pub fn old_log_odds(&self) -> f32 {
        let old = OLD.map(|lane| self.costs[lane]);
        TEMPER * (self.costs[MODERN] - least(&old).1)
    }

    /// The languages that are behind the likeliest one by no more than so many nats, before anything is known: Danish of any face counts
    /// once, [`Tongue::Other`] not at all. None when there is no word.
    pub(crate) fn near(&self, nats: f32) -> impl Iterator<Item = Tongue> {
        let known = &self.costs[..DANISH + Tongue::ALL.len() - 2];
        let least = if self.words > 0.0 { least(known).1 } else { f32::NEG_INFINITY };
        let is_near = move |cost: &f32| *cost <= least + nats;
        let danish = known[..DANISH].iter().any(is_near).then_some(Tongue::Danish);
        let others = known[DANISH..].iter().zip(&Tongue::ALL[1..]).filter(move |(cost, _)| is_near(cost));
        danish.into_iter().chain(others.map(|(_, tongue)| *tongue))
    }

    /// The likeliest language. Danish when that is likelier than not, as [`Tongues::danish_log_odds`] has it.
    pub fn best(&self) -> Tongue {
        if self.danish_log_odds() > 0.0 {
            return Tongue::Danish;
        }
        if self.other_script * 2.0 > self.words() || self.words() == 0.0 {
            return Tongue::Other;
        }
        let lane = least(&self.costs[DANISH..]).0;
        Tongue::ALL.get(lane + 1).copied().unwrap_or(Tongue::Other)
    }
}

/// Whether a word is frequent in any of the languages.
pub(crate) fn is_frequent(word: &str) -> bool {
    MODEL.has_word(&word.chars().map(letters::code).collect::<SmallVec<[u8; 32]>>())
}

/// The least of some costs, the first of those that are alike, and its place.
fn least(costs: &[f32]) -> (usize, f32) {
    costs
        .iter()
        .copied()
        .enumerate()
        .fold((0, f32::INFINITY), |least, cost| if cost.1 < least.1 { cost } else { least })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_are_those_of_the_table() {
        let table = ordret_languages::LANGUAGES;
        let codes: Vec<&str> =
            table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(codes.len(), LANES);
        assert!(codes[..DANISH].iter().all(|code| code.starts_with("da")));
        let ours: Vec<&str> = Tongue::ALL[1..].iter().map(|tongue| tongue.as_str()).collect();
        assert_eq!(codes[DANISH..LANES - 1], ours);
    }

    #[test]
    fn danish_is_danish_whatever_was_done_to_it() {
        let cases = [
            ("modern", "Bestyrelsen drøftede, hvordan de nye regler skal bruges i praksis."),
            ("short", "Der er ingen bemærkninger."),
            ("capitals", "REFERAT AF ORDINÆRT MØDE I BESTYRELSEN"),
            ("letters lost", "Vi skal sa sporge borgmesteren, om hun har faet svar pa brevet."),
            ("as windows-1252", "MÃ¸det blev afholdt pÃ¥ rÃ¥dhuset, og alle mÃ¸dte frem."),
            ("dirty", "Udvalgct tog orienteringcn til efterretning og bad forvaltningen orn at vende tilbagc."),
            ("1870", "Thi naar han tvivler, da har han ingen Kraft til at handle, og han skjælver."),
            ("1780", "Hun havde et got Hierte, og hendes Øine vare fulde af Taarer."),
            ("1589", "Gud hafver skabt Himmelen oc Iorden, oc alt det som der vdi er."),
            ("names", "Til stede: Jens Peter Sørensen, Kirsten Bjerregaard, Ole Lund Nielsen, Mette Frandsen"),
            ("address", "Nørregade 14, 2. tv., 8700 Horsens"),
        ];
        for (name, text) in cases {
            let said = Tongues::of(text);
            assert!(said.danish_log_odds() > 0.0, "{name}: {}", said.danish_log_odds());
            assert_eq!(said.best(), Tongue::Danish, "{name}");
        }
    }

    #[test]
    fn other_languages_are_told() {
        use Tongue::*;
        let cases = [
            (Norwegian, "Hun hadde ikke vært hjemme siden i går, og nå visste ingen hvor hun var."),
            (Nynorsk, "Ho hadde ikkje vore heime sidan i går, og no visste ingen kvar ho var."),
            (Swedish, "Hon hade inte varit hemma sedan i går, och nu visste ingen var hon var."),
            (Icelandic, "Hún hafði ekki verið heima síðan í gær og enginn vissi hvar hún var."),
            (Faroese, "Hon hevði ikki verið heima síðani í gjár, og nú visti eingin, hvar hon var."),
            (German, "Sie war seit gestern nicht zu Hause gewesen, und niemand wusste, wo sie war."),
            (English, "She had not been home since yesterday, and nobody knew where she was."),
            (Dutch, "Ze was sinds gisteren niet thuis geweest en niemand wist waar ze was."),
            (French, "Elle n'était pas rentrée depuis hier et personne ne savait où elle était."),
            (Finnish, "Hän ei ollut käynyt kotona eilisen jälkeen, eikä kukaan tiennyt, missä hän oli."),
            (Estonian, "Ta ei olnud eilsest saadik kodus käinud ja keegi ei teadnud, kus ta on."),
            (Polish, "Od wczoraj nie było jej w domu i nikt nie wiedział, gdzie jest."),
            (Czech, "Od včerejška nebyla doma a nikdo nevěděl, kde je."),
            (Turkish, "Dünden beri evde değildi ve kimse onun nerede olduğunu bilmiyordu."),
            (Irish, "Ní raibh sí sa bhaile ó inné agus ní raibh a fhios ag aon duine cá raibh sí."),
            (Latin, "Ab hesterno die domi non fuerat, et nemo sciebat ubi esset."),
            (Other, "Со вчерашнего дня её не было дома, и никто не знал, где она."),
        ];
        for (tongue, text) in cases {
            let said = Tongues::of(text);
            assert!(said.danish_log_odds() < -4.0, "{tongue:?}: {}", said.danish_log_odds());
            assert_eq!(said.best(), tongue, "{text}");
        }
    }

    #[test]
    fn a_language_that_the_model_lacks_is_not_danish() {
        for text in [
            "Ella nun tuviera en casa dende ayeri, y naide sabía ónde taba.",
            "Wu isch sie gsi? Niemert het gwüsst, wo si sit geschter hi isch.",
            "Ieri ùn hè micca stata in casa è nimu sapia induve era.",
        ] {
            assert!(Tongues::of(text).danish_log_odds() < -2.0, "{text}: {}", Tongues::of(text).danish_log_odds());
        }
    }

    #[test]
    fn old_spelling_is_told_from_modern() {
        let odds = |text: &str| Tongues::of(text).old_log_odds();
        assert!(odds("De skulde tage Toget igaar, men maatte vente paa Bussen.") > 5.0);
        assert!(odds("De skulle tage toget i går, men måtte vente på bussen.") < -2.0);
        // The words of tales are old ones, however they are spelled.
        assert!(odds("Han gik hen ad Veien og saae, at de alle vare komne.") > 5.0);
        assert!(odds("Han gik hen ad vejen og så, at de alle var kommet.") < 5.0);
    }

    #[test]
    fn passages_add_up() {
        let (first, second) = ("Vi mødes igen i morgen", "hvis vejret bliver godt");
        let mut sum = Tongues::of(first);
        sum.add(&Tongues::of(second));
        let whole = Tongues::of(&format!("{first}, {second}"));
        assert_eq!(sum.words(), 9.0);
        assert_eq!(sum.danish_log_odds(), whole.danish_log_odds());
    }

    #[test]
    fn nothing_says_nothing() {
        for text in ["", "12.345,67 — 8", "…", "\0"] {
            let said = Tongues::of(text);
            assert_eq!((said.words(), said.danish_log_odds(), said.best()), (0.0, 0.0, Tongue::Other), "{text}");
        }
        assert!(Tongues::of(&"ø\u{fffd}".repeat(100_000)).danish_log_odds().is_finite());
    }
}
