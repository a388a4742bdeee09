"""The generated query, run by DuckDB, against scikit-learn's predict."""

from types import SimpleNamespace

import duckdb
import numpy as np
import pytest
from sklearn.cluster import KMeans

from engines.engine import DUCKDB
from segmentation.mapping import map_loadings
from segmentation.scaling import fit_scaling
from segmentation.scoring import columns_read, read_by, refreshed, scoring_sql, with_queries
from segmentation.sql import identifier, literal


@pytest.mark.parametrize("value", [55.29, -3.0, 0.0, 1 / 3, 1e-300, 1.7e308, 5e-324])
def test_a_literal_reads_back_as_the_same_double(value):
    [(read, kind)] = duckdb.sql(
        f"select v, typeof(v) from (select {literal(value)} as v)"
    ).fetchall()
    assert (read, kind) == (value, "DOUBLE")


@pytest.mark.parametrize("name", ["age", "order", "select", "Age", "2nd", 'net "income"', "é", ""])
def test_an_identifier_names_the_column(name):
    if name:
        query = f"select {identifier(name)} from (select 7 as {identifier(name)})"
        [(value,)] = duckdb.sql(query).fetchall()
        assert value == 7
    assert identifier(name).startswith('"') == (name != "age")


NAMES = ['spend "net"', "order"]


@pytest.fixture(scope="module")
def scored():
    """Score customers by scikit-learn and by the query."""
    rng = np.random.default_rng(3)
    features = np.column_stack([rng.lognormal(4, 1, 5000), rng.normal(40, 10, 5000)])
    scaling = fit_scaling(features, ["log1p", "none"])
    scaled = scaling.apply(features)
    model = KMeans(4, n_init=3, random_state=0).fit(scaled)
    fit = {
        "relation": "customers",
        "feature_names": NAMES,
        "transforms": ["log1p", "none"],
        "centers": scaling.centers,
        "scales": scaling.scales,
        "segment_ids": np.array([7, 2, 11, 4]),
        "centroids": model.cluster_centers_,
        "outlier_distances": [1.0, 0.5, 2.0, 0.25],
        "map_loadings": map_loadings(scaled),
    }
    with duckdb.connect() as connection:
        connection.execute(
            'create table customers (customer_id varchar, "spend ""net""" double, "order" double)'
        )
        connection.executemany(
            "insert into customers values (?, ?, ?)",
            [(str(number), *row) for number, row in enumerate(features.tolist())],
        )
        rows = connection.execute(
            f"select * from ({scoring_sql(**fit)}) order by customer_id::integer"
        )
        columns = [name for name, *_ in rows.description]
        values = dict(zip(columns, map(np.array, zip(*rows.fetchall(), strict=True)), strict=True))
    return scaled, model, fit, values


def test_every_customer_gets_the_segment_that_predict_gives(scored):
    scaled, model, fit, rows = scored
    expected = fit["segment_ids"][model.predict(scaled)]
    np.testing.assert_array_equal(rows["segment_id"], expected)
    np.testing.assert_array_equal(rows["customer_id"], [str(number) for number in range(5000)])
    assert set(rows["unscored_reason"]) == {None}


def test_distance_and_runner_up_are_the_two_nearest_centroids(scored):
    scaled, model, fit, rows = scored
    distances = model.transform(scaled)
    np.testing.assert_allclose(rows["distance"], distances.min(axis=1), rtol=1e-12)
    runner_up = fit["segment_ids"][distances.argsort(axis=1)[:, 1]]
    np.testing.assert_array_equal(rows["runner_up_segment_id"], runner_up)


def test_confidence_is_the_simplified_silhouette(scored):
    scaled, model, _, rows = scored
    own, other = np.sort(model.transform(scaled), axis=1)[:, :2].T
    np.testing.assert_allclose(rows["confidence"], (other - own) / other, rtol=1e-9)
    assert 0 <= rows["confidence"].min() < 0.01 < 0.9 < rows["confidence"].max() <= 1


def test_an_outlier_is_beyond_its_own_segments_distance(scored):
    scaled, model, fit, rows = scored
    distances = model.transform(scaled)
    limits = np.array(fit["outlier_distances"])[distances.argmin(axis=1)]
    np.testing.assert_array_equal(rows["is_outlier"], distances.min(axis=1) > limits)
    assert 0 < rows["is_outlier"].mean() < 1


def test_the_map_is_the_scaled_features_by_their_loadings(scored):
    scaled, _, fit, rows = scored
    found = np.column_stack([rows["map_x"], rows["map_y"]])
    np.testing.assert_allclose(found, scaled @ fit["map_loadings"].T, rtol=1e-9, atol=1e-12)


def simple(**changes):
    return {
        "relation": "customers",
        "feature_names": ["x"],
        "transforms": ["none"],
        "centers": [0.0],
        "scales": [1.0],
        "segment_ids": [2, 1],
        "centroids": [[-1.0], [1.0]],
        "outlier_distances": [9.0, 9.0],
        "map_loadings": [[1.0], [0.0]],
    } | changes


def score(values, **changes):
    """Return the query's row for each value of the one feature."""
    with duckdb.connect() as connection:
        connection.execute("create table customers (customer_id integer, x double)")
        connection.executemany("insert into customers values (?, ?)", list(enumerate(values)))
        return connection.execute(
            f"select * exclude (customer_id) from ({scoring_sql(**simple(**changes))})"
            " order by customer_id"
        ).fetchall()


def test_of_equally_near_segments_the_first_wins_and_the_other_is_runner_up():
    assert score([0.0]) == [(2, 1.0, 1, 0.0, False, 0.0, 0.0, None)]
    same = {"centroids": [[0.0], [0.0]]}
    assert score([0.0], **same) == [(2, 0.0, 1, 0.0, False, 0.0, 0.0, None)]


def test_customers_who_are_all_alike_are_no_outliers_of_their_segment():
    """Their distance is a rounding error, and that of the fit was none."""
    values = [0.1 + 0.2, 0.3]
    rows = score(values, centroids=[[0.3], [9.0]], outlier_distances=[0.0, 0.0])
    assert [row[4] for row in rows] == [False, False]
    assert rows[0][1] > 0
    # A real distance still is one, however small the limit.
    [row] = score([0.3001], centroids=[[0.3], [9.0]], outlier_distances=[0.0, 0.0])
    assert row[4] is True


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "x is missing"),
        (float("nan"), "x is not a finite number"),
        (float("inf"), "x is not a finite number"),
        (float("-inf"), "x is not a finite number"),
        (1e308, "x is not a finite number"),
        (-1.0, "x is -1 or less, which has no log1p"),
        (-7.0, "x is -1 or less, which has no log1p"),
    ],
)
def test_a_value_without_a_place_gets_a_reason_and_no_segment(value, reason):
    assert score([value], transforms=["log1p"]) == [(*[None] * 7, reason)]
    expected = 1 if value is not None and abs(value) < 10 else None
    segment, *_ = score([value])[0]
    assert (segment is not None) == (expected is not None)


def test_a_missing_value_is_filled_in_where_the_fit_has_a_value_for_it():
    assert score([None, 0.5], fill_values=[0.5]) == score([0.5, 0.5])
    assert score([float("nan")], fill_values=[0.5])[0][-1] == "x is not a finite number"


@pytest.mark.parametrize(
    ("limits", "value", "reason"),
    [
        ([0.0, None], -0.1, "x is below 0"),
        ([0.0, None], 0.0, None),
        ([None, 2.5], 2.6, "x is above 2.5"),
        ([None, 2.5], 2.5, None),
    ],
)
def test_a_value_out_of_its_range_has_no_segment(limits, value, reason):
    segment, *_, found = score([value], limits=[limits])[0]
    assert found == reason
    assert (segment is None) == (reason is not None)


def test_only_customers_who_meet_the_condition_are_scored():
    rows = score([-1.0, 1.0, 3.0], where="x > 0 or customer_id = 7")
    assert [row[0] for row in rows] == [1, 1]


def test_the_queries_of_a_fit_are_written_anew_when_the_relation_changes():
    fit = {key: value for key, value in simple().items() if key != "relation"}
    first = with_queries(fit, "customers.people", "x > 0")
    assert first["scoring_sql"] == scoring_sql(**simple(relation="customers.people", where="x > 0"))
    assert set(first) - set(fit) == {
        *("scoring_sql", "scoring_sql_spark", "scoring_sql_bigquery", "scoring_sql_snowflake")
    }
    # Nothing is translated again where nothing changed.
    stale = first | {"scoring_sql_spark": "as it was"}
    assert with_queries(stale, "customers.people", "x > 0") == stale
    assert with_queries(stale, "customers.others", "x > 0")["scoring_sql_spark"] != "as it was"


def test_an_engine_reads_the_query_that_the_fit_keeps_for_it():
    fit = {key: value for key, value in simple().items() if key != "relation"}
    fit = with_queries(fit, "customers.people", "town = 'Ham\\Uk'")
    on_spark = SimpleNamespace(engine=DUCKDB._replace(dialect="spark"))
    assert read_by(on_spark, fit["scoring_sql"]) == fit["scoring_sql_spark"]
    assert "'Ham\\\\Uk'" in fit["scoring_sql_spark"]
    with duckdb.connect() as connection:
        assert read_by(connection, fit["scoring_sql"]) == fit["scoring_sql"]


def test_a_retired_fit_keeps_the_queries_that_it_had():
    fit = {key: value for key, value in simple().items() if key != "relation"}
    row = {"customers_relation": "customers.people", "customers_where": None}
    retired, champion = refreshed(
        [fit | {"status": "retired", "scoring_sql": "old"}, fit | {"status": "champion"}], row
    )
    assert retired["scoring_sql"] == "old"
    assert champion["scoring_sql"] == scoring_sql(**simple(relation="customers.people"))


def test_published_columns_are_those_that_scoring_reads():
    segmentations = [
        {"segmentation": "b", "customers_relation": "c.people", "customers_where": "town = 'x'"},
        {"segmentation": "a", "customers_relation": "c.people", "customers_where": None},
        {"segmentation": "c", "customers_relation": "c.others", "customers_where": "upper(y) > y"},
    ]
    features = [
        {"segmentation": name, "feature": feature}
        for name, feature in [("a", "age"), ("b", "spend"), ("b", "age"), ("c", "y")]
    ]
    assert columns_read(segmentations, features) == {
        "c.others": ["customer_id", "y"],
        "c.people": ["customer_id", "age", "spend", "town"],
    }


def test_text_in_a_features_name_stays_text():
    name = "x\"; drop table customers; --'"
    query = scoring_sql(**simple(feature_names=[name]))
    with duckdb.connect() as connection:
        connection.execute("create table customers (customer_id integer)")
        quoted = name.replace('"', '""')
        connection.execute(f'alter table customers add column "{quoted}" double')
        connection.execute("insert into customers values (1, 5), (2, null)")
        rows = connection.execute(f"{query} order by customer_id").fetchall()
    assert [row[1] for row in rows] == [1, None]
    assert rows[1][-1] == f"{name} is missing"
