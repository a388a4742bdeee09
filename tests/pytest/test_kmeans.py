"""K-Means, with scikit-learn and the published figures as oracles."""

import csv

import numpy as np
import pytest
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.preprocessing import StandardScaler

from segmentation.criteria import silhouettes
from segmentation.kmeans import fit_kmeans, nearest

BLOBS, _ = make_blobs([30, 50, 20], 3, centers=None, cluster_std=1.5, random_state=1)
SETTINGS = {"n_init": 10, "random_seed": 42}


def test_finds_what_scikit_learn_finds():
    partition = fit_kmeans(BLOBS, 3, **SETTINGS)
    oracle = KMeans(3, n_init=10, random_state=42).fit(BLOBS)
    assert metrics.adjusted_rand_score(oracle.labels_, partition.labels) == 1
    assert partition.inertia == pytest.approx(oracle.inertia_, rel=1e-12)


def test_labels_centroids_and_inertia_agree():
    partition = fit_kmeans(BLOBS, 4, **SETTINGS)
    distances = ((BLOBS[:, None] - partition.centroids) ** 2).sum(axis=2)
    np.testing.assert_array_equal(distances.argmin(axis=1), partition.labels)
    assert distances.min(axis=1).sum() == pytest.approx(partition.inertia)
    for segment, centroid in enumerate(partition.centroids):
        np.testing.assert_allclose(BLOBS[partition.labels == segment].mean(axis=0), centroid)


def test_segments_come_largest_first():
    assert fit_kmeans(BLOBS, 3, **SETTINGS).sizes.tolist() == [50, 30, 20]


def test_segments_of_one_size_come_in_the_order_of_their_centroids():
    corners = np.array([[9.0, 1], [0, 5], [0, 2], [9, 0]])
    partition = fit_kmeans(corners, 4, **SETTINGS)
    assert partition.centroids.tolist() == [[0, 2], [0, 5], [9, 0], [9, 1]]


def test_the_order_of_the_features_does_not_matter():
    partition, swapped = (
        fit_kmeans(rows, 3, **SETTINGS) for rows in (BLOBS, np.ascontiguousarray(BLOBS[:, ::-1]))
    )
    assert metrics.adjusted_rand_score(partition.labels, swapped.labels) == 1


def test_the_same_input_gives_the_same_bits():
    rows = np.random.default_rng(0).normal(size=(3000, 4))  # more than one of Lloyd's chunks
    first, second = (fit_kmeans(rows, 5, **SETTINGS) for _ in range(2))
    assert first.centroids.tobytes() == second.centroids.tobytes()
    assert first.inertia == second.inertia


def test_fewer_different_rows_than_segments_is_an_error():
    with pytest.raises(ValueError, match="2 different rows cannot make 3 segments"):
        fit_kmeans(np.array([[0.0], [1], [1], [0]]), 3, **SETTINGS)


def test_a_row_with_a_weight_counts_as_often():
    rows, counts = BLOBS[:20], np.arange(1, 21)
    weighted = fit_kmeans(rows, 3, sample_weight=counts.astype(float), **SETTINGS)
    repeated = fit_kmeans(np.repeat(rows, counts, axis=0), 3, **SETTINGS)
    assert weighted.inertia == pytest.approx(repeated.inertia, rel=1e-12)


def test_a_start_from_given_centroids_stays_where_it_has_converged():
    cold = fit_kmeans(BLOBS, 4, **SETTINGS)
    warm = fit_kmeans(BLOBS, 4, n_init=1, random_seed=7, start=cold.centroids)
    np.testing.assert_array_equal(warm.labels, cold.labels)
    np.testing.assert_allclose(warm.centroids, cold.centroids, rtol=1e-12)


def test_reordered_segments_are_the_same_segments():
    partition = fit_kmeans(BLOBS, 3, **SETTINGS)
    other = partition.reordered(np.array([2, 0, 1]))
    assert other.sizes.tolist() == [20, 50, 30]
    np.testing.assert_array_equal(
        other.centroids[other.labels], partition.centroids[partition.labels]
    )


def test_nearest_is_the_nearest_by_hand():
    centroids = np.array([[0.0, 0], [10, 1]])
    labels, distances = nearest(np.array([[0.0, 0], [3, 4], [10, 0]]), centroids)
    assert labels.tolist() == [0, 0, 1]
    assert distances.tolist() == [0, 5, 1]


@pytest.fixture(scope="module")
def mall(real_data):
    """Age, annual income and spending score of the real Mall Customers."""
    with (real_data / "Mall_Customers.csv").open(newline="") as file:
        return np.array([row[2:] for row in csv.reader(file)][1:], dtype=float)


def test_mall_income_and_spending_unscaled(mall):
    partition = fit_kmeans(mall[:, 1:], 5, **SETTINGS)
    assert partition.sizes.tolist() == [81, 39, 35, 23, 22]
    assert partition.centroids.round(2).tolist() == [
        [55.30, 49.52],
        [86.54, 82.13],
        [88.20, 17.11],
        [26.30, 20.91],
        [25.73, 79.36],
    ]
    assert round(partition.inertia, 4) == 44448.4554
    assert round(silhouettes(mall[:, 1:], [partition.labels])[0].mean(), 4) == 0.5539


def test_mall_income_and_spending_standardised(mall):
    scaled = StandardScaler().fit_transform(mall[:, 1:])
    partition = fit_kmeans(scaled, 5, **SETTINGS)
    assert round(partition.inertia, 4) == 65.5684
    assert round(silhouettes(scaled, [partition.labels])[0].mean(), 4) == 0.5547
