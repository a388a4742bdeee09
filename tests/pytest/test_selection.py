"""The policy for k: what is judged, what is not eligible, what is chosen."""

from dataclasses import fields, replace

import numpy as np
import pytest
from sklearn import metrics
from sklearn.datasets import make_blobs
from sklearn.preprocessing import StandardScaler

from segmentation.selection import Candidate, Evidence, choose_k, undecided_k

BLOBS, _ = make_blobs([30, 50, 20], 3, centers=None, cluster_std=1.5, random_state=1)
LIMITS = {"min_smallest_share": 0.02, "min_stability": 0.70}


def evidence(rows, ks, **limits):
    return Evidence(rows, ks, random_seed=42, **LIMITS | limits)


def stable(rows, k, **limits):
    one = evidence(rows, [k], **limits)
    one.look_at_stability(k)
    return one.candidates[k]


def test_the_criteria_of_each_candidate_are_its_own():
    found = evidence(BLOBS, range(2, 6))
    assert list(found.candidates) == [2, 3, 4, 5]
    for k, candidate in found.candidates.items():
        labels = found.partitions[k].labels
        assert candidate.inertia == found.partitions[k].inertia
        assert candidate.silhouette == pytest.approx(metrics.silhouette_score(BLOBS, labels))
        assert candidate.calinski_harabasz == metrics.calinski_harabasz_score(BLOBS, labels)
        assert candidate.davies_bouldin == metrics.davies_bouldin_score(BLOBS, labels)
        assert candidate.smallest_share == np.bincount(labels).min() / 100
        assert candidate.stability is None
        assert candidate.gap is None
        assert candidate.is_eligible is None


def test_what_is_looked_at_is_known_and_stays_with_another_partition():
    found = evidence(BLOBS, [3, 4])
    found.look_at_stability(3)
    found.look_at_gap(3)
    first = found.candidates[3]
    assert first.stability_low <= first.stability
    assert first.is_eligible
    assert found.candidates[4].stability is None
    partition = found.partitions[3]
    found.use(partition, partition.sizes)
    assert found.candidates[3] == first
    moved = replace(partition, labels=(np.arange(100) % 3))
    found.use(moved, np.array([900, 99, 1]))
    second = found.candidates[3]
    assert second.stability < first.stability
    assert second.gap == first.gap
    assert second.rejection_reason == "sliver: 1 customers, 0.1%, below 2.0%"
    found.use(moved, np.array([9804, 10000, 197 + 200]))
    near = found.candidates[3].rejection_reason
    assert near == "sliver: 397 customers, 1.97%, below 2.00%"


def test_a_segment_may_have_none_of_the_rows_that_the_evidence_is_about():
    found = evidence(BLOBS, [3])
    labels = found.partitions[3].labels
    far = replace(found.partitions[3], labels=np.where(labels == 2, 1, labels))
    found.use(far, np.array([600, 300, 100]))
    found.look_at_stability(3)
    candidate = found.candidates[3]
    assert candidate.smallest_share == 0.1
    figures = [getattr(candidate, field.name) for field in fields(candidate)][:6]
    assert np.isfinite([*figures, candidate.stability]).all()


def test_a_sliver_and_an_unstable_partition_are_rejected_with_their_figures():
    rows = np.vstack([np.random.default_rng(0).normal(size=(99, 2)), [[60.0, 60.0]]])
    two = evidence(rows, [2]).candidates[2]
    assert two.rejection_reason == "sliver: 1 customers, 1.0%, below 2.0%"
    five = stable(rows[:99], 5)
    assert five.rejection_reason == (
        f"unstable: adjusted Rand index {five.stability:.3f} below 0.7"
    )
    assert not five.is_eligible
    assert stable(rows[:99], 5, min_stability=-1).is_eligible


def test_what_the_data_cannot_carry_is_left_out():
    four = np.array([[0.0], [1], [5], [9], [9]])
    assert list(evidence(four, range(2, 11)).candidates) == [2, 3]
    with pytest.raises(ValueError, match="too few"):
        evidence(four, range(5, 11))


def candidate(k, silhouette, rejection_reason=None, smallest_share=0.1, stability=1):
    return Candidate(
        k=k,
        inertia=0,
        silhouette=silhouette,
        calinski_harabasz=0,
        davies_bouldin=0,
        smallest_share=smallest_share,
        stability=stability,
        rejection_reason=rejection_reason,
    )


POLICY = {"k_min": 3, "k_max": 6, "silhouette_tie": 0.005}
CASES = [
    ([(3, 0.2), (4, 0.5), (5, 0.4)], 4, "silhouette 0.500, best of 3 tried"),
    (
        [(4, 0.496), (5, 0.5), (6, 0.1)],
        4,
        "silhouette 0.496, fewer segments than k = 5 at 0.500",
    ),
    ([(4, 0.494), (5, 0.5)], 5, "silhouette 0.500, best of 2 tried"),
    (
        [(3, 0.5), (4, 0.1)],
        3,
        "silhouette 0.500, best of 2 tried; at the edge of k_range [3, 6]",
    ),
    (
        [(4, 0.9, "sliver"), (5, 0.5)],
        5,
        "silhouette 0.500, best of 2 tried; rejected: k = 4",
    ),
    (
        [(3, 0.496), (4, 0.9, "sliver"), (5, 0.5), (6, 0.7, "unstable")],
        3,
        "silhouette 0.496, fewer segments than k = 5 at 0.500; rejected: k = 4, 6;"
        " at the edge of k_range [3, 6]",
    ),
    # Judged, but out of range: it was configured.
    ([(2, 0.9), (5, 0.5)], 5, "silhouette 0.500, best of 1 tried"),
    (
        [(4, 0.9, "sliver", 0.001), (5, 0.5, "sliver", 0.01), (6, 0.4, "sliver", 0.01)],
        5,
        "no k is eligible; the smallest segment is largest at k = 5",
    ),
]


@pytest.mark.parametrize(("tried", "k", "reason"), CASES, ids=[reason for *_, reason in CASES])
def test_the_choice_and_its_reason(tried, k, reason):
    assert choose_k([candidate(*item) for item in tried], **POLICY) == (k, reason)


def decided(tried, stabilities, policy=POLICY):
    """Look at stabilities as `fit_segmentation` does, and return which, and the choice."""
    known, looked_at = {item[0]: candidate(*item, stability=None) for item in tried}, []
    while k := undecided_k(known.values(), **policy):
        looked_at.append(k)
        fault = None if stabilities[k] >= 0.7 else "unstable"
        known[k] = replace(known[k], stability=stabilities[k], rejection_reason=fault)
    return looked_at, choose_k(known.values(), **policy)


def test_stabilities_are_looked_at_until_no_other_can_change_the_choice():
    draw = np.random.default_rng(0)
    for _ in range(300):
        tried = [(k, round(float(draw.uniform(0.3, 0.33)), 3)) for k in range(2, 8)]
        stabilities = {k: float(draw.uniform(0.5, 1)) for k, _ in tried}
        looked_at, choice = decided(tried, stabilities)
        every = [
            candidate(*item, None if stabilities[item[0]] >= 0.7 else "unstable") for item in tried
        ]
        # The reason names those that were rejected, of which some are not known to be.
        assert choice[0] == choose_k(every, **POLICY)[0]
        assert set(looked_at) <= {3, 4, 5, 6}
    # The first is enough where it is stable and nothing is as good.
    assert decided([(3, 0.2), (4, 0.5), (5, 0.4)], {4: 0.9})[0] == [4]
    assert decided([(3, 0.498), (4, 0.5), (5, 0.4)], {3: 0.1, 4: 0.9})[0] == [4, 3]
    assert decided([(3, 0.2), (4, 0.5), (5, 0.4)], {3: 0.1, 4: 0.2, 5: 0.3})[0] == [4, 5, 3]


def test_real_retail_without_logs_has_slivers_at_every_k(real):
    rows = np.array(
        real.sql(
            "select recency_days, frequency, monetary from customers.retail_customers"
            " order by customer_id"
        ),
        dtype=float,
    )
    candidates = list(
        evidence(StandardScaler().fit_transform(rows), range(2, 11)).candidates.values()
    )
    assert candidates[0].rejection_reason == "sliver: 26 customers, 0.6%, below 2.0%"
    assert [item.k for item in candidates] == list(range(2, 11))
    assert all(item.rejection_reason.startswith("sliver") for item in candidates)
    assert choose_k(candidates, k_min=2, k_max=10, silhouette_tie=0.005)[0] == 2
