"""The semantic layer: its metrics are the figures of the marts, of one segmentation each."""

import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from conftest import ROOT, Project

pytestmark = pytest.mark.skipif(
    not find_spec("dbt_metricflow"), reason="MetricFlow is not installed: make lint"
)

# As `mf` does, several times over: most of the time it takes is its start.
MF = """
import json, sys
from click.testing import CliRunner
from dbt_metricflow.cli.main import cli

for arguments in json.loads(sys.argv[1]):
    result = CliRunner().invoke(cli, arguments)
    print(json.dumps([result.exit_code, result.output]))
"""
REFUSAL = "Segmentations overlap, so their figures are not added up"
METRICS = {
    "segment": [
        *("customers", "customer_share", "segment_value", "value_share", "value_per_customer")
    ],
    "customer": ["borderline_rate"],
    "response": ["offers", "responses", "response_rate"],
}
# A segmentation's figures as its marts have them.
TOTALS = {
    "segment": "select sum(customer_count), sum(customer_share), sum(value_total),"
    " sum(value_share), sum(value_total)::double / sum(customer_count) from marts.segment_summary",
    "customer": "select avg(is_borderline::integer) from marts.customer_segments",
    "response": "select sum(customer_count), sum(response_count),"
    " sum(response_count) / sum(customer_count) from marts.segment_responses",
}


@pytest.fixture(scope="module")
def overlapping(built, tmp_path_factory) -> Project:
    """Return the built sample with campaigns that a second segmentation answered too."""
    folder = tmp_path_factory.mktemp("metrics") / "project"
    shutil.copytree(built.folder, folder)
    with duckdb.connect(folder / "warehouse.duckdb") as connection:
        connection.execute(
            "insert into marts.segment_responses"
            " select * replace ('another' as segmentation) from marts.segment_responses"
        )
    return Project(folder)


@pytest.fixture(scope="module")
def mf(overlapping):
    """Return what runs MetricFlow and gives the exit code and the output of each command."""

    def run(*commands):
        done = subprocess.run(
            [sys.executable, "-c", MF, json.dumps(commands)],
            cwd=overlapping.folder,
            env=os.environ | {"DO_NOT_TRACK": "1"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        # Beside them it writes what it is doing, in lines that it overwrites.
        found = re.findall(r'\[\d+, "(?:[^"\\]|\\.)*"\]', done.stdout)
        assert len(found) == len(commands), done.stdout
        return [json.loads(line) for line in found]

    return run


@pytest.fixture(scope="module")
def query(mf, overlapping):
    """Return what gives the rows of a query."""
    path = overlapping.folder / "rows.csv"

    def rows(metrics, *arguments):
        [(code, output)] = mf(["query", "--metrics", metrics, *arguments, "--csv", str(path)])
        assert code == 0, output
        with path.open(newline="") as file:
            return list(csv.reader(file))[1:]

    return rows


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
            "select segmentation, segmentation || ': ' || segment_name, customer_count,"
            " customer_share, value_total, value_share,"
            " case when value_total is not null then value_per_customer end"
            " from marts.segment_summary",
        ),
        (
            "customers,customer_share,segment_value,value_share",
            "segment__segment_name",
            "select segmentation || ': ' || segment_name, customer_count, customer_share,"
            " value_total, value_share from marts.segment_summary",
        ),
        (
            "borderline_rate",
            "customer__segment_name",
            "select segmentation || ': ' || segment_name, borderline_share"
            " from marts.segment_summary",
        ),
        (
            "offers,responses,response_rate",
            "response__segment_name,response__campaign",
            "select segmentation || ': ' || segment_name, campaign, customer_count, response_count,"
            " response_rate from marts.segment_responses",
        ),
        (
            "customers",
            "metric_time__day,segment__segmentation",
            "select coalesce(as_of::timestamp::varchar, ''), segmentation, sum(customer_count)"
            " from marts.segment_summary group by all",
        ),
    ],
    ids=["segments", "names", "borderline", "responses", "days"],
)
def test_metrics_are_the_marts_figures_to_the_last_digit(query, overlapping, metrics, groups, sql):
    found = comparable(query(metrics, "--group-by", groups))
    assert found == comparable(overlapping.sql(sql))
    assert len(found) > 1


def test_no_metric_is_added_up_over_segmentations(mf, overlapping):
    """Nor averaged: without a segmentation, or of a day of several, the query is refused."""
    metrics = [metric for several in METRICS.values() for metric in several]
    manifest = json.loads((overlapping.folder / "target/semantic_manifest.json").read_text())
    public = [one["name"] for one in manifest["metrics"] if not one["type_params"]["is_private"]]
    assert sorted(public) == sorted(metrics)
    groups = [[], ["--group-by", "metric_time__day"]]
    commands = [["query", "--metrics", metric, *group] for metric in metrics for group in groups]
    for command, (code, output) in zip(commands, mf(*commands), strict=True):
        assert code == 1, command
        assert REFUSAL in output, command


@pytest.mark.parametrize("entity", METRICS)
def test_a_metric_of_one_segmentation_is_its_total(query, overlapping, entity):
    # Values add up in none of the others that all of these metrics have.
    where = f"{{{{ Dimension('{entity}__segmentation') }}}} = 'campaign_engagement'"
    found = query(",".join(METRICS[entity]), "--where", where)
    [expected] = overlapping.sql(f"{TOTALS[entity]} where segmentation = 'campaign_engagement'")
    [row] = comparable(found)
    assert row == pytest.approx([float(value) for value in expected], rel=1e-12)


def test_the_examples_of_the_documentation_run(mf):
    page = (ROOT / "docs/bi.md").read_text()
    examples = re.findall(r"^    \.venv/bin/mf (.+)$", page, flags=re.MULTILINE)
    assert len(examples) == 4
    for example, (code, output) in zip(examples, mf(*map(shlex.split, examples)), strict=True):
        refused = "--group-by" not in example and "--where" not in example
        assert code == refused, output
        assert (REFUSAL in output) is refused, output


def test_the_semantic_layer_is_valid_in_the_warehouse(overlapping):
    done = subprocess.run(
        [Path(sys.executable).with_name("mf"), "validate-configs"],
        cwd=overlapping.folder,
        env=os.environ | {"DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERRORS: 0, FUTURE_ERRORS: 0, WARNINGS: 0" in done.stdout


def test_every_day_of_the_customers_is_in_the_calendar(built):
    assert built.sql("select count(*), min(date_day), max(date_day) from marts.days") == built.sql(
        "select max(as_of) - min(as_of) + 1, min(as_of), max(as_of) from marts.segment_summary"
    )
