"""Start-up, memory and exactness of the command: see process.sh, which builds it and runs this."""

import hashlib
import os
import subprocess
import sys
import time

from support.measured import MB, run


def best(times, command):
    """Least and middle milliseconds of so many runs on an empty input."""
    taken = sorted(run(command, stdin=subprocess.DEVNULL).seconds * 1000 for _ in range(times))
    return taken[0], taken[len(taken) // 2]


def first_byte(command, text):
    """Milliseconds until the first byte of the answer to a short text."""
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        process.stdin.write(text)
        process.stdin.close()
        process.stdout.read(1)
        taken.append((time.perf_counter() - start) * 1000)
        process.stdout.read()
        process.wait()
    taken.sort()
    return taken[0], taken[len(taken) // 2]


def generate(path, lines, size, damaged):
    """A file of so many bytes: the lines over and over, each time another number before them."""
    with open(path, "wb") as file:
        written, number = 0, 0
        while written < size:
            part = []
            for line in lines:
                number += 1
                text = f"{number} {line}\n".encode()
                if damaged == "all" or damaged == "some" and number % 100 == 0:
                    text = bytes(text).decode("latin-1").encode()
                part.append(text)
            block = b"".join(part)
            file.write(block)
            written += len(block)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def word(met):
    return "met" if met else "MISSED"


def main():
    program, folder, size = sys.argv[1], sys.argv[2], int(sys.argv[3]) * MB
    here = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(here, "support", "danish.txt"), encoding="utf-8") as file:
        lines = file.read().splitlines()

    print("| start-up | least ms | middle ms | bar ms | |")
    print("| -------- | -------: | --------: | -----: | --: |")
    mojibake = lines[0].encode().decode("latin-1").encode() + b"\n"
    rows = [
        ("`ordret --version`", best(30, [program, "--version"])),
        ("`ordret clean`, nothing on stdin", best(30, [program, "clean"])),
        ("`ordret clean`, a clean line, to the first byte out", first_byte([program, "clean"], (lines[0] + "\n").encode())),
        ("`ordret clean`, a line of mojibake, to the first byte out", first_byte([program, "clean"], mojibake)),
        ("(`true`, for scale)", best(30, ["true"])),
    ]
    for name, (least, middle) in rows:
        bar = "–" if name.startswith("(") else "10"
        print(f"| {name} | {least:.1f} | {middle:.1f} | {bar} | {'' if bar == '–' else word(middle <= 10)} |")

    print()
    print("| memory | MB | way | seconds | MB/s | peak MB | right | bar MB | |")
    print("| ------ | --: | --- | ------: | ---: | ------: | ----- | -----: | --: |")
    # The executable holds the pack.
    bar = 100 + os.path.getsize(program) / MB
    for damaged in ("none", "some", "all"):
        source = os.path.join(folder, "in.txt")
        clean = os.path.join(folder, "clean.txt")
        # Where every line is damaged the ledger outgrows the text, and all takes longer.
        generate(source, lines, size // 5 if damaged == "all" else size, damaged)
        if damaged != "none":
            generate(clean, lines, os.path.getsize(source), "none")
        for way in ("stdin", "file"):
            if way == "stdin":
                output = os.path.join(folder, "out.txt")
                with open(source, "rb") as stdin, open(output, "wb") as stdout:
                    ran = run([program, "clean"], stdin=stdin, stdout=stdout)
            else:
                tree = os.path.join(folder, "tree")
                subprocess.run(["rm", "-rf", tree], check=True)
                ran = run([program, "clean", source, "-o", tree])
                output = os.path.join(tree, "in.txt")
            seconds, peak, code = ran.seconds, ran.memory, ran.code
            right = "no file"
            if os.path.exists(output):
                if damaged == "none":
                    right = "yes" if digest(output) == digest(source) else "NO"
                else:
                    # The generator stops by the damaged size; so many bytes of the clean text are what must come out.
                    length = os.path.getsize(output)
                    with open(output, "rb") as a, open(clean, "rb") as b:
                        same = length <= os.path.getsize(clean)
                        while same and (block := a.read(1 << 20)):
                            same = block == b.read(len(block))
                    right = "yes" if same else "NO"
                os.remove(output)
            if code:
                right += f", exit {code}"
            print(
                f"| damaged lines: {damaged} | {os.path.getsize(source) / MB:.0f} | {way} | {seconds:.1f} | {os.path.getsize(source) / MB / seconds:.0f} "
                f"| {peak:.0f} | {right} | {bar:.0f} | {word(peak <= bar)} |",
                flush=True,
            )
        if os.path.exists(clean):
            os.remove(clean)
        os.remove(source)


if __name__ == "__main__":
    main()
