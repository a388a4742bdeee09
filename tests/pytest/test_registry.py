"""The registry: when a fit is due, and that none is forgotten."""

import numpy as np
import pyarrow as pa
import pytest

from segmentation import registry
from segmentation.fitting import fit_segmentation
from segmentation.relations import to_matrix

SETTINGS = {
    "segmentation": "s",
    "k": "auto",
    "k_min": 2,
    "k_max": 4,
    "random_seed": 1,
    "feature_names": ["x", "y"],
    "transforms": ["none", "none"],
}
FEATURES = np.random.default_rng(0).normal(size=(60, 2))


def fitted(**settings):
    decision = {"settings_hash": "a", "data_hash": "b", "refit_reason": "no champion"}
    return fit_segmentation(FEATURES, **SETTINGS | settings) | decision | {"fitted_at": None}


def test_a_fit_is_due_without_a_champion_and_when_settings_or_data_change():
    first = registry.due([], SETTINGS, "monday")
    assert first["refit_reason"] == "no champion"
    fits = registry.add_champion([], fitted() | first)
    assert registry.due(fits, SETTINGS, "monday") is None
    assert registry.due(fits, SETTINGS, "tuesday")["refit_reason"] == "data changed"
    assert registry.due(fits, SETTINGS | {"k": "3"}, "monday")["refit_reason"] == "settings changed"
    assert registry.due(fits, SETTINGS | {"segmentation": "t"}, "monday")["refit_reason"] == (
        "no champion"
    )


def test_a_new_champion_retires_the_former_and_keeps_every_row():
    fits = registry.add_champion([], fitted())
    fits = registry.add_champion(fits, fitted(segmentation="t"))
    fits = registry.add_champion(fits, fitted(random_seed=2))
    assert [(fit["segmentation"], fit["fit_number"], fit["status"]) for fit in fits] == [
        ("s", 1, "retired"),
        ("t", 1, "champion"),
        ("s", 2, "champion"),
    ]
    assert registry.champion(fits, "s")["fit_number"] == 2


def test_rows_survive_the_way_through_arrow_bit_for_bit():
    fits = registry.add_champion([], fitted())
    table = registry.to_table(fits)
    assert table.schema == registry.SCHEMA
    assert registry.to_table(table.to_pylist()) == table
    assert table.to_pylist()[0]["centroids"] == fits[0]["centroids"]
    assert registry.to_table([]).num_rows == 0


def test_a_configured_k_is_used_though_the_evidence_covers_the_range():
    fit = fitted(k="6")
    assert fit["k"] == 6 == len(fit["centroids"]) == len(fit["segment_ids"])
    assert [candidate["k"] for candidate in fit["candidates"]] == [2, 3, 4, 6]
    assert fit["inertia"] == fit["candidates"][-1]["inertia"]


def test_a_k_that_the_customers_cannot_carry_is_an_error():
    with pytest.raises(ValueError, match="s: too few different customers for k = 60"):
        fitted(k="60")


class Relation:
    """As much of a DuckDB relation as to_matrix uses."""

    def __init__(self, rows):
        self.rows = rows

    def to_arrow_table(self):
        return pa.table({"features": pa.array(self.rows, pa.list_(pa.float64()))})


def test_lists_become_a_matrix_and_a_null_is_an_error():
    assert to_matrix(Relation([[1, 2], [3, 4], [5, 6]])).tolist() == [[1, 2], [3, 4], [5, 6]]
    for rows in ([[1, None]], [[1, 2], None]):
        with pytest.raises(ValueError, match="null"):
            to_matrix(Relation(rows))
    # As many values as two lists of two would have.
    with pytest.raises(ValueError, match="differ in length"):
        to_matrix(Relation([[1], [2, 3, 4]]))
