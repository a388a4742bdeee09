"""The generated query, run by DuckDB, against scikit-learn's predict."""

import duckdb
import numpy as np
import pytest
from sklearn.cluster import KMeans

from segmentation.mapping import map_loadings
from segmentation.scaling import fit_scaling
from segmentation.scoring import columns_read, customers_sql, scoring_sql, with_queries
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


def test_a_missing_value_is_the_fits_where_it_has_one():
    whole = score([0.25])
    assert score([None], fill_values=[0.25]) == whole
    assert score([None], fill_values=[None]) == [(*[None] * 7, "x is missing")]
    # What is no number is not taken for one that is missing.
    assert score([float("nan")], fill_values=[0.25])[0][-1] == "x is not a finite number"


@pytest.mark.parametrize(
    ("limits", "value", "reason"),
    [
        ([0, 10], -0.001, "x is below 0"),
        ([0, 10], 0, None),
        ([0, 10], 10, None),
        ([0, 10], 10.001, "x is above 10"),
        ([None, 0.5], -99, None),
        ([None, 0.5], 0.6, "x is above 0.5"),
        ([0.5, None], 1e9, None),
        ([0.5, None], 0.4, "x is below 0.5"),
    ],
)
def test_a_value_beyond_its_range_gets_a_reason_and_the_ends_are_in_it(limits, value, reason):
    [row] = score([value], limits=[limits])
    assert row[-1] == reason
    assert (row[0] is None) is (reason is not None)


def test_who_does_not_meet_the_condition_is_not_scored():
    assert len(score([-2.0, 0.5, 2.0], where="x > 0 and customer_id <> 7")) == 2
    assert score([-2.0, 0.5], where="x > 0 and x < 1") == score([0.5])


CHAMPION = {
    "feature_names": ["x", "order"],
    "fill_values": [0.5, None],
    "customers_relation": "customers.people",
    "customers_where": None,
}


def test_the_customers_of_a_champion_are_read_as_it_scores_them():
    assert customers_sql(CHAMPION) == (
        'select customer_id, coalesce(x, 5e-01) as x, "order" as "order" from customers.people'
    )
    assert customers_sql(CHAMPION | {"fill_values": None, "customers_where": "x > 1"}) == (
        'select customer_id, x as x, "order" as "order" from customers.people where x > 1'
    )


def test_of_each_customers_model_the_columns_that_are_read_are_listed_once():
    def row(name, relation, where=None):
        return {
            "segmentation": name, "customers_relation": relation, "customers_where": where
        }  # fmt: skip

    segmentations = [
        row("z", "c.people", "Country = 'UK' and (y > 1 or lower(\"odd name\") = 'a')"),
        row("a", "c.people"),
        row("b", "c.firms", "true"),
    ]
    features = [
        {"segmentation": name, "feature": feature}
        for name, feature in [("a", "x"), ("a", "y"), ("z", "w"), ("z", "x"), ("b", "v")]
    ]
    assert columns_read(segmentations, features) == {
        "c.firms": ["customer_id", "v"],
        "c.people": ["customer_id", "x", "y", "w", "Country", "odd name"],
    }
    assert list(columns_read(segmentations, features)) == ["c.firms", "c.people"]


def test_a_fits_queries_follow_tonights_relation_and_are_written_anew_only_then():
    fit = {key: value for key, value in simple().items() if key != "relation"}
    first = with_queries(fit, "c.people", None)
    assert "from c.people as source" in first["scoring_sql"]
    dialects = {f"scoring_sql_{name}" for name in ("spark", "bigquery", "snowflake")}
    assert {key for key in first if key not in fit} == {"scoring_sql", *dialects}
    marked = first | dict.fromkeys(dialects, "as it was")
    assert with_queries(marked, "c.people", None) == marked
    other = with_queries(marked, "c.others", "x > 0")
    assert "from c.others as source\n    where x > 0" in other["scoring_sql"]
    assert all("c.others" in other[dialect] for dialect in dialects)
