"""dbt-duckdb plugin: waits for the warehouse, and answers what macros ask of src/."""

import json
import os
import re
import time

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt.flags import get_flags

import customers
import formats
import settings
import sources
from serving.publication import publication_fault

# What has been answered already in this run, by function, run and whom it is about.
KNOWN = {}
LOGGER = AdapterLogger("Warehouse")


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


def check_columns() -> str:
    """Return the columns of the gates' tables of checks, as `create table` takes them."""
    # Takes a while to import, and is asked once in the life of a warehouse.
    from quality.gates import SCHEMA

    with duckdb.connect() as connection:
        empty = connection.from_arrow(SCHEMA.empty_table())
        columns = [
            f'"{name}" {kind}' for name, kind in zip(empty.columns, empty.types, strict=True)
        ]
    return ", ".join(columns)


# By the names that macros ask for.
FUNCTIONS = {
    "check_columns": check_columns,
    "column_type": formats.column_type,
    "column_types": formats.column_types,
    "customers_columns": sources.customers_columns,
    "declared": customers.declared,
    "describe_customers": customers.describe,
    "features_of_all": customers.features_of_all,
    "formats": formats.decide,
    "held_back": customers.held_back,
    "names_in": sources.names_in,
    "open_file": sources.open_file,
    "place_of": sources.place_of,
    "publication_fault": publication_fault,
    "resolve": sources.resolve,
    "settings_check": settings.check,
    "settings_names": settings.names,
    "where_fault": customers.where_fault,
}


def ask_python(name: str, question: str) -> str:
    """Answer a question of a macro.

    Parameters
    ----------
    name : str
        Which of `FUNCTIONS` is asked.
    question : str
        Its arguments as a JSON object. With a `run` beside them, and what it is `about`, the answer
        is kept, and given again to a question that has these alone.

    Returns
    -------
    str
        A JSON object: the answer, null if none is kept; or the fault, the one line that says what
        is wrong.
    """
    asked = json.loads(question)
    run = asked.pop("run", None)
    place = (name, run, asked.pop("about", None))
    if run and not asked:
        return json.dumps({"answer": KNOWN.get(place)})
    try:
        answer = FUNCTIONS[name](**asked)
    except customers.Fault as fault:
        return json.dumps({"fault": str(fault)})
    if run:
        for former in [key for key in KNOWN if key[1] != run]:
            del KNOWN[former]
        KNOWN[place] = answer
    return json.dumps({"answer": answer})


class Plugin(BasePlugin):
    """Waits before dbt connects, and registers the function that macros ask."""

    def initialize(self, config):
        """Go to the project: relative paths start there, wherever dbt was started."""
        os.chdir(get_flags().PROJECT_DIR)

    def update_connection_config(self, creds, config):
        """Wait until the warehouse can be opened; dbt turns the error into one line."""
        if creds.path != ":memory:" and not creds.is_motherduck:
            await_warehouse(creds.path, creds.retries.connect_attempts if creds.retries else 1)

    def configure_connection(self, conn):
        """Add the function to dbt's connection."""
        conn.create_function("ask_python", ask_python, ["VARCHAR", "VARCHAR"], "VARCHAR")
