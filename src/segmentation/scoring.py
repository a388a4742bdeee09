"""A fit as a SQL query: the frozen model scores customers where they are."""

from collections.abc import Sequence

import numpy as np

# DuckDB reads `55.29` as a DECIMAL; an exponent makes the literal a DOUBLE.
TRANSFORM_SQL = {"none": "{}", "log1p": "ln(1e0 + {})"}


def literal(value: float) -> str:
    """Return a double as a SQL literal that reads back as the same double.

    >>> literal(55.29), literal(-3.0)
    ('5.529e+01', '-3e+00')
    """
    return np.format_float_scientific(value, unique=True, trim="-")


def scoring_sql(
    segmentation: str,
    transforms: Sequence[str],
    centers: Sequence[float],
    scales: Sequence[float],
    segment_ids: Sequence[int],
    centroids: Sequence[Sequence[float]],
    source: str = "features.customer_features",
) -> str:
    """Return a select that assigns every customer of `source` to its nearest centroid.

    Parameters
    ----------
    segmentation : str
        Whose rows of `source` to score.
    transforms : sequence of str, length d
        Keys of `TRANSFORM_SQL`.
    centers, scales : sequence of float, length d
        The standardisation, in transformed units.
    segment_ids : sequence of int, length k
        The id of each centroid's segment; k is at least 2.
    centroids : sequence of k sequences of d floats
        In scaled units.
    source : str
        A relation with columns segmentation, customer_id and features (a list of d doubles, in
        original units).

    Returns
    -------
    str
        A query of columns customer_id, segment_id, distance (Euclidean, in scaled units, to the
        segment's centroid), runner_up_segment_id (the second nearest). Of equally near
        segments the first in `segment_ids` wins.
    """
    scaled = [
        f"({TRANSFORM_SQL[transform].format(f'features[{position}]')} - {literal(center)})"
        f" / {literal(scale)} as z{position}"
        for position, (transform, center, scale) in enumerate(
            zip(transforms, centers, scales, strict=True), start=1
        )
    ]
    distances = [
        "sqrt("
        + " + ".join(f"power(z{i} - {literal(value)}, 2)" for i, value in enumerate(centroid, 1))
        + f") as d{segment_id}"
        for segment_id, centroid in zip(segment_ids, centroids, strict=True)
    ]
    columns = [f"d{segment_id}" for segment_id in segment_ids]
    nearest = _first_match("distance", segment_ids)
    others = "\n".join(
        f"            when {segment_id} then least("
        + ", ".join(column for column in columns if column != f"d{segment_id}")
        + ")"
        for segment_id in segment_ids
    )
    name = segmentation.replace("'", "''")
    runner_up = _first_match("runner_up_distance", segment_ids, excluded="segment_id")
    return f"""\
with scaled as (
    select
        customer_id,
        {_lines(scaled)}
    from {source}
    where segmentation = '{name}'
),
distances as (
    select
        customer_id,
        {_lines(distances)}
    from scaled
),
nearest as (
    select
        *,
        least({", ".join(columns)}) as distance
    from distances
),
assigned as (
    select
        *,
        {nearest} as segment_id
    from nearest
),
compared as (
    select
        *,
        case segment_id
{others}
        end as runner_up_distance
    from assigned
)
select
    customer_id,
    segment_id,
    distance,
    {runner_up} as runner_up_segment_id
from compared"""


def _lines(expressions: Sequence[str]) -> str:
    return ",\n        ".join(expressions)


def _first_match(distance: str, segment_ids: Sequence[int], excluded: str | None = None) -> str:
    """Return a case expression: the first segment at exactly this distance."""
    branches = " ".join(
        f"when d{segment_id} = {distance}"
        + (f" and {excluded} <> {segment_id}" if excluded else "")
        + f" then {segment_id}"
        for segment_id in segment_ids
    )
    return f"case {branches} end"
