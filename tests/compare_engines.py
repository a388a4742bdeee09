"""Compare every relation of the DuckDB warehouse with the one on Spark, row for row.

    python tests/compare_engines.py [--warehouse FILE] [SCHEMA.TABLE ...]

Run it from the project's folder with the Python of `make spark`, after the same build on both. It
prints a table, and ends with an error where a relation differs.
"""

import argparse
import contextlib
import json
import math
import os
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
from dbt.config.runtime import load_profile
from dbt.flags import set_from_args
from dbt_common.context import set_invocation_context

# Doubles may differ by this, absolutely or as a share.
TOLERANCE = 1e-9
# When something ran, and each engine's own fingerprint of a row.
IGNORED = {"fitted_at", "checked_at", "published_at", "received_hash"}
# What DuckDB estimates and Spark counts, by expectation: the figures differ.
ESTIMATED = {"lines_are_rarely_repeated", "numbers_are_of_one_order"}
# What says where and when it was published from.
NOT_COMPARED = {"serving.published_tables"}


def plain(value):
    """Return a value of either engine in the terms that both can be compared in."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, str) and value[:1] in "{[" and value[-1:] in "}]":
        with contextlib.suppress(ValueError):
            return plain(json.loads(value))
    if isinstance(value, datetime | date):
        # As Spark writes it in the row of a rejected line.
        text = str(value)
        return text.rstrip("0") if "." in text else text
    return value


def key(value) -> str:
    """Return what rows are put into an order by: doubles by their first digits."""
    if isinstance(value, float):
        return f"{value:.5e}" if math.isfinite(value) else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{float(value):.5e}"
    if isinstance(value, list):
        return "[" + ",".join(key(inner) for inner in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(name + key(inner) for name, inner in sorted(value.items())) + "}"
    return "" if value is None else str(value)


def is_equal(ours, theirs) -> bool:
    """Tell whether two plain values are equal, doubles to the tolerance."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(is_equal, ours, theirs))
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(is_equal(ours[k], theirs[k]) for k in ours)
    numbers = (int, float)
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, numbers) and isinstance(theirs, numbers):
        both_nan = ours != ours and theirs != theirs
        return both_nan or math.isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return ours == theirs


def rows_of(table) -> list[dict]:
    """Return the rows of an arrow table, in an order that does not depend on the engine."""
    names = sorted(set(table.column_names) - IGNORED)
    columns = [[plain(value) for value in table.column(name).to_pylist()] for name in names]
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
    for row in rows:
        if row.get("expectation") in ESTIMATED:
            row["observed"] = None
    return sorted(rows, key=lambda row: [key(row[name]) for name in names])


def difference(ours, theirs) -> str:
    """Return the first difference of two arrow tables, the empty string if there is none."""
    names = set(ours.column_names) ^ set(theirs.column_names)
    if names:
        return f"columns of one only: {', '.join(sorted(names))}"
    if len(ours) != len(theirs):
        return f"{len(ours)} rows on DuckDB, {len(theirs)} on Spark"
    for number, (one, other) in enumerate(zip(rows_of(ours), rows_of(theirs), strict=True)):
        for name in one:
            if not is_equal(one[name], other[name]):
                shown = f"{str(one[name])[:80]!r} on DuckDB, {str(other[name])[:80]!r} on Spark"
                return f"row {number}, {name}: {shown}; row {str(one)[:300]}"
    return ""


def spark_session():
    """Return the session of the target spark."""
    from engines.spark_session import Cursor

    set_invocation_context(os.environ)
    set_from_args(argparse.Namespace(PROFILES_DIR=".", PROJECT_DIR=".", profiles_dir="."), {})
    profile = load_profile(".", {}, target_override="spark")
    return Cursor.start(profile.credentials.server_side_parameters)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--warehouse", default="warehouse.duckdb", type=Path)
    parser.add_argument("relations", nargs="*")
    arguments = parser.parse_args()

    spark = spark_session()
    with duckdb.connect(arguments.warehouse, read_only=True) as warehouse:
        relations = arguments.relations or [
            name
            for (name,) in warehouse.execute(
                "select table_schema || '.' || table_name from information_schema.tables"
                " where table_catalog = current_database() order by all"
            ).fetchall()
            if name not in NOT_COMPARED
        ]
        differing = 0
        for name in relations:
            ours = warehouse.execute(f"select * from {name}").to_arrow_table()
            if spark.catalog.tableExists(name):
                found = difference(ours, spark.table(name).toArrow())
            else:
                found = "not on Spark"
            differing += bool(found)
            print(f"{name:45} {len(ours):>9,} rows  {found or 'equal'}", flush=True)
    print(f"{len(relations)} relations, {differing} that differ")
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
