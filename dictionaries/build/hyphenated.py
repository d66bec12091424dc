#!/usr/bin/env python3
"""Makes dictionaries/da/hyphenated.txt: what keeps its hyphen before the rest of a word (`it-afdeling`, `pdf-fil`).

    python3 dictionaries/build/hyphenated.py COUNTS

COUNTS is the folder with `unigrams.tsv.gz` (`word<TAB>modern<TAB>old`), as the recipe of the pack takes it. A beginning
is listed if it is seen in three hyphenated words or more and four of five different words that begin so have the hyphen;
`OWN` adds abbreviations that are read letter by letter and are too rare there.
"""
import collections
import gzip
import pathlib
import sys

LEAST_WORDS = 3
LEAST_SHARE = 0.8
LEAST_COUNT = 5
# A second half is a word seen so often, of so many letters.
SECOND_COUNT = 3
SECOND_LETTERS = 3
OWN = """adhd aids atp bh bnp cd cpr cvr dab dna dr dsb dvd edb eeg efg ekg eu fbi fm fn gmo gps gsm
haf hd hdmi hf hfo hg hiv hk hpv hr iq iso isbn it kl kz lcd led lgbt lo mc mms mr mri ms nfc oecd pc pcb pdf ph ppr
qr rfid rna rss sf sfo sms su swot tv ufo uv vip vm vvs wc xl""".split()


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    counts = {}
    with gzip.open(pathlib.Path(sys.argv[1]) / "unigrams.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            word, modern, *_ = line.rstrip("\n").split("\t")
            if modern.isdigit() and int(modern):
                counts[word] = int(modern)
    hyphenated, hyphenated_count = collections.Counter(), collections.Counter()
    for word, count in counts.items():
        first, hyphen, second = word.partition("-")
        if hyphen and first and "-" not in second and len(second) >= SECOND_LETTERS:
            hyphenated[first] += 1
            hyphenated_count[first] += count
    seconds = {word for word, count in counts.items() if count >= SECOND_COUNT and word.isalpha()}
    solid = collections.Counter()
    for word in filter(str.isalpha, counts):
        for cut in range(1, len(word) - SECOND_LETTERS + 1):
            if word[:cut] in hyphenated and word[cut:] in seconds:
                solid[word[:cut]] += 1
    listed = {
        first
        for first, words in hyphenated.items()
        if words >= LEAST_WORDS
        and hyphenated_count[first] >= LEAST_COUNT
        and len(first) > 1
        and words >= LEAST_SHARE * (words + solid[first])
    }
    own = {word for word in OWN if word.isalpha() and len(word) > 1}
    path = pathlib.Path(__file__).parent.parent / "da" / "hyphenated.txt"
    head = "# What keeps its hyphen before the rest of a word. Made by build/hyphenated.py from counts of modern Danish.\n"
    path.write_text(head + "".join(f"{word}\n" for word in sorted(listed | own)), encoding="utf-8")
    print(f"{len(listed)} counted, {len(own)} of our own")


if __name__ == "__main__":
    main()
