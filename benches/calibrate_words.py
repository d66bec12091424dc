#!/usr/bin/env python3
"""Fits the calibration of the words stage: from what `cargo bench --bench words -- --features FILE` wrote.

usage: calibrate_words.py [FILE] [--check [N]]

FILE is what the bench wrote; without one `words_calibration.tsv.gz` beside this script, which holds the figures (no
words) that the weights in use were fitted to.

Logistic regression on the terms of `src/repair/words/calibration.rs`; prints the weights as Rust, and what share of words was right from
each weighted sum on. `--check` fits on the pages with even numbers and prints how the others keep what was
promised: claimed against measured, by level and set; N of the worst mistakes, too.

Needs: pip install numpy
"""
import csv, gzip, math, pathlib, sys
import numpy as np

TERMS = ["1", "standing", "next", "short", "known", "known_next", "compound", "unproven_compound", "others", "doubtful_next", "damage", "cases",
         "capitalised", "strangers", "foreign", "channel", "rarity", "neighbours", "at_start", "sure_next", "sure_standing", "long", "steps", "explained", "known_capital", "old", "explained_proven", "standing_proven",
         "three_parts", "company", "capital_rarity", "capital_old", "capital_compound", "capital_times", "many_cases"]


# Parts that the pages are divided into, to measure each by weights that were fitted to the others.
FOLDS = 5


def terms(row):
    f = {k: float(v) for k, v in row.items() if k not in ("set", "page", "word", "best", "right", "worth")}
    standing, following = min(f["over_standing"], 20) / 10, min(f["over_next"], 12) / 6
    cases = math.log1p(min(f["cases"], 50))
    explained = math.log(f["explained"] / (1 - f["explained"])) / 4
    return [1, standing, following, max(0, 6 - f["letters"]) / 4, f["is_known"], f["is_known"] * following, f["is_compound"],
            f["is_compound"] / (1 + cases), f["others"], max(0, 4 - f["over_next"]) / 4, math.log(f["damage"]) / 4, cases, f["is_capitalised"],
            min(f["strangers"], 4) / 4, max(-20, f["foreign"]) / 20, max(f["channel"], -15) / 10,
            -f["language"] / 10, max(-6, min(6, f["neighbours"])) / 6, f["is_at_start"], max(0, 8 - f["over_next"]) / 8,
            max(0, 8 - f["over_standing"]) / 8, max(0, f["letters"] - 8) / 6, (f["steps"] - 1) / 2,
            explained, f["is_known"] * f["is_capitalised"], f["is_old"], explained * cases, standing * cases,
            float(f["parts"] > 2), math.log1p(max(0, f["company"])) / 5, f["is_capitalised"] * -f["language"] / 10,
            f["is_capitalised"] * f["is_old"], f["is_capitalised"] * f["is_compound"],
            f["is_capitalised"] * math.log(f["times"]) / 2, float(f["cases"] >= 20)]


def fit(X, y, w, ridge=0.3):
    beta = np.zeros(X.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-X @ beta))
        g = X.T @ (w * (y - p)) - ridge * beta
        H = (X * (w * p * (1 - p) + 1e-9)[:, None]).T @ X + ridge * np.eye(len(beta))
        step = np.linalg.solve(H, g)
        beta += step
        if abs(step).max() < 1e-6:
            break
    return beta


def main():
    files = [a for a in sys.argv[1:] if not a.startswith("-") and not a.isdigit()]
    default = pathlib.Path(__file__).with_name("words_calibration.tsv.gz")
    lines = open(files[0], encoding="utf-8") if files else gzip.open(default, "rt", encoding="utf-8")
    rows = [r for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if float(r["foreign"]) < 2 and min(float(r["over_standing"]), float(r["over_next"])) > -2]
    X = np.array([terms(r) for r in rows]); y = np.array([float(r["right"]) for r in rows])
    page = np.array([int(r["page"]) for r in rows]); sets = np.array([r["set"] for r in rows])
    w = np.ones(len(y))
    if "--check" in sys.argv:
        train = page % 2 == 0
        beta = fit(X[train], y[train], w[train])
        p = 1 / (1 + np.exp(-X @ beta))
        for name in sorted(set(sets)) + ["all"]:
            of = ~train & ((sets == name) | (name == "all"))
            line = f"{name:26}"
            for low in (0.995, 0.95):
                taken = of & (p >= low)
                line += f"  >={low}: {int(y[taken].sum()):5}/{int(taken.sum()):5} {100 * y[taken].mean() if taken.sum() else 0:6.2f}%"
            print(line, f" right at all {int(y[of].sum())}")
        most = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 0
        for i in [i for i in np.argsort(-p) if y[i] == 0][:most]:
            print(f"{p[i]:.4f}", {k: v for k, v in rows[i].items() if k in ("set", "word", "best", "over_next")})
        return
    beta = fit(X, y, w)
    for name, weight in zip(TERMS, beta):
        print(f"    {weight:.2f}, // {name}")
    thresholds(X, y, w, (page + np.array([sum(map(ord, name)) for name in sets])) % FOLDS)


def thresholds(X, y, w, fold):
    """Prints the share of right ones from each weighted sum on, and just above it, on pages the weights were not fitted to."""
    sums = np.zeros(len(y))
    for k in range(FOLDS):
        sums[fold == k] = X[fold == k] @ fit(X[fold != k], y[fold != k], w[fold != k])
    for low in np.arange(1.5, 4.05, 0.1):
        above, next_to = sums >= low, (sums >= low) & (sums < low + 1)
        print(f"// from {low:.1f}: {100 * y[above].mean():.2f}% of {above.sum()}; to {low + 1:.1f}: {100 * y[next_to].mean():.2f}%")


if __name__ == "__main__":
    main()
