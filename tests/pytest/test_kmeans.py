"""K-Means and the choice of k, with scikit-learn and the published figures as oracles."""

import csv

import numpy as np
import pytest
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.preprocessing import StandardScaler

from segmentation.kmeans import fit_kmeans
from segmentation.selection import Candidate, best_silhouette, judge, sweep

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


def test_criteria_are_scikit_learns():
    partition = fit_kmeans(BLOBS, 4, **SETTINGS)
    labels = partition.labels
    assert judge(BLOBS, partition, random_seed=42) == Candidate(
        k=4,
        inertia=partition.inertia,
        silhouette=metrics.silhouette_score(BLOBS, labels),
        calinski_harabasz=metrics.calinski_harabasz_score(BLOBS, labels),
        davies_bouldin=metrics.davies_bouldin_score(BLOBS, labels),
        smallest_share=np.bincount(labels).min() / 100,
    )


def test_the_silhouette_of_many_rows_is_taken_on_a_seeded_sample():
    rows, _ = make_blobs(12_000, 2, centers=3, random_state=0)
    partition = fit_kmeans(rows, 3, n_init=1, random_seed=0)
    sampled = metrics.silhouette_score(rows, partition.labels, sample_size=10_000, random_state=7)
    assert judge(rows, partition, random_seed=7).silhouette == sampled


def test_sweep_leaves_out_what_the_data_cannot_carry():
    four = np.array([[0.0], [1], [5], [9], [9]])
    assert list(sweep(four, range(2, 11), **SETTINGS)) == [2, 3]
    with pytest.raises(ValueError, match="too few"):
        sweep(four, range(5, 11), **SETTINGS)


def candidate(k, silhouette):
    return Candidate(k, 0, silhouette, 0, 0, 0)


def test_the_best_silhouette_wins_and_fewer_segments_on_a_tie():
    assert best_silhouette([candidate(3, 0.2), candidate(4, 0.5), candidate(5, 0.4)]) == 4
    assert best_silhouette([candidate(5, 0.5), candidate(3, 0.5), candidate(4, 0.1)]) == 3


@pytest.fixture(scope="module")
def mall(real_data):
    """Age, annual income and spending score of the real Mall Customers."""
    with (real_data / "Mall_Customers.csv").open(newline="") as file:
        return np.array([row[2:] for row in csv.reader(file)][1:], dtype=float)


def test_mall_income_and_spending_unscaled(mall):
    partition = fit_kmeans(mall[:, 1:], 5, **SETTINGS)
    figures = judge(mall[:, 1:], partition, random_seed=42)
    assert partition.sizes.tolist() == [81, 39, 35, 23, 22]
    assert partition.centroids.round(2).tolist() == [
        [55.30, 49.52],
        [86.54, 82.13],
        [88.20, 17.11],
        [26.30, 20.91],
        [25.73, 79.36],
    ]
    assert round(figures.inertia, 4) == 44448.4554
    assert round(figures.silhouette, 4) == 0.5539


def test_mall_income_and_spending_standardised(mall):
    scaled = StandardScaler().fit_transform(mall[:, 1:])
    figures = judge(scaled, fit_kmeans(scaled, 5, **SETTINGS), random_seed=42)
    assert round(figures.inertia, 4) == 65.5684
    assert round(figures.silhouette, 4) == 0.5547


def test_mall_with_age_standardised_has_its_best_silhouette_at_six(mall):
    scaled = StandardScaler().fit_transform(mall)
    tried = {k: figures for k, (_, figures) in sweep(scaled, range(2, 11), **SETTINGS).items()}
    assert best_silhouette(list(tried.values())) == 6
    assert 0.4274 <= round(tried[6].silhouette, 4) <= 0.4284
    assert tried[6].inertia <= 133.8685
