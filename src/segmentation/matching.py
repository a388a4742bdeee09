"""Segment ids that survive a refit: new segments are matched to former ones by their customers."""

import numpy as np
from scipy.optimize import linear_sum_assignment

UNKNOWN = 0
KEPT_SHARE = 0.5


def match_segments(former_ids: np.ndarray, labels: np.ndarray, *, next_id: int) -> list[int]:
    """Give each new segment the id of the former one whose customers it holds, or a new id.

    The pairs are those that share the most customers in total (Hungarian method, Kuhn 1955). An id
    survives only if its new segment holds at least half of its former customers.

    Parameters
    ----------
    former_ids : ndarray of int, shape (n,)
        The segment each customer was in, from 1; `UNKNOWN` for a customer who was in none.
    labels : ndarray of int, shape (n,)
        The new segment of each customer, from 0 without gaps.
    next_id : int
        The first id that was never used.

    Returns
    -------
    list of int
        An id for each new segment, in the order of the labels.
    """
    known = former_ids != UNKNOWN
    former, rows = np.unique(former_ids[known], return_inverse=True)
    overlap = np.zeros((len(former), labels.max() + 1), dtype=int)
    np.add.at(overlap, (rows, labels[known]), 1)
    ids = [UNKNOWN] * overlap.shape[1]
    for row, label in zip(*linear_sum_assignment(overlap, maximize=True), strict=True):
        if overlap[row, label] >= KEPT_SHARE * overlap[row].sum():
            ids[label] = int(former[row])
    for label, segment_id in enumerate(ids):
        if segment_id == UNKNOWN:
            ids[label] = next_id
            next_id += 1
    return ids
