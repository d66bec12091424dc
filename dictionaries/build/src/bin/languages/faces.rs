//! Faces of Danish that no list has: spelled as before 1800, and misread by machines. Both are made of what is listed, by
//! rules that hold at a place with a probability.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::inputs::{Inputs, Listed, Words};

/// What stands, what may stand instead, and how often it does.
type Rules = Vec<(String, String, f64)>;

/// How Danish was spelled in print of 1530–1750 where it is spelled otherwise today; by hand, after what the texts of that
/// time have. The first rule that holds at a place is taken.
const EARLY: &str = "å aa .95|hv hu .5|v ff .12|v u .12|v w .1|v ffu .06|f ff .25|ck ck 1|kk ck .7|k ck .15|ks x .4|t th .05|\
    tt t .1|d dt .03|d dh .02|ø oe .05|ø ø 1|ej ey .6|ej ei .3|j i .5|i ij .03|i j .06|i y .04|ll l .2|l ll .05|m mm .05|\
    n nn .06|nd n .1|nd nd 1|g gh .04|s sz .01|z tz .2|e æ .04|æ e .4|u v .1|o aa .02|e ee .04|u uu .02|kv qv .5|kv qu .4";
/// How OCR without Danish letters reads them; shares of tesseract's English model on Danish pages, rounded.
const WITHOUT_LETTERS: &str = "æ e .3|æ ae .5|æ z .06|æ a .1|ø o .85|ø e .06|ø 0 .04|å a .9|å 4 .02";
/// Danish letters in UTF-8 that was read as windows-1252, once and twice, and as `?`; with the share of each.
const MOJIBAKE: [([&str; 3], f64); 3] = [(["Ã¦", "Ã¸", "Ã¥"], 0.5), (["?"; 3], 0.35), (["Ãƒ¦", "Ãƒ¸", "Ãƒ¥"], 0.15)];
/// Of the rates in `confusions.tsv`, which are those of the worst scans, what is taken, and the most of one.
const CONFUSED: (f64, f64) = (0.35, 0.12);
/// How a misread text is made up: words as they are, without their letters, mojibake, confused, cut in two.
const SHARES: [f64; 5] = [0.5, 0.17, 0.10, 0.17, 0.06];

/// Danish before 1800: half the listed words by the rules, two fifths the words known by hand, the rest as in 1830–1930.
pub fn early(inputs: &Inputs<'_>, modern: &Listed, old: &Listed) -> Result<Words> {
    const VARIANTS: usize = 6;
    let (rules, mut chance) = (rules(EARLY), Chance::new(1));
    let mut varied = Words::default();
    for (word, times) in most_frequent(old, 30_000).iter().chain(&most_frequent(modern, 15_000)) {
        for _ in 0..VARIANTS {
            varied.add(&vary(word, &rules, &mut chance), *times);
        }
    }
    let mut own = Words::default();
    for line in inputs.table("danish-1600.txt")?.lines().filter(|line| !line.starts_with('#')) {
        if let Some((word, times)) = line.split_once(' ') {
            own.add(word, times.parse()?);
        }
    }
    let mut words = Words::default();
    words.mix(&varied.shares(), 0.5);
    words.mix(&own.shares(), 0.4);
    words.mix(&Words::of(old), 0.1);
    Ok(words)
}

/// Danish misread by machines.
pub fn misread(inputs: &Inputs<'_>, sources: [(&Listed, f64); 3]) -> Result<Words> {
    let mut list = Listed::new();
    for ((source, weight), most) in sources.into_iter().zip([40_000, 30_000, 30_000]) {
        list.extend(most_frequent(source, most).into_iter().map(|(word, times)| (word, times * weight)));
    }
    let list = most_frequent(&list, 80_000);
    let mut chance = Chance::new(2);
    let parts = [
        Words::of(&list),
        with_rules(&list, &rules(WITHOUT_LETTERS), 3, &mut chance),
        mojibake(&list),
        with_rules(&list, &confusions(inputs)?, 4, &mut chance),
        cut(&list, &mut chance),
    ];
    let mut words = Words::default();
    for (part, share) in parts.iter().zip(SHARES) {
        words.mix(part, share);
    }
    Ok(words)
}

/// What rules make of words, where they make anything.
fn with_rules(list: &Listed, rules: &Rules, variants: usize, chance: &mut Chance) -> Words {
    let mut words = Words::default();
    for (word, times) in list {
        for _ in 0..variants {
            let varied = vary(word, rules, chance);
            if varied != *word {
                words.add(&varied, *times);
            }
        }
    }
    words.shares()
}

fn mojibake(list: &Listed) -> Words {
    let mut words = Words::default();
    for (word, times) in list.iter().filter(|(word, _)| word.contains(['æ', 'ø', 'å'])) {
        for ([ae, oe, aa], share) in MOJIBAKE {
            words.add(&word.replace('æ', ae).replace('ø', oe).replace('å', aa), times * share);
        }
    }
    words.shares()
}

/// Longer words with a space where none belongs.
fn cut(list: &Listed, chance: &mut Chance) -> Words {
    let mut words = Words::default();
    for (word, times) in list {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > 4 {
            let at = 2 + (chance.next() * (letters.len() - 3) as f64) as usize;
            words.add(&letters[..at].iter().collect::<String>(), *times);
            words.add(&letters[at..].iter().collect::<String>(), *times);
        }
    }
    words.shares()
}

/// What OCR takes letters for.
fn confusions(inputs: &Inputs<'_>) -> Result<Rules> {
    let mut rules = Rules::new();
    for line in inputs.table("confusions.tsv")?.lines().filter(|line| !line.starts_with('#')) {
        if let [printed, read, share] = line.split('\t').collect::<Vec<_>>()[..] {
            let share: f64 = share.parse()?;
            rules.push((printed.to_owned(), read.to_owned(), (share * CONFUSED.0).min(CONFUSED.1)));
        }
    }
    Ok(rules)
}

fn rules(text: &str) -> Rules {
    let rule = |rule: &str| {
        let mut fields = rule.split_whitespace();
        Some((fields.next()?.to_owned(), fields.next()?.to_owned(), fields.next()?.parse().ok()?))
    };
    text.split('|').filter_map(rule).collect()
}

/// The most frequent words of a list in lower case, in shares.
fn most_frequent(list: &Listed, most: usize) -> Listed {
    let mut lower = BTreeMap::<String, f64>::new();
    for (word, times) in list {
        *lower.entry(word.to_lowercase()).or_default() += times;
    }
    let mut words: Listed = lower.into_iter().collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(most);
    let sum: f64 = words.iter().map(|(_, times)| times).sum();
    words.iter_mut().for_each(|(_, times)| *times /= sum);
    words
}

/// A word with each rule applied where chance has it.
fn vary(word: &str, rules: &Rules, chance: &mut Chance) -> String {
    let (mut varied, mut rest) = (String::new(), word);
    while let Some(letter) = rest.chars().next() {
        let rule = rules.iter().find(|(from, _, share)| rest.starts_with(from.as_str()) && chance.next() < *share);
        if let Some((from, to, _)) = rule {
            varied.push_str(to);
            rest = &rest[from.len()..];
        } else {
            varied.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    varied
}

/// A small generator of chance (xorshift), the same every time.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number of [0, 1).
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}
