"""Memory and time of the command on large containers and documents: see containers.sh, which builds it and runs this."""

import glob
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

from support.measured import MB, run

# Texts of 20 kB, as pages of minutes; one in ten has a line of mojibake.
TEXT_BYTES = 20_000
RATIO = "100000"


def texts(lines, size):
    """Names and contents of so many bytes of texts."""
    for number in range(size // TEXT_BYTES):
        text, written, at = [], 0, number
        while written < TEXT_BYTES:
            line = f"{number} {at} {lines[at * 7919 % len(lines)]}\n".encode()
            if number % 10 == 0 and not text:
                line = line.decode("latin-1").encode()
            text.append(line)
            written += len(line)
            at += 1
        yield f"{number // 1000}/{number}.txt", b"".join(text)


def member(archive, name, size, content):
    info = tarfile.TarInfo(name)
    info.size = size
    archive.addfile(info, content)


def write_tar(path, packer, contents, zeros):
    """A tar archive that a program packs."""
    with open(path, "wb") as out:
        process = subprocess.Popen(packer, stdin=subprocess.PIPE, stdout=out)
        with tarfile.open(fileobj=process.stdin, mode="w|") as archive:
            for name, text in contents:
                member(archive, name, len(text), io.BytesIO(text))
            if zeros:
                with open("/dev/zero", "rb") as endless:
                    member(archive, "zeros.img", zeros, endless)
        process.stdin.close()
        process.wait()


def write_text(path, contents, size, border, around=(b"", b"")):
    """A document that is one text of so many bytes; its lines have this border."""
    with open(path, "wb") as out:
        out.write(around[0])
        while out.tell() < size:
            for _, text in contents():
                out.write(text.replace(b"\n", border))
                if out.tell() >= size:
                    break
        out.write(around[1])


def write_zip(path, contents):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in contents:
            archive.writestr(name, text)


def unpacked(path, unpacker):
    """A hash of what a container holds."""
    hasher = hashlib.sha256()
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                hasher.update(info.filename.encode() + archive.read(info))
        return hasher.hexdigest()
    process = subprocess.Popen([*unpacker, path], stdout=subprocess.PIPE)
    while piece := process.stdout.read(1 << 20):
        hasher.update(piece)
    process.wait()
    return hasher.hexdigest()


def measure(program, folder, name, write, unpacker, size, changes=True):
    source = os.path.join(folder, name)
    write(source)
    packed = os.path.getsize(source) / MB
    [cleaned, back] = [os.path.join(folder, place) for place in ["cleaned", "back"]]
    clean = [program, "clean", source, "-o", cleaned + "/", "--max-ratio", RATIO, "--field", "text"]
    steps = {"clean": clean, "again": clean, "restore": [program, "restore", cleaned, "-o", back]}
    for step, command in steps.items():
        ran = run(command)
        print(f"{name:16} {packed:7.0f} MB packed  {step:8} {ran.seconds:7.1f} s  {ran.cpu:7.1f} s of CPU  {size / MB / ran.seconds:6.1f} MB/s"
              f"  {ran.memory:6.0f} MB memory  exit {ran.code}", flush=True)
    exact = unpacked(source, unpacker) == unpacked(os.path.join(back, name), unpacker)
    changed = unpacked(source, unpacker) != unpacked(os.path.join(cleaned, name), unpacker)
    print(f"{name:16} repaired: {changed}, comes back: {exact}", flush=True)
    for place in [cleaned, back, source]:
        shutil.rmtree(place) if os.path.isdir(place) else os.remove(place)
    return exact and changed == changes


def main():
    program, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3]) * MB
    lines = []
    for path in sorted(glob.glob("fixtures/archive/clean/*.txt")):
        with open(path, encoding="utf-8") as file:
            lines += [line.strip() for line in file if line.strip()]
    gzip, zstd = ["gzip", "-1c"], ["zstd", "-1qc"]
    cases = [
        ("a.tar.gz", lambda path: write_tar(path, gzip, texts(lines, size), 0), ["gzip", "-dc"], size),
        ("b.tar.zst", lambda path: write_tar(path, zstd, texts(lines, size), 0), ["zstd", "-dqc"], size),
        ("c.zip", lambda path: write_zip(path, texts(lines, size)), None, size),
        ("zeros.tar.zst", lambda path: write_tar(path, zstd, texts(lines, MB), 2 * size), ["zstd", "-dqc"], 2 * size),
    ]
    # One line of mojibake in ten texts is enough; what is repeated is read like what is not.
    page = lambda: texts(lines, 100 * TEXT_BYTES)
    record = (b'{"id": 1, "text": "', b'"}\n')
    cases += [
        ("d.tar.xz", lambda path: write_tar(path, ["xz", "-1qc"], texts(lines, size), 0), ["xz", "-dqc"], size),
        ("long.txt", lambda path: write_text(path, page, size, b"\n"), ["cat"], size),
        ("line.txt", lambda path: write_text(path, page, size, b" "), ["cat"], size),
        ("line.jsonl", lambda path: write_text(path, page, size, b" ", record), ["cat"], size, False),
    ]
    chosen = [case for case in cases if case[0] in sys.argv[4:] or not sys.argv[4:]]
    results = [measure(program, folder, *case) for case in chosen]
    sys.exit(0 if all(results) else 1)


main()
