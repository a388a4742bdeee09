"""Time builds of transactions against the notebook way, on the same lines, size by size.

    python benchmarks/transactions.py [--lines FILE.parquet] [--sizes MILLIONS ...] [--runs N]

The lines are those of a Parquet file with the columns of Online Retail, else the sample's, copied
under other customer ids until there are as many as asked for. Every run is a process of its own;
the ways take turns, so that whatever else the machine does falls on all of them alike. A build
starts without a warehouse but with dbt's parse cache, which is kept from night to night; unit
tests, which are not about the data, are left out. One is of the whole project, one only of the
segmentation that the notebook makes too. The nightly build finds one file more, with 1 % new lines
of the next day, and nothing to fit; what it made is compared with what a full rebuild then makes.
"""

import argparse
import json
import math
import shutil
import statistics
import sys
import tempfile
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import duckdb
from timing import DBT, ROOT, Taken, run

NOT_COPIED = shutil.ignore_patterns(
    ".*",
    "target",
    "lake",
    "logs",
    "pytest",
    "host",
    "*.duckdb",
    "*.duckdb.*",
    "manifest.json",
    "__pycache__",
)
STAGES = (
    "dbt's start and end",
    *("raw", "staging", "customers", "gates", "features", "fit", "clustering", "marts", "publish"),
    "data tests",
)
NAMES = {"quality": "gates", "serving": "publish", "kmeans_fits": "fit"}
# With the types that the notebook wants.
SAMPLE = f"""
select
    * replace (
        try_cast(Quantity as bigint) as Quantity,
        try_strptime(InvoiceDate, '%m/%d/%Y %H:%M') as InvoiceDate,
        CustomerID::varchar as CustomerID,
    ),
from '{ROOT}/seeds/sample_retail_transactions.csv'
"""
# Lines beyond which a way is not measured: the notebook needs more memory than the machines that we
# have, of the others what they take is known by then.
NOTEBOOK_UP_TO = 60e6
ALL_UP_TO = 20e6
ALONE = (
    "segmentations: {retail_rfm: {customers: retail_customers,"
    " features: [recency_days, frequency, monetary], k: 4}}"
)
# Beside one's own data the samples are not read, and their segmentations would not be made.
OTHERS = [
    f"{source}: seeds/sample_{source}.csv" for source in ("mall_customers", "campaign_customers")
]
# Logs of all builds, and when a fit was made.
LOGS = ["source_checks", "customer_checks", "segment_checks", "data_quality_results"]
LOGS += ["published_tables"]
RUN_TIMES = ["fitted_at"]


def written(lines: Path, million: float, folder: Path) -> int:
    """Write about so many million lines and, for later, 1 % new ones; return how many there are."""
    [[count]] = duckdb.execute(f"select count(*) from '{lines}'").fetchall()
    copies = max(1, round(million * 1e6 / count))
    folder.mkdir()
    with duckdb.connect() as connection:
        connection.execute(f"set memory_limit = '4GB'; set temp_directory = '{folder}/spilled'")
        connection.execute(
            "copy (select lines.* replace (CustomerID || '-' || copy as CustomerID)"
            f" from '{lines}' as lines, range({copies}) as copies (copy))"
            f" to '{folder}/part-1.parquet'"
        )
        # Of all lines one in a hundred is bought again.
        connection.execute(
            "copy (select * replace ('N' || InvoiceNo as InvoiceNo,"
            f" (select max(InvoiceDate) from '{folder}/part-1.parquet') + interval 1 day"
            " as InvoiceDate)"
            f" from '{folder}/part-1.parquet' using sample 1 percent (system, 42))"
            f" to '{folder}/new.parquet'"
        )
    return count * copies


def project(lines: Path, folder: Path, *variables: str) -> list[str]:
    """Copy the project, parse it, and return the command of a build of these lines."""
    # dbt wants the tests that the build runs; those of Python stay.
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    sources = [f"retail_transactions: '{lines}/part-*.parquet'", *OTHERS]
    settings = ["--vars", f"{{{', '.join([*sources, *variables])}}}"]
    run([DBT, "--quiet", "parse", *settings], folder)
    return [DBT, "--quiet", "build", *settings]


def first_build(command: list[str], folder: Path) -> Taken:
    """Build without a warehouse, as at the first time."""
    for leftover in ("warehouse.duckdb", "warehouse.duckdb.wal", "serving/segments.duckdb"):
        (folder / leftover).unlink(missing_ok=True)
    (folder / "serving/manifest.json").unlink(missing_ok=True)
    return run(command, folder)


def differing(former: Path, later: Path) -> list[str]:
    """Return the tables of which one warehouse has rows that the other has not."""
    kept = f"columns(lambda name: name not in {RUN_TIMES})"
    with duckdb.connect(later, read_only=True) as connection:
        connection.execute(f"attach '{former}' as former (read_only)")
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables()"
            " where database_name = current_database() and table_name not in $1",
            [LOGS],
        ).fetchall()
        one, other = f"select {kept} from {{0}}", f"select {kept} from former.{{0}}"
        both_ways = f"({one} except all {other}) union all ({other} except all {one}) limit 1"
        return [
            table for (table,) in tables if connection.execute(both_ways.format(table)).fetchall()
        ]


def stages(folder: Path, wall: float) -> Counter:
    """Return the seconds of each layer's nodes, added up over threads, and of what is no node."""
    manifest = json.loads((folder / "target/manifest.json").read_text())
    results = json.loads((folder / "target/run_results.json").read_text())
    seconds = Counter({"dbt's start and end": wall - results["elapsed_time"]})
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
    data, whole, alone = folder / "data", folder / "whole", folder / "alone"
    count = written(lines, million, data)
    build, build_alone = project(data, whole), project(data, alone, ALONE)
    notebook = [sys.executable, str(ROOT / "benchmarks/notebook.py"), f"{data}/part-1.parquet"]
    taken = defaultdict(list)
    for number in range(runs):
        print(f"{count:,} lines, run {number + 1} of {runs}", file=sys.stderr)
        (data / "part-2.parquet").unlink(missing_ok=True)
        taken["dbt build"].append(first_build(build, whole))
        where = stages(whole, taken["dbt build"][-1].wall)
        if count < NOTEBOOK_UP_TO:
            taken["notebook"].append(run(notebook, folder))
        if count < ALL_UP_TO:
            taken["dbt build, retail_rfm alone"].append(first_build(build_alone, alone))
            before = fits(whole)
            shutil.copy(data / "new.parquet", data / "part-2.parquet")
            taken["nightly build"].append(run(build, whole))
            if fits(whole) != before:
                print("the nightly build fitted anew", file=sys.stderr)
    if count < ALL_UP_TO:
        shutil.copy(whole / "warehouse.duckdb", folder / "nightly.duckdb")
        run([*build, "--full-refresh"], whole)
        found = differing(folder / "nightly.duckdb", whole / "warehouse.duckdb")
        print(f"A full rebuild after it differs in: {found or 'nothing'}", file=sys.stderr)
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
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        lines = arguments.lines and arguments.lines.resolve()
        if not lines:
            lines = Path(temporary) / "sample.parquet"
            duckdb.execute(f"copy ({SAMPLE}) to '{lines}'")
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
