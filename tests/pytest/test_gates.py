"""The gates: every check can fail, nothing passes unjudged, and a closed gate lets nothing by."""

import json
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta

import duckdb
import numpy as np
import pyarrow as pa
import pytest
import yaml
from conftest import ROOT

from quality import gates
from quality.gates import SCHEMA, is_closed, judge, last_open, recorded, to_table
from quality.suites import SEGMENTS, Check, parse, recent


def declared() -> dict[str, list[dict]]:
    """Return what the YAML of the `checked_` models says, by source."""
    files = (ROOT / "models/staging").glob("checked_*.yml")
    models = [yaml.safe_load(path.read_text())["models"][0] for path in sorted(files)]
    return {
        model["name"].removeprefix("checked_"): model["config"]["meta"]["expectations"]
        for model in models
    }


SOURCES = {source: parse(expectations) for source, expectations in declared().items()}
CHECKS = [(source, check) for source, checks in SOURCES.items() for check in checks]
CHECKS += [("campaign_engagement", check) for check in SEGMENTS]

# What makes the checks fail whose name does not say it: replacements of columns, each on its own.
POISON = {
    "rows_are_not_missing": ["1000000 as former_row_count"],
    "rows_are_usable": ["'age is missing' as rejection_reason"],
    "income_is_rarely_imputed": ["true as is_income_imputed"],
    "other_columns_are_usable": ["'wines' as rejected_column"],
    "no_customer_days_is_far_after_the_others": [
        "if(source_row = 9, 0, customer_days + 1000) as customer_days"
    ],
    "no_invoiced_at_is_far_after_the_others": [
        "if(source_row = 9, timestamp '2099-01-01', invoiced_at) as invoiced_at"
    ],
    "customers_are_usable": [
        "if(right(customer_id, 1) in ('1', '2'), 'x', rejection_reason) as rejection_reason"
    ],
    "value_is_usable": [
        "if(source_row % 5 = 0, 'unit_price', rejected_column) as rejected_column,"
        " if(source_row % 5 = 0, 'is missing', problem) as problem,"
        " if(source_row % 5 = 0, 'x', rejection_reason) as rejection_reason"
    ],
    "returns_are_few": ["if(rejection_reason is null, line_value / 2, null) as returned_value"],
    "lines_are_rarely_repeated": [
        "'1' as invoice_no, '2' as stock_code, 1 as unit_price, 7 as customer_id, 5 as line_value"
    ],
    "files_do_not_overlap": [
        "(source_row % 2)::varchar as source_file, '1' as invoice_no, '2' as stock_code,"
        " timestamp '2024-01-01' as invoiced_at, 1 as quantity, 1 as unit_price, 1 as line_value,"
        " '7' as customer_id"
    ],
    "amounts_are_of_lines": ["5 as line_value"],
    "amounts_differ_within_orders": ["5 as line_value"],
    "numbers_are_of_one_order": [
        "timestamp '2024-01-01' + to_days(source_row::integer) as invoiced_at"
    ],
    "the_last_campaign_was_answered": ["false as accepted_last", "true as accepted_last"],
    "customers_have_a_segment": ["null::integer as segment_id"],
    "value_is_in_segments": [
        "if(value = max(value) over (), null, segment_id) as segment_id,"
        " if(value = max(value) over (), 1000000, value) as value"
    ],
    "segments_are_those_of_the_fit": [
        "99 as segment_id",
        "99 as runner_up_segment_id",
        "segment_id as runner_up_segment_id",
    ],
    "distances_are_numbers": [
        "-1.0 as distance",
        "'nan'::double as distance",
        "'inf'::double as map_x",
        "null::double as map_y",
    ],
    "confidences_are_from_0_to_1": [
        "-0.1 as confidence",
        "1.1 as confidence",
        "null::double as confidence",
    ],
    "no_segment_has_nearly_all": ["1 as segment_id"],
    "every_segment_has_customers": ["1 as segment_id"],
    "segments_are_no_slivers": ["if(customer_id = max(customer_id) over (), 1, 2) as segment_id"],
    "few_customers_are_outliers": ["true as is_outlier"],
    "outliers_are_about_as_many_as_at_the_fit": ["true as is_outlier"],
    "customers_are_nearer_to_their_segment_than_to_the_next": ["0.01 as confidence"],
    "silhouette_is_of_segments": ["0.05 as silhouette"],
    "silhouette_is_not_of_outliers_cut_off": ["0.7 as silhouette"],
}


def poisons(check: Check) -> list[str]:
    column = check.column
    if check.name in POISON:
        return POISON[check.name]
    if check.name == f"{column}_is_usable":
        return [f"'{column}' as rejected_column"]
    if check.name == f"{column}_is_not_one_value":
        return [f"min({column}) over () as {column}"]
    if check.name == f"median_{column}_is_plausible":
        return [f"1000 * {column} as {column}", f"{column} / 1000 as {column}"]
    if check.name == f"{column}_is_known":
        return [f"'Unknown' as {column}"]
    return []


@pytest.fixture(scope="module")
def warehouse(built):
    with duckdb.connect(built.folder / "warehouse.duckdb", read_only=True) as connection:
        yield connection


def rows_of(warehouse, subject):
    if subject in SOURCES:
        return warehouse.sql(
            "select *, count(*) over () as row_count, null::int as former_row_count"
            f" from staging.checked_{subject}"
        )
    return warehouse.sql(
        "select assigned.*, len(segment_ids) as k, segment_ids, silhouette, value"
        " from clustering.kmeans_assignments as assigned join clustering.kmeans_fits as fits"
        " using (segmentation, fit_number) join features.segmentation_list using (segmentation)"
        " join features.customer_values using (customers, customer_id)"
        f" where segmentation = '{subject}'"
    )


def verdicts(rows, checks):
    key = "source_row" if "source_row" in rows.columns else "customer_id"
    return judge(rows, checks, key, f"'row ' || {key}")


@pytest.mark.parametrize(("subject", "check"), CHECKS, ids=lambda value: getattr(value, "name", ""))
def test_every_check_holds_on_the_sample_and_fails_on_what_it_is_against(warehouse, subject, check):
    rows = rows_of(warehouse, subject)
    [result] = verdicts(rows, [check])
    assert result["success"] and result["exception"] is None and result["example"] is None
    assert poisons(check), "say in POISON what makes this check fail"
    for poison in poisons(check):
        poisoned = rows.project(f"* replace ({poison})")
        [result] = verdicts(poisoned, [check])
        assert result["success"] is False, poison
        assert result["exception"] is None, poison
        if check.against != "false":
            assert result["unexpected_count"] > 0
            assert result["example"].startswith("row ")


@pytest.mark.parametrize(("share", "is_open"), [(0.04, True), (0.06, False)])
def test_of_millions_of_lines_the_overlap_of_files_is_told_from_some_of_the_invoices(
    share, is_open
):
    [check] = [
        check for check in SOURCES["retail_transactions"] if check.name == "files_do_not_overlap"
    ]
    rows = duckdb.sql(
        "select (row % 10 + 1)::varchar as stock_code, (row // 10)::varchar as invoice_no,"
        " file as source_file, timestamp '2024-01-01' as invoiced_at, 1 as quantity,"
        " 1 as unit_price, 1 as line_value, 'a' as customer_id, null as rejection_reason,"
        " row as source_row, 3000000 as row_count from range(3000000) as rows (row)"
        " cross join (values ('one'), ('two')) as files (file)"
        f" where file = 'one' or row % 100 < {100 * share}"
    )
    [result] = verdicts(rows, [check])
    assert result["success"] is is_open
    assert result["observed"] == pytest.approx(share, rel=0.05)


def test_names_are_unique_within_a_suite():
    for checks in [*SOURCES.values(), SEGMENTS]:
        names = [check.name for check in checks]
        assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"kind": "usabel", "column": "x"}, "there is no kind 'usabel'; the kinds are complete, "),
        ({"kind": None, "column": "x"}, "there is no kind None"),
        ({"kind": ["known"]}, "there is no kind ['known']"),
        (
            {"kind": "usable", "column": "x", "hihg": 0.1},
            "kind usable has no field 'hihg'; it has column, high, cause",
        ),
        ({"kind": "usable", "column": "x"}, "kind usable lacks the field 'high'"),
        ({"kind": "usable", "column": "x", "high": "10 %"}, "high: '10 %' is no number"),
        ({"kind": "usable", "column": "x", "high": True}, "high: True is no number"),
        ({"kind": "known", "column": 7}, "column: 7 is no text"),
        ({"column": "x"}, "an expectation without a kind lacks the field 'name'"),
        ({"name": "a", "says": "A.", "cure": "B.", "hihg": 1}, "has no field 'hihg'; it has name,"),
        ({"name": "a", "says": "A.", "cure": "B.", "measure": "1"}, "a: it has no bound"),
        ({"kind": "known", "column": "x", "needs": ["x"]}, "needs: ['x'] is no text"),
        ({"kind": "known", "column": "x", "unless": 1}, "unless: 1 is no text"),
        ("complete", "'complete' is no expectation"),
    ],
)
def test_an_expectation_that_is_misspelt_gets_one_line(item, expected):
    with pytest.raises(ValueError, match=r"^s, number 2: ") as raised:
        parse([{"kind": "complete"}, item], "s")
    assert expected in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("expectations", [[], None, {"kind": "complete"}])
def test_a_source_of_which_nothing_is_expected_is_refused(expectations):
    with pytest.raises(ValueError, match="there are none, so the gate could not open"):
        parse(expectations)


def test_two_expectations_of_one_name_are_refused():
    with pytest.raises(ValueError, match="s: 2 of them are called rows_are_not_missing"):
        parse([{"kind": "complete"}, {"kind": "complete"}], "s")


def test_a_whole_expectation_is_the_check_that_it_says():
    fields = {"name": "a", "says": "A.", "cure": "B.", "severity": "info", "low": 1, "high": 2.5}
    fields |= {"column": "x", "against": "x > 2", "measure": "max(x)"}
    assert parse([fields]) == [Check(**fields)]


def test_the_list_of_sources_says_what_the_yaml_of_each_does(built):
    rows = built.sql("select source, relation, expectations from staging.source_list")
    assert {source: json.loads(expectations) for source, _, expectations in rows} == declared()
    assert all(relation == f"staging.checked_{source}" for source, relation, _ in rows)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, ["rows_are_not_missing", "x_is_known", "y_is_known"]),
        ([], ["rows_are_not_missing", "y_is_known"]),
        (["x"], ["rows_are_not_missing", "x_is_known", "y_is_known"]),
        (["amount"], ["rows_are_not_missing"]),
    ],
)
def test_of_a_column_that_is_not_there_nothing_is_expected(found, expected):
    checks = parse(
        [
            {"kind": "complete"},
            {"kind": "known", "column": "x", "needs": "x"},
            {"kind": "known", "column": "y", "unless": "amount"},
        ],
        "s",
        found,
    )
    assert [check.name for check in checks] == expected


def check(**fields):
    return Check(**{"name": "a", "says": "A.", "cure": "B.", "measure": "max(x)"} | fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"high": 1.0, "severity": "fatal"}, "no severity"),
        ({}, "no bound"),
        ({"high": 1.0, "measure": None}, "nothing to measure"),
    ],
)
def test_a_check_that_would_always_hold_is_refused(fields, expected):
    with pytest.raises(ValueError, match=expected):
        check(**fields)


@pytest.mark.parametrize(
    ("x", "success"), [(0.49, False), (0.5, True), (1.0, True), (2.0, True), (2.01, False)]
)
def test_bounds_are_included(x, success):
    rows = duckdb.sql(f"select {x}::double as x, 1 as customer_id")
    [result] = verdicts(rows, [check(low=0.5, high=2.0)])
    assert (result["success"], result["observed"], result["row_count"]) == (success, x, 1)
    assert (result["expected_low"], result["expected_high"]) == (0.5, 2.0)


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("max(y)", 'Referenced column "y" not found'),
        ("max(x", "Parser Error"),
        ("max('text'::integer)", "Conversion Error"),
        ("null", "there is nothing to measure"),
        ("max(x) filter (where false)", "there is nothing to measure"),
        ("'nan'::double", "there is nothing to measure"),
    ],
)
def test_what_cannot_be_measured_closes_the_gate_and_hides_no_other_check(measure, expected):
    rows = duckdb.sql("select 1.0::double as x, 1 as customer_id")
    sound, broken = check(name="sound", high=1), check(severity="info", high=1, measure=measure)
    results = verdicts(rows, [sound, broken])
    assert [result["success"] for result in results] == [True, False]
    assert results[0]["exception"] is None
    assert expected in results[1]["exception"]
    assert "\n" not in results[1]["exception"]
    assert not is_closed(results[:1])
    assert is_closed(results)


def newest(*days_and_rows) -> dict:
    """Judge how far the newest day is after the others, of (days since the first, rows)."""
    rows = duckdb.sql(
        "select date '2024-01-01' + one[1]::integer as day, row_number() over () as source_row"
        f" from (select unnest({[list(one) for one in days_and_rows]}) as one), range(one[2])"
    )
    [result] = judge(rows, [recent("day", "day", "B.")], "source_row", "'row ' || day")
    return result


@pytest.mark.parametrize(
    ("days_and_rows", "gap"),
    [
        ([(0, 50), (30, 49), (91, 1)], 61),
        ([(0, 50), (30, 49), (90, 1)], 60),
        ([(0, 500), (30, 490), (400, 10)], 370),
        # More than one in a hundred are no mistake, but those after them may be.
        ([(0, 500), (30, 489), (400, 11)], 0),
        ([(0, 500), (400, 11), (500, 2)], 100),
        # Of few rows the last may be a mistake too.
        ([(0, 1), (10, 1), (99, 1)], 89),
        ([(5, 3)], 0),
    ],
)
def test_a_few_days_far_after_the_others_are_no_days_of_theirs(days_and_rows, gap):
    result = newest(*days_and_rows)
    assert (result["observed"], result["success"]) == (gap, gap <= 60)
    last = max(days for days, _ in days_and_rows)
    day = date(2024, 1, 1) + timedelta(days=last)
    assert result["example"] == (f"row {day}" if gap > 60 else None)


def test_an_exception_in_great_expectations_closes_the_gate(monkeypatch):
    """As if the number had not reached it: it then raises inside and carries on."""
    rows = duckdb.sql("select 1.0::double as x, 1 as customer_id")
    whole = gates.frame
    monkeypatch.setattr(gates, "frame", lambda *arguments: whole(*arguments).drop(columns="a"))
    results = verdicts(rows, [check(high=1), check(name="b", high=1)])
    assert [result["exception"] for result in results] == [
        "Great Expectations raised an exception",
        None,
    ]
    assert is_closed(results)


def test_only_critical_failures_close_a_gate_and_so_does_an_empty_suite():
    rows = duckdb.sql("select 1.0::double as x, 1 as customer_id")
    for severity, closed in [("critical", True), ("warning", False), ("info", False)]:
        assert is_closed(verdicts(rows, [check(high=0, severity=severity)])) is closed
    assert is_closed([])


def test_a_table_without_rows_has_no_results():
    assert verdicts(duckdb.sql("select 1 as x, 1 as customer_id limit 0"), [check(high=1)]) == []


def test_quotes_and_markup_in_an_example_are_text():
    rows = duckdb.sql("""select 1.0::double as x, 'a''; drop table b; --<b>"' as customer_id""")
    [result] = verdicts(rows, [check(high=0, against="x > 0")])
    assert result["example"] == """row a'; drop table b; --<b>\""""


def former(day, subject="s", **fields):
    """Return a result as the table of checks has it."""
    return {
        "checked_at": datetime(2026, 1, day),
        "gate": "customers",
        "subject": subject,
        "location": None,
        "is_sample": False,
        "expectation": "a",
        "severity": "critical",
        "success": True,
        "exception": None,
        "row_count": 1,
    } | fields


def as_left(rows, schema=SCHEMA):
    """Return results as the builds before left them."""
    return recorded(pa.Table.from_pylist(rows, schema=schema))


def test_a_table_that_an_older_version_wrote_has_no_word_of_the_sample():
    older = pa.schema([field for field in SCHEMA if field.name != "is_sample"])
    rows = [former(1), former(1, gate="sources"), former(1, gate="sources", location="f.csv")]
    assert as_left(rows, older)["is_sample"].to_pylist() == [None, True, False]


# Of builds that did not record which results are of the sample: a source's place tells it.
OLDER = {"gate": "sources", "location": "f.csv", "is_sample": None}


@pytest.mark.parametrize(
    ("own", "sample"),
    [({}, {"is_sample": True}), (OLDER, OLDER | {"location": None})],
    ids=["now", "older"],
)
def test_the_last_open_gate_is_of_the_same_subject_and_kind_of_data(own, sample):
    history = [
        former(1, row_count=10, **own),
        former(2, row_count=20, **own),
        former(2, row_count=20, **own),
        former(3, success=False, row_count=30, **own),
        former(3, row_count=30, **own),
        former(4, row_count=40, **sample),
        former(5, "t", row_count=50, **own),
    ]
    history += [former(6, "u", row_count=60, **own), former(7, "u", row_count=70, **sample)]
    history = as_left(history)
    assert {row["row_count"] for row in last_open(history, "s", False)} == {20}
    assert {row["row_count"] for row in last_open(history, "s", True)} == {40}
    assert {row["row_count"] for row in last_open(history, "u", False)} == {60}
    assert {row["row_count"] for row in last_open(history, "u", True)} == {70}
    assert last_open(history, "v", False) == []


def test_what_an_older_build_said_of_a_segmentation_is_of_nobody_knows_which_data():
    history = as_left([former(1, gate="segments", is_sample=None)])
    assert last_open(history, "s", False) == last_open(history, "s", True) == []


def test_checks_of_the_sample_are_dropped_beside_those_of_ones_own_data():
    history = [
        former(1, "mine"),
        former(1, "sample before", is_sample=True),
        former(1, "sample still", is_sample=True),
        former(1, "gone", is_sample=True),
        former(1, "unknown", is_sample=None),
        former(1, "older", **OLDER),
        former(1, "older sample", **OLDER | {"location": None}),
    ]

    def after(*tonight):
        results = [{"subject": subject, "is_sample": sample} for subject, sample in tonight]
        rows = to_table(as_left(history), results, "customers", datetime(2026, 1, 2)).to_pylist()
        told = {row["subject"]: row["is_sample"] for row in rows}
        assert (told["older"], told.get("older sample", True)) == (False, True)
        return [row["subject"] for row in rows if row["checked_at"] == datetime(2026, 1, 1)]

    every = [row["subject"] for row in history]
    assert after() == every
    assert after(("sample before", True), ("sample still", True)) == every
    assert after(("mine", False), ("sample before", False), ("sample still", True)) == [
        "mine",
        "sample still",
        "unknown",
        "older",
    ]


def test_the_newest_result_stays_the_newest_though_it_is_dropped():
    history = as_left([former(9, is_sample=True)])
    table = to_table(history, [{"subject": "s", "is_sample": False}], "a", datetime(2026, 1, 1))
    assert [row["checked_at"] > datetime(2026, 1, 9) for row in table.to_pylist()] == [True]


def test_results_are_added_to_those_of_other_builds():
    rows = duckdb.sql("select 1.0::double as x, 1 as customer_id")
    about = {"subject": "s", "is_sample": True}
    results = [about | result for result in verdicts(rows, [check(high=1)])]
    first = to_table(recorded(None), results, "segments", datetime(2026, 1, 1))
    both = to_table(recorded(first), results, "segments", datetime(2026, 1, 2))
    assert both.slice(0, 1) == first
    assert both.column("checked_at").to_pylist() == [datetime(2026, 1, 1), datetime(2026, 1, 2)]
    assert to_table(recorded(both), [], "segments", datetime(2026, 1, 3)) == both


# ---- In whole builds -----------------------------------------------------------------------


def ancestors(manifest, name):
    found, todo = set(), [name]
    while todo:
        parents = set(manifest["parent_map"].get(todo.pop(), [])) - found
        found |= parents
        todo += parents
    return {parent.split(".")[-1] for parent in found}


# Of tonight even when a gate is closed: they say why.
DOOR = {"rejected_rows", "data_quality_results"}


def test_nothing_gets_round_a_gate(built):
    manifest = json.loads((built.folder / "target/manifest.json").read_text())
    for name, node in manifest["nodes"].items():
        # The playbook is what people write: no customer is in it.
        if node["resource_type"] != "model" or node["name"] in {*DOOR, "playbook_conditions"}:
            continue
        before = ancestors(manifest, name)
        if node["schema"] in ("customers", "features", "clustering", "marts"):
            assert "source_gate" in before, name
        if node["schema"] in ("clustering", "marts"):
            assert "customer_gate" in before, name
        if node["schema"] == "marts" or node["name"] == "segment_changes":
            assert "segment_gate" in before, name


def contents(project, left_out=DOOR):
    """Return the rows of every mart and of the change log, as text."""
    names = project.sql(
        "select schema_name || '.' || table_name from duckdb_tables()"
        " where schema_name = 'marts' or table_name = 'segment_changes' order by all"
    )
    return {
        name: sorted(map(str, project.sql(f"from {name}")))
        for (name,) in names
        if name.split(".")[1] not in left_out
    }


def failing(project):
    return project.sql(
        "select subject, expectation, unexpected_count from marts.data_quality_results"
        " where is_latest and not success and severity = 'critical' order by all"
    )


def write_poisoned(project, source, replacement, path):
    """Write a sample with one column poisoned, as a file."""
    with duckdb.connect(project.folder / "warehouse.duckdb", read_only=True) as connection:
        rows = connection.sql(f"select * replace ({replacement}) from raw.sample_{source}")
        rows.write_parquet(str(path)) if path.suffix == ".parquet" else rows.write_csv(str(path))
    return str(path)


def test_a_poisoned_column_stops_at_the_door_in_a_warehouse_that_has_marts(
    rebuilt, tmp_path, capfd
):
    path = write_poisoned(
        rebuilt,
        "mall_customers",
        "case when try_cast(\"CustomerID\" as integer) % 2 = 0 then '<b>n/a</b>'"
        ' else "Annual Income (k$)"::varchar end as "Annual Income (k$)"',
        tmp_path / "mall.csv",
    )
    before, earlier = contents(rebuilt), rebuilt.sql("from marts.data_quality_results")
    capfd.readouterr()
    messages = rebuilt.dbt("build", "--vars", str({"mall_customers": path}), succeeds=False)
    printed = capfd.readouterr().out

    assert messages["source_gate_is_open"].startswith("fail")
    for name in [
        *("stg_mall_customers", "mall_customers", "retail_customers", "kmeans_fits"),
        *("published_tables", "assert_nothing_is_held_back"),
    ]:
        assert messages[name].startswith("skipped"), name
    assert [name for name, text in messages.items() if text.startswith("error")] == []
    assert contents(rebuilt) == before

    [[row_count, rejected, count, row, reason]] = rebuilt.sql(
        "select count(*), count(rejection_reason), count(*) filter (is_poisoned),"
        " min(source_row) filter (is_poisoned),"
        " arg_min(rejection_reason, source_row) filter (is_poisoned) from (select *,"
        " coalesce(rejection_reason like 'annual_income %', false) as is_poisoned"
        " from staging.checked_mall_customers)"
    )
    assert count >= 90
    assert failing(rebuilt) == [
        ("mall_customers", "annual_income_is_usable", count),
        ("mall_customers", "rows_are_usable", rejected),
    ]
    # What was said of generated people is not to be read beside it.
    assert len(earlier) > len(SOURCES["mall_customers"])
    assert rebuilt.sql(
        "select subject, is_sample, count(*) from marts.data_quality_results group by all"
    ) == [("mall_customers", False, len(SOURCES["mall_customers"]))]

    heading = "At most 10 % of the rows are set aside for their annual_income."
    lines = printed.splitlines()
    place = lines.index(f"GATE CLOSED mall_customers ({path}): {heading}")
    assert lines[place + 1] == (
        f"    Found: {count} of {row_count} rows ({100 * count / row_count:.1f} %),"
        f" for example row {row} ({reason})"
    )
    assert lines[place + 2].startswith("    Cure:  Correct annual_income")
    assert any(line.startswith("The marts are those of the last build") for line in lines)


def test_the_results_of_a_first_build_are_there_though_its_gate_is_closed(
    project, built, tmp_path, capfd
):
    path = write_poisoned(
        built, "mall_customers", '50 as "Spending Score (1-100)"', tmp_path / "mall.csv"
    )
    # dbt retry reads what dbt wrote of the build.
    project.dbt("--write-json", "build", "--vars", str({"mall_customers": path}), succeeds=False)
    assert failing(project) == [("mall_customers", "spending_score_is_not_one_value", None)]
    assert project.sql("select distinct gate from marts.data_quality_results") == [("sources",)]
    # dbt retry asks the gate of that build again, and says what does otherwise.
    capfd.readouterr()
    project.dbt("retry", succeeds=False)
    assert "was not looked at again. After a correction use dbt build" in capfd.readouterr().out
    # And the next one, on rows that pass, finds nothing in its way.
    path = write_poisoned(built, "mall_customers", "'x' as \"Gender\"", tmp_path / "better.csv")
    project.build(mall_customers=path, k_range=[5, 6])
    assert failing(project) == []
    assert project.sql(
        "select gate, count(distinct checked_at) from marts.data_quality_results group by gate"
        " order by gate"
    ) == [("customers", 1), ("segments", 1), ("sources", 2)]


def test_a_file_that_lost_half_its_rows_stops_until_it_is_said_to_be_meant(rebuilt, tmp_path):
    files = {}
    for name, rows in [("whole", 200), ("half", 90)]:
        files[name] = str(tmp_path / f"{name}.csv")
        with duckdb.connect(rebuilt.folder / "warehouse.duckdb", read_only=True) as connection:
            connection.sql(f"from raw.sample_mall_customers limit {rows}").write_csv(files[name])

    def gate(name, **variables):
        arguments = str({"mall_customers": files[name]} | variables)
        rebuilt.dbt(
            "run", "--select", "checked_mall_customers", "base_mall_customers", "source_list",
            "source_checks", "source_gate", "--vars", arguments,
        )  # fmt: skip
        return rebuilt.sql(
            "select expectation, row_count, observed from quality.source_checks"
            " where checked_at = (select max(checked_at) from quality.source_checks)"
            " and not success"
        )

    assert gate("whole") == []
    assert gate("half") == [("rows_are_not_missing", 90, 0.45)]
    assert gate("half", may_be_shorter=["mall_customers"]) == []


# ---- Held back -----------------------------------------------------------------------------

NEXT_DAY = {
    "mall_customers_as_of": "2024-02-01",
    "campaign_customers_as_of": "2014-07-01",
    "retail_transactions_as_of": "2024-12-11",
    "refit": "never",
}
# Each mart with a row per segmentation, or per customers model, but for the logs of all fits.
OF_A_SEGMENTATION = (
    "select schema_name || '.' || table_name,"
    " if(list_contains(names, 'segmentation'), 'segmentation', 'customers'),"
    " list_contains(names, 'as_of')"
    " from (select schema_name, table_name, list(column_name) as names from duckdb_columns()"
    "  where schema_name = 'marts' or table_name = 'segment_changes' group by all)"
    " where list_has_any(names, ['segmentation', 'customers'])"
    " and table_name not in ('segmentation_fits', 'k_selection') order by all"
)


def rows_by_subject(project) -> dict[tuple[str, str], list[str]]:
    """Return the rows of each mart, and of the change log, by what they are about."""
    found = {}
    for table, key, _ in project.sql(OF_A_SEGMENTATION):
        for subject, row in project.sql(f"select {key}, one::varchar from {table} as one"):
            found.setdefault((table, subject), []).append(row)
    return {place: sorted(rows) for place, rows in found.items()}


def published_rows(project, table: str) -> list[tuple]:
    path = project.folder / "serving/segments.duckdb"
    with duckdb.connect(path, read_only=True) as connection:
        return sorted(connection.execute(f"from {table}").fetchall(), key=repr)


def expect_held_back(project, before, held: set[str], messages) -> None:
    """See that what is held back is as it was, and all else of tonight, published, and recorded."""
    assert {name for name, text in messages.items() if text.startswith("fail")} == {
        "assert_nothing_is_held_back"
    }
    others = {name: text for name, text in messages.items() if not text.startswith("fail")}
    # What reads the marts elsewhere is a node too, with nothing to do.
    assert {text.split(":")[0] for text in others.values()} <= {"success", "pass", "no-op"}
    after = rows_by_subject(project)
    # Whose rows say of which day they are. The history has none where nobody has moved.
    dated = {table for table, _, is_dated in project.sql(OF_A_SEGMENTATION) if is_dated}
    dated -= {"marts.segment_history"}
    assert len(dated) > 10
    assert {place for place in before if place[1] in held} == {
        place for place in after if place[1] in held
    }
    for (table, subject), rows in after.items():
        if subject in held:
            assert rows == before[table, subject], (table, subject)
        elif table in dated:
            assert rows != before.get((table, subject)), (table, subject)
    assert {subject for _, subject in after} > held
    days = dict(
        project.sql(
            "select segmentation, max(as_of)::varchar from clustering.segment_changes group by all"
        )
    )
    assert {name for name, day in days.items() if day in NEXT_DAY.values()} == {
        *("mall_spending", "mall_demographic", "campaign_engagement", "retail_rfm")
    } - held
    for table in ("marts.customer_segments", "marts.segment_history", "marts.rfm_segments"):
        assert published_rows(project, table) == sorted(project.sql(f"from {table}"), key=repr)


def test_segments_that_no_longer_fit_are_held_back_at_the_last_gate(rebuilt, capfd):
    """Incomes four times as high under a frozen model: each row is plausible, no segment is."""
    rebuilt.run(mall_customers_as_of="2024-01-01")
    seed = rebuilt.folder / "seeds/sample_mall_customers.csv"
    sound = seed.read_bytes()
    write_poisoned(
        rebuilt,
        "mall_customers",
        '4 * try_cast("Annual Income (k$)" as double) as "Annual Income (k$)"',
        seed,
    )
    before = rows_by_subject(rebuilt)
    capfd.readouterr()
    messages = rebuilt.dbt("build", "--vars", str(NEXT_DAY), succeeds=False)
    assert messages["source_gate_is_open"].startswith("pass")
    held = {"mall_spending", "mall_demographic"}
    assert rebuilt.sql("select subject from quality.segment_gate where not is_open order by 1") == [
        (name,) for name in sorted(held)
    ]
    assert messages["assert_nothing_is_held_back"].startswith("fail: Got 2 results")
    expect_held_back(rebuilt, before, held, messages)
    assert ("mall_spending", "few_customers_are_outliers") in {row[:2] for row in failing(rebuilt)}
    printed = capfd.readouterr().out
    assert "GATE CLOSED mall_spending: At most 25 % of the customers are farther out" in printed
    assert "--vars '{refit: always}'" in printed
    assert (
        "mall_spending, mall_demographic are held back: what the marts say of it is of the last"
        " build that passed. The others are new. Every result is in marts.data_quality_results."
    ) in printed.splitlines()

    # On rows that pass, the next build finds nothing in its way, and takes the day in.
    seed.write_bytes(sound)
    rebuilt.build(**NEXT_DAY)
    assert rebuilt.sql(
        "select segmentation, list(as_of::varchar order by as_of) from clustering.segment_changes"
        " where change = 'period' and segmentation like 'mall%' group by all order by all"
    ) == [(name, ["2024-01-01", "2024-02-01"]) for name in sorted(held)]


def close(project, gate: str, condition: str) -> None:
    """Have a gate closed for some subjects, whatever its checks say."""
    model = project.folder / f"python_models/quality/{gate}.sql"
    text = model.read_text()
    assert text.count("select * from decided") == 1
    closed = f"select * replace (is_open and not ({condition}) as is_open) from decided"
    model.write_text(text.replace("select * from decided", closed))


# Their unit tests say that no gate is closed without a reason.


def test_a_warehouse_whose_checks_do_not_say_what_is_of_the_sample_is_taken_on(rebuilt):
    with duckdb.connect(rebuilt.folder / "warehouse.duckdb") as connection:
        for table in ("source_checks", "segment_checks"):
            connection.execute(f"alter table quality.{table} drop column is_sample")
    tables = ["source_checks", "data_quality_results"]
    rebuilt.run("--select", *tables)
    known = (
        "select gate, is_sample, count(distinct checked_at) from marts.data_quality_results"
        " group by all order by all"
    )
    assert rebuilt.sql(known) == [
        ("customers", True, 1), ("segments", None, 1), ("sources", True, 2)
    ]  # fmt: skip
    rebuilt.run("--select", "segment_checks")
    assert rebuilt.sql(known) == [
        ("customers", True, 1), ("segments", True, 1), ("segments", None, 1), ("sources", True, 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("closed", "held"),
    [
        (
            {"customer_gate": "retail_customers", "segment_gate": "campaign_engagement"},
            {"retail_rfm", "retail_customers", "campaign_engagement"},
        ),
        (
            {"customer_gate": "mall_customers", "segment_gate": "retail_rfm"},
            {"mall_spending", "mall_demographic", "retail_rfm"},
        ),
    ],
    ids=["buyers and campaign", "mall and rfm"],
)
def test_what_a_gate_holds_back_keeps_its_rows_and_the_others_are_new(rebuilt, capfd, closed, held):
    before = rows_by_subject(rebuilt)
    fits = "select segmentation, fit_number, status from clustering.kmeans_fits order by all"
    fits_before = rebuilt.sql(fits)
    for gate, subject in closed.items():
        close(rebuilt, gate, f"subject = '{subject}'")
    capfd.readouterr()
    messages = rebuilt.dbt("build", "--vars", str(NEXT_DAY), succeeds=False)
    expect_held_back(rebuilt, before, held, messages)
    assert messages["assert_nothing_is_held_back"].startswith("fail: Got 2 results")
    # No fit is lost for it, and none made.
    assert rebuilt.sql(fits) == fits_before
    printed = capfd.readouterr().out
    assert "what the marts say of it is of the last build that passed. The others" in printed


@pytest.mark.parametrize("gate", ["customer_gate", "segment_gate"])
def test_a_gate_that_is_closed_for_all_leaves_everything_as_it_was(rebuilt, capfd, gate):
    before = contents(rebuilt)
    published = (rebuilt.folder / "serving/manifest.json").read_bytes()
    close(rebuilt, gate, "true")
    capfd.readouterr()
    messages = rebuilt.dbt("build", "--vars", str(NEXT_DAY), succeeds=False)
    assert {name for name, text in messages.items() if text.startswith("fail")} == {
        f"not_all_closed_{gate}_"
    }
    for name in ["segment_changes", "customer_segments", "published_tables", "rfm_segments"]:
        assert messages[name].startswith("skipped"), name
    assert contents(rebuilt) == before
    assert (rebuilt.folder / "serving/manifest.json").read_bytes() == published
    # What is not published is not said to be held back.
    assert "held back" not in capfd.readouterr().out


def test_what_is_held_back_in_a_first_build_has_no_rows_yet(project):
    close(project, "customer_gate", "subject = 'retail_customers'")
    project.dbt("build", succeeds=False)
    subjects = {subject for _, subject in rows_by_subject(project)}
    assert subjects == {"mall_spending", "mall_demographic", "campaign_engagement"}
    assert published_rows(project, "marts.rfm_segments") == []
    assert published_rows(project, "marts.customer_segments")


def test_a_run_without_tests_closes_no_gate_but_publishes_nothing(rebuilt, tmp_path, capfd):
    published = (rebuilt.folder / "serving/manifest.json").read_bytes()
    path = write_poisoned(
        rebuilt, "mall_customers", '50 as "Spending Score (1-100)"', tmp_path / "mall.csv"
    )
    message = rebuilt.failure(mall_customers=path)
    assert "not published: the gate of mall_customers is closed" in message
    assert "While a gate is closed dbt run publishes nothing: use dbt build." in (
        capfd.readouterr().out
    )
    assert (rebuilt.folder / "serving/manifest.json").read_bytes() == published


REAL_POISON = {
    "mall_customers": (
        "Mall_Customers.csv",
        "case when CustomerID % 5 < 3 then 'n/a' else \"Annual Income (k$)\"::varchar end"
        ' as "Annual Income (k$)"',
        [("annual_income_is_usable", 120), ("rows_are_usable", 120)],
    ),
    "campaign_customers": (
        "marketing_campaign.csv",
        "case when ID % 2 = 0 then null else Income end as Income",
        [("income_is_rarely_imputed", 1129)],
    ),
    "retail_transactions": (
        "online_retail.parquet",
        "0.0 as UnitPrice",
        [
            ("lines_are_rarely_repeated", None),
            ("no_invoiced_at_is_far_after_the_others", None),
            ("rows_are_usable", 541909),
            ("unit_price_is_not_one_value", None),
            ("unit_price_is_usable", 397924),
        ],
    ),
}


@pytest.mark.parametrize("source", REAL_POISON)
def test_one_poisoned_column_of_a_real_source_leaves_the_marts_of_the_day_before(
    real, real_data, tmp_path, source
):
    shutil.copytree(real.folder, tmp_path / "project")
    project = replace(real, folder=tmp_path / "project")
    before = contents(project)
    files = {name: str(real_data / entry[0]) for name, entry in REAL_POISON.items()}
    file, replacement, expected = REAL_POISON[source]
    reader = "read_csv(?)" if file.endswith("csv") else "read_parquet(?)"
    files[source] = str(tmp_path / file)
    rows = duckdb.sql(
        f"select * replace ({replacement}) from {reader}", params=[str(real_data / file)]
    )
    rows.write_csv(files[source]) if file.endswith("csv") else rows.write_parquet(files[source])

    messages = project.dbt("build", "--vars", str(files), succeeds=False)
    assert messages["source_gate_is_open"].startswith("fail")
    assert {text.split(":")[0] for text in messages.values()} == {
        "success", "pass", "skipped", "fail"
    }  # fmt: skip
    assert failing(project) == [(source, *rest) for rest in expected]
    assert contents(project) == before


def test_the_real_sources_pass_both_gates_without_a_warning(real):
    assert (
        real.sql(
            "select subject, expectation from marts.data_quality_results"
            " where not success and severity <> 'info'"
        )
        == []
    )
    assert np.isfinite(
        [row[0] for row in real.sql("select observed from marts.data_quality_results")]
    ).all()
