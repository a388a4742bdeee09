"""Time a first `dbt build` of transactions against the notebook way, on the same lines.

    python benchmarks/transactions.py [--lines FILE.parquet] [--copies N ...] [--runs N] [--alone]

The lines are those of a Parquet file with the columns of Online Retail, else the sample's; a copy
has the same lines under other customer ids. Every run is a process of its own, taken in turn; wall
time, CPU time and peak memory (resident set of that process) are medians.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import duckdb

ROOT = Path(__file__).parents[1]
NOT_COPIED = shutil.ignore_patterns(
    ".*", "target", "logs", "tests", "*.duckdb", "*.duckdb.*", "manifest.json", "__pycache__"
)
# What the unit tests are given is not the data.
BUILD = ["build", "--exclude-resource-type", "unit_test"]


def multiplied(lines: Path, copies: int, folder: Path) -> Path:
    """Write the lines so many times, each time under other customer ids."""
    path = folder / f"lines_{copies}.parquet"
    duckdb.execute(
        f"copy (select lines.* replace (CustomerID || '-' || copy as CustomerID)"
        f" from '{lines}' as lines, range({copies}) as copies (copy)) to '{path}'"
    )
    return path


def run(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Return the wall time (s), CPU time (s) and peak memory (GB) of a process that succeeds."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        if status:
            output.seek(0)
            raise SystemExit(output.read())
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024**2


def project(lines: Path, folder: Path) -> list[str]:
    """Copy the project and return the command of its first build."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    # dbt wants the folder it is told of, and the build runs its tests.
    for kind in ("generic", "singular"):
        shutil.copytree(ROOT / "tests" / kind, folder / "tests" / kind)
    dbt = str(Path(sys.executable).with_name("dbt"))
    return [dbt, "--quiet", *BUILD, "--vars", f"retail_transactions: '{lines}'"]


def stages(folder: Path, wall: float) -> Counter:
    """Return the seconds of each layer's nodes, added up over threads, and of what is no node."""
    manifest = json.loads((folder / "target/manifest.json").read_text())
    results = json.loads((folder / "target/run_results.json").read_text())
    seconds = Counter()
    for result in results["results"]:
        node = manifest["nodes"].get(result["unique_id"], {})
        kind = node.get("resource_type", "hook")
        layer = node["schema"] if kind in ("model", "seed") else f"{kind}s"
        slow = node.get("name") if node.get("name", "").startswith("kmeans_") else layer
        seconds[slow] += result["execution_time"]
    seconds["before the first node"] = wall - results["elapsed_time"]
    return seconds


def main() -> None:
    """Print tables of medians, ratios and stages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--alone", action="store_true", help="without the notebook")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        lines = arguments.lines and arguments.lines.resolve()
        if not lines:
            lines = folder / "sample.parquet"
            duckdb.execute(f"copy (from '{ROOT}/seeds/retail_transactions.csv') to '{lines}'")
        print("| lines | | wall, s | CPU, s | memory, GB |\n|--:|---|--:|--:|--:|")
        for copies in arguments.copies:
            path = multiplied(lines, copies, folder)
            [[count]] = duckdb.execute(f"select count(*) from '{path}'").fetchall()
            taken = {"dbt build": [], "notebook": []}
            for number in range(arguments.runs):
                print(f"{count:,} lines, run {number + 1}", file=sys.stderr)
                place = folder / f"project_{copies}_{number}"
                taken["dbt build"].append(run(project(path, place), place))
                if not arguments.alone:
                    notebook = [sys.executable, str(ROOT / "benchmarks/notebook.py"), str(path)]
                    taken["notebook"].append(run(notebook, folder))
            medians = {
                name: [statistics.median(figures) for figures in zip(*runs, strict=True)]
                for name, runs in taken.items()
                if runs
            }
            for name, (wall, cpu, memory) in medians.items():
                print(f"| {count:,} | {name} | {wall:.1f} | {cpu:.1f} | {memory:.2f} |")
            if not arguments.alone:
                ratios = [mine / its for mine, its in zip(*medians.values(), strict=True)]
                print(f"| | ratio | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} |")
            for name, seconds in stages(place, taken["dbt build"][-1][0]).most_common():
                print(f"    {name}: {seconds:.1f} s", file=sys.stderr)
            path.unlink()


if __name__ == "__main__":
    main()
