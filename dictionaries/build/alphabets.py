#!/usr/bin/env python3
"""Makes dictionaries/languages/alphabets.tsv: the letters beyond ASCII that each language of languages.tsv writes.

usage: alphabets.py CLDR_MAIN_DIR > dictionaries/languages/alphabets.tsv

Reads the exemplar characters of npm cldr-misc-full 48.2.0 (the folder `package/main`). English has none of its own and gets those of
its foreign words, which are letters of the languages of Western Europe.
"""
import json, pathlib, re, sys, unicodedata

# What CLDR has under another code.
CODES = {"nb": "no", "tl": "fil"}

def letters(exemplars):
    """The letters of a set of CLDR, those that need several characters left out."""
    parts = re.findall(r"\{[^}]*\}|\\.|.", exemplars[1:-1])
    singles = (c for part in parts if part[0] not in "{\\" for c in unicodedata.normalize("NFC", part))
    return "".join(sorted({c for c in singles if c.isalpha() and "\x7f" < c < "\u0250" and c not in "ªº"}))

def main():
    here = pathlib.Path(__file__).resolve().parent
    lanes = (here / "../languages/languages.tsv").read_text(encoding="utf-8").splitlines()
    print("# Letters beyond ASCII that each language writes; English those of its foreign words. Made by dictionaries/build/alphabets.py")
    print("# from npm cldr-misc-full 48.2.0.")
    for code in (lane.split("\t")[0] for lane in lanes if not lane.startswith("#")):
        path = pathlib.Path(sys.argv[1]) / CODES.get(code, code) / "characters.json"
        if path.exists():
            (of_language,) = json.loads(path.read_text(encoding="utf-8"))["main"].values()
            exemplars = of_language["characters"]
            print(code, letters(exemplars["auxiliary" if code == "en" else "exemplarCharacters"]), sep="\t")

main()
