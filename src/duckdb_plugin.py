"""dbt-duckdb plugin: waits for the warehouse, and answers what macros ask of src/."""

import gzip
import json
import re
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger

import customers
import settings
from serving.publication import publication_fault
from sources import column_names, column_type

# What `declared` has answered, by run.
DECLARED = {}
LOGGER = AdapterLogger("Warehouse")
# As in source_relation, by which the rows are read.
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
    first_names = None
    for file in _files(path):
        # What a connection has rejected it keeps.
        with duckdb.connect() as connection:
            try:
                delimiter, skipped, names = _dialect(connection, file)
            except duckdb.Error as error:
                return f"{file}: {str(error).splitlines()[0]}"
            first_names = first_names or sorted(names)
            if sorted(names) != first_names:
                return f"{file}: its columns are not those of the first file"
            # What is beyond the header DuckDB calls column7 and the like.
            while names and re.fullmatch(f"column0*{len(names) - 1}", names[-1]):
                names.pop()
            columns = dict.fromkeys((f"column {number}" for number in range(len(names))), "varchar")
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
                try:
                    if _has_quotes(file):
                        return f"{file}: it has two kinds of line ends, and quotes"
                except (OSError, EOFError, zlib.error) as error:
                    return f"{file}: {error}"
                continue
            fault = connection.execute(
                "select line, replace(error_message, 'Expected Number of Columns',"
                " 'Values in the header') from reject_errors"
                # What is missing is padded, and the row judged. What is too much would be cut, and
                # a decimal comma make three values of two: only empty ones may be.
                " where error_type <> 'MISSING COLUMNS' and not (error_type = 'TOO MANY COLUMNS'"
                " and ends_with(rtrim(csv_line, chr(10) || chr(13)), repeat($1,"
                " regexp_extract(error_message, '[0-9]+$')::integer - $2)))"
                " order by line, column_idx limit 1",
                [delimiter, len(names)],
            ).fetchone()
            if fault:
                return f"{file} line {fault[0]}: {fault[1]}"
    return ""


def csv_header(path: str) -> str:
    """Return the header as it is in the first of a path's files, as a JSON list.

    DuckDB makes up names for what is there twice and for what is not there.

    Parameters
    ----------
    path : str
        A file or a glob that has been read.

    Returns
    -------
    str
        A text for each column, null where it has no name; no column at all if the file is not on
        this machine.
    """
    with duckdb.connect() as connection:
        for file in _files(path)[:1]:
            delimiter, skipped, _ = _dialect(connection, file)
            header = connection.execute(
                f"from read_csv($1, header = false, delim = $2, skip = {skipped}, {QUOTES},"
                " all_varchar = true, strict_mode = false, null_padding = true, parallel = false)"
                " limit 1",
                [file, delimiter],
            ).fetchone()
            return json.dumps(header)
    return "[]"


def irregular_file(path: str) -> str:
    """Return the first of a path's files that is none, such as a pipe, which is read for ever."""
    return next((file for file in _files(path) if not Path(file).is_file()), "")


def _dialect(connection: duckdb.DuckDBPyConnection, file: str) -> tuple[str, int, list[str]]:
    # The delimiter, the lines above the header and the names that the lenient reading finds: the
    # strict one finds another delimiter where the file is broken.
    return connection.execute(
        "select Delimiter, SkipRows, [one.name for one in Columns] from sniff_csv($1,"
        f" header = true, all_varchar = true, {QUOTES}, strict_mode = false, null_padding = true)",
        [file],
    ).fetchone()


def _files(path: str) -> list[str]:
    if "://" in path:
        return []
    with duckdb.connect() as connection:
        found = connection.execute("select file from glob($1) order by 1", [path]).fetchall()
    return [file for (file,) in found]


def _has_quotes(file: str) -> bool:
    with (gzip.open if file.endswith(".gz") else open)(file, "rb") as stream:
        return any(b'"' in block for block in iter(lambda: stream.read(1 << 20), b""))


def _of_json(function: Callable) -> Callable[[str], str]:
    return lambda text: json.dumps(function(json.loads(text)))


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


def declared(question: str) -> str:
    """Answer `customers.declared`, and again where the question has no arguments."""
    asked = json.loads(question)
    run = asked.pop("run")
    if asked:
        DECLARED[run] = customers.declared(**asked)
    return json.dumps({"answer": DECLARED.get(run)})


def describe_customers(question: str) -> str:
    """Answer `customers.describe` with its arguments as a JSON object."""
    return _answered(customers.describe, question)


def segmentation_features(question: str) -> str:
    """Answer `customers.features` with its arguments as a JSON object."""
    return _answered(customers.features, question)


def settings_check(question: str) -> str:
    """Answer `settings.check` with its arguments as a JSON object."""
    return _answered(settings.check, question)


def check_columns(question: str) -> str:
    """Answer the columns of the gates' tables of checks, as `create table` takes them."""
    # Takes a while to import, and is asked once in the life of a warehouse.
    from quality.gates import SCHEMA

    with duckdb.connect() as connection:
        empty = connection.from_arrow(SCHEMA.empty_table())
        columns = [
            f'"{name}" {kind}' for name, kind in zip(empty.columns, empty.types, strict=True)
        ]
    return json.dumps({"answer": ", ".join(columns)})


def _answered(function: Callable, question: str) -> str:
    """Return what a function of JSON says: its answer, or the one line that says what is wrong."""
    try:
        return json.dumps({"answer": function(**json.loads(question))})
    except customers.Fault as fault:
        return json.dumps({"fault": str(fault)})


ASKED = (
    query_error,
    csv_fault,
    csv_header,
    irregular_file,
    check_columns,
    declared,
    describe_customers,
    segmentation_features,
    settings_check,
)


class Plugin(BasePlugin):
    """Waits before dbt connects, and registers the functions that macros ask."""

    def update_connection_config(self, creds, config):
        """Wait until the warehouse can be opened; dbt turns the error into one line."""
        if creds.path != ":memory:" and not creds.is_motherduck:
            await_warehouse(creds.path, creds.retries.connect_attempts if creds.retries else 1)

    def configure_connection(self, conn):
        """Add the functions to dbt's connection."""
        for function in ASKED:
            conn.create_function(function.__name__, function, ["VARCHAR"], "VARCHAR")
        for function in (column_names, column_type):
            conn.create_function(function.__name__, _of_json(function), ["VARCHAR"], "VARCHAR")
        conn.create_function(
            "publication_fault", publication_fault, ["VARCHAR", "VARCHAR"], "VARCHAR"
        )
