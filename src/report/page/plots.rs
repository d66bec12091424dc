//! Plots as SVG, with a text for those who cannot see them.

use std::fmt::Write;

use super::ShareRow;
use crate::text::visible;

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

/// How many documents have each share of damaged words, before the repair and after it.
pub(super) fn histogram(counts: &[(u64, u64)]) -> String {
    let most = counts.iter().map(|(before, after)| *before.max(after)).max().unwrap_or(0).max(1) as f64;
    let width = WIDTH / counts.len().max(1) as f64;
    let told = NAMES.iter().zip(counts).map(|(name, (before, after))| format!("{name}: {before} → {after}"));
    let mut svg = head(HEIGHT, &told.collect::<Vec<String>>().join("; "));
    for (at, (name, (before, after))) in NAMES.iter().zip(counts).enumerate() {
        let x = at as f64 * width;
        for (count, class, x) in [(*before, "suspect", x + 2.0), (*after, "edit", x + width / 2.0)] {
            let height = (HEIGHT - BELOW - ABOVE) * count as f64 / most;
            let y = HEIGHT - BELOW - height;
            let (bar, middle) = (width / 2.0 - 3.0, x + width / 4.0 - 1.5);
            // Writing to a string cannot fail.
            let _ = write!(
                svg,
                "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{bar:.1}\" height=\"{height:.1}\"/>\
                 <text class=\"small\" x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
                y - 4.0,
                short(count)
            );
        }
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x + width / 2.0,
            HEIGHT - 8.0,
            escaped(name)
        );
    }
    svg + "</svg>"
}

/// A number that has room above a bar.
fn short(count: u64) -> String {
    match count {
        0..10_000 => count.to_string(),
        10_000..10_000_000 => format!("{}k", count / 1000),
        _ => format!("{}M", count / 1_000_000),
    }
}

/// Rows that are shown at most; the table beside has more.
const MOST_ROWS: usize = 40;
/// Characters of a row's name.
const NAME_LENGTH: usize = 18;

/// The shares of damaged words of folders or years, before the repair and after it; nothing where there are none.
pub(super) fn shares(rows: &[ShareRow]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    let most = rows.iter().map(|row| row.before.max(row.after)).fold(0.0, f64::max).max(1e-9);
    let percent = |share: f64| format!("{:.2}%", 100.0 * share);
    let told = rows.iter().map(|row| format!("{}: {} → {}", row.name, percent(row.before), percent(row.after)));
    let mut svg = head(ROW * rows.len() as f64 + 8.0, &told.collect::<Vec<String>>().join("; "));
    let (from, longest) = (2.2 * NAME_WIDTH, WIDTH - 2.2 * NAME_WIDTH - 100.0);
    for (at, row) in rows.iter().enumerate() {
        let y = at as f64 * ROW + 4.0;
        let (before, after) = (longest * row.before / most, longest * row.after / most);
        let name: String = if row.name.is_empty() { ".".into() } else { row.name.chars().take(NAME_LENGTH).collect() };
        let _ = write!(
            svg,
            "<text x=\"0\" y=\"{:.1}\">{}<title>{}</title></text>\
             <rect class=\"suspect\" x=\"{from:.1}\" y=\"{y:.1}\" width=\"{before:.1}\" height=\"7\"/>\
             <rect class=\"edit\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{after:.1}\" height=\"7\"/>\
             <text class=\"small\" x=\"{:.1}\" y=\"{:.1}\">{} → {}</text>",
            y + 12.0,
            escaped(&visible(&name)),
            escaped(&visible(&row.name)),
            y + 7.0,
            from + before.max(after) + 4.0,
            y + 11.0,
            percent(row.before),
            percent(row.after)
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
        let plot = histogram(&[(3, 4), (0, 0), (1, 2), (0, 0), (0, 0), (0, 0), (0, 0), (2, 0)]);
        assert!(plot.contains("aria-label=\"0: 3 → 4;") && plot.ends_with("</svg>"));
        let row = ShareRow { name: "19<84".into(), before: 0.02, after: 0.005, ..ShareRow::default() };
        let plot = shares(&[row]);
        assert!(plot.contains("19&lt;84: 2.00% → 0.50%") && !plot.contains("19<84"));
        let plot = by_rule(&[Bar { name: "W101", about: "a<b", edits: 5, suspects: 2 }]);
        assert!(plot.contains("W101 a&lt;b: 5 edits, 2 suspects") && !plot.contains("a<b"));
    }
}
