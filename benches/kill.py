"""Kills `ordret clean` at random moments and checks that nothing is lost: see kill.sh."""

import io
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

program, folder, kills, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(seed)
archive, whole, output = folder / "archive", folder / "whole", folder / "output"
# Enough that some kills fall into the archive.
MEMBERS = 1000
DAMAGED = "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det, og rådet vedtog forslaget.\n"


def write_archive():
    for number in range(1500):
        path = archive / f"{number % 20:02}" / f"{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DAMAGED * chance.randrange(1, 60))
    (archive / "long.txt").write_text(DAMAGED * 80_000)
    with tarfile.open(archive / "05" / "many.tar", "w") as tar:
        for number in range(MEMBERS):
            text = (DAMAGED * (1 + number % 30)).encode()
            member = tarfile.TarInfo(f"{number}.txt")
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text))


def clean(to, *options, check=True):
    command = [program, "clean", archive, "-o", to, "--show", "0", *options]
    return subprocess.run(command, check=check, stderr=subprocess.PIPE, text=True)


def files(root, own=True):
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and (own or ".ordret" not in path.parts)
    }


def restored(of):
    originals = folder / "originals"
    shutil.rmtree(originals, ignore_errors=True)
    ran = subprocess.run([program, "restore", of, "-o", originals], stderr=subprocess.PIPE, text=True)
    return ran, files(originals) if originals.exists() else {}


def killed(seconds, *options):
    """Whether the run was killed before it came to its end."""
    run = subprocess.Popen([program, "clean", archive, "-o", output, "--show", "0", *options], stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    run.send_signal(signal.SIGKILL)
    return run.wait() != 0


def assert_all_or_named(ran, given, number):
    """Every input came back, or is named as not done: by itself, or as one that comes after the last that was."""
    assert all(originals[name] == content for name, content in given.items()), f"kill {number}: other bytes came back"
    is_unfinished = "was not finished" in ran.stderr
    missing = [name for name in originals if name not in given]
    assert ran.returncode == (3 if is_unfinished or missing else 0), f"kill {number}: exit {ran.returncode}; {ran.stderr[-500:]}"
    after = re.search(r"what comes after (.*) was not done", ran.stderr)
    for name in missing:
        is_after = is_unfinished and (after is None or name.split("/") > after[1].split("/"))
        assert is_after or f"{name}: was not yet" in ran.stderr, f"kill {number}: {name} is neither here nor named"


write_archive()
originals = files(archive)
start = time.monotonic()
clean(whole)
took = time.monotonic() - start
expected = files(whole)
clean(whole, "--apply", "likely", "--force")
expected_again = files(whole)
counts = {"killed": 0, "same tree": 0, "given back": 0, "named": 0, "files given back": 0, "rerun with other options killed": 0, "went on within an archive": 0}
for number in range(kills):
    shutil.rmtree(output, ignore_errors=True)
    rerun = number % 2 == 1
    options = ["--apply", "likely", "--force"] if rerun else []
    if rerun:
        clean(output)
    # Some runs are killed more than once.
    for _ in range(chance.randrange(1, 4)):
        counts["killed"] += killed(chance.uniform(0, took * 1.1), *options)
    if output.exists():
        ran, given = restored(output)
        assert_all_or_named(ran, given, number)
        assert len(given) == len(originals) or not rerun, f"kill {number}: {len(originals) - len(given)} lost; {ran.stderr[-500:]}"
        counts["given back" if len(given) == len(originals) else "named"] += 1
        counts["files given back"] += len(given)
    counts["rerun with other options killed"] += rerun
    resumed = clean(output, *options)
    counts["went on within an archive"] += "members that were done before the run was ended" in resumed.stderr
    assert files(output) == (expected_again if rerun else expected), f"kill {number}: another tree"
    counts["same tree"] += 1
    again = clean(output, *options)
    assert f"unchanged since: {len(originals)} files" in again.stderr, again.stderr
    assert files(output) == (expected_again if rerun else expected), f"kill {number}: another tree after a further run"
print(f"seed {seed}, a whole run takes {took:.2f} s")
for name, count in counts.items():
    print(f"{name:32} {count}")

# A disk that is full: of 4 MB, which the output does not fit in.
small = folder / "small"
small.mkdir()
mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small], stderr=subprocess.DEVNULL).returncode == 0
if mounted:
    try:
        ran = clean(small / "output", check=False)
        assert ran.returncode == 3, (ran.returncode, ran.stderr[-500:])
        assert "No space left on device" in ran.stderr, ran.stderr[-500:]
        _, given = restored(small / "output")
        assert all(originals[name] == content for name, content in given.items())
        subprocess.run(["mount", "-o", "remount,size=1g", small], check=True)
        clean(small / "output")
        assert files(small / "output") == expected
        print(f"full disk: named; {len(given)} files came back; the run went on with more room")
    finally:
        subprocess.run(["umount", small], check=True)
else:
    print("full disk: not tried (needs root and mount)")
