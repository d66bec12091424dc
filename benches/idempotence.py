"""Cleans documents, then what came of them, and tells how many a second run changes again, by rule.

Documents are each a file: the OCR'd pages (`*.ocr.txt`), the Fraktur pages, the minutes and the right texts of the development
data, the project's own fixtures, and whatever folders are named. The bar is 0.5% of the documents of each set.
"""
import argparse
import json
import os
import shutil
import subprocess
from collections import Counter

BAR = 0.5
FIXTURES = [("fixtures: archive", "fixtures/archive"), ("fixtures: printed", "fixtures/printed")]


def main():
    arguments = parser().parse_args()
    total = Counter()
    print(f"{'set':<28} {'documents':>9} {'again':>6} {'%':>6}  by rule")
    for name, files in sets(arguments):
        if not files:
            continue
        again, rules = measure(arguments, name, files)
        total.update(documents=len(files), again=len(again))
        print(f"{name:<28} {len(files):>9} {len(again):>6} {share(len(again), len(files)):>6.2f}  {told(rules)}", flush=True)
        for line in shown(again, arguments.show):
            print("    " + line)
    missed = share(total["again"], total["documents"])
    verdict = "met" if missed <= BAR else "missed"
    print(f"{'all':<28} {total['documents']:>9} {total['again']:>6} {missed:>6.2f}  bar {BAR}%: {verdict}")


def parser():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--binary", required=True, help="the program")
    arguments.add_argument("--work", required=True, help="a folder for outputs")
    arguments.add_argument("--data", default=os.environ.get("ORDRET_DATA"), help="the development data")
    arguments.add_argument("--apply", default="certain", choices=["certain", "likely", "doubtful"])
    arguments.add_argument("--show", type=int, default=0, help="print so many edits of second runs, by set")
    arguments.add_argument("--only", default="", help="only sets whose names hold this")
    arguments.add_argument("folders", nargs="*", help="more folders of documents")
    return arguments


def sets(arguments):
    """Names of sets, and the files of each."""
    found = list(FIXTURES)
    if arguments.data:
        ocr = os.path.join(arguments.data, "ocr")
        found += [(f"ocr: {name}", os.path.join(ocr, name)) for name in sorted(os.listdir(ocr))]
        found += [(name, os.path.join(arguments.data, name)) for name in ("fraktur", "seeds", "clean", "real")]
    found += [(folder, folder) for folder in arguments.folders]
    for name, folder in found:
        if arguments.only in name:
            yield name, texts(folder)


def texts(folder):
    """The documents below a folder; of OCR'd pages what was read, not what is right."""
    files = sorted(os.path.join(place, file) for place, _, names in os.walk(folder) for file in names)
    read = [file for file in files if file.endswith(".ocr.txt")]
    plain = [file for file in files if file.endswith(".txt") and ".gold." not in file and ".print." not in file]
    return read or plain or [file for file in files if not file.endswith((".tsv", ".gz", ".md", ".json"))]


def measure(arguments, name, files):
    """Edits of the second run by document, and how many documents each rule changed."""
    work = os.path.join(arguments.work, "set")
    shutil.rmtree(work, ignore_errors=True)
    given = os.path.join(work, "given")
    os.makedirs(given)
    for at, file in enumerate(files):
        shutil.copyfile(file, os.path.join(given, f"{at:05}.txt"))
    first = clean(arguments, given, os.path.join(work, "first"))
    # The ledger is of the first run: what it repaired alone is the document now.
    shutil.rmtree(os.path.join(first, ".ordret"))
    second = clean(arguments, first, os.path.join(work, "second"))
    again = edits(os.path.join(second, ".ordret", "ledger.jsonl"), files)
    rules = Counter(rule for found in again.values() for rule in {edit[0] for edit in found})
    return again, rules


def clean(arguments, given, out):
    command = [arguments.binary, "clean", given, "-o", out, "--show", "0", "--apply", arguments.apply]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return out


def edits(ledger, files):
    again, document = {}, None
    with open(ledger, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["type"] == "document":
                document = files[int(record["path"].split(".")[0])]
            elif record["type"] in ("edit", "edits"):
                edit = ("+".join(record["rules"]), record.get("line"), record["before"], record["after"])
                again.setdefault(document, []).append(edit)
    return again


def shown(again, number):
    lines = [
        f"{document}:{line} {rule} {before!r} → {after!r}"
        for document, found in again.items()
        for rule, line, before, after in found
    ]
    return lines[:number]


def told(rules):
    return " ".join(f"{rule} {number}" for rule, number in rules.most_common())


def share(part, whole):
    return 100 * part / whole if whole else 0


main()
