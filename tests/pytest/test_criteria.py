"""Every criterion for k against an independent computation of it."""

import itertools

import numpy as np
import pytest
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs

from segmentation.criteria import (
    N_INIT,
    REFERENCES,
    RESAMPLES,
    adjusted_rand_index,
    bootstrap_stability,
    elbow,
    gap_statistic,
    reference_logs,
    resampled_labels,
    silhouettes,
)
from segmentation.kmeans import fit_kmeans

BLOBS, KINDS = make_blobs([30, 50, 20], 3, centers=None, cluster_std=1.5, random_state=1)


def partitions(rows, ks):
    return [fit_kmeans(rows, k, n_init=10, random_seed=42) for k in ks]


def gap(rows, partition, random_seed):
    references = reference_logs(rows, partition.k, random_seed=random_seed)
    return gap_statistic(partition.inertia, references)


def stability(rows, labels, random_seed):
    k = labels.max() + 1
    return bootstrap_stability(labels, resampled_labels(rows, k, random_seed=random_seed))


def test_silhouettes_of_several_partitions_are_scikit_learns():
    labelings = [partition.labels for partition in partitions(BLOBS, range(2, 8))]
    expected = [metrics.silhouette_samples(BLOBS, labels) for labels in labelings]
    np.testing.assert_allclose(silhouettes(BLOBS, labelings), expected, rtol=1e-9, atol=1e-12)


def test_silhouettes_hold_in_more_than_one_chunk_of_distances():
    rows, labels = make_blobs(4000, 2, centers=3, random_state=0)  # 128 MB of distances
    expected = metrics.silhouette_samples(rows, labels)
    [found] = silhouettes(rows, [labels])
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


def test_a_customer_alone_in_a_segment_and_twins_count_as_zero():
    rows = np.array([[0.0], [0], [4], [9], [9]])
    for labels in (np.array([0, 0, 1, 2, 2]), np.array([0, 1, 0, 0, 1])):
        expected = metrics.silhouette_samples(rows, labels)
        np.testing.assert_allclose(silhouettes(rows, [labels]), [expected], rtol=1e-12)
    [found] = silhouettes(np.zeros((4, 2)), [np.array([0, 0, 1, 1])])
    assert found.tolist() == [0, 0, 0, 0]


def test_nobody_is_near_to_a_segment_without_rows():
    labels = partitions(BLOBS, [3])[0].labels
    [expected] = silhouettes(BLOBS, [labels])
    [found] = silhouettes(BLOBS, [labels + 2])
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_gap_is_that_of_its_definition():
    for partition in partitions(BLOBS, [2, 3]):
        k, logs = partition.k, []
        for number in range(REFERENCES):
            uniform = np.random.default_rng([5, number]).uniform(
                BLOBS.min(axis=0), BLOBS.max(axis=0), BLOBS.shape
            )
            labels = KMeans(k, n_init=N_INIT, random_state=5).fit_predict(uniform)
            # W: half the sum over segments of all squared distances between members, by size.
            within = sum(
                metrics.pairwise_distances(uniform[labels == label], metric="sqeuclidean").sum()
                / (2 * (labels == label).sum())
                for label in range(k)
            )
            logs.append(np.log(within))
        expected = np.mean(logs) - np.log(partition.inertia)
        error = np.sqrt(np.var(logs) * (1 + 1 / REFERENCES))
        np.testing.assert_allclose(gap(BLOBS, partition, 5), (expected, error), rtol=1e-9)


def test_the_gap_speaks_for_the_blobs_there_are():
    rows, _ = make_blobs(300, 2, centers=[[0, 0], [9, 0], [0, 9], [9, 9]], random_state=3)
    gaps = {partition.k: gap(rows, partition, 1) for partition in partitions(rows, range(2, 8))}
    # Tibshirani's rule: the first k not below the next by more than its standard error.
    assert next(k for k in gaps if gaps[k][0] >= gaps[k + 1][0] - gaps[k + 1][1]) == 4


def rand_index(first, second):
    """Compute the adjusted Rand index from all pairs of customers, as it is defined."""
    pairs = list(itertools.combinations(range(len(first)), 2))
    same_first = np.array([first[i] == first[j] for i, j in pairs])
    same_second = np.array([second[i] == second[j] for i, j in pairs])
    expected = same_first.sum() * same_second.sum() / len(pairs)
    largest = (same_first.sum() + same_second.sum()) / 2
    return ((same_first & same_second).sum() - expected) / (largest - expected)


def test_stability_is_the_adjusted_rand_index_over_resamples():
    rows = BLOBS[::2]
    labels = fit_kmeans(rows, 4, n_init=10, random_seed=42).labels
    found = stability(rows, labels, 9)
    assert found.shape == (RESAMPLES,)
    assert RESAMPLES >= 20
    for number in range(3):
        drawn = np.random.default_rng([9, number]).integers(0, len(rows), len(rows))
        kinds, counts = np.unique(drawn, return_counts=True)
        model = KMeans(4, n_init=N_INIT, random_state=9 + number)
        model.fit(rows[kinds], sample_weight=counts.astype(float))
        expected = rand_index(labels, model.predict(rows))
        assert found[number] == pytest.approx(expected, rel=1e-9)


def test_the_adjusted_rand_index_is_scikit_learns():
    draw = np.random.default_rng(3).integers
    for rows, first_k, second_k in ((2, 1, 1), (5, 5, 5), (40, 1, 4), (40, 6, 3), (5000, 8, 2)):
        first, second = draw(first_k, size=rows), draw(second_k, size=rows)
        for other in (second, first, np.arange(rows), np.zeros(rows, dtype=int)):
            expected = metrics.adjusted_rand_score(first, other)
            assert adjusted_rand_index(first, other) == pytest.approx(expected, rel=1e-12)
    # Pairs that no 64 bits can hold the product of.
    first, second = draw(3, size=(2, 200_000))
    expected = metrics.adjusted_rand_score(first, second)
    assert adjusted_rand_index(first, second) == pytest.approx(expected, rel=1e-6)


def test_segments_that_are_there_are_stable_and_invented_ones_are_not():
    rows, labels = make_blobs(200, 2, centers=[[0, 0], [20, 0], [0, 20]], random_state=0)
    assert stability(rows, labels, 1).min() == 1
    noise = np.random.default_rng(0).normal(size=(200, 2))
    labels = fit_kmeans(noise, 5, n_init=10, random_seed=1).labels
    assert stability(noise, labels, 1).mean() < 0.7


def test_a_resample_that_cannot_carry_the_segments_counts_as_zero():
    rows = np.array([[0.0], [1], [2], [3], [4]])
    found = stability(rows, np.arange(5), 0)
    drawn = [np.random.default_rng([0, number]).integers(0, 5, 5) for number in range(RESAMPLES)]
    assert (found == [len(set(rows)) == 5 for rows in map(tuple, drawn)]).all()


def test_the_elbow_is_furthest_from_the_line_between_the_ends():
    curve = {2: 269.69, 3: 157.70, 4: 108.92, 5: 65.57, 6: 55.06, 7: 44.86, 8: 37.23}
    points = np.array([[(k - 2) / 6, (v - 37.23) / (269.69 - 37.23)] for k, v in curve.items()])
    start, end = points[0], points[-1]
    across = (end - start) / np.linalg.norm(end - start)
    distances = [
        np.linalg.norm((point - start) - ((point - start) @ across) * across) for point in points
    ]
    assert elbow(curve) == list(curve)[int(np.argmax(distances))] == 5


def test_the_elbow_does_not_depend_on_the_unit_of_inertia_and_needs_a_bend():
    curve = {3: 90.0, 4: 30.0, 5: 20.0, 6: 12.0}
    assert elbow(curve) == elbow({k: 7 * value for k, value in curve.items()}) == 4
    assert elbow({3: 30.0, 4: 20.0, 5: 10.0}) is None
    assert elbow({3: 30.0, 4: 20.0}) is None
    assert elbow({3: 5.0, 4: 5.0, 5: 5.0}) is None


def order_of_features(rows):
    return np.ascontiguousarray(rows[:, ::-1])


def order_of_rows(rows):
    return rows[np.random.default_rng(4).permutation(len(rows))]


@pytest.mark.parametrize("change", [order_of_features, order_of_rows])
def test_criteria_do_not_depend_on_the_order_of_rows_or_features(change):
    rows, _ = make_blobs(150, 3, centers=[[0, 0, 0], [9, 0, 4], [0, 9, 8]], random_state=3)
    found = []
    for data in (rows, change(rows)):
        [partition] = partitions(data, [3])
        [silhouette] = silhouettes(data, [partition.labels])
        stable = stability(data, partition.labels, 1).mean()
        found.append((partition.inertia, silhouette.mean(), stable))
    np.testing.assert_allclose(*found, rtol=1e-9)
