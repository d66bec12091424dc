"""Measures how `ordret clean` fares with many small files: see scaling.sh."""

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

program, folder, count, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(1)
SENTENCES = [
    "Bestyrelsen gennemgik regnskabet for det forløbne år og godkendte det uden bemærkninger.",
    "Formanden fortalte om de nye lokaler, som foreningen havde lejet af kommunen.",
    "Der var mange, der gerne ville høre mere om planerne for sommeren og efteråret.",
    "Kassereren mente, at kontingentet burde blive det samme som i de sidste tre år.",
    "Udvalget besluttede at sende sagen til høring hos naboerne, før der blev givet tilladelse.",
    "Broen over åen er i dårlig stand, og kommunen har afsat penge til at sætte den i stand.",
    "Skolen får en ny gymnastiksal, når pengene er fundet, og den gamle bliver til bibliotek.",
    "Mødet sluttede klokken halv ti, og næste møde holdes den første mandag i marts.",
]
DAMAGED = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.\n\n"
# One file in a hundred is damaged, as in an archive that is mostly right.
DAMAGED_EVERY = 100


def text(number):
    paragraphs, length = [DAMAGED] if number % DAMAGED_EVERY == 0 else [], 0
    while length < size:
        paragraph = " ".join(chance.choices(SENTENCES, k=5)) + "\n\n"
        paragraphs.append(paragraph)
        length += len(paragraph.encode())
    return "".join(paragraphs)


def write_archive(root):
    for number in range(count):
        path = root / f"{number // 1000:04}" / f"{number:07}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_text(text(number))


def shuffled(root, to):
    """The same files, made in another order."""
    files = [path for path in root.rglob("*") if path.is_file()]
    chance.shuffle(files)
    for path in files:
        target = to / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)


def run(*command):
    """Seconds, and the most memory that the process had, in MB."""
    os.sync()
    start = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], stderr=subprocess.PIPE)
    told = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.monotonic() - start
    assert status == 0, told[-500:]
    return took, usage.ru_maxrss / 1024


def assert_same(one, other):
    ran = subprocess.run(["diff", "-r", "-q", one, other], stdout=subprocess.PIPE, text=True)
    assert ran.returncode == 0, ran.stdout[:500]


def row(name, took, memory, copying):
    beyond = took - copying
    rate = f"{count / beyond:12,.0f}" if beyond > 0 else f"{'-':>12}"
    print(f"{name:34} {took:8.2f} {count / took:10,.0f} {took / copying:10.2f} {rate} {memory:9.0f}", flush=True)


archive = folder / "archive"
write_archive(archive)
print(f"{count:,} files of {size:,} bytes, one in {DAMAGED_EVERY} damaged; {os.cpu_count()} cores")
print(f"{'':34} {'seconds':>8} {'files/s':>10} {'of cp -r':>10} {'beyond it/s':>12} {'peak MB':>9}")
run("cp", "-r", archive, folder / "warm")
shutil.rmtree(folder / "warm")
copying, memory = run("cp", "-r", archive, folder / "copy")
row("cp -r", copying, memory, copying)
shutil.rmtree(folder / "copy")
took = {}
for threads in (1, 2):
    took[threads], memory = run(program, "clean", archive, "-o", folder / f"cleaned-{threads}", "-q", "-j", threads)
    row(f"clean, {threads} thread{'s' if threads > 1 else ''}", took[threads], memory, copying)
again, memory = run(program, "clean", archive, "-o", folder / "cleaned-2", "-q", "-j", 2)
row("the same again, 2 threads", again, memory, copying)
back, memory = run(program, "restore", folder / "cleaned-2", "-o", folder / "originals", "-q", "-j", 2)
row("restore, 2 threads", back, memory, copying)
assert_same(archive, folder / "originals")
shutil.rmtree(folder / "originals")
assert_same(folder / "cleaned-1", folder / "cleaned-2")
shutil.rmtree(folder / "cleaned-1")
print(f"two threads are {took[1] / took[2]:.2f} times as fast as one")
shuffled(archive, folder / "shuffled" / "archive")
run(program, "clean", folder / "shuffled" / "archive", "-o", folder / "cleaned-8", "-q", "-j", 8)
assert_same(folder / "cleaned-2", folder / "cleaned-8")
print("1, 2 and 8 threads, and files made in another order: the same bytes and the same ledger")
