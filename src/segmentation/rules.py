"""A rule for each segment: boxes in original units, read off one shallow decision tree."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil

import numpy as np

from segmentation.sql import identifier, literal

# In so many parts customers are held out, one after the other.
FOLDS = 5


def learn_rules(
    features: np.ndarray,
    segment_ids: np.ndarray,
    *,
    feature_names: Sequence[str],
    max_leaves_per_segment: int = 3,
    min_leaf_share: float = 0.01,
    random_seed: int,
) -> list[dict]:
    """Describe every segment by the leaves of one classification tree (CART, Breiman et al. 1984).

    A leaf belongs to the segment with the most customers in it, the lower id on a tie. Sibling
    leaves of one segment are merged. Together the leaves of all segments are a partition: every
    point is in exactly one.

    Parameters
    ----------
    features : ndarray of shape (n, d)
        In original units, finite. The order of the rows does not matter.
    segment_ids : ndarray of int, shape (n,)
        The segment of each customer.
    feature_names : sequence of str, length d
        Name of each feature.
    max_leaves_per_segment : int
        The tree has at most this many leaves times the number of segments.
    min_leaf_share : float
        Smallest share of the customers in a leaf, 0 to 1.
    random_seed : int
        Seed of the choice between equally good splits.

    Returns
    -------
    list of dict
        By segment id, ascending: segment_id, and leaves, a list of boxes, empty if no leaf is the
        segment's. A box is a list, in the order of the features, of
        ``{"feature": name, "low": low, "high": high}`` for ``low <= feature < high``; an open end
        is None, and a feature that the box does not bound is left out.

    Raises
    ------
    ValueError
        If there are no customers, or fewer than two leaves are allowed.
    """
    features, segment_ids, ranks = _sorted(features, segment_ids)
    segments, codes = np.unique(segment_ids, return_inverse=True)
    limits = max_leaves_per_segment, min_leaf_share
    tree = _classifier(len(features), len(segments), *limits, random_seed).fit(ranks, codes).tree_

    def leaves_below(node: int, rows: np.ndarray, box: dict) -> list[tuple[int, dict]]:
        """Return the segment and the box of every leaf below a node."""
        column = tree.feature[node]
        if column < 0:
            return [(np.bincount(codes[rows]).argmax(), box)]
        left = ranks[rows, column] <= tree.threshold[node]
        values = features[rows, column]
        threshold = short_threshold(float(values[left].max()), float(values[~left].min()))
        low, high = box.get(column, (None, None))
        leaves = [
            *leaves_below(tree.children_left[node], rows[left], box | {column: (low, threshold)}),
            *leaves_below(
                tree.children_right[node], rows[~left], box | {column: (threshold, high)}
            ),
        ]
        if len(leaves) == 2 and leaves[0][0] == leaves[1][0]:
            return [(leaves[0][0], box)]
        return leaves

    leaves = leaves_below(0, np.arange(len(features)), {})
    return [
        {
            "segment_id": int(segment),
            "leaves": [
                [
                    {"feature": feature_names[column], "low": low, "high": high}
                    for column, (low, high) in sorted(box.items())
                ]
                for owner, box in leaves
                if owner == code
            ],
        }
        for code, segment in enumerate(segments)
    ]


def held_out_figures(
    features: np.ndarray,
    segment_ids: np.ndarray,
    *,
    max_leaves_per_segment: int = 3,
    min_leaf_share: float = 0.01,
    random_seed: int,
) -> dict[int, dict]:
    """Measure how rules hold of customers that they were not learnt on (5-fold cross-validation).

    Parameters
    ----------
    features, segment_ids, max_leaves_per_segment, min_leaf_share, random_seed
        As `learn_rules`.

    Returns
    -------
    dict of int to dict
        By segment id: held_out_precision, the share of the customers who met its rule that are of
        the segment, None if nobody met it; and held_out_coverage, the share of the segment's
        customers who met it. Empty if a segment has too few customers to leave some out.
    """
    from sklearn.model_selection import PredefinedSplit, cross_val_predict

    features, segment_ids, ranks = _sorted(features, segment_ids)
    segments, codes = np.unique(segment_ids, return_inverse=True)
    if np.bincount(codes).min() < FOLDS:
        return {}
    # Every fifth of a segment's customers, who are in the order of their features.
    place = np.lexsort((np.arange(len(codes)), codes))
    folds = np.empty(len(codes), dtype=int)
    folds[place] = np.arange(len(codes)) % FOLDS
    limits = max_leaves_per_segment, min_leaf_share
    classifier = _classifier(
        len(features) * (FOLDS - 1) // FOLDS, len(segments), *limits, random_seed
    )
    predicted = cross_val_predict(classifier, ranks, codes, cv=PredefinedSplit(folds))
    figures = {}
    for code, segment in enumerate(segments.tolist()):
        matched, members = predicted == code, codes == code
        hits = (matched & members).sum()
        precision = float(hits / matched.sum()) if matched.any() else None
        coverage = float(hits / members.sum())
        figures[segment] = {"held_out_precision": precision, "held_out_coverage": coverage}
    return figures


def _sorted(features: np.ndarray, segment_ids: np.ndarray) -> tuple[np.ndarray, ...]:
    # Sums in another order differ in their last bits, enough to choose another of equal splits.
    order = np.lexsort((segment_ids, *features.T))
    features, segment_ids = features[order], segment_ids[order]
    # scikit-learn rounds features to float32, where neighbours can coincide. A tree depends on
    # nothing but the order of the values, and their ranks survive the rounding.
    ranks = np.column_stack([np.unique(column, return_inverse=True)[1] for column in features.T])
    return features, segment_ids, ranks


def _classifier(
    rows: int,
    segments: int,
    max_leaves_per_segment: int,
    min_leaf_share: float,
    random_seed: int,
):
    # Rules are read on days when none are learnt, and scikit-learn takes a second to import.
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(
        class_weight="balanced",  # a small segment's rule counts as much as a large one's
        max_leaf_nodes=max_leaves_per_segment * segments,
        min_samples_leaf=max(1, ceil(min_leaf_share * rows)),
        random_state=random_seed,
    )


def short_threshold(lower: float, upper: float) -> float:
    """Return the number that is shortest to write of those above `lower` and up to `upper`.

    That is the one with the fewest significant decimal digits; of these a whole number rather than
    a fraction, and then the nearest to the middle.

    >>> short_threshold(69.0, 69.74), short_threshold(38.0, 43.0), short_threshold(0.0, 1.0)
    (69.4, 40.0, 1.0)
    """
    middle = lower / 2 + upper / 2
    for digits in range(1, 17):
        # If any number of so many digits lies inside, the one nearest to the middle does, unless
        # `lower` is as near: then `upper` is the only one.
        rounded = [float(f"{value:.{digits - 1}e}") for value in (middle, round(middle), upper)]
        inside = [value for value in rounded if lower < value <= upper]
        if inside:
            return max(inside, key=float.is_integer)
    return upper  # so near to `lower` that all 17 digits of a double are needed


def predicate(leaves: Sequence[Sequence[Mapping]]) -> str:
    """Return a SQL predicate: whether a customer is in any of the leaves.

    Its columns are named as the features. Put it in parentheses inside a longer condition.

    >>> predicate([[{"feature": "age", "low": 40.0, "high": None}]])
    'age >= 4e+01'
    """
    conjunctions = [
        " and ".join(
            f"{identifier(bound['feature'])} {operator} {literal(bound[end])}"
            for bound in leaf
            for operator, end in ((">=", "low"), ("<", "high"))
            if bound[end] is not None
        )
        or "true"
        for leaf in leaves
    ]
    if len(conjunctions) > 1:
        conjunctions = [f"({conjunction})" for conjunction in conjunctions]
    return " or ".join(conjunctions) or "false"


def in_words(
    leaves: Sequence[Sequence[Mapping]],
    labels: Mapping[str, str],
    units: Mapping[str, str | None],
) -> str | None:
    """Return a rule in English, or None if it has no leaves.

    Parameters
    ----------
    leaves : sequence of boxes
        As `learn_rules` returns them.
    labels, units : mapping of str to str
        Label and unit of each feature; a unit may be None.

    >>> leaf = [{"feature": "income", "low": 40.0, "high": 70.0}]
    >>> in_words([leaf], {"income": "annual income"}, {"income": "k$"})
    'annual income from 40 to below 70 k$'
    """
    return (
        "; or ".join(
            " and ".join(
                f"{labels[bound['feature']]} {_interval(bound, units[bound['feature']])}"
                for bound in leaf
            )
            or "every customer"
            for leaf in leaves
        )
        or None
    )


def measured(
    leaves: Sequence[Sequence[Mapping]],
    counts: Sequence[Sequence[int]],
    customer_count: int,
    labels: Mapping[str, str],
    units: Mapping[str, str | None],
) -> dict:
    """Return a segment's rule, in words and as SQL, with how it holds of the customers counted.

    Parameters
    ----------
    leaves : sequence of boxes
        As `learn_rules` returns them: no customer is in two.
    counts : sequence of (int, int)
        Of each leaf, the segment's customers in it, and all customers in it.
    customer_count : int
        The segment's customers.
    labels, units : mapping of str to str
        Label and unit of each feature; a unit may be None.

    Returns
    -------
    dict
        rule, rule_sql, rule_precision and rule_coverage, None where nobody is there to count; and
        rule_branches, each leaf in words, with rule_branch_coverages, the share of the segment's
        customers in it, the largest first.

    >>> leaves = [[{"feature": "age", "low": None, "high": end}] for end in (20.0, 40.0)]
    >>> figures = measured(leaves, [(1, 1), (7, 9)], 10, {"age": "age"}, {"age": None})
    >>> figures["rule_branches"], figures["rule_branch_coverages"]
    (['age < 40', 'age < 20'], [0.7, 0.1])
    >>> figures["rule_precision"], figures["rule_coverage"]
    (0.8, 0.8)
    """
    hits = sum(inside for inside, _ in counts)
    matched = sum(everyone for _, everyone in counts)
    branches = [
        (inside, in_words([leaf], labels, units))
        for leaf, (inside, _) in zip(leaves, counts, strict=True)
    ]
    branches.sort(key=lambda branch: -branch[0])
    return {
        "rule": in_words(leaves, labels, units),
        "rule_sql": predicate(leaves),
        "rule_precision": hits / matched if matched else None,
        "rule_coverage": hits / customer_count if customer_count else None,
        "rule_branches": [words for _, words in branches],
        "rule_branch_coverages": [
            inside / customer_count if customer_count else None for inside, _ in branches
        ],
    }


def _interval(bound: Mapping, unit: str | None) -> str:
    low, high = bound["low"], bound["high"]
    if low is None:
        words = f"< {_number(high)}"
    elif high is None:
        words = f"≥ {_number(low)}"
    else:
        words = f"from {_number(low)} to below {_number(high)}"
    return f"{words} {unit}" if unit else words


def _number(value: float) -> str:
    return f"{Decimal(str(value)).normalize():,f}"
