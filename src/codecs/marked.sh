#!/bin/sh
# Writes marked.tsv: encodings whose combining signs stand before their letters, from the tables of the packages `ansel` (MIT;
# ANSI Z39.47 with what GEDCOM adds) and `smc.bibencodings` (BSD; ISO 5426) of PyPI. A name, then the code points of its
# bytes from 0 on, in hexadecimal; `-` where it has none.
set -eu
cd "$(dirname "$0")"
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
python3 -m pip download --quiet --no-deps --no-binary :all: -d "$packages" ansel==1.0.0 smc.bibencodings==0.1
python3 - "$packages" > marked.tsv <<'PYTHON'
import glob, sys, tarfile, zipfile

folder = sys.argv[1]
tarfile.open(glob.glob(folder + "/ansel*")[0]).extractall(folder, filter="data")
zipfile.ZipFile(glob.glob(folder + "/smc*")[0]).extractall(folder)


def row(name, characters):
    """A line of the table. What ASCII has is no other byte's."""
    beyond = {byte: character for byte, character in characters.items() if byte >= 0x80 and ord(character) >= 0x80}
    points = [chr(byte) if byte < 0x80 else beyond.get(byte) for byte in range(256)]
    print(name, " ".join("-" if point is None else f"{ord(point):x}" for point in points), sep="\t")


sys.path.insert(0, glob.glob(folder + "/ansel-*/")[0])
from ansel.encodings import gedcom

tables = [table for name, table in sorted(vars(gedcom).items()) if isinstance(table, dict) and "TO_UNICODE" in name]
single = {byte: text for table in tables for byte, text in table.items() if isinstance(byte, int) and len(text) == 1}
row("ANSEL", single)

iso = {}
exec(open(glob.glob(folder + "/smc.bib*/smc/bibencodings/iso5426.py")[0]).read().replace("from smc.bibencodings.utils import DecodeIterator", ""), iso)
single = {key[0]: text for key, text in iso["charmap"].items() if len(key) == 1 and len(text) == 1}
row("ISO-5426", single)
PYTHON
