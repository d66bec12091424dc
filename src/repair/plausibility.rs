//! How improbable a few characters are as text that a person wrote, in nats: the cost of a string.
//!
//! Letters cost what their share of written text says (the pack's `letters.tsv`, counted from wordfreq). For
//! symbols there is no count; they stand in groups whose costs keep the order in which they occur in prose. What a
//! character's neighbours say comes on top: a symbol inside a word, a capital after a small letter, a Greek letter
//! between Latin ones. Only differences between two readings of the same place are ever used, so ASCII is free.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use crate::language::PerLanguage;
use crate::repair::LanguageChoice;
use crate::text::QuickMap;

/// A capital is so much rarer than its small letter: one letter in twelve.
const CAPITAL: f32 = 2.5;
/// A capital after a small letter of the same word.
const CAPITAL_INSIDE: f32 = 7.0;
/// The same in playful spelling.
const CAPITAL_IN_PLAY: f32 = 4.0;
/// A small letter after capitals, at the end of a word.
const SMALL_AT_END: f32 = 4.0;
/// A single capital as a word, where the language has no such word.
const LONE_CAPITAL: f32 = 6.0;
/// The capitals that are words of some language: at, is, and, in, island, river.
const CAPITAL_WORDS: &str = "ÀÁÈÉÍÓÖØÆÅ";
/// Letters of two scripts side by side; Greek ones stand beside Latin ones in science.
const SCRIPT_MIX: f32 = 6.0;
const GREEK_MIX: f32 = 2.0;
/// A letter where spelling never has it.
const NEVER_THERE: f32 = 6.0;
/// A piece of a frame beside another one, with which it makes a picture.
const FRAME_PIECE: f32 = 5.0;
/// A letter that the table does not have.
const RARE_LETTER: f32 = 14.0;
/// A ligature of type: `ﬁ`, as PDF files have it.
const LIGATURE: f32 = 7.0;
/// A combining accent.
const ACCENT: f32 = 12.0;
/// Controls, private and unassigned characters.
const NO_CHARACTER: f32 = 16.0;
/// A symbol that has no group.
const RARE_SYMBOL: f32 = 12.0;

/// What is dearer is rare: fewer than one letter in 45,000.
const USUAL: f32 = 10.75;

/// Letters whose costs do not depend on a language: scripts of thousands of letters.
const LARGE_SCRIPT: f32 = 8.5;

/// How a symbol minds letters beside it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
    /// Stands between words: quotation marks.
    Quote,
    /// Joins what it stands between: dashes, the apostrophe, the ellipsis, spaces.
    Joiner,
    /// Follows a word or number closely: superscripts, fractions, the trade mark.
    Suffix,
    /// Precedes a word or number closely: the section sign, opening Spanish marks.
    Prefix,
    /// Money: also stands for a letter in playful spelling.
    Currency,
    /// Stands by itself.
    Alone,
    /// Stands in a formula, never closely after a letter of a word.
    Formula,
}

/// Symbols by how often prose has them, commonest first: cost, manner, members.
const SYMBOLS: [(f32, Manner, &str); 17] = [
    (5.0, Manner::Joiner, "’–"),
    (6.0, Manner::Quote, "“”"),
    (7.0, Manner::Joiner, "—…\u{a0}"),
    (7.0, Manner::Quote, "‘«»„"),
    (8.5, Manner::Currency, "€£"),
    (9.0, Manner::Suffix, "°™®©²"),
    (9.0, Manner::Alone, "•×·"),
    (9.5, Manner::Prefix, "§¿¡"),
    (10.0, Manner::Suffix, "½¼¾³º"),
    (10.0, Manner::Alone, "´†→♥❤✔☺\u{fffd}"),
    (10.0, Manner::Formula, "±−√≥≤µ"),
    (11.0, Manner::Currency, "¥¢"),
    (11.0, Manner::Suffix, "¹ª‰"),
    (11.0, Manner::Quote, "‚‹›"),
    (12.0, Manner::Formula, "÷≠≈∞∏∑∂∫Ω∆"),
    (12.0, Manner::Alone, "‡¶¤¦¨¬¯"),
    (13.0, Manner::Alone, "¸ˆ˜ƒ"),
];

/// What a character is, whatever stands beside it.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    c: char,
    /// What a letter costs, or a sign at the least.
    cost: f32,
    manner: Manner,
    script: Script,
    is_letter: bool,
    is_mark: bool,
    is_alphabetic: bool,
    is_alphanumeric: bool,
    is_upper: bool,
    is_lower: bool,
}

/// Characters of a page, and pages whose glyphs are kept once one of them was asked for: all of the first plane.
const PAGE: usize = 0x100;
const PAGES: usize = 0x100;

/// What a character weighs in a language.
#[derive(Debug)]
pub(crate) struct Plausibility {
    letters: HashMap<char, f32>,
    neutral: bool,
    /// Looked up once for each character: text that is no Danish at all asks for every one of its characters, many times.
    glyphs: [OnceLock<Box<[Glyph; PAGE]>>; PAGES],
}

/// The columns of `letters.tsv`, behind the letter.
const WORLD_COLUMN: usize = 0;
const OWN_COLUMN: usize = 1;

static WORLD: LazyLock<Plausibility> =
    LazyLock::new(|| Plausibility::read(ordret_da::LETTER_COSTS, WORLD_COLUMN, true));
static OF_LANGUAGE: PerLanguage<Plausibility> = PerLanguage::new(|language| match language.letter_costs() {
    Some(table) => Plausibility::read(table, OWN_COLUMN, false),
    None => Plausibility::read(ordret_da::LETTER_COSTS, WORLD_COLUMN, false),
});

impl Plausibility {
    /// The costs for a language.
    pub fn of(language: LanguageChoice) -> &'static Self {
        language.pack().map_or_else(|| &*WORLD, |language| OF_LANGUAGE.of(language))
    }

    fn read(table: &str, column: usize, neutral: bool) -> Self {
        let rows = table.lines().filter(|line| !line.starts_with('#'));
        let letters = rows.filter_map(|row| {
            let mut fields = row.split('\t');
            let letter = fields.next()?.chars().next()?;
            Some((letter, fields.nth(column)?.parse().ok()?))
        });
        Self { letters: letters.collect(), neutral, glyphs: [const { OnceLock::new() }; PAGES] }
    }

    /// The cost of `text` between two neighbours.
    pub fn cost(&self, before: Option<char>, text: &str, after: Option<char>) -> f32 {
        let mut previous = before.map(|c| self.glyph(c));
        let mut total = 0.0;
        let mut glyphs = text.chars().map(|c| self.glyph(c)).peekable();
        while let Some(glyph) = glyphs.next() {
            let next = glyphs.peek().copied().or_else(|| after.map(|c| self.glyph(c)));
            total += self.cost_between(previous, glyph, next);
            previous = Some(glyph);
        }
        total
    }

    /// Whether every character is one that the language's texts commonly have.
    pub fn is_usual(&self, text: &str) -> bool {
        let gap = Some(self.glyph(' '));
        text.chars().all(|c| self.cost_between(gap, self.glyph(c), gap) < USUAL)
    }

    fn glyph(&self, c: char) -> Glyph {
        let (page, place) = (c as usize / PAGE, c as usize % PAGE);
        let of_page = || {
            // Surrogates are no characters, and nobody asks for them.
            let at = |place: usize| char::from_u32((page * PAGE + place) as u32).unwrap_or_default();
            Box::new(std::array::from_fn(|place| self.look_up(at(place))))
        };
        self.glyphs.get(page).map_or_else(|| self.look_up(c), |glyphs| glyphs.get_or_init(of_page)[place])
    }

    fn look_up(&self, c: char) -> Glyph {
        let is_letter = is_letter(c);
        // Only signs are of a group, which takes longest to be told.
        let (cost, manner) = if is_letter { (self.letter(c), Manner::Alone) } else { group(c) };
        Glyph {
            c,
            cost,
            manner,
            script: script(c),
            is_letter,
            is_mark: is_mark(c),
            is_alphabetic: c.is_alphabetic(),
            is_alphanumeric: c.is_alphanumeric(),
            is_upper: c.is_uppercase(),
            is_lower: c.is_lowercase(),
        }
    }

    fn cost_between(&self, previous: Option<Glyph>, glyph: Glyph, next: Option<Glyph>) -> f32 {
        if glyph.c.is_ascii() {
            return 0.0;
        }
        if glyph.is_letter {
            return glyph.cost + self.letter_in_context(previous, glyph, next);
        }
        self.symbol(previous, glyph, next)
    }

    fn letter(&self, c: char) -> f32 {
        if let Some(cost) = self.letters.get(&c) {
            return *cost;
        }
        if c == 'İ' {
            // Its small letter is plain i; it is as rare as the other letter of the pair.
            return self.letter('ı') + CAPITAL;
        }
        let mut lower = c.to_lowercase();
        if let (Some(small), None) = (lower.next(), lower.next())
            && small != c
            && let Some(cost) = self.letters.get(&small)
        {
            return cost + CAPITAL;
        }
        match c {
            _ if script(c) == Script::Large => LARGE_SCRIPT,
            '\u{300}'..='\u{36f}' => ACCENT,
            '\u{fb00}'..='\u{fb06}' => LIGATURE,
            _ => RARE_LETTER,
        }
    }

    fn letter_in_context(&self, previous: Option<Glyph>, glyph: Glyph, next: Option<Glyph>) -> f32 {
        let c = glyph.c;
        let upper = previous.is_some_and(|other| other.is_upper);
        let lower = previous.is_some_and(|other| other.is_lower);
        let mut cost = script_mix(previous, glyph) + script_mix(next, glyph);
        if glyph.is_mark && !previous.is_some_and(|other| other.is_alphanumeric) {
            cost += SCRIPT_MIX;
        }
        let playful = self.neutral && next.is_some_and(|other| is_playful(other.c));
        if glyph.is_upper && lower {
            cost += if playful { CAPITAL_IN_PLAY } else { CAPITAL_INSIDE };
        }
        if glyph.is_lower && upper && !next.is_some_and(|other| other.is_lower) {
            cost += SMALL_AT_END;
        }
        let stands_alone = || previous.is_none_or(|other| is_gap(other.c)) && next.is_some_and(|other| other.c == ' ');
        if glyph.is_upper && stands_alone() && !CAPITAL_WORDS.contains(c) {
            cost += LONE_CAPITAL;
        }
        if has_tilde(c) && !playful && (lower || !next.is_none_or(|other| follows_tilde(other.c))) {
            cost += NEVER_THERE;
        }
        cost
    }

    fn symbol(&self, previous: Option<Glyph>, glyph: Glyph, next: Option<Glyph>) -> f32 {
        let Glyph { c, cost: base, manner, .. } = glyph;
        let letter = |other: Option<Glyph>| other.is_some_and(|other| other.is_alphabetic);
        let beside = (letter(previous), letter(next));
        if self.neutral && is_playful(c) && beside.0 {
            return 3.0;
        }
        let frame = |other: Option<Glyph>| other.is_some_and(|other| is_frame(other.c));
        // In Danish text letters do not stand in frames; leet drawings are not expected there.
        let in_picture = self.neutral || !(beside.0 || beside.1);
        if is_frame(c) && (frame(previous) || frame(next)) && in_picture {
            return FRAME_PIECE;
        }
        let extra = match (manner, beside) {
            (_, (false, false)) | (Manner::Joiner, _) => 0.0,
            (Manner::Quote, (true, true)) => 7.0,
            (Manner::Quote, _) => 0.0,
            (Manner::Formula, (true, next)) => {
                if next {
                    9.0
                } else {
                    6.0
                }
            }
            (_, (true, true)) => 6.0,
            (Manner::Suffix, (true, false)) | (Manner::Prefix | Manner::Currency, (false, true)) => 1.0,
            _ => 3.0,
        };
        base + extra
    }
}

/// Letters and their marks; the raised ª and º are signs.
fn is_letter(c: char) -> bool {
    (c.is_alphabetic() && !matches!(c, 'ª' | 'º')) || is_mark(c)
}

/// Currency signs that playful spelling writes for letters (`MÄ£ÄM`).
fn is_playful(c: char) -> bool {
    matches!(c, '£' | '¥')
}

/// Pieces of frames and bars.
fn is_frame(c: char) -> bool {
    ('\u{2500}'..='\u{259f}').contains(&c)
}

/// What parts words.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’' | '(')
}

/// Ã and Â: capitals that spelling has before few letters (SÃO, MÃE, Âge) and never after a small one.
fn has_tilde(c: char) -> bool {
    matches!(c, 'Ã' | 'Â')
}

/// What may follow [`has_tilde`] in right text: letters of a word, or its end.
fn follows_tilde(c: char) -> bool {
    c.is_ascii_alphabetic() || c.is_ascii_punctuation() || matches!(c, ' ' | '\n' | '\r')
}

/// The cost of a letter beside one of another script.
fn script_mix(other: Option<Glyph>, glyph: Glyph) -> f32 {
    match other {
        Some(other) if other.is_alphabetic && other.script != glyph.script => {
            if [other.script, glyph.script].contains(&Script::Greek) { GREEK_MIX } else { SCRIPT_MIX }
        }
        _ => 0.0,
    }
}

/// The group of each of [`SYMBOLS`].
static GROUPS: LazyLock<QuickMap<char, (f32, Manner)>> = LazyLock::new(|| {
    let all = SYMBOLS.into_iter().flat_map(|(cost, manner, members)| members.chars().map(move |c| (c, (cost, manner))));
    // Of two groups the commoner one holds.
    all.rev().collect()
});

fn group(c: char) -> (f32, Manner) {
    if let Some(group) = GROUPS.get(&c) {
        return *group;
    }
    let cost = match c {
        '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}' => NO_CHARACTER,
        // Among the scripts, what is no letter is rare or not assigned at all.
        '\u{250}'..='\u{1fff}' => NO_CHARACTER,
        '\u{2500}'..='\u{259f}' => 11.0,
        '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}' => 8.0,
        '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}' => 9.0,
        _ => RARE_SYMBOL,
    };
    (cost, Manner::Alone)
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Scripts as far as their mixing counts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Hebrew,
    Arabic,
    Large,
    Other,
}

fn script(c: char) -> Script {
    match c {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{300}'..='\u{36f}' => Script::Latin,
        '\u{370}'..='\u{3ff}' => Script::Greek,
        '\u{400}'..='\u{52f}' => Script::Cyrillic,
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{6ff}' => Script::Arabic,
        '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Script::Large,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn danish(before: char, text: &str, after: char) -> f32 {
        Plausibility::of(LanguageChoice::Danish).cost(Some(before), text, Some(after))
    }

    #[test]
    fn mojibake_costs_more_than_what_it_stands_for() {
        for (damaged, right) in [("Ã¸", "ø"), ("Ã¥", "å"), ("Ã¦", "æ"), ("Ã˜", "Ø"), ("â€œ", "“")] {
            assert!(danish('r', damaged, 'f') > danish('r', right, 'f') + 15.0, "{damaged}");
        }
    }

    #[test]
    fn right_text_that_looks_like_mojibake_costs_little_more() {
        for (text, undone) in [("Å½", "Ž"), ("Å§", "ŧ"), ("Ø½", "ؽ"), ("Å«", "ū")] {
            assert!(danish('P', text, ' ') < danish('P', undone, ' ') + 10.0, "{text}");
        }
    }
}
