#!/usr/bin/env python3
"""Learns what OCR takes letters for: pages and their right text -> dictionaries/da/confusions.tsv.

usage: confusions.py DATA > dictionaries/da/confusions.tsv

DATA holds folders with NAME.gold.txt and NAME.ocr.txt (`ocr/CONDITION/`, `fraktur/NAME.MODEL.ocr.txt`).  Words are
aligned with words and letters with letters; what differs between two letters that agree is a confusion of one to
three letters on each side.  A confusion's rate is its share of the places where the letters stood, in the condition
(one OCR model and kind of page) in which it is commonest: how common it is in a document at hand the document itself
must tell.  Letters are in lower case on the side of the right text, and as read on the other.

Needs: pip install rapidfuzz
"""
import collections, pathlib, re, sys
from rapidfuzz.distance import Levenshtein

LONGEST = 3      # letters on a side
LEAST = 3        # cases in one condition
LEAST_PAGES = 2  # pages of it, so that no single smudge counts
# What looks alike in most typefaces, whether it was met in the pages or not; a rate that claims little.
ALIKE = """rn m, m rn, cl d, d cl, li h, h li, vv w, w vv, ri n, n ri, nn m, m nn, in m, m in, ni m, m ni, tt ff, ll il, il ll,
i l, l i, i 1, l 1, l I, i |, l |, i !, l !, i j, j i, t f, f t, t l, l t, r t, t r, c e, e c, o e, e o, a o, o a, u n, n u, v y,
y v, b h, h b, d cl, g q, q g, o 0, s 5, b 8, b 6, g 9, g 8, z 2, s 8, e é, a à, o ó, o ö, ø ö, ø 6, ø 0, ø @, ø ®, ø ©, ø é,
i I, o O, s S, c C, v V, w W, x X, z Z, k K, p P, ø g, æ ze, æ ce, å ä, å é, å 4, æ @, æ &, k h, h k, n h, n r, r n"""
ALIKE_RATE = 0.003
# What the reader of the Norwegian National Library's books does that none of the above does, counted in 80 pages of 1815-45: of the
# words that a word list of the time has once it is undone, the share of the letters' places.
OF_BOOKS = {("æ", "cr"): 0.49, ("æ", "er"): 0.029, ("æ", "cc"): 0.011, ("sk", "ss"): 0.058, ("sk", "si"): 0.05, ("ø", "v"): 0.045}
FOLD = str.maketrans({"ſ": "s"})
EDGES = ".,;:!?\"'()[]“”„»«’‘–-…"


def unwrapped(text):
    return re.sub(r"-[ _]?\n+(?=[a-zæøå])", "", text).translate(FOLD)


def aligned(right, read):
    """Pairs of words that stand for each other, alike enough to be one word."""
    for op in Levenshtein.opcodes(right, read):
        if op.tag in ("equal", "replace"):
            for k in range(op.src_end - op.src_start):
                a, b = right[op.src_start + k].strip(EDGES), read[op.dest_start + k].strip(EDGES)
                if a and b and Levenshtein.normalized_similarity(a, b) >= 0.5 or (len(a) < 4 and len(a) == len(b)):
                    yield a, b


def confusions(right, read):
    """What differs, as short as it can be told."""
    for op in Levenshtein.opcodes(right.lower(), read.lower()):
        if op.tag == "equal":
            continue
        a, b = op.src_start, op.src_end
        c, d = op.dest_start, op.dest_end
        yield right[a:b].lower(), read[c:d], a, b, c, d


def grouped(right, read):
    """Differences with less than one letter between them are one."""
    last = None
    for _, _, a, b, c, d in confusions(right, read):
        if last and a - last[1] == 0 and c - last[3] == 0:
            last = (last[0], b, last[2], d)
        else:
            if last:
                yield last
            last = (a, b, c, d)
    if last:
        yield last


def lone_letters(right, read):
    for a, b, c, d in grouped(right, read):
        # A letter lost or added is told with the letter before it, so that it has a place.
        if a == b or c == d:
            if a == 0 or c == 0:
                continue
            a, c = a - 1, c - 1
        if 1 <= b - a <= LONGEST and 1 <= d - c <= LONGEST:
            # A capital is told where it got lost: `K` read as `fi`.
            lost = a == 0 and right[0].isupper() and not read[0].isupper()
            yield right[a:b] if lost else right[a:b].lower(), read[c:d]


def conditions(data):
    for folder in sorted((data / "ocr").iterdir()):
        if "mojibake" in folder.name:
            continue
        pages = [(g, g.with_name(g.name.replace(".gold.", ".ocr."))) for g in sorted(folder.glob("*.gold.txt"))]
        yield folder.name, [(g, o) for g, o in pages if o.exists()]
    for model in ("Fraktur", "dan", "frk"):
        pages = sorted((data / "fraktur").glob(f"*.{model}.ocr.txt"))
        yield f"fraktur-{model}", [(p.with_name(p.name.split(".")[0] + ".gold.txt"), p) for p in pages]


def main():
    best = {}
    for name, pages in conditions(pathlib.Path(sys.argv[1])):
        counts, seen, letters = collections.Counter(), collections.defaultdict(set), collections.Counter()
        for number, (gold, ocr) in enumerate(pages):
            right, read = (unwrapped(p.read_text("utf-8", "replace")).split() for p in (gold, ocr))
            for a, b in aligned(right, read):
                for length in range(1, LONGEST + 1):
                    letters.update(a[i:i + length].lower() for i in range(len(a) - length + 1))
                for pair in lone_letters(a, b):
                    if re.fullmatch(r"[A-ZÆØÅ]?[a-zæøåéüöä]*", pair[0]):
                        counts[pair] += 1
                        seen[pair].add(number)
        for (intended, observed), count in counts.items():
            if count >= LEAST and len(seen[intended, observed]) >= LEAST_PAGES:
                rate = count / (letters[intended.lower()] + 20)
                best[intended, observed] = max(best.get((intended, observed), 0), rate)
    for pair in ALIKE.replace("\n", " ").split(", "):
        intended, observed = pair.split()
        best[intended, observed] = max(best.get((intended, observed), 0), ALIKE_RATE)
    for pair, rate in OF_BOOKS.items():
        best[pair] = max(best.get(pair, 0), rate)
    print("# What OCR takes letters for. Made by build/confusions.py; the first column is what was printed (a capital only")
    print("# where it is read as none), the second what was read, the third the share of its places in the kind of scan where it is commonest.")
    print("# Sources: tesseract 5 (models dan, eng, frk, Fraktur) on rendered Danish and on Fraktur pages of 1830-60;")
    print("# books of 1815-45 as the Norwegian National Library read them.")
    for (intended, observed), rate in sorted(best.items(), key=lambda row: (-row[1], row[0])):
        print(f"{intended}\t{observed}\t{rate:.5f}")


if __name__ == "__main__":
    main()
