"""What a relation or session can tell of its engine: where the two differ for the Python models."""

from collections.abc import Callable
from typing import NamedTuple

import duckdb

from engines.words import DUCKDB as DUCKDB_WORDS
from engines.words import Words


class Engine(NamedTuple):
    """An engine, as the code knows it that reads and measures relations."""

    # How SQL names an item of a list: the list and the position, counted from 1.
    item: str
    # Of expectations.
    words: Words
    # What it raises when it refuses something.
    error: type[Exception]
    # Which dialect of sqlglot it reads, if not the one that queries are written in.
    dialect: str | None
    # Whether a schema has a table or view, by session, schema and name.
    has_table: Callable[..., bool]


def _has_table(session, schema: str, table: str) -> bool:
    return bool(
        session.sql(
            "select 1 from duckdb_tables() where database_name = current_database()"
            f" and schema_name = '{schema}' and table_name = '{table}'"
        ).fetchall()
    )


DUCKDB = Engine("{}[{}]", DUCKDB_WORDS, duckdb.Error, None, _has_table)


def engine_of(relation) -> Engine:
    """Return the engine of a relation or session: DuckDB's own do not name theirs."""
    return getattr(relation, "engine", DUCKDB)
