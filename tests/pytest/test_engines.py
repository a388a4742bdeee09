"""The same project on DuckDB and on Spark: every macro of macros/engines/, then every relation."""

import json
import os
import re
import shutil
import subprocess

import pytest
from conftest import FLAGS, ROOT, Project, copy_project

MACROS = ROOT / "macros" / "engines"
CASES = ROOT / "tests" / "engines"
# These do something in place of a value: each is seen by whole builds, or by the tests named.
WITHOUT_A_VALUE = {
    "answer_of_python": "every build asks",
    "delete_others": "test_history.py and test_privacy.py forget; the logs are compared",
    "leave_keys_unbuilt": "test_project.py asks for the constraints",
    "new_table_format": "the logs of checks are created by it",
    "places_of_columns": "test_privacy.py forgets",
    "refuse_where": "test_gates.py has a closed gate refused",
    "relations_in": "test_docs.py prints what is left over",
    "refuse_unpublished": "test_faults.py has a folder that may not be written",
    "run_together": "test_privacy.py forgets",
    "tell_where_tables_are": "it prints",
    "written_place": "test_gates.py reads the lines in their order",
    "load_seeds": "the seeds are among the relations that are compared",
    "moment_by_pattern": "moment_value reads by it",
    "python_is_there": "every build asks",
    "read_source": "the staging models are among the relations that are compared",
    "refuse_misread": "it says nothing of a file that both engines read alike",
    "replaced_by": "segment_changes is among the relations that are compared",
    "row_place": "test_read_customers.py reads the message",
    "spark__get_select_subquery": "the tables are among the relations that are compared",
    "spark__persist_docs": "every build comments",
}
# What only one engine asks for, or dbt in a form of its own.
ONE_ENGINE = {
    "load_seeds": ["spark__create_csv_table", "spark__reset_csv_table", "spark__load_csv_rows"],
    "moment_by_pattern": ["moment_by_pattern"],
    "spark__get_select_subquery": ["spark__get_select_subquery"],
    "spark__persist_docs": ["spark__persist_docs"],
    "spark__safe_cast": ["spark__safe_cast"],
}
# What somebody who did not know the trap would write, by macro: its test has to see that. The
# numbers are those of docs/spark.md; the fourth, skewness, is no macro: feature_statistics has a
# unit test.
TRAPS = {
    # 1: two generators.
    "numbered_items": (
        """inline(transform(
            {{ list }},
            (item, place) -> named_struct('{{ place }}', place + 1, '{{ item }}', item)
        ))""",
        "explode(sequence(1, size({{ list }}))) as {{ place }}, explode({{ list }}) as {{ item }}",
    ),
    "items_in": ("explode(", "explode_outer("),
    # 2: places from 0.
    "list_item": (
        "try_element_at({{ list }}, ({{ position }})::integer)",
        "{{ list }}[{{ position }}]",
    ),
    "mapped": ("'(place + 1)'", "'place'"),
    "kept": ("'(place + 1)'", "'place'"),
    "positions_in": ("place + 1", "place"),
    "values_below": ("[place]", "[0]"),
    "first_items": ("slice({{ list }}, 1,", "slice({{ list }}, 0,"),
    # 3: lists without an order.
    "list_ordered": ("'is_missing', {{ order_by }} is null, 'place', {{ order_by }}, ", ""),
    "text_list": (" within group (order by {{ order_by }})", ""),
    "highest_first": ("sort_array({{ list }}, false)", "{{ list }}"),
    # 5: decimals that are divided stay decimals.
    "median_of_decimals": ("/ {{ 10 ** scale }})", "/ {{ 10 ** scale }}.0)"),
    # 6: what is missing.
    "any_known": (", true)", ")"),
    "last_by": ("max_by({{ value }}, {{ by }})", "max({{ value }})"),
    "first_by": ("{{ key }} is null, ", ""),
    "row_of": ("{{ column }} is null as is_missing_{{ loop.index }}, ", ""),
    "row_text": (", ', ', 'NULL')", ", ', ')"),
    "row_hash": (
        """customer_segmentation.to_json_text("named_struct('row', " ~ row ~ ')')""",
        "row",
    ),
    "to_json_text": (", map('ignoreNullFields', 'false')", ""),
    "json_of_rows": (", map('ignoreNullFields', 'false')", ""),
    "list_total": ("coalesce(item, 0)", "item"),
    # 7: numbers and moments that are none; halves.
    "try_number": ("when regexp_like(", "when true or regexp_like("),
    "try_decimal": ("translate(({{ value }})::string, '_', '')", "{{ value }}"),
    "moment_value": (
        """{{ customer_segmentation.moment_by_pattern(
                        '(' ~ expression ~ ')::string', none, format.has_offset
                    ) }}""",
        "try_cast({{ expression }} as timestamp)",
    ),
    "rounded_double": (
        "(round(({{ number }}) * 1e{{ digits }}) / 1e{{ digits }})",
        "round({{ number }}, {{ digits }})",
    ),
    "fixed": (
        "replace(format_number({{ number }}, {{ digits }}), ',', '')",
        "format_string('%.{{ digits }}f', {{ number }})",
    ),
    "three_digits": ("format_number({{ number }}, 0)", "format_string('%,.0f', {{ number }})"),
    "whole_part": ("sign({{ number }}) * floor(abs({{ number }}))", "floor({{ number }})"),
    "power_of_ten": (
        "('1e' || ({{ exponent }})::integer)::double",
        "power(10, {{ exponent }})",
    ),
    "is_finite": (
        "{{ value }}::string not in ('NaN', 'Infinity', '-Infinity')",
        "not isnan({{ value }})",
    ),
    # 8: numbers and letters as text.
    "text_of": ("when typeof({{ value }}) in ('double', 'float')", "when false"),
    "in_capitals": ("when regexp_like({{ text }}, '^[ -~]*$')", "when true"),
    # 9: rows have no numbers.
    "place_of_row": ("1 + monotonically_increasing_id()", "row_number() over ()"),
    # 10: patterns and what is escaped.
    "replace_match": (r"'$\\1'", r"'\\\\\\1'"),
    "replace_first": ("'$1' ~ groups | join", "'$1' ~ replacement"),
    "is_match": (r"'\\A(?:' ~ pattern ~ ')\\z'", "'^' ~ pattern ~ '$'"),
    "is_like": (r"pattern | replace('\\', '\\\\')", "pattern"),
    "quoted": ("name | replace('`', '``')", "name"),
    "text_literal": (r"| replace('\\', '\\\\')", ""),
    # And what is called alike, or holds less.
    "days_between": ("datediff({{ later }}, {{ earlier }})", "day({{ later }})"),
    "whole_days_between": (
        "timestampdiff(day, {{ earlier }}, {{ later }})",
        "datediff({{ later }}, {{ earlier }})",
    ),
    "seconds_between": (
        "timestampdiff(microsecond, {{ earlier }}, {{ later }}) / 1e6",
        "timestampdiff(second, {{ earlier }}, {{ later }})",
    ),
    "md5_millionths": ("{{ loop.index0 * 4 + 3 }}", "{{ loop.index0 * 4 + 1 }}"),
    "quantiles": ("percentile(", "approx_percentile("),
    "quantiles_of_values": (
        "percentile_disc({{ share }}) within group (order by {{ value }})",
        "percentile({{ value }}, {{ share }})",
    ),
    "union_by_name": ("(select {{ quoted | join(', ') }} from {{ table }})", "{{ table }}"),
    "whole_sum": ("sum(({{ value }})::decimal(38, 0))", "try_sum({{ value }})"),
    "whole_type": ("decimal(38, 0)", "bigint"),
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
        kept = {name: value for name, value in os.environ.items() if name not in FLAGS}
        process = subprocess.run(
            [ROOT / ".venv-spark/bin/dbt", "--quiet", *arguments, "--target", "spark"],
            cwd=self.folder,
            env={**kept, "PYTHONPATH": str(self.folder / "src")},
            capture_output=True,
            text=True,
        )
        results = json.loads((self.folder / "target/run_results.json").read_text())["results"]
        found = {one["unique_id"].split(".")[2]: one["status"] for one in results}
        assert (process.returncode == 0) is succeeds, (process.stdout + process.stderr)[-5000:]
        return found


def needs_spark() -> None:
    if not (ROOT / ".venv-spark/bin/dbt").exists():
        pytest.skip("the environment of Spark is not there: make test sets it up where Java 17 is")


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


def test_a_macro_of_two_engines_is_called_and_has_two_forms():
    """What dbt-bouncer asks of the other macros."""
    folders = ("models", "macros", "tests/generic", "tests/singular", "analyses")
    paths = [path for name in folders for path in (ROOT / name).rglob("*.sql")]
    hooks = [ROOT / "dbt_project.yml", *(ROOT / "python_models").rglob("*.yml")]
    texts = {path: path.read_text() for path in [*paths, *hooks]}
    for path in MACROS.glob("*.sql"):
        name = path.stem
        names = re.findall(r"{%-? macro (\w+)\(", path.read_text())
        if name in ONE_ENGINE:
            assert names == ONE_ENGINE[name], name
            continue
        assert names == [name, f"duckdb__{name}", f"spark__{name}"], name
        others = "".join(text for other, text in texts.items() if other != path)
        assert re.search(rf"\b{name}\(", others), name


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
