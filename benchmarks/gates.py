"""Time the first gate on invoice lines, once and ten times as many, against what it is instead of.

Run from the project's root after a build: `python benchmarks/gates.py [WAREHOUSE]`. "Rows" is Great
Expectations' usual way: the same expectations on a DataFrame of all rows.
"""

import json
import logging
import sys
import time
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from quality.gates import judge
from quality.suites import Check, parse

DECLARED = "select expectations from staging.source_list where source = 'retail_transactions'"


def numbers(rows, checks: list[Check]) -> list[tuple[str, bool]]:
    """Judge as the gate does."""
    results = judge(rows, checks, "source_row", "source_row::varchar")
    return sorted((result["expectation"], result["success"]) for result in results)


def whole_rows(rows, checks: list[Check]) -> list[tuple[str, bool]]:
    """Judge the rows themselves."""
    import great_expectations as gx
    import great_expectations.expectations as gxe

    # Null would count as missing, neither for nor against.
    names = ("rejection_reason", "rejected_column")
    filled = ", ".join(f"coalesce({name}, 'accepted') as {name}" for name in names)
    frame = rows.project(f"* exclude (received_hash) replace ({filled})").df()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("rows").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": frame})
    expectations = []
    for check in checks:
        name = {"name": check.name}
        if "rejected_column =" in check.measure:
            expectations.append(
                gxe.ExpectColumnValuesToNotBeInSet(
                    column="rejected_column",
                    value_set=[check.column],
                    mostly=1 - check.high,
                    meta=name,
                )
            )
        elif check.name == "rows_are_usable":
            expectations.append(
                gxe.ExpectColumnValuesToBeInSet(
                    column="rejection_reason",
                    value_set=["accepted"],
                    mostly=1 - check.high,
                    meta=name,
                )
            )
        elif check.name.startswith("median"):
            expectations.append(
                gxe.ExpectColumnMedianToBeBetween(
                    column=check.column,
                    min_value=check.low,
                    max_value=check.high,
                    row_condition='rejection_reason == "accepted"',
                    condition_parser="pandas",
                    meta=name,
                )
            )
        elif check.name.endswith("is_known"):
            expectations.append(
                gxe.ExpectColumnValuesToNotBeInSet(
                    column=check.column, value_set=["Unknown"], mostly=0.5, meta=name
                )
            )
    suite = gx.ExpectationSuite("rows", expectations=expectations)
    found = batch.validate(suite).results
    return sorted((one.expectation_config.meta["name"], one.success) for one in found)


def seconds(judged, rows, checks: list[Check]) -> tuple[float, list]:
    """Return the wall time of a judgement, the best of three, and what it said."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        said = judged(rows, checks)
        taken.append(time.perf_counter() - start)
    return min(taken), said


def main() -> None:
    """Print a table of times."""
    logging.disable(logging.WARNING)
    warehouse = sys.argv[1] if len(sys.argv) > 1 else "warehouse.duckdb"
    start = time.perf_counter()
    import great_expectations  # noqa: F401

    print(f"import of Great Expectations: {time.perf_counter() - start:.1f} s\n")
    # A view names its warehouse as it was called when it was made, so it is not read attached.
    with duckdb.connect(warehouse, read_only=True) as built:
        [[declared]] = built.sql(DECLARED).fetchall()
    checks = parse(json.loads(declared))
    connection = duckdb.connect()
    connection.execute(f"attach '{warehouse}' as built (read_only)")
    print("| invoice lines | gate, s | rows, s | ratio |\n|--:|--:|--:|--:|")
    for factor in (1, 10):
        connection.execute(
            "create or replace table lines as select checked.* replace ("
            "source_row * 10 + copy as source_row, customer_id || '-' || copy as customer_id),"
            " count(*) over () as row_count, null::integer as former_row_count"
            " from built.staging.checked_retail_transactions as checked"
            f" cross join range({factor}) as copies (copy)"
        )
        rows = connection.table("lines")
        count = len(rows)
        gate, said = seconds(numbers, rows, checks)
        row_by_row, found = seconds(whole_rows, rows, checks)
        print(
            f"| {count:,} | {gate:.2f} | {row_by_row:.2f} | {row_by_row / gate:.0f} |", flush=True
        )
        different = set(found) - set(said)
        if different:
            print(f"different verdicts: {different}", file=sys.stderr)


if __name__ == "__main__":
    main()
