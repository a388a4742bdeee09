"""Population stability index and its bins."""

import duckdb
import numpy as np
import pandas as pd
import pytest

from segmentation.drift import fit_bins, psi, psi_by_chance
from segmentation.relations import bin_counts, recorded_customers

RNG = np.random.default_rng(2)
FEATURES = np.column_stack([RNG.lognormal(3, 1, 500), RNG.integers(1, 4, 500), np.full(500, 7)])


def test_bins_are_the_deciles_and_hold_everybody():
    edges, shares = fit_bins(FEATURES)
    np.testing.assert_allclose(shares[0], [0.1] * 10)
    below = [np.nextafter(value, 0) for value in (1, 2, 3, 7)]
    assert edges[1] == [below[0], 1, below[1], 2, below[2], 3]
    assert edges[2] == [below[3], 7]
    assert shares[2] == [0, 1, 0]
    for column, edge, share in zip(FEATURES.T, edges, shares, strict=True):
        counts = pd.cut(column, [-np.inf, *edge, np.inf]).value_counts()
        np.testing.assert_allclose(share, counts.to_numpy() / 500)


def test_the_index_is_that_of_its_definition():
    shares, counts = [0.5, 0.3, 0.2], [300, 300, 400]
    expected = sum(
        (now - then) * np.log(now / then) for then, now in zip(shares, [0.3, 0.3, 0.4], strict=True)
    )
    assert psi(shares, counts) == pytest.approx(expected, rel=1e-12)
    assert psi(shares, [50, 30, 20]) == pytest.approx(0, abs=1e-15)


def test_what_many_share_is_told_from_what_is_less():
    edges, shares = fit_bins(np.array([[1.0]] * 95 + [[0.0]] * 5))
    counts = np.bincount(np.searchsorted(edges[0], np.zeros(100)), minlength=len(shares[0]))
    assert psi(shares[0], counts) > 1


def test_the_index_of_customers_like_before_stays_below_what_chance_explains():
    rng = np.random.default_rng(6)
    edges, shares = fit_bins(rng.normal(size=(300, 1)))
    found = [
        psi(shares[0], np.bincount(np.searchsorted(edges[0], rng.normal(size=200)), minlength=10))
        for _ in range(1000)
    ]
    limit = psi_by_chance(10, 300, 200)
    # Once in a thousand by the asymptotic distribution; the bins are of the sample, too.
    assert sum(index > limit for index in found) <= 20
    assert limit < 0.25
    assert psi_by_chance(10, 30, 30) > 1
    moved = np.searchsorted(edges[0], rng.normal(1, 1, size=200))
    assert psi(shares[0], np.bincount(moved, minlength=10)) > limit


def test_an_empty_bin_is_a_finite_drift():
    assert psi([0.5, 0.5], [100, 0]) == pytest.approx(
        0.5 * np.log(2) + (1e-4 - 0.5) * np.log(1e-4 / 0.5)
    )
    assert psi([1.0, 0.0], [10, 0]) == 0


def test_the_index_does_not_depend_on_the_unit_or_the_order():
    moved = FEATURES * [1.3, 1, 1]
    found = []
    for unit in (1, 1000):
        edges, shares = fit_bins(FEATURES * unit)
        cuts = np.searchsorted(edges[0], RNG.permutation(moved[:, 0]) * unit)
        found.append(psi(shares[0], np.bincount(cuts, minlength=10)))
    assert found[0] == pytest.approx(found[1], rel=1e-12)
    assert found[0] > 0.01


def test_the_engine_counts_as_numpy_does():
    edges, shares = fit_bins(FEATURES)
    with duckdb.connect() as connection:
        connection.execute("create table customers (features double[])")
        connection.executemany(
            "insert into customers values (?)", [[row.tolist()] for row in FEATURES]
        )
        counts = bin_counts(connection.table("customers"), edges)
    for count, share in zip(counts, shares, strict=True):
        assert count == (np.array(share) * 500).round().astype(int).tolist()
        assert psi(share, count) == 0


def test_a_missing_value_counts_as_what_the_fit_fills_in():
    gaps = FEATURES.copy()
    gaps[::7, 0] = np.nan
    fill = float(np.nanmedian(gaps[:, 0]))
    whole = np.where(np.isnan(gaps), fill, gaps)
    edges, shares = fit_bins(whole)
    rows = [[[None if np.isnan(value) else value for value in row]] for row in gaps.tolist()]
    with duckdb.connect() as connection:
        connection.execute("create table customers (features double[])")
        connection.executemany("insert into customers values (?)", rows)
        counts = bin_counts(connection.table("customers"), edges, [fill, None, None])
    for count, share in zip(counts, shares, strict=True):
        assert count == (np.array(share) * 500).round().astype(int).tolist()


RECORDED = """
create schema marts;
create schema clustering;
create table people as
select unnest([1, 2, 3]) as customer_id, unnest(['a', 'b', 'c']) as town;
create table marts.customer_segments (segmentation varchar, customer_id varchar);
insert into marts.customer_segments values
    ('mine', '1'), ('also mine', '1'), ('also mine', '9'), ('other', '2'), ('of the sample', '3');
create table clustering.kmeans_fits (segmentation varchar, status varchar, is_sample boolean);
insert into clustering.kmeans_fits values
    ('mine', 'champion', false), ('also mine', 'champion', false), ('other', 'champion', false),
    ('of the sample', 'champion', true), ('of the sample', 'retired', false);
"""


def test_whom_the_last_build_put_into_a_segment_is_told_of_each_customer_once():
    with duckdb.connect() as connection:
        connection.execute(RECORDED)

        def recorded(*names, is_sample=False):
            found = recorded_customers(connection, "people", names, is_sample)
            return found.order("customer_id").fetchall()

        # The ninth is gone, and counts among those that there were.
        assert recorded("mine", "also mine") == [
            (1, "a", True, 2),
            (2, "b", False, 2),
            (3, "c", False, 2),
        ]
        nobody = [(1, "a", False, None), (2, "b", False, None), (3, "c", False, None)]
        # Generated people are others, even of the same ids.
        assert recorded("of the sample") == nobody
        assert recorded("of the sample", is_sample=True)[2] == (3, "c", True, 1)
        assert recorded() == nobody
        connection.execute("drop table marts.customer_segments")
        assert recorded("mine") == nobody
