"""No dbt test is one that cannot fail: each is run on tables in which its claim is broken."""

import json
import shutil
from collections.abc import Iterable

import duckdb
import pytest

# One row of a table, for the statements below.
ONE = "where rowid = (select min(rowid) from {table} where {where})"


def twice(table: str, where: str = "true", other: Iterable[str] = ()) -> str:
    """Return the statement that doubles a row, but for the columns of `other`."""
    replaced = ", ".join(f"'99' as {column}" for column in other)
    columns = f"* replace ({replaced})" if replaced else "*"
    return f"insert into {table} select {columns} from {table} where {where} limit 1"


def without_one(table: str, where: str = "true") -> str:
    return f"delete from {table} {ONE.format(table=table, where=where)}"


def changed(table: str, column: str, value: str, where: str = "true") -> str:
    return f"update {table} set {column} = {value} {ONE.format(table=table, where=where)}"


def other_than(values: list) -> str:
    return "false" if values == [True] else f"{max(values)} + 1"


# What each kind of generic test is meant to notice, by the test's own arguments: the value that a
# column of one row gets, or, without a column, a row that is there twice but for some columns.
DAMAGES = {
    "unique": lambda column_name: [("", ())],
    "accepted_values": lambda column_name, values, quote=True: [
        (column_name, other_than(values) if not quote else "'no such value'")
    ],
    # An expression, such as coalesce(column, 0), has no null of its own.
    "accepted_rows": lambda keys=(), never_null=(), ranges=None, nullable=(), values=None: [
        *(("", {column for other in keys for column in other}.difference(key)) for key in keys),
        *((column, "null") for key in keys for column in key if column.isidentifier()),
        *((column, "null") for column in never_null),
        *(
            (column, value)
            for column, (low, high) in (ranges or {}).items()
            for value in [
                *([] if column in nullable else ["null"]),
                *("'nan'", "'inf'", "'-inf'"),
                *([] if low is None else [f"{low} - 1"]),
                *([] if high is None else [f"{high} + 1"]),
            ]
        ),
        *(
            (column, "'no such value'" if isinstance(accepted[0], str) else other_than(accepted))
            for column, accepted in (values or {}).items()
        ),
    ],
    "not_all_closed": lambda: [("is_open", "false")],
    "sums_to": lambda column_name, total, group_by: [
        (column_name, f"{column_name} + 1e-6"),
        (column_name, "'nan'"),
    ],
}

# Of these the value is that of all rows, and one row alone may well have it.
OF_ALL_ROWS = {"not_all_closed"}

# One customer who moved from a segment to another, as two tables have it.
MOVED = (
    "insert into marts.segment_migrations by name select 'retail_rfm' as segmentation,"
    " '2024-01-01'::date as from_as_of, '2024-01-02'::date as as_of, 'moved' as flow,"
    " 1 as from_segment_id, 2 as to_segment_id, 1 as customer_count, 1 as customer_moved_count,"
    " 0 as model_moved_count, 1 as from_fit_number, 1 as fit_number"
)
ENTERED = (
    "insert into marts.segment_entries by name select 'retail_rfm' as segmentation, segment_id,"
    " direction, 'a' as customer_id, 'customer moved' as change, other_segment_id,"
    " '2024-01-01'::date as from_as_of, '2024-01-02'::date as as_of, false as is_holdout"
    " from (values ('entered', 2, 1), ('left', 1, 2)) as moved (direction, segment_id,"
    " other_segment_id)"
)

# What each singular test is meant to notice.
SINGULAR = {
    "assert_a_higher_rfm_score_is_better": [
        "update marts.rfm_segments set r_score = 6 - r_score",
        "update marts.rfm_segments set f_score = 6 - f_score",
        "update marts.rfm_segments set m_score = 6 - m_score",
    ],
    "assert_actions_point_the_right_way": [
        "update marts.segment_summary set goal = 'win_back'",
        "update marts.segment_summary set goal = 'upsell'",
    ],
    "assert_audiences_hold_the_segments_customers": [
        without_one("marts.segment_audiences"),
        twice("marts.segment_audiences"),
        "delete from marts.segment_audiences where segmentation = 'mall_spending'",
    ],
    "assert_entries_are_the_last_migrations": [
        # A move of which only one of the two tables knows, by another cause, or of another day.
        MOVED,
        ENTERED,
        f"{MOVED}; {ENTERED}; update marts.segment_entries set change = 'model moved'",
        f"{MOVED}; {ENTERED}; update marts.segment_entries set from_as_of = from_as_of - 1",
    ],
    "assert_every_customer_has_one_segment": [
        without_one("marts.customer_segments"),
        twice("marts.customer_segments"),
        without_one("features.customer_features"),
        without_one("customers.mall_customers"),
        "insert into marts.unscored_customers by name select segmentation, customer_id,"
        " 'in two places' as reason, fit_number from marts.customer_segments limit 1",
    ],
    "assert_every_row_is_accepted_or_rejected": [
        without_one("staging.stg_mall_customers"),
        changed("staging.source_list", "row_count", "row_count + 1"),
        changed("marts.rejection_summary", "row_count", "row_count + 1"),
    ],
    "assert_migrations_add_up_to_the_periods_customers": [
        # A second period that nobody came to.
        "insert into clustering.segment_changes select * replace (as_of + 1 as as_of)"
        " from clustering.segment_changes where change = 'period'",
        # One whose moves nobody explains.
        "insert into clustering.segment_changes select * replace (as_of + 1 as as_of)"
        " from clustering.segment_changes where change = 'period';"
        "insert into marts.segment_migrations by name select segmentation, as_of as from_as_of,"
        " as_of + 1 as as_of, 'moved' as flow, customer_count, 0 as customer_moved_count,"
        " 0 as model_moved_count, 1 as from_fit_number, 1 as fit_number"
        " from clustering.segment_changes where change = 'period'",
    ],
    "assert_nothing_is_held_back": [
        changed("quality.customer_gate", "is_open", "false"),
        changed("quality.segment_gate", "is_open", "false"),
    ],
    "assert_overrides_name_living_segments": [
        "insert into raw.segment_overrides (segmentation, segment_id) values ('mall_spending', 0)",
    ],
    "assert_response_intervals_contain_their_rates": [
        changed("marts.segment_responses", "response_rate", "response_rate_low / 2"),
        changed("marts.segment_responses", "response_rate", "(response_rate_high + 1) / 2"),
        changed("marts.segment_responses", "response_rate_low", "-0.01"),
        changed("marts.segment_responses", "response_rate_low", "'-0.0'"),
        changed("marts.segment_responses", "response_rate_high", "1.01"),
        "update marts.segment_responses set response_rate_low = response_rate,"
        " response_rate_high = response_rate",
    ],
    "assert_rfm_segments_run_from_champions_to_hibernating": [
        "update marts.rfm_segments set recency_days = -recency_days",
        "update marts.rfm_segments set monetary = -monetary",
    ],
    "assert_segment_values_add_up_to_the_customers": [
        changed(
            "marts.segment_summary", "value_total", "value_total + 0.01", "value_total is not null"
        ),
        without_one("customers.retail_customers"),
        without_one("customers.campaign_customers", "total_amount > 0"),
        "insert into marts.unscored_customers by name select segmentation, customer_id,"
        " 'counted twice' as reason, fit_number from marts.customer_segments"
        " where segmentation = 'retail_rfm' limit 1",
    ],
    "assert_the_evidence_accepts_k": [
        "update marts.k_selection set is_eligible = false",
    ],
    "assert_the_playbook_speaks_of_features_and_levels_there_are": [
        # What is no condition, of a segmentation's own line and of a general one.
        changed("clustering.playbook_conditions", "level", "null", "segmentation <> '*'"),
        changed("clustering.playbook_conditions", "number", "null", "number is not null"),
        changed("clustering.playbook_conditions", "feature", "'nowhere'", "segmentation <> '*'"),
        changed("clustering.playbook_conditions", "feature", "'value'", "number is not null"),
        changed("raw.segment_playbook", "segment_name", "'Dear'", "conditions like 'value=%'"),
        changed("raw.segment_playbook", "segment_name", "'Dear'", "conditions like 'first=%'"),
        changed("raw.segment_playbook", "segment_name", "'The {first}'", "position = 1"),
        changed("raw.segment_playbook", "channel", "'{first}'"),
        changed("raw.segment_playbook", "recommended_action", "'Lead with {frist}'"),
        changed("raw.segment_playbook", "caution", "'Not } {first}'"),
        changed("raw.segment_playbook", "caution", "'{second}?'", "conditions = 'first=high'"),
    ],
    "assert_the_rfm_rules_cover_every_score": [without_one("raw.rfm_segment_rules")],
}


@pytest.fixture(scope="module")
def manifest(built):
    return json.loads((built.folder / "target/manifest.json").read_text())


@pytest.fixture(scope="module")
def tests(manifest):
    """Return the data tests of the project, by name."""
    return {
        node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "test"
    }


@pytest.fixture(scope="module")
def warehouse(built, tmp_path_factory):
    """Yield a copy of the built warehouse in which every relation can be written to."""
    copy = tmp_path_factory.mktemp("checks") / "warehouse.duckdb"
    shutil.copy(built.folder / "warehouse.duckdb", copy)
    with duckdb.connect(copy) as connection:
        views = connection.execute(
            "select schema_name || '.' || view_name from duckdb_views() where not internal"
        ).fetchall()
        for (view,) in views:
            connection.execute(f"create temp table kept as from {view}")
            connection.execute(f"drop view {view}")
            connection.execute(f"create table {view} as from kept")
            connection.execute("drop table kept")
        yield connection


def is_noticed(warehouse, test: dict, *damage: str) -> bool:
    """Whether the test finds rows after these statements, which are then taken back."""
    warehouse.execute("begin")
    try:
        for statement in damage:
            warehouse.execute(statement)
        return bool(warehouse.execute(test["compiled_code"]).fetchall())
    finally:
        warehouse.execute("rollback")


def some_row(warehouse, table: str) -> str:
    """Return the statement that gives a table a row, of whatever its types take."""
    values = [
        ", ".join(f"try_cast('{value}' as {kind})" for value in ("1", "2000-01-01", "[]"))
        for _, kind, *_ in warehouse.execute(f"describe {table}").fetchall()
    ]
    return f"insert into {table} select " + ", ".join(f"coalesce({value})" for value in values)


def test_a_test_fails_on_its_first_row(tests):
    for name, test in tests.items():
        config = test["config"]
        assert config["enabled"], name
        assert config["fail_calc"] == "count(*)", name
        bound = "warn_if" if config["severity"].lower() == "warn" else "error_if"
        assert config[bound].replace(" ", "") == "!=0", name


def test_every_generic_test_can_fail(warehouse, tests, manifest):
    unnoticed, redundant = [], []
    for name, test in tests.items():
        if "test_metadata" not in test:
            continue
        kind, arguments = test["test_metadata"]["name"], test["test_metadata"]["kwargs"]
        assert kind in DAMAGES, f"{name}: say in DAMAGES what a test of kind {kind} has to notice"
        arguments = {key: value for key, value in arguments.items() if key != "model"}
        node = manifest["nodes"][test["attached_node"]]
        table = f"{node['schema']}.{node['alias']}"
        where = test["config"]["where"] or "true"

        prepared = []
        if not warehouse.execute(f"select 1 from {table} where {where} limit 1").fetchall():
            prepared = [some_row(warehouse, table)]
        elif is_noticed(warehouse, test):
            unnoticed.append(f"{name}: finds rows in the sample as it is")
        possible = 0
        for column, value in DAMAGES[kind](**arguments):
            damage = changed(table, column, value, where) if column else twice(table, where, value)
            if kind in OF_ALL_ROWS:
                if is_noticed(warehouse, test, damage):
                    unnoticed.append(f"{name}: finds one row where all are meant")
                damage = f"update {table} set {column} = {value}"
            try:
                if not is_noticed(warehouse, test, *prepared, damage):
                    unnoticed.append(f"{name}: {damage}")
                possible += 1
            except (duckdb.ConstraintException, duckdb.ConversionException):
                pass  # The contract or the type already keeps it out.
        if not possible:
            redundant.append(f"{name}: the contract says the same")
    assert unnoticed + redundant == []


def test_every_singular_test_can_fail(warehouse, tests):
    singular = {name: test for name, test in tests.items() if "test_metadata" not in test}
    assert SINGULAR.keys() == singular.keys()
    for name, test in singular.items():
        assert not is_noticed(warehouse, test), f"{name} finds rows in the sample as it is"
        for statement in SINGULAR[name]:
            assert is_noticed(warehouse, test, statement), f"{name}: {statement}"
