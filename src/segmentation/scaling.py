"""Preprocessing that is part of a fit: a transform per feature, then standardisation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

TRANSFORMS = {"none": lambda values: values, "log1p": np.log1p}


@dataclass(frozen=True)
class Scaling:
    """How features in original units become scaled ones: `(transform(x) - center) / scale`.

    Attributes
    ----------
    transforms : tuple of str, length d
        A key of `TRANSFORMS` per feature.
    centers, scales : ndarray of shape (d,)
        Mean and population standard deviation of each transformed feature; the scale of a
        constant feature is 1, so that it counts for nothing.
    """

    transforms: tuple[str, ...]
    centers: np.ndarray
    scales: np.ndarray

    def apply(self, features: np.ndarray) -> np.ndarray:
        """Return features of shape (n, d), in original units, scaled."""
        return (transform(features, self.transforms) - self.centers) / self.scales

    def rescaled(self, scaled: np.ndarray, former: "Scaling") -> np.ndarray:
        """Return points of shape (n, d) in this scaling, given in one of the same transforms."""
        return (scaled * former.scales + former.centers - self.centers) / self.scales


def transform(features: np.ndarray, transforms: Sequence[str]) -> np.ndarray:
    """Apply one transform per column.

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units.
    transforms : sequence of str, length d
        Keys of `TRANSFORMS`.

    Returns
    -------
    ndarray of shape (n, d)

    Raises
    ------
    ValueError
        If a transform is unknown, or if log1p meets a value of -1 or less.
    """
    unknown = set(transforms) - set(TRANSFORMS)
    if unknown:
        raise ValueError(f"unknown transforms {sorted(unknown)}; known: {sorted(TRANSFORMS)}")
    logged = [name == "log1p" for name in transforms]
    if (features[:, logged] <= -1).any():
        raise ValueError("log1p needs values above -1")
    return np.column_stack(
        [TRANSFORMS[name](column) for name, column in zip(transforms, features.T, strict=True)]
    )


def fit_fill_values(features: np.ndarray, missing: Sequence[str]) -> list[float | None]:
    """Return what takes the place of each feature's missing values.

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units; NaN where a value is missing.
    missing : sequence of str, length d
        "median" for the median of the values that are there, as scikit-learn's `SimpleImputer`
        has it; "reject" for a feature whose missing values are not filled in.

    Returns
    -------
    list of d floats
        None where nothing is filled in.

    Raises
    ------
    ValueError
        If all values of a feature are missing, or one of a feature that is not filled in.
    """
    gaps = np.isnan(features)
    if gaps.all(axis=0).any():
        raise ValueError("a feature has no value")
    if gaps[:, [choice != "median" for choice in missing]].any():
        raise ValueError("a feature is missing")
    return [
        float(np.nanmedian(column)) if choice == "median" else None
        for column, choice in zip(features.T, missing, strict=True)
    ]


def filled(features: np.ndarray, fill_values: Sequence[float | None] | None) -> np.ndarray:
    """Return features of shape (n, d) with their fill values in place of NaN."""
    if not fill_values:
        return features
    values = np.array([np.nan if value is None else value for value in fill_values])
    return np.where(np.isnan(features), values, features)


def fit_scaling(features: np.ndarray, transforms: Sequence[str]) -> Scaling:
    """Learn the standardisation of features.

    Same as scikit-learn's `StandardScaler` on the transformed features (population standard
    deviation, constant features left unscaled).

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units, finite, n at least 1.
    transforms : sequence of str, length d
        Keys of `TRANSFORMS`.

    Returns
    -------
    Scaling

    Raises
    ------
    ValueError
        As `transform`.
    """
    transformed = transform(features, transforms)
    scales = transformed.std(axis=0)
    constant = transformed.min(axis=0) == transformed.max(axis=0)
    return Scaling(tuple(transforms), transformed.mean(axis=0), np.where(constant, 1.0, scales))
