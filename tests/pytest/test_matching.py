"""Segment ids over a refit."""

import itertools

import numpy as np
import pytest

from segmentation.matching import UNKNOWN, match_segments


def test_ids_follow_the_customers():
    former = np.array([1, 1, 1, 2, 2, 7, 7, 7])
    labels = np.array([2, 2, 2, 0, 0, 1, 1, 0])
    assert match_segments(former, labels, next_id=9) == [2, 7, 1]


def test_an_id_is_born_where_less_than_half_of_the_former_customers_stay():
    former = np.repeat([1, 2], 10)
    half = np.array([0] * 5 + [1] * 5 + [1] * 10)
    assert match_segments(former, half, next_id=3) == [1, 2]
    less = np.array([0] * 4 + [1] * 6 + [1] * 10)
    assert match_segments(former, less, next_id=3) == [3, 2]


def test_a_split_keeps_the_id_with_the_larger_part_and_a_merger_retires_one():
    split = match_segments(np.repeat([1, 2], 10), np.repeat([0, 1, 2], [6, 4, 10]), next_id=5)
    assert split == [1, 5, 2]
    merger = match_segments(np.repeat([1, 2, 3], 10), np.repeat([0, 1], [20, 10]), next_id=5)
    assert merger in ([1, 3], [2, 3])


def test_new_customers_do_not_count_and_may_be_all_there_is():
    former = np.array([UNKNOWN] * 20 + [1] * 3)
    assert match_segments(former, np.array([0] * 20 + [1] * 3), next_id=4) == [4, 1]
    assert match_segments(np.zeros(4, int), np.array([0, 1, 0, 1]), next_id=1) == [1, 2]


@pytest.mark.parametrize("seed", range(20))
def test_the_pairs_share_the_most_customers_of_all_pairings(seed):
    rng = np.random.default_rng(seed)
    former, labels = rng.integers(1, 5, 60), rng.integers(0, 4, 60)
    overlap = np.array(
        [[np.sum((former == i) & (labels == j)) for j in range(4)] for i in range(1, 5)]
    )
    best = max(
        sum(overlap[row, label] for row, label in enumerate(order))
        for order in itertools.permutations(range(4))
    )
    ids = match_segments(former, labels, next_id=100)
    kept = [(number, label) for label, number in enumerate(ids) if number < 100]
    sizes = np.bincount(former)
    assert all(overlap[number - 1, label] >= sizes[number] / 2 for number, label in kept)
    assert len(set(ids)) == 4
    total = sum(overlap[number - 1, label] for number, label in kept)
    # With every id kept, the total is the best; dropped ones can only take away from it.
    assert total == best if len(kept) == 4 else total < best


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_customers_and_labels_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    former = np.repeat([1, 2, 3], [30, 20, 10])
    labels = np.where(rng.random(60) < 0.8, former - 1, rng.integers(0, 3, 60))
    ids = match_segments(former, labels, next_id=4)
    shuffle = rng.permutation(60)
    assert match_segments(former[shuffle], labels[shuffle], next_id=4) == ids
    rename = np.array([2, 0, 1])
    renamed = match_segments(former, rename[labels], next_id=4)
    assert [renamed[rename[label]] for label in range(3)] == ids
