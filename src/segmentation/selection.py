"""How many segments: a partition for every k in a range, and the criteria that judge it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import (
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from threadpoolctl import threadpool_limits

from segmentation.kmeans import Partition, fit_kmeans

# The silhouette compares every pair of rows: above this many it is taken on a seeded sample.
SILHOUETTE_ROWS = 10_000


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
    smallest_share : float
        Share of the customers in the smallest segment, 0 to 1.
    """

    k: int
    inertia: float
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    smallest_share: float


def judge(scaled: np.ndarray, partition: Partition, *, random_seed: int) -> Candidate:
    """Compute the criteria of one partition.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows the partition was fitted on.
    partition : Partition
        Of 2 to n - 1 segments.
    random_seed : int
        Seed of the sample that the silhouette is taken on above `SILHOUETTE_ROWS` rows.

    Returns
    -------
    Candidate
    """
    labels = partition.labels
    with threadpool_limits(limits=1):
        silhouette = silhouette_score(
            scaled,
            labels,
            sample_size=SILHOUETTE_ROWS if len(scaled) > SILHOUETTE_ROWS else None,
            random_state=random_seed,
        )
        return Candidate(
            k=partition.k,
            inertia=partition.inertia,
            silhouette=float(silhouette),
            calinski_harabasz=float(calinski_harabasz_score(scaled, labels)),
            davies_bouldin=float(davies_bouldin_score(scaled, labels)),
            smallest_share=float(partition.sizes.min() / len(scaled)),
        )


def sweep(
    scaled: np.ndarray, ks: Iterable[int], *, n_init: int, random_seed: int
) -> dict[int, tuple[Partition, Candidate]]:
    """Fit and judge every k that the data can carry.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Finite and sorted.
    ks : iterable of int
        The numbers of segments to try; those not below the number of different rows are left out.
    n_init, random_seed : int
        As `fit_kmeans`.

    Returns
    -------
    dict of int to (Partition, Candidate)
        By k, ascending.

    Raises
    ------
    ValueError
        If the data can carry none of the ks.
    """
    different = len(np.unique(scaled, axis=0))
    possible = [k for k in ks if k < different]
    if not possible:
        raise ValueError(f"{different} different rows are too few for any k of {ks}")
    results = {}
    for k in possible:
        partition = fit_kmeans(scaled, k, n_init=n_init, random_seed=random_seed)
        results[k] = partition, judge(scaled, partition, random_seed=random_seed)
    return results


def best_silhouette(candidates: list[Candidate]) -> int:
    """Return the k with the highest silhouette, the smaller k on a tie."""
    return max(candidates, key=lambda candidate: (candidate.silhouette, -candidate.k)).k
