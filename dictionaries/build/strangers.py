#!/usr/bin/env python3
"""Makes dictionaries/strangers.tsv: what the commonest words say of the language they stand in.

usage: strangers.py > dictionaries/strangers.tsv

Takes the commonest words of Danish and of the languages that Danish archives also hold from PyPI wordfreq 3.1.1
(data CC-BY-SA-4.0), and writes for each word the natural logarithm of its frequency in each language, with one
decimal; a word that a language's list does not have gets the least. A Danish word counts for Danish without its letters, too.

Needs: pip install wordfreq==3.1.1
"""
import math
from wordfreq import word_frequency, top_n_list

LANGUAGES = ["da", "nb", "sv", "de", "en", "fr", "nl"]
MOST = 250
LEAST = -14.0


# What is left of Danish letters where OCR did not know them: such words are no proof of another language.
STRIPPED = [str.maketrans({"å": "a", "ø": o, "æ": e}) for o in "oe" for e in ("e", "ae")]


def stripped_danish():
    """The frequency that Danish words have with their letters lost."""
    found = {}
    for word in top_n_list("da", 5000):
        for table in STRIPPED:
            found[word.translate(table)] = max(found.get(word.translate(table), 0), word_frequency(word, "da"))
    return found


def main():
    danish = stripped_danish()
    words = set()
    for language in LANGUAGES:
        words.update(w for w in top_n_list(language, MOST * 2 if language == "da" else MOST) if w.isalpha())
    print("# What the commonest words say of their language: ln of their frequency. Made by build/strangers.py from PyPI")
    print("# wordfreq 3.1.1 (data CC-BY-SA-4.0).")
    print("#word\t" + "\t".join(LANGUAGES))
    for word in sorted(words):
        frequencies = [word_frequency(word, language) for language in LANGUAGES]
        frequencies[0] = max(frequencies[0], danish.get(word, 0))
        logs = [math.log(f) if f else LEAST for f in frequencies]
        print(word + "\t" + "\t".join(f"{max(log, LEAST):.1f}" for log in logs))


if __name__ == "__main__":
    main()
