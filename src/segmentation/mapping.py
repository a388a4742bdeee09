"""A map of the customers: two coordinates in which they are seen at once."""

import numpy as np


def map_loadings(scaled: np.ndarray, former: np.ndarray | None = None) -> np.ndarray:
    """Find the two directions in which customers differ most (principal components; Pearson 1901).

    Two features are their own map: turned to their components, a scatter plot of income and
    spending would lose its axes and show nothing more.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Customers in scaled units.
    former : ndarray of shape (2, d), optional
        Loadings of the map before this one; the new axes point the same way.

    Returns
    -------
    ndarray of shape (2, d)
        A row of loadings per coordinate: `scaled @ loadings.T` are the coordinates. Without
        `former` the largest loading of each row is positive. For one feature the second row is 0.
    """
    features = scaled.shape[1]
    if features <= 2:
        return np.eye(2, features)
    _, vectors = np.linalg.eigh(np.cov(scaled, rowvar=False))
    loadings = vectors[:, [-1, -2]].T
    if former is None:
        signs = np.sign([row[np.abs(row).argmax()] for row in loadings])
    else:
        signs = np.where((loadings * former).sum(axis=1) < 0, -1, 1)
    return loadings * signs[:, None]
