"""Great Expectations as the judge of a gate: numbers from the engine in, one row per check out."""

import importlib.util
import logging
import math
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from engines.engine import engine_of
from engines.words import worded
from quality.suites import Check

TICK = timedelta(microseconds=1)
SCHEMA = pa.schema(
    {
        "checked_at": pa.timestamp("us"),
        "gate": pa.string(),
        "subject": pa.string(),
        "location": pa.string(),
        "is_sample": pa.bool_(),
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


def judge(rows, checks: Sequence[Check], key: str, example: str) -> list[dict]:
    """Measure a table in the engine, have Great Expectations judge the numbers.

    Parameters
    ----------
    rows : relation
        The table.
    checks : sequence of Check
        Its suite.
    key : str
        The column that tells rows apart, the lowest of which is the example, unless the check says
        another.
    example : str
        SQL expression of a row: how it is shown.

    Returns
    -------
    list of dict
        One per check, of the columns of SCHEMA from row_count on. Nothing passes unjudged: what
        cannot be measured or judged is no success, and `exception` says why. Empty if there is
        no row.
    """
    [[row_count]] = rows.aggregate("count(*)").fetchall()
    if not row_count:
        return []
    checks = [_in_words_of(rows, check) for check in checks]
    results = _measured(rows, checks)
    verdicts = _verdicts(checks, [result["observed"] for result in results])
    for check, result, verdict in zip(checks, results, verdicts, strict=True):
        result["success"] = verdict is True
        if isinstance(verdict, str) and not result["exception"]:
            result["exception"] = verdict
        if not result["success"] and (result["unexpected_count"] or check.shown):
            if check.shown:
                first = rows.order(f"{check.shown} desc nulls last, {key}").limit(1)
            else:
                first = rows.filter(check.against).order(key).limit(1)
            result["example"] = first.project(example).fetchall()[0][0]
        result |= {
            "row_count": row_count,
            "expectation": check.name,
            "column": check.column,
            "severity": check.severity,
            "expected_low": check.low,
            "expected_high": check.high,
            "description": check.says,
            "cure": check.cure,
        }
    return results


def is_closed(results: Sequence[dict]) -> bool:
    """Whether results close their gate: none at all, a critical failure, or an exception."""
    return not results or any(
        result["exception"] or (result["severity"] == "critical" and not result["success"])
        for result in results
    )


def recorded(found: pa.Table | None) -> pa.Table:
    """Return the results of former builds with the columns of SCHEMA.

    Parameters
    ----------
    found : pyarrow.Table or None
        The table as the last build left it; that of an older version of the project lacks
        is_sample, None if there is no such table.
    """
    if found is None:
        return SCHEMA.empty_table()
    if "is_sample" not in found.column_names:
        found = found.append_column("is_sample", pa.nulls(len(found), pa.bool_()))
    history = found.select(SCHEMA.names).cast(SCHEMA)
    # Of a source it could always be told: the sample has no location.
    told = pc.if_else(
        pc.equal(history["gate"], "sources"), pc.is_null(history["location"]), pa.scalar(None)
    )
    place = SCHEMA.get_field_index("is_sample")
    return history.set_column(place, SCHEMA.field(place), pc.coalesce(history["is_sample"], told))


def last_open(history: pa.Table, subject: str, is_sample: bool) -> list[dict]:
    """Return the results of the last time that the subject's gate was open, none if never.

    Results of the sample and of one's own data say nothing of each other.

    Parameters
    ----------
    history : pyarrow.Table
        From `recorded`.
    subject : str
        The source, customers model or segmentation.
    is_sample : bool
        Of which data.
    """
    mine = history.filter((pc.field("subject") == subject) & (pc.field("is_sample") == is_sample))
    for checked_at in sorted(mine["checked_at"].unique().to_pylist(), reverse=True):
        results = mine.filter(pc.field("checked_at") == checked_at).to_pylist()
        if not is_closed(results):
            return results
    return []


def to_table(history: pa.Table, results: Sequence[dict], gate: str, at: datetime) -> pa.Table:
    """Return the results of all builds as a table, those of this build last.

    They are the newest also where the clock was set back: a gate judges by the newest. Once a
    build has results of the user's own data, those that former builds had of the sample are left
    out, but for subjects that are still the sample: figures of people whom a generator made up
    are not to be read as those of customers.

    Parameters
    ----------
    history : pyarrow.Table
        From `recorded`.
    results : sequence of dict
        Of this build, as `judge` returns them, with subject, is_sample and, of a source, location.
    gate : str
        Which gate judged.
    at : datetime
        When, with or without a zone.

    Returns
    -------
    pyarrow.Table
        With the columns of SCHEMA.
    """
    at = at.replace(tzinfo=None)
    newest = pc.max(history["checked_at"]).as_py()
    at = max(at, newest + TICK) if newest else at
    added = [{"checked_at": at, "gate": gate, "location": None} | result for result in results]
    if any(row["is_sample"] is False for row in added):
        still = [row["subject"] for row in added if row["is_sample"]]
        is_own = pc.invert(pc.fill_null(history["is_sample"], False))
        is_still_the_sample = pc.is_in(history["subject"], pa.array(still, pa.string()))
        history = history.filter(pc.or_(is_own, is_still_the_sample))
    # The history is not taken apart: it grows with every build.
    return pa.concat_tables([history, pa.Table.from_pylist(added, schema=SCHEMA)])


def expectation(check: Check):
    """Return the check as an expectation of Great Expectations, about the one row of `frame`."""
    import great_expectations.expectations as gxe

    return gxe.ExpectColumnMinToBeBetween(
        column=check.name,
        min_value=check.low,
        max_value=check.high,
        severity=check.severity,
        description=check.says,
        notes=check.cure,
        meta={"column": check.column, "measure": check.measure},
    )


@cache
def _batches():
    """Return what makes batches of DataFrames, in a context of Great Expectations without files.

    Its import takes seconds, so it is imported here.
    """
    import great_expectations

    # It tells of a temporary folder.
    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
    made = great_expectations.get_context(mode="ephemeral")
    made.variables.progress_bars = {"globally": False}
    asset = made.data_sources.add_pandas("engine").add_dataframe_asset("numbers")
    return asset.add_batch_definition_whole_dataframe("all")


def load_when_used(package: str, name: str) -> None:
    """Have a module loaded when something in it is first asked for (importlib.util.LazyLoader)."""
    full_name = f"{package}.{name}"
    if full_name in sys.modules:
        return
    spec = importlib.util.find_spec(full_name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = sys.modules[full_name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # Where `from package import name` finds it without asking the module itself.
    setattr(sys.modules[package], name, module)


def frame(checks: Sequence[Check], observed: Sequence[float | None]):
    """Return numbers as a DataFrame of one row, a column per check."""
    import pandas as pd

    return pd.DataFrame([observed], columns=[check.name for check in checks], dtype="float64")


def _in_words_of(rows, check: Check) -> Check:
    """Return a check in the words of the engine that the rows are in."""
    words = engine_of(rows).words
    texts = {name: getattr(check, name) for name in ("against", "measure", "shown")}
    return replace(check, **{name: text and worded(text, words) for name, text in texts.items()})


def _measured(rows, checks: Sequence[Check]) -> list[dict]:
    # A query with a distinct aggregate is one that DuckDB keeps all rows of, to read them again:
    # in one query with all others, each of them would pay for it.
    alone = [check for check in checks if "(distinct " in check.measure]
    together = [check for check in checks if check not in alone]
    measured = {
        check.name: result
        for group in [together, *([check] for check in alone)]
        if group
        for check, result in zip(group, _measured_at_once(rows, group), strict=True)
    }
    return [measured[check.name] for check in checks]


def _measured_at_once(rows, checks: Sequence[Check]) -> list[dict]:
    aggregates = [f"{check.measure}, count(*) filter (where {check.against})" for check in checks]
    try:
        [found] = rows.aggregate(", ".join(aggregates)).fetchall()
    except engine_of(rows).error as error:
        if len(checks) > 1:
            return [_measured_at_once(rows, [check])[0] for check in checks]
        found, exception = [None] * 2, " ".join(str(error).split())
    else:
        exception = None
    return [
        {
            "observed": None if observed is None else float(observed),
            "unexpected_count": None if check.against == "false" else unexpected,
            "example": None,
            "exception": exception,
        }
        for check, observed, unexpected in zip(checks, found[::2], found[1::2], strict=True)
    ]


def _verdicts(checks: Sequence[Check], observed: Sequence[float | None]) -> list[bool | str]:
    # A third of the import below, for one expectation that is not used here.
    load_when_used("scipy", "stats")
    # Its own, about modules of Python that it imports.
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        from great_expectations import ExpectationSuite

    suite = ExpectationSuite("gate", expectations=[expectation(check) for check in checks])
    batch = _batches().get_batch({"dataframe": frame(checks, observed)})
    found = {
        result.expectation_config.kwargs["column"]: result
        for result in batch.validate(suite).results
    }

    def verdict(name: str, value: float | None) -> bool | str:
        if value is None or math.isnan(value):
            return "there is nothing to measure"
        if name not in found or found[name].exception_info.get("raised_exception") is not False:
            return "Great Expectations raised an exception"
        return bool(found[name].success)

    return [verdict(check.name, value) for check, value in zip(checks, observed, strict=True)]
