"""One fit, from features in original units to the row that the registry keeps."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from segmentation.scaling import fit_scaling
from segmentation.scoring import scoring_sql
from segmentation.selection import best_silhouette, sweep

N_INIT = 50


def fit_segmentation(
    features: np.ndarray,
    *,
    segmentation: str,
    feature_names: Sequence[str],
    transforms: Sequence[str],
    k: str,
    k_min: int,
    k_max: int,
    random_seed: int,
) -> dict:
    """Scale, choose k, fit.

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units, finite, sorted by customer.
    segmentation : str
        Name of the segmentation.
    feature_names, transforms : sequence of str, length d
        Name and transform of each feature.
    k : str
        A number, or "auto" for the best silhouette from `k_min` to `k_max`.
    k_min, k_max : int
        The range of k that is tried either way, both ends included.
    random_seed : int
        Seed of every random step.

    Returns
    -------
    dict
        The columns of `registry.SCHEMA` that follow from the data and these settings alone.
        Segments are numbered from 1, the largest first.

    Raises
    ------
    ValueError
        If there are too few different customers for k.
    """
    scaling = fit_scaling(features, transforms)
    scaled = scaling.apply(features)
    ks = set(range(k_min, k_max + 1)) | (set() if k == "auto" else {int(k)})
    tried = sweep(scaled, sorted(ks), n_init=N_INIT, random_seed=random_seed)
    candidates = [candidate for _, candidate in tried.values()]
    chosen = best_silhouette(candidates) if k == "auto" else int(k)
    if chosen not in tried:
        raise ValueError(f"{segmentation}: too few different customers for k = {chosen}")
    partition, figures = tried[chosen]
    fitted = {
        "transforms": list(transforms),
        "centers": scaling.centers.tolist(),
        "scales": scaling.scales.tolist(),
        "segment_ids": list(range(1, chosen + 1)),
        "centroids": partition.centroids.tolist(),
    }
    return {
        "segmentation": segmentation,
        "customer_count": len(features),
        "feature_names": list(feature_names),
        **fitted,
        "k": chosen,
        "inertia": figures.inertia,
        "silhouette": figures.silhouette,
        "candidates": [asdict(candidate) for candidate in candidates],
        "scoring_sql": scoring_sql(segmentation, **fitted),
    }
