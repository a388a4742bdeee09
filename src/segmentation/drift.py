"""Drift of the customers since a fit: population stability index over bins stored with the fit."""

from collections.abc import Sequence

import numpy as np
from scipy.special import chdtri

BINS = 10
# An empty bin would make the index infinite.
SMALLEST_SHARE = 1e-4


def fit_bins(features: np.ndarray) -> tuple[list[list[float]], list[list[float]]]:
    """Divide each feature at its deciles.

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units.

    Returns
    -------
    edges, shares : list of list of float, length d
        Per feature the inner edges, ascending and different, and the share of the customers in
        each of the bins between them; a value equal to an edge is in the bin below.
    """
    inner = np.linspace(0, 1, BINS + 1)[1:-1]
    edges = [_edges(np.quantile(column, inner)) for column in features.T]
    shares = [
        np.bincount(np.searchsorted(edge, column), minlength=len(edge) + 1) / len(features)
        for edge, column in zip(edges, features.T, strict=True)
    ]
    return [edge.tolist() for edge in edges], [share.tolist() for share in shares]


def _edges(deciles: np.ndarray) -> np.ndarray:
    # A value that many customers share gets a bin of its own: below it, one could not tell it
    # from what is less.
    values, counts = np.unique(deciles, return_counts=True)
    return np.union1d(values, np.nextafter(values[counts > 1], -np.inf))


def psi_by_chance(bins: int, fitted_count: int, customer_count: int) -> float:
    """Return what the index reaches by chance once in a thousand times.

    Without drift the index is distributed like chi-squared with one degree of freedom less than
    there are bins, times the sum of the reciprocal counts (Yurdakul and Naranjo 2020).

    Parameters
    ----------
    bins : int
        Bins with customers.
    fitted_count, customer_count : int
        Customers of the fit, and now.

    Returns
    -------
    float
    """
    return float(chdtri(max(bins - 1, 1), 0.001) * (1 / fitted_count + 1 / customer_count))


def psi(shares: Sequence[float], counts: Sequence[int]) -> float:
    """Compute the population stability index (Siddiqi 2006) of one feature.

    Parameters
    ----------
    shares : sequence of float
        Share of the customers in each bin when the model was fitted.
    counts : sequence of int
        Customers in each bin now, at least one in all.

    Returns
    -------
    float
        0 for the same distribution; by convention below 0.1 is stable, above 0.25 has shifted.
    """
    counts = np.asarray(counts)
    then = np.maximum(shares, SMALLEST_SHARE)
    now = np.maximum(counts / counts.sum(), SMALLEST_SHARE)
    return float(((now - then) * np.log(now / then)).sum())
