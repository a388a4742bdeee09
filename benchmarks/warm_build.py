"""Time a warm `dbt build` of the samples against an empty project of as many nodes.

Run from the project's root after a build: `python benchmarks/warm_build.py`. Medians of five runs
each, taken in turn so that whatever else the machine does falls on all of them alike. Each node of
the empty project is `select 1`: what it takes is dbt's own work. Unit tests are in neither.
"""

import json
import os
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path

import yaml
from timing import DBT, ROOT, run

RUNS = 5


def counts() -> Counter:
    """Return how many nodes of each kind the project has, views apart from tables."""
    manifest = json.loads((ROOT / "target/manifest.json").read_text())
    return Counter(
        node["config"]["materialized"]
        if node["resource_type"] == "model"
        else node["resource_type"]
        for node in manifest["nodes"].values()
    )


def empty_project(kinds: Counter, folder: Path) -> None:
    """Write a project of as many tables, views, seeds and data tests."""
    views = kinds["view"]
    names = [f"model_{number}" for number in range(views + kinds["table"] + kinds["incremental"])]
    tests = [{"data_tests": []} for _ in names]
    for number in range(kinds["test"]):
        named = {"name": f"test_{number}"}
        tests[number % len(names)]["data_tests"].append({"not_null": named})
    project = {
        "name": "empty",
        "profile": "empty",
        "flags": {"send_anonymous_usage_stats": False},
    }
    target = {"type": "duckdb", "path": "empty.duckdb", "threads": 2}
    profile = {"empty": {"target": "duckdb", "outputs": {"duckdb": target}}}
    described = {
        "models": [
            {"name": name, "columns": [{"name": "one", **its}]}
            for name, its in zip(names, tests, strict=True)
        ],
    }
    for part in ("models", "seeds"):
        (folder / part).mkdir()
    (folder / "dbt_project.yml").write_text(yaml.safe_dump(project))
    (folder / "profiles.yml").write_text(yaml.safe_dump(profile))
    (folder / "models/models.yml").write_text(yaml.safe_dump(described))
    for number, name in enumerate(names):
        kind = "view" if number < views else "table"
        sql = f"{{{{ config(materialized='{kind}') }}}}\nselect 1 as one\n"
        (folder / f"models/{name}.sql").write_text(sql)
    for number in range(kinds["seed"]):
        (folder / f"seeds/seed_{number}.csv").write_text("one\n1\n")


def main() -> None:
    """Print a table of medians."""
    kinds = counts()
    build = [DBT, "build"]
    with tempfile.TemporaryDirectory() as temporary:
        empty = Path(temporary)
        empty_project(kinds, empty)
        commands = {
            "import dbt.cli.main": (
                [sys.executable, "-c", "import dbt.cli.main"],
                ROOT,
            ),
            "dbt parse": ([DBT, "parse"], ROOT),
            "dbt run": ([DBT, "run"], ROOT),
            "dbt build": (build, ROOT),
            "dbt build of the empty project": (build, empty),
        }
        for folder in (ROOT, empty):  # warm: parsed, and nothing to fit
            run(build, folder)
        taken = {name: [] for name in commands}
        for number in range(RUNS):
            print(f"run {number + 1} of {RUNS}", file=sys.stderr)
            for name, (command, folder) in commands.items():
                taken[name].append(run(command, folder).wall)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    nodes = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(f"{os.cpu_count()} cores, medians of {RUNS}; {nodes}\n")
    print("| command | seconds | of the build |\n|---|--:|--:|")
    for name, median in medians.items():
        print(f"| `{name}` | {median:.1f} | {median / medians['dbt build']:.2f} |")


if __name__ == "__main__":
    main()
