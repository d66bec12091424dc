"""Measures how `ordret clean` fares with many small files: see scaling.sh."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

from support import measured

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
    """A run that must succeed, once all that was written before is on the disk."""
    os.sync()
    ran = measured.run(command)
    assert ran.code == 0, ran.told[-500:]
    return ran


def assert_same(one, other):
    ran = subprocess.run(["diff", "-r", "-q", one, other], stdout=subprocess.PIPE, text=True)
    assert ran.returncode == 0, ran.stdout[:500]


def row(name, ran, copying):
    beyond = ran.seconds - copying.seconds
    rate = f"{count / beyond:12,.0f}" if beyond > 0 else f"{'-':>12}"
    of_copy = f"{ran.seconds / copying.seconds:10.2f} {ran.cpu / copying.cpu:12.2f}"
    print(f"{name:28} {ran.seconds:8.2f} {ran.cpu:8.2f} {count / ran.seconds:10,.0f} {of_copy} {rate} {ran.memory:8.0f}", flush=True)


archive = folder / "archive"
write_archive(archive)
print(f"{count:,} files of {size:,} bytes, one in {DAMAGED_EVERY} damaged; {os.cpu_count()} cores; busy with {os.getloadavg()[0]:.1f} others")
print(f"{'':28} {'seconds':>8} {'CPU s':>8} {'files/s':>10} {'of cp -r':>10} {'CPU of cp -r':>12} {'beyond it/s':>12} {'peak MB':>8}")
run("cp", "-r", archive, folder / "warm")
shutil.rmtree(folder / "warm")
copying = run("cp", "-r", archive, folder / "copy")
row("cp -r", copying, copying)
shutil.rmtree(folder / "copy")
took = {}
for threads in (1, 2):
    took[threads] = run(program, "clean", archive, "-o", folder / f"cleaned-{threads}", "-q", "-j", threads)
    row(f"clean, {threads} thread{'s' if threads > 1 else ''}", took[threads], copying)
again = run(program, "clean", archive, "-o", folder / "cleaned-2", "-q", "-j", 2)
row("the same again, 2 threads", again, copying)
back = run(program, "restore", folder / "cleaned-2", "-o", folder / "originals", "-q", "-j", 2)
row("restore, 2 threads", back, copying)
assert_same(archive, folder / "originals")
shutil.rmtree(folder / "originals")
assert_same(folder / "cleaned-1", folder / "cleaned-2")
shutil.rmtree(folder / "cleaned-1")
print(f"two threads are {took[1].seconds / took[2].seconds:.2f} times as fast as one, and use {took[2].cpu / took[1].cpu:.2f} of its CPU")
shuffled(archive, folder / "shuffled" / "archive")
run(program, "clean", folder / "shuffled" / "archive", "-o", folder / "cleaned-8", "-q", "-j", 8)
assert_same(folder / "cleaned-2", folder / "cleaned-8")
print("1, 2 and 8 threads, and files made in another order: the same bytes and the same ledger")
