"""Time builds of transactions against the notebook way, on the same lines, size by size.

    python benchmarks/transactions.py [--lines FILE.parquet] [--sizes MILLIONS ...] [--runs N]

The lines are those of a Parquet file with the columns of Online Retail, else the sample's, copied
under other customer ids until there are as many as asked for. Every run is a process of its own;
the ways take turns, so that whatever else the machine does falls on all of them alike. A build
starts without a warehouse but with dbt's parse cache, which is kept from night to night; unit
tests, which are not about the data, are left out. The nightly build finds one file more, with 1 %
new lines.
"""

import argparse
import json
import math
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path

import duckdb
from timing import DBT, ROOT, Taken, run

NOT_COPIED = shutil.ignore_patterns(
    ".*", "target", "logs", "pytest", "*.duckdb", "*.duckdb.*", "manifest.json", "__pycache__"
)
STAGES = (
    "dbt's start",
    *("raw", "staging", "gates", "features", "fit", "clustering", "marts", "publish", "data tests"),
)
NAMES = {"quality": "gates", "serving": "publish", "kmeans_fits": "fit"}
# Beyond it the notebook needs more memory than the machines that we have.
NOTEBOOK_UP_TO = 60e6


def written(lines: Path, million: float, folder: Path) -> int:
    """Write about so many million lines and, for later, 1 % new ones; return how many there are."""
    [[count]] = duckdb.execute(f"select count(*) from '{lines}'").fetchall()
    copies = max(1, round(million * 1e6 / count))
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute("set memory_limit = '4GB'")
        connection.execute(
            "copy (select lines.* replace (CustomerID || '-' || copy as CustomerID)"
            f" from '{lines}' as lines, range({copies}) as copies (copy))"
            f" to '{folder}/part-1.parquet'"
        )
        # Of all lines one in a hundred is bought again.
        connection.execute(
            "copy (select * replace ('N' || InvoiceNo as InvoiceNo,"
            f" (select max(InvoiceDate) from '{folder}/part-1.parquet') + interval 1 hour"
            " as InvoiceDate)"
            f" from '{folder}/part-1.parquet' using sample 1 percent (system, 42))"
            f" to '{folder}/new.parquet'"
        )
    return count * copies


def project(lines: Path, folder: Path) -> list[str]:
    """Copy the project, parse it, and return the command of a build of these lines."""
    # dbt wants the tests that the build runs; those of Python stay.
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    settings = ["--vars", f"retail_transactions: '{lines}/part-*.parquet'"]
    run([DBT, "--quiet", "parse", *settings], folder)
    return [DBT, "--quiet", "build", "--exclude-resource-type", "unit_test", *settings]


def stages(folder: Path, wall: float) -> Counter:
    """Return the seconds of each layer's nodes, added up over threads, and of what is no node."""
    manifest = json.loads((folder / "target/manifest.json").read_text())
    results = json.loads((folder / "target/run_results.json").read_text())
    seconds = Counter({"dbt's start": wall - results["elapsed_time"]})
    for result in results["results"]:
        node = manifest["nodes"].get(result["unique_id"])
        if node:
            layer = "data tests" if node["resource_type"] == "test" else node["schema"]
            name = NAMES.get(node["name"], NAMES.get(layer, layer))
            seconds[name] += result["execution_time"]
    return seconds


def fits(folder: Path) -> int:
    """Return how many fits the warehouse has."""
    with duckdb.connect(folder / "warehouse.duckdb", read_only=True) as connection:
        return connection.execute("select count(*) from clustering.kmeans_fits").fetchone()[0]


def measured(lines: Path, million: float, runs: int, folder: Path) -> tuple[int, dict, Counter]:
    """Return the number of lines, the medians of every way, and the stages of the last build."""
    data, place = folder / "data", folder / "project"
    count = written(lines, million, data)
    build = project(data, place)
    notebook = [sys.executable, str(ROOT / "benchmarks/notebook.py"), f"{data}/part-1.parquet"]
    taken = {"dbt build": [], "nightly build": []}
    if count < NOTEBOOK_UP_TO:
        taken["notebook"] = []
    for number in range(runs):
        print(f"{count:,} lines, run {number + 1} of {runs}", file=sys.stderr)
        for leftover in ("warehouse.duckdb", "warehouse.duckdb.wal", "serving/segments.duckdb"):
            (place / leftover).unlink(missing_ok=True)
        (place / "serving/manifest.json").unlink(missing_ok=True)
        (data / "part-2.parquet").unlink(missing_ok=True)
        taken["dbt build"].append(run(build, place))
        where = stages(place, taken["dbt build"][-1].wall)
        before = fits(place)
        shutil.copy(data / "new.parquet", data / "part-2.parquet")
        taken["nightly build"].append(run(build, place))
        if fits(place) != before:
            print("the nightly build fitted anew", file=sys.stderr)
        if "notebook" in taken:
            taken["notebook"].append(run(notebook, folder))
    medians = {
        name: Taken(*(statistics.median(figures) for figures in zip(*each, strict=True)))
        for name, each in taken.items()
    }
    return count, medians, where


def table(head: list[str], rows: list[list[str]]) -> None:
    """Print a table of Markdown, its first column left, the others right."""
    print("| " + " | ".join(head) + " |\n|---|" + "--:|" * (len(head) - 1))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def ratio(mine: Taken, its: Taken | None) -> list[str]:
    """Return the ratios of wall time and memory."""
    return [f"{mine.wall / its.wall:.2f}", f"{mine.memory / its.memory:.2f}"] if its else ["", ""]


def main() -> None:
    """Print the tables: ways, growth and stages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=Path)
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.5, 5])
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        lines = arguments.lines and arguments.lines.resolve()
        if not lines:
            lines = Path(temporary) / "sample.parquet"
            duckdb.execute(f"copy (from '{ROOT}/seeds/retail_transactions.csv') to '{lines}'")
        for number, million in enumerate(arguments.sizes):
            folder = Path(temporary) / str(number)
            folder.mkdir()
            found.append(measured(lines, million, arguments.runs, folder))
            shutil.rmtree(folder)

    rows = []
    for count, medians, _ in found:
        for name, figures in medians.items():
            its = medians.get("notebook") if name != "notebook" else None
            shown = [f"{figures.wall:.1f}", f"{figures.cpu:.1f}", f"{figures.memory:.2f}"]
            rows.append([f"{count:,}", name, *shown, *ratio(figures, its)])
    table(["lines", "way", "wall, s", "CPU, s", "memory, GB", "of its wall", "of its memory"], rows)

    rows = []
    for (count, medians, _), (later_count, later, _) in pairwise(found):
        tenfold = 1 / math.log10(later_count / count)
        for name in medians.keys() & later.keys():
            wall = (later[name].wall / medians[name].wall) ** tenfold
            memory = (later[name].memory / medians[name].memory) ** tenfold
            between = f"{count:,} to {later_count:,}"
            rows.append([between, name, f"{wall:.1f}", f"{memory:.1f}"])
    if rows:
        table(["lines", "way", "time per ten-fold", "memory per ten-fold"], sorted(rows))

    table(
        ["seconds, added up over threads", *(f"{count:,}" for count, *_ in found)],
        [[stage, *(f"{where[stage]:.1f}" for *_, where in found)] for stage in STAGES],
    )


if __name__ == "__main__":
    main()
