"""dbt-duckdb plugin: waits for the warehouse, and lets a macro ask what is wrong with a file."""

import re
import time

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger

LOGGER = AdapterLogger("Warehouse")
# As in source_select, which reads the rows.
QUOTES = "quote = '\"', escape = '\"', comment = ''"


def query_error(query: str) -> str:
    """Return why `query` cannot be prepared, or nothing if it can: Jinja cannot catch an error.

    The query is only described, on a connection of its own.

    Parameters
    ----------
    query : str
        A `select` that stands on its own, such as one over `read_csv('customers.csv')`.

    Returns
    -------
    str
        DuckDB's message, or the empty string.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute(f"describe {query}").fetchall()
    except duckdb.Error as error:
        return str(error)
    return ""


def csv_fault(path: str) -> str:
    """Return where a delimited file is not what it looks like, or nothing.

    All of it is read once, strictly: leniently, as rows that are too short need it, DuckDB takes
    all that follows a quote that is not closed for one value, and whole rows are gone.

    Parameters
    ----------
    path : str
        A file or a glob.

    Returns
    -------
    str
        The file, the line and what is wrong with it, of the first such line; or the empty string.
    """
    with duckdb.connect() as connection:
        for (file,) in connection.execute(
            "select file from glob($1) order by 1", [path]
        ).fetchall():
            # The delimiter that the lenient reading finds: the strict one finds another where
            # the file is broken.
            try:
                delimiter, skipped, width = connection.execute(
                    "select Delimiter, SkipRows, len(Columns) from sniff_csv($1, header = true,"
                    f" all_varchar = true, {QUOTES}, strict_mode = false, null_padding = true)",
                    [file],
                ).fetchone()
            except duckdb.Error as error:
                return f"{file}: {str(error).splitlines()[0]}"
            columns = dict.fromkeys((f"column {number}" for number in range(width)), "varchar")
            try:
                connection.execute(
                    # What is not selected is not looked at.
                    "select count(columns(*)) from read_csv($1, header = true, delim = $2,"
                    f" skip = {skipped}, columns = {columns}, {QUOTES}, auto_detect = false,"
                    " store_rejects = true, ignore_errors = true)",
                    [file, delimiter],
                ).fetchall()
            except duckdb.Error:
                # Two kinds of line ends cannot be read strictly.
                if connection.execute(
                    "select contains(content, chr(34)) from read_text($1)", [file]
                ).fetchone()[0]:
                    return f"{file}: it has two kinds of line ends, and quotes"
                continue
            fault = connection.execute(
                "select line, error_message from reject_errors"
                # Those are padded or cut, and judged as rows.
                " where error_type not in ('MISSING COLUMNS', 'TOO MANY COLUMNS')"
                " order by line limit 1"
            ).fetchone()
            if fault:
                return f"{file} line {fault[0]}: {fault[1]}"
    return ""


def await_warehouse(path: str, attempts: int) -> None:
    """Return when the warehouse can be opened, as often tried as dbt's `retries` say.

    dbt tries as well, but says nothing meanwhile, and ends in a traceback.

    Parameters
    ----------
    path : str
        The file; it need not exist.
    attempts : int
        How often to try. Between the first two is a second, then twice as long each time.

    Raises
    ------
    RuntimeError
        If it is still in use after the last attempt, or cannot be opened at all.
    """
    for attempt in range(1, attempts + 1):
        try:
            duckdb.connect(path).close()
            return
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
        holder = re.search(r"Conflicting lock is held in (.*?)(?: See also|\. However|$)", reason)
        if not holder:
            raise RuntimeError(
                f"{path} cannot be opened: {reason.rstrip('.')}. Is its folder writable, has "
                "the disk space, is it a DuckDB file? Its place is `path` in profiles.yml."
            )
        user = holder[1].rstrip(".")
        if attempt < attempts:
            seconds = 2 ** (attempt - 1)
            LOGGER.warning(f"{path} is in use by {user}; trying again in {seconds} s")
            time.sleep(seconds)
    raise RuntimeError(
        f"{path} is still in use by {user}. Wait for that build, or close that program: readers "
        "lock nothing on the published file. How long to wait is `retries` in profiles.yml."
    )


class Plugin(BasePlugin):
    """Waits before dbt connects, and registers `query_error` and `csv_fault` as SQL functions."""

    def update_connection_config(self, creds, config):
        """Wait until the warehouse can be opened; dbt turns the error into one line."""
        if creds.path != ":memory:" and not creds.is_motherduck:
            await_warehouse(creds.path, creds.retries.connect_attempts if creds.retries else 1)

    def configure_connection(self, conn):
        """Add the functions to dbt's connection."""
        for function in (query_error, csv_fault):
            conn.create_function(function.__name__, function, ["VARCHAR"], "VARCHAR")
