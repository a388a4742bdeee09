"""A fit as a SQL query: the frozen model scores customers where they are."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

from engines.engine import engine_of
from segmentation.sql import identifier, literal

TRANSFORM_SQL = {"none": "{}", "log1p": "ln(1e+00 + {})"}
# What is larger cannot be squared.
LARGEST = 1e100
# numpy measured the distances of the fit, SQL measures these. They agree to about 1e-14: without
# room for that, customers who are all alike would be outliers of their segment of one point.
RESOLUTION = 1e-9
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
    fill_values: Sequence[float | None] | None = None,
    limits: Sequence[Sequence[float | None]] | None = None,
    where: str | None = None,
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
        Per segment the distance to its centroid beyond which, by more than `RESOLUTION`, a
        customer is an outlier.
    map_loadings : sequence of 2 sequences of d floats
        Per map coordinate the weight of each scaled feature.
    fill_values : sequence of d floats, optional
        What takes the place of a feature's missing value; None where that is a fault.
    limits : sequence of d pairs of float, optional
        The lowest and highest value of each feature that is no fault; None for an open end.
    where : str, optional
        SQL condition over the relation's columns: which customers are scored.

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
    fill_values = fill_values or [None] * len(feature_names)
    limits = limits or [(None, None)] * len(feature_names)
    columns = [
        f"{_filled(f'cast(source.{identifier(name)} as double)', fill)} as x{position}"
        for position, name, fill in zip(positions, feature_names, fill_values, strict=True)
    ]
    faults = [
        fault
        for position, name, transform, (low, high) in zip(
            positions, feature_names, transforms, limits, strict=True
        )
        for fault in _faults(f"x{position}", name.replace("'", "''"), transform, low, high)
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
        f"when {segment_id} then distance > {literal(distance + RESOLUTION)}"
        for segment_id, distance in zip(segment_ids, outlier_distances, strict=True)
    ]
    filtered = f"\n    where {where}" if where else ""
    return f"""\
with customers as (
    select
        source.customer_id,
        {_lines(columns, ",")}
    from {relation} as source{filtered}
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


def translated(query: str, dialects: Sequence[str] = DIALECTS) -> dict[str, str]:
    """Return a scoring query in the SQL of each of the dialects, by its name."""
    # Takes a while to import, and only a new fit needs it.
    import sqlglot

    return {
        dialect: sqlglot.transpile(query, read="duckdb", write=dialect, pretty=True)[0]
        for dialect in dialects
    }


def read_by(session, query: str) -> str:
    """Return a scoring query as the engine of a session reads it: the one that a fit names."""
    dialect = engine_of(session).dialect
    return translated(query, [dialect])[dialect] if dialect else query


def fit_sql(fit: Mapping, relation: str, where: str | None) -> str:
    """Return the scoring query of a fit (a row of `registry.SCHEMA`) over a relation."""
    names = ("feature_names", "transforms", "centers", "scales", "segment_ids", "centroids")
    more = ("outlier_distances", "map_loadings")
    return scoring_sql(
        relation=relation,
        where=where,
        fill_values=fit.get("fill_values"),
        limits=fit.get("limits"),
        **{name: fit[name] for name in names + more},
    )


def customers_sql(champion: Mapping) -> str:
    """Return a select of the customers that a champion scores, features filled in as it does.

    Parameters
    ----------
    champion : mapping
        A row of `segmentation_champions`.
    """
    columns = [
        f"{_filled(identifier(name), fill)} as {identifier(name)}"
        for name, fill in zip(
            champion["feature_names"],
            champion["fill_values"] or [None] * len(champion["feature_names"]),
            strict=True,
        )
    ]
    where = f" where {champion['customers_where']}" if champion["customers_where"] else ""
    return f"select customer_id, {', '.join(columns)} from {champion['customers_relation']}{where}"


def columns_read(
    segmentations: Sequence[Mapping], features: Sequence[Mapping]
) -> dict[str, list[str]]:
    """Return which columns the scoring queries read of each customers model.

    Parameters
    ----------
    segmentations : sequence of mapping
        Rows of `segmentation_list`.
    features : sequence of mapping
        Rows of `feature_list`, in the order of their position.

    Returns
    -------
    dict of str to list of str
        By the model's relation, the models in the order of their names.
    """
    read = {}
    for row in sorted(segmentations, key=itemgetter("customers_relation", "segmentation")):
        names = read.setdefault(row["customers_relation"], ["customer_id"])
        mine = [
            feature["feature"]
            for feature in features
            if feature["segmentation"] == row["segmentation"]
        ]
        filtered = _columns_of(row["customers_where"]) if row["customers_where"] else []
        names += [name for name in dict.fromkeys(mine + filtered) if name not in names]
    return read


def _columns_of(where: str) -> list[str]:
    import sqlglot

    parsed = sqlglot.parse_one(where, read="duckdb")
    return [column.name for column in parsed.find_all(sqlglot.exp.Column)]


def with_queries(fit: Mapping, relation: str, where: str | None) -> dict:
    """Return a fit with its scoring query in every dialect, as it reads tonight's relation."""
    query = fit_sql(fit, relation, where)
    if fit.get("scoring_sql") == query:
        return dict(fit)
    texts = {f"scoring_sql_{dialect}": text for dialect, text in translated(query).items()}
    return {**fit, "scoring_sql": query, **texts}


def refreshed(fits: Sequence[Mapping], row: Mapping) -> list[dict]:
    """Return the fits of a segmentation, those that are not retired with the queries of tonight.

    Parameters
    ----------
    fits : sequence of mapping
        Rows of `registry.SCHEMA`.
    row : mapping
        The segmentation's row of `segmentation_list`.
    """
    relation, where = row["customers_relation"], row["customers_where"]
    return [
        dict(fit) if fit["status"] == "retired" else with_queries(fit, relation, where)
        for fit in fits
    ]


def _filled(value: str, fill: float | None) -> str:
    return value if fill is None else f"coalesce({value}, {literal(fill)})"


def _faults(
    column: str, name: str, transform: str, low: float | None, high: float | None
) -> list[str]:
    # `between` is false of NaN, in engines that sort it last and in those that compare it to none.
    limits = f"-{literal(LARGEST)} and {literal(LARGEST)}"
    faults = [
        f"when {column} is null then '{name} is missing'",
        f"when not {column} between {limits} then '{name} is not a finite number'",
    ]
    if transform == "log1p":
        faults.append(f"when {column} <= -1e+00 then '{name} is -1 or less, which has no log1p'")
    if low is not None:
        faults.append(f"when {column} < {literal(low)} then '{name} is below {low:g}'")
    if high is not None:
        faults.append(f"when {column} > {literal(high)} then '{name} is above {high:g}'")
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
