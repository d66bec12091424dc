#!/usr/bin/env python3
"""Fits how much each sign counts for which of its letters a word lost: `src/repair/encoding/choice.rs`.

usage: ORDRET_TEXTS=DIR ORDRET_SIGNS=FILE cargo test --release --lib writes_the_signs -- --ignored
       fit_choice.py FILE

Conditional logistic regression to which of a place's words stood there. Of one word in a document six places count at most: a
document about `børn` says no more of `b?rn` than that. Prints what a share promises in folds of documents that were not
fitted to, and the weights as Rust.

Needs: pip install numpy
"""
import sys
from collections import Counter, defaultdict
import numpy as np

FIELDS = 10
# The place of the sign that says a word is unknown: such a one is a suspect, whatever its share.
UNKNOWN = 7
SAME = 6
RIDGE = 3.0
FOLDS = 4
THRESHOLDS = (0.8, 0.85, 0.88, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.955, 0.96, 0.965, 0.97, 0.975, 0.98, 0.985, 0.99, 0.995)


def places(path):
    """The places: document, spelling, what stands there, signs of each word, which is right, the words."""
    groups = defaultdict(list)
    for line in open(path, encoding='utf-8'):
        row = line.rstrip('\n').split('\t')
        groups[tuple(row[:6]) + (row[6], row[8])].append((row[7], float(row[9]), [float(x) for x in row[FIELDS:]]))
    best = {}
    for key, words in groups.items():  # of the channels that read a place the likeliest
        place, odds = key[:6], max(word[1] for word in words)
        if place not in best or odds > best[place][0]:
            best[place] = (odds, key, words)
    count = Counter()
    for _, key, words in best.values():
        number, mark, turn, spelling, _, stands, stood, _ = key
        right = [at for at, word in enumerate(words) if word[0] == stood]
        same = (number, mark, stands, stood)
        count[same] += 1
        if count[same] <= SAME:
            yield int(number), spelling, stands, np.array([w[2] for w in words]), right[0] if right else -1, [w[0] for w in words]


def packed(data):
    most, signs = max(len(d[3]) for d in data), data[0][3].shape[1]
    X, M = np.zeros((len(data), most, signs)), np.zeros((len(data), most))
    for at, d in enumerate(data):
        X[at, :len(d[3])], M[at, :len(d[3])] = d[3], 1
    return X, M, np.array([d[4] for d in data])


def fit(data):
    X, M, y = packed([d for d in data if d[4] >= 0])
    scale = X[M > 0].std(0) + 1e-6
    X, n = X / scale, len(y)
    beta = np.zeros(X.shape[2])

    def likelihood(beta):
        z = np.where(M > 0, X @ beta, -1e9)
        z -= z.max(1, keepdims=True)
        e = np.exp(z)
        return (z[np.arange(n), y] - np.log(e.sum(1))).sum() - RIDGE / 2 * beta @ beta, e / e.sum(1, keepdims=True)

    known, p = likelihood(beta)
    for _ in range(40):
        mean = (p[:, :, None] * X).sum(1)
        gradient = (X[np.arange(n), y] - mean).sum(0) - RIDGE * beta
        weighted = (X * np.sqrt(p)[:, :, None]).reshape(-1, X.shape[2])
        step = np.linalg.solve(weighted.T @ weighted - mean.T @ mean + RIDGE * np.eye(len(beta)), gradient)
        while (found := likelihood(beta + step))[0] < known and abs(step).max() > 1e-6:
            step /= 2
        gain, beta, known, p = found[0] - known, beta + step, *found
        if gain < 0.01:
            break
    return beta / scale


def shares(d, beta):
    z = d[3] @ beta
    p = np.exp(z - z.max())
    return p / p.sum()


def main():
    data = list(places(sys.argv[1]))
    for spelling in ('Modern', 'Old'):
        of_spelling = [d for d in data if d[1] == spelling]
        documents = sorted({d[0] for d in of_spelling})
        fold = {d: at % FOLDS for at, d in enumerate(np.random.RandomState(1).permutation(documents))}
        betas = [fit([d for d in of_spelling if fold[d[0]] != at]) for at in range(FOLDS)]
        found = [shares(d, betas[fold[d[0]]]) for d in of_spelling]
        right = np.array([p.argmax() == d[4] for p, d in zip(found, of_spelling)])
        share = np.array([p.max() * (d[3][p.argmax(), UNKNOWN] == 0) for p, d in zip(found, of_spelling)])
        print(f'{spelling}: {len(documents)} documents, {len(right)} places, the best is right in {100 * right.mean():.2f}%')
        for least in THRESHOLDS:
            sure = share >= least
            print(f'  from {least}: {100 * sure.mean():.2f}% of places, {100 * right[sure].mean():.2f}% right')
        sure = share >= 0.95
        left = Counter((d[2], d[5][d[4]] if d[4] >= 0 else '-') for d, s in zip(of_spelling, sure) if not s)
        wrong = Counter((d[5][p.argmax()], d[5][d[4]] if d[4] >= 0 else '-') for d, p, s, r in zip(of_spelling, found, sure, right) if s and not r)
        print('  left', left.most_common(30), '\n  wrong', wrong.most_common(30))
        print('\n'.join(f'        {weight:.3f},' for weight in fit(of_spelling)))


main()
