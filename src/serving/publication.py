"""Write tables into a DuckDB file of their own and swap it in, so that readers lock nobody."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from engines.engine import DUCKDB, engine_of
from segmentation.sql import identifier

# Of DuckDB 1.0: what any BI tool's DuckDB can open.
STORAGE_VERSION = "v1.0.0"
# On Spark these stay in the lake: with a row per customer they may be more than one machine holds.
PER_CUSTOMER = {
    "marts.customer_segments",
    "marts.rfm_segments",
    "marts.segment_audiences",
    "marts.segment_entries",
    "marts.segment_history",
    "marts.unscored_customers",
}
COMMENTS = """
with

commented as (
    select schema_name, table_name, null as column_name, comment, database_name
    from duckdb_tables()
    union all
    select schema_name, view_name as table_name, null as column_name, comment, database_name
    from duckdb_views()
    union all
    select schema_name, table_name, column_name, comment, database_name
    from duckdb_columns()
)

select schema_name, table_name, column_name, comment
from commented
where database_name = current_database() and comment is not null
"""
NOT_PUBLISHED = (
    "not published: {}. Is the folder of the var publish_to writable, and has the disk space? The"
    " marts of the warehouse are new, the file published before stays."
)
SCHEMA = pa.schema(
    {
        "published_at": pa.timestamp("us"),
        "schema_name": pa.string(),
        "table_name": pa.string(),
        "row_count": pa.int64(),
        "checksum": pa.string(),
    }
)


def publication_fault(path: str, warehouse: str) -> str:
    """Return why nothing may be published to a path, in a sentence, or the empty string.

    What is there is replaced, so it has to be what was published before, or nothing.

    Parameters
    ----------
    path : str
        The file to publish into.
    warehouse : str
        The file that is published from.
    """
    file = Path(path)
    if not file.name or file.is_dir():
        return f"'{path}' is no file; write one, such as serving/segments.duckdb."
    if file.exists() and Path(warehouse).exists() and file.samefile(warehouse):
        return f"'{path}' is the warehouse itself; write another file."
    folder = next(parent for parent in file.parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return f"'{folder}' may not be written; write a file in another folder."
    manifest = file.with_name("manifest.json")
    # Killed between the two, a build has replaced the file and not yet its manifest.
    named = [_named(manifest), _named(file.with_name("manifest.json.new"))]
    if (file.exists() or manifest.exists()) and file.name not in named:
        what = file if file.exists() else manifest
        return f"'{what}' was not published by this project and would be replaced; move it away."
    return ""


def _named(manifest: Path) -> str | None:
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_ours = isinstance(content, dict) and {"published_at", "sha256", "tables"} <= content.keys()
    return content.get("file") if is_ours else None


def publish_from(session, tables: Mapping[str, Sequence[str] | None], **how) -> pa.Table:
    """Publish tables of the warehouse, on Spark those that people read whole.

    Parameters
    ----------
    session
        dbt's: a DuckDB connection, or `engines.spark.Session`.
    tables : mapping of str to sequence of str
        As `publish`.
    **how
        As `publish`.

    Returns
    -------
    pyarrow.Table
        As `publish`. If it could not be published, the model fails with one line that says why.

    """
    is_spark = engine_of(session) is not DUCKDB
    try:
        if not is_spark:
            return publish(session.cursor(), tables, **how)
        # Of the customers no more than the ids and features of these are read, row by row.
        stay = [name for name, columns in tables.items() if columns or name in PER_CUSTOMER]
        inside = {name: _in_warehouse(name, how["prefix"]) for name in tables}
        read = {name: None for name in tables if name not in stay}
        with duckdb.connect() as connection:
            for name in read:
                _filled(connection, inside[name], session)
            places = {name: session.place_of(inside[name]) for name in stay}
            return publish(connection, read, in_the_lake=places, **how)
    except (OSError, duckdb.Error) as error:
        said = NOT_PUBLISHED.format(" ".join(str(error).rstrip(".").split()))
        if is_spark:
            session.refuse(said)
        # Raised here it would be a traceback: the post-hook says it in a line, and rolls back.
        quoted = said.replace("'", "''")
        session.execute(f"set variable publication_error = '{quoted}'")
        return SCHEMA.empty_table()


def _filled(connection: duckdb.DuckDBPyConnection, name: str, session) -> None:
    """Copy a table of Spark's, with its comments."""
    schema, table = name.split(".")
    connection.execute(f'create schema if not exists "{schema}"')
    connection.register("from_spark", session.table(name).to_arrow_table())
    connection.execute(f'create table "{schema}"."{table}" as select * from from_spark')
    connection.unregister("from_spark")
    for column, comment in session.comments_of(name).items():
        what = f'"{schema}"."{table}"'
        what = f"column {what}.{identifier(column)}" if column else f"table {what}"
        text = comment.replace("'", "''")
        connection.execute(f"comment on {what} is '{text}'")


def _in_warehouse(name: str, prefix: str) -> str:
    schema, table = name.split(".")
    return f"{_inside(schema, prefix)}.{table}"


def publish(
    connection,
    tables: Mapping[str, Sequence[str] | None],
    path: Path,
    fits: Sequence[dict],
    at: datetime,
    prefix: str = "",
    in_the_lake: Mapping[str, str] | None = None,
) -> pa.Table:
    """Publish tables of the warehouse and a manifest of them beside the file.

    Readers see the former file or the new one, never half of one: it is written under another name
    and renamed. Whatever goes wrong before leaves the former one as it is.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        To the warehouse, in no transaction: one writes to one file only.
    tables : mapping of str to sequence of str
        As `schema.table`, and which of its columns, None for all. Comments are published too.
    path : Path
        The file; its folder is made if need be.
    fits : sequence of dict
        What the manifest says of the fits that made the rows.
    at : datetime
        When, UTC.
    prefix : str, optional
        What the schemas marts and features begin with in the warehouse, and not in the file.
    in_the_lake : mapping of str to str, optional
        Tables that are not in the file, as `schema.table`, and where they are: for the manifest.

    Returns
    -------
    pyarrow.Table
        One row per table, of SCHEMA. The checksum is of the rows, in whatever order.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.new")
    for leftover in (unfinished, path.with_name(f"{path.name}.new.wal")):
        leftover.unlink(missing_ok=True)
    quoted = str(unfinished).replace("'", "''")
    connection.execute(f"attach '{quoted}' as publication (storage_version '{STORAGE_VERSION}')")
    try:
        rows = [
            {"published_at": at} | _copied(connection, *table.split("."), columns, prefix)
            for table, columns in tables.items()
        ]
        _comment(connection, tables, prefix)
        connection.execute("detach publication")
    except duckdb.Error:
        with suppress(duckdb.Error):  # if there is a transaction
            connection.rollback()
        connection.execute("detach database if exists publication")
        unfinished.unlink(missing_ok=True)
        raise
    manifest = {
        "published_at": f"{at.isoformat(timespec='seconds')}Z",
        "file": path.name,
        "sha256": _digest(unfinished),
        "fits": list(fits),
        "tables": [
            {key: row[key] for key in ("schema_name", "table_name", "row_count", "checksum")}
            for row in rows
        ],
    }
    if in_the_lake:
        manifest["in_the_lake"] = dict(in_the_lake)
    described = path.with_name("manifest.json.new")
    described.write_text(json.dumps(manifest, indent=2, default=str) + "\n", encoding="utf-8")
    unfinished.replace(path)
    described.replace(path.with_name("manifest.json"))
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _copied(
    connection, schema: str, table: str, columns: Sequence[str] | None, prefix: str
) -> dict:
    listed = ", ".join(map(identifier, columns)) if columns else "*"
    copy = f'publication."{schema}"."{table}"'
    connection.execute(f'create schema if not exists publication."{schema}"')
    source = f'"{_inside(schema, prefix)}"."{table}"'
    connection.execute(f"create table {copy} as select {listed} from {source}")
    [[count, checksum]] = connection.sql(
        f"select count(*), coalesce(sum(hash(one)), 0)::varchar from {copy} as one"
    ).fetchall()
    return {
        "schema_name": schema,
        "table_name": table,
        "row_count": count,
        "checksum": checksum,
    }


def _inside(schema: str, prefix: str) -> str:
    """Return what a schema of the file is called in the warehouse; customers are as they are."""
    return prefix + schema if schema in ("marts", "features") else schema


def _comment(connection, tables: Mapping[str, Sequence[str] | None], prefix: str) -> None:
    published = {}
    for name, columns in tables.items():
        schema, table = name.split(".")
        published[_inside(schema, prefix), table] = schema, columns
    statements = []
    for found, table, column, comment in connection.execute(COMMENTS).fetchall():
        schema, columns = published.get((found, table), (None, None))
        if schema and (not columns or not column or column in columns):
            what = f'publication."{schema}"."{table}"'
            what = f'column {what}."{column}"' if column else f"table {what}"
            text = comment.replace("'", "''")
            statements.append(f"comment on {what} is '{text}'")
    if statements:
        # In one transaction, not in one each.
        connection.execute(";".join(["begin", *statements, "commit"]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
