"""dbt-duckdb plugin: waits for the warehouse, and answers what macros ask of src/."""

import gc
import os
import re
import time

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.events.logging import AdapterLogger
from dbt.flags import get_flags

from engines.answers import ask_python

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


class Plugin(BasePlugin):
    """Waits before dbt connects, and registers the function that macros ask."""

    def initialize(self, config):
        """Go to the project: relative paths start there, wherever dbt was started."""
        os.chdir(get_flags().PROJECT_DIR)
        # Python looks for garbage after every 700 new objects; dbt makes millions, and keeps them.
        gc.set_threshold(50_000)

    def update_connection_config(self, creds, config):
        """Wait until the warehouse can be opened; dbt turns the error into one line."""
        if creds.path != ":memory:" and not creds.is_motherduck:
            await_warehouse(creds.path, creds.retries.connect_attempts if creds.retries else 1)

    def configure_connection(self, conn):
        """Add the function to dbt's connection."""
        conn.create_function("ask_python", ask_python, ["VARCHAR", "VARCHAR"], "VARCHAR")
