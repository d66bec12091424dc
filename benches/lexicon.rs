//! How good and how fast the lexicon is: `cargo bench --bench lexicon -- [--data DIR] [--show]`.
//!
//! Reports (a) how many running words of correct text are known, (b) how many words with one damaged letter are
//! accepted, (c) lookups a second and the cost of start-up, (d) how well neighbours choose between words that differ
//! in a vowel. (a) and (d) need texts, which `--data` names: `clean/` and `seeds-gold/` in that folder. `--show` lists
//! examples of what is missed. Prints, never fails: the bars are 98.5% known and 8.5% accepted.

use std::collections::HashMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, io};

use ordret::language::{Case, Context, Knowledge, Language, PackFiles, Roles};

/// Words to damage: the most frequent ones of four letters and more.
const FREQUENT: usize = 10_000;
const LETTERS: [char; 29] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w',
    'x', 'y', 'z', 'æ', 'ø', 'å',
];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let show = arguments.iter().any(|a| a == "--show");
    let data = arguments.iter().position(|a| a == "--data").and_then(|at| arguments.get(at + 1));

    start_up();
    let danish = Language::danish();
    match data {
        Some(folder) => {
            let texts = Texts::read(Path::new(folder))?;
            coverage(danish, &texts, show);
            choices(danish, &texts, show);
        }
        None => println!("(a), (d) skipped: --data DIR names a folder with clean/ and seeds-gold/"),
    }
    acceptance(danish, show);
    speed(danish);
    Ok(())
}

/// (c) What the first and every later `Language::danish()` costs.
fn start_up() {
    let began = Instant::now();
    black_box(Language::danish());
    println!("(c) start-up: Language::danish() took {:.1} µs", began.elapsed().as_secs_f64() * 1e6);
}

/// Correct texts.
struct Texts {
    sentences: String,
    minutes: String,
}

impl Texts {
    fn read(data: &Path) -> io::Result<Self> {
        let mut minutes: Vec<PathBuf> =
            fs::read_dir(data.join("seeds-gold"))?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
        minutes.sort();
        Ok(Self {
            sentences: fs::read_to_string(data.join("clean/danish-ddt-dev.txt"))?,
            minutes: minutes.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?.join("\n"),
        })
    }
}

/// (a) Running words of correct text that are known.
fn coverage(danish: &Language, texts: &Texts, show: bool) {
    println!("(a) running alphabetic words known (bar: 98.5%)");
    report_coverage(danish, "clean/danish-ddt-dev.txt", &texts.sentences, show);
    report_coverage(danish, "seeds-gold/*.txt", &texts.minutes, show);
}

fn report_coverage(danish: &Language, name: &str, text: &str, show: bool) {
    let mut count = Coverage::default();
    tokens(text).for_each(|token| count.add(danish, token));
    count.print(name, show);
}

/// The words of a text: letters with inner hyphens, apostrophes and dots, and a dot behind.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.');
    text.split(move |c: char| !inner(c))
        .map(|token| token.trim_matches(['-', '\'', '’']).trim_start_matches('.'))
        .filter(|token| token.contains(char::is_alphabetic) && !token.contains(char::is_numeric))
}

#[derive(Default)]
struct Coverage {
    words: usize,
    known: usize,
    compounds: usize,
    lower: usize,
    lower_unknown: usize,
    unknown: HashMap<String, usize>,
}

impl Coverage {
    fn add(&mut self, danish: &Language, token: &str) {
        let bare = token.trim_end_matches('.');
        if bare.is_empty() {
            return;
        }
        self.words += 1;
        let is_lower = !bare.contains(char::is_uppercase);
        self.lower += usize::from(is_lower);
        match danish.knowledge(token).max(danish.knowledge(bare)) {
            Knowledge::Known => self.known += 1,
            Knowledge::Compound => self.compounds += 1,
            _ => {
                self.lower_unknown += usize::from(is_lower);
                *self.unknown.entry(bare.to_owned()).or_default() += 1;
            }
        }
    }

    fn print(&self, name: &str, show: bool) {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "    {name}: {:.2}% of {} words ({:.2}% as forms, {:.2}% as compounds); in lower case {:.2}% of {}",
            percent(self.known + self.compounds, self.words),
            self.words,
            percent(self.known, self.words),
            percent(self.compounds, self.words),
            percent(self.lower - self.lower_unknown, self.lower),
            self.lower,
        );
        if show {
            let mut unknown: Vec<_> = self.unknown.iter().map(|(word, n)| (*n, word.as_str())).collect();
            unknown.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
            println!("      unknown: {}", examples(unknown.iter().map(|(n, word)| format!("{word} {n}"))));
        }
    }
}

fn examples(words: impl Iterator<Item = String>) -> String {
    words.take(shown()).collect::<Vec<_>>().join(", ")
}

/// How many examples `--show` lists; `ORDRET_SHOW` asks for more.
fn shown() -> usize {
    env::var("ORDRET_SHOW").ok().and_then(|n| n.parse().ok()).unwrap_or(30)
}

/// (b) Words with one letter replaced, lost or added, that are accepted all the same: frequent words, which the bar is
/// for, and long words, most of them compounds.
fn acceptance(danish: &Language, show: bool) {
    println!("(b) words with one damaged letter accepted (bar for the frequent: 8.5%)");
    report_acceptance(danish, "frequent words", &frequent_words(danish), show);
    report_acceptance(danish, "words of 12 letters and more", &long_words(), show);
}

fn report_acceptance(danish: &Language, name: &str, words: &[String], show: bool) {
    let mut random = Random(2024);
    let (mut known, mut compounds, mut accepted) = (0usize, 0usize, Vec::new());
    for word in words {
        let damaged = damage(word, &mut random);
        match danish.knowledge(&damaged) {
            Knowledge::Known => known += 1,
            Knowledge::Compound => compounds += 1,
            _ => continue,
        }
        accepted.push(format!("{word}→{damaged}"));
    }
    let percent = |part: usize| 100.0 * part as f64 / words.len().max(1) as f64;
    println!(
        "    {name}: {:.2}% of {} ({:.2}% as forms, {:.2}% as compounds)",
        percent(accepted.len()),
        words.len(),
        percent(known),
        percent(compounds)
    );
    if show {
        println!("      accepted: {}", examples(accepted.into_iter()));
    }
}

/// Forms of twelve letters and more, evenly from the whole pack.
fn long_words() -> Vec<String> {
    let is_long = |form: &String| form.chars().count() >= 12 && form.chars().all(char::is_lowercase);
    forms().into_iter().filter(is_long).step_by(40).collect()
}

/// The most probable forms of four letters and more, in lower case, by the pack's own frequencies.
fn frequent_words(danish: &Language) -> Vec<String> {
    let mut words: Vec<(f32, String)> = forms()
        .into_iter()
        .filter(|form| form.chars().count() >= 4 && form.chars().all(char::is_lowercase))
        .filter(|form| danish.roles(form).has(Roles::WORD))
        .map(|form| (danish.log_probability(&form), form))
        .collect();
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words.into_iter().take(FREQUENT).map(|(_, word)| word).collect()
}

/// Every form of the pack.
fn forms() -> Vec<String> {
    let set = fst::Set::new(PackFiles::danish().forms).expect("the embedded forms are an fst");
    set.stream().into_strs().expect("the embedded forms are text")
}

/// One letter replaced, lost or added, at a random place.
fn damage(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = random.below(letters.len());
    match random.below(3) {
        0 => {
            let old = letters[at];
            while letters[at] == old {
                letters[at] = LETTERS[random.below(LETTERS.len())];
            }
        }
        1 => drop(letters.remove(at)),
        _ => letters.insert(at, LETTERS[random.below(LETTERS.len())]),
    }
    letters.into_iter().collect()
}

/// A small generator with a fixed seed (SplitMix64), so that every run damages alike.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((bits ^ (bits >> 31)) % end as u64) as usize
    }
}

/// (d) Of words that would be other words with another vowel, how often the right one wins: by itself, and between its
/// neighbours; and the perplexity of the texts. The sentences are among those whose pairs were counted, so their
/// figures are too good; the minutes are not.
fn choices(danish: &Language, texts: &Texts, show: bool) {
    println!("(d) the right word wins over words with one other vowel of æ ø å e a o");
    report_choices(danish, "clean/danish-ddt-dev.txt (its pairs are in the counts)", &texts.sentences, show);
    report_choices(danish, "seeds-gold/*.txt (held out)", &texts.minutes, show);
}

fn report_choices(danish: &Language, name: &str, text: &str, show: bool) {
    let mut choices = Choices::default();
    for line in text.lines() {
        let places = places(line);
        for beside in places.windows(3) {
            if let Context::Word(word) = beside[1] {
                choices.add(danish, beside[0], word, beside[2]);
            }
        }
    }
    choices.print(name, show);
}

/// What stands in a line, its edges included. Commas are looked through; sentences end with a sign and an edge.
fn places(line: &str) -> Vec<Context<'_>> {
    let mut places = vec![Context::Edge];
    for token in line.split_whitespace() {
        let core = token.trim_matches(|c: char| !c.is_alphanumeric());
        let begin = token.find(core).unwrap_or(0);
        let (before, after) = (&token[..begin], &token[begin + core.len()..]);
        if !before.is_empty() {
            places.push(Context::Unknown);
        }
        if core.contains(char::is_numeric) {
            let is_number = core.chars().all(|c| c.is_numeric() || c == '.' || c == ',');
            places.push(if is_number { Context::Number } else { Context::Unknown });
        } else if core.chars().all(|c| c.is_alphabetic() || "-'’".contains(c)) && !core.is_empty() {
            places.push(Context::Word(core));
        } else {
            places.push(Context::Unknown);
        }
        if !matches!(after, "" | ",") {
            places.push(Context::Unknown);
        }
        if after.contains(['.', '!', '?']) {
            places.push(Context::Edge);
        }
    }
    if !matches!(places.last(), Some(Context::Edge)) {
        places.push(Context::Edge);
    }
    places
}

#[derive(Default)]
struct Choices {
    words: usize,
    alone: f64,
    after: f64,
    places: usize,
    right_alone: usize,
    right_between: usize,
    far_off: Vec<String>,
}

impl Choices {
    /// A rival this much likelier, a hundred times, would be taken for the right word.
    const FAR: f32 = 4.6;

    fn add(&mut self, danish: &Language, left: Context<'_>, word: &str, right: Context<'_>) {
        if left != Context::Unknown {
            self.words += 1;
            self.alone += f64::from(danish.log_probability(word));
            self.after += f64::from(danish.log_probability_after(left, word));
        }
        let rivals = rivals(danish, word);
        if !danish.is_known(word) || rivals.is_empty() {
            return;
        }
        let lead = |score: &dyn Fn(&str) -> f32| {
            let best = rivals.iter().map(|rival| score(rival)).fold(f32::NEG_INFINITY, f32::max);
            score(word) - best
        };
        let between = lead(&|word| danish.log_probability_between(left, word, right));
        self.places += 1;
        self.right_alone += usize::from(lead(&|word| danish.log_probability(word)) > 0.0);
        self.right_between += usize::from(between > 0.0);
        if between < -Self::FAR {
            self.far_off.push(format!("{left:?} {word} {right:?}"));
        }
    }

    fn print(&self, name: &str, show: bool) {
        let percent = |part: usize| 100.0 * part as f64 / self.places.max(1) as f64;
        let perplexity = |sum: f64| (-sum / self.words.max(1) as f64).exp();
        println!(
            "    {name}: {} choices, {:.2}% right alone, {:.2}% between neighbours, a rival 100 times likelier at {}",
            self.places,
            percent(self.right_alone),
            percent(self.right_between),
            self.far_off.len()
        );
        println!(
            "      perplexity of {} words: {:.0} alone, {:.0} after the word before",
            self.words,
            perplexity(self.alone),
            perplexity(self.after)
        );
        if show {
            println!("      rivals 100 times likelier: {}", examples(self.far_off.iter().cloned()));
        }
    }
}

/// The known words with one vowel of the set changed.
fn rivals(danish: &Language, word: &str) -> Vec<String> {
    const VOWELS: [char; 6] = ['æ', 'ø', 'å', 'e', 'a', 'o'];
    let lower = word.to_lowercase();
    let changed = |(at, old): (usize, char)| {
        let lower = &lower;
        let others = VOWELS.into_iter().filter(move |new| VOWELS.contains(&old) && *new != old);
        others.map(move |new| format!("{}{new}{}", &lower[..at], &lower[at + old.len_utf8()..]))
    };
    let cased = lower.char_indices().flat_map(changed).map(|rival| Case::of(word).apply(&rival));
    cased.filter(|rival| danish.is_known(rival)).collect()
}

/// (c) Calls a second. Words come in the proportions of the frequency list (running text) or as all forms of the
/// pack in random order, which finds nothing in the cache.
fn speed(danish: &Language) {
    let mut random = Random(1);
    let mut order = forms();
    for at in (1..order.len()).rev() {
        order.swap(at, random.below(at + 1));
    }
    // Laid out one after the other, as the words of a text are.
    let text = order.join(" ");
    let shuffled: Vec<&str> = text.split(' ').collect();
    let running = running_words(danish, &mut random);
    let running: Vec<&str> = running.iter().map(String::as_str).collect();
    let junk: Vec<String> = running.iter().map(|word| damage(word, &mut random)).collect();
    let junk: Vec<&str> = junk.iter().map(String::as_str).collect();
    println!("(c) calls a second, one thread (bar for is_known: 16 million)");
    time("is_known, running words", &running, |word| danish.is_known(word));
    time("is_known, all forms shuffled", &shuffled, |word| danish.is_known(word));
    time("is_known, damaged words", &junk, |word| danish.is_known(word));
    time("knowledge, damaged words", &junk, |word| danish.knowledge(word) != Knowledge::Unknown);
    time("log_probability, running words", &running, |word| danish.log_probability(word) > -10.0);
    time("log_probability, damaged words", &junk, |word| danish.log_probability(word) > -10.0);
    let beside: Vec<(&str, &str)> = running.windows(2).map(|two| (two[0], two[1])).collect();
    time("log_probability_after, running words at random", &beside, |(left, word)| {
        danish.log_probability_after(Context::Word(left), word) > -10.0
    });
    let listed: Vec<(&str, &str)> = beside
        .iter()
        .copied()
        .filter(|(left, word)| danish.is_pair(Context::Word(left), Context::Word(word)))
        .collect();
    time("log_probability_after, listed pairs", &listed, |(left, word)| {
        danish.log_probability_after(Context::Word(left), word) > -10.0
    });
    time("near, distance 1, damaged words", &junk[..200], |word| danish.near(word, 1).is_empty());
    time("near, distance 2, damaged words", &junk[..200], |word| danish.near(word, 2).is_empty());
}

/// A million words drawn from the frequent ones by Zipf's law.
fn running_words(danish: &Language, random: &mut Random) -> Vec<String> {
    let words = frequent_words(danish);
    let ranks = (words.len() as f64).ln();
    let draw = |random: &mut Random| {
        let share = random.below(1 << 30) as f64 / f64::from(1 << 30);
        words[((share * ranks).exp() as usize - 1).min(words.len() - 1)].clone()
    };
    (0..1_000_000).map(|_| draw(random)).collect()
}

/// Best of five passes: other work on the machine only ever slows a pass down.
fn time<T: Copy>(name: &str, words: &[T], ask: impl Fn(T) -> bool) {
    let pass = || {
        let began = Instant::now();
        let yes = words.iter().filter(|word| ask(black_box(**word))).count();
        black_box(yes);
        began.elapsed().as_secs_f64()
    };
    let best = (0..5).map(|_| pass()).fold(f64::INFINITY, f64::min);
    let rate = words.len() as f64 / best;
    if rate >= 1e6 {
        println!("    {name}: {:.1} million", rate / 1e6);
    } else {
        println!("    {name}: {rate:.0}");
    }
}
