"""The semantic layer: its metrics are the marts' figures, to the last digit."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

MF = Path(sys.executable).with_name("mf")

pytestmark = pytest.mark.skipif(not MF.exists(), reason="MetricFlow is not installed: make lint")


@pytest.fixture(scope="module")
def mf(built, tmp_path_factory):
    """Return what runs MetricFlow over the built sample."""
    folder = tmp_path_factory.mktemp("metrics")

    def run(*arguments):
        result = subprocess.run(
            [str(MF), *arguments],
            cwd=built.folder,
            env=os.environ | {"DO_NOT_TRACK": "1"},
            capture_output=True,
            text=True,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def query(metrics, groups):
        path = folder / "rows.csv"
        run("query", "--metrics", metrics, "--group-by", groups, "--csv", str(path))
        with path.open(newline="") as file:
            return list(csv.reader(file))[1:]

    run.query = query
    return run


def comparable(rows):
    """Return rows with what looks like a number as a double and null as nothing, in one order."""

    def cell(value):
        try:
            return float(value)
        except (TypeError, ValueError):
            return value or ""

    return sorted(([cell(value) for value in row] for row in rows), key=str)


@pytest.mark.parametrize(
    ("metrics", "groups", "sql"),
    [
        (
            "customers,customer_share,segment_value,value_share,value_per_customer",
            "segment__segmentation,segment__segment_name",
            "select segmentation, segment_name, customer_count, customer_share, value_total,"
            " value_share, case when value_total is not null then value_per_customer end"
            " from marts.segment_summary",
        ),
        (
            "borderline_rate",
            "customer__segmentation,customer__segment_name",
            "select segmentation, segment_name, borderline_share from marts.segment_summary",
        ),
        (
            "offers,responses,response_rate",
            "response__segmentation,response__segment_name,response__campaign",
            "select segmentation, segment_name, campaign, customer_count, response_count,"
            " response_rate from marts.segment_responses",
        ),
        (
            "customers",
            "metric_time__day,segment__segmentation",
            "select coalesce(as_of::timestamp::varchar, ''), segmentation, sum(customer_count)"
            " from marts.segment_summary group by all",
        ),
    ],
    ids=["segments", "borderline", "responses", "days"],
)
def test_metrics_are_the_marts_figures_to_the_last_digit(mf, built, metrics, groups, sql):
    found = comparable(mf.query(metrics, groups))
    assert found == comparable(built.sql(sql))
    assert len(found) > 1


def test_the_semantic_layer_is_valid_in_the_warehouse(mf):
    assert "ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0" in mf("validate-configs")


def test_every_day_of_the_customers_is_in_the_calendar(built):
    assert built.sql("select count(*), min(date_day), max(date_day) from marts.days") == built.sql(
        "select max(as_of) - min(as_of) + 1, min(as_of), max(as_of) from marts.segment_summary"
    )
