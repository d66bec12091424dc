//! Two texts side by side, character by character, lines joined alike on both sides.

/// A text whose white space and line ends are folded.
pub struct Folded {
    pub characters: Vec<char>,
    /// Where each character begins in the text that was folded; one more for the end.
    pub places: Vec<usize>,
}

/// Folds white space to one space and leaves out every hyphen, those at line ends with what follows them: how lines
/// were cut then makes no difference.
pub fn fold(text: &str) -> Folded {
    let (mut characters, mut places) = (Vec::new(), Vec::new());
    let mut after_hyphen = false;
    for (at, c) in text.char_indices() {
        match c {
            '-' | '\u{ad}' | '‐' => {
                after_hyphen = true;
                continue;
            }
            '\n' | '\r' if after_hyphen => continue,
            c if c.is_whitespace() => {
                if characters.last() != Some(&' ') {
                    characters.push(' ');
                    places.push(at);
                }
            }
            c => {
                characters.push(c);
                places.push(at);
            }
        }
        after_hyphen = false;
    }
    places.push(text.len());
    Folded { characters, places }
}

impl Folded {
    /// The characters that begin in a range of the text that was folded.
    pub fn range(&self, text: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let place = |at: usize| self.places[..self.characters.len()].partition_point(|&place| place < at);
        place(text.start)..place(text.end)
    }
}

/// For each character of `a`, the equal character of `b` that stands for it in a least-cost alignment.
pub fn align(a: &[char], b: &[char]) -> Vec<Option<usize>> {
    const DIAGONAL: u8 = 0;
    const SKIP_A: u8 = 1;
    const SKIP_B: u8 = 2;
    let width = b.len() + 1;
    let mut ways = vec![SKIP_B; (a.len() + 1) * width];
    let mut costs: Vec<u32> = (0..width as u32).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut corner = costs[0];
        costs[0] += 1;
        ways[(i + 1) * width] = SKIP_A;
        for (j, &y) in b.iter().enumerate() {
            let diagonal = corner + u32::from(x != y);
            corner = costs[j + 1];
            let (cost, way) = [(diagonal, DIAGONAL), (corner + 1, SKIP_A), (costs[j] + 1, SKIP_B)]
                .into_iter()
                .min()
                .expect("three ways");
            costs[j + 1] = cost;
            ways[(i + 1) * width + j + 1] = way;
        }
    }
    let mut partners = vec![None; a.len()];
    let (mut i, mut j) = (a.len(), b.len());
    while i > 0 || j > 0 {
        match ways[i * width + j] {
            DIAGONAL => {
                (i, j) = (i - 1, j - 1);
                partners[i] = (a[i] == b[j]).then_some(j);
            }
            SKIP_A => i -= 1,
            _ => j -= 1,
        }
    }
    partners
}

/// Lines of the two texts beside each other: equal ones, and runs that differ.
pub fn hunks<'t>(a: &[&'t str], b: &[&'t str]) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let width = b.len() + 1;
    let mut common = vec![0_u32; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] = if a[i] == b[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let start = (i, j);
        while (i < a.len() || j < b.len()) && !(i < a.len() && j < b.len() && a[i] == b[j]) {
            if j == b.len() || i < a.len() && common[(i + 1) * width + j] >= common[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        if start != (i, j) {
            found.push((start.0..i, start.1..j));
        }
        if i < a.len() && j < b.len() {
            (i, j) = (i + 1, j + 1);
        }
    }
    found
}
