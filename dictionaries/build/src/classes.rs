//! Finds the word classes in counts of words and pairs.

use std::collections::HashMap;

use anyhow::Result;
use ordret::language::classes::Classes;
use ordret::language::pairs::PairCount;

use crate::pairs::Counts;

/// A byte tells them apart. With 800 words were chosen no better, with 64 worse.
const CLASSES: usize = 254;
/// Rounds over all words; after eight hardly one in a hundred moves.
const ROUNDS: usize = 8;
/// Words seen less or more often do not tell what their ending is worth.
const RARE: std::ops::RangeInclusive<f64> = 1.0..=60.0;
/// Pairs of classes that were never seen are as if seen so often, spread as chance would.
const UNSEEN: f64 = 4.0;

/// Makes the classes of the words from the pairs that they stand in.
pub fn model(counts: &Counts) -> Result<Vec<u8>> {
    let mut words: Vec<(String, f64)> = counts.words.iter().map(|(word, count)| (word.clone(), *count)).collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let company = Company::of(&words, &counts.pairs);
    let mut exchange = Exchange::new(company);
    for round in 1..=ROUNDS {
        println!("round {round} over the words: {} moved", exchange.round());
    }
    let listed: Vec<(String, u8, bool)> = words
        .iter()
        .zip(&exchange.class)
        .map(|((word, count), class)| (word.clone(), *class as u8, RARE.contains(count)))
        .collect();
    Ok(Classes::write(&listed, CLASSES, |left, right| exchange.gain(left, right))?)
}

/// What stands before and after each word, and how often.
struct Company {
    before: Vec<Vec<(usize, f64)>>,
    after: Vec<Vec<(usize, f64)>>,
}

impl Company {
    fn of(words: &[(String, f64)], pairs: &[PairCount]) -> Self {
        let numbers: HashMap<&str, usize> =
            words.iter().enumerate().map(|(number, (word, _))| (word.as_str(), number)).collect();
        let mut company = Self { before: vec![Vec::new(); words.len()], after: vec![Vec::new(); words.len()] };
        for PairCount { left, right, count } in pairs {
            if let (Some(left), Some(right)) = (numbers.get(left.as_str()), numbers.get(right.as_str())) {
                company.after[*left].push((*right, *count));
                company.before[*right].push((*left, *count));
            }
        }
        company
    }
}

/// Words in classes, and how often each class follows each.
struct Exchange {
    company: Company,
    class: Vec<usize>,
    pairs: Vec<f64>,
    lefts: Vec<f64>,
    rights: Vec<f64>,
}

/// How often a word stands before and after words of each class, and beside itself.
struct Beside {
    after: Vec<(usize, f64)>,
    before: Vec<(usize, f64)>,
    itself: f64,
}

impl Beside {
    /// How often the word stands before another, itself included.
    fn times_before(&self) -> f64 {
        self.itself + self.after.iter().map(|(_, count)| count).sum::<f64>()
    }

    /// How often it stands after another.
    fn times_after(&self) -> f64 {
        self.itself + self.before.iter().map(|(_, count)| count).sum::<f64>()
    }
}

impl Exchange {
    /// The commonest words each in a class of its own, the others dealt out.
    fn new(company: Company) -> Self {
        let class: Vec<usize> =
            (0..company.after.len()).map(|word| if word < CLASSES - 1 { word } else { word % CLASSES }).collect();
        let mut exchange = Self {
            class,
            pairs: vec![0.0; CLASSES * CLASSES],
            lefts: vec![0.0; CLASSES],
            rights: vec![0.0; CLASSES],
            company,
        };
        for (left, followers) in exchange.company.after.iter().enumerate() {
            for (right, count) in followers {
                let (left, right) = (exchange.class[left], exchange.class[*right]);
                exchange.pairs[left * CLASSES + right] += count;
                exchange.lefts[left] += count;
                exchange.rights[right] += count;
            }
        }
        exchange
    }

    /// Moves every word to the class where it fits best. Says how many moved.
    fn round(&mut self) -> usize {
        let mut moved = 0;
        for word in 0..self.class.len() {
            let beside = self.beside(word);
            let from = self.class[word];
            self.count(&beside, from, -1.0);
            let to = self.best(&beside, from);
            self.count(&beside, to, 1.0);
            self.class[word] = to;
            moved += usize::from(from != to);
        }
        moved
    }

    fn beside(&self, word: usize) -> Beside {
        let by_class = |others: &[(usize, f64)]| {
            let mut sums: Vec<(usize, f64)> = others
                .iter()
                .filter(|(other, _)| *other != word)
                .map(|(other, count)| (self.class[*other], *count))
                .collect();
            sums.sort_by_key(|(class, _)| *class);
            sums.dedup_by(|next, kept| {
                next.0 == kept.0 && {
                    kept.1 += next.1;
                    true
                }
            });
            sums
        };
        let itself = self.company.after[word].iter().find(|(other, _)| *other == word).map_or(0.0, |(_, count)| *count);
        Beside { after: by_class(&self.company.after[word]), before: by_class(&self.company.before[word]), itself }
    }

    /// Adds what stands beside a word to the counts of a class, or takes it away.
    fn count(&mut self, beside: &Beside, class: usize, times: f64) {
        for (other, count) in &beside.after {
            self.pairs[class * CLASSES + other] += times * count;
        }
        for (other, count) in &beside.before {
            self.pairs[other * CLASSES + class] += times * count;
        }
        self.pairs[class * CLASSES + class] += times * beside.itself;
        self.lefts[class] += times * beside.times_before();
        self.rights[class] += times * beside.times_after();
    }

    /// The class that makes the pairs most probable; `from` where none is better.
    fn best(&self, beside: &Beside, from: usize) -> usize {
        let (as_left, as_right) = (beside.times_before(), beside.times_after());
        if as_left == 0.0 && as_right == 0.0 {
            return from;
        }
        let fit = |class: usize| {
            let gained = |at: usize, count: f64| n_ln_n(self.pairs[at] + count) - n_ln_n(self.pairs[at]);
            let mut own = beside.itself;
            let mut fit = 0.0;
            for (other, count) in &beside.after {
                if *other == class { own += count } else { fit += gained(class * CLASSES + other, *count) }
            }
            for (other, count) in &beside.before {
                if *other == class { own += count } else { fit += gained(other * CLASSES + class, *count) }
            }
            fit + gained(class * CLASSES + class, own)
                - (n_ln_n(self.lefts[class] + as_left) - n_ln_n(self.lefts[class]))
                - (n_ln_n(self.rights[class] + as_right) - n_ln_n(self.rights[class]))
        };
        let mut best = (fit(from), from);
        for class in 0..CLASSES {
            let fit = fit(class);
            if fit > best.0 + 1e-9 {
                best = (fit, class);
            }
        }
        best.1
    }

    /// How much oftener a class follows another than chance, in nats.
    fn gain(&self, left: usize, right: usize) -> f64 {
        let chance = self.rights[right] / self.rights.iter().sum::<f64>();
        if chance <= 0.0 {
            return 0.0;
        }
        let seen = self.pairs[left * CLASSES + right].max(0.0) + UNSEEN * chance;
        (seen / (self.lefts[left].max(0.0) + UNSEEN) / chance).ln()
    }
}

fn n_ln_n(count: f64) -> f64 {
    if count > 0.0 { count * count.ln() } else { 0.0 }
}
