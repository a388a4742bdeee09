"""Results of the engine as Python values: the one place that knows how it hands them over."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from engines.engine import engine_of

HASH_ORDER = "md5(customer_id), customer_id"


def to_rows(relation) -> list[dict]:
    """Return a small relation as one dict per row, lists and structs as Python's own."""
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def to_matrix(relation) -> np.ndarray:
    """Return a relation of one column, lists of d doubles, as an array of shape (n, d).

    A missing value is NaN.

    Raises
    ------
    ValueError
        If the lists are not all of one length, or one of them is null.
    """
    lists = relation.to_arrow_table().column(0).combine_chunks()
    if lists.null_count:
        raise ValueError("the features of a customer are null")
    if len(lists.value_lengths().unique()) > 1:
        raise ValueError("the lists differ in length")
    return lists.flatten().to_numpy(zero_copy_only=False).reshape(len(lists), -1)


def table_rows(session, schema: str, table: str) -> list[dict]:
    """Return the rows of a table of the warehouse as `to_rows`, none if there is no such table."""
    exists = _exists(session, schema, table)
    return to_rows(session.sql(f'select * from "{schema}"."{table}"')) if exists else []


def table_arrow(session, schema: str, table: str) -> pa.Table | None:
    """Return a table of the warehouse as an arrow table, None if there is no such table."""
    if not _exists(session, schema, table):
        return None
    return session.sql(f'select * from "{schema}"."{table}"').to_arrow_table()


def bin_counts(
    customers,
    bin_edges: Sequence[Sequence[float]],
    fill_values: Sequence[float | None] | None = None,
) -> list[list[int]]:
    """Count customers per feature and bin, in one scan.

    Parameters
    ----------
    customers : relation
        With a column features, lists of d doubles.
    bin_edges : sequence of d sequences of float
        As `drift.fit_bins` returns them.
    fill_values : sequence of d floats, optional
        What a missing value of each feature counts as; None for a feature that is never missing.

    Returns
    -------
    list of d lists of int
    """
    item = engine_of(customers).item
    items = [item.format("features", position) for position in range(1, len(bin_edges) + 1)]
    values = [
        value if fill is None else f"coalesce({value}, {fill!r}::double)"
        for value, fill in zip(items, fill_values or [None] * len(bin_edges), strict=True)
    ]
    upto = [
        f"count(*) filter (where {value} <= {edge!r}::double)"
        for value, edges in zip(values, bin_edges, strict=True)
        for edge in edges
    ]
    [[total, *sums]] = customers.aggregate(", ".join(["count(*)", *upto])).fetchall()
    sums = iter(sums)
    return [
        np.diff([0, *(next(sums) for _ in edges), total]).astype(int).tolist()
        for edges in bin_edges
    ]


def hash_sample(customers, rows: int):
    """Return at most `rows` customers, the same ones again as long as they are there.

    In the order of a hash of the customer's id: the first of them are a sample too, whatever the
    order of the source.
    """
    return customers.order(HASH_ORDER).limit(rows)


def last_segment_ids(session, schema: str, customers) -> np.ndarray | None:
    """Return the segment that the last build left each customer in.

    Parameters
    ----------
    session : dbt's session
        Of the warehouse.
    schema : str
        Where the table `kmeans_assignments` is, if it was ever built.
    customers : relation
        With columns segmentation and customer_id, from `hash_sample`.

    Returns
    -------
    ndarray of int, shape (n,), or None
        0 for a customer who was in none; None if there is no such table.
    """
    if not _exists(session, schema, "kmeans_assignments"):
        return None
    assignments = session.sql(f'select * from "{schema}"."kmeans_assignments"')
    joined = customers.join(assignments, "segmentation, customer_id", how="left")
    ids = joined.order(HASH_ORDER).project("coalesce(segment_id, 0)").fetchall()
    return np.array([segment_id for (segment_id,) in ids])


def recorded_customers(
    session, relation: str, segmentations: Sequence[str], is_sample: bool, prefix: str = ""
):
    """Return the rows of a customers model, and whom of them the last build put into a segment.

    Parameters
    ----------
    session : dbt's session
        Of the warehouse.
    relation : str
        The customers model, as written after `from`.
    segmentations : sequence of str
        Those whose customers it has.
    is_sample : bool
        Whether it is of generated customers, of whom one's own are not the same people.
    prefix : str, optional
        What the project's schemas begin with.

    Returns
    -------
    relation
        Its columns and is_recorded, whether the customer has a segment in `customer_segments`, and
        recorded_count, how many have one, null where no such customer is recorded.
    """
    if not segmentations or not _exists(session, f"{prefix}marts", "customer_segments"):
        return session.sql(
            f"select *, false as is_recorded, null::bigint as recorded_count from {relation}"
        )
    names = ", ".join(f"'{name}'" for name in segmentations)
    return session.sql(f"""
        with recorded as (
            select distinct customer_id
            from "{prefix}marts".customer_segments
            where segmentation in ({names}) and segmentation in (
                select segmentation from "{prefix}clustering".kmeans_fits
                where status = 'champion' and is_sample = {is_sample}
            )
        )
        select
            customers.*,
            recorded.customer_id is not null as is_recorded,
            (select nullif(count(*), 0) from recorded) as recorded_count
        from {relation} as customers
        left join recorded on customers.customer_id::string = recorded.customer_id
    """)


def recorded_features(
    session, segmentations: Sequence[str], is_sample: bool, prefix: str = ""
) -> list[str]:
    """Return the features that the champions of segmentations were fitted on, by their names."""
    if not segmentations or not _exists(session, f"{prefix}clustering", "kmeans_fits"):
        return []
    names = ", ".join(f"'{name}'" for name in segmentations)
    found = session.sql(
        f'select feature_names from "{prefix}clustering".kmeans_fits'
        f" where status = 'champion' and is_sample = {is_sample} and segmentation in ({names})"
    )
    return sorted({feature for (features,) in found.fetchall() for feature in features})


def recorded_periods(session, schema: str, segmentation: str) -> list[dict]:
    """Return as_of and fit_number of each period in `segment_changes`, ascending."""
    if not _exists(session, schema, "segment_changes"):
        return []
    changes = session.sql(f'select * from "{schema}"."segment_changes"')
    periods = changes.filter(f"change = 'period' and segmentation = '{segmentation}'")
    return to_rows(periods.project("as_of, fit_number").order("as_of"))


def _exists(session, schema: str, table: str) -> bool:
    return engine_of(session).has_table(session, schema, table)
