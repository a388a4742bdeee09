"""The registry of fits: one row per fit, with all that scoring and judging it takes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pyarrow as pa

from segmentation.scaling import fit_scaling
from segmentation.scoring import scoring_sql
from segmentation.selection import best_silhouette, sweep

N_INIT = 50

SCHEMA = pa.schema(
    {
        "segmentation": pa.string(),
        "fit_number": pa.int32(),
        "fitted_at": pa.timestamp("us"),
        "status": pa.string(),
        "refit_reason": pa.string(),
        "settings_hash": pa.string(),
        "data_hash": pa.string(),
        "customer_count": pa.int64(),
        "feature_names": pa.list_(pa.string()),
        "transforms": pa.list_(pa.string()),
        "centers": pa.list_(pa.float64()),
        "scales": pa.list_(pa.float64()),
        "k": pa.int32(),
        "segment_ids": pa.list_(pa.int32()),
        "centroids": pa.list_(pa.list_(pa.float64())),
        "inertia": pa.float64(),
        "silhouette": pa.float64(),
        "candidates": pa.list_(
            pa.struct(
                {
                    "k": pa.int32(),
                    "inertia": pa.float64(),
                    "silhouette": pa.float64(),
                    "calinski_harabasz": pa.float64(),
                    "davies_bouldin": pa.float64(),
                    "smallest_share": pa.float64(),
                }
            )
        ),
        "scoring_sql": pa.string(),
    }
)


def settings_hash(settings: dict) -> str:
    """Return a digest of everything declared that a fit depends on."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def champion(fits: list[dict], segmentation: str) -> dict | None:
    """Return the fit that scores a segmentation's customers, if there is one."""
    for fit in fits:
        if fit["segmentation"] == segmentation and fit["status"] == "champion":
            return fit
    return None


def refit_reason(current: dict | None, *, settings_hash: str, data_hash: str) -> str | None:
    """Return why a new fit is due, or None if the champion stands."""
    if current is None:
        return "no champion"
    if current["settings_hash"] != settings_hash:
        return "settings changed"
    if current["data_hash"] != data_hash:
        return "data changed"
    return None


def add_champion(fits: list[dict], fit: dict) -> list[dict]:
    """Return the registry with `fit` as its segmentation's champion and the former one retired.

    Parameters
    ----------
    fits : list of dict
        Rows of `SCHEMA`.
    fit : dict
        A row of `SCHEMA` without fit_number and status.

    Returns
    -------
    list of dict
        The same rows, one more, in the same order.
    """
    same = [row for row in fits if row["segmentation"] == fit["segmentation"]]
    former = champion(same, fit["segmentation"])
    return [row | {"status": "retired"} if row is former else row for row in fits] + [
        fit | {"fit_number": len(same) + 1, "status": "champion"}
    ]


def fit_segmentation(
    segmentation: str,
    features: np.ndarray,
    feature_names: Sequence[str],
    transforms: Sequence[str],
    *,
    k: str,
    k_min: int,
    k_max: int,
    random_seed: int,
) -> dict:
    """Scale, choose k, fit.

    Parameters
    ----------
    segmentation : str
        Name of the segmentation.
    features : ndarray of shape (n, d)
        In original units, finite, sorted by customer.
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
        The columns of `SCHEMA` that follow from the data and these settings alone. Segments
        are numbered from 1, the largest first.

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
