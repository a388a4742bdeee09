"""dbt-duckdb plugin: lets a macro ask whether a query would fail, and why, in one line."""

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin


def query_error(query: str) -> str:
    """Return why `query` cannot be prepared, in one line, or nothing if it can.

    Jinja cannot catch an error, and DuckDB's own message about a file that it cannot read runs
    over twenty lines. The query is only described, on a connection of its own.

    Parameters
    ----------
    query : str
        A `select` that stands on its own, such as one over `read_csv('customers.csv')`.

    Returns
    -------
    str
        The first line of DuckDB's message, or the empty string.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute(f"describe {query}").fetchall()
    except duckdb.Error as error:
        return str(error).splitlines()[0]
    return ""


class Plugin(BasePlugin):
    """Registers `query_error(query)` as a SQL function."""

    def configure_connection(self, conn):
        """Add the function to dbt's connection."""
        conn.create_function("query_error", query_error, ["VARCHAR"], "VARCHAR")
