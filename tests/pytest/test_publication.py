"""The published file: the marts as they are, readable by old readers, swapped in or left alone."""

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime

import duckdb
import pytest

from serving.publication import publication_fault, publish

AT = datetime(2026, 1, 1)
ALL_OF_A = {"marts.a": None}


@pytest.fixture
def warehouse(tmp_path):
    with duckdb.connect(tmp_path / "warehouse.duckdb") as connection:
        connection.execute(
            'create schema marts; create table marts.a (x integer, "odd ""name" varchar);'
            "insert into marts.a values (1, 'it''s'), (2, '<b>');"
            "comment on table marts.a is 'One row per ''x''.';"
            "comment on column marts.a.x is 'A; number.';"
            "create view marts.v as select sum(x) as total from marts.a;"
            "comment on view marts.v is 'One row.'"
        )
        yield connection


def read(path, query):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_tables_and_comments_are_published_and_views_as_tables(warehouse, tmp_path):
    path = tmp_path / "a folder; 'quoted'" / "segments.duckdb"
    table = publish(warehouse, {"marts.a": None, "marts.v": None}, path, [], AT)
    assert [row["row_count"] for row in table.to_pylist()] == [2, 1]
    assert read(path, "from marts.a order by x") == [(1, "it's"), (2, "<b>")]
    assert read(path, "from marts.v") == [(3,)]
    assert read(path, "select table_name, comment from duckdb_tables() order by all") == [
        ("a", "One row per 'x'."),
        ("v", "One row."),
    ]
    assert ("x", "A; number.") in read(path, "select column_name, comment from duckdb_columns()")


def test_of_a_table_no_more_is_published_than_the_columns_that_are_named(warehouse, tmp_path):
    path = tmp_path / "segments.duckdb"
    [row] = publish(warehouse, {"marts.a": ['odd "name']}, path, [], AT).to_pylist()
    assert read(path, "from marts.a order by all") == [("<b>",), ("it's",)]
    # Nor is anything said of the others: their comments neither.
    columns = "select column_name, comment from duckdb_columns() where table_name = 'a'"
    assert read(path, columns) == [('odd "name', None)]
    assert read(path, "select comment from duckdb_tables()") == [("One row per 'x'.",)]
    publish(warehouse, {"marts.a": ['odd "name', "x"]}, path, [], AT)
    assert read(path, f"{columns} order by column_index") == [
        ('odd "name', None),
        ("x", "A; number."),
    ]
    # The checksum is of what is published.
    [other] = publish(warehouse, {"marts.a": ["x"]}, path, [], AT).to_pylist()
    assert other["row_count"] == row["row_count"] == 2
    assert other["checksum"] != row["checksum"]
    assert b"<b>" not in path.read_bytes()


def test_the_manifest_names_the_file_its_digest_and_its_tables(warehouse, tmp_path):
    path = tmp_path / "segments.duckdb"
    publish(warehouse, ALL_OF_A, path, [{"segmentation": "s", "fit_number": 1}], AT)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["published_at"] == "2026-01-01T00:00:00Z"
    assert manifest["fits"] == [{"segmentation": "s", "fit_number": 1}]
    assert manifest["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    [entry] = manifest["tables"]
    assert (entry["schema_name"], entry["table_name"], entry["row_count"]) == ("marts", "a", 2)
    assert {file.name for file in tmp_path.iterdir()} >= {"segments.duckdb", "manifest.json"}
    assert not list(tmp_path.glob("*.new*"))


def test_the_checksum_is_of_the_rows_in_whatever_order(warehouse, tmp_path):
    def checksum(change):
        warehouse.execute(change)
        table = publish(warehouse, ALL_OF_A, tmp_path / "segments.duckdb", [], AT)
        return table.column("checksum").to_pylist()

    first = checksum("select 1")
    assert checksum("create or replace table marts.a as from marts.a order by x desc") == first
    assert checksum("update marts.a set x = 3 where x = 2") != first
    changed = checksum("select 1")
    # Two equal rows do not cancel out.
    assert checksum("insert into marts.a values (9, 'x'), (9, 'x')") != changed


def test_the_file_is_of_the_storage_version_that_old_readers_open(warehouse, tmp_path):
    path = tmp_path / "segments.duckdb"
    publish(warehouse, ALL_OF_A, path, [], AT)
    assert int.from_bytes(path.read_bytes()[12:20], "little") == 64


def test_whatever_goes_wrong_leaves_the_former_file(warehouse, tmp_path):
    path = tmp_path / "segments.duckdb"
    publish(warehouse, ALL_OF_A, path, [], AT)
    before = path.read_bytes(), (tmp_path / "manifest.json").read_bytes()
    with pytest.raises(duckdb.CatalogException):
        publish(warehouse, ALL_OF_A | {"marts.missing": None}, path, [], AT)
    assert (path.read_bytes(), (tmp_path / "manifest.json").read_bytes()) == before
    # And the next one finds the unfinished copy and starts anew.
    publish(warehouse, ALL_OF_A, path, [], AT)
    assert read(path, "select count(*) from marts.a") == [(2,)]


def test_nothing_is_published_over_what_is_not_ours(warehouse, tmp_path):
    path = tmp_path / "segments.duckdb"
    assert publication_fault(str(path), "warehouse.duckdb") == ""
    publish(warehouse, ALL_OF_A, path, [], AT)
    assert publication_fault(str(path), "warehouse.duckdb") == ""
    # As a build leaves it that is killed before its first manifest is in its place.
    (tmp_path / "manifest.json").rename(tmp_path / "manifest.json.new")
    assert publication_fault(str(path), "warehouse.duckdb") == ""
    (tmp_path / "manifest.json.new").unlink()
    assert "was not published by this project" in publication_fault(str(path), "")
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text("[]")
    assert "manifest.json' was not" in publication_fault(str(other / "a.duckdb"), "")
    (tmp_path / "link").symlink_to(tmp_path / "warehouse.duckdb")
    fault = publication_fault(str(tmp_path / "link"), str(tmp_path / "warehouse.duckdb"))
    assert "is the warehouse itself" in fault
    assert "is no file" in publication_fault(str(tmp_path), "")
    assert "is no file" in publication_fault("", "")


def test_a_reader_keeps_what_it_opened_and_the_next_one_sees_the_new_file(warehouse, tmp_path):
    path = tmp_path / "segments.duckdb"
    publish(warehouse, ALL_OF_A, path, [], AT)
    with duckdb.connect(path, read_only=True) as reader:
        assert reader.execute("select count(*) from marts.a").fetchall() == [(2,)]
        warehouse.execute("insert into marts.a values (3, null)")
        publish(warehouse, ALL_OF_A, path, [], AT)
        assert reader.execute("select count(*) from marts.a").fetchall() == [(2,)]
    assert read(path, "select count(*) from marts.a") == [(3,)]


# ---- In whole builds -----------------------------------------------------------------------

NOT_PUBLISHED = {"rejected_rows"}
# Of the customers no more is published than what the scoring queries read: of two segmentations of
# one model each column once.
READ_BY_SCORING = {
    "customers.mall_customers": ["customer_id", "age", "annual_income", "spending_score"],
    "customers.campaign_customers": [
        *("customer_id", "income", "age", "wines", "meat", "web_purchases", "catalogue_purchases"),
        *("deals_purchases", "store_purchases", "web_visits", "children"),
    ],
    "customers.retail_customers": ["customer_id", "recency_days", "frequency", "monetary"],
}


def test_a_build_publishes_every_mart_as_it_is(built):
    path = built.folder / "serving/segments.duckdb"
    marts = {
        name
        for (name,) in built.sql(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        )
    }
    published = read(
        path, "select table_schema || '.' || table_name from information_schema.tables"
    )
    assert {name for (name,) in published} == {
        *(f"marts.{name}" for name in marts - NOT_PUBLISHED),
        *READ_BY_SCORING,
        "features.feature_list",
    }
    for (name,) in published:
        columns = ", ".join(READ_BY_SCORING.get(name, "*"))
        assert sorted(read(path, f"from {name}"), key=repr) == sorted(
            built.sql(f"select {columns} from {name}"), key=repr
        ), name
    assert read(
        path, "select count(*) from duckdb_columns() where comment is null and not internal"
    ) == [(0,)]
    rows = built.sql(
        "select schema_name, table_name, row_count, checksum from serving.published_tables"
    )
    manifest = json.loads((built.folder / "serving/manifest.json").read_text())
    assert rows == [tuple(entry.values()) for entry in manifest["tables"]]


def test_a_published_scoring_query_runs_in_the_published_file(built):
    path = built.folder / "serving/segments.duckdb"
    for segmentation, query in read(
        path, "select segmentation, scoring_sql from marts.segmentation_fits"
    ):
        assert read(
            path,
            f"select count(*) from ({query}) as scored join marts.customer_segments as mine"
            " on mine.customer_id = scored.customer_id and mine.segment_id = scored.segment_id"
            f" where mine.segmentation = '{segmentation}'",
        ) == read(
            path,
            f"select count(*) from marts.customer_segments where segmentation = '{segmentation}'",
        )


def test_publishing_waits_for_every_model_and_every_test(built):
    manifest = json.loads((built.folder / "target/manifest.json").read_text())
    found, todo = set(), ["model.customer_segmentation.published_tables"]
    while todo:
        parents = set(manifest["parent_map"].get(todo.pop(), [])) - found
        found |= parents
        todo += parents
    models = {
        name for name, node in manifest["nodes"].items() if node["resource_type"] == "model"
    } - {"model.customer_segmentation.published_tables"}
    # And dbt runs a test before what comes after all that it reads.
    assert models - found == set()
    # But for the one that makes a build red which has published all that is not held back.
    tests = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and "model.customer_segmentation.published_tables" in node["depends_on"]["nodes"]
    }
    assert {name for name in tests if not name.startswith("accepted_rows")} == {
        "assert_nothing_is_held_back"
    }


def test_a_failing_test_publishes_nothing(rebuilt):
    before = {path.name: path.read_bytes() for path in (rebuilt.folder / "serving").iterdir()}
    (rebuilt.folder / "tests/singular/assert_nothing.sql").write_text(
        "select 1 from {{ ref('segment_products') }} limit 1"
    )
    messages = rebuilt.dbt("build", "-s", "segment_products", "published_tables", succeeds=False)
    assert messages["assert_nothing"].startswith("fail")
    assert messages["published_tables"].startswith("skipped")
    after = {path.name: path.read_bytes() for path in (rebuilt.folder / "serving").iterdir()}
    assert after == before


READER = """
import json, sys, time
from pathlib import Path
import duckdb

file, stop, found = map(Path, sys.argv[1:])
opens, errors, torn, days = 0, [], 0, set()
while not stop.exists():
    try:
        with duckdb.connect(file, read_only=True) as connection:
            rows = connection.execute(
                "select coalesce(as_of::varchar, 'none'), count(*) from marts.customer_segments"
                " where segmentation = 'mall_spending' group by all"
            ).fetchall()
            time.sleep(0.05)
            again = connection.execute(
                "select coalesce(as_of::varchar, 'none'), sum(customer_count)::bigint"
                " from marts.segment_summary"
                " where segmentation = 'mall_spending' group by all"
            ).fetchall()
        opens += 1
        torn += rows != again or len(rows) != 1
        days |= {day for day, _ in rows}
    except duckdb.Error as error:
        errors.append(str(error))
found.write_text(json.dumps([opens, errors, torn, sorted(days)]))
"""


def test_readers_never_fail_nor_stop_a_build_nor_see_half_of_one(rebuilt, tmp_path):
    """SERVING_BUILDS says how many builds, each of another day."""
    builds = int(os.environ.get("SERVING_BUILDS", "2"))
    days = [f"2024-01-{day:02}" for day in range(1, builds + 1)]
    file, stop = rebuilt.folder / "serving/segments.duckdb", tmp_path / "stop"
    results = [tmp_path / f"reader_{number}.json" for number in range(2)]
    readers = [
        subprocess.Popen([sys.executable, "-c", READER, str(file), str(stop), str(result)])
        for result in results
    ]
    try:
        for day in days:
            rebuilt.run(mall_customers_as_of=day)
    finally:
        stop.touch()
        codes = [reader.wait(timeout=60) for reader in readers]
    assert codes == [0, 0]
    found = [json.loads(result.read_text()) for result in results]
    print(f"{builds} builds, {sum(opens for opens, *_ in found)} opens")
    for opens, errors, torn, seen in found:
        assert (errors, torn) == ([], 0)
        assert opens > 10 * builds
        assert {*days[:-1]} <= {*seen} <= {"none", *days}
