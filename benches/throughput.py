"""Speed of `ordret check --threads 1` on clean, misread and hostile text: see throughput.sh, which builds it and runs this."""

import argparse
import glob
import os
import random
import re
import subprocess
import sys
import time

MB = 1_000_000
# What a reader of pages takes for what, tried in a random order, Danish letters first.
CONFUSIONS = [("å", "a"), ("ø", "o"), ("æ", "ae"), ("rn", "m"), ("l", "1"), ("m", "rn"), ("ti", "u"), ("e", "c"), ("h", "b"), ("t", "l")]
LETTERS = "etaoinsrhldkmgvfbpuyjæøåcw"


def paragraphs(data):
    """The lines of correct Danish: of the development data, or of the text that comes along."""
    if data is None:
        print("no --data: a small text of the benches' own, over and over", file=sys.stderr)
        files = [os.path.join(os.path.dirname(__file__), "support", "danish.txt")]
    else:
        files = [os.path.join(data, "clean", "danish-ddt-dev.txt"), *sorted(glob.glob(os.path.join(data, "seeds-gold", "*.txt")))]
    lines = [line for file in files for line in open(file, encoding="utf-8", newline="").read().split("\n")]
    return [line for line in lines if line.strip()]


def repeated(lines, size, between, chance):
    """So many bytes of the lines, in another order each time round."""
    text, written = [], 0
    while written < size:
        for line in chance.sample(lines, len(lines)):
            text.append(line)
            written += len(line.encode()) + len(between)
    return between.join(text) + "\n"


def misread(text, chance):
    """The text with one word in ten misread."""

    def word(found):
        word = found.group(0)
        if chance.random() >= 0.1:
            return word
        for meant, read in sorted(chance.sample(CONFUSIONS, len(CONFUSIONS)), key=lambda row: row[0] not in "åøæ"):
            if meant in word:
                return word.replace(meant, read, 1)
        return word

    return re.sub(r"[A-Za-zÆØÅæøå]{3,}", word, text)


def unknown(count, chance, cased):
    """So many words that no list knows."""
    words = ("".join(chance.choice(LETTERS) for _ in range(chance.randrange(4, 12))) for _ in range(count))
    return " ".join(word.capitalize() if cased else word for word in words)


def documents(data):
    """Each row's name and text."""
    lines, chance = paragraphs(data), random.Random(1)
    clean = repeated(lines, 5 * MB, "\n", chance)
    yield "clean, a line each, 5 MB", clean
    yield "clean, blank lines between, 5 MB", repeated(lines, 5 * MB, "\n\n", chance)
    yield "clean, once", "\n".join(lines)
    yield "one word in ten misread, 5 MB", misread(clean, chance)
    yield "one word in ten misread, 0.5 MB", misread(clean[: MB // 2], chance)
    yield "hostile: m?de f?rste", "m?de f?rste " * 8000
    yield "hostile: a row of ? of 80 kB", "Det er " + "?" * 80_000 + " her\n"
    yield "hostile: a row of ? of 160 kB", "Det er " + "?" * 160_000 + " her\n"
    yield "hostile: unknown words", unknown(8000, chance, False)
    yield "hostile: unknown words, capitalised", unknown(8000, chance, True)


def seconds(command, times):
    """The least of so many runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append(time.perf_counter() - start)
    return min(taken)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--data", default=os.environ.get("ORDRET_DATA"))
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    print("| text | ms | MB/s |\n| ---- | -: | ---: |")
    for name, text in documents(given.data):
        if given.only.lower() not in name.lower():
            continue
        file = os.path.join(given.folder, "text.txt")
        with open(file, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        taken = seconds([given.program, "check", "--threads", "1", file], 7)
        print(f"| {name} | {taken * 1000:.1f} | {os.path.getsize(file) / taken / MB:.2f} |", flush=True)


main()
