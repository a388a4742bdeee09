"""dbt plugin for the target spark: found by dbt by its name, where this folder is on the path.

dbt-spark runs in a session of dbt's own process. It cannot run a Python model there, turns ANSI
mode off, in which a cast that fails is an error and no missing value, and tells some of Spark's
errors in a page of Java. This mends the three, and lets macros ask src/.
"""

import importlib.util
import os

from dbt.plugins.manager import dbtPlugin


class SparkSessionPlugin(dbtPlugin):
    """Registers itself in dbt-spark."""

    def initialize(self) -> None:
        """Go to the project, as on DuckDB, and mend dbt-spark's session method."""
        if importlib.util.find_spec("dbt.adapters.spark") is None:
            return
        from dbt.adapters.spark import session
        from dbt.adapters.spark.impl import SparkAdapter
        from dbt.flags import get_flags

        from engines.answers import ask_python
        from engines.spark import SessionHelper
        from engines.spark_session import Cursor, columns_of, load_seed

        os.chdir(get_flags().PROJECT_DIR)
        session.Cursor = Cursor
        SparkAdapter.python_submission_helpers = {"session": SessionHelper}
        SparkAdapter.default_python_submission_method = "session"
        SparkAdapter.ask_python = staticmethod(ask_python)
        SparkAdapter.columns_of = staticmethod(columns_of)
        SparkAdapter.load_seed = staticmethod(load_seed)
        SparkAdapter._available_ |= {"ask_python", "columns_of", "load_seed"}


plugins = [SparkSessionPlugin]
