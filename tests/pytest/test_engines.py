"""The same project on DuckDB and on Spark: every macro of macros/engines/, then every relation."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import time

import pytest
import yaml
from conftest import FLAGS, ROOT, Project, copy_host, copy_project

# About how long one takes, in seconds: some are over before they are killed.
A_BUILD = 240
MACROS = ROOT / "macros" / "engines"
CASES = ROOT / "tests" / "engines"
# These do something in place of a value: each is seen by whole builds, or by the tests named.
WITHOUT_A_VALUE = {
    "answer_of_python": "every build asks",
    "delete_others": "a second build on Spark forgets",
    "leave_keys_unbuilt": "test_project.py asks for the constraints",
    "new_table_format": "the logs of checks are created by it",
    "places_of_columns": "a second build on Spark forgets",
    "refuse_where": "a closed gate is refused by both",
    "relations_in": "what is left in the lake is listed",
    "refuse_unpublished": "test_faults.py has a folder that may not be written",
    "run_together": "a second build on Spark forgets",
    "tell_where_tables_are": "it prints",
    "written_place": "test_gates.py reads the lines in their order",
    "load_seeds": "the seeds are among the relations that are compared",
    "moment_by_pattern": "moment_value reads by it",
    "read_source": "the staging models are among the relations that are compared",
    "refuse_misread": "it says nothing of a file that both engines read alike",
    "replaced_by": "segment_changes is among the relations that are compared",
    "row_place": "what stops a build is said by both",
    "setup_fault": "every build asks; hosts that lack something are told",
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

    def begin(self, program: str, *arguments: str) -> subprocess.Popen:
        """Start a program of Spark's environment, here, in a process that can be killed."""
        kept = {name: value for name, value in os.environ.items() if name not in FLAGS}
        path = os.pathsep.join([str(self.folder / "src"), str(ROOT / "tests")])
        return subprocess.Popen(
            [ROOT / ".venv-spark/bin" / program, *arguments],
            cwd=self.folder,
            env=kept | {"PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def said(self, program: str, *arguments: str) -> str:
        """Run a program of Spark's environment that has to succeed, and return what it prints."""
        process = self.begin(program, *arguments)
        output, errors = process.communicate()
        assert process.returncode == 0, output + errors[-5000:]
        return output

    def dbt(self, *arguments: str, succeeds: bool = True) -> dict[str, str]:
        """Run dbt in a process of its own and return the message of every node, by its name."""
        process = self.begin("dbt", "--quiet", *arguments, "--target", "spark")
        output, errors = process.communicate()
        results = json.loads((self.folder / "target/run_results.json").read_text())["results"]
        assert (process.returncode == 0) is succeeds, (output + errors)[-5000:]
        return {
            one["unique_id"].split(".")[2]: f"{one['status']}: {one['message']}" for one in results
        }


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


def compared(on_spark: SparkProject, duckdb: Project) -> str:
    """Compare every relation, and return the last line of the table."""
    warehouse = str(duckdb.folder / "warehouse.duckdb")
    program = str(ROOT / "tests/compare_engines.py")
    return on_spark.said("python", program, "--warehouse", warehouse).splitlines()[-1]


def test_every_relation_on_spark_equals_that_on_duckdb(on_spark, built):
    assert re.fullmatch(r"\d\d relations, 0 that differ", compared(on_spark, built))


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
    assert {name for name in TRAPS if found[name].startswith("pass")} == set()


def test_a_second_build_on_spark_fits_nothing_and_forgets_as_on_duckdb(on_spark, rebuilt):
    [[customer]] = rebuilt.sql("select min(customer_id) from marts.rfm_segments")
    variables = {"retail_transactions_as_of": "2024-12-11", "forget_customers": [customer]}
    rebuilt.build(**variables)
    assert rebuilt.sql("select distinct fit_number from clustering.kmeans_fits") == [(1,)]
    on_spark.build(**variables)
    assert re.fullmatch(r"\d\d relations, 0 that differ", compared(on_spark, rebuilt))


@pytest.mark.parametrize(
    ("says", "variables", "selected"),
    [
        (
            "not published: the gate of mall_customers is closed",
            {"mall_customers": "faulty.csv"},
            "+source_gate published_tables",
        ),
        ("row 2 below the header of 'people.csv'", {}, "people"),
    ],
)
def test_what_stops_a_build_is_said_by_both(on_spark, rebuilt, says, variables, selected):
    for project in (on_spark, rebuilt):
        rows = [f"{number},Male,{number},60,50" for number in range(1, 101)]
        header = "CustomerID,Gender,Age,Annual Income (k$),Spending Score (1-100)"
        (project.folder / "faulty.csv").write_text("\n".join([header, *rows]))
        (project.folder / "people.csv").write_text("id,visits\n1,10\n2,ten\n" + "3,11\n" * 98)
        model = project.folder / "models/customers/people.sql"
        model.write_text("select * from {{ read_customers('people.csv', id='id') }}")
        said = project.failure("--select", selected, **variables)
        model.unlink()
        assert says in said


def test_a_host_on_spark_is_told_what_it_lacks(tmp_path):
    needs_spark()
    host = SparkProject(copy_host(tmp_path / "host").folder)
    ours, its = (yaml.safe_load((at / "profiles.yml").read_text()) for at in (ROOT, host.folder))
    its["shop"]["outputs"]["spark"] = ours["customer_segmentation"]["outputs"]["spark"]
    (host.folder / "profiles.yml").write_text(yaml.safe_dump(its))
    host.said("dbt", "deps", "--target", "spark")
    output, _ = host.begin("dbt", "--quiet", "build", "--target", "spark").communicate()
    asked = "dispatch: [{macro_namespace: dbt, search_order: [shop, customer_segmentation, dbt]}]"
    assert asked in output


def test_what_a_former_version_left_in_the_lake_is_listed(on_spark):
    on_spark.said(
        "python",
        "-c",
        "from compare_engines import spark_session;"
        'spark_session().sql("create table features.former using delta as select 1 as one")',
    )
    said = on_spark.said("dbt", "--quiet", "run-operation", "print_leftovers", "--target", "spark")
    assert said.splitlines() == ["drop table `features`.`former`;"]


# Every table is read whole, and of some the rows that no later build may lose are printed.
KEPT = """
import json
from compare_engines import spark_session

spark = spark_session()
for [schema] in spark.sql("show schemas").collect():
    for table in spark.catalog.listTables(schema):
        spark.table(f"{schema}.{table.name}").toArrow()
queries = {
    "fits": "select segmentation, fit_number, fitted_at, centroids from clustering.kmeans_fits",
    "changes": "select * from clustering.segment_changes"
    " qualify as_of < max(as_of) over (partition by segmentation)",
    "sources": "select * from quality.source_checks",
    "customers": "select * from quality.customer_checks",
    "segments": "select * from quality.segment_checks",
}
print(json.dumps({
    name: [repr(row) for row in spark.sql(query).collect()] for name, query in queries.items()
}))
"""


def kept(project: SparkProject) -> dict[str, set[str]]:
    """Read every table whole, and return the rows that no later build may lose."""
    rows = json.loads(project.said("python", "-c", KEPT).splitlines()[-1])
    return {name: {*texts} for name, texts in rows.items()}


@pytest.mark.skipif(
    "FAULTS" not in os.environ, reason="FAULTS does not say how often: minutes each"
)
def test_a_killed_build_on_spark_loses_nothing_and_the_next_needs_no_help(on_spark):
    rng, times = random.Random(9), int(os.environ["FAULTS"])
    before = kept(on_spark)
    for number in range(1, times + 1):
        variables = {
            "retail_transactions_as_of": f"2025-02-{number:02}",
            "refit": "always",
            "k_range": [3, 4],
        }
        build = on_spark.begin("dbt", "build", "--target", "spark", "--vars", str(variables))
        time.sleep(rng.uniform(5, A_BUILD))
        if build.poll() is None:
            os.killpg(build.pid, signal.SIGKILL)
        build.communicate()
        after = kept(on_spark)
        assert [name for name, rows in before.items() if not rows <= after[name]] == []
        before = after
        if number % 5 == 0 or number == times:
            on_spark.build(**variables)
            after = kept(on_spark)
            assert [name for name, rows in before.items() if not rows <= after[name]] == []
            before = after
