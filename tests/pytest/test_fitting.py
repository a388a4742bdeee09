"""One fit as a whole: its row, its refit, and that ids survive."""

import numpy as np
import pyarrow as pa
import pytest
from sklearn.datasets import make_blobs

from segmentation import registry
from segmentation.fitting import fit_segmentation, predicted_ids, warm_or_cold
from segmentation.kmeans import fit_kmeans
from segmentation.matching import match_segments
from segmentation.relations import to_matrix
from segmentation.scaling import fit_scaling

CENTERS = [[20, 20], [20, 80], [80, 20], [80, 80]]
FEATURES = make_blobs([80, 60, 50, 40], 2, centers=CENTERS, cluster_std=6, random_state=2)[0]
SETTINGS = {
    "feature_names": ["x", "y"],
    "transforms": ["none", "none"],
    "k": "auto",
    "k_min": 3,
    "k_max": 6,
    "k_min_share": 0.02,
    "k_min_stability": 0.7,
    "k_silhouette_tie": 0.005,
    "evidence_rows": 10_000,
    "outlier_quantile": 0.9,
    "random_seed": 1,
}


def fitted(features=FEATURES, **changes):
    return fit_segmentation(features, **SETTINGS | changes)


@pytest.fixture(scope="module")
def champion():
    """Return a fit of four segments."""
    return fitted()


def test_a_first_fit_numbers_its_segments_by_size(champion):
    assert champion["k"] == champion["auto_k"] == champion["elbow_k"] == 4
    assert champion["segment_ids"] == [1, 2, 3, 4]
    assert np.bincount(predicted_ids(champion, FEATURES)).tolist() == [0, 80, 60, 50, 40]
    assert champion["kept_customer_share"] is None
    assert champion["k_reason"].startswith("silhouette 0.")
    found = np.array(champion["centroids"]) * champion["scales"] + champion["centers"]
    np.testing.assert_allclose(found, CENTERS, atol=3)


def test_the_row_has_the_registrys_columns_and_survives_arrow_bit_for_bit(champion):
    fits = registry.add([], champion | {"segmentation": "s"}, SETTINGS, ("no champion",) * 2, None)
    table = registry.to_table(fits)
    given_by_the_model = {
        "fit_number",
        "fitted_at",
        "last_comparison",
        "customer_count",
        "is_sample",
        # The scoring queries read a relation, which a fit does not know.
        *("scoring_sql", "scoring_sql_spark", "scoring_sql_bigquery", "scoring_sql_snowflake"),
    }
    assert set(table.schema.names) - set(fits[0]) == given_by_the_model
    assert set(fits[0]) <= set(table.schema.names)
    assert registry.to_table(table.to_pylist()) == table
    assert table.to_pylist()[0]["centroids"] == champion["centroids"]
    assert registry.to_table([]).num_rows == 0


def with_gaps():
    features = FEATURES.copy()
    features[::10, 0] = np.nan
    return features


def test_missing_values_are_the_median_of_the_others_and_frozen_with_the_fit():
    features = with_gaps()
    fit = fitted(features, missing=["median", "reject"])
    assert fit["fill_values"] == [np.nanmedian(features[:, 0]), None]
    filled = np.where(np.isnan(features), np.nanmedian(features, axis=0), features)
    # Else the same fit as of these values.
    same = fitted(filled, missing=["reject", "reject"])
    assert fit | {"fill_values": None} == same | {"fill_values": None}


def test_a_refit_compares_with_what_the_champion_says_of_the_same_customers():
    """With its own fill values: a customer without a value is where the champion put it."""
    features = with_gaps()
    first = fitted(features, missing=["median", "reject"])
    first = first | {"fill_values": [80.0, None]}
    again = fitted(features, missing=["median", "reject"], champion=first)
    own = predicted_ids(first, np.where(np.isnan(features), 80.0, features))
    new = predicted_ids(again, np.where(np.isnan(features), again["fill_values"][0], features))
    assert again["kept_customer_share"] == (own == new).mean() < 1


def test_the_evidence_is_of_the_partition_that_is_used(champion):
    [chosen] = [item for item in champion["candidates"] if item["k"] == 4]
    assert chosen["inertia"] == pytest.approx(champion["inertia"], rel=1e-12)
    assert chosen["silhouette"] == champion["silhouette"]
    sizes = np.bincount(predicted_ids(champion, FEATURES))[1:]
    overall = np.average(champion["segment_silhouettes"], weights=sizes)
    assert overall == pytest.approx(champion["silhouette"])
    assert len(set(champion["segment_silhouettes"])) == 4
    assert chosen["stability"] == champion["stability"]
    assert chosen["is_eligible"]


def test_a_configured_k_is_used_and_judged_and_autos_choice_shown_beside_it():
    fit = fitted(k="7", k_min_stability=0.99)
    assert fit["k"] == 7 == len(fit["centroids"]) == len(fit["segment_ids"])
    assert [item["k"] for item in fit["candidates"]] == [3, 4, 5, 6, 7]
    assert fit["auto_k"] == 4
    assert not fit["candidates"][-1]["is_eligible"]
    assert fit["k_reason"].startswith("as configured; auto takes 4 (silhouette 0.")
    assert fit["k_reason"].endswith("; the evidence rejects 7")


def test_all_the_evidence_is_there_where_it_is_asked_for(champion):
    fit = fitted(k_evidence="all")
    for item, other in zip(fit["candidates"], champion["candidates"], strict=True):
        assert item["gap"] is not None
        assert item["gap_standard_error"] is not None
        assert other["gap"] is None
        is_looked_at = other["stability"] is not None
        assert is_looked_at == (other["is_eligible"] is not None) == (other["k"] == 4)
        assert item["stability"] == (other["stability"] if is_looked_at else item["stability"])
        assert item["is_eligible"] in (True, False)
    # What a champion is made of does not depend on it.
    assert {**fit, "candidates": None} == {**champion, "candidates": None}


def test_a_segment_that_no_customer_of_the_evidence_is_in_has_no_silhouette():
    few = make_blobs(12, 2, centers=[[300, 300]], cluster_std=2, random_state=4)[0]
    rows = np.vstack([FEATURES, few])
    fit = fitted(rows, k="5", evidence_rows=len(FEATURES), k_min_share=0.06)
    assert fit["segment_silhouettes"][-1] is None
    assert np.isfinite(fit["segment_silhouettes"][:-1]).all()
    [chosen] = [item for item in fit["candidates"] if item["k"] == 5]
    assert np.isfinite([chosen[key] for key in ("silhouette", "davies_bouldin", "stability")]).all()
    assert chosen["rejection_reason"] == "sliver: 12 customers, 5.0%, below 6.0%"


def test_a_k_that_the_customers_cannot_carry_is_an_error():
    with pytest.raises(ValueError, match="too few different customers for k = 230"):
        fitted(k="230")


def test_outlier_distances_leave_the_declared_share_within(champion):
    ids = predicted_ids(champion, FEATURES)
    scaled = fit_scaling(FEATURES, ["none", "none"]).apply(FEATURES)
    for segment_id, centroid, limit in zip(
        champion["segment_ids"], champion["centroids"], champion["outlier_distances"], strict=True
    ):
        distances = np.linalg.norm(scaled[ids == segment_id] - centroid, axis=1)
        assert (distances <= limit).mean() == pytest.approx(0.9, abs=1 / len(distances))


def test_a_refit_keeps_the_ids_whatever_the_sizes_are(champion):
    # The largest segment is now the smallest: by size it would get another id.
    rows = np.vstack([FEATURES[predicted_ids(champion, FEATURES) != 1], FEATURES[:30]])
    refit = fitted(rows, champion=champion, next_segment_id=5)
    assert refit["segment_ids"] == [1, 2, 3, 4]
    np.testing.assert_array_equal(predicted_ids(refit, rows), predicted_ids(champion, rows))
    assert refit["kept_customer_share"] == 1


def test_ids_survive_other_features_through_the_customers(champion):
    ids = predicted_ids(champion, FEATURES)
    other = np.column_stack([FEATURES[:, 1], 100 - FEATURES[:, 0]])
    refit = fitted(other, feature_names=["y", "z"], former_ids=ids, next_segment_id=5)
    np.testing.assert_array_equal(predicted_ids(refit, other), ids)
    assert refit["kept_customer_share"] == 1


def test_a_new_segment_gets_an_id_that_no_other_ever_had(champion):
    new = make_blobs(60, 2, centers=[[140, 50]], cluster_std=8, random_state=3)[0]
    refit = fitted(np.vstack([FEATURES, new]), champion=champion, next_segment_id=9)
    assert refit["segment_ids"] == [1, 2, 3, 4, 9]
    np.testing.assert_array_equal(predicted_ids(refit, FEATURES), predicted_ids(champion, FEATURES))


def test_a_cold_fit_replaces_the_warm_one_only_if_clearly_better():
    scaled = fit_scaling(FEATURES, ["none", "none"]).apply(FEATURES)
    best = fit_kmeans(scaled, 4, n_init=20, random_seed=0)
    rng = np.random.default_rng(0)
    # Bad starts, until one leads to a clearly worse minimum.
    starts = (scaled[rng.choice(len(scaled), 4, replace=False)] for _ in range(500))
    bad = next(
        start
        for start in starts
        if fit_kmeans(scaled, 4, n_init=1, random_seed=0, start=start).inertia > 1.02 * best.inertia
    )
    assert warm_or_cold(scaled, bad, best) is best
    # At k = 7 the minima lie close together: a slightly worse warm one stays.
    best = fit_kmeans(scaled, 7, n_init=200, random_seed=0)
    warm = next(
        fit
        for fit in (fit_kmeans(scaled, 7, n_init=1, random_seed=seed) for seed in range(500))
        if 1.0001 * best.inertia < fit.inertia < 1.009 * best.inertia
    )
    refit = warm_or_cold(scaled, warm.centroids, best)
    assert refit.inertia == pytest.approx(warm.inertia, rel=1e-9)


def test_former_centroids_that_cannot_make_as_many_segments_leave_the_cold_fit():
    scaled = np.repeat([[0.0], [1.0], [5.0], [9.0]], 5, axis=0)
    cold = fit_kmeans(scaled, 3, n_init=10, random_seed=0)
    far = np.array([[4.9], [100.0], [200.0]])
    assert warm_or_cold(scaled, far, cold).k == 3


def test_a_refit_starts_from_the_champions_centroids():
    scaled = fit_scaling(FEATURES, ["none", "none"]).apply(FEATURES)
    first = fitted(k="7")
    other = next(
        fit
        for fit in (fit_kmeans(scaled, 7, n_init=1, random_seed=seed) for seed in range(500))
        if 1.0001 * first["inertia"] < fit.inertia < 1.009 * first["inertia"]
    )
    refit = fitted(k="7", champion=first | {"centroids": other.centroids.tolist()})
    assert refit["inertia"] == pytest.approx(other.inertia, rel=1e-9)


def test_the_same_input_gives_the_same_row_and_another_unit_the_same_segments(champion):
    assert fitted() == champion
    other = fitted(FEATURES * [1000, 0.01])
    np.testing.assert_array_equal(
        predicted_ids(other, FEATURES * [1000, 0.01]), predicted_ids(champion, FEATURES)
    )
    for key in ("k", "elbow_k", "segment_ids"):
        assert other[key] == champion[key]
    for key in ("inertia", "silhouette", "stability"):
        assert other[key] == pytest.approx(champion[key], rel=1e-9)


def test_a_fit_is_made_on_so_many_rows(champion):
    others = np.random.default_rng(2).normal(0, 99, FEATURES.shape)
    limited = fitted(np.vstack([FEATURES, others]), fit_rows=len(FEATURES))
    for key in ("k", "centers", "scales", "centroids", "inertia", "segment_ids"):
        assert limited[key] == fitted(FEATURES)[key], key


def test_criteria_are_computed_on_a_sample_of_many_rows(champion):
    rows = np.random.default_rng(0).permutation(np.repeat(FEATURES, 5, axis=0))
    rows = rows + np.random.default_rng(1).normal(0, 1, rows.shape)
    sampled = fitted(rows, evidence_rows=300)
    assert sampled["k"] == 4
    [chosen] = [item for item in sampled["candidates"] if item["k"] == 4]
    scaled = fit_scaling(rows, ["none", "none"]).apply(rows)[:300]
    distances = np.linalg.norm(scaled[:, None] - np.array(sampled["centroids"]), axis=2)
    assert chosen["inertia"] == pytest.approx((distances.min(axis=1) ** 2).sum())
    assert chosen["inertia"] < sampled["inertia"] / 3
    assert sampled["fitted_count"] == 1150


class Relation:
    """As much of a DuckDB relation as to_matrix uses."""

    def __init__(self, rows):
        self.rows = rows

    def to_arrow_table(self):
        return pa.table({"features": pa.array(self.rows, pa.list_(pa.float64()))})


def test_lists_become_a_matrix_a_missing_value_nan_and_a_missing_list_an_error():
    assert to_matrix(Relation([[1, 2], [3, 4], [5, 6]])).tolist() == [[1, 2], [3, 4], [5, 6]]
    np.testing.assert_array_equal(to_matrix(Relation([[1, None], [3, 4]])), [[1, np.nan], [3, 4]])
    with pytest.raises(ValueError, match="null"):
        to_matrix(Relation([[1, 2], None]))
    # As many values as two lists of two would have.
    with pytest.raises(ValueError, match="differ in length"):
        to_matrix(Relation([[1], [2, 3, 4]]))


SHIPPED_K = {"mall_spending": 5, "mall_demographic": 6, "campaign_engagement": 5, "retail_rfm": 4}
REFITS = 50


@pytest.mark.parametrize(("segmentation", "k"), SHIPPED_K.items())
def test_customers_keep_their_segment_id_over_refits(real, segmentation, k):
    mine = f"where segmentation = '{segmentation}'"
    transforms = [
        transform
        for (transform,) in real.sql(
            f"select transform from features.feature_list {mine} order by position"
        )
    ]
    rows = np.array(
        [
            row
            for (row,) in real.sql(
                f"select features from features.customer_features {mine}"
                " order by md5(customer_id), customer_id"
            )
        ]
    )
    scaling = fit_scaling(rows, transforms)
    champion = fit_kmeans(scaling.apply(rows), k, n_init=50, random_seed=42)

    def kept(seed, drop, warm):
        """Return the share of the customers whose id another fit keeps."""
        rng = np.random.default_rng(seed)
        here = np.sort(rng.permutation(len(rows))[: round(len(rows) * (1 - drop))])
        other = fit_scaling(rows[here], transforms)
        scaled = other.apply(rows[here])
        refit = fit_kmeans(scaled, k, n_init=20, random_seed=1000 + seed)
        if warm:
            refit = warm_or_cold(scaled, other.rescaled(champion.centroids, scaling), refit)
        former = champion.labels[here] + 1
        ids = np.array(match_segments(former, refit.labels, next_id=k + 1))
        return (ids[refit.labels] == former).mean()

    for warm, mean, worst in ((True, 0.99, 0.97), (False, 0.97, 0.93)):
        for drop in (0, 0.05):
            shares = [kept(seed, drop, warm) for seed in range(REFITS)]
            print(
                f"{segmentation}: {'warm' if warm else 'cold'}, {drop:.0%} dropped:"
                f" mean {np.mean(shares):.4f}, worst {min(shares):.4f}"
            )
            assert np.mean(shares) >= mean
            assert min(shares) >= worst
