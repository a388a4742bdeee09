"""The criteria that judge how many segments there are, beside those scikit-learn has."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import pairwise_distances_chunked

from segmentation.kmeans import fit_kmeans, nearest, one_thread

# Starts of each fit whose result is compared with that of another: with fewer for resamples than
# for the partition they seem less alike than they are, with fewer for references segments seem
# better than they are.
N_INIT = 20
RESAMPLES = 20
REFERENCES = 10


def silhouettes(scaled: np.ndarray, labelings: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Compute the silhouette coefficients (Rousseeuw 1987) of several partitions.

    What scikit-learn's `silhouette_samples` gives, but the distances between the rows, which are
    nearly all of the work, are computed once for all partitions instead of once for each.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    labelings : sequence of ndarray of int, shape (n,)
        Labels from 0, of 2 to n - 1 segments each.

    Returns
    -------
    list of ndarray of shape (n,)
        One per labeling: a coefficient per row, -1 to 1, higher is better.
    """
    members = [np.eye(labels.max() + 1)[labels] for labels in labelings]
    with one_thread():
        sums = np.vstack(
            list(
                pairwise_distances_chunked(
                    scaled,
                    reduce_func=lambda distances, _: distances @ np.hstack(members),
                    working_memory=64,
                )
            )
        )
    scores = []
    for labels, member in zip(labelings, members, strict=True):
        to_segments, sums = np.split(sums, [member.shape[1]], axis=1)
        sizes = member.sum(axis=0)
        own_size = sizes[labels]
        own = (to_segments * member).sum(axis=1) / np.maximum(own_size - 1, 1)
        # Nobody is near to a segment that none of these rows is in.
        means = to_segments / np.where(sizes > 0, sizes, np.nan)
        other = np.nanmin(np.where(member == 1, np.inf, means), axis=1)
        larger = np.maximum(own, other)
        # A customer alone in its segment counts as 0, by definition.
        counts = (own_size > 1) & (larger > 0)
        scores.append(np.divide(other - own, larger, out=np.zeros_like(own), where=counts))
    return scores


def reference_logs(scaled: np.ndarray, k: int, *, random_seed: int) -> np.ndarray:
    """Fit data without segments, uniform over the range of each feature.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows whose range is meant.
    k : int
        Number of segments, below n.
    random_seed : int
        Seed of the data, the same for every k, and of their fits.

    Returns
    -------
    ndarray of shape (`REFERENCES`,)
        Log inertia of each data set, what `gap_statistic` compares with.
    """
    low, high = scaled.min(axis=0), scaled.max(axis=0)
    fits = (
        fit_kmeans(
            np.random.default_rng([random_seed, number]).uniform(low, high, scaled.shape),
            k,
            n_init=N_INIT,
            random_seed=random_seed,
        )
        for number in range(REFERENCES)
    )
    return np.log([fit.inertia for fit in fits])


def gap_statistic(inertia: float, references: np.ndarray) -> tuple[float, float]:
    """Compare an inertia with those of data without segments (Tibshirani, Walther, Hastie 2001).

    Parameters
    ----------
    inertia : float
        Of the rows' partition, above 0.
    references : ndarray of shape (`REFERENCES`,)
        From `reference_logs`, of as many segments.

    Returns
    -------
    (float, float)
        Mean log inertia of the reference data less that of the rows, higher is better; and its
        standard error with the error of simulation.
    """
    return (
        float(references.mean() - np.log(inertia)),
        float(references.std() * np.sqrt(1 + 1 / len(references))),
    )


def resampled_labels(scaled: np.ndarray, k: int, *, random_seed: int) -> list[np.ndarray | None]:
    """Fit resamples of the customers, drawn with replacement, and label all customers with each.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    k : int
        Number of segments.
    random_seed : int
        Seed of the resamples, the same ones for every k, and of the fits.

    Returns
    -------
    list of `RESAMPLES` ndarrays of int, shape (n,)
        None for a resample with too few different customers for as many segments.
    """
    kinds = np.unique(scaled, axis=0, return_inverse=True)[1]
    labelings = []
    for number in range(RESAMPLES):
        drawn = np.random.default_rng([random_seed, number]).integers(0, len(scaled), len(scaled))
        # A customer drawn twice is one row that counts twice: the same fit from fewer rows.
        rows, counts = np.unique(drawn, return_counts=True)
        if len(np.unique(kinds[rows])) < k:
            labelings.append(None)
            continue
        fit = fit_kmeans(
            scaled[rows],
            k,
            n_init=N_INIT,
            random_seed=random_seed + number,
            sample_weight=counts.astype(float),
        )
        labelings.append(nearest(scaled, fit.centroids)[0])
    return labelings


def bootstrap_stability(labels: np.ndarray, resampled: Sequence[np.ndarray | None]) -> np.ndarray:
    """Measure how far a partition comes back on other customers.

    Dolnicar and Leisch 2010, Evaluation of structure and reproducibility of cluster solutions
    using the bootstrap.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        The partition to be judged, labels from 0.
    resampled : sequence of ndarray of int, shape (n,), or None
        From `resampled_labels`, of as many segments.

    Returns
    -------
    ndarray, one value per resample
        Adjusted Rand indices, 1 for the same partition, about 0 for an unrelated one; 0 too where
        there is none.
    """
    return np.array(
        [0.0 if other is None else adjusted_rand_index(labels, other) for other in resampled]
    )


def adjusted_rand_index(first: np.ndarray, second: np.ndarray) -> float:
    """Compare two partitions of the same customers (Hubert, Arabie 1985).

    What scikit-learn's `adjusted_rand_score` gives of labels that are numbers already, in a
    fiftieth of the time.

    Parameters
    ----------
    first, second : ndarray of int, shape (n,)
        Labels from 0.

    Returns
    -------
    float
        1 for the same partition, about 0 for an unrelated one.
    """
    columns = second.max() + 1
    counts = np.bincount(first * columns + second, minlength=(first.max() + 1) * columns)
    shared = counts.reshape(-1, columns).astype(float)
    together = _pairs(shared)
    in_first, in_second = _pairs(shared.sum(axis=1)), _pairs(shared.sum(axis=0))
    expected = in_first * in_second / max(_pairs(shared.sum()), 1)
    largest = (in_first + in_second) / 2
    return 1.0 if largest == expected else float((together - expected) / (largest - expected))


def _pairs(counts: np.ndarray) -> float:
    return (counts * (counts - 1)).sum() / 2


def elbow(inertias: Mapping[int, float]) -> int | None:
    """Find where the inertia curve bends most (Kneedle: Satopää et al. 2011, without smoothing).

    Parameters
    ----------
    inertias : mapping of int to float
        Inertia by k.

    Returns
    -------
    int or None
        The k at which the curve, both axes scaled to 0 to 1, lies furthest below the line between
        its ends; the smaller k on a tie; None below three ks or where no point lies below it.
    """
    if len(inertias) < 3:
        return None
    ks = np.array(sorted(inertias), dtype=float)
    curve = np.array([inertias[int(k)] for k in ks])
    if curve[0] <= curve[-1]:
        return None
    below = 1 - (ks - ks[0]) / (ks[-1] - ks[0]) - (curve - curve[-1]) / (curve[0] - curve[-1])
    best = int(below.argmax())
    return int(ks[best]) if below[best] > 0 else None
