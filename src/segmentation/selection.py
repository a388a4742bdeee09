"""How many segments: every k in a range judged by all criteria, and the policy that chooses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from segmentation.criteria import (
    bootstrap_stability,
    gap_statistic,
    reference_logs,
    resampled_labels,
    silhouettes,
)
from segmentation.kmeans import Partition, fit_kmeans, one_thread

N_INIT = 20
CHOSEN_N_INIT = 50
LOW_QUANTILE = 0.05


@dataclass(frozen=True)
class Trial:
    """A partition, and what any of as many segments of the same rows is compared with.

    Attributes
    ----------
    partition : Partition
        The best of `N_INIT` starts.
    references : ndarray
        As `criteria.reference_logs` returns them.
    resampled : list of ndarray or None
        As `criteria.resampled_labels` returns them.
    """

    partition: Partition
    references: np.ndarray
    resampled: list[np.ndarray | None]


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
    trials: Iterable[Trial],
    *,
    min_smallest_share: float,
    min_stability: float,
) -> list[Candidate]:
    """Compute all criteria of partitions of the same rows, and what speaks against each.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    trials : iterable of Trial
        One per k, of 2 to n - 1 segments.
    min_smallest_share : float
        Share of the customers, 0 to 1, below which the smallest segment is a sliver.
    min_stability : float
        Mean adjusted Rand index below which a partition is unstable.

    Returns
    -------
    list of Candidate
        In the order of the trials.
    """
    trials = list(trials)
    coefficients = silhouettes(scaled, [trial.partition.labels for trial in trials])
    candidates = []
    for trial, silhouette in zip(trials, coefficients, strict=True):
        partition, labels = trial.partition, trial.partition.labels
        gap, gap_standard_error = gap_statistic(partition.inertia, trial.references)
        stability = bootstrap_stability(labels, trial.resampled)
        with one_thread():
            candidate = Candidate(
                k=partition.k,
                inertia=partition.inertia,
                silhouette=float(silhouette.mean()),
                calinski_harabasz=float(calinski_harabasz_score(scaled, labels)),
                davies_bouldin=float(davies_bouldin_score(scaled, labels)),
                gap=gap,
                gap_standard_error=gap_standard_error,
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


def sweep(scaled: np.ndarray, ks: Iterable[int], *, random_seed: int) -> dict[int, Trial]:
    """Try every k that the data can carry.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Finite and sorted.
    ks : iterable of int
        The numbers of segments to try; those not below the number of different rows are left out.
    random_seed : int
        Seed of all fits, resamples and reference data.

    Returns
    -------
    dict of int to Trial
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
    return {
        k: Trial(
            fit_kmeans(scaled, k, n_init=N_INIT, random_seed=random_seed),
            reference_logs(scaled, k, random_seed=random_seed),
            resampled_labels(scaled, k, random_seed=random_seed),
        )
        for k in possible
    }


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
