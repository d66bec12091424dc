#!/usr/bin/env python3
"""Makes dictionaries/da/letters.tsv: how rare every letter beyond ASCII is, in the world and in Danish.

usage: letters.py WORDFREQ_DATA_DIR > dictionaries/da/letters.tsv

Reads the `small_*` lists of PyPI wordfreq 3.1.1 (unpack the wheel; needs: pip install msgpack). A letter's share
of all letters is averaged over the languages, each weighing the same; the Danish column gives Danish nine parts
of ten and the world one. The cost is -ln(share), in nats with one decimal. Letters rarer than 1 in 10 million are
left out, and so are Han, kana and hangul, which the program knows by their blocks.
"""
import collections, gzip, math, pathlib, sys, unicodedata
import msgpack

def shares(path):
    """The share of each letter among all letters of a language's running text."""
    bins = msgpack.unpack(gzip.open(path), strict_map_key=False)[1:]
    count = collections.Counter()
    for centibels, words in enumerate(bins):
        for word in words:
            for c in unicodedata.normalize("NFC", word):
                if unicodedata.category(c)[0] in "LM":
                    count[c] += 10 ** (-centibels / 100)
    total = sum(count.values())
    return {c: n / total for c, n in count.items()}

# wordfreq folds ß to ss. German text has it in 0.3% of its letters (Best, "Zur Häufigkeit von Buchstaben,
# Leerzeichen und anderen Schriftzeichen in deutschen Texten", 2005), and German is one language of the lists.
GERMAN_SZ = 0.003

def large_script(c):
    return "\u1100" <= c <= "\u11ff" or "\u2e80" <= c <= "\ud7ff" or c >= "\uf900"

def main():
    lists = sorted(pathlib.Path(sys.argv[1]).glob("small_*.msgpack.gz"))
    world, danish = collections.Counter(), {}
    for path in lists:
        of_one = shares(path)
        if path.name.startswith("small_da."):
            danish = of_one
        for c, share in of_one.items():
            world[c] += share / len(lists)
    world["ß"] += GERMAN_SZ / len(lists)
    print("# letter, cost in the world, cost in Danish; nats. Made by dictionaries/build/letters.py from PyPI")
    print("# wordfreq 3.1.1 (data CC-BY-SA-4.0); sha256 of the wheel stands in dictionaries/da/SOURCES.toml.")
    for c in sorted(world):
        if ord(c) < 128 or large_script(c) or world[c] < 1e-7:
            continue
        in_danish = 0.9 * danish.get(c, 0) + 0.1 * world[c]
        print(f"{c}\t{-math.log(world[c]):.1f}\t{-math.log(in_danish):.1f}")

main()
