"""One process, timed: what both benchmarks are made of."""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
DBT = str(Path(sys.executable).with_name("dbt"))


class Taken(NamedTuple):
    """What a process took: wall time and CPU time in s, peak resident memory in GB."""

    wall: float
    cpu: float
    memory: float


def run(command: list[str], folder: Path) -> Taken:
    """Run a command in a folder; its output is shown if it fails, which ends the benchmark."""
    # Linux counts a process's peak from that of its parent, so that has to be a small one.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (command, folder))


def _run(command: list[str], folder: Path) -> Taken:
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status:
            output.seek(0)
            raise RuntimeError(output.read())
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2)
