"""The map of the customers, with scikit-learn's PCA as oracle."""

import numpy as np
from sklearn.decomposition import PCA

from segmentation.mapping import map_loadings

RNG = np.random.default_rng(5)
ROWS = RNG.normal(size=(200, 4)) @ RNG.normal(size=(4, 4))
ROWS -= ROWS.mean(axis=0)


def test_the_coordinates_are_the_first_two_components():
    loadings = map_loadings(ROWS)
    oracle = PCA(2).fit(ROWS)
    np.testing.assert_allclose(np.abs(loadings), np.abs(oracle.components_), rtol=1e-9)
    np.testing.assert_allclose(
        np.abs(ROWS @ loadings.T), np.abs(oracle.transform(ROWS)), rtol=1e-6, atol=1e-9
    )
    assert all(row[np.abs(row).argmax()] > 0 for row in loadings)


def test_a_new_map_points_the_way_the_former_did():
    loadings = map_loadings(ROWS)
    np.testing.assert_allclose(map_loadings(ROWS, former=-loadings), -loadings)
    np.testing.assert_allclose(map_loadings(ROWS, former=loadings), loadings)


def test_two_features_are_their_own_map_and_one_has_no_second_coordinate():
    assert map_loadings(ROWS[:, :2]).tolist() == [[1, 0], [0, 1]]
    assert map_loadings(ROWS[:, :1]).tolist() == [[1], [0]]


def test_the_map_does_not_depend_on_the_order_of_rows_or_features():
    loadings = map_loadings(ROWS)
    np.testing.assert_allclose(map_loadings(RNG.permutation(ROWS)), loadings, rtol=1e-9)
    np.testing.assert_allclose(map_loadings(ROWS[:, ::-1])[:, ::-1], loadings, rtol=1e-9)
