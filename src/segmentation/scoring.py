"""A fit as a SQL query: the frozen model scores customers where they are."""

from collections.abc import Sequence

import sqlglot

from segmentation.sql import identifier, literal

TRANSFORM_SQL = {"none": "{}", "log1p": "ln(1e+00 + {})"}
# What is larger cannot be squared.
LARGEST = 1e100
DIALECTS = ("spark", "bigquery", "snowflake")


def scoring_sql(
    *,
    relation: str,
    feature_names: Sequence[str],
    transforms: Sequence[str],
    centers: Sequence[float],
    scales: Sequence[float],
    segment_ids: Sequence[int],
    centroids: Sequence[Sequence[float]],
    outlier_distances: Sequence[float],
    map_loadings: Sequence[Sequence[float]],
) -> str:
    """Return a select that assigns every customer of a relation to its nearest centroid.

    Parameters
    ----------
    relation : str
        As written after `from`: it has a column customer_id and one per feature.
    feature_names : sequence of str, length d
        Names of the features' columns.
    transforms : sequence of str, length d
        Keys of `TRANSFORM_SQL`.
    centers, scales : sequence of float, length d
        The standardisation, in transformed units.
    segment_ids : sequence of int, length k
        The id of each centroid's segment; k is at least 2.
    centroids : sequence of k sequences of d floats
        In scaled units.
    outlier_distances : sequence of float, length k
        Per segment the distance to its centroid beyond which a customer is an outlier.
    map_loadings : sequence of 2 sequences of d floats
        Per map coordinate the weight of each scaled feature.

    Returns
    -------
    str
        A query, one row per row of the relation, of columns customer_id; segment_id; distance
        (Euclidean, in scaled units, to the segment's centroid); runner_up_segment_id (the second
        nearest); confidence (simplified silhouette: 1 less the ratio of the distances to nearest
        and second nearest, 0 midway, 1 on the centroid); is_outlier; map_x, map_y; and
        unscored_reason. Of equally near segments the first in `segment_ids` wins. A customer with
        a value that is missing, not finite or outside the domain of the transform gets a reason
        and null in all other columns.
    """
    positions = range(1, len(feature_names) + 1)
    columns = [
        f"cast(source.{identifier(name)} as double) as x{position}"
        for position, name in zip(positions, feature_names, strict=True)
    ]
    faults = [
        fault
        for position, name, transform in zip(positions, feature_names, transforms, strict=True)
        for fault in _faults(f"x{position}", name.replace("'", "''"), transform)
    ]
    scaled = [
        f"case when unscored_reason is null then"
        f" ({TRANSFORM_SQL[transform].format(f'x{position}')} - {literal(center)})"
        f" / {literal(scale)} end as z{position}"
        for position, transform, center, scale in zip(
            positions, transforms, centers, scales, strict=True
        )
    ]
    distances = [
        f"sqrt({_sum(_square(f'z{i} - {literal(x)}') for i, x in enumerate(centroid, 1))})"
        f" as d{segment_id}"
        for segment_id, centroid in zip(segment_ids, centroids, strict=True)
    ]
    map_x, map_y = (
        _sum(f"z{position} * {literal(loading)}" for position, loading in enumerate(loadings, 1))
        for loadings in map_loadings
    )
    nearest = _first_match("distance", segment_ids)
    runner_up = _first_match("runner_up_distance", segment_ids, excluded="segment_id")
    names = [f"d{segment_id}" for segment_id in segment_ids]
    runner_up_distances = [
        f"when {segment_id} then {_least(other for other in names if other != f'd{segment_id}')}"
        for segment_id in segment_ids
    ]
    outliers = [
        f"when {segment_id} then distance > {literal(distance)}"
        for segment_id, distance in zip(segment_ids, outlier_distances, strict=True)
    ]
    return f"""\
with customers as (
    select
        source.customer_id,
        {_lines(columns, ",")}
    from {relation} as source
),
checked as (
    select
        *,
        case
            {_lines(faults, indent=12)}
        end as unscored_reason
    from customers
),
scaled as (
    select
        customer_id,
        unscored_reason,
        {_lines(scaled, ",")}
    from checked
),
distances as (
    select
        customer_id,
        unscored_reason,
        {_lines(distances, ",")},
        {map_x} as map_x,
        {map_y} as map_y
    from scaled
),
measured as (
    select
        *,
        {_least(names)} as distance
    from distances
),
assigned as (
    select
        *,
        {nearest} as segment_id
    from measured
),
compared as (
    select
        *,
        case segment_id
            {_lines(runner_up_distances, indent=12)}
        end as runner_up_distance
    from assigned
)
select
    customer_id,
    segment_id,
    distance,
    {runner_up} as runner_up_segment_id,
    case when runner_up_distance > 0e+00 then 1e+00 - distance / runner_up_distance
        when runner_up_distance = 0e+00 then 0e+00 end as confidence,
    case segment_id
        {_lines(outliers)}
    end as is_outlier,
    map_x,
    map_y,
    unscored_reason
from compared"""


def translated(query: str) -> dict[str, str]:
    """Return a scoring query in the SQL of each of `DIALECTS`, by its name."""
    return {
        dialect: sqlglot.transpile(query, read="duckdb", write=dialect, pretty=True)[0]
        for dialect in DIALECTS
    }


def _faults(column: str, name: str, transform: str) -> list[str]:
    # `between` is false of NaN, in engines that sort it last and in those that compare it to none.
    limits = f"-{literal(LARGEST)} and {literal(LARGEST)}"
    faults = [
        f"when {column} is null then '{name} is missing'",
        f"when not {column} between {limits} then '{name} is not a finite number'",
    ]
    if transform == "log1p":
        faults.append(f"when {column} <= -1e+00 then '{name} is -1 or less, which has no log1p'")
    return faults


def _lines(expressions: Sequence[str], separator: str = "", indent: int = 8) -> str:
    return (separator + "\n" + " " * indent).join(expressions)


def _sum(terms) -> str:
    return " + ".join(terms)


def _square(term: str) -> str:
    return f"({term}) * ({term})"


def _least(columns) -> str:
    columns = list(columns)
    return f"least({', '.join(columns)})" if len(columns) > 1 else columns[0]


def _first_match(distance: str, segment_ids: Sequence[int], excluded: str | None = None) -> str:
    """Return a case expression: the first segment at exactly this distance."""
    branches = " ".join(
        f"when d{segment_id} = {distance}"
        + (f" and {excluded} <> {segment_id}" if excluded else "")
        + f" then {segment_id}"
        for segment_id in segment_ids
    )
    return f"case {branches} end"
