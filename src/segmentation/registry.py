"""The registry of fits: one row per fit, with all that scoring and judging it takes."""

import hashlib
import json

import pyarrow as pa

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


def champion(fits: list[dict], segmentation: str) -> dict | None:
    """Return the fit that scores a segmentation's customers, if there is one."""
    for fit in fits:
        if fit["segmentation"] == segmentation and fit["status"] == "champion":
            return fit
    return None


def due(fits: list[dict], settings: dict, data_hash: str) -> dict | None:
    """Decide whether a segmentation is to be fitted.

    Parameters
    ----------
    fits : list of dict
        Rows of `SCHEMA`.
    settings : dict
        All that is declared and a fit depends on, the segmentation's name included.
    data_hash : str
        Digest of the customers and their features.

    Returns
    -------
    dict or None
        What the fit's row says of the decision (settings_hash, data_hash, refit_reason), or
        None if the champion stands.
    """
    decision = {
        "settings_hash": hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest(),
        "data_hash": data_hash,
    }
    current = champion(fits, settings["segmentation"])
    if current is None:
        return decision | {"refit_reason": "no champion"}
    if current["settings_hash"] != decision["settings_hash"]:
        return decision | {"refit_reason": "settings changed"}
    if current["data_hash"] != decision["data_hash"]:
        return decision | {"refit_reason": "data changed"}
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
        The same rows in the same order, and the new one.
    """
    same = [row for row in fits if row["segmentation"] == fit["segmentation"]]
    former = champion(same, fit["segmentation"])
    return [row | {"status": "retired"} if row is former else row for row in fits] + [
        fit | {"fit_number": len(same) + 1, "status": "champion"}
    ]


def to_table(fits: list[dict]) -> pa.Table:
    """Return the registry as an Arrow table of `SCHEMA`."""
    return pa.Table.from_pylist(fits, schema=SCHEMA)
