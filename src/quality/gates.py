"""Great Expectations as the judge of a gate: numbers from the engine in, one row per check out."""

import math
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

import duckdb
import pyarrow as pa

from quality.suites import Check

SCHEMA = pa.schema(
    {
        "checked_at": pa.timestamp("us"),
        "gate": pa.string(),
        "subject": pa.string(),
        "location": pa.string(),
        "row_count": pa.int64(),
        "expectation": pa.string(),
        "column": pa.string(),
        "severity": pa.string(),
        "success": pa.bool_(),
        "observed": pa.float64(),
        "expected_low": pa.float64(),
        "expected_high": pa.float64(),
        "unexpected_count": pa.int64(),
        "example": pa.string(),
        "description": pa.string(),
        "cure": pa.string(),
        "exception": pa.string(),
    }
)


def judge(subjects: Mapping, checks: Sequence[Check], key: str, example: str) -> list[dict]:
    """Measure tables in the engine, have Great Expectations judge the numbers.

    Parameters
    ----------
    subjects : mapping of str to relation
        The tables, by the name of what they are about.
    checks : sequence of Check
        The suite they are all judged by.
    key : str
        The column that tells their rows apart, the lowest of which is the example.
    example : str
        SQL expression of a row: how it is shown.

    Returns
    -------
    list of dict
        One per subject and check, of the columns of SCHEMA from subject on but location. Nothing
        passes unjudged: what cannot be measured or judged is no success, and `exception` says why.
        A table without rows has none.
    """
    row_counts = {
        name: rows.aggregate("count(*)").fetchall()[0][0] for name, rows in subjects.items()
    }
    subjects = {name: rows for name, rows in subjects.items() if row_counts[name]}
    measured = {name: _measured(rows, checks, key) for name, rows in subjects.items()}
    verdicts = _verdicts(checks, [[one["observed"] for one in many] for many in measured.values()])
    results = []
    for (name, rows), row_verdicts in zip(subjects.items(), verdicts, strict=True):
        for check, result, verdict in zip(checks, measured[name], row_verdicts, strict=True):
            first = result.pop("first")
            result["success"] = verdict is True
            if isinstance(verdict, str) and not result["exception"]:
                result["exception"] = verdict
            if not result["success"] and first is not None:
                is_first = duckdb.ColumnExpression(key) == duckdb.ConstantExpression(first)
                result["example"] = rows.filter(is_first).project(example).fetchall()[0][0]
            results.append(
                result
                | {
                    "subject": name,
                    "row_count": row_counts[name],
                    "expectation": check.name,
                    "column": check.column,
                    "severity": check.severity,
                    "expected_low": check.low if math.isfinite(check.low) else None,
                    "expected_high": check.high if math.isfinite(check.high) else None,
                    "description": check.says,
                    "cure": check.cure,
                }
            )
    return results


def is_closed(results: Sequence[dict]) -> bool:
    """Whether results close their gate: none at all, a critical failure, or an exception."""
    return not results or any(
        result["exception"] or (result["severity"] == "critical" and not result["success"])
        for result in results
    )


def last_open(history: Sequence[dict], subject: str, is_sample: bool) -> list[dict]:
    """Return the results of the last time that the subject's gate was open, none if never.

    Results of the sample and of one's own data say nothing of each other.
    """
    mine = [
        row
        for row in history
        if row["subject"] == subject and (row["location"] is None) == is_sample
    ]
    for checked_at in sorted({row["checked_at"] for row in mine}, reverse=True):
        results = [row for row in mine if row["checked_at"] == checked_at]
        if not is_closed(results):
            return results
    return []


def to_table(history: Sequence[dict], results: Sequence[dict], gate: str, at: datetime) -> pa.Table:
    """Return the results of all builds as a table, those of this build last."""
    added = [{"checked_at": at, "gate": gate, "location": None} | result for result in results]
    return pa.Table.from_pylist([*history, *added], schema=SCHEMA)


def expectation(check: Check):
    """Return the check as an expectation of Great Expectations."""
    import great_expectations.expectations as gxe

    return gxe.ExpectColumnValuesToBeBetween(
        column=check.name,
        min_value=check.low if math.isfinite(check.low) else None,
        max_value=check.high if math.isfinite(check.high) else None,
        severity=check.severity,
        notes=f"{check.says} {check.cure}",
        meta={"column": check.column, "measure": check.measure},
    )


@cache
def context():
    """Return a context of Great Expectations that writes nothing; it takes 5 s to import."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    import great_expectations

    made = great_expectations.get_context(mode="ephemeral")
    made.variables.progress_bars = {"globally": False}
    return made


def batch(made, checks: Sequence[Check], observed: Sequence[Sequence[float | None]]):
    """Return numbers as a batch, a row per subject and a column per check."""
    import pandas as pd

    name = "engine"
    source = made.data_sources.add_or_update_pandas(name)
    definition = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
    frame = pd.DataFrame(observed, columns=[check.name for check in checks], dtype="float64")
    return definition.get_batch({"dataframe": frame})


def _measured(rows, checks: Sequence[Check], key: str) -> list[dict]:
    aggregates = [
        f"{check.measure}, count(*) filter (where {check.against}),"
        f" min({key}) filter (where {check.against})"
        for check in checks
    ]
    try:
        [found] = rows.aggregate(", ".join(aggregates)).fetchall()
    except duckdb.Error as error:
        if len(checks) > 1:
            return [_measured(rows, [check], key)[0] for check in checks]
        found, exception = [None] * 3, " ".join(str(error).split())
    else:
        exception = None
    return [
        {
            "observed": None if observed is None else float(observed),
            "unexpected_count": None if check.against == "false" else unexpected,
            "first": first,
            "example": None,
            "exception": exception,
        }
        for check, observed, unexpected, first in zip(
            checks, found[::3], found[1::3], found[2::3], strict=True
        )
    ]


def _verdicts(
    checks: Sequence[Check], observed: Sequence[Sequence[float | None]]
) -> list[list[bool | str]]:
    if not observed:
        return []
    from great_expectations import ExpectationSuite

    made = context()
    suite = ExpectationSuite("gate", expectations=[expectation(check) for check in checks])
    found = {
        result.expectation_config.kwargs["column"]: result
        for result in batch(made, checks, observed)
        .validate(suite, result_format="COMPLETE")
        .results
    }

    def verdict(name: str, row: int, value: float | None) -> bool | str:
        # Great Expectations takes what is null or not a number for as expected.
        if value is None or math.isnan(value):
            return "there is nothing to measure"
        if name not in found or found[name].exception_info.get("raised_exception") is not False:
            return "Great Expectations could not judge it"
        return row not in found[name].result["unexpected_index_list"]

    return [
        [verdict(check.name, row, value) for check, value in zip(checks, values, strict=True)]
        for row, values in enumerate(observed)
    ]
