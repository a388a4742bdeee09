"""Time a warm `dbt build` of the sample, and how much of it is dbt's own start.

Run from the project's root after a build: `python benchmarks/warm_build.py`. Medians of five runs
each, taken in turn so that whatever else the machine does falls on all of them alike.
"""

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 5
DBT = str(Path(sys.executable).with_name("dbt"))
COMMANDS = {
    "python -c 'import dbt.cli.main'": [sys.executable, "-c", "import dbt.cli.main"],
    "dbt parse": [DBT, "parse"],
    "dbt run": [DBT, "run"],
    "dbt build": [DBT, "build"],
}


def seconds(command: list[str]) -> float:
    """Return the wall time of one run, which has to succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print a table of medians."""
    subprocess.run([DBT, "--quiet", "build"], check=True)  # warm: parsed, and nothing to fit
    taken = {name: [] for name in COMMANDS}
    for number in range(RUNS):
        print(f"run {number + 1} of {RUNS}", file=sys.stderr)
        for name, command in COMMANDS.items():
            taken[name].append(seconds(command))
    whole = statistics.median(taken["dbt build"])
    print(f"{os.cpu_count()} cores, medians of {RUNS}\n\n| command | seconds | of the build |")
    print("|---|---|---|")
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"| `{name}` | {median:.1f} | {median / whole:.0%} |")


if __name__ == "__main__":
    main()
