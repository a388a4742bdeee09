"""The registry: when a fit is due, which becomes champion, and that none is forgotten."""

import json

import numpy as np
import pytest

from segmentation import registry

SETTINGS = {
    "k": "auto",
    "random_seed": 1,
    "feature_names": ["x", "y"],
    "transforms": ["none", "none"],
}
POLICY = {"refit": "auto", "drift_threshold": 0.25}
ELIGIBLE = [{"k": 3, "rejection_reason": None}, {"k": 4, "rejection_reason": "sliver"}]


def fit(k=3, ids=(1, 2, 3), segmentation="s"):
    return {
        "segmentation": segmentation,
        "is_sample": False,
        "fitted_count": 100,
        "k": k,
        "segment_ids": list(ids),
        "candidates": ELIGIBLE,
        "feature_names": SETTINGS["feature_names"],
        "transforms": SETTINGS["transforms"],
        "bin_shares": [[0.5, 0.5], [1.0]],
    }


@pytest.fixture
def first():
    """Return a registry of one fit."""
    return add([], fit(), "no champion")


def drifted(psi, by_chance=0.01):
    return psi and {
        "fit_number": 1,
        "psi": list(psi),
        "psi_by_chance": [0.01, by_chance],
        "bin_shares": [],
    }


def add(fits, fit, why, settings=SETTINGS, drift=None):
    numbered = fit | {"fit_number": registry.next_fit_number(fits)}
    cause = "always" if why == "refit: always" else why.partition(":")[0]
    return registry.add(fits, numbered, settings, (cause, why), drifted(drift))


def reason(fits, settings=SETTINGS, drift=(0.0, 0.0), **policy):
    found = registry.refit_reason(fits, settings, drifted(drift), **POLICY | policy)
    if found is None:
        return None
    cause, words = found
    assert cause in registry.CAUSES
    assert words == "refit: always" if cause == "always" else words.startswith(cause)
    return words


def test_auto_fits_at_first_and_then_only_for_a_reason(first):
    assert reason([], drift=None) == "no champion"
    assert reason(first) is None
    assert reason(first, drift=[0.25, 0.1]) is None
    assert reason(first, drift=[0.1, 0.2501]) == "drift: y, PSI 0.250 above 0.25"
    assert reason(first, drift=[0.1, 0.2], drift_threshold=0.15) == (
        "drift: y, PSI 0.200 above 0.15"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"k": "5"}, "settings changed: k from auto to 5"),
        (
            {"k": "5", "random_seed": 2},
            "settings changed: k from auto to 5, random_seed from 1 to 2",
        ),
        ({"k_min_share": 0.1}, "settings changed: k_min_share from None to 0.1"),
        ({"transforms": ["none", "log1p"]}, "transforms changed: y from none to log1p"),
        (
            {"feature_names": ["x", "z"], "k": "5"},
            "features changed: + z, - y",
        ),
        ({"feature_names": ["y", "x"]}, "features changed: their order"),
    ],
)
def test_a_change_of_what_is_declared_is_named(first, changes, expected):
    drift = None if {"feature_names", "transforms"} & set(changes) else (0.0, 0.0)
    assert reason(first, SETTINGS | changes, drift) == expected
    assert reason(first, SETTINGS | changes, drift, refit="never") is None


def test_what_few_customers_reach_by_chance_is_no_drift(first):
    comparison = drifted([0.1, 0.9], by_chance=1.0)
    assert registry.refit_reason(first, SETTINGS, comparison, **POLICY) is None
    comparison = drifted([0.3, 0.9], by_chance=1.0)
    reason = registry.refit_reason(first, SETTINGS, comparison, **POLICY)
    assert reason == ("drift", "drift: x, PSI 0.300 above 0.25")


def test_a_number_is_not_used_again_after_forgetting(first):
    assert registry.next_fit_number(first) == 2
    assert registry.next_fit_number([]) == 1


def test_always_and_never_mean_what_they_say(first):
    assert reason(first, refit="always") == "refit: always"
    assert reason(first, drift=[9.0, 9.0], refit="never") is None
    assert reason([], drift=None, refit="never") == "no champion"


def test_a_new_champion_retires_the_former_and_keeps_every_row(first):
    fits = add(first, fit(ids=[1, 3, 4]), "refit: always")
    assert [(row["fit_number"], row["status"]) for row in fits] == [(1, "retired"), (2, "champion")]
    assert registry.champion(fits) is fits[1]
    assert fits[0] == first[0] | {"status": "retired"}
    assert [fits[1][f"{fate}_segment_ids"] for fate in ("kept", "born", "retired")] == [
        [1, 3],
        [4],
        [2],
    ]
    assert registry.next_segment_id(fits) == 5
    assert registry.next_segment_id([]) == 1
    mine, others = registry.split([*fits, fit(segmentation="t")], "s")
    assert (mine, [row["segmentation"] for row in others]) == (fits, ["t"])


@pytest.mark.parametrize("why", ["drift: x, PSI 0.300 above 0.25", "refit: always"])
def test_a_fit_that_fails_its_checks_is_rejected_and_the_champion_stays(first, why):
    fits = add(first, fit(k=4), why, drift=[0.3, 0.0])
    assert [row["status"] for row in fits] == ["champion", "rejected"]
    assert fits[1]["rejection_reason"] == "sliver"
    assert registry.champion(fits) is first[0]
    # Not again every night for a little more, but again once the customers have moved on.
    assert reason(fits, drift=[0.3, 0.0]) is None
    assert reason(fits, drift=[0.4, 0.1]) is None
    assert reason(fits, drift=[0.2, 0.0]) is None
    assert reason(fits, drift=[0.41, 0.0]) == "drift: x, PSI 0.410 above 0.25"
    assert reason(fits, drift=[0.3, 0.26]) == "drift: x, PSI 0.300 above 0.25"
    # What was tried against another champion says nothing of this one.
    fits = add(fits, fit(), "refit: always")
    assert reason(fits, drift=[0.3, 0.0]) == "drift: x, PSI 0.300 above 0.25"


def test_a_setting_that_former_versions_did_not_write_down_is_no_change(first):
    assert reason(first, SETTINGS | {"fit_rows": 100}) is None
    written = add([], fit(), "no champion", SETTINGS | {"fit_rows": 100})
    assert reason(written, SETTINGS | {"fit_rows": 100}) is None
    assert reason(written, SETTINGS | {"fit_rows": 200}) == (
        "settings changed: fit_rows from 100 to 200"
    )


def test_what_people_ask_for_is_not_rejected(first):
    asked = SETTINGS | {"k": "4"}
    fits = add(first, fit(k=4), "settings changed: k from auto to 4", asked)
    assert [row["status"] for row in fits] == ["retired", "champion"]
    # Nor is a later fit that is as bad as the champion that they asked for.
    fits = add(fits, fit(k=4), "refit: always", asked)
    assert fits[-1]["status"] == "champion"
    assert add([], fit(k=4), "no champion")[0]["status"] == "champion"


def test_a_champion_of_other_features_is_not_comparable(first):
    assert registry.comparable_champion(first, SETTINGS) is first[0]
    assert registry.comparable_champion([], SETTINGS) is None
    for change in ({"feature_names": ["x"]}, {"transforms": ["none", "log1p"]}):
        assert registry.comparable_champion(first, SETTINGS | change) is None


def test_settings_are_stored_to_be_compared(first):
    assert json.loads(first[0]["settings"]) == SETTINGS
    other = add([], fit(), "no champion", SETTINGS | {"k": "5"})
    assert other[0]["settings_hash"] != first[0]["settings_hash"]
    again = add([], fit(), "no champion", dict(reversed(SETTINGS.items())))
    assert again[0]["settings_hash"] == first[0]["settings_hash"]


def test_customers_are_compared_with_those_of_the_fit_and_the_champion_remembers(first):
    comparison = registry.compare(first[0], [[30, 10], [40]])
    assert comparison["fit_number"] == 1
    assert comparison["bin_shares"] == [[0.75, 0.25], [1.0]]
    assert comparison["psi"] == pytest.approx([0.25 * np.log(1.5) - 0.25 * np.log(0.5), 0])
    fits = registry.remember(add(first, fit(), "refit: always"), comparison)
    assert fits[1]["last_comparison"] == comparison
    assert "last_comparison" not in fits[0]


def test_fits_of_the_sample_mean_nothing_of_ones_own_data(first):
    assert registry.remembered(first, is_sample=False, is_forgotten=False) == first
    assert registry.remembered(first, is_sample=True, is_forgotten=False) == []
    assert registry.remembered(first, is_sample=False, is_forgotten=True) == []


FEATURE = {"feature": "x", "transform": "none", "missing": "reject", "limits": [None, None]}


def test_settings_leave_out_what_is_not_made_use_of():
    """A fit that was made before there was such a setting is as declared, and stays."""
    plain = {"k": "3", "feature_names": ["x"], "transforms": ["none"]}
    assert registry.settings({"k": "3"}, [FEATURE], None) == plain
    assert registry.settings({"k": "3"}, [FEATURE | {"missing": "median"}], "x > 1") == plain | {
        "missing": ["median"],
        "where": "x > 1",
    }
    limited = registry.settings({"k": "3"}, [FEATURE | {"limits": [0.0, None]}], None)
    assert limited == plain | {"limits": [[0.0, None]]}


def test_a_condition_or_fill_value_that_changes_is_a_reason_to_fit():
    fits = registry.add([], fit(), SETTINGS, ("no champion", "no champion"), None)
    changed = SETTINGS | {"where": "x > 1"}
    assert registry.refit_reason(fits, changed, None, **POLICY) == (
        "settings changed",
        "settings changed: where from None to x > 1",
    )


def test_fits_of_generated_customers_go_where_ones_own_are_fitted():
    fits = [fit() | {"is_sample": True}, fit(segmentation="t")]
    assert registry.without_samples(fits, is_sample=True) == fits
    assert registry.without_samples(fits, is_sample=False) == fits[1:]
