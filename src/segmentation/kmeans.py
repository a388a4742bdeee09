"""K-Means: one partition of scaled customers into k segments."""

import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits


@dataclass(frozen=True)
class Partition:
    """What K-Means found.

    Attributes
    ----------
    centroids : ndarray of shape (k, d)
        In scaled units, largest segment first, ties in the order of their coordinates.
    labels : ndarray of int, shape (n,)
        The row of `centroids` each customer is nearest to.
    inertia : float
        Sum of squared distances of the customers to their centroids, in scaled units.
    """

    centroids: np.ndarray
    labels: np.ndarray
    inertia: float

    @property
    def k(self) -> int:
        """Number of segments."""
        return len(self.centroids)

    @property
    def sizes(self) -> np.ndarray:
        """Customers per segment, shape (k,)."""
        return np.bincount(self.labels, minlength=self.k)


def fit_kmeans(scaled: np.ndarray, k: int, *, n_init: int, random_seed: int) -> Partition:
    """Fit K-Means (Lloyd 1982) from the best of `n_init` k-means++ starts.

    One thread does the arithmetic: with several, scikit-learn adds up in an order that changes
    from run to run, and with it the last bits of the centroids.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Finite; the same rows in another order are another input, so sort them.
    k : int
        Number of segments, at most the number of different rows.
    n_init : int
        Number of starts.
    random_seed : int
        Seed of the starts.

    Returns
    -------
    Partition

    Raises
    ------
    ValueError
        If there are fewer different rows than k.
    """
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # scikit-learn only warns when segments stay empty; below that is an error.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(n_clusters=k, n_init=n_init, random_state=random_seed).fit(scaled)
    found = len(np.unique(model.labels_))
    if found < k:
        raise ValueError(f"{found} different rows cannot make {k} segments")
    return ordered(model.cluster_centers_, model.labels_, float(model.inertia_))


def ordered(centroids: np.ndarray, labels: np.ndarray, inertia: float) -> Partition:
    """Return the partition with its segments in a fixed order: largest first, then by centroid."""
    sizes = np.bincount(labels, minlength=len(centroids))
    order = np.lexsort((*centroids.T[::-1], -sizes))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Partition(centroids[order], rank[labels], inertia)
