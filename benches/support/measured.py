"""Runs of a program, measured from outside: what the benches in Python share."""

import os
import subprocess
import time
from dataclasses import dataclass

MB = 1_000_000


@dataclass
class Measured:
    """What a run took."""

    # By the clock, and of all processors together, by the program and by the system for it.
    seconds: float
    cpu: float
    # The most memory that it had, in MB.
    memory: float
    code: int
    # What it wrote to stderr.
    told: str


def run(command, stdin=None, stdout=subprocess.DEVNULL):
    """Runs a program to its end."""
    start = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdin=stdin, stdout=stdout, stderr=subprocess.PIPE)
    told = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(seconds, cpu, usage.ru_maxrss * 1024 / MB, process.returncode, told)
