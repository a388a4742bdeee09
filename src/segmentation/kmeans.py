"""K-Means: one partition of scaled customers into k segments."""

import warnings
from dataclasses import dataclass
from functools import cache

import numpy as np
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import pairwise_distances_argmin_min
from threadpoolctl import ThreadpoolController

# Looking for the libraries that use threads takes longer than a small fit.
_threads = cache(ThreadpoolController)


def one_thread():
    """Return a context in which one thread does the arithmetic.

    With several, scikit-learn adds up in an order that changes from run to run, and with it the
    last bits of the result.
    """
    return _threads().limit(limits=1)


@dataclass(frozen=True)
class Partition:
    """What K-Means found.

    Attributes
    ----------
    centroids : ndarray of shape (k, d)
        In scaled units.
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

    def reordered(self, order: np.ndarray) -> "Partition":
        """Return the same partition with its segments in the order given, shape (k,)."""
        place = np.empty_like(order)
        place[order] = np.arange(self.k)
        return Partition(self.centroids[order], place[self.labels], self.inertia)


def fit_kmeans(
    scaled: np.ndarray,
    k: int,
    *,
    n_init: int,
    random_seed: int,
    start: np.ndarray | None = None,
    sample_weight: np.ndarray | None = None,
) -> Partition:
    """Fit K-Means (Lloyd 1982), from the best of several k-means++ starts or from given centroids.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Finite; the same rows in another order are another input, so sort them.
    k : int
        Number of segments, at most the number of different rows.
    n_init : int
        Number of k-means++ starts; 1 with `start`.
    random_seed : int
        Seed of the starts.
    start : ndarray of shape (k, d), optional
        Centroids to start from once, instead of k-means++.
    sample_weight : ndarray of shape (n,), optional
        How many times each row counts, default once.

    Returns
    -------
    Partition
        The largest segment first, ties in the order of their centroids' coordinates.

    Raises
    ------
    ValueError
        If there are fewer different rows than k.
    """
    with one_thread(), warnings.catch_warnings():
        # scikit-learn only warns when segments stay empty; below that is an error.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = KMeans(
            n_clusters=k,
            init="k-means++" if start is None else start,
            n_init=n_init,
            random_state=random_seed,
        ).fit(scaled, sample_weight=sample_weight)
    found = len(np.unique(model.labels_))
    if found < k:
        raise ValueError(f"{found} different rows cannot make {k} segments")
    partition = Partition(model.cluster_centers_, model.labels_, float(model.inertia_))
    return partition.reordered(
        np.lexsort((*partition.centroids.T[::-1], -partition.sizes)),
    )


def nearest(scaled: np.ndarray, centroids: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return label and distance of the nearest centroid, each of shape (n,), the first on a tie."""
    with one_thread():
        labels, distances = pairwise_distances_argmin_min(scaled, centroids)
    return labels, distances
