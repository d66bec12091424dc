#!/usr/bin/env python3
"""Writes dictionaries/entities.tsv: the names of HTML's character entities, from Python's own table.

All 252 names of HTML 4 but those of markup (amp, lt, gt, quot), and of the names that HTML 5 added those of letters.
HTML 5 has two thousand more, for signs that no prose holds, under names as short as `in` and `or`.
"""

import unicodedata
from html.entities import html5, name2codepoint
from pathlib import Path

MARKUP = {"amp", "lt", "gt", "quot"}


def is_letter_of_spelling(text: str) -> bool:
    return len(text) == 1 and unicodedata.name(text, "").startswith("LATIN ") and unicodedata.decomposition(text)[:1] != "<"


def main() -> None:
    names = {name: code for name, code in name2codepoint.items() if name not in MARKUP}
    for name, text in html5.items():
        if name.endswith(";") and len(name) > 4 and is_letter_of_spelling(text) and ord(text) > 127:
            names.setdefault(name[:-1], ord(text))
    rows = [f"{name}\t{code:04X}\n" for name, code in sorted(names.items())]
    head = "# Entity, code point; sorted by bytes. Made by dictionaries/build/entities.py from Python's html.entities.\n"
    Path(__file__).parent.parent.joinpath("entities.tsv").write_text(head + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
