"""One fit, from features in original units to the row that the registry keeps."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from segmentation.criteria import elbow, silhouettes
from segmentation.drift import fit_bins
from segmentation.kmeans import Partition, fit_kmeans, nearest
from segmentation.mapping import map_loadings
from segmentation.matching import UNKNOWN, match_segments
from segmentation.rules import held_out_figures, learn_rules
from segmentation.scaling import Scaling, filled, fit_fill_values, fit_scaling
from segmentation.selection import CHOSEN_N_INIT, Evidence, choose_k, undecided_k

CLEARLY_LOWER = 0.99


def fit_segmentation(
    features: np.ndarray,
    *,
    feature_names: Sequence[str],
    transforms: Sequence[str],
    k: str,
    k_min: int,
    k_max: int,
    k_min_share: float,
    k_min_stability: float,
    k_silhouette_tie: float,
    evidence_rows: int,
    outlier_quantile: float,
    random_seed: int,
    k_evidence: str = "deciding",
    fit_rows: int | None = None,
    missing: Sequence[str] | None = None,
    limits: Sequence[Sequence[float | None]] | None = None,
    where: str | None = None,
    champion: dict | None = None,
    former_ids: np.ndarray | None = None,
    next_segment_id: int = 1,
) -> dict:
    """Scale, choose k, fit, and give the segments the ids of the ones they continue.

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units; NaN where a value is missing, else finite. Samples are the first rows:
        sort by a hash of the customer.
    feature_names, transforms : sequence of str, length d
        Name and transform of each feature.
    k : str
        A number, or "auto".
    k_min, k_max : int
        The range of k that is tried either way, both ends included.
    k_min_share, k_min_stability : float
        As `Evidence`.
    k_silhouette_tie : float
        As `choose_k`.
    evidence_rows : int
        Rows at most that the criteria for k are computed on.
    outlier_quantile : float
        Share of a segment's customers, 0 to 1, that are within its outlier distance.
    random_seed : int
        Seed of every random step.
    k_evidence : str, optional
        "deciding" for the stability of those k that the choice depends on, and no gap statistic;
        "all" for both of every k.
    fit_rows : int, optional
        Rows at most that the fit is made on; all without it.
    missing : sequence of str, length d, optional
        As `scaling.fit_fill_values`; nothing is filled in where it is left out.
    limits : sequence of d pairs of float, optional
        The lowest and highest value of each feature that makes sense: beyond, scoring rejects.
    where : str, optional
        SQL condition that the customers meet; scoring selects by it.
    champion : dict, optional
        The fit to continue, of the same features and transforms (a row of `registry.SCHEMA`).
    former_ids : ndarray of int, shape (n,), optional
        The segments the customers were last in, from 1, `matching.UNKNOWN` for none. Where there is
        a `champion`, the segments that it gives the same customers today count instead: a customer
        who has changed since says nothing about the model.
    next_segment_id : int
        The first id that was never used.

    Returns
    -------
    dict
        The columns of `registry.SCHEMA` that follow from the data and these settings alone.

    Raises
    ------
    ValueError
        If there are too few different customers for k.
    """
    features = features[:fit_rows]
    former_ids = None if former_ids is None else former_ids[:fit_rows]
    fill_values = fit_fill_values(features, missing) if missing else None
    received, features = features, filled(features, fill_values)
    scaling = fit_scaling(features, transforms)
    scaled = scaling.apply(features)
    rows = scaled[:evidence_rows]

    ks = set(range(k_min, k_max + 1)) | (set() if k == "auto" else {int(k)})
    evidence = Evidence(
        rows,
        ks,
        min_smallest_share=k_min_share,
        min_stability=k_min_stability,
        random_seed=random_seed,
    )
    candidates = evidence.candidates
    if k_evidence == "all":
        for each in candidates:
            evidence.look_at_stability(each)
            evidence.look_at_gap(each)
    policy = {"k_min": k_min, "k_max": k_max, "silhouette_tie": k_silhouette_tie}
    while undecided := undecided_k(candidates.values(), **policy):
        evidence.look_at_stability(undecided)
    auto_k, k_reason = choose_k(candidates.values(), **policy)
    chosen = auto_k if k == "auto" else int(k)
    if chosen not in candidates:
        raise ValueError(f"too few different customers for k = {chosen}")
    # Without a k that is eligible, and of a configured one, nobody has looked yet.
    evidence.look_at_stability(chosen)

    partition = fit_kmeans(rows, chosen, n_init=CHOSEN_N_INIT, random_seed=random_seed)
    if len(rows) < len(scaled):
        # The best start on the sample is as good as the best on all (docs/fits.md).
        partition = fit_kmeans(
            scaled, chosen, n_init=1, random_seed=random_seed, start=partition.centroids
        )
    if champion and champion["k"] == chosen:
        start = scaling.rescaled(np.array(champion["centroids"]), scaling_of(champion))
        partition = warm_or_cold(scaled, start, partition)
    # The evidence for the k that is used is that of the partition that is used.
    if partition.inertia != evidence.partitions[chosen].inertia:
        labels = partition.labels[:evidence_rows]
        squares = (rows - partition.centroids[labels]) ** 2
        used = Partition(partition.centroids, labels, float(squares.sum()))
        evidence.use(used, partition.sizes)
    if k != "auto":
        k_reason = f"as configured; auto takes {auto_k} ({k_reason})"
        if not candidates[chosen].is_eligible:
            k_reason += f"; the evidence rejects {chosen}"

    if champion:
        as_before = filled(received, champion.get("fill_values"))
        former_ids = predicted_ids(champion, filled(as_before, fill_values))
    elif former_ids is None:
        former_ids = np.full(len(features), UNKNOWN)
    ids = np.array(match_segments(former_ids, partition.labels, next_id=next_segment_id))
    known = former_ids != UNKNOWN
    kept_share = (ids[partition.labels] == former_ids)[known].mean() if known.any() else None
    partition, ids = partition.reordered(ids.argsort()), sorted(ids.tolist())

    labels = partition.labels[:evidence_rows]
    [coefficients] = silhouettes(rows, [labels])
    former_loadings = np.array(champion["map_loadings"]) if champion else None
    distances = nearest(scaled, partition.centroids)[1]
    edges, shares = fit_bins(features)
    return {
        "feature_names": list(feature_names),
        "transforms": list(transforms),
        "fill_values": fill_values,
        "limits": limits,
        "customers_where": where,
        "centers": scaling.centers.tolist(),
        "scales": scaling.scales.tolist(),
        "segment_ids": ids,
        "centroids": partition.centroids.tolist(),
        "outlier_distances": [
            float(np.quantile(distances[partition.labels == segment], outlier_quantile))
            for segment in range(chosen)
        ],
        "map_loadings": map_loadings(scaled, former_loadings).tolist(),
        "fitted_count": len(features),
        "k": chosen,
        "auto_k": auto_k,
        "elbow_k": elbow({item.k: item.inertia for item in candidates.values()}),
        "k_reason": k_reason,
        "kept_customer_share": kept_share,
        "bin_edges": edges,
        "bin_shares": shares,
        "feature_means": features.mean(axis=0).tolist(),
        "rules": described_segments(
            features, np.array(ids)[partition.labels], feature_names, evidence_rows, random_seed
        ),
        "inertia": partition.inertia,
        "silhouette": candidates[chosen].silhouette,
        "segment_silhouettes": [
            float(coefficients[labels == segment].mean()) if (labels == segment).any() else None
            for segment in range(chosen)
        ],
        "stability": candidates[chosen].stability,
        "candidates": [
            asdict(item) | {"is_eligible": item.is_eligible} for item in candidates.values()
        ],
    }


def warm_or_cold(scaled: np.ndarray, start: np.ndarray, cold: Partition) -> Partition:
    """Fit from the former centroids, unless cold starts did clearly better.

    Parameters
    ----------
    scaled : ndarray of shape (n, d)
        Customers in scaled units.
    start : ndarray of shape (k, d)
        Centroids of the former fit in the same units.
    cold : Partition
        The best of the cold starts on the same customers.

    Returns
    -------
    Partition
        The warm one unless the inertia of the cold one is more than 1 % lower.
    """
    try:
        warm = fit_kmeans(scaled, cold.k, n_init=1, random_seed=0, start=start)
    except ValueError:  # two of the former centroids have run into the same customers
        return cold
    return cold if cold.inertia < CLEARLY_LOWER * warm.inertia else warm


def described_segments(
    features: np.ndarray,
    segment_ids: np.ndarray,
    feature_names: Sequence[str],
    evidence_rows: int,
    random_seed: int,
) -> list[dict]:
    """Return what `learn_rules` does, and of each rule how it held of customers held out."""
    rules = learn_rules(features, segment_ids, feature_names=feature_names, random_seed=random_seed)
    held_out = held_out_figures(
        features[:evidence_rows], segment_ids[:evidence_rows], random_seed=random_seed
    )
    unknown = {"held_out_precision": None, "held_out_coverage": None}
    return [rule | held_out.get(rule["segment_id"], unknown) for rule in rules]


def predicted_ids(fit: dict, features: np.ndarray) -> np.ndarray:
    """Return the segment id, shape (n,), that a fit gives to features of shape (n, d)."""
    labels, _ = nearest(scaling_of(fit).apply(features), np.array(fit["centroids"]))
    return np.array(fit["segment_ids"])[labels]


def scaling_of(fit: dict) -> Scaling:
    """Return the preprocessing of a fit."""
    return Scaling(tuple(fit["transforms"]), np.array(fit["centers"]), np.array(fit["scales"]))
