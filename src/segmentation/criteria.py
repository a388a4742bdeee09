"""The criteria that judge how many segments there are, beside those scikit-learn has."""

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import adjusted_rand_score, pairwise_distances_chunked

from segmentation.kmeans import fit_kmeans, nearest, one_thread

RESAMPLES = 20
RESAMPLE_N_INIT = 3
REFERENCES = 10
REFERENCE_N_INIT = 2


def silhouettes(scaled: np.ndarray, labelings: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Compute the silhouette coefficients (Rousseeuw 1987) of several partitions.

    What scikit-learn's `silhouette_samples` gives, but the distances between the rows, which are
    nearly all of the work, are computed once for all partitions instead of once for each.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    labelings : sequence of ndarray of int, shape (n,)
        Labels from 0 without gaps, of 2 to n - 1 segments each.

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
        other = np.where(member == 1, np.inf, to_segments / sizes).min(axis=1)
        larger = np.maximum(own, other)
        # A customer alone in its segment counts as 0, by definition.
        counts = (own_size > 1) & (larger > 0)
        scores.append(np.divide(other - own, larger, out=np.zeros_like(own), where=counts))
    return scores


def gap_statistic(
    scaled: np.ndarray, inertias: Mapping[int, float], *, random_seed: int
) -> dict[int, tuple[float, float]]:
    """Compare inertias with those of data without segments (Tibshirani, Walther, Hastie 2001).

    The reference data are uniform over the range of each feature.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    inertias : mapping of int to float
        Inertia of the rows' partition by k, above 0, k below n.
    random_seed : int
        Seed of the reference data and of their partitions.

    Returns
    -------
    dict of int to (float, float)
        By k: mean log inertia of `REFERENCES` reference data sets less that of the rows, higher
        is better; and its standard error with the error of simulation.
    """
    low, high = scaled.min(axis=0), scaled.max(axis=0)
    logs = {k: [] for k in inertias}
    for number in range(REFERENCES):
        uniform = np.random.default_rng([random_seed, number]).uniform(low, high, scaled.shape)
        for k, values in logs.items():
            fit = fit_kmeans(uniform, k, n_init=REFERENCE_N_INIT, random_seed=random_seed)
            values.append(np.log(fit.inertia))
    return {
        k: (
            float(np.mean(values) - np.log(inertias[k])),
            float(np.std(values) * np.sqrt(1 + 1 / REFERENCES)),
        )
        for k, values in logs.items()
    }


def bootstrap_stability(scaled: np.ndarray, labels: np.ndarray, *, random_seed: int) -> np.ndarray:
    """Measure how far a partition comes back on other customers (Hennig 2007; Hubert, Arabie 1985).

    K-Means is fitted on resamples of the customers, drawn with replacement; each fit then labels
    all customers, and the adjusted Rand index compares these labels with the given ones.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        The rows.
    labels : ndarray of int, shape (n,)
        The partition to be judged, labels from 0 without gaps.
    random_seed : int
        Seed of the resamples, the same ones for every k, and of the fits.

    Returns
    -------
    ndarray of shape (`RESAMPLES`,)
        Adjusted Rand indices, 1 for the same partition, about 0 for an unrelated one; 0 too for a
        resample with too few different customers for as many segments.
    """
    k = labels.max() + 1
    kinds = np.unique(scaled, axis=0, return_inverse=True)[1]
    indices = np.zeros(RESAMPLES)
    for number in range(RESAMPLES):
        drawn = np.random.default_rng([random_seed, number]).integers(0, len(scaled), len(scaled))
        # A customer drawn twice is one row that counts twice: the same fit from fewer rows.
        rows, counts = np.unique(drawn, return_counts=True)
        if len(np.unique(kinds[rows])) < k:
            continue
        fit = fit_kmeans(
            scaled[rows],
            k,
            n_init=RESAMPLE_N_INIT,
            random_seed=random_seed + number,
            sample_weight=counts.astype(float),
        )
        indices[number] = adjusted_rand_score(labels, nearest(scaled, fit.centroids)[0])
    return indices


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
