"""The generated query, run by DuckDB, against scikit-learn's predict."""

import duckdb
import numpy as np
import pytest
from sklearn.cluster import KMeans

from segmentation.scaling import fit_scaling
from segmentation.scoring import literal, scoring_sql


@pytest.mark.parametrize("value", [55.29, -3.0, 0.0, 1 / 3, 1e-300, 1.7e308, 5e-324])
def test_a_literal_reads_back_as_the_same_double(value):
    [(read, kind)] = duckdb.sql(
        f"select v, typeof(v) from (select {literal(value)} as v)"
    ).fetchall()
    assert (read, kind) == (value, "DOUBLE")


@pytest.fixture(scope="module")
def scored():
    """Score customers by scikit-learn and by the query."""
    rng = np.random.default_rng(3)
    features = np.column_stack([rng.lognormal(4, 1, 5000), rng.normal(40, 10, 5000)])
    transforms = ["log1p", "none"]
    scaling = fit_scaling(features, transforms)
    scaled = scaling.apply(features)
    model = KMeans(4, n_init=3, random_state=0).fit(scaled)
    segment_ids = [7, 2, 11, 4]
    query = scoring_sql(
        "it's", transforms, scaling.centers, scaling.scales, segment_ids, model.cluster_centers_
    )
    with duckdb.connect() as connection:
        connection.execute("create schema features")
        connection.execute(
            "create table features.customer_features"
            " (segmentation varchar, customer_id varchar, features double[])"
        )
        connection.executemany(
            "insert into features.customer_features values (?, ?, ?)",
            [("it's", str(number), row.tolist()) for number, row in enumerate(features)]
            + [("another", "0", [1.0, 1.0])],
        )
        rows = connection.execute(
            f"select * from ({query}) order by customer_id::integer"
        ).fetchall()
    return scaled, model, np.array(segment_ids), rows


def test_every_customer_gets_the_segment_that_predict_gives(scored):
    scaled, model, segment_ids, rows = scored
    expected = segment_ids[model.predict(scaled)].tolist()
    assert [row[1] for row in rows] == expected
    assert [row[0] for row in rows] == [str(number) for number in range(5000)]


def test_distance_and_runner_up_are_the_two_nearest_centroids(scored):
    scaled, model, segment_ids, rows = scored
    distances = model.transform(scaled)
    np.testing.assert_allclose([row[2] for row in rows], distances.min(axis=1), rtol=1e-12)
    runner_up = segment_ids[distances.argsort(axis=1)[:, 1]].tolist()
    assert [row[3] for row in rows] == runner_up


def test_of_equally_near_segments_the_first_wins_and_the_other_is_runner_up():
    query = scoring_sql("s", ["none"], [0.0], [1.0], [2, 1], [[-1.0], [1.0]], "customers")
    with duckdb.connect() as connection:
        connection.execute(
            "create table customers as select 's' as segmentation, 'a' as customer_id,"
            " [0e0] as features"
        )
        assert connection.execute(query).fetchall() == [("a", 2, 1.0, 1)]
