"""The rules as boxes, as SQL run by DuckDB and in words, with scikit-learn's tree as oracle."""

import subprocess
import sys
from math import ceil

import duckdb
import numpy as np
import pandas as pd
import pytest
from sklearn.tree import DecisionTreeClassifier

from segmentation.rules import (
    held_out_figures,
    in_words,
    learn_rules,
    measured,
    predicate,
    short_threshold,
)

NASTY = 'x"; drop table t; --'


def learn(features, segment_ids, **settings):
    names = [f"f{column}" for column in range(features.shape[1])]
    return learn_rules(
        features, segment_ids, **{"feature_names": names, "random_seed": 42} | settings
    )


def inside(leaf, features, names):
    """Return which rows are in a box."""
    matches = np.ones(len(features), dtype=bool)
    for bound in leaf:
        values = features[:, names.index(bound["feature"])]
        if bound["low"] is not None:
            matches &= values >= bound["low"]
        if bound["high"] is not None:
            matches &= values < bound["high"]
    return matches


def memberships(rules, features):
    """Return the segment of each leaf, and which rows are in it, shape (leaves, n)."""
    names = [f"f{column}" for column in range(features.shape[1])]
    return (
        np.array([rule["segment_id"] for rule in rules for _ in rule["leaves"]]),
        np.array([inside(leaf, features, names) for rule in rules for leaf in rule["leaves"]]),
    )


def example(kind, seed):
    """Return features and the segments of noisy K-Means-like cells."""
    rng = np.random.default_rng(seed)
    rows = 37 if kind == "tiny" else 650
    features = rng.normal(0, 50, size=(rows, 3))
    distances = ((features[:, None] - features[:4]) ** 2).sum(axis=2)
    noise = rng.random(rows) < 0.1
    segment_ids = np.where(noise, rng.integers(4, size=rows), distances.argmin(axis=1)) * 3 + 2
    if kind == "ties":
        features = (features / 20).round()
    elif kind == "duplicates":
        again = rng.integers(20, size=rows)
        features, segment_ids = features[again], segment_ids[again]
    elif kind == "constant":
        features[:, 1] = 7.5
    elif kind == "beyond float32":
        features = 16777216 + features.round()
    elif kind == "neighbouring doubles":
        features = 1 + (features / 10).round() * np.finfo(float).eps
    return features, segment_ids


KINDS = [
    "normal",
    "tiny",
    "ties",
    "duplicates",
    "constant",
    "beyond float32",
    "neighbouring doubles",
]


def test_blobs_get_the_obvious_rules():
    rng = np.random.default_rng(5)
    centres = np.array([[20, 20], [20, 80], [90, 20], [90, 80]])
    features = np.vstack([centre + rng.uniform(-12, 12, size=(50, 2)) for centre in centres])
    rules = learn(features, np.repeat([1, 1, 4, 9], 50), feature_names=["income", "spending"])
    [cut] = rules[0]["leaves"]
    assert cut == [{"feature": "income", "low": None, "high": 50.0}]
    high_income = {"feature": "income", "low": 50.0, "high": None}
    assert rules[1:] == [
        {
            "segment_id": 4,
            "leaves": [[high_income, {"feature": "spending", "low": None, "high": 50.0}]],
        },
        {
            "segment_id": 9,
            "leaves": [[high_income, {"feature": "spending", "low": 50.0, "high": None}]],
        },
    ]


def test_a_feature_cut_twice_has_both_bounds():
    features = np.arange(90.0)[:, None]
    assert learn(features, np.repeat([1, 2, 3], 30)) == [
        {"segment_id": 1, "leaves": [[{"feature": "f0", "low": None, "high": 30.0}]]},
        {"segment_id": 2, "leaves": [[{"feature": "f0", "low": 30.0, "high": 60.0}]]},
        {"segment_id": 3, "leaves": [[{"feature": "f0", "low": 60.0, "high": None}]]},
    ]


def test_held_out_figures_are_of_trees_that_did_not_see_the_customers():
    features, segment_ids = example("noisy", 5)
    found = held_out_figures(features, segment_ids, random_seed=42)
    order = np.lexsort((segment_ids, *features.T))
    features, segment_ids = features[order], segment_ids[order]
    # Every fifth of each segment, one segment after the other.
    part = np.empty(len(segment_ids), dtype=int)
    part[np.argsort(segment_ids, kind="stable")] = np.arange(len(segment_ids)) % 5
    predicted = np.empty(len(segment_ids), dtype=int)
    for number in range(5):
        here = part != number
        tree = DecisionTreeClassifier(
            class_weight="balanced", max_leaf_nodes=12, min_samples_leaf=6, random_state=42
        ).fit(features[here], segment_ids[here])
        predicted[~here] = tree.predict(features[~here])
    for segment_id, figures in found.items():
        hits = ((predicted == segment_id) & (segment_ids == segment_id)).sum()
        assert figures == {
            # A threshold lies between two customers: among ranks not where it does among values.
            "held_out_precision": pytest.approx(hits / (predicted == segment_id).sum(), abs=0.03),
            "held_out_coverage": pytest.approx(hits / (segment_ids == segment_id).sum(), abs=0.03),
        }
    assert sorted(found) == [2, 5, 8, 11]
    again = held_out_figures(features[::-1], segment_ids[::-1], random_seed=42)
    assert again == found


def test_rules_that_are_learnt_by_heart_are_told_by_customers_held_out():
    features = np.random.default_rng(0).normal(size=(300, 3))
    by_chance = np.random.default_rng(1).integers(1, 4, 300)
    figures = held_out_figures(
        features, by_chance, max_leaves_per_segment=50, min_leaf_share=0.003, random_seed=1
    )
    assert all(figure["held_out_precision"] < 0.5 for figure in figures.values())
    # One of four has nobody to be left out.
    assert held_out_figures(features[:4], np.array([1, 1, 1, 2]), random_seed=1) == {}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS)
def test_leaves_are_a_partition_within_the_limits(kind, seed):
    features, segment_ids = example(kind, seed)
    owners, leaves = memberships(learn(features, segment_ids), features)
    assert (leaves.sum(axis=0) == 1).all()
    assert 4 <= len(leaves) <= 12
    assert leaves.sum(axis=1).min() >= ceil(0.01 * len(features))
    for owner, leaf in zip(owners, leaves, strict=True):
        counts = np.bincount(segment_ids[leaf])
        assert owner == counts.argmax()

    elsewhere = np.random.default_rng(seed).normal(features.mean(), 300, size=(500, 3))
    _, leaves = memberships(learn(features, segment_ids), elsewhere)
    assert (leaves.sum(axis=0) == 1).all()


@pytest.mark.parametrize("seed", range(4))
def test_the_leaves_are_those_of_scikit_learn_but_for_merged_ones(seed):
    features, segment_ids = example("normal", seed)
    settings = {"max_leaf_nodes": 12, "min_samples_leaf": 7, "class_weight": "balanced"}
    oracle = DecisionTreeClassifier(**settings, random_state=42).fit(features, segment_ids)
    _, leaves = memberships(learn(features, segment_ids), features)
    pairs = set(zip(oracle.apply(features), leaves.argmax(axis=0), strict=True))
    assert len(pairs) == oracle.get_n_leaves()


def test_the_limits_are_settings():
    features, segment_ids = example("normal", 0)
    _, leaves = memberships(learn(features, segment_ids, max_leaves_per_segment=1), features)
    assert len(leaves) <= 4
    _, leaves = memberships(learn(features, segment_ids, min_leaf_share=0.2), features)
    assert leaves.sum(axis=1).min() >= 130


def test_values_that_float32_confuses_are_told_apart():
    features = np.array([[16777216.0], [16777217.0]])
    assert learn(features, np.array([1, 2])) == [
        {"segment_id": 1, "leaves": [[{"feature": "f0", "low": None, "high": 16777217.0}]]},
        {"segment_id": 2, "leaves": [[{"feature": "f0", "low": 16777217.0, "high": None}]]},
    ]


def test_siblings_of_one_segment_are_merged_up_to_the_root():
    # Cutting between the three values makes purer leaves, but every one is segment 1's.
    features = np.repeat([0.0, 1.0, 2.0], [40, 30, 25])[:, None]
    segment_ids = np.repeat([1, 1, 2, 1, 2], [40, 20, 10, 15, 10])
    assert learn(features, segment_ids) == [
        {"segment_id": 1, "leaves": [[]]},
        {"segment_id": 2, "leaves": []},
    ]


def test_the_lower_id_has_a_leaf_with_as_many_of_both():
    assert learn(np.zeros((4, 1)), np.array([8, 3, 8, 3])) == [
        {"segment_id": 3, "leaves": [[]]},
        {"segment_id": 8, "leaves": []},
    ]


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_rows_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    few_values = rng.integers(4, size=(150, 2)).astype(float)
    features = np.hstack([few_values, -few_values])  # every split has an equal
    segment_ids = rng.integers(3, size=150)
    shuffled = rng.permutation(150)
    assert learn(features, segment_ids) == learn(features[shuffled], segment_ids[shuffled])


def test_equally_good_splits_are_chosen_between_by_the_seed():
    features = np.repeat(np.arange(60.0)[:, None], 5, axis=1)
    segment_ids = np.repeat([1, 2, 3], 20)
    by_seed = [[learn(features, segment_ids, random_seed=seed) for seed in range(9)] for _ in "ab"]
    assert by_seed[0] == by_seed[1]
    assert any(rules != by_seed[0][0] for rules in by_seed[0])


def test_no_customers_or_a_single_leaf_is_an_error():
    with pytest.raises(ValueError):
        learn(np.empty((0, 2)), np.empty(0, dtype=int))
    with pytest.raises(ValueError):
        learn(np.array([[1.0], [2.0]]), np.array([1, 1]), max_leaves_per_segment=1)


@pytest.mark.parametrize(
    ("lower", "upper", "threshold"),
    [
        (68.9, 69.84, 69.0),
        (69.0, 70.0, 70.0),  # `lower` itself is outside, `upper` inside
        (69.0, 69.74, 69.4),
        (2.0, 3.0, 3.0),
        (38.0, 43.0, 40.0),
        (0.0, 1000.0, 500.0),
        (0.0, 1.0, 1.0),  # a whole number rather than 0.5
        (-1.0, 0.0, 0.0),
        (-43.0, -38.0, -40.0),
        (-1.0, 2.0, 0.0),
        (-3.0, -2.0, -2.0),
        (12345.678, 12345.679, 12345.679),
        (1.0, 1 + np.finfo(float).eps, 1 + np.finfo(float).eps),
        (1e308, 1.6e308, 1.3e308),
    ],
)
def test_a_threshold_is_the_shortest_number_in_the_gap(lower, upper, threshold):
    assert short_threshold(lower, upper) == threshold


def test_thresholds_are_those_that_trying_every_number_gives():
    rng = np.random.default_rng(0)
    for _ in range(300):
        lower, upper = np.sort(rng.choice(np.arange(-300, 300), 2, replace=False)).tolist()

        def cost(thousandths, ends=10 * (lower + upper)):
            digits = max(1, len(str(abs(thousandths)).strip("0")))
            return digits, thousandths % 1000 != 0, abs(2 * thousandths - ends)

        best = min(map(cost, range(10 * lower + 1, 10 * upper + 1)))
        found = short_threshold(lower / 100, upper / 100)
        assert lower / 100 < found <= upper / 100
        assert found == round(found * 1000) / 1000
        assert cost(round(found * 1000)) == best


@pytest.mark.parametrize("kind", ["normal", "ties", "beyond float32"])
def test_the_predicate_gives_the_rows_of_the_boxes(kind):
    features, segment_ids = example(kind, 3)
    names = ["annual_income", NASTY, "Group"]
    rules = learn(features, segment_ids, feature_names=names)
    columns = ", ".join(f"({predicate(rule['leaves'])})" for rule in rules)
    with duckdb.connect() as connection:
        connection.register("customers", pd.DataFrame(features, columns=names))
        connection.execute("create table t as select 1")
        rows = connection.execute(f"select {columns} from customers").fetchall()
        assert connection.execute("select count(*) from t").fetchone() == (1,)
    assert '"x""; drop table t; --" <' in columns
    expected = [
        np.any([inside(leaf, features, names) for leaf in rule["leaves"]], axis=0) for rule in rules
    ]
    np.testing.assert_array_equal(np.array(rows).T, expected)


def box(feature, low, high):
    return {"feature": feature, "low": low, "high": high}


@pytest.mark.parametrize(
    ("leaves", "sql"),
    [
        ([], "false"),
        ([[]], "true"),
        ([[box("age", 40.0, None)]], "age >= 4e+01"),
        (
            [[box("age", 40.0, 55.29), box("a2", None, -3.0)]],
            "age >= 4e+01 and age < 5.529e+01 and a2 < -3e+00",
        ),
        (
            [[box("Age", None, 1.0)], [box("2a", 0.5, None), box(NASTY, None, 1.0)]],
            '("Age" < 1e+00) or ("2a" >= 5e-01 and "x""; drop table t; --" < 1e+00)',
        ),
    ],
)
def test_predicate(leaves, sql):
    assert predicate(leaves) == sql


LABELS = {"income": "annual income", "score": "spending score", "age": "age"}
UNITS = {"income": "k$", "score": None, "age": "years"}


@pytest.mark.parametrize(
    ("leaves", "words"),
    [
        ([], None),
        ([[]], "every customer"),
        (
            [[box("income", 70.0, None), box("score", None, 40.0)]],
            "annual income ≥ 70 k$ and spending score < 40",
        ),
        ([[box("income", 40.0, 70.0)]], "annual income from 40 to below 70 k$"),
        (
            [
                [box("age", None, 0.5)],
                [box("income", -1234567.25, None)],
                [box("score", 1e7, 1e22)],
            ],
            "age < 0.5 years; or annual income ≥ -1,234,567.25 k$"
            "; or spending score from 10,000,000 to below 10,000,000,000,000,000,000,000",
        ),
    ],
)
def test_in_words(leaves, words):
    assert in_words(leaves, LABELS, UNITS) == words


def test_a_rule_is_measured_by_its_branches_the_largest_first():
    leaves = [[box("age", None, 20.0)], [box("age", 40.0, None)], [box("score", 5.0, None)]]
    assert measured(leaves, [(2, 4), (6, 6), (2, 2)], 20, LABELS, UNITS) == {
        "rule": "age < 20 years; or age ≥ 40 years; or spending score ≥ 5",
        "rule_sql": "(age < 2e+01) or (age >= 4e+01) or (score >= 5e+00)",
        "rule_precision": 10 / 12,
        "rule_coverage": 10 / 20,
        "rule_branches": ["age ≥ 40 years", "age < 20 years", "spending score ≥ 5"],
        "rule_branch_coverages": [6 / 20, 2 / 20, 2 / 20],
    }
    assert measured([], [], 0, LABELS, UNITS) == {
        "rule": None,
        "rule_sql": "false",
        "rule_precision": None,
        "rule_coverage": None,
        "rule_branches": [],
        "rule_branch_coverages": [],
    }


def test_reading_rules_does_not_import_scikit_learn():
    code = "import sys, segmentation.rules; sys.exit('sklearn' in sys.modules)"
    source = sys.modules["segmentation.rules"].__file__.rsplit("/", 2)[0]
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": source})
