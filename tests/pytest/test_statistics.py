"""Statistics and pictures of the sample, against numpy and scipy."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import skew

ROOT = Path(__file__).parents[2]
SEGMENTATIONS = ["campaign_engagement", "mall_demographic", "mall_spending", "retail_rfm"]


@pytest.fixture(params=SEGMENTATIONS)
def features(request, built):
    """Return a segmentation's name, its features' names and its matrix of customers."""
    names = [
        name
        for (name,) in built.sql(
            "select feature from features.feature_list"
            f" where segmentation = '{request.param}' order by position"
        )
    ]
    rows = built.sql(
        f"select features from features.customer_features where segmentation = '{request.param}'"
    )
    return request.param, names, np.array([row[0] for row in rows])


def test_feature_statistics_are_numpys(features, built):
    segmentation, names, matrix = features
    for name, values in zip(names, matrix.T, strict=True):
        deciles = ", ".join(f"decile_{tenth}" for tenth in range(1, 10))
        [found] = built.sql(
            "select skewness, customer_count, mean, median, standard_deviation, minimum, maximum,"
            f" {deciles} from marts.feature_statistics"
            f" where segmentation = '{segmentation}' and feature = '{name}'"
        )
        # From whole numbers of nine digits to the feature's range.
        assert found[0] == pytest.approx(skew(values, bias=False), abs=1e-7)
        assert found[1:] == pytest.approx(
            [
                *[len(values), values.mean(), np.median(values), values.std()],
                *[values.min(), values.max()],
                *np.quantile(values, np.arange(1, 10) / 10),
            ],
            rel=1e-9,
        )


def test_correlations_are_numpys_in_both_marts(features, built):
    segmentation, names, matrix = features
    expected = np.corrcoef(matrix.T)
    pairs = built.sql(
        "select feature, other_feature, correlation from marts.feature_correlations"
        f" where segmentation = '{segmentation}'"
    )
    assert len(pairs) == len(names) * (len(names) - 1)
    # The mart reckons with whole billionths of a feature's range.
    for one, other, correlation in pairs:
        assert correlation == pytest.approx(
            expected[names.index(one), names.index(other)], abs=1e-9
        )
    written = built.sql(
        "select feature, correlations from marts.feature_statistics"
        f" where segmentation = '{segmentation}'"
    )
    assert {(one, other): value for one, other, value in pairs} == {
        (one, other): value
        for one, others in written
        for other, value in json.loads(others).items()
    }


def test_what_was_missing_is_counted_whether_filled_in_or_set_aside(built):
    counts = {
        f"{segmentation}.{feature}": (missing, imputed)
        for segmentation, feature, missing, imputed in built.sql(
            "select segmentation, feature, missing_count, imputed_count"
            " from marts.feature_statistics where missing_count > 0"
        )
    }
    [(imputed,)] = built.sql(
        "select count(*) filter (is_income_imputed) from staging.stg_campaign_customers"
    )
    assert imputed > 0
    assert counts == {
        "campaign_engagement.income": (imputed, imputed),
        "mall_demographic.annual_income": (1, 0),
        "mall_spending.annual_income": (1, 0),
    }


# Two features, and three transformed ones.
PLOTTED = ["mall_spending", "retail_rfm"]


def test_every_plot_is_drawn(built, tmp_path):
    pytest.importorskip("seaborn", reason="the dashboard group is not installed: make plots")
    shutil.copy(built.folder / "warehouse.duckdb", tmp_path)
    subprocess.run(
        [sys.executable, ROOT / "dashboards/plots.py", "--folder", "plots", *PLOTTED],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""},
        check=True,
        capture_output=True,
    )
    drawn = {path.name for path in (tmp_path / "plots").iterdir() if path.stat().st_size > 5_000}
    assert drawn == {
        f"{segmentation}_{plot}.{kind}"
        for segmentation in PLOTTED
        for plot in ("k_selection", "silhouettes", "scatter", "pairs", "profile")
        for kind in ("png", "svg")
    }
