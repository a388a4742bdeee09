"""The scoring query in Spark's SQL, run by Spark."""

import os

import duckdb
import pytest

pyspark = pytest.importorskip(
    "pyspark", reason="pyspark is not installed: pip install --no-deps -r requirements/spark.txt"
)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    """Return a Spark session of its own, on this machine alone."""
    from pyspark.sql import SparkSession

    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("spark")))
        .getOrCreate()
    )
    session.sql("create database customers")
    yield session
    session.stop()


@pytest.mark.parametrize("fixture", ["built", "real"])
def test_spark_gives_every_customer_the_same_segment(fixture, spark, request, tmp_path):
    project = request.getfixturevalue(fixture)
    fits = project.sql(
        "select segmentation, customers_relation, scoring_sql_spark"
        " from marts.segmentation_fits inner join clustering.segmentation_champions"
        " using (segmentation, fit_number)"
    )
    assert len(fits) == 4
    for segmentation, table, query in fits:
        file = tmp_path / f"{segmentation}.parquet"
        with duckdb.connect(project.folder / "warehouse.duckdb", read_only=True) as connection:
            connection.execute(
                f"copy (select * from {table} union all by name"
                f" select 'nobody' as customer_id) to '{file}'"
            )
        spark.sql(f"drop table if exists {table}")
        spark.read.parquet(str(file)).write.saveAsTable(table)
        found = {row["customer_id"]: row for row in spark.sql(query).collect()}
        assert found.pop("nobody")["unscored_reason"].endswith(" is missing")

        same = ["segment_id", "runner_up_segment_id", "is_outlier"]
        close = ["distance", "confidence", "map_x", "map_y"]
        expected = project.sql(
            f"select customer_id, {', '.join(same + close)} from marts.customer_segments"
            f" where segmentation = '{segmentation}'"
        )
        assert {row[0] for row in expected} == set(found)
        for customer, *values in expected:
            row = found[customer]
            assert [row[column] for column in same] == values[:3]
            assert [row[column] for column in close] == pytest.approx(values[3:], abs=1e-9)
