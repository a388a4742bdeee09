"""Time first builds of transactions on DuckDB and on Spark, on the same lines, size by size.

    python benchmarks/engines.py FILE.parquet [--sizes MILLIONS ...]

Needs the environment of make spark. Each build is a process of its own, without a warehouse and
without a lake, one after the other; Spark's is of this machine, unless SPARK_MASTER names another.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from timing import ROOT
from transactions import STAGES, first_build, project, stages, table, written

SPARK_DBT = str(ROOT / ".venv-spark/bin/dbt")


def main() -> None:
    """Print the times, and the stages of each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines", type=Path)
    parser.add_argument("--sizes", type=float, nargs="+", default=[0.5, 11])
    arguments = parser.parse_args()

    rows, heads, columns = [], [], []
    for million in arguments.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            data, folder = Path(temporary) / "data", Path(temporary) / "project"
            count = written(arguments.lines.resolve(), million, data)
            build = project(data, folder)
            spark = [SPARK_DBT, *build[1:], "--target", "spark"]
            for engine, command in {"DuckDB": build, "Spark": spark}.items():
                shutil.rmtree(folder / "lake", ignore_errors=True)
                taken = first_build(command, folder)
                rows.append([f"{count:,}", engine, f"{taken.wall:.0f}"])
                heads.append(f"{count:,}, {engine}")
                columns.append(stages(folder, taken.wall))
                print(*rows[-1], flush=True)
    table(["lines", "engine", "wall, s"], rows)
    table(
        ["seconds, added up over threads", *heads],
        [[stage, *(f"{column[stage]:.1f}" for column in columns)] for stage in STAGES],
    )


if __name__ == "__main__":
    main()
