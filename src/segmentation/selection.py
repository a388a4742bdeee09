"""How many segments: every k in a range judged by all criteria, and the policy that chooses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from segmentation.criteria import bootstrap_stability, gap_statistic, silhouettes
from segmentation.kmeans import Partition, fit_kmeans, one_thread

N_INIT = 20
CHOSEN_N_INIT = 50
LOW_QUANTILE = 0.05


@dataclass(frozen=True)
class Candidate:
    """A k that was tried, with its criteria in scaled units.

    Attributes
    ----------
    k : int
        Number of segments.
    inertia : float
        Sum of squared distances to the centroids.
    silhouette : float
        Mean silhouette coefficient (Rousseeuw 1987), -1 to 1, higher is better.
    calinski_harabasz : float
        Variance ratio (Calinski and Harabasz 1974), higher is better.
    davies_bouldin : float
        Mean similarity of each segment to its nearest (Davies and Bouldin 1979), lower is better.
    gap, gap_standard_error : float
        Gap statistic (Tibshirani et al. 2001), higher is better.
    stability, stability_low : float
        Mean and lower 5 % quantile of the adjusted Rand index over bootstrap resamples.
    smallest_share : float
        Share of the customers in the smallest segment, 0 to 1.
    rejection_reason : str or None
        Why this k is not eligible.
    """

    k: int
    inertia: float
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    gap: float
    gap_standard_error: float
    stability: float
    stability_low: float
    smallest_share: float
    rejection_reason: str | None = None

    @property
    def is_eligible(self) -> bool:
        """Whether nothing speaks against this k."""
        return self.rejection_reason is None


def judge(
    scaled: np.ndarray,
    partitions: Iterable[Partition],
    *,
    random_seed: int,
    min_smallest_share: float,
    min_stability: float,
) -> list[Candidate]:
    """Compute all criteria of partitions of the same rows, and what speaks against each.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    partitions : iterable of Partition
        One per k, of 2 to n - 1 segments.
    random_seed : int
        Seed of resamples and reference data.
    min_smallest_share : float
        Share of the customers, 0 to 1, below which the smallest segment is a sliver.
    min_stability : float
        Mean adjusted Rand index below which a partition is unstable.

    Returns
    -------
    list of Candidate
        In the order of the partitions.
    """
    partitions = list(partitions)
    inertias = {partition.k: partition.inertia for partition in partitions}
    gaps = gap_statistic(scaled, inertias, random_seed=random_seed)
    candidates = []
    for partition, silhouette in zip(
        partitions,
        silhouettes(scaled, [partition.labels for partition in partitions]),
        strict=True,
    ):
        k, labels = partition.k, partition.labels
        stability = bootstrap_stability(scaled, labels, random_seed=random_seed)
        with one_thread():
            candidate = Candidate(
                k=k,
                inertia=partition.inertia,
                silhouette=float(silhouette.mean()),
                calinski_harabasz=float(calinski_harabasz_score(scaled, labels)),
                davies_bouldin=float(davies_bouldin_score(scaled, labels)),
                gap=gaps[k][0],
                gap_standard_error=gaps[k][1],
                stability=float(stability.mean()),
                stability_low=float(np.quantile(stability, LOW_QUANTILE)),
                smallest_share=float(partition.sizes.min() / len(scaled)),
            )
        reason = _objection(candidate, partition, min_smallest_share, min_stability)
        candidates.append(replace(candidate, rejection_reason=reason))
    return candidates


def _objection(candidate, partition, min_smallest_share, min_stability) -> str | None:
    if candidate.smallest_share < min_smallest_share:
        return (
            f"sliver: {partition.sizes.min()} customers, {candidate.smallest_share:.1%},"
            f" below {min_smallest_share:.1%}"
        )
    if candidate.stability < min_stability:
        return f"unstable: adjusted Rand index {candidate.stability:.3f} below {min_stability}"
    return None


def sweep(scaled: np.ndarray, ks: Iterable[int], *, random_seed: int) -> dict[int, Partition]:
    """Fit every k that the data can carry.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Finite and sorted.
    ks : iterable of int
        The numbers of segments to try; those not below the number of different rows are left out.
    random_seed : int
        As `fit_kmeans`.

    Returns
    -------
    dict of int to Partition
        By k, ascending.

    Raises
    ------
    ValueError
        If the data can carry none of the ks.
    """
    different = len(np.unique(scaled, axis=0))
    possible = sorted(k for k in ks if k < different)
    if not possible:
        raise ValueError(f"{different} different rows are too few for any k of {sorted(ks)}")
    return {k: fit_kmeans(scaled, k, n_init=N_INIT, random_seed=random_seed) for k in possible}


def choose_k(
    candidates: Iterable[Candidate], *, k_min: int, k_max: int, silhouette_tie: float
) -> tuple[int, str]:
    """Choose the number of segments from the evidence.

    Parameters
    ----------
    candidates : iterable of Candidate
        What was tried; those out of range do not count, unless there are no others.
    k_min, k_max : int
        The range to choose from, both ends included.
    silhouette_tie : float
        Silhouettes this close count as equal.

    Returns
    -------
    (int, str)
        The eligible k with the best silhouette, of near ties the fewest segments; without an
        eligible k the one whose smallest segment is largest. And the reason, in words.
    """
    candidates = list(candidates)
    candidates = [item for item in candidates if k_min <= item.k <= k_max] or candidates
    eligible = [candidate for candidate in candidates if candidate.is_eligible]
    if not eligible:
        chosen = max(candidates, key=lambda candidate: (candidate.smallest_share, -candidate.k))
        reason = f"no k is eligible; the smallest segment is largest at k = {chosen.k}"
    else:
        best = max(eligible, key=lambda candidate: (candidate.silhouette, -candidate.k))
        floor = best.silhouette - silhouette_tie
        chosen = min(
            (candidate for candidate in eligible if candidate.silhouette >= floor),
            key=lambda candidate: candidate.k,
        )
        reason = f"silhouette {chosen.silhouette:.3f}, best of {len(eligible)} eligible"
        if chosen is not best:
            reason = (
                f"silhouette {chosen.silhouette:.3f}, fewer segments than k = {best.k}"
                f" at {best.silhouette:.3f}"
            )
    if chosen.k in (k_min, k_max):
        reason += f"; at the edge of k_range [{k_min}, {k_max}]"
    return chosen.k, reason
