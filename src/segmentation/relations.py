"""Results of the engine as Python values: the one place that knows how DuckDB hands them over."""

import numpy as np


def to_rows(relation) -> list[dict]:
    """Return a small relation as one dict per row, lists and structs as Python's own."""
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def to_matrix(relation) -> np.ndarray:
    """Return a relation of one column, lists of d doubles, as an array of shape (n, d).

    Raises
    ------
    ValueError
        If the lists are not all of one length, or a value is null.
    """
    lists = relation.to_arrow_table().column(0).combine_chunks()
    if lists.null_count or lists.flatten().null_count:
        raise ValueError("a feature is null")
    if len(lists.value_lengths().unique()) > 1:
        raise ValueError("the lists differ in length")
    return lists.flatten().to_numpy().reshape(len(lists), -1)
