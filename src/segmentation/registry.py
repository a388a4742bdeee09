"""The registry of fits: when to fit anew, which fit is the champion, and what a fit consists of."""

import hashlib
import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from segmentation.drift import psi, psi_by_chance

INTS = pa.list_(pa.int32())
TEXTS = pa.list_(pa.string())
DOUBLES = pa.list_(pa.float64())
SCHEMA = pa.schema(
    {
        "segmentation": pa.string(),
        "fit_number": pa.int32(),
        "fitted_at": pa.timestamp("us"),
        "status": pa.string(),
        "rejection_reason": pa.string(),
        "refit_cause": pa.string(),
        "refit_reason": pa.string(),
        "is_sample": pa.bool_(),
        "settings": pa.string(),
        "settings_hash": pa.string(),
        "drift_at_decision": DOUBLES,
        "last_comparison": pa.struct(
            {
                "fit_number": pa.int32(),
                "psi": DOUBLES,
                "psi_by_chance": DOUBLES,
                "bin_shares": pa.list_(DOUBLES),
            }
        ),
        "customer_count": pa.int64(),
        "fitted_count": pa.int64(),
        "feature_names": TEXTS,
        "transforms": TEXTS,
        "fill_values": DOUBLES,
        "limits": pa.list_(DOUBLES),
        "customers_where": pa.string(),
        "centers": DOUBLES,
        "scales": DOUBLES,
        "k": pa.int32(),
        "auto_k": pa.int32(),
        "elbow_k": pa.int32(),
        "k_reason": pa.string(),
        "segment_ids": INTS,
        "born_segment_ids": INTS,
        "kept_segment_ids": INTS,
        "retired_segment_ids": INTS,
        "kept_customer_share": pa.float64(),
        "centroids": pa.list_(DOUBLES),
        "outlier_distances": DOUBLES,
        "map_loadings": pa.list_(DOUBLES),
        "bin_edges": pa.list_(DOUBLES),
        "bin_shares": pa.list_(DOUBLES),
        "feature_means": DOUBLES,
        "inertia": pa.float64(),
        "silhouette": pa.float64(),
        "segment_silhouettes": DOUBLES,
        "stability": pa.float64(),
        "rules": pa.list_(
            pa.struct(
                {
                    "segment_id": pa.int32(),
                    # Of fits of former versions null, as nobody measured it.
                    "held_out_precision": pa.float64(),
                    "held_out_coverage": pa.float64(),
                    "leaves": pa.list_(
                        pa.list_(
                            pa.struct(
                                {
                                    "feature": pa.string(),
                                    "low": pa.float64(),
                                    "high": pa.float64(),
                                }
                            )
                        )
                    ),
                }
            )
        ),
        "candidates": pa.list_(
            pa.struct(
                {
                    "k": pa.int32(),
                    "inertia": pa.float64(),
                    "silhouette": pa.float64(),
                    "calinski_harabasz": pa.float64(),
                    "davies_bouldin": pa.float64(),
                    "gap": pa.float64(),
                    "gap_standard_error": pa.float64(),
                    "stability": pa.float64(),
                    "stability_low": pa.float64(),
                    "smallest_share": pa.float64(),
                    "is_eligible": pa.bool_(),
                    "rejection_reason": pa.string(),
                }
            )
        ),
        "scoring_sql": pa.string(),
        "scoring_sql_spark": pa.string(),
        "scoring_sql_bigquery": pa.string(),
        "scoring_sql_snowflake": pa.string(),
    }
)

# Why there is a fit. Of itself a build makes one for drift, or always: nobody changed what it is
# made of, so a champion that passed the checks stays where the new one does not.
CAUSES = (
    "no champion",
    "features changed",
    "transforms changed",
    "settings changed",
    "always",
    "drift",
)
OF_ITSELF = ("always", "drift")
# A population stability index that is called a small shift.
MORE_DRIFT = 0.1
# Settings that fits of former versions do not name.
WRITTEN_SINCE = {"fit_rows"}


def settings(declared: Mapping, features: Sequence[Mapping], where: str | None) -> dict:
    """Return all that is declared of a fit and changes its result.

    Parameters
    ----------
    declared : mapping
        What the vars say.
    features : sequence of mapping
        Per feature, in its order, the row of `feature_list`: feature, transform, missing, limits.
    where : str or None
        The condition that the customers meet.

    Returns
    -------
    dict
        What `fit_segmentation` takes. What is not made use of is left out, so that a fit that was
        made before there was such a setting is as declared.
    """
    missing = [feature["missing"] for feature in features]
    limits = [list(feature["limits"]) for feature in features]
    used = {
        "missing": missing if "median" in missing else None,
        "limits": limits if any(limit != [None, None] for limit in limits) else None,
        "where": where,
    }
    return {
        **declared,
        "feature_names": [feature["feature"] for feature in features],
        "transforms": [feature["transform"] for feature in features],
        **{key: value for key, value in used.items() if value is not None},
    }


def split(fits: Sequence[dict], segmentation: str) -> tuple[list[dict], list[dict]]:
    """Return the fits of one segmentation, and the others."""
    return (
        [fit for fit in fits if fit["segmentation"] == segmentation],
        [fit for fit in fits if fit["segmentation"] != segmentation],
    )


def without_samples(fits: Sequence[dict], is_sample: bool) -> list[dict]:
    """Return the fits without those of generated customers, where tonight's are one's own.

    A segmentation may not be there tonight because its data is no longer generated.
    """
    return [fit for fit in fits if is_sample or not fit["is_sample"]]


def remembered(fits: Sequence[dict], is_sample: bool, is_forgotten: bool) -> list[dict]:
    """Return the fits of a segmentation that still mean something.

    None if they are to be forgotten. Those of the generated sample mean nothing of the user's own
    data: they are about other people, who may have the same ids.
    """
    return [fit for fit in fits if not is_forgotten and fit["is_sample"] == is_sample]


def champion(fits: Sequence[dict]) -> dict | None:
    """Return the fit of a segmentation that scores its customers, if there is one."""
    return next((fit for fit in fits if fit["status"] == "champion"), None)


def next_fit_number(fits: Sequence[dict]) -> int:
    """Return the first fit number that was never used, the forgotten fits among `fits` included."""
    return 1 + max((fit["fit_number"] for fit in fits), default=0)


def next_segment_id(fits: Sequence[dict]) -> int:
    """Return the first segment id that no fit of a segmentation ever used."""
    return 1 + max((number for fit in fits for number in fit["segment_ids"]), default=0)


def comparable_champion(fits: Sequence[dict], settings: Mapping) -> dict | None:
    """Return the champion if it sees customers by the features and transforms that are declared."""
    current = champion(fits)
    keys = ("feature_names", "transforms")
    return current if current and all(current[key] == settings[key] for key in keys) else None


def compare(fit: Mapping, bin_counts: Sequence[Sequence[int]]) -> dict:
    """Compare tonight's customers with those that a fit was made on.

    Parameters
    ----------
    fit : mapping
        A row of `SCHEMA`.
    bin_counts : sequence of d sequences of int
        Customers per feature and bin of the fit.

    Returns
    -------
    dict
        fit_number; psi, the population stability index of each feature; psi_by_chance, what it
        reaches without any drift; bin_shares, tonight's.
    """
    return {
        "fit_number": fit["fit_number"],
        "psi": [psi(*pair) for pair in zip(fit["bin_shares"], bin_counts, strict=True)],
        "psi_by_chance": [
            psi_by_chance(sum(share > 0 for share in shares), fit["fitted_count"], sum(counts))
            for shares, counts in zip(fit["bin_shares"], bin_counts, strict=True)
        ],
        "bin_shares": [[count / sum(counts) for count in counts] for counts in bin_counts],
    }


def refit_reason(
    fits: Sequence[dict],
    settings: Mapping,
    comparison: Mapping | None,
    *,
    refit: str,
    drift_threshold: float,
) -> tuple[str, str] | None:
    """Decide whether a segmentation is to be fitted.

    Parameters
    ----------
    fits : sequence of dict
        The segmentation's rows of `SCHEMA`.
    settings : mapping
        All that is declared and a fit depends on; feature_names and transforms are among them.
    comparison : mapping or None
        What `compare` says of the champion; None if it has other features, or there is none.
    refit : str
        "auto", "always", or "never", which still makes the first fit.
    drift_threshold : float
        The index above which a feature has drifted, unless it reaches that by chance.

    Returns
    -------
    (str, str) or None
        The cause, one of `CAUSES`, and the same in words; None if the champion stands. A drift that
        has already led to a rejected fit is no reason to try again until a feature has drifted by
        `MORE_DRIFT` beyond it.
    """
    current = champion(fits)
    if current is None:
        return "no champion", "no champion"
    if refit == "never":
        return None
    changes = _changes(json.loads(current["settings"]), settings)
    if changes:
        return changes
    if refit == "always":
        return "always", "refit: always"
    if comparison is None:
        return None
    drift = comparison["psi"]
    drifted = [
        (index, name)
        for index, by_chance, name in zip(
            drift, comparison["psi_by_chance"], settings["feature_names"], strict=True
        )
        if index > max(drift_threshold, by_chance)
    ]
    if not drifted:
        return None
    if any(_is_tried(fit, current, drift) for fit in fits):
        return None
    index, name = max(drifted)
    return "drift", f"drift: {name}, PSI {index:.3f} above {drift_threshold}"


def _is_tried(fit: Mapping, current: Mapping, drift: Sequence[float]) -> bool:
    then = fit["drift_at_decision"]
    return (
        fit["status"] == "rejected"
        # What an earlier champion had drifted by says nothing of this one.
        and fit["fit_number"] > current["fit_number"]
        and then is not None
        and all(now <= before + MORE_DRIFT for now, before in zip(drift, then, strict=True))
    )


def _changes(former: Mapping, settings: Mapping) -> tuple[str, str] | None:
    names, former_names = settings["feature_names"], former["feature_names"]
    if names != former_names:
        added = [f"+ {name}" for name in names if name not in former_names]
        removed = [f"- {name}" for name in former_names if name not in names]
        return _change("features", added + removed or ["their order"])
    transforms = dict(zip(former_names, former["transforms"], strict=True))
    changed = [
        f"{name} from {transforms[name]} to {transform}"
        for name, transform in zip(names, settings["transforms"], strict=True)
        if transform != transforms[name]
    ]
    if changed:
        return _change("transforms", changed)
    changed = [
        f"{key} from {former.get(key)} to {settings.get(key)}"
        for key in sorted(former.keys() | settings.keys())
        if former.get(key) != settings.get(key)
        # Fits of a version that did not write it down were made with what it was.
        and not (key in WRITTEN_SINCE and key not in former)
    ]
    return _change("settings", changed) if changed else None


def _change(what: str, changed: Sequence[str]) -> tuple[str, str]:
    return f"{what} changed", f"{what} changed: {', '.join(changed)}"


def remember(fits: Sequence[dict], comparison: Mapping | None) -> list[dict]:
    """Return the registry of a segmentation with the last comparison on its champion's row."""
    current = champion(fits)
    return [fit | {"last_comparison": comparison} if fit is current else fit for fit in fits]


def add(
    fits: Sequence[dict],
    fit: dict,
    settings: Mapping,
    reason: tuple[str, str],
    comparison: Mapping | None,
) -> list[dict]:
    """Return the registry of a segmentation with a new fit in it.

    A fit that fails the checks on size and stability is rejected, and the champion stays, if the
    champion passed them and nothing that people set has changed. Otherwise the fit is the new
    champion and the former one is retired.

    Parameters
    ----------
    fits : sequence of dict
        The segmentation's rows of `SCHEMA`.
    fit : dict
        What `fit_segmentation` returned, with segmentation, fit_number, fitted_at, is_sample and
        customer_count.
    settings : mapping
        As `refit_reason`.
    reason : (str, str)
        What `refit_reason` returned.
    comparison : mapping or None
        As `refit_reason`.

    Returns
    -------
    list of dict
        The same rows in the same order, and the new one.
    """
    former = champion(fits)
    objection = _objection(fit)
    cause, in_words = reason
    if not former or cause not in OF_ITSELF or _objection(former):
        objection = None
    former_ids = former["segment_ids"] if former else []
    text = json.dumps(dict(settings), sort_keys=True)
    row = fit | {
        "status": "rejected" if objection else "champion",
        "rejection_reason": objection,
        "refit_cause": cause,
        "refit_reason": in_words,
        "drift_at_decision": comparison and comparison["psi"],
        "settings": text,
        "settings_hash": hashlib.sha256(text.encode()).hexdigest(),
        "born_segment_ids": [item for item in fit["segment_ids"] if item not in former_ids],
        "kept_segment_ids": [item for item in fit["segment_ids"] if item in former_ids],
        "retired_segment_ids": [item for item in former_ids if item not in fit["segment_ids"]],
    }
    if not objection:
        fits = [item | {"status": "retired"} if item is former else item for item in fits]
    return [*fits, row]


def _objection(fit: dict) -> str | None:
    [chosen] = [item for item in fit["candidates"] if item["k"] == fit["k"]]
    return chosen["rejection_reason"]


def to_table(fits: Sequence[dict]) -> pa.Table:
    """Return the registry as an Arrow table of `SCHEMA`."""
    return pa.Table.from_pylist(list(fits), schema=SCHEMA)
