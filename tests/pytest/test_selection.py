"""The policy for k: what is judged, what is not eligible, what is chosen."""

import numpy as np
import pytest
from sklearn import metrics
from sklearn.datasets import make_blobs
from sklearn.preprocessing import StandardScaler

from segmentation.selection import Candidate, choose_k, judge, sweep

BLOBS, _ = make_blobs([30, 50, 20], 3, centers=None, cluster_std=1.5, random_state=1)
LIMITS = {"min_smallest_share": 0.02, "min_stability": 0.70}


def judged(rows, ks, **limits):
    return judge(rows, sweep(rows, ks, random_seed=42).values(), **LIMITS | limits)


def test_the_criteria_of_each_candidate_are_its_own():
    trials = sweep(BLOBS, range(2, 6), random_seed=42)
    candidates = judge(BLOBS, trials.values(), **LIMITS)
    assert [candidate.k for candidate in candidates] == [2, 3, 4, 5]
    for candidate, trial in zip(candidates, trials.values(), strict=True):
        labels = trial.partition.labels
        assert candidate.inertia == trial.partition.inertia
        assert candidate.silhouette == pytest.approx(metrics.silhouette_score(BLOBS, labels))
        assert candidate.calinski_harabasz == metrics.calinski_harabasz_score(BLOBS, labels)
        assert candidate.davies_bouldin == metrics.davies_bouldin_score(BLOBS, labels)
        assert candidate.smallest_share == np.bincount(labels).min() / 100
        assert candidate.stability_low <= candidate.stability
        # One partition alone gets the same verdict as among others.
        assert judge(BLOBS, [trial], **LIMITS)[0].gap == candidate.gap


def test_a_sliver_and_an_unstable_partition_are_rejected_with_their_figures():
    rows = np.vstack([np.random.default_rng(0).normal(size=(99, 2)), [[60.0, 60.0]]])
    [two] = judged(rows, [2])
    assert two.rejection_reason == "sliver: 1 customers, 1.0%, below 2.0%"
    [five] = judged(rows[:99], [5])
    assert five.rejection_reason == (
        f"unstable: adjusted Rand index {five.stability:.3f} below 0.7"
    )
    assert not five.is_eligible
    assert judged(rows[:99], [5], min_stability=-1)[0].is_eligible


def test_sweep_leaves_out_what_the_data_cannot_carry():
    four = np.array([[0.0], [1], [5], [9], [9]])
    assert list(sweep(four, range(2, 11), random_seed=1)) == [2, 3]
    with pytest.raises(ValueError, match="too few"):
        sweep(four, range(5, 11), random_seed=1)


def candidate(k, silhouette, rejection_reason=None, smallest_share=0.1):
    figures = dict.fromkeys(
        ("inertia", "calinski_harabasz", "davies_bouldin", "gap", "gap_standard_error"), 0
    )
    return Candidate(
        k=k,
        silhouette=silhouette,
        smallest_share=smallest_share,
        stability=1,
        stability_low=1,
        rejection_reason=rejection_reason,
        **figures,
    )


POLICY = {"k_min": 3, "k_max": 6, "silhouette_tie": 0.005}
CASES = [
    ([(3, 0.2), (4, 0.5), (5, 0.4)], 4, "silhouette 0.500, best of 3 eligible"),
    (
        [(4, 0.496), (5, 0.5), (6, 0.1)],
        4,
        "silhouette 0.496, fewer segments than k = 5 at 0.500",
    ),
    ([(4, 0.494), (5, 0.5)], 5, "silhouette 0.500, best of 2 eligible"),
    (
        [(3, 0.5), (4, 0.1)],
        3,
        "silhouette 0.500, best of 2 eligible; at the edge of k_range [3, 6]",
    ),
    ([(4, 0.9, "sliver"), (5, 0.5)], 5, "silhouette 0.500, best of 1 eligible"),
    # Judged, but out of range: it was configured.
    ([(2, 0.9), (5, 0.5)], 5, "silhouette 0.500, best of 1 eligible"),
    (
        [(4, 0.9, "sliver", 0.001), (5, 0.5, "sliver", 0.01), (6, 0.4, "sliver", 0.01)],
        5,
        "no k is eligible; the smallest segment is largest at k = 5",
    ),
]


@pytest.mark.parametrize(("tried", "k", "reason"), CASES, ids=[reason for *_, reason in CASES])
def test_the_choice_and_its_reason(tried, k, reason):
    assert choose_k([candidate(*item) for item in tried], **POLICY) == (k, reason)


def test_real_retail_without_logs_has_slivers_at_every_k(real):
    rows = np.array(
        real.sql(
            "select recency_days, frequency, monetary from customers.retail_customers"
            " order by customer_id"
        ),
        dtype=float,
    )
    candidates = judged(StandardScaler().fit_transform(rows), range(2, 11))
    assert candidates[0].rejection_reason == "sliver: 26 customers, 0.6%, below 2.0%"
    assert [item.k for item in candidates] == list(range(2, 11))
    assert all(item.rejection_reason.startswith("sliver") for item in candidates)
    assert choose_k(candidates, k_min=2, k_max=10, silhouette_tie=0.005)[0] == 2
