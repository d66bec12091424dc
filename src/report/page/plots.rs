//! Plots as SVG, with a text for those who cannot see them.

use std::fmt::Write;

/// The shares of damaged words from which a bar of the histogram begins; the first is of documents without any.
pub(super) const SHARES: [f64; 8] = [0.0, 1e-9, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1];
const NAMES: [&str; SHARES.len()] = ["0", "< 0.1%", "0.1%", "0.5%", "1%", "2%", "5%", "10% +"];

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 200.0;
/// What stands below the bars, and above them.
const BELOW: f64 = 24.0;
const ABOVE: f64 = 18.0;
/// The height of a row of bars, and where the names end.
const ROW: f64 = 20.0;
const NAME_WIDTH: f64 = 56.0;

/// A rule's bars.
pub(super) struct Bar<'a> {
    pub name: &'a str,
    pub about: &'a str,
    pub edits: u64,
    pub suspects: u64,
}

/// How many documents have each share of damaged words.
pub(super) fn histogram(counts: &[u64]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let width = WIDTH / counts.len().max(1) as f64;
    let told: Vec<String> = NAMES.iter().zip(counts).map(|(name, count)| format!("{name}: {count}")).collect();
    let mut svg = head(HEIGHT, &told.join("; "));
    for (at, (name, count)) in NAMES.iter().zip(counts).enumerate() {
        let height = (HEIGHT - BELOW - ABOVE) * *count as f64 / most;
        let (x, y) = (at as f64 * width, HEIGHT - BELOW - height);
        // Writing to a string cannot fail.
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{:.1}\" height=\"{height:.1}\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x + 2.0,
            width - 4.0,
            x + width / 2.0,
            y - 4.0,
            x + width / 2.0,
            HEIGHT - 8.0,
            escaped(name)
        );
    }
    svg + "</svg>"
}

/// By rule: edits to the left of the middle, suspects to the right.
pub(super) fn by_rule(bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.edits.max(bar.suspects)).max().unwrap_or(0).max(1) as f64;
    let middle = NAME_WIDTH + (WIDTH - NAME_WIDTH) / 2.0;
    let longest = (WIDTH - NAME_WIDTH) / 2.0 - 60.0;
    let told: Vec<String> = bars
        .iter()
        .map(|bar| format!("{} {}: {} edits, {} suspects", bar.name, bar.about, bar.edits, bar.suspects))
        .collect();
    let mut svg = head(ROW * bars.len().max(1) as f64 + 8.0, &told.join("; "));
    for (at, bar) in bars.iter().enumerate() {
        let y = at as f64 * ROW + 4.0;
        let (edits, suspects) = (longest * bar.edits as f64 / most, longest * bar.suspects as f64 / most);
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{:.1}\">{}<title>{}</title></text>\
             <rect class=\"edit\" x=\"{:.1}\" y=\"{y:.1}\" width=\"{edits:.1}\" height=\"14\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
             <rect class=\"suspect\" x=\"{middle:.1}\" y=\"{y:.1}\" width=\"{suspects:.1}\" height=\"14\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            y + 12.0,
            escaped(bar.name),
            escaped(bar.about),
            middle - edits,
            middle - edits - 4.0,
            y + 12.0,
            bar.edits,
            middle + suspects + 4.0,
            y + 12.0,
            bar.suspects
        );
    }
    svg + "</svg>"
}

fn head(height: f64, told: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\"><desc>{}</desc>",
        escaped(told),
        escaped(told)
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plots_tell_their_figures() {
        let plot = histogram(&[3, 0, 1, 0, 0, 0, 0, 2]);
        assert!(plot.contains("aria-label=\"0: 3;") && plot.ends_with("</svg>"));
        let plot = by_rule(&[Bar { name: "W101", about: "a<b", edits: 5, suspects: 2 }]);
        assert!(plot.contains("W101 a&lt;b: 5 edits, 2 suspects") && !plot.contains("a<b"));
    }
}
