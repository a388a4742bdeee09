"""The same project on DuckDB and on Spark: every macro of macros/engines/, then every relation."""

import json
import os
import re
import shutil
import subprocess

import pytest
from conftest import ROOT, Project, copy_project

MACROS = ROOT / "macros" / "engines"
CASES = ROOT / "tests" / "engines"
# These do something in place of a value: each is seen by whole builds, or by the test named.
WITHOUT_A_VALUE = {
    "answer_of_python": "every build asks",
    "python_is_there": "every build asks",
    "load_seeds": "the seeds are among the relations that are compared",
}
# What somebody who did not know the trap would write, by macro: its test has to see that.
TRAPS = {
    "list_item": ("try_element_at({{ list }}, {{ position }})", "{{ list }}[{{ position }}]"),
    "is_match": (r"'\\A(?:' ~ pattern ~ ')\\z'", "'^' ~ pattern ~ '$'"),
    "replace_match": (r"modules.re.sub('\\\\([0-9])', '$\\1', replacement)", "replacement"),
    "whole_sum": ("sum({{ value }}::decimal(38, 0))", "try_sum({{ value }})"),
    "text_list": (" within group (order by {{ order_by }})", ""),
    "list_ordered": ("named_struct('place', {{ order_by }}, 'item', {{ value }})", "{{ value }}"),
    "last_by": ("max_by({{ value }}, {{ by }})", "max({{ value }})"),
    "days_between": ("datediff({{ later }}, {{ earlier }})", "day({{ later }})"),
    "whole_days_between": (
        "timestampdiff(day, {{ earlier }}, {{ later }})",
        "datediff({{ later }}, {{ earlier }})",
    ),
    "text_literal": (r"| replace('\\', '\\\\')", ""),
    "quantiles": ("percentile(", "approx_percentile("),
}


def names_of_macros() -> list[str]:
    return sorted(path.stem for path in MACROS.glob("*.sql"))


def with_cases(project: Project) -> Project:
    """Give a copy of the project the cases as tests of data."""
    shutil.copytree(CASES, project.folder / "tests" / "singular" / "engines")
    return project


class SparkProject(Project):
    """A copy of the project that is built on Spark, by the Python of make spark."""

    def dbt(self, *arguments: str, succeeds: bool = True) -> dict[str, str]:
        """Run dbt in a process of its own and return the status of every node, by its name."""
        process = subprocess.run(
            [ROOT / ".venv-spark/bin/dbt", "--quiet", *arguments, "--target", "spark"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder / "src"), "DBT_WRITE_JSON": "true"},
            capture_output=True,
            text=True,
        )
        results = json.loads((self.folder / "target/run_results.json").read_text())["results"]
        found = {one["unique_id"].split(".")[2]: one["status"] for one in results}
        assert (process.returncode == 0) is succeeds, (process.stdout + process.stderr)[-5000:]
        return found


def needs_spark() -> None:
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: the project is not built on Spark")
    if not (ROOT / ".venv-spark/bin/dbt").exists():
        pytest.skip("the environment of Spark is not there: make spark sets it up")


@pytest.fixture(scope="module")
def on_spark(tmp_path_factory) -> SparkProject:
    """Return the project after one `dbt build` on Spark, the tests of the macros among it."""
    needs_spark()
    project = copy_project(tmp_path_factory.mktemp("spark") / "project")
    with_cases(project)
    project = SparkProject(project.folder)
    project.dbt("build", "--select", "fqn:*")
    return project


def test_every_macro_of_two_engines_has_a_test():
    tested = {path.stem for path in CASES.glob("*.sql")}
    assert not tested & WITHOUT_A_VALUE.keys()
    assert sorted(tested | WITHOUT_A_VALUE.keys()) == names_of_macros()


def test_the_macros_say_the_same_on_duckdb(rebuilt):
    messages = with_cases(rebuilt).dbt("test", "--select", "path:tests/singular/engines")
    assert {path.stem for path in CASES.glob("*.sql")} <= messages.keys()


def test_every_relation_on_spark_equals_that_on_duckdb(on_spark, built):
    process = subprocess.run(
        [
            ROOT / ".venv-spark/bin/python",
            ROOT / "tests/compare_engines.py",
            "--warehouse",
            built.folder / "warehouse.duckdb",
        ],
        cwd=on_spark.folder,
        env={**os.environ, "PYTHONPATH": str(on_spark.folder / "src")},
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout
    assert re.search(r"^\d\d relations, 0 that differ$", process.stdout, re.MULTILINE)


def test_whoever_does_not_know_a_trap_is_told(on_spark, tmp_path):
    project = SparkProject(tmp_path / "project")
    shutil.copytree(on_spark.folder, project.folder, ignore=shutil.ignore_patterns("lake"))
    for name, (right, wrong) in TRAPS.items():
        path = project.folder / "macros/engines" / f"{name}.sql"
        text = path.read_text()
        before, spark = text.split("{% macro spark__")
        assert spark.count(right) == 1, name
        path.write_text(before + "{% macro spark__" + spark.replace(right, wrong))
    found = project.dbt("test", "--select", "path:tests/singular/engines", succeeds=False)
    assert {name for name in TRAPS if found[name] == "pass"} == set()
