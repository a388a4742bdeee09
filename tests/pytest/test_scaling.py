"""Scaling, with scikit-learn as oracle."""

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler

from segmentation.scaling import filled, fit_fill_values, fit_scaling, transform

RNG = np.random.default_rng(0)
SPEND = np.column_stack([RNG.lognormal(5, 2, 300), RNG.normal(40, 12, 300)])


def test_standardises_as_scikit_learn_does():
    scaling = fit_scaling(SPEND, ["none", "none"])
    np.testing.assert_allclose(
        scaling.apply(SPEND), StandardScaler().fit_transform(SPEND), rtol=0, atol=1e-12
    )


def test_log1p_is_taken_before_standardising_and_only_where_asked():
    scaling = fit_scaling(SPEND, ["log1p", "none"])
    logged = np.column_stack([np.log1p(SPEND[:, 0]), SPEND[:, 1]])
    np.testing.assert_allclose(
        scaling.apply(SPEND), StandardScaler().fit_transform(logged), rtol=0, atol=1e-12
    )


def test_scaling_learned_once_applies_to_other_customers():
    scaling = fit_scaling(SPEND[:200], ["none", "none"])
    oracle = StandardScaler().fit(SPEND[:200])
    np.testing.assert_allclose(
        scaling.apply(SPEND[200:]), oracle.transform(SPEND[200:]), rtol=0, atol=1e-12
    )


def test_the_unit_of_a_feature_does_not_matter():
    in_cents = SPEND * [100, 1]
    names = ["none", "none"]
    np.testing.assert_allclose(
        fit_scaling(SPEND, names).apply(SPEND), fit_scaling(in_cents, names).apply(in_cents)
    )


def test_a_constant_feature_scales_to_nothing():
    # 0.1 has no exact mean: its computed standard deviation is not quite 0.
    features = np.column_stack([np.full(300, 0.1), SPEND[:, 1]])
    scaled = fit_scaling(features, ["none", "none"]).apply(features)
    assert np.abs(scaled[:, 0]).max() < 1e-12


@pytest.mark.parametrize(
    ("transforms", "message"),
    [(["none", "log2"], "unknown transforms"), (["none", "log1p"], "above -1")],
)
def test_what_cannot_be_transformed_is_an_error(transforms, message):
    with pytest.raises(ValueError, match=message):
        transform(np.array([[1.0, -1.0]]), transforms)


def test_points_of_another_scaling_come_into_this_one():
    rows = np.random.default_rng(1).lognormal(2, 1, (40, 2))
    former, scaling = (fit_scaling(part, ["log1p", "none"]) for part in (rows[:15], rows[15:]))
    np.testing.assert_allclose(
        scaling.rescaled(former.apply(rows), former), scaling.apply(rows), rtol=1e-12, atol=1e-12
    )


GAPS = np.where(np.random.default_rng(2).random(SPEND.shape) < 0.2, np.nan, SPEND)


def test_missing_values_are_filled_in_as_scikit_learn_does():
    fills = fit_fill_values(GAPS, ["median", "median"])
    oracle = SimpleImputer(strategy="median").fit(GAPS)
    assert fills == oracle.statistics_.tolist()
    np.testing.assert_array_equal(filled(GAPS, fills), oracle.transform(GAPS))


def test_what_is_not_to_be_filled_in_is_not():
    rows = np.column_stack([GAPS[:, 0], SPEND[:, 1]])
    fills = fit_fill_values(rows, ["median", "reject"])
    assert fills == [np.nanmedian(GAPS[:, 0]), None]
    np.testing.assert_array_equal(filled(rows, fills)[:, 1], SPEND[:, 1])
    # Without a fit that fills in, what is missing stays so.
    np.testing.assert_array_equal(filled(GAPS, None), GAPS)


@pytest.mark.parametrize(
    ("values", "choice", "message"),
    [
        ([np.nan, np.nan], "median", "a feature has no value"),
        ([np.nan, np.nan], "reject", "a feature has no value"),
        ([1.0, np.nan], "reject", "a feature is missing"),
    ],
)
def test_what_cannot_be_filled_in_is_an_error(values, choice, message):
    with pytest.raises(ValueError, match=message):
        fit_fill_values(np.array(values)[:, None], [choice])
